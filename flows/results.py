"""Query results as a table for people, or as CSV, JSON or Parquet for programs."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TextIO

import duckdb
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

_WIDEST_CELL = 60  # characters; the rest of a cell is cut with an ellipsis, in tables only
_LONGEST_TABLE = 10_000  # rows: its columns are as wide as the widest of all, so that all must be held
_AT_ONCE = 10_000  # rows held of what is written row by row
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # also the fullwidth ones


def write(result: duckdb.DuckDBPyConnection, form: str, out: TextIO) -> None:
    """Write the rows of an executed query, of CSV and JSON few at once: memory does not grow with the answer.

    Args:
        result: What `execute` returned.
        form: table, csv or json.
        out: Where to.
    """
    names = [column[0] for column in result.description or []]
    match form:
        case "table":
            rows = result.fetchmany(_LONGEST_TABLE)
            table(names, rows, out=out)
            if len(rows) == _LONGEST_TABLE and result.fetchone():
                sys.stderr.write(f"these are the first {_LONGEST_TABLE:,} rows; --format csv or json writes them all\n")
        case "csv":
            _csv(names, _rows(result), out)
        case _:
            _json(names, _rows(result), out)


def _rows(result: duckdb.DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    while rows := result.fetchmany(_AT_ONCE):
        yield from rows


@contextmanager
def whole(place: Path) -> Iterator[Path]:
    """Yield where to write what becomes the file `place` only if all goes well; a device, pipe or link is itself."""
    if place.is_symlink() or (place.exists() and not place.is_file()):
        yield place
        return
    unfinished = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        yield unfinished
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)


class _Piped(Console):
    """A console that lets a reader go who has read enough (`… | head`), where rich would end the process with 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def table(
    names: Sequence[str], rows: Sequence[Sequence[object]], *, title: str | None = None, out: TextIO | None = None
) -> None:
    """Print rows as a table, to the width of the terminal, or as wide as they are where there is none."""
    out = out or sys.stdout
    console = _Piped(file=out, width=None if out.isatty() else 1000, highlight=False)
    drawn = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
    local = out.isatty()
    numeric = [bool(rows) and isinstance(rows[0][i], int | float) for i in range(len(names))]
    for name, is_number in zip(names, numeric, strict=True):
        justify: Literal["left", "right"] = "right" if is_number else "left"
        width = len(name) if is_number else None  # a figure is worth more than the end of a title
        drawn.add_column(name, justify=justify, overflow="ellipsis", no_wrap=True, min_width=width)
    for row in rows:
        drawn.add_row(*(Text(_cell(value, local=local)) for value in row))
    console.print(drawn)


def _cell(value: object, *, local: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, datetime):
        return _instant(value, local=local)
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    flat = "".join(letter if letter.isprintable() else " " for letter in str(value))  # no escape reaches a terminal
    return flat if len(flat) <= _WIDEST_CELL else flat[: _WIDEST_CELL - 1] + "…"


def _instant(value: datetime, *, local: bool) -> str:
    """Return a time as people read it: in the zone of who sits at the terminal, else in UTC."""
    if not local or value.tzinfo is None or not (shown := value.astimezone()).utcoffset():
        return value.strftime("%Y-%m-%d %H:%M:%SZ")
    return shown.strftime("%Y-%m-%d %H:%M:%S%z")


def _csv(names: Sequence[str], rows: Iterator[Sequence[object]], out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([inert(_plain(value)) for value in row] for row in rows)


def inert(value: object) -> object:
    """Quote a text that a spreadsheet would run as a formula (OWASP, CSV injection).

    A lone carriage return becomes a line feed: Python 3.11 puts no quotes around it, so it would begin another row.
    """
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return "'" + text if text.startswith(_FORMULA) else text


def _json(names: Sequence[str], rows: Iterator[Sequence[object]], out: TextIO) -> None:
    before = "[\n "
    for row in rows:
        record = dict(zip(names, map(_plain, row), strict=True))
        text = json.dumps(record, ensure_ascii=False, indent=1, default=str)
        out.write(before + text.replace("\n", "\n "))  # each line of it is JSON's own: those of texts are escaped
        before = ",\n "
    out.write("[]\n" if before.startswith("[") else "\n]\n")


def _plain(value: object) -> Any:  # noqa: ANN401  whatever DuckDB holds
    return value.isoformat() if isinstance(value, date) else value


def parquet(db: duckdb.DuckDBPyConnection, query: str, folder: Path, out: Path | None) -> None:
    """Write a query's rows as Parquet to `out`, or to standard output.

    `folder` is the one folder that the connection may write to.
    """
    handle, name = tempfile.mkstemp(suffix=".parquet", dir=folder)
    os.close(handle)
    db.sql(query).write_parquet(name)
    with Path(name).open("rb") as made:
        if out is None:
            shutil.copyfileobj(made, sys.stdout.buffer)
            return
        with whole(out) as place, place.open("wb") as file:  # out may stand on another disk
            shutil.copyfileobj(made, file)
