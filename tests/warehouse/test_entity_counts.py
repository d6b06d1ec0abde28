"""In how many articles and sources each entity stands: kept by the loader, always what counting all would give."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import resources

import duckdb

from extractors import records
from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, article, entity_id, joined
from tests.warehouse.test_keeping import reread, rows
from warehouse import decisions, tombstones

QUILL = "Mara Quill"
CHECK = (resources.files("warehouse") / "checks" / "entity_counts.sql").read_text("utf-8")
COUNTED = """
SELECT
    make_timestamp(epoch_us(min(m.published_at)))::DATE, n.name, n."type", count(DISTINCT m.article_id),
    count(DISTINCT m.source_id), count(*), min(m.published_at), max(m.published_at),
    arg_min(m.article_id, (m.published_at, m.article_id)), n.entity_id
FROM main.mentions AS m
JOIN main.entities AS e ON e.entity_id = m.entity_id
JOIN main.entities AS n ON n.entity_id = coalesce(e.merged_into, e.entity_id)
GROUP BY n.name, n."type", n.entity_id
ORDER BY ALL
"""


def counts(db: duckdb.DuckDBPyConnection, name: str) -> list[tuple[int, int, list[str], datetime, datetime]]:
    """Return articles, mentions, sources, first and last day of one entity, once all is found to be as counted."""
    assert rows(db, CHECK) == []
    assert rows(db, "SELECT * FROM report.new_entities ORDER BY ALL") == rows(db, COUNTED)
    return db.execute(
        "SELECT c.articles, c.mentions, c.source_ids, c.first_seen_at, c.last_seen_at FROM entity_counts AS c"
        " WHERE c.entity_id = ?",
        [entity_id(name)],
    ).fetchall()


def decision(action: str, **parts: str) -> records.EntityDecision:
    """Return what a person decided."""
    return records.EntityDecision(decision_id=action, action=action, decided_at=NOW, reason=None, **parts)  # type: ignore[arg-type]


def test_new_articles_are_added_in_any_order(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    earlier = NOW - timedelta(days=3)
    load(article("b"))
    assert counts(db, QUILL) == [(1, 4, ["gazette"], NOW, NOW)]
    load(joined(article("a"), article("c", source_id="courier", published_at=earlier)))
    assert counts(db, QUILL) == [(3, 12, ["courier", "gazette"], earlier, NOW)]
    load(article("a"))  # what is known already
    assert counts(db, QUILL) == [(3, 12, ["courier", "gazette"], earlier, NOW)]


def test_an_edit_takes_away_what_no_longer_stands(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(joined(article("a"), article("b", source_id="courier")))
    load(joined(article("a", text="Nobody left.", title="News", run_id="run2"), article("c")))
    assert counts(db, QUILL) == [(2, 8, ["courier", "gazette"], NOW, NOW)]
    load(article("c", text="Nobody left.", title="News", run_id="run3"))
    load(article("b", source_id="courier", text="Nobody left.", title="News", run_id="run3"))
    assert counts(db, QUILL) == []


def test_another_date_of_an_article_is_that_of_its_names(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(joined(article("a"), article("b")))
    load(reread(article("a")))
    assert counts(db, QUILL) == [(2, 8, ["gazette"], NOW - timedelta(days=1), NOW)]


def test_decisions_and_merges_move_what_is_counted(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(joined(article("a"), article("b", source_id="courier", names=["Mara Quill", "Quill"])))
    db.execute(
        "UPDATE entities SET merged_into = ? WHERE entity_id = ?", [entity_id("Veldia"), entity_id("Harbour Board")]
    )
    db.execute(
        "INSERT INTO entity_merges VALUES (?, ?, 'joined', 1, '{}', 'test')",
        [entity_id("Harbour Board"), entity_id("Veldia")],
    )
    split = decision("split", alias="Quill", entity_a=entity_id(QUILL), entity_b="other")
    decisions.save(db, [split], now=NOW)
    assert counts(db, QUILL) == [(2, 4, ["courier", "gazette"], NOW, NOW)]
    load(article("c", names=["Mara Quill", "Quill"]))
    assert counts(db, QUILL) == [(3, 6, ["courier", "gazette"], NOW, NOW)]
    decisions.save(db, [], [split.decision_id], now=NOW)
    assert counts(db, QUILL) == [(3, 12, ["courier", "gazette"], NOW, NOW)]


def test_what_is_forgotten_counts_no_more(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(joined(article("a"), article("b", source_id="courier", names=[QUILL])))
    [(article_id,)] = rows(db, "SELECT a.article_id FROM articles AS a WHERE a.source_id = 'gazette'")
    stone = tombstones.Tombstone(
        article_id=article_id, address_ids=(), page_sha256s=(), reason=None, forgotten_at=NOW, to_erase=()
    )
    tombstones.forget(db, stone, {})
    assert counts(db, QUILL) == [(1, 2, ["courier"], NOW, NOW)]
    assert counts(db, "Harbour Board") == []
