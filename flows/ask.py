"""Commands that only look: sql, status, doctor."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import closing, nullcontext
from pathlib import Path

import duckdb
from duckdb import StatementType

from flows import results, sources
from flows import settings as configuration
from flows.locking import writing
from flows.settings import Settings
from warehouse import checks, database, queries

_FORMS = ("table", "csv", "json", "parquet")
_WRITING = {StatementType.COPY, StatementType.EXPORT, StatementType.ATTACH, StatementType.COPY_DATABASE}
_STATUS = {  # saved query -> its heading
    "runs": "The last runs",
    "funnel": "How the items of the last run ended",
    "health": "Sources",
    "feeds": "Feeds that do not answer",
}


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
        message = f"no saved query {saved!r}; `newsduck sql` lists them"
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


def status(settings: Settings, *, as_json: bool) -> bool:
    """Print the last runs, how the last one's items ended, and the sources' health; return whether none is ill."""
    with closing(database.open_published(settings.published)) as db:
        parts = {name: _answered(db, queries.text(name)) for name in _STATUS}
    names, sources_found = parts["health"]
    silent = [row for row in sources_found if row[names.index("health")] == "silent"]
    failing = parts["feeds"][1]
    if as_json:
        report = {name: [dict(zip(names, row, strict=True)) for row in rows] for name, (names, rows) in parts.items()}
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1, default=str) + "\n")
    else:
        for name, (columns, rows) in parts.items():
            if rows:
                results.table(columns, rows, title=_STATUS[name])
        sys.stdout.write(f"{len(silent)} sources are silent and {len(failing)} feeds do not answer.\n")
    return not silent and not failing


def doctor(settings: Settings) -> bool:
    """Print each setting with its origin and each check of the warehouse; return whether all hold."""
    results.table(("setting", "value", "from"), configuration.origins(settings), title="Settings")
    if settings.sources.exists():
        sources.read(settings.sources)  # raises, with a sentence, where it has a mistake
    if not settings.writer.exists() and not settings.published.exists():
        sys.stdout.write(f"no warehouse at {settings.writer} yet; `newsduck run` or `newsduck load` makes one\n")
        return True
    with writing(settings) as db:
        found = checks.run(db)
    rows = [("ok" if each.ok else "BROKEN", each.name, each.detail) for each in found]
    results.table(("", "check", "detail"), rows, title="Checks")
    return all(each.ok for each in found)


def _answered(db: duckdb.DuckDBPyConnection, query: str) -> tuple[list[str], list[tuple[object, ...]]]:
    result = db.execute(query)
    return [column[0] for column in result.description or []], result.fetchall()
