"""The daily brief's facts, a section each; `briefs/*.sql` are the queries, `$day` in them is the day."""

from __future__ import annotations

from datetime import date
from importlib import resources

import duckdb

from warehouse import sections as asking
from warehouse.sections import Section

SECTIONS = ("volume", "stories", "names", "topics", "newcomers", "headlines", "sources", "outcomes")
_FOLDER = resources.files("warehouse") / "briefs"


def latest_day(db: duckdb.DuckDBPyConnection) -> date | None:
    """Return the latest day (UTC) with articles, None where there are none.

    A day that has only just begun, or a stray file without a date, makes no brief: the day has five articles, or as
    many as the fullest of the last seven.
    """
    [row] = asking.ask(db, _FOLDER / "day.sql", {}).rows
    day = row["day"]
    return day if isinstance(day, date) else None


def sections(db: duckdb.DuckDBPyConnection, day: date) -> dict[str, Section]:
    """Return the sections of a day's brief by name, in the order of `SECTIONS`, none of over 45 rows."""
    return {name: asking.ask(db, _FOLDER / f"{name}.sql", {"day": day}) for name in SECTIONS}
