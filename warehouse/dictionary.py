"""The data dictionary, made of the comments that tables, views and columns carry."""

from __future__ import annotations

from itertools import groupby

import duckdb

_COLUMNS = """
WITH relations AS (
    SELECT t.schema_name, t.table_name AS name, t.comment
    FROM duckdb_tables() AS t
    WHERE t.database_name = current_database() AND NOT t.internal
    UNION ALL
    SELECT v.schema_name, v.view_name, v.comment
    FROM duckdb_views() AS v
    WHERE v.database_name = current_database() AND NOT v.internal
), inherited AS (
    SELECT c.column_name, arg_min(c.comment, c.table_name NOT IN ('articles', 'article_versions')) AS comment
    FROM duckdb_columns() AS c
    WHERE c.database_name = current_database() AND c.schema_name = 'main'
    GROUP BY c.column_name
)
-- A view's column that has no comment of its own is the column of the same name in a table.
SELECT
    CASE r.schema_name WHEN 'report' THEN 'report.' ELSE '' END || r.name, coalesce(r.comment, ''),
    c.column_name, c.data_type, coalesce(c.comment, i.comment, '')
FROM relations AS r
JOIN duckdb_columns() AS c
    ON c.database_name = current_database() AND c.schema_name = r.schema_name AND c.table_name = r.name
LEFT JOIN inherited AS i ON i.column_name = c.column_name
ORDER BY r.schema_name = 'main', r.schema_name, r.name, c.column_index
"""

_HOLDING = """
SELECT 'report.' || c.table_name
FROM duckdb_columns() AS c
WHERE c.database_name = current_database() AND c.schema_name = 'report' AND c.column_name = lower(?)
ORDER BY c.table_name
"""


def holding(db: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    """Return the reporting views that have a column of this name."""
    return [view for (view,) in db.execute(_HOLDING, [column]).fetchall()]


def markdown(db: duckdb.DuckDBPyConnection) -> str:
    """Return a heading, a sentence and a table of columns for each view and each table, views first."""
    rows = db.execute(_COLUMNS).fetchall()
    sections = []
    for (name, comment), columns in groupby(rows, key=lambda row: row[:2]):
        lines = (f"| {column} | {kind} | {meaning} |" for _, _, column, kind, meaning in columns)
        sections.append("\n".join((f"### {name}", "", comment, "", "| column | type | is |", "|---|---|---|", *lines)))
    return "\n\n".join(sections) + "\n"
