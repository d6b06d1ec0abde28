"""A question to the published warehouse with its answer: what briefs and profiles are made of.

The queries stand in files, with `$name` for a value that is written into the text as a literal: so the query that a
page shows is the one that ran, and it runs again in any DuckDB client.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable

import duckdb


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """What one query asks and answers."""

    question: str
    sql: str  # as it ran
    rows: list[dict[str, object]]  # column -> value


def ask(db: duckdb.DuckDBPyConnection, file: Traversable, values: Mapping[str, date | str]) -> Section:
    """Return the answer to the query in a file, whose first line is a comment that asks the question."""
    query = file.read_text("utf-8")
    for name, value in values.items():
        query = query.replace(f"${name}", _literal(value))
    question, _, query = query.partition("\n")
    result = db.execute(query)
    columns = [column[0] for column in result.description or []]
    rows = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
    return Section(question=question.removeprefix("-- "), sql=query.strip(), rows=rows)


def _literal(value: date | str) -> str:
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    return "'" + value.replace("'", "''") + "'"
