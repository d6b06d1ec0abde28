"""Upkeep as a user does it, and the file written anew beside a run that goes on."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import compacting
from flows.locking import writing
from flows.settings import Settings
from tests.flows.command import Newsduck
from tests.flows.test_reprocess import ROWS
from warehouse import checks, compaction, database

YEAR = 365 * 86400


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "rows.jsonl").write_text(json.dumps(ROWS[0]))
    assert Newsduck(folder)("load", "rows.jsonl").code == 0
    return folder


@pytest.fixture
def newsduck(loaded: Path, tmp_path: Path) -> Newsduck:
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    return Newsduck(tmp_path)


def aged(newsduck: Newsduck) -> list[Path]:
    """Make the archive a year old, with a file that no article needs; return its files."""
    archive = newsduck.folder / "data" / "archive"
    [used] = archive.rglob("*.warc.gz")
    shutil.copyfile(used, used.with_name("unused.warc.gz"))
    for path in archive.rglob("*.warc.gz"):
        os.utime(path, (time.time() - YEAR, time.time() - YEAR))
    return sorted(archive.rglob("*.warc.gz"))


def test_by_default_nothing_goes(newsduck: Newsduck) -> None:
    files = aged(newsduck)
    done = newsduck("maintain")
    assert (done.code, done.err, done.out) == (0, "", "publish: 1 before, 1 after\n")
    assert sorted((newsduck.folder / "data" / "archive").rglob("*.warc.gz")) == files


def test_old_archives_go_where_no_article_needs_them_and_each_step_is_a_row(newsduck: Newsduck) -> None:
    aged(newsduck)
    done = newsduck("maintain", "--compact", "--backup", "kept.tar", NEWSDUCK_KEEP_ARCHIVE_DAYS="30")
    assert done.code == 0, done.err
    assert "retain archive: 2 before, 1 after" in done.out
    steps = newsduck.rows(
        "SELECT s.step, s.n_in, s.n_out FROM main.run_steps AS s JOIN main.runs AS r ON r.run_id = s.run_id"
        " WHERE r.flow = 'maintain' ORDER BY s.step"
    )
    assert [step["step"] for step in steps] == ["backup", "compact", "retain archive"]
    assert steps[2] == {"step": "retain archive", "n_in": 2, "n_out": 1}
    assert "1 unchanged" in newsduck("reprocess", "--stage", "text").out
    assert newsduck("maintain", "--backup", "kept.tar").code == 0  # the weekly one replaces the former


def test_pages_of_articles_go_only_if_asked_and_that_is_said_when_they_are_wanted(newsduck: Newsduck) -> None:
    aged(newsduck)
    assert newsduck("maintain", "--drop-pages", NEWSDUCK_KEEP_ARCHIVE_DAYS="30").code == 0
    assert not list((newsduck.folder / "data" / "archive").rglob("*.warc.gz"))
    assert "its page was not archived" in newsduck("reprocess", "--stage", "text").err
    assert newsduck.rows("SELECT a.title FROM report.articles AS a") == [{"title": ROWS[0]["title"]}]


def test_links_and_requests_go_by_age(newsduck: Newsduck) -> None:
    with database.open_writer(newsduck.folder / "data" / "private" / "newsduck.duckdb") as db:
        db.execute("UPDATE main.outcomes AS o SET outcome = 'no_text', occurred_at = o.occurred_at - INTERVAL 1 YEAR")
    done = newsduck("maintain", NEWSDUCK_KEEP_LOG_DAYS="30", NEWSDUCK_KEEP_LINKS_DAYS="30")
    assert done.out.splitlines() == [
        "retain links: 0 before, 0 after",
        "retain fetches: 0 before, 0 after",
        "retain outcomes: 1 before, 0 after",
        "publish: 1 before, 1 after",
    ]


@pytest.mark.parametrize("times", [0, 1, 9])
def test_a_run_goes_on_while_the_file_is_written_anew_and_loses_nothing(
    newsduck: Newsduck, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    settings = Settings(home=newsduck.folder / "data")
    written: list[Path] = []

    def meanwhile(path: Path, rewrite: Callable[[Path], None] = compaction.rewrite) -> None:
        if len(written) < times and path != settings.writer:
            with writing(settings) as db:  # would wait for ever where the lock is held
                db.execute("INSERT INTO main.loaded_batches SELECT ?, now(), 0, 0, 0, 0", [f"late {len(written)}"])
            written.append(path)
        rewrite(path)

    monkeypatch.setattr(compaction, "rewrite", meanwhile)
    compacting.compact(settings)
    with writing(settings) as db:
        late = "SELECT count(*) FROM main.loaded_batches AS b WHERE b.batch_id LIKE 'late%'"
        assert db.execute(late).fetchall() == [(min(times, 2),)]
        assert checks.broken(db) == {}
    assert not list((settings.home / "private").glob("*compact*"))


def test_the_copy_of_a_killed_process_is_cleared_and_that_of_a_living_one_stays(tmp_path: Path) -> None:
    killed = subprocess.Popen([sys.executable, "-c", ""])
    killed.wait()
    left = [tmp_path / f".newsduck.duckdb.{killed.pid}.compact{end}" for end in ("", ".part", ".part.wal")]
    others = [tmp_path / f".newsduck.duckdb.{os.getpid()}.compact", tmp_path / ".newsduck.duckdb.x.compact"]
    for path in (*left, *others):
        path.touch()
    compacting.clear(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted(others)
