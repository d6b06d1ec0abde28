"""The writer's file lost or damaged: what is left of it is set aside, and the published one stands in for it."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.database import Damaged
from warehouse.lakes import Lake, Location

# DuckDB 1.5's words for a file that was changed within a block, and for a log that is none; then, with the file's name,
# for one that was cut or overwritten.
_DAMAGE = re.compile("Corrupt database file|Failure while replaying WAL")
_DAMAGE_OF_FILE = re.compile("not a valid DuckDB database file|Could not read enough bytes")


@contextmanager
def mended(writer: Location, published: Location) -> Iterator[None]:
    """Have a writer's file while the block lasts, and set it aside where the block finds that it is damaged.

    Raises:
        Damaged: it was; the next one that asks goes on from the published file.
    """
    if isinstance(writer, Lake) or isinstance(published, Lake):
        yield
        return
    _restore(writer, published)
    try:
        yield
    except (duckdb.Error, Damaged) as error:
        if not _is_damage(error, writer):
            raise
        raise _set_aside(writer, error) from error


def _restore(writer: Path, published: Path) -> None:
    """Start from the published file where the writer's is lost: it is a whole copy, as of the last run.

    The log of a lost file goes with it: DuckDB would replay it onto the other one, and leave out what stood between.
    """
    if writer.exists() or not published.exists():
        return
    sys.stderr.write(f"{writer} is gone; going on from {published}, the state of the last run\n")
    _log(writer).unlink(missing_ok=True)
    part = writer.with_suffix(".part")
    shutil.copyfile(published, part)
    part.replace(writer)


def _is_damage(error: Exception, writer: Path) -> bool:
    """Say whether the file itself is damaged, not locked, forbidden or out of space."""
    said = str(error)
    return bool(_DAMAGE.search(said) or (_DAMAGE_OF_FILE.search(said) and str(writer) in said))


def _set_aside(writer: Path, error: Exception) -> Damaged:
    """Move a damaged file and its log out of the way, so that the next run goes on without; return what to tell."""
    number = 1
    while (aside := writer.with_name(f"{writer.name}.damaged-{number}")).exists():
        number += 1
    if _log(writer).exists():
        _log(writer).replace(_log(aside))
    if writer.exists():
        writer.replace(aside)
    why = str(error).splitlines()[0]
    return Damaged(f"{writer} was damaged ({why}) and set aside as {aside.name}: run again to go on without it.")


def _log(file: Path) -> Path:
    return file.with_name(f"{file.name}.wal")
