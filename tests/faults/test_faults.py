"""What can befall a machine, one test each: it ends with a sentence and an exit code, and the next run heals."""

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from pydantic import ValidationError

from flows import archive, errors, files, mending, runs
from flows.locking import alone, writing
from flows.settings import Settings
from tests.flows.command import Newsduck
from warehouse import database, landing, loader, publishing

TEXT = (
    "The harbour of Galway will be rebuilt, the council decided on Tuesday after a long debate about its cost.\n\n"
    "Mayor Aoife Brennan said that work begins in March and lasts about two years. Residents had asked for it.\n\n"
    "Engineers from Bremen had examined the walls and found {number} faults in the foundations, the mayor said.\n"
)
TOPICS = """
INSERT INTO main.topics BY NAME
SELECT 't' || n AS topic_id, 'x' AS label, 1 AS level, 'x' AS definition FROM range(?) AS r(n)
"""
ROWS = "SELECT count(*), count(DISTINCT article_id) FROM main.articles"
linux = pytest.mark.skipif(sys.platform != "linux", reason="mounts, or reads /proc")


def write_articles(folder: Path, count: int = 3) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number}.txt").write_text(f"Harbour plan {number} is agreed\n\n{TEXT.format(number=number + 11)}")
    return str(folder)


def one_sentence(text: str) -> bool:
    return "newsduck: " in text and "Traceback" not in text


def counts(settings: Settings) -> list[tuple[object, ...]]:
    with closing(database.open_published(settings.published)) as db:
        return db.execute(ROWS).fetchall()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of three megabytes, which `heal` makes larger."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(disk)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603  our own words
        pytest.skip("only root may mount a small file system")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)  # noqa: S603, S607


def test_a_full_disk(newsduck: Newsduck, small_disk: Path) -> None:
    articles, home = write_articles(newsduck.folder / "in"), str(small_disk / "data")
    done = newsduck("load", "--direct", articles, NEWSDUCK_HOME=home)
    assert (done.code, one_sentence(done.err)) == (1, True), done.err
    assert "space" in done.err
    assert not (small_disk / "data" / "refused").exists()  # a full disk is no batch's fault
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)  # noqa: S603, S607
    assert newsduck("load", "--direct", articles, NEWSDUCK_HOME=home).code == 0
    assert counts(Settings(home=small_disk / "data")) == [(3, 3)]


@linux
def test_a_home_that_cannot_be_written(newsduck: Newsduck) -> None:
    articles = write_articles(newsduck.folder / "in")
    (newsduck.folder / "file").write_text("no folder")
    done = newsduck("load", "--direct", articles, NEWSDUCK_HOME="/proc/newsduck")
    assert (done.code, one_sentence(done.err)) == (1, True), done.err
    done = newsduck("load", "--direct", articles, NEWSDUCK_HOME=str(newsduck.folder / "file" / "data"))
    assert (done.code, one_sentence(done.err)) == (1, True), done.err


def test_no_home_of_the_user_and_no_room_for_temporary_files(newsduck: Newsduck) -> None:
    articles = write_articles(newsduck.folder / "in")
    done = newsduck("load", "--direct", articles, HOME="", TMPDIR="/nowhere/at/all", XDG_CACHE_HOME="")
    assert done.code == 0, done.err
    assert newsduck.rows(ROWS)[0] == {"count_star()": 3, "count(DISTINCT article_id)": 3}


def test_two_runs_at_once(newsduck: Newsduck) -> None:
    articles = write_articles(newsduck.folder / "in")
    done: list[int] = []
    threads = [
        threading.Thread(target=lambda: done.append(newsduck("load", "--direct", articles).code)) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [0, 0]
    assert newsduck.rows(ROWS)[0] == {"count_star()": 3, "count(DISTINCT article_id)": 3}


def test_an_article_whose_features_could_not_be_made_counts_in_its_story(newsduck: Newsduck) -> None:
    articles = write_articles(newsduck.folder / "in")
    assert newsduck("load", "--direct", articles).code == 0
    with closing(duckdb.connect(str(newsduck.folder / "data" / "private" / "newsduck.duckdb"))) as db:
        (story,) = db.execute("SELECT DISTINCT a.story_id FROM main.articles AS a").fetchall()  # one of all three
        db.execute("DELETE FROM main.article_features WHERE article_id = (SELECT max(article_id) FROM main.articles)")
    done = newsduck("load", "--direct", write_articles(newsduck.folder / "in", 4))
    assert done.code == 0, done.err
    assert newsduck.rows("SELECT story_id, article_count FROM main.stories") == [
        {"story_id": story[0], "article_count": 4}
    ]


@pytest.fixture
def published(settings: Settings) -> Settings:
    """Return settings whose warehouse has a row, in both of its files."""
    with writing(settings) as db:
        db.execute(TOPICS, [9])
        publishing.publish(db, settings.published)
    return settings


def topics(settings: Settings) -> int:
    with writing(settings) as db:
        return int(db.execute("SELECT count(*) FROM main.topics").fetchall()[0][0])


@pytest.mark.parametrize("how", ["no database", "cut", "empty"])
def test_a_damaged_warehouse_is_set_aside_and_the_published_one_goes_on(published: Settings, how: str) -> None:
    file = published.home / "private" / "newsduck.duckdb"
    whole = file.read_bytes()
    file.write_bytes({"no database": b"?" * 5000, "cut": whole[: len(whole) // 2], "empty": b""}[how])
    with pytest.raises(database.Damaged, match=r"set aside as newsduck\.duckdb\.damaged-1: run again"):
        topics(published)
    assert topics(published) == 9


def test_damage_inside_a_warehouse_is_told_when_it_is_met(published: Settings) -> None:
    file = published.home / "private" / "newsduck.duckdb"
    with duckdb.connect(str(file)) as db:
        db.execute("CREATE TABLE main.large AS SELECT md5(n::VARCHAR) AS x FROM range(100000) AS r(n)")
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size - 3 * 262_144 + 5000)
        opened.write(os.urandom(5000))
    with pytest.raises(database.Damaged, match="Corrupt database file"), writing(published) as db:
        db.execute("SELECT count(DISTINCT x) FROM main.large").fetchall()
    assert topics(published) == 9


def test_the_log_of_a_lost_warehouse_is_not_replayed_onto_another(published: Settings) -> None:
    file = published.home / "private" / "newsduck.duckdb"
    code = f"import duckdb, os; db = duckdb.connect({str(file)!r}); db.execute({TOPICS!r}, [5]); os._exit(0)"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603  a process that dies with its log
    assert file.with_name("newsduck.duckdb.wal").exists()
    file.unlink()
    assert topics(published) == 9


def test_a_locked_or_forbidden_warehouse_is_not_taken_for_a_damaged_one(tmp_path: Path) -> None:
    writer = tmp_path / "w"
    writer.write_bytes(b"whole")
    with pytest.raises(duckdb.Error), mending.mended(writer, tmp_path / "p"):
        raise duckdb.IOException(str(PermissionError(13, "Cannot open file", "w")))
    assert writer.read_bytes() == b"whole"


def test_a_damaged_published_file_is_told_and_written_anew(newsduck: Newsduck) -> None:
    articles = write_articles(newsduck.folder / "in")
    assert newsduck("load", "--direct", articles).code == 0
    (newsduck.folder / "data" / "published.duckdb").write_bytes(b"?" * 5000)
    done = newsduck("sql", "SELECT 1")
    assert (done.code, one_sentence(done.err)) == (1, True), done.err
    assert newsduck("load", "--direct", articles).code == 0
    assert newsduck.rows(ROWS)[0] == {"count_star()": 3, "count(DISTINCT article_id)": 3}


def test_a_folder_where_the_published_file_belongs_is_named(published: Settings) -> None:
    assert isinstance(published.published, Path)
    published.published.unlink()
    published.published.mkdir()
    with writing(published) as db, pytest.raises(IsADirectoryError) as caught:
        publishing.publish(db, published.published)
    said, code = errors.sentence(caught.value)
    assert said == f"{published.published}: is a directory; a file belongs there: move the folder away and run again"
    assert code == 1


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 1e300, 0.0])
def test_a_budget_without_end_is_no_setting(value: float) -> None:
    for name in ("page_cpu_seconds", "llm_seconds"):
        with pytest.raises(ValidationError):
            Settings.model_validate({name: value})


def test_a_reader_that_keeps_the_published_file_keeps_its_state_and_stops_nobody(published: Settings) -> None:
    assert isinstance(published.published, Path)
    with closing(duckdb.connect(str(published.published), read_only=True)) as reader:
        with writing(published) as db:
            db.execute("DELETE FROM main.topics")
            publishing.publish(db, published.published)
        assert reader.execute("SELECT count(*) FROM main.topics").fetchall() == [(9,)]
    with closing(database.open_published(published.published)) as now:
        assert now.execute("SELECT count(*) FROM main.topics").fetchall() == [(0,)]


def test_a_full_disk_blames_no_batch(published: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = landing.write(published.landing, "b1", {})

    def full(*_: object) -> None:
        message = "Could not write file: No space left on device"
        raise duckdb.IOException(message)

    monkeypatch.setattr(loader, "_stage", full)
    with writing(published) as db, pytest.raises(duckdb.IOException):
        loader.load(db, batch, runs.now())
    assert landing.batches(published.landing) == [batch]


@pytest.mark.parametrize("kept", ["nothing", "half of the last member"])
def test_a_cut_archive_costs_its_last_page_only(settings: Settings, kept: str) -> None:
    folder = settings.home / "in"
    write_articles(folder)
    found = [each for each in files.pages([folder], now=datetime.now(UTC)) if not isinstance(each, files.Unread)]
    pages = archive.write(found, settings.archive, "run")
    file = settings.archive / "run.warc.gz"
    whole = file.read_bytes()
    last = pages[-1].archive_offset or 0
    file.write_bytes(b"" if kept == "nothing" else whole[: (last + len(whole)) // 2])
    for page in pages[:-1] if kept != "nothing" else []:
        assert archive.read(settings.archive, "run.warc.gz", page.archive_offset or 0).body == page.body
    with pytest.raises(archive.Damaged):
        archive.read(settings.archive, "run.warc.gz", last)
    read = list(archive.pages(file))
    assert [type(each).__name__ for each in read] == ([] if kept == "nothing" else ["Page", "Page", "Damage"])


def test_a_clock_that_jumps_back_and_forth(newsduck: Newsduck) -> None:
    articles = write_articles(newsduck.folder / "in")
    for days in (0, -400, 400, 0):
        done = subprocess.run(  # noqa: S603  our own command
            [sys.executable, "-m", "tests.faults.shifted", str(timedelta(days=days).total_seconds()), "load", articles],
            cwd=newsduck.folder,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert newsduck.rows(ROWS)[0] == {"count_star()": 3, "count(DISTINCT article_id)": 3}
    ended = newsduck.rows("SELECT outcome, count(*) AS n FROM main.outcomes GROUP BY ALL ORDER BY ALL")
    assert ended == [{"outcome": "stored", "n": 3}, {"outcome": "unchanged", "n": 9}]
    assert newsduck("doctor").code == 0


def test_a_run_that_ends_before_it_began_takes_no_time(settings: Settings) -> None:
    run = runs.new("run", settings, trigger="hand", parameters={}, say=print)
    run.row = replace(run.row, started_at=runs.now() + timedelta(days=365))  # by a clock that was then set back
    assert run.finished("completed").finished_at == run.row.started_at


@linux
def test_a_lock_that_its_process_left_is_no_lock(settings: Settings) -> None:
    with alone(settings):
        pass
    lock = settings.home / "private" / "writer.lock"
    with lock.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # nobody holds it
    assert lock.read_text() == str(os.getpid())  # what stands in it is for messages only
