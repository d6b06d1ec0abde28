"""Working on stored articles again, as a user does it: a process, its words, what is stored after it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from extractors.records import Outcome
from flows import again, direct, reprocess, runs
from flows.settings import Settings
from flows.workers import Workers
from tests.flows.command import Newsduck
from warehouse import articles, checks, database, stories, story_counts

ROWS = [
    {
        "url": "https://galway-post.example/bridge",
        "title": "Harbour bridge closes after inspectors find cracks",
        "published_at": "2026-11-17T08:00:00Z",
        "text": "The old harbour bridge in Galway was closed to all traffic on Tuesday after inspectors found cracks in"
        " two of its supports, the Irish transport ministry said. Minister Aoife Brennan told reporters that repairs"
        " would take six weeks.",
    },
    {
        "url": "https://cork-echo.example/library",
        "title": "Library lends seeds of forgotten vegetables",
        "published_at": "2026-11-18T08:00:00Z",
        "text": "The library in Cork lends seeds of forgotten vegetables from Monday, and asks readers to bring some"
        " back in autumn. Black carrots and sea kale are already gone, Librarian Maeve Doyle wrote on a note.",
    },
]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, ROWS)))
    done = Newsduck(folder)("load", "rows.jsonl")
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def newsduck(loaded: Path, tmp_path: Path) -> Newsduck:
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    return Newsduck(tmp_path)


@pytest.fixture
def settings(newsduck: Newsduck) -> Settings:
    return Settings(home=newsduck.folder / "data", workers=1)


@contextmanager
def writer(newsduck: Newsduck) -> Iterator[duckdb.DuckDBPyConnection]:
    with database.open_writer(newsduck.folder / "data" / "private" / "newsduck.duckdb") as db:
        yield db


def change(newsduck: Newsduck, *statements: str) -> None:
    with writer(newsduck) as db:
        for statement in statements:
            db.execute(statement)


OLD_WORDS = """
UPDATE article_versions SET text = 'Old words. ' || text, text_sha256 = 'x', extractor = 'html/0'
WHERE title LIKE 'Harbour%'
"""
OLD_READER = "UPDATE article_versions SET extractor = 'html/0' WHERE title LIKE 'Library%'"
NO_DATE = "UPDATE articles SET published_at = NULL WHERE title LIKE 'Library%'"
OLD_MODEL = "UPDATE enrichments SET model = 'zero-shot/0' WHERE stage = 'topics'"
NO_TOPICS = "DELETE FROM article_topics"


def test_what_reads_as_before_stays_as_it_is(newsduck: Newsduck) -> None:
    tables = (
        "articles",
        "article_versions",
        "removed_blocks",
        "mentions",
        "article_topics",
        "article_features",
        "stories",
    )
    with writer(newsduck) as db:
        before = {table: db.table(f"main.{table}").order("ALL").fetchall() for table in tables}
    done = newsduck("reprocess")
    assert (done.code, done.err) == (0, "")
    assert "2 items: 2 unchanged" in done.out
    with writer(newsduck) as db:
        assert {table: db.table(f"main.{table}").order("ALL").fetchall() for table in tables} == before
        assert checks.broken(db) == {}


def test_what_older_readers_and_models_made_is_made_anew_and_then_current(newsduck: Newsduck) -> None:
    change(newsduck, OLD_WORDS, OLD_READER, NO_DATE, OLD_MODEL, NO_TOPICS)
    tried = newsduck("reprocess", "--stale", "--dry-run")
    assert tried.code == 0
    assert "2 articles would be worked on again; 2 of them were tried" in tried.out
    assert "-Old words. The old harbour bridge" in tried.out
    assert "+The old harbour bridge" in tried.out
    assert {row["version_no"] for row in newsduck.rows("SELECT version_no FROM main.article_versions")} == {1}
    told = json.loads(newsduck("reprocess", "--stale", "--stage", "text", "--dry-run", "--json").out)
    assert told["tried"] == told["wanted"] > 0
    assert told["failed"] == []
    texts = [(each["before"], each["after"]) for each in told["differences"] if each["stage"] == "text"]
    assert any("Old words" in line for before, _ in texts for line in before)
    assert not any("Old words" in line for _, after in texts for line in after)
    done = newsduck("reprocess", "--stale", "--json")
    assert done.code == 0
    assert json.loads(done.out)["outcomes"] == {"unchanged": 1, "updated": 1}
    query = "SELECT version_no, cause, text FROM main.article_versions WHERE title LIKE 'Harbour%' ORDER BY ALL"
    first, second = newsduck.rows(query)
    assert (second["version_no"], second["cause"]) == (2, "reprocess")
    assert first["text"] == f"Old words. {second['text']}"
    query = "SELECT a.published_at, a.version_count FROM main.articles AS a WHERE title LIKE 'Library%'"
    assert newsduck.rows(query) == [{"published_at": "2026-11-18T08:00:00+00:00", "version_count": 1}]
    assert newsduck.rows("SELECT count(DISTINCT article_id) AS n FROM main.article_topics") == [{"n": 2}]
    assert newsduck.rows("SELECT * FROM report.stale_rows") == []
    with writer(newsduck) as db:
        assert checks.broken(db) == {}
    assert "0 items" in newsduck("reprocess", "--stale").out


def test_a_page_that_is_gone_has_an_outcome_and_its_article_stays(newsduck: Newsduck) -> None:
    [archive] = (newsduck.folder / "data" / "archive").rglob("*.warc.gz")
    archive.unlink()
    done = newsduck("reprocess", "--stage", "text", "--source", "cork-echo.example")
    assert done.code == 1
    [line] = done.err.splitlines()
    assert line.startswith("https://cork-echo.example/library: failed, its page cannot be read again: ")
    assert newsduck.rows("SELECT count(*) AS n FROM main.articles") == [{"n": 2}]
    archive.mkdir()  # nor does a folder in its place end the run
    assert "its page cannot be read again: [Errno 21]" in newsduck("reprocess", "--stage", "text").err
    assert newsduck("reprocess", "--stage", "topics").code == 0


def test_a_damaged_archive_is_a_sentence_too(newsduck: Newsduck) -> None:
    [archive] = (newsduck.folder / "data" / "archive").rglob("*.warc.gz")
    archive.write_bytes(archive.read_bytes()[:-60])
    done = newsduck("reprocess", "--stage", "text")
    assert done.code == 0
    assert "failed, its page cannot be read again" in done.err
    assert "1 unchanged" in done.out


def test_stories_are_judged_anew_where_asked_for(newsduck: Newsduck) -> None:
    change(newsduck, "UPDATE stories SET title = 'Old'", "UPDATE story_articles SET evidence = '{}'")
    assert newsduck("reprocess", "--stage", "stories").code == 0
    titles = {row["title"] for row in newsduck.rows("SELECT title FROM main.stories")}
    assert titles == {row["title"] for row in ROWS}
    with writer(newsduck) as db:
        assert checks.broken(db) == {}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--stage", "texts"), "--stage is 'texts'"), (("--source", "nobody"), "no article of a source 'nobody'")],
)
def test_what_there_is_none_of_is_wrong_use(newsduck: Newsduck, arguments: tuple[str, str], said: str) -> None:
    done = newsduck("reprocess", *arguments)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


class Stopped(Exception):  # noqa: N818
    pass


def test_a_run_that_was_stopped_is_gone_on_with(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings.model_copy(update={"batch_pages": 1})
    wanted = reprocess.wanted(["keyphrases"], None, [], stale=False)
    said: list[str] = []
    process = again.process

    def stopping(current: runs.CurrentRun, pool: Workers, work: again.Work, part: str) -> runs.Tally:
        if part == "0002":
            raise Stopped
        return process(current, pool, work, part)

    with monkeypatch.context() as patch:
        patch.setattr(again, "process", stopping)
        with pytest.raises(Stopped):
            direct.again(settings, wanted, None, said.append)
    run_id = direct.again(settings, wanted, None, said.append)
    assert said == ["going on where the last one was stopped: 1 of 2 articles are done"]
    anew = direct.again(settings, wanted, None, said.append)
    with database.open_writer(settings.writer) as db:
        query = "SELECT count(*) FROM outcomes AS o WHERE o.run_id = ? AND o.outcome = ?"
        assert db.execute(query, [run_id, Outcome.UNCHANGED]).fetchall() == [(1,)]
        assert db.execute(query, [anew, Outcome.UNCHANGED]).fetchall() == [(2,)]


def test_since_leaves_out_what_is_older(settings: Settings) -> None:
    current = runs.new("reprocess", settings, trigger="hand", parameters={}, say=lambda _: None)
    wanted = reprocess.wanted(["text"], datetime(2026, 11, 18, tzinfo=UTC).date(), [], stale=False)
    assert len(reprocess.plan(current, wanted)) == 1


def test_a_stage_that_is_made_with_another_is_made_anew_with_it(newsduck: Newsduck) -> None:
    with writer(newsduck) as db:
        db.execute("UPDATE enrichments SET model = 'quotes/0' WHERE stage = 'quotes'")
        db.execute("DELETE FROM article_entities")
        stale = {stage for (stage,) in db.execute("SELECT DISTINCT s.stage FROM report.stale_rows AS s").fetchall()}
    assert stale == {"quotes"}
    assert newsduck("reprocess", "--stale", "--stage", "entities").code == 0
    assert newsduck.rows("SELECT * FROM report.stale_rows") == []
    query = "SELECT count(DISTINCT x.article_id) AS n FROM report.article_entities AS x"
    assert newsduck.rows(query) == [{"n": 2}]


FAILED = "UPDATE enrichments SET state = 'failed', reason = 'its reader died' WHERE article_id = ?"
FEATURELESS = "DELETE FROM article_features WHERE article_id = ?"


def make_failed(newsduck: Newsduck) -> None:
    with writer(newsduck) as db:
        one = articles.ids(db)[:1]
        stories.dissolve(db, one)
        story_counts.recount(db)
        db.execute(FAILED, one)
        db.execute(FEATURELESS, one)


def test_what_could_not_be_analysed_is_tried_again_at_the_next_run(newsduck: Newsduck, settings: Settings) -> None:
    make_failed(newsduck)
    run_id = direct.load(settings, [str(newsduck.folder / "rows.jsonl")], None, print)
    with writer(newsduck) as db:
        assert db.execute("SELECT count(*) FROM articles WHERE story_id IS NULL").fetchall() == [(0,)]
        assert db.execute("SELECT count(*) FROM enrichments WHERE state = 'failed'").fetchall() == [(0,)]
        ended = "SELECT o.outcome, count(*) FROM outcomes AS o WHERE o.run_id = ? GROUP BY ALL"
        assert db.execute(ended, [run_id]).fetchall() == [("unchanged", 2)]
        assert articles.unmade(db, "next", attempts=3) == []
        assert checks.broken(db) == {}


def test_what_fails_again_and_again_is_left_alone(newsduck: Newsduck, settings: Settings) -> None:
    make_failed(newsduck)
    settings = settings.model_copy(update={"page_cpu_seconds": 0.001})
    for _ in range(3):
        direct.load(settings, [str(newsduck.folder / "rows.jsonl")], None, print)
    with writer(newsduck) as db:
        tried = "SELECT count(*) FROM outcomes AS o WHERE o.stage = 'enrich' AND o.outcome = 'failed'"
        assert db.execute(tried).fetchall() == [(2,)]
        assert checks.broken(db) == {}
