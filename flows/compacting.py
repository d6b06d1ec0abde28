"""The writer's file, or a lake's small ones, written anew without what was deleted, beside the runs that go on.

Writing anew takes long where there is much. So it works on a copy, without the lock, and the copy takes the file's
place where nobody has written in between; the second time somebody has, it is done under the lock.
"""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.locking import alone, writing
from flows.runs import Tally, now
from flows.settings import Settings
from warehouse import compaction, database, lakes, publishing
from warehouse.lakes import Lake

_TRIES = 2
_END = datetime(9999, 1, 1, tzinfo=UTC)  # of time: what this very compaction frees goes as well
Stamp = tuple[int, int, int]  # of a file: its number, size and time of change


def compact(settings: Settings, *, kept: timedelta = timedelta()) -> Tally:
    """Write the writer's file anew; return its megabytes before and after.

    Of a lake, former states are kept for so long; whoever reads one that is not meets an error.
    """
    writer = settings.writer
    if isinstance(writer, Lake):
        with writing(settings) as db:
            return Tally(*lakes.compact(db, now() - kept if kept else _END))
    before = writer.stat().st_size
    if not any(_beside(settings, writer) for _ in range(_TRIES)):
        with alone(settings):
            compaction.rewrite(writer)
    return Tally(before // 1_000_000, writer.stat().st_size // 1_000_000)


def clear(folder: Path) -> None:
    """Remove from a folder the copies of processes that were killed; each is as large as the warehouse."""
    for copy in folder.glob(".*.duckdb.*.compact*"):
        pid = copy.name.partition(".duckdb.")[2].partition(".")[0]
        if pid.isdigit() and not _is_running(int(pid)):
            copy.unlink(missing_ok=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError) as error:
        return isinstance(error, PermissionError)  # somebody else's
    return True


def _beside(settings: Settings, writer: Path) -> bool:
    """Write a copy anew and put it in place; return whether nobody wrote in between."""
    copy = writer.with_name(f".{writer.name}.{os.getpid()}.compact")
    try:
        with alone(settings):
            with closing(database.open_writer(writer)) as db:
                publishing.publish(db, copy)
            stamp = _stamp(writer)  # closing it may write, and nobody else has yet
        compaction.rewrite(copy)
        with alone(settings):
            if _stamp(writer) != stamp:
                return False
            copy.replace(writer)
            return True
    finally:
        copy.unlink(missing_ok=True)


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns
