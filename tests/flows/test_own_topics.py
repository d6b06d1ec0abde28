"""Topics of one's own, as a user adds them: a file, articles that are there already, articles that come."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from extractors import urls
from tests.flows.command import Newsduck

BRIDGE = "https://galway-post.example/bridge"
ROWS = [
    {
        "url": BRIDGE,
        "title": "Harbour bridge closes after inspectors find cracks",
        "published_at": "2026-11-17T08:00:00Z",
        "text": "The old harbour bridge in Galway was closed to all traffic on Tuesday after inspectors found cracks in"
        " two of its supports, the Irish transport ministry said. Minister Aoife Brennan told reporters that repairs"
        " of the bridge would take six weeks.",
    },
    {
        "url": "https://cork-echo.example/library",
        "title": "Library lends seeds of forgotten vegetables",
        "published_at": "2026-11-18T08:00:00Z",
        "text": "The library in Cork lends seeds of forgotten vegetables from Monday, and asks readers to bring some"
        " back in autumn. Black carrots and sea kale are already gone, Librarian Maeve Doyle wrote on a note.",
    },
]
ASKED = """SELECT a.url_canonical AS url, t.score, t.evidence, p.label, t.model
FROM main.article_topics AS t JOIN main.articles AS a USING (article_id) JOIN main.topics AS p USING (topic_id)
WHERE starts_with(t.topic_id, 'own:')"""
TOPICS = f"""
[[topics]]
id = "bridges"
label = "bridges in bad repair"
description = "A bridge has to be closed because it has cracks or may fall down."
parent = "medtop:04000000"

[[topics]]
id = "seeds"
label = "old seeds"
keywords = ["forgotten vegetable*"]

[[topics]]
id = "galway"
label = "the bridge of Galway"
articles = ["{BRIDGE}", "https://nobody.example/x"]
"""


@pytest.fixture(scope="module")
def newsduck(tmp_path_factory: pytest.TempPathFactory) -> Newsduck:
    """A folder with two articles, and topics that were added after they came."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, ROWS)))
    command = Newsduck(folder)
    assert command("load", "rows.jsonl").code == 0
    (folder / "deploy").mkdir()
    (folder / "deploy" / "topics.toml").write_text(TOPICS)
    return command


@pytest.fixture(scope="module")
def reprocessed(newsduck: Newsduck) -> str:
    done = newsduck("reprocess", "--stage", "topics", "--stale")
    assert done.code == 0, done.err
    return done.err


@pytest.fixture(scope="module")
def found(newsduck: Newsduck, reprocessed: str) -> Callable[[], list[dict[str, str]]]:
    assert reprocessed
    return lambda: json.loads(newsduck("sql", ASKED, "--format", "json").out)


def test_a_changed_file_makes_stored_topics_stale(found: Callable[[], list[dict[str, str]]]) -> None:
    places = {(row["label"], urls.domain(row["url"])) for row in found()}
    assert places == {
        ("bridges in bad repair", "galway-post.example"),
        ("old seeds", "cork-echo.example"),
        ("the bridge of Galway", "galway-post.example"),
    }
    assert {row["model"].partition("+own:")[1] for row in found()} == {"+own:"}


def test_an_article_that_is_not_there_is_told(reprocessed: str) -> None:
    assert "the warehouse has no article https://nobody.example/x" in reprocessed


def test_what_is_done_is_not_stale_until_the_file_changes(newsduck: Newsduck, reprocessed: str) -> None:
    assert reprocessed
    stale = "SELECT count(*) AS n FROM report.stale_rows AS s WHERE s.stage = 'topics'"
    newsduck("reprocess", "--stage", "topics", "--stale")
    assert json.loads(newsduck("sql", stale, "--format", "json").out) == [{"n": 0}]


def test_inspect_shows_what_spoke_for_a_topic(newsduck: Newsduck, reprocessed: str) -> None:
    assert reprocessed
    (newsduck.folder / "seeds.txt").write_text(f"{ROWS[1]['title']}\n\n{ROWS[1]['text']}")
    shown = newsduck("inspect", "seeds.txt")
    assert shown.code == 0, shown.err
    assert "old seeds" in shown.out
    assert "keyword “forgotten vegetable*”" in shown.out
    as_json = json.loads(newsduck("inspect", "seeds.txt", "--json").out)
    (seeds,) = [topic for topic in as_json["topics"] if topic["topic_id"] == "own:seeds"]
    assert seeds["evidence"] == [{"kind": "keyword", "text": "forgotten vegetable*", "weight": 0.667}]


@pytest.mark.parametrize("command", [("load", "rows.jsonl"), ("inspect", "rows.jsonl")])
def test_a_mistake_in_the_file_is_wrong_use(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "rows.jsonl").write_text(json.dumps(ROWS[0]))
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy" / "topics.toml").write_text("[[topics]]\nid = 'x'\nlabel = 'X'\n")
    done = Newsduck(tmp_path)(*command)
    assert done.code == 2
    assert "topic 'x': give a description, keywords, examples or articles" in done.err


def test_a_file_that_a_setting_names_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text(json.dumps(ROWS[0]))
    done = Newsduck(tmp_path)("load", "rows.jsonl", NEWSDUCK_TOPICS_FILE="mine.toml")
    assert done.code == 2
    assert "mine.toml is not there; NEWSDUCK_TOPICS_FILE names the file of your own topics" in done.err


def test_concepts_that_are_retired_and_names_in_other_languages_are_stored(newsduck: Newsduck) -> None:
    counted = "SELECT count(*) AS topics, count(retired_at) AS retired FROM main.topics WHERE topic_id LIKE 'medtop:%'"
    assert newsduck.rows(counted) == [{"topics": 1387, "retired": 302}]
    named = """SELECT l."language", l.label FROM main.topic_labels AS l WHERE l.topic_id = 'medtop:15000000'"""
    assert {"language": "de", "label": "Sport"} in newsduck.rows(named)
