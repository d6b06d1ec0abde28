"""What articles are about and whom they quote, as readers see it: merges and decisions included."""

from __future__ import annotations

import duckdb

from extractors.decisions import decided
from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, article, entity_id, joined
from warehouse import checks, decisions, profiles

ABOUT = "SELECT x.entity, x.mentions, x.score, x.in_title FROM report.article_entities AS x ORDER BY ALL"
SAID = "SELECT q.entity, q.speaker, q.verb, q.source FROM report.quotes AS q ORDER BY ALL"


def test_merged_entities_are_one_and_their_shares_are_summed(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article())
    assert db.execute(ABOUT).fetchall() == [
        ("Harbour Board", 1, 0.3, False),
        ("Mara Quill", 1, 0.9, True),
        ("Veldia", 1, 0.45, True),
    ]
    db.execute("UPDATE entities SET merged_into = ? WHERE name = 'Mara Quill'", [entity_id("Harbour Board")])
    assert db.execute(ABOUT).fetchall() == [("Harbour Board", 2, 1.0, True), ("Veldia", 1, 0.45, True)]
    assert db.execute(SAID).fetchall() == [("Harbour Board", "Mara Quill", "said", "gazette")]


def test_a_spelling_that_was_blocked_or_split_off_counts_as_people_decided(
    db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load(article(names=["Mara Quill", "Veldia"], title="Veldia"))
    split = decided("split", NOW, alias="Mara Quill", entity_a=entity_id("Mara Quill"), entity_b="another")
    decisions.save(db, [decided("block", NOW, alias="Veldia"), split], now=NOW)
    assert db.execute("SELECT x.entity_id FROM report.article_entities AS x").fetchall() == [("another",)]
    assert db.execute("SELECT q.entity_id, q.speaker FROM report.quotes AS q").fetchall() == [("another", "Mara Quill")]
    decisions.save(db, [decided("block", NOW, alias="Mara Quill")], now=NOW)
    assert db.execute("SELECT q.entity_id, q.speaker FROM report.quotes AS q").fetchall() == [(None, "Mara Quill")]
    assert checks.broken(db) == {}


def test_the_page_of_an_entity_shows_what_it_says_once(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(joined(article("a"), article("b", source_id="herald")))
    [row] = profiles.sections(db, "entity", entity_id("Mara Quill"))["quotes"].rows
    assert (row["outlets"], row["verb"]) == (2, "said")


def test_quotes_of_an_older_text_go_with_it(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article())
    load(article(text="Nobody is quoted by name here.", names=["Veldia"], run_id="run2"))
    assert db.execute("SELECT count(*) FROM quotes AS q").fetchall() == [(0,)]
    assert db.execute("SELECT x.entity FROM report.article_entities AS x").fetchall() == [("Veldia",)]
    assert checks.broken(db) == {}
