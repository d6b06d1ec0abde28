"""The command line as a user meets it: a process, its exit code, one sentence on standard error."""

import json
import tempfile
from pathlib import Path

import duckdb
import pytest

from tests.flows.command import Done, Newsduck

ARTICLE = """Harbour bridge closes after inspectors find cracks

The old harbour bridge in Galway was closed to all traffic on Tuesday after inspectors found cracks in two of its
supports, the Irish transport ministry said. Minister Aoife Brennan told reporters that repairs would take six weeks.

"We will not open it again before every support has been tested," Brennan said. The United States firm that built the
bridge sent two engineers to Ireland.
"""


def is_one_sentence(done: Done) -> bool:
    return "Traceback" not in done.err and len(done.err.strip().splitlines()) == 1


def test_a_missing_path_is_wrong_use(newsduck: Newsduck) -> None:
    done = newsduck("load", "nowhere.html")
    assert done.code == 2
    assert is_one_sentence(done)
    assert "nowhere.html" in done.err


def test_a_folder_without_articles_is_wrong_use(newsduck: Newsduck) -> None:
    (newsduck.folder / "empty").mkdir()
    (newsduck.folder / "empty" / "notes.py").write_text("pass")
    done = newsduck("load", "empty")
    assert done.code == 2
    assert is_one_sentence(done)
    assert not (newsduck.folder / "data").exists()


@pytest.mark.parametrize(
    ("name", "body", "outcome"),
    [
        ("empty.html", b"", "no_text"),
        ("report.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "not_html"),
        ("long.txt", b"a word and another\n" * 2_700_000, "too_large"),
        ("noise.txt", bytes(range(256)) * 40, "bad_encoding"),
    ],
)
def test_a_file_that_is_no_article_has_its_outcome_and_the_load_failed(
    newsduck: Newsduck, name: str, body: bytes, outcome: str
) -> None:
    (newsduck.folder / name).write_bytes(body)
    done = newsduck("load", name)
    assert done.code == 1
    assert is_one_sentence(done)
    assert f"{name}: {outcome}" in done.err
    assert newsduck.rows("SELECT item, outcome FROM main.outcomes") == [{"item": name, "outcome": outcome}]


def test_text_in_another_encoding_is_read(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_bytes(ARTICLE.replace("Aoife", "Aoifé").encode("cp1252"))
    assert newsduck("load", "a.txt").code == 0
    [row] = newsduck.rows("SELECT text FROM main.article_versions")
    assert "Minister Aoifé Brennan" in str(row["text"])


def test_one_bad_file_does_not_stop_the_others(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_text(ARTICLE)
    (newsduck.folder / "b.html").write_text("")
    done = newsduck("load", "a.txt", "b.html")
    assert done.code == 0
    assert "b.html: no_text" in done.err
    assert {row["outcome"] for row in newsduck.rows("SELECT outcome FROM main.outcomes")} == {"stored", "no_text"}


def test_standard_input_and_json_lines_are_loaded(newsduck: Newsduck) -> None:
    row = {"text": ARTICLE, "url": "https://post.example/1", "title": "Bridge closes", "published_at": "2026-11-17"}
    done = newsduck("load", "-", stdin=json.dumps(row) + "\n{broken\n")
    assert done.code == 0
    [article] = newsduck.rows("SELECT title, source_id, published_at, published_precision FROM main.articles")
    assert (article["title"], article["source_id"], article["published_precision"]) == (
        "Bridge closes",
        "post.example",
        "day",
    )
    assert str(article["published_at"]).startswith("2026-11-17")


def test_the_summary_can_be_read_by_a_program(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_text(ARTICLE)
    done = newsduck("load", "a.txt", "--json")
    assert json.loads(done.out)["outcomes"] == {"stored": 1}


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("[[sources]\nid=1", "line 1"),
        ('[[sources]]\nid = "a"\nname = "A"\nfeeds = ["ftp://a.example/"]\n', "http"),
        ('[[sources]]\nid = "a"\nname = "A"\nfeed = ["https://a.example/"]\n', "feeds"),
    ],
)
def test_a_malformed_source_list_is_wrong_configuration(newsduck: Newsduck, toml: str, named: str) -> None:
    (newsduck.folder / "sources.toml").write_text(toml)
    done = newsduck("run", NEWSDUCK_SOURCES="sources.toml")
    assert done.code == 2
    assert is_one_sentence(done)
    assert "sources.toml" in done.err
    assert named in done.err


def test_a_source_list_that_is_not_there_is_wrong_configuration(newsduck: Newsduck) -> None:
    done = newsduck("run")
    assert (done.code, is_one_sentence(done)) == (2, True)


def test_an_unknown_source_is_wrong_use(newsduck: Newsduck) -> None:
    (newsduck.folder / "sources.toml").write_text('[[sources]]\nid = "a"\nname = "A"\nfeeds = ["https://a.example/"]\n')
    done = newsduck("run", "--source", "b", NEWSDUCK_SOURCES="sources.toml")
    assert (done.code, is_one_sentence(done)) == (2, True)


def test_a_query_that_duckdb_refuses_is_wrong_use(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_text(ARTICLE)
    newsduck("load", "a.txt")
    done = newsduck("sql", "SELECT headline FROM report.articles")
    assert done.code == 2
    assert is_one_sentence(done)
    assert "headline" in done.err
    assert newsduck("sql", "--saved", "no-such").code == 2
    assert newsduck("sql", "SELECT 1", "--format", "xml").code == 2


def test_a_query_can_neither_write_nor_read_files(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_text(ARTICLE)
    newsduck("load", "a.txt")
    for query in (
        "DELETE FROM main.articles",
        "COPY (SELECT 1) TO 'x.csv'",
        "SELECT * FROM read_csv('a.txt')",
        "SET enable_external_access = true",
    ):
        assert newsduck("sql", query).code == 2, query
    assert not (newsduck.folder / "x.csv").exists()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_results_come_in_forms_for_programs(newsduck: Newsduck, form: str) -> None:
    (newsduck.folder / "a.txt").write_text(ARTICLE)
    newsduck("load", "a.txt")
    out = newsduck.folder / f"out.{form}"
    if form == "parquet":
        assert newsduck("sql", "SELECT title FROM main.articles", "--format", form, "--out", str(out)).code == 0
    else:
        out.write_text(newsduck("sql", "SELECT title FROM main.articles", "--format", form).out)
    with duckdb.connect() as db:
        [(title,)] = db.execute("SELECT title FROM query_table(?)", [str(out)]).fetchall()
    assert title == "Harbour bridge closes after inspectors find cracks"


@pytest.mark.parametrize("query", ["", "  ", "SELECT 1; SELECT 2"])
def test_a_query_is_one_statement(newsduck: Newsduck, query: str) -> None:
    (newsduck.folder / "a.txt").write_text(ARTICLE)
    newsduck("load", "a.txt")
    done = newsduck("sql", query)
    assert (done.code, is_one_sentence(done)) == (2, True)


def test_results_go_to_the_file_that_is_named_or_to_none(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_text(ARTICLE)
    newsduck("load", "a.txt")
    assert newsduck("sql", "SELECT 1 AS n", "--format", "csv", "--out", "n.csv").out == ""
    assert (newsduck.folder / "n.csv").read_text() == "n\n1\n"
    done = newsduck("sql", "SELECT 1", "--format", "parquet", "--out", "nowhere/n.parquet")
    assert (done.code, is_one_sentence(done)) == (2, True)
    assert "nowhere" in done.err


def test_two_rows_of_one_address_do_not_take_turns(newsduck: Newsduck) -> None:
    rows = [{"text": ARTICLE.replace("Galway", town), "url": "https://post.example/1"} for town in ("Cork", "Limerick")]
    (newsduck.folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    for first in ("stored", "unchanged", "unchanged"):
        outcomes = json.loads(newsduck("load", "rows.jsonl", "--json").out)["outcomes"]
        assert outcomes == {first: 1, "duplicate": 1}
    assert newsduck.rows("SELECT count(*) AS versions FROM main.article_versions") == [{"versions": 1}]


def test_a_lost_writers_file_is_made_again_from_the_published_one(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_text(ARTICLE)
    (newsduck.folder / "b.txt").write_text(ARTICLE.replace("Galway", "Cork"))
    newsduck("load", "a.txt")
    (newsduck.folder / "data" / "private" / "newsduck.duckdb").unlink()
    done = newsduck("load", "b.txt")
    assert "is gone; going on from" in done.err
    assert newsduck.rows("SELECT count(*) AS articles FROM main.articles") == [{"articles": 2}]


def test_nothing_is_written_outside_the_home(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_text(ARTICLE)
    with tempfile.TemporaryDirectory() as folder:  # a socket stands in TMPDIR: its path has 108 bytes at most
        home = Path(folder)
        # Some libraries write less where CI is set, so this run is none.
        done = newsduck("load", "a.txt", HOME=str(home), CI="", TMPDIR=str(home), XDG_CACHE_HOME=str(home / ".cache"))
        assert done.code == 0
        assert [path.relative_to(home) for path in home.rglob("*")] == []


def test_an_empty_path_is_not_this_folder(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_text(ARTICLE)
    assert newsduck("load", "").code == 2
    assert newsduck("load", "a.txt", NEWSDUCK_HOME="").code == 0
    assert not (newsduck.folder / "private").exists()


@pytest.mark.parametrize("warehouse", ["news.duckdb", "ducklake:", "ducklake:postgres:dbname=news password=secret"])
def test_a_warehouse_is_a_lake_whose_password_stands_elsewhere(newsduck: Newsduck, warehouse: str) -> None:
    done = newsduck("doctor", NEWSDUCK_WAREHOUSE=warehouse)
    assert (done.code, is_one_sentence(done)) == (2, True)


def test_a_password_in_an_address_is_stored_nowhere(newsduck: Newsduck) -> None:
    newsduck("fetch", "http://user:secret@127.0.0.1:9/a")
    stored = newsduck.rows("SELECT item FROM main.outcomes") + newsduck.rows("SELECT url AS item FROM main.fetches")
    assert {row["item"] for row in stored} >= {"http://127.0.0.1:9/a"}
    assert "secret" not in str(stored)


def test_an_empty_archive_has_its_outcome(newsduck: Newsduck) -> None:
    (newsduck.folder / "empty.warc").write_bytes(b"")
    done = newsduck("load", "empty.warc")
    assert done.code == 1
    assert "empty.warc: no_text" in done.err


def test_nothing_published_yet_says_what_to_do(newsduck: Newsduck) -> None:
    done = newsduck("sql", "SELECT 1")
    assert (done.code, is_one_sentence(done)) == (1, True)
    assert "newsduck run" in done.err


def test_a_locked_warehouse_says_who_and_what_to_do(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_text(ARTICLE)
    newsduck("load", "a.txt")
    with duckdb.connect(newsduck.folder / "data" / "private" / "newsduck.duckdb"):
        done = newsduck("load", "a.txt")
    assert (done.code, is_one_sentence(done)) == (1, True)
    assert "stop it" in done.err


def test_a_setting_that_cannot_be_used_is_named(newsduck: Newsduck) -> None:
    done = newsduck("doctor", NEWSDUCK_WORKERS="none")
    assert (done.code, is_one_sentence(done)) == (2, True)
    assert "NEWSDUCK_WORKERS" in done.err


def test_doctor_names_each_setting_and_holds_after_a_load(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_text(ARTICLE)
    newsduck("load", "a.txt")
    done = newsduck("doctor", NEWSDUCK_PORT="4300")
    assert done.code == 0
    assert "NEWSDUCK_PORT" in done.out
    assert "BROKEN" not in done.out


def test_status_names_what_does_not_answer(newsduck: Newsduck) -> None:
    (newsduck.folder / "sources.toml").write_text(
        '[[sources]]\nid = "a"\nname = "A"\nfeeds = ["http://127.0.0.1:9/"]\n'
    )
    assert newsduck("run", NEWSDUCK_SOURCES="sources.toml", NEWSDUCK_ALLOW_PRIVATE="true").code == 3
    done = newsduck("status")
    assert done.code == 4
    assert "http://127.0.0.1:9/ does not answer" in done.out
    assert json.loads(newsduck("status", "--json").out)["feeds"][0]["url"] == "http://127.0.0.1:9/"


def test_the_same_thing_given_twice_is_one_article_and_two_outcomes(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_text(ARTICLE)
    row = json.dumps({"text": ARTICLE.replace("Galway", "Cork"), "url": "https://post.example/1"})
    (newsduck.folder / "rows.jsonl").write_text(f"{row}\n{row}\n")
    assert newsduck("load", "a.txt", "a.txt", "rows.jsonl").code == 0
    ended = {row["item"]: row["outcome"] for row in newsduck.rows("SELECT item, outcome FROM main.outcomes")}
    assert ended == {
        "a.txt": "stored",
        "a.txt#2": "duplicate",
        "https://post.example/1": "stored",
        "https://post.example/1#2": "duplicate",
    }
    assert newsduck("doctor").code == 0


def test_prefect_is_asked_for_where_none_is_up(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_text(ARTICLE)
    done = newsduck("load", "a.txt", "--prefect")
    assert (done.code, is_one_sentence(done)) == (1, True)
    assert "newsduck serve" in done.err


@pytest.mark.parametrize("schedule", [("--every", "soon"), ("--every", "0m"), ("--every", "15"), ("--cron", "daily")])
def test_a_schedule_that_is_none_is_wrong_use(newsduck: Newsduck, schedule: tuple[str, str]) -> None:
    (newsduck.folder / "sources.toml").write_text('[[sources]]\nid = "a"\nname = "A"\nfeeds = ["https://a.example/"]\n')
    done = newsduck("serve", *schedule, NEWSDUCK_SOURCES="sources.toml")
    assert (done.code, is_one_sentence(done)) == (2, True)
    assert not (newsduck.folder / "data" / "private" / "prefect-server.log").exists()
