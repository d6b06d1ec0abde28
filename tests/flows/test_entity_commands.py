"""`newsduck entities …` as processes: decisions hold for readers at once, and survive what comes after."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors import resolution
from flows import resolve, runs, sequence
from flows.settings import Settings
from tests.flows.command import Newsduck
from tests.flows.conftest import Query

ALFA = """Harbour bridge closes after inspectors find cracks

The old harbour bridge in Galway was closed on Tuesday, transport minister Aoife Brennan said. Mike Kastner, who runs
the ferry, told reporters that he had asked for two more boats. Brennan promised money.

"We will not open it again before every support has been tested," Brennan said on Tuesday in Galway.
"""
BRAVO = """Ferry owner asks Galway for two more boats

Michael Kastner asked the city council of Galway on Wednesday for two more boats while the bridge stays closed. Kastner
said the ferry was full from morning to night, and that minister Aoife Brennan had promised him an answer this week.
"""
SHOWN = """
SELECT DISTINCT m.surface, f.name
FROM main.mentions AS m
LEFT JOIN main.entities AS e ON e.entity_id = m.entity_id
LEFT JOIN main.entities AS f ON f.entity_id = coalesce(e.merged_into, e.entity_id)
WHERE m."type" = 'person'
"""


def shown(newsduck: Newsduck) -> dict[str, object]:
    return {str(row["surface"]): row["name"] for row in newsduck.rows(SHOWN)}


def made(newsduck: Newsduck, *arguments: str) -> dict[str, str]:
    done = newsduck("entities", *arguments, "--json")
    assert done.code == 0, done.err
    [row] = json.loads(done.out)
    return dict(row)


@pytest.fixture
def loaded(newsduck: Newsduck) -> Newsduck:
    (newsduck.folder / "a.txt").write_text(ALFA, encoding="utf-8")
    (newsduck.folder / "b.txt").write_text(BRAVO, encoding="utf-8")
    assert newsduck("load", "a.txt", "b.txt").code == 0
    return newsduck


def test_decisions_hold_at_once_and_after_working_on_the_articles_again(loaded: Newsduck) -> None:
    assert len({shown(loaded)[name] for name in ("Mike Kastner", "Michael Kastner", "Kastner")}) == 1
    split = made(loaded, "split", "Michael Kastner", "--reason", "a brother")
    block = made(loaded, "block", "Brennan")
    made(loaded, "rename", "Aoife Brennan", "Minister Brennan")
    expected = {
        "Mike Kastner": "Mike Kastner",
        "Michael Kastner": "Michael Kastner",
        "Kastner": "Michael Kastner",
        "Aoife Brennan": "Minister Brennan",
        "Brennan": None,
    }
    assert shown(loaded) == expected
    assert loaded("reprocess", "--stage", "entities").code == 0
    assert shown(loaded) == expected
    assert loaded("doctor").code == 0
    for each in (split, block):
        assert made(loaded, "undo", each["decision_id"][:8])["state"] == "undone"
    assert shown(loaded)["Brennan"] == "Minister Brennan"
    assert shown(loaded)["Michael Kastner"] == shown(loaded)["Mike Kastner"]


def test_a_merge_by_hand_is_exported_and_another_warehouse_takes_it_from_the_file(loaded: Newsduck) -> None:
    merge = made(loaded, "merge", "Aoife Brennan", "Mike Kastner", "--reason", "a test")
    assert shown(loaded)["Brennan"] == shown(loaded)["Mike Kastner"]
    assert loaded("entities", "decisions", "--export", "entities.toml").code == 0
    elsewhere = {"NEWSDUCK_HOME": "other", "NEWSDUCK_ENTITIES_FILE": "entities.toml"}
    assert loaded("load", "a.txt", "b.txt", **elsewhere).code == 0
    [row] = json.loads(loaded("entities", "decisions", "--json", **elsewhere).out)
    assert {key: row[key] for key in ("decision_id", "reason", "decided_at", "origin", "state")} == {
        key: merge[key] for key in ("decision_id", "reason", "decided_at", "state")
    } | {"origin": "file"}
    assert loaded("entities", "decisions", "--export", "again.toml", **elsewhere).code == 0
    files = [(loaded.folder / name).read_text(encoding="utf-8") for name in ("entities.toml", "again.toml")]
    assert files[0] == files[1]
    refused = loaded("entities", "undo", merge["decision_id"], **elsewhere)
    assert (refused.code, "take it out there" in refused.err) == (2, True)
    Path(loaded.folder / "entities.toml").write_text("", encoding="utf-8")
    assert loaded("load", "a.txt", **elsewhere).code == 0
    assert loaded("entities", "decisions", "--json", **elsewhere).out == "[]\n"


def test_what_cannot_be_meant_is_told_and_changes_nothing(settings: Settings, newsduck: Newsduck) -> None:
    for name, text in (("a.txt", ALFA), ("b.txt", BRAVO)):
        (newsduck.folder / name).write_text(text, encoding="utf-8")
    sequence.files_of(_run(settings), [newsduck.folder / "a.txt", newsduck.folder / "b.txt"])
    told = {
        ("merge", "Nobody Atall", "Aoife Brennan"): "no entity is called 'Nobody Atall'",
        ("merge", "Mike Kastner", "Michael Kastner"): "are one entity already",
        ("split", "Nobody"): "no entity is called 'Nobody'",
        ("rename", "Aoife Brennan", " "): "the new name is empty",
        ("undo", "0000"): "no decisions in force begin with '0000'",
        ("merge", "Aoife Brennan"): "missing argument",
    }
    for arguments, sentence in told.items():
        done = newsduck("entities", *arguments)
        assert done.code == 2
        assert sentence in " ".join(done.err.split())
    assert newsduck.rows("SELECT count(*) AS n FROM main.runs") == [{"n": 1}]


def test_a_mistake_in_the_file_stops_a_run_before_it_begins(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_text(ALFA, encoding="utf-8")
    (newsduck.folder / "entities.toml").write_text("[[merge]]\n", encoding="utf-8")
    done = newsduck("load", "a.txt", NEWSDUCK_ENTITIES_FILE="entities.toml")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "merge 1: entity is missing" in done.err
    missing = newsduck("load", "a.txt", NEWSDUCK_ENTITIES_FILE="nowhere.toml")
    assert (missing.code, "nowhere.toml is not there" in missing.err) == (2, True)
    assert not (newsduck.folder / "data" / "published.duckdb").exists()


def test_a_run_that_dies_before_it_resolves_is_healed_by_the_next(
    settings: Settings, rows: Query, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_: object) -> None:
        raise KeyboardInterrupt

    for name, text in (("a.txt", ALFA), ("b.txt", BRAVO)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(resolve, "resolve", killed)
        with pytest.raises(KeyboardInterrupt):
            sequence.files_of(_run(settings), [tmp_path / "a.txt", tmp_path / "b.txt"])
    sequence.files_of(_run(settings), [tmp_path / "a.txt"])
    assert rows("SELECT count(*) FROM main.articles") == [(2,)]
    assert rows("SELECT m.method FROM main.entity_merges AS m") == [("nickname",)]


def test_entities_that_cannot_be_resolved_keep_no_article_from_its_readers(
    settings: Settings, rows: Query, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RecursionError

    (tmp_path / "a.txt").write_text(ALFA, encoding="utf-8")
    monkeypatch.setattr(resolution, "joined", broken)
    current = _run(settings)
    sequence.files_of(current, [tmp_path / "a.txt"])
    assert rows("SELECT count(*) FROM main.articles") == [(1,)]
    assert rows("SELECT s.n_failed FROM main.run_steps AS s WHERE s.step = 'resolve'") == [(1,)]
    assert "RecursionError" in current.broken["resolve"]


def test_ctrl_c_while_entities_are_resolved_ends_the_run(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = "Query interrupted"  # what DuckDB makes of it

    def stopped(*_: object) -> None:
        raise RuntimeError(message)

    (tmp_path / "a.txt").write_text(ALFA, encoding="utf-8")
    monkeypatch.setattr(resolution, "joined", stopped)
    with pytest.raises(RuntimeError, match=message):
        sequence.files_of(_run(settings), [tmp_path / "a.txt"])
    assert not settings.published.exists()


def _run(settings: Settings) -> runs.CurrentRun:
    return runs.new("load", settings, trigger="hand", parameters={}, say=print)
