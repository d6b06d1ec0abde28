"""Backup and restore as a user does them; what is damaged, foreign or in the way is refused with a sentence."""

from __future__ import annotations

import fcntl
import io
import json
import os
import shutil
import tarfile
from pathlib import Path

import pytest

from tests.flows.command import Newsduck
from tests.flows.test_reprocess import ROWS
from warehouse import checks, database


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "rows.jsonl").write_text(json.dumps(ROWS[0]))
    newsduck = Newsduck(folder)
    assert newsduck("load", "rows.jsonl").code == 0
    done = newsduck("backup", "kept.tar")
    assert done.code == 0, done.err
    assert done.out.startswith("kept.tar holds 1 articles: 2 files")
    return folder


@pytest.fixture
def newsduck(loaded: Path, tmp_path: Path) -> Newsduck:
    shutil.copytree(loaded, tmp_path, dirs_exist_ok=True)
    return Newsduck(tmp_path)


TITLES = "SELECT title FROM main.articles ORDER BY ALL"


def test_a_lost_home_comes_back_whole(newsduck: Newsduck) -> None:
    shutil.rmtree(newsduck.folder / "data")
    done = newsduck("restore", "kept.tar")
    assert (done.code, done.err) == (0, "")
    assert newsduck.rows(TITLES) == [{"title": ROWS[0]["title"]}]
    assert "1 unchanged" in newsduck("reprocess", "--stage", "text").out  # the archive is back too
    assert not list((newsduck.folder / "data").glob(".restoring*"))


def test_a_home_in_use_is_replaced_only_by_force_and_set_aside(newsduck: Newsduck) -> None:
    (newsduck.folder / "more.jsonl").write_text(json.dumps(ROWS[1]))
    assert newsduck("load", "more.jsonl").code == 0
    refused = newsduck("restore", "kept.tar")
    assert refused.code == 2
    assert "holds a warehouse already" in refused.err
    assert len(newsduck.rows(TITLES)) == 2
    assert newsduck("restore", "kept.tar", "--force").code == 0
    assert newsduck.rows(TITLES) == [{"title": ROWS[0]["title"]}]
    [former] = (newsduck.folder / "data").glob("replaced-*/newsduck.duckdb")
    with database.open_writer(former) as db:
        assert db.execute(TITLES).fetchall() == [(row["title"],) for row in ROWS]
    with database.open_writer(newsduck.folder / "data" / "private" / "newsduck.duckdb") as db:
        assert checks.broken(db) == {}


def test_a_backup_is_never_replaced_in_silence_and_never_in_what_it_keeps(newsduck: Newsduck) -> None:
    before = (newsduck.folder / "kept.tar").read_bytes()
    assert newsduck("backup", "kept.tar").code == 2
    assert newsduck("backup", "data/archive/kept.tar").code == 2
    assert newsduck("backup", "nowhere/kept.tar").code == 2
    assert (newsduck.folder / "kept.tar").read_bytes() == before
    assert newsduck("backup", "kept.tar.gz").code == 0
    assert newsduck("backup", "kept.tar", "--force").code == 0
    assert not list(newsduck.folder.glob(".newsduck-backup-*"))
    shutil.rmtree(newsduck.folder / "data")
    assert newsduck("restore", "kept.tar.gz").code == 0


def test_what_is_cut_or_changed_is_refused_and_the_home_stays(newsduck: Newsduck) -> None:
    whole = (newsduck.folder / "kept.tar").read_bytes()
    broken = {
        "cut.tar": whole[: len(whole) // 2],
        "changed.tar": whole.replace(b"WARC", b"WORC", 1) if b"WARC" in whole else whole[:9000] + b"\1" + whole[9001:],
        "foreign.tar": b"no tar at all" * 100,
        "empty.tar": b"",
    }
    for name, body in broken.items():
        (newsduck.folder / name).write_bytes(body)
        done = newsduck("restore", name, "--force")
        assert (name, done.code) == (name, 2)
        assert len(done.err.splitlines()) == 1
    assert newsduck.rows(TITLES) == [{"title": ROWS[0]["title"]}]
    assert not (newsduck.folder / "data" / ".restoring").exists()


@pytest.mark.parametrize("name", ["../outside.txt", "/tmp/outside.txt", "archive/../../outside.txt", "other/file"])  # noqa: S108
def test_a_member_that_leaves_the_home_is_refused(newsduck: Newsduck, name: str) -> None:
    with tarfile.open(newsduck.folder / "evil.tar", "w") as tar:
        member = tarfile.TarInfo(name)
        member.size = 4
        tar.addfile(member, io.BytesIO(b"evil"))
    done = newsduck("restore", "evil.tar", "--force")
    assert done.code == 2
    assert "has no place in it" in done.err
    assert not list(newsduck.folder.rglob("outside.txt"))


def test_without_a_warehouse_there_is_nothing_to_keep(tmp_path: Path) -> None:
    done = Newsduck(tmp_path)("backup", "kept.tar")
    assert done.code == 1
    assert "there is no warehouse" in done.err


def test_what_a_killed_backup_left_goes_with_the_next_and_what_another_writes_stays(newsduck: Newsduck) -> None:
    left, used = newsduck.folder / ".newsduck-backup-left", newsduck.folder / ".newsduck-backup-used"
    for folder in (left, used):
        folder.mkdir()
        (folder / "tar").write_bytes(b"half")
    descriptor = os.open(used, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        assert newsduck("backup", "next.tar").code == 0
    finally:
        os.close(descriptor)
    assert list(newsduck.folder.glob(".newsduck-backup-*")) == [used]
