"""An archive file written anew without some of its pages, and the former one made unreadable."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import BinaryIO

from flows import durable, warc
from flows.archive import ENDING

_STEP = 1_000_000
Moved = dict[tuple[str, int], tuple[str, int]]  # (file, offset) -> (file, offset)


def without(folder: Path, archive_file: str, offsets: Collection[int], *, is_used: Callable[[str], bool]) -> Moved:
    """Copy the records of an archive file but those at these offsets into a new file, and say where each stands now.

    The others are copied byte for byte, each with what follows it up to the next; damaged stretches behind a record
    that goes, go with it. The former file stays. `is_used` says whether a name is taken.
    """
    source = folder / archive_file
    if not source.exists():
        return {}
    name = _new_name(archive_file, is_used)
    target = folder / name
    with source.open("rb") as file:
        found = [each.offset for each in warc.records(file, wanted=lambda _: False) if isinstance(each, warc.Record)]
        ends = [*found[1:], file.seek(0, os.SEEK_END)]
        moved: Moved = {}
        with durable.written(target) as out:
            for begin, end in zip(found, ends, strict=True):
                if begin not in offsets:
                    moved[archive_file, begin] = (name, out.tell())
                    _copy(file, out, begin, end)
    return moved


def erase(path: Path) -> None:
    """Overwrite a file with zeros and remove it; nothing where it is gone."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        rest = file.seek(0, os.SEEK_END)
        file.seek(0)
        while rest:
            rest -= file.write(bytes(min(_STEP, rest)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    durable.sync(path.parent)


def _new_name(archive_file: str, is_used: Callable[[str], bool]) -> str:
    stem = archive_file.removesuffix(ENDING).partition("~")[0]
    number = 1
    while is_used(name := f"{stem}~{number}{ENDING}") or name == archive_file:
        number += 1
    return name


def _copy(file: BinaryIO, out: BinaryIO, begin: int, end: int) -> None:
    file.seek(begin)
    while begin < end:
        begin += out.write(file.read(min(_STEP, end - begin)))
