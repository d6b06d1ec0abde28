"""Queries of a person, on the published warehouse, and the saved ones."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import closing, nullcontext
from pathlib import Path

import duckdb
from duckdb import StatementType

from flows import results, suggest
from flows.settings import Settings
from warehouse import database, queries

_FORMS = ("table", "csv", "json", "parquet")
_WRITING = {StatementType.COPY, StatementType.EXPORT, StatementType.ATTACH, StatementType.COPY_DATABASE}


class BadQuery(ValueError):  # noqa: N818  it reads as what it says
    """A query that cannot be run, or a form that is none."""


def text(query: str | None, file: Path | None, saved: str | None) -> str:
    """Return the text of the query, from where it stands.

    Raises:
        BadQuery: no file or no saved query of that name.
    """
    if file:
        try:
            return file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            message = f"{file} cannot be read as a query: {error}"
            raise BadQuery(message) from None
    if saved is None:
        return query or ""
    try:
        return queries.text(saved)
    except KeyError:
        near = suggest.meant(saved, (name for name, _ in queries.names())) or "; `newsduck sql` lists them"
        message = f"no saved query {saved!r}{near}"
        raise BadQuery(message) from None


def answer(settings: Settings, query: str, form: str, out: Path | None) -> None:
    """Run a query on the published warehouse and write its rows in this form.

    Raises:
        BadQuery: DuckDB refuses the query, or there is no such form.
    """
    if form not in _FORMS:
        message = f"--format is {form!r}; it is one of {', '.join(_FORMS)}"
        raise BadQuery(message)
    if out and not out.absolute().parent.is_dir():
        message = f"--out is {out}, but there is no folder {out.parent}"
        raise BadQuery(message)
    with tempfile.TemporaryDirectory(dir=settings.home if os.access(settings.home, os.W_OK) else None) as folder:
        writable = Path(folder) if form == "parquet" else None
        with closing(database.open_published(settings.published, writable=writable)) as db:
            try:
                _check_one(db, query)
                if form == "parquet":
                    results.parquet(db, query, Path(folder), out)
                else:
                    with out.open("w", encoding="utf-8") if out else nullcontext(sys.stdout) as file:
                        results.write(db.execute(query), form, file)
            except duckdb.Error as error:
                raise BadQuery(_why(error)) from None


def _check_one(db: duckdb.DuckDBPyConnection, query: str) -> None:
    statements = db.extract_statements(query)
    if len(statements) != 1:
        message = f"the query has {len(statements)} statements; give one" if statements else "the query is empty"
        raise BadQuery(message)
    if statements[0].type in _WRITING:  # what a reader of a lake may read, DuckDB would let it write to as well
        message = "the query writes to a file; `newsduck sql --format csv --out FILE` and `newsduck export` do that"
        raise BadQuery(message)


def _why(error: duckdb.Error) -> str:
    first = str(error).split("\n\n")[0].split("\nLINE ")[0]
    return f'DuckDB refused the query: {first}; `newsduck sql "SHOW ALL TABLES"` lists tables and columns'


def list_saved(form: str) -> None:
    """List the saved queries with the question that each answers."""
    if form == "json":
        sys.stdout.write(json.dumps(dict(queries.names()), ensure_ascii=False, indent=1) + "\n")
    else:
        results.table(("name", "question"), queries.names())
