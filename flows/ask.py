"""Queries of a person, on the published warehouse, and the saved ones."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import duckdb
from duckdb import StatementType

from flows import results, streams, suggest
from flows.settings import Settings
from warehouse import database, dictionary, queries
from warehouse.database import Room

_FORMS = ("table", "csv", "json", "parquet")
_NO_ROOM = (
    "the query needs more room than {room.memory_mb:,} MB of memory and {room.disk_mb:,} MB of disk; ask for fewer "
    "days or sources, or set NEWSDUCK_QUERY_MEMORY_MB and NEWSDUCK_QUERY_DISK_MB"
)
_TABLES = '; `newsduck sql "SHOW ALL TABLES"` lists tables and columns'
_ADVICE: dict[type[duckdb.Error], str] = {
    duckdb.CatalogException: _TABLES,
    duckdb.BinderException: _TABLES,
    duckdb.InvalidInputException: "; readers change nothing, `newsduck entities` and `forget` do",
    duckdb.PermissionException: "; a query reaches only the warehouse, open published.duckdb in DuckDB for more",
}
_MISSING = re.compile(r'(?:Referenced column|column named) "([^"]+)"')
_NAMED = 4  # views with that column
_WRITING = {StatementType.COPY, StatementType.EXPORT, StatementType.ATTACH, StatementType.COPY_DATABASE}


class BadQuery(ValueError):  # noqa: N818  it reads as what it says
    """A query that cannot be run, or a form that is none."""


class Stopped(RuntimeError):  # noqa: N818
    """A query that was ended before its answer: it took too long, or needs too much room."""


def text(query: str | None, file: Path | None, saved: str | None) -> str:
    """Return the text of the query, from where it stands.

    Raises:
        BadQuery: no file or no saved query of that name.
    """
    if file:
        try:
            streams.check_no_pipe(file)
            return file.read_text(encoding="utf-8")
        except OSError as error:
            message = f"{file} cannot be read: {(error.strerror or str(error)).lower()}"
            raise BadQuery(message) from None
        except UnicodeDecodeError:
            message = f"{file} is no text in UTF-8; save the query as such"
            raise BadQuery(message) from None
    if saved is None:
        return query or ""
    try:
        return queries.text(saved)
    except KeyError:
        near = suggest.meant(saved, (name for name, _ in queries.names())) or "; `newsduck sql` lists them"
        message = f"no saved query {saved!r}{near}"
        raise BadQuery(message) from None


def answer(settings: Settings, query: str, form: str, out: Path | None, seconds: float | None = None) -> None:
    """Run a query on the published warehouse and write its rows in this form.

    It may take the memory and the disk that the settings allow, and `seconds`, where they are given.

    Raises:
        BadQuery: DuckDB refuses the query, or there is no such form.
        Stopped: it took too long, or needs too much room.
    """
    _check_form(form, out)
    with tempfile.TemporaryDirectory(dir=settings.home if os.access(settings.home, os.W_OK) else None) as folder:
        room = Room(memory_mb=settings.query_memory_mb, disk_mb=settings.query_disk_mb, folder=Path(folder))
        writable = Path(folder) if form == "parquet" else None
        with closing(database.open_published(settings.published, writable=writable, room=room)) as db:
            try:
                _check_one(db, query)
                _stoppable(db, seconds, lambda: _write(db, query, form, Path(folder), out))
            except duckdb.OutOfMemoryException:
                raise Stopped(_NO_ROOM.format(room=room)) from None
            except TimeoutError:
                message = f"the query was stopped after {seconds:g} s; ask for fewer days or sources, or allow it more"
                raise Stopped(message) from None
            except duckdb.Error as error:
                raise BadQuery(_why(db, error)) from None


def _check_form(form: str, out: Path | None) -> None:
    if form not in _FORMS:
        message = f"--format is {form!r}; it is one of {', '.join(_FORMS)}"
        raise BadQuery(message)
    if form == "parquet" and not out and sys.stdout.isatty():
        message = "Parquet is nothing for a terminal; give --out FILE"
        raise BadQuery(message)
    if out and not out.absolute().parent.is_dir():
        message = f"--out is {out}, but there is no folder {out.parent}"
        raise BadQuery(message)


def _write(db: duckdb.DuckDBPyConnection, query: str, form: str, folder: Path, out: Path | None) -> None:
    if form == "parquet":
        results.parquet(db, query, folder, out)
    elif out:
        with results.whole(out) as place, place.open("w", encoding="utf-8") as file:
            results.write(db.execute(query), form, file)
    else:
        results.write(db.execute(query), form, sys.stdout)


def _stoppable(db: duckdb.DuckDBPyConnection, seconds: float | None, work: Callable[[], None]) -> None:
    """Do the work on a thread of its own, and interrupt it by the clock or Ctrl-C: DuckDB hears the latter too seldom.

    Raises:
        TimeoutError: it took more than so many seconds.
    """
    ended = Event()

    def whole() -> None:
        try:
            work()
        finally:
            ended.set()

    with ThreadPoolExecutor(1) as pool:
        try:
            pool.submit(whole).result(seconds)
        except (KeyboardInterrupt, TimeoutError):
            while not ended.wait(0.05):  # an interruption that comes before the query has begun is not heard
                db.interrupt()
            raise


def _check_one(db: duckdb.DuckDBPyConnection, query: str) -> None:
    statements = db.extract_statements(query)
    if len(statements) != 1:
        message = f"the query has {len(statements)} statements; give one" if statements else "the query is empty"
        raise BadQuery(message)
    if statements[0].type in _WRITING:  # what a reader of a lake may read, DuckDB would let it write to as well
        message = "the query writes to a file; `newsduck sql --format csv --out FILE` and `newsduck export` do that"
        raise BadQuery(message)


def _why(db: duckdb.DuckDBPyConnection, error: duckdb.Error) -> str:
    first = str(error).split("\n\n")[0].split("\nLINE ")[0]
    return f"DuckDB refused the query: {first}{_elsewhere(db, first)}{_ADVICE.get(type(error), '')}"


def _elsewhere(db: duckdb.DuckDBPyConnection, refusal: str) -> str:
    """Return in which views the column stands that the query's own do not have."""
    missing = _MISSING.search(refusal)
    views = dictionary.holding(db, missing[1]) if missing else []
    if not missing or not views:
        return ""
    return f"; {missing[1]} stands in {', '.join(views[:_NAMED])}{' and others' if views[_NAMED:] else ''}"


def list_saved(form: str) -> None:
    """List the saved queries with the question that each answers."""
    if form == "json":
        sys.stdout.write(json.dumps(dict(queries.names()), ensure_ascii=False, indent=1) + "\n")
    else:
        results.table(("name", "question"), queries.names())
