"""The writer's file written anew without what was deleted, beside the runs that go on meanwhile.

Writing anew takes long where there is much. So it works on a copy, without the lock, and the copy takes the file's
place where nobody has written in between; the second time somebody has, it is done under the lock.
"""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from flows.locking import alone
from flows.runs import Tally
from flows.settings import Settings
from warehouse import compaction, database, publishing

_TRIES = 2
Stamp = tuple[int, int, int]  # of a file: its number, size and time of change


def compact(settings: Settings) -> Tally:
    """Write the writer's file anew; return its megabytes before and after."""
    before = settings.writer.stat().st_size
    if not any(_beside(settings) for _ in range(_TRIES)):
        with alone(settings):
            compaction.rewrite(settings.writer)
    return Tally(before // 1_000_000, settings.writer.stat().st_size // 1_000_000)


def _beside(settings: Settings) -> bool:
    """Write a copy anew and put it in place; return whether nobody wrote in between."""
    copy = settings.writer.with_name(f".{settings.writer.name}.{os.getpid()}.compact")
    try:
        with alone(settings):
            with closing(database.open_writer(settings.writer)) as db:
                publishing.publish(db, copy)
            stamp = _stamp(settings.writer)  # closing it may write, and nobody else has yet
        compaction.rewrite(copy)
        with alone(settings):
            if _stamp(settings.writer) != stamp:
                return False
            copy.replace(settings.writer)
            return True
    finally:
        copy.unlink(missing_ok=True)


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns
