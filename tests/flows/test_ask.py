"""What a query may take, how it is stopped, and that it leaves a file only when it is whole."""

from __future__ import annotations

import csv
import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from flows import ask, results
from flows.ask import BadQuery, Stopped
from flows.settings import Settings
from tests.flows import newsroom
from tests.flows.command import Newsduck

ENDLESS = "SELECT count(*) FROM range(1000000000000) AS a(x), range(1000) AS b(y) WHERE x * y % 7 = 3"


@pytest.fixture
def published(settings: Settings) -> Settings:
    newsroom.publish(settings.home, 40)
    return settings


def test_a_query_is_stopped_by_the_clock(published: Settings) -> None:
    begun = time.monotonic()
    with pytest.raises(Stopped, match=r"stopped after 0\.2 s; ask for fewer"):
        ask.answer(published, ENDLESS, "json", None, 0.2)
    assert time.monotonic() - begun < 20
    assert [path.name for path in published.home.iterdir() if path.name.startswith("tmp")] == []


def test_a_query_takes_no_more_room_than_it_is_given(published: Settings) -> None:
    small = published.model_copy(update={"query_memory_mb": 20, "query_disk_mb": 1})
    with pytest.raises(Stopped, match="more room than 20 MB of memory and 1 MB of disk"):
        ask.answer(small, "SELECT hash(x) AS h FROM range(3000000) AS r(x) ORDER BY h", "json", None)


def test_what_does_not_fit_in_memory_goes_to_disk_in_the_home(
    published: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    small = published.model_copy(update={"query_memory_mb": 40, "query_disk_mb": 1000})
    ask.answer(
        small, "SELECT DISTINCT x // 1000000 AS n FROM (FROM range(2000000) AS r(x) ORDER BY hash(x))", "json", None
    )
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_a_query_that_is_stopped_before_it_has_begun_does_not_run_on(published: Settings) -> None:
    with pytest.raises(Stopped):
        ask.answer(published, ENDLESS, "json", None, seconds=1e-6)


@pytest.fixture
def heard_interrupts() -> Iterator[None]:
    """Let children hear Ctrl-C also where the tests run in a shell's background, which has it ignored."""
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, former)


@pytest.mark.usefixtures("heard_interrupts")
def test_ctrl_c_ends_a_query_with_a_sentence(newsduck: Newsduck) -> None:
    newsroom.publish(newsduck.folder / "data", 40)
    with newsduck.running("sql", ENDLESS) as process:
        while not list((newsduck.folder / "data").glob("tmp*")):  # the query's folder: it begins
            assert process.poll() is None
            time.sleep(0.05)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    assert (newsduck.folder / "log").read_text() == "newsduck: stopped; nothing is left half done\n"


def test_a_file_stays_as_it_was_until_a_whole_answer_replaces_it(published: Settings, tmp_path: Path) -> None:
    out = tmp_path / "answer.csv"
    out.write_text("the former one")
    for query in ("SELEC 1", "SELECT CAST(title AS INTEGER) AS n FROM articles"):
        with pytest.raises(BadQuery):
            ask.answer(published, query, "csv", out)
        assert out.read_text() == "the former one"
    ask.answer(published, "SELECT 1 AS n", "csv", out)
    assert out.read_text() == "n\n1\n"
    assert {path.name for path in tmp_path.iterdir()} == {"answer.csv", "data"}


def test_what_is_no_file_is_written_to_as_it_is(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("x")
    link = tmp_path / "link"
    link.symlink_to(kept)
    with results.whole(link) as place:
        assert place == link
    with results.whole(Path("/dev/null")) as place:
        assert place == Path("/dev/null")
    assert link.is_symlink()


@pytest.mark.parametrize("rows", [0, 1, 25_000])
def test_answers_of_any_length_are_whole(published: Settings, tmp_path: Path, rows: int) -> None:
    query = f"SELECT x AS n, 'a\nb' AS t FROM range({rows}) AS r(x)"  # noqa: S608  a number
    for form in ("csv", "json", "parquet"):
        ask.answer(published, query, form, tmp_path / form)
    found = json.loads((tmp_path / "json").read_text())
    assert found == [{"n": n, "t": "a\nb"} for n in range(rows)]
    assert (tmp_path / "json").read_text() == json.dumps(found, indent=1) + "\n"
    with (tmp_path / "csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == rows
    assert duckdb.sql(f"SELECT count(*) FROM read_parquet('{tmp_path / 'parquet'}')").fetchall() == [(rows,)]  # noqa: S608  our own


def test_a_table_for_people_ends_and_says_so(published: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    ask.answer(published, "SELECT x FROM range(10001) AS r(x)", "table", None)
    shown = capsys.readouterr()
    assert shown.err == "these are the first 10,000 rows; --format csv or json writes them all\n"
    assert "9999" in shown.out
    ask.answer(published, "SELECT x FROM range(10000) AS r(x)", "table", None)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ("SELECT * FROM nowhere", "SHOW ALL TABLES"),
        ("SELECT title FROM report.articles WHERE entity = 'x'", r"; entity stands in report\.\w+, .+ and others;"),
        ("SELECT a.lead_article_id FROM report.articles AS a", r"; lead_article_id stands in report\.story_board; `"),
        ("CREATE TABLE x (n INTEGER)", "readers change nothing"),
        ("SELECT * FROM read_csv('/etc/passwd')", "reaches only the warehouse"),
    ],
)
def test_a_refusal_says_what_helps(published: Settings, query: str, advice: str) -> None:
    with pytest.raises(BadQuery, match=advice):
        ask.answer(published, query, "json", None)
