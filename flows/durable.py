"""Files that appear whole and on the disk, under their names, or not at all."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_UNFINISHED = ".tmp"


@contextmanager
def written(target: Path) -> Iterator[BinaryIO]:
    """Yield a file to write, which has the target's name and place when the block has ended.

    It is locked for as long as it is written: what is not was left by a killed process, and is for `clear`.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}{_UNFINISHED}")
    try:
        with _locked(temporary) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    sync(target.parent)


def clear(folder: Path) -> None:
    """Remove what killed processes had begun to write in a folder."""
    for path in folder.glob(f".*{_UNFINISHED}"):
        # Gone is one that was ended meanwhile, locked one that is being written.
        with suppress(FileNotFoundError, BlockingIOError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def sync(path: Path) -> None:
    """Have the disk hold a file, or the names in a folder: of what appeared there, and of what is gone."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _locked(path: Path) -> BinaryIO:
    """Create a file and lock it, anew where `clear` came in between."""
    while True:
        file = path.open("wb")
        fcntl.flock(file, fcntl.LOCK_EX)
        if path.exists():
            return file
        file.close()
