"""The daily brief's facts, a section each: the rows, and the query that gives them.

`briefs/*.sql` are the queries; `$day` in them is the day, written into the text as a literal, so that the query which
the brief shows is the one that ran, and runs again in any DuckDB client.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib import resources

import duckdb

SECTIONS = ("volume", "stories", "names", "topics", "newcomers", "headlines", "sources", "outcomes")
_FOLDER = resources.files("warehouse") / "briefs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one query of the brief asks and answers."""

    question: str
    sql: str  # as it ran
    rows: list[dict[str, object]]  # column -> value; at most 45


def latest_day(db: duckdb.DuckDBPyConnection) -> date | None:
    """Return the latest day (UTC) that an article is dated, None where there are no articles."""
    [(day,)] = db.execute(_text("day")).fetchall()
    assert day is None or isinstance(day, date)  # noqa: S101  the query's one column
    return day


def sections(db: duckdb.DuckDBPyConnection, day: date) -> dict[str, Section]:
    """Return the sections of a day's brief by name, in the order of `SECTIONS`."""
    return {name: _section(db, name, day) for name in SECTIONS}


def _section(db: duckdb.DuckDBPyConnection, name: str, day: date) -> Section:
    question, _, query = _text(name).replace("$day", f"DATE '{day.isoformat()}'").partition("\n")
    result = db.execute(query)
    columns = [column[0] for column in result.description or []]
    rows = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
    return Section(question=question.removeprefix("-- "), sql=query.strip(), rows=rows)


def _text(name: str) -> str:
    return (_FOLDER / f"{name}.sql").read_text("utf-8")
