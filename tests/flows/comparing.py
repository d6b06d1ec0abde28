"""Two warehouses compared row for row, but for when and in which run a row came about and where its page is kept."""

from __future__ import annotations

from collections import Counter
from contextlib import closing

import duckdb

from flows.settings import Settings
from warehouse import database

_OF_THE_RUN = {"run_id", "batch", "archive_file", "archive_offset", "seconds", "cpu_seconds"}
_OF_THE_REQUEST = {"fetch_id", "duration_ms", "waited_ms"}
# Mentions and stories stand at the time of loading where their article has no date.
_OF_THE_WEB = {("articles", "published_at"), ("article_versions", "modified_at")}
_TABLES_OF_RUNS = {"runs", "run_steps", "loaded_batches", "schema_migrations", "resolutions"}
_SHOWN = 3  # of the rows that differ
_COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type
FROM duckdb_columns() AS c
JOIN duckdb_tables() AS t ON t.table_name = c.table_name AND t.schema_name = 'main' AND t.database_name = 'published'
WHERE c.database_name = 'published' AND c.schema_name = 'main'
ORDER BY ALL
"""


def tables(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of all tables but those of runs, sorted, without what only tells when and where."""
    with closing(database.open_published(settings.published)) as db:
        columns: dict[str, list[str]] = {}
        for table, column, kind in db.execute(_COLUMNS).fetchall():
            is_clock = kind == "TIMESTAMP WITH TIME ZONE" and (table, column) not in _OF_THE_WEB
            if table not in _TABLES_OF_RUNS and column not in _OF_THE_RUN | _OF_THE_REQUEST and not is_clock:
                columns.setdefault(table, []).append(f'"{column}"')
        return {table: _rows(db, table, chosen) for table, chosen in columns.items()}


def _rows(db: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = db.execute(
        "SELECT {columns} FROM main.{table} ORDER BY ALL".replace("{columns}", ", ".join(columns)).replace(
            "{table}", table
        )
    ).fetchall()
    return found


def differing(one: Settings, other: Settings) -> dict[str, tuple[list[str], list[str]]]:
    """Return the tables whose rows differ, with the first rows that only the one and only the other has."""
    here, there = tables(one), tables(other)
    assert here.keys() == there.keys()
    return {
        name: (_only(here[name], there[name]), _only(there[name], here[name]))
        for name in here
        if here[name] != there[name]
    }


def _only(rows: list[tuple[object, ...]], others: list[tuple[object, ...]]) -> list[str]:
    return [*(Counter(map(str, rows)) - Counter(map(str, others)))][:_SHOWN]
