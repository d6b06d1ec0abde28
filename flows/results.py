"""Query results as a table for people, or as CSV, JSON or Parquet for programs."""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TextIO

import duckdb
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

_WIDEST_CELL = 60  # characters; the rest of a cell is cut with an ellipsis, in tables only
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # also the fullwidth ones


def write(result: duckdb.DuckDBPyConnection, form: str, out: TextIO) -> None:
    """Write the rows of an executed query.

    Args:
        result: What `execute` returned.
        form: table, csv or json.
        out: Where to.
    """
    names = [column[0] for column in result.description or []]
    rows = result.fetchall()
    match form:
        case "table":
            table(names, rows, out=out)
        case "csv":
            _csv(names, rows, out)
        case _:
            _json(names, rows, out)


def table(
    names: Sequence[str], rows: Sequence[Sequence[object]], *, title: str | None = None, out: TextIO | None = None
) -> None:
    """Print rows as a table, to the width of the terminal, or as wide as they are where there is none."""
    out = out or sys.stdout
    console = Console(file=out, width=None if out.isatty() else 1000, highlight=False)
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


def _csv(names: Sequence[str], rows: Sequence[Sequence[object]], out: TextIO) -> None:
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


def _json(names: Sequence[str], rows: Sequence[Sequence[object]], out: TextIO) -> None:
    records = [dict(zip(names, map(_plain, row), strict=True)) for row in rows]
    out.write(json.dumps(records, ensure_ascii=False, indent=1, default=str) + "\n")


def _plain(value: object) -> Any:  # noqa: ANN401  whatever DuckDB holds
    return value.isoformat() if isinstance(value, date) else value


def parquet(db: duckdb.DuckDBPyConnection, query: str, folder: Path, out: Path | None) -> None:
    """Write a query's rows as Parquet to `out`, or to standard output where that is no terminal.

    `folder` is the one folder that the connection may write to.
    """
    handle, name = tempfile.mkstemp(suffix=".parquet", dir=folder)
    os.close(handle)
    made = Path(name)
    try:
        db.sql(query).write_parquet(name)
        if out:
            made.replace(out)
        else:
            sys.stdout.buffer.write(made.read_bytes())
    finally:
        made.unlink(missing_ok=True)
