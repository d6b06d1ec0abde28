"""What comes of merges and of people's decisions for mentions, spellings, names and reports."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from extractors import decisions as deciding
from extractors import names, resolution
from extractors.identity import hash_id
from extractors.records import EntityDecision
from flows import resolve as flow
from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, Batch, article, joined
from warehouse import checks, database, decisions, landing, loader

RUNS = itertools.count()


def person(name: str) -> str:
    return hash_id("entity", "person", names.person_key(name))


def news(name: str, *people: str, text: str = "") -> Batch:
    """Return an article that names these people, each by the id that its key gives."""
    run_id = f"run{next(RUNS)}"
    batch = article(name, run_id=run_id, text=text or f"{' and '.join(people)} spoke.", title="News", names=people)
    ids = {each: person(each) for each in people}
    for table, field in (("mentions", "surface"), ("entities", "name"), ("aliases", "alias")):
        batch[table] = [
            replace(row, entity_id=ids[getattr(row, field)])  # type: ignore[type-var]
            for row in batch[table]
        ]
    for table in ("article_entities", "quotes"):
        batch.pop(table, None)
    return batch


def resolve(db: duckdb.DuckDBPyConnection) -> bool:
    """Resolve what changed; say whether there was anything."""
    when = "SELECT r.resolved_at FROM resolutions AS r"
    before = db.execute(when).fetchall()
    flow.resolved(db)
    assert checks.broken(db) == {}
    return db.execute(when).fetchall() != before


def decide(db: duckdb.DuckDBPyConnection, *made: EntityDecision, undone: Sequence[str] = ()) -> None:
    decisions.save(db, made, undone, now=NOW)
    resolve(db)


def shown(db: duckdb.DuckDBPyConnection) -> dict[str, str | None]:
    """Return by which name each surface is shown."""
    return dict(
        db.execute(
            "SELECT m.surface, f.name FROM mentions AS m LEFT JOIN entities AS e ON e.entity_id = m.entity_id"
            " LEFT JOIN entities AS f ON f.entity_id = coalesce(e.merged_into, e.entity_id)"
        ).fetchall()
    )


@pytest.fixture
def loaded(db: duckdb.DuckDBPyConnection, load: Load) -> duckdb.DuckDBPyConnection:
    load(joined(news("a", "Mike Waltz", "Mara Quill"), news("b", "Mike Waltz"), news("c", "Michael Waltz", "Ona Reed")))
    resolve(db)
    return db


def state(db: duckdb.DuckDBPyConnection) -> list[list[tuple[object, ...]]]:
    """Return all that decisions and merges change."""
    queries = (
        "SELECT e.* FROM entities AS e ORDER BY ALL",
        "SELECT a.* EXCLUDE (origin) FROM aliases AS a ORDER BY ALL",
        "SELECT m.* FROM entity_merges AS m ORDER BY ALL",
        "SELECT m.start_char, m.* EXCLUDE (start_char, published_at, score) FROM mentions AS m ORDER BY ALL",
    )
    return [db.execute(query).fetchall() for query in queries]


def test_a_short_given_name_is_merged_and_the_view_says_why(loaded: duckdb.DuckDBPyConnection) -> None:
    assert shown(loaded)["Michael Waltz"] == "Mike Waltz"
    [row] = loaded.execute(
        "SELECT v.entity, v.method, v.score, v.merged_by, v.merged_from, v.entity_id, v.own_entity_id"
        " FROM report.entity_aliases AS v WHERE v.alias = 'Michael Waltz'"
    ).fetchall()
    ids = person("Mike Waltz"), person("Michael Waltz")
    assert row == ("Mike Waltz", "nickname", 0.92, resolution.MODEL, "Michael Waltz", *ids)
    daily = "SELECT d.articles FROM report.entity_daily AS d WHERE d.entity = 'Mike Waltz'"
    assert loaded.execute(daily).fetchall() == [(3,)]


def test_nothing_is_done_again_where_nothing_came(loaded: duckdb.DuckDBPyConnection, load: Load) -> None:
    assert not resolve(loaded)
    before = state(loaded)
    load(joined(news("a", "Mike Waltz", "Mara Quill")))
    resolve(loaded)
    assert state(loaded) == before
    load(news("d", "Ona Reed"))
    assert resolve(loaded)


def test_an_edit_that_takes_the_evidence_away_undoes_the_merge(loaded: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(news("c", "Ona Reed", text="Ona Reed left."))
    resolve(loaded)
    assert loaded.execute("SELECT count(*) FROM entity_merges").fetchall() == [(0,)]


def test_a_person_merges_what_names_do_not_and_undoes_it(loaded: duckdb.DuckDBPyConnection) -> None:
    before = state(loaded)
    merge = deciding.decided("merge", NOW, entity_a=person("Ona Reed"), entity_b=person("Mara Quill"), reason="married")
    decide(loaded, merge)
    assert shown(loaded)["Ona Reed"] == "Mara Quill"
    [(method, model, evidence)] = loaded.execute(
        "SELECT m.method, m.model, m.evidence FROM entity_merges AS m WHERE m.entity_id = ?", [person("Ona Reed")]
    ).fetchall()
    assert (method, model) == ("decision", "human")
    assert "married" in evidence
    decide(loaded, undone=[merge.decision_id])
    assert state(loaded) == before


def test_a_split_keeps_apart_what_names_would_join(loaded: duckdb.DuckDBPyConnection, load: Load) -> None:
    before = state(loaded)
    one, other = person("Mike Waltz"), person("Michael Waltz")
    split = deciding.decided("split", NOW, alias="Michael Waltz", entity_a=one, entity_b=other)
    decide(loaded, split)
    assert shown(loaded)["Michael Waltz"] == "Michael Waltz"
    assert not loaded.execute("FROM entity_merges").fetchall()
    load(news("d", "Michael Waltz"))
    resolve(loaded)
    assert shown(loaded)["Michael Waltz"] == "Michael Waltz"
    decide(loaded, undone=[split.decision_id])
    assert shown(loaded)["Michael Waltz"] == shown(loaded)["Mike Waltz"]
    assert len(state(loaded)[0]) == len(before[0])


def test_a_spelling_that_is_split_off_is_an_entity_of_its_own_now_and_later(
    loaded: duckdb.DuckDBPyConnection, load: Load
) -> None:
    before = state(loaded)
    of = person("Mara Quill")
    split = deciding.decided(
        "split", NOW, alias="Mara Quill", entity_a=of, entity_b=deciding.split_id(of, "Mara Quill")
    )
    decide(loaded, split)
    load(news("d", "Mara Quill"))
    resolve(loaded)
    rows = loaded.execute(
        'SELECT DISTINCT m.entity_id, m.link_method, m.document_entity_id, e.created_by, e."type"'
        " FROM mentions AS m JOIN entities AS e ON e.entity_id = m.entity_id WHERE m.surface = 'Mara Quill'"
    ).fetchall()
    assert rows == [(split.entity_b, "split", of, "human", "person")]
    counts = loaded.execute(
        "SELECT a.article_count FROM aliases AS a WHERE a.entity_id = ?", [split.entity_b]
    ).fetchall()
    assert counts == [(2,)]
    load(news("d", "Ona Reed", text="Ona Reed left again."))
    decide(loaded, undone=[split.decision_id])
    assert shown(loaded)["Mara Quill"] == "Mara Quill"
    assert loaded.execute("FROM mentions AS m WHERE m.document_entity_id IS NOT NULL").fetchall() == []
    assert [row[0] for row in state(loaded)[0]] == [row[0] for row in before[0]]


def test_a_blocked_spelling_names_nobody_now_and_later(loaded: duckdb.DuckDBPyConnection, load: Load) -> None:
    before = state(loaded)
    block = deciding.decided("block", NOW, alias="Mara Quill", reason="a pen")
    decide(loaded, block)
    load(news("d", "Mara Quill", "Ona Reed"))
    resolve(loaded)
    links = loaded.execute(
        "SELECT DISTINCT m.entity_id, m.link_method FROM mentions AS m WHERE m.surface = 'Mara Quill'"
    )
    assert links.fetchall() == [(None, "blocked")]
    aliases = loaded.execute(
        "SELECT a.blocked, a.article_count FROM aliases AS a WHERE a.alias = 'Mara Quill'"
    ).fetchall()
    assert aliases == [(True, 0)]
    load(news("d", "Ona Reed", text="Ona Reed left again."))
    decide(loaded, undone=[block.decision_id])
    methods = loaded.execute(
        "SELECT DISTINCT m.link_method FROM mentions AS m WHERE m.surface = 'Mara Quill'"
    ).fetchall()
    assert methods == [("exact",)]
    assert [row for row in state(loaded)[1] if row[0] == "Mara Quill"] == [
        row for row in before[1] if row[0] == "Mara Quill"
    ]


def test_a_name_that_a_person_gave_holds_until_it_is_undone(loaded: duckdb.DuckDBPyConnection, load: Load) -> None:
    rename = deciding.decided("rename", NOW, entity_a=person("Ona Reed"), name="Reed, O.")
    decide(loaded, rename)
    load(joined(news("d", "Ona Reed"), news("e", "Ona Reed")))
    resolve(loaded)
    assert shown(loaded)["Ona Reed"] == "Reed, O."
    again = deciding.decided("rename", NOW, entity_a=person("Ona Reed"), name="O. Reed")
    decide(loaded, again)
    assert shown(loaded)["Ona Reed"] == "O. Reed"
    in_force = [each.name for each in decisions.all_of(loaded) if not each.undone_at]
    assert in_force == ["O. Reed"]
    decide(loaded, undone=[again.decision_id])
    assert shown(loaded)["Ona Reed"] == "Ona Reed"


def test_a_renamed_entity_stands_for_all_that_are_one_with_it(loaded: duckdb.DuckDBPyConnection) -> None:
    decide(loaded, deciding.decided("rename", NOW, entity_a=person("Michael Waltz"), name="The Congressman"))
    assert shown(loaded)["Mike Waltz"] == "The Congressman"
    assert shown(loaded)["Michael Waltz"] == "The Congressman"


def test_a_decision_on_what_no_article_names_waits(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    merge = deciding.decided("merge", NOW, entity_a=person("Ona Reed"), entity_b=person("Mara Quill"))
    block = deciding.decided("block", NOW, alias="Mike Waltz")
    decide(db, merge, block)
    load(news("a", "Ona Reed", "Mike Waltz"))
    resolve(db)
    assert shown(db) == {"Ona Reed": "Ona Reed", "Mike Waltz": None}
    load(news("b", "Mara Quill"))
    resolve(db)
    assert shown(db)["Ona Reed"] == "Mara Quill"


PEOPLE = (
    ("Mike Waltz", "Sergey Lavrov"),
    ("Michael Waltz", "Ona Reed"),
    ("Sergei Viktorovich Lavrov", "Ona Reed"),
    ("Mara Quill", "Michael Waltz"),
)


def test_articles_and_decisions_in_any_order_give_the_same_entities(tmp_path: Path) -> None:
    made = [
        deciding.decided("merge", NOW, entity_a=person("Ona Reed"), entity_b=person("Mara Quill")),
        deciding.decided("block", NOW, alias="Sergey Lavrov"),
        deciding.decided("rename", NOW, entity_a=person("Mara Quill"), name="M. Quill"),
    ]
    found = []
    for number, order in enumerate(itertools.islice(itertools.permutations(range(4)), 0, 24, 5)):
        with database.open_writer(tmp_path / f"{number}.duckdb") as db:
            for step, index in enumerate(order):
                batch = landing.write(tmp_path / f"{number}", f"b{step}", news(str(index), *PEOPLE[index]))
                loader.load(db, batch, NOW)
                if step < len(made):
                    decide(db, made[(step + number) % len(made)])
            resolve(db)
            found.append(state(db))
    assert found == [found[0]] * len(found)


def test_loading_twice_changes_nothing(loaded: duckdb.DuckDBPyConnection, load: Load) -> None:
    decide(loaded, deciding.decided("block", NOW, alias="Mike Waltz"))
    before = state(loaded)
    load(joined(news("a", "Mike Waltz", "Mara Quill"), news("b", "Mike Waltz"), news("c", "Michael Waltz", "Ona Reed")))
    resolve(loaded)
    assert state(loaded) == before


def test_words_are_matched_to_what_they_mean_most_exactly(loaded: duckdb.DuckDBPyConnection) -> None:
    assert [each.name for each in decisions.named(loaded, "Michael Waltz")] == ["Mike Waltz"]
    assert [each.name for each in decisions.named(loaded, person("Ona Reed"))] == ["Ona Reed"]
    assert [each.name for each in decisions.named(loaded, "ona reed")] == ["Ona Reed"]
    assert decisions.named(loaded, "Ona Reed", "place") == []
    [spelled] = decisions.spelled(loaded, "Michael Waltz")
    assert (spelled.entity_id, spelled.stands_for_it) == (person("Michael Waltz"), person("Mike Waltz"))


def test_new_names_and_spellings_of_several_are_reported(loaded: duckdb.DuckDBPyConnection) -> None:
    first = loaded.execute("SELECT n.entity, n.articles, n.first_day::VARCHAR FROM report.new_entities AS n").fetchall()
    assert ("Mike Waltz", 3, "2026-11-20") in first
    assert "Michael Waltz" not in {row[0] for row in first}
    assert loaded.execute("FROM report.ambiguous_aliases").fetchall() == []
    loaded.execute(
        "INSERT INTO aliases SELECT a.* REPLACE (? AS entity_id) FROM aliases AS a WHERE a.alias = 'Ona Reed'",
        [person("Mara Quill")],
    )
    [(alias, entities)] = loaded.execute("SELECT a.alias, a.entities FROM report.ambiguous_aliases AS a").fetchall()
    assert (alias, entities) == ("Ona Reed", 2)
