"""The data dictionary, made of the comments that tables, views and columns carry."""

from __future__ import annotations

from itertools import groupby

import duckdb

# A view's column without a comment of its own is that of the same name in a table: in one that it reads, if it can be.
_COLUMNS = """
WITH relations AS (
    SELECT t.schema_name, t.table_name AS name, t.comment, '' AS sql
    FROM duckdb_tables() AS t
    WHERE t.database_name = current_database() AND NOT t.internal
    UNION ALL
    SELECT v.schema_name, v.view_name, v.comment, v.sql
    FROM duckdb_views() AS v
    WHERE v.database_name = current_database() AND NOT v.internal
), of_tables AS (
    SELECT c.table_name, c.column_name, c.comment,
        CASE c.table_name WHEN 'articles' THEN 1 WHEN 'article_versions' THEN 2 ELSE 3 END AS rank
    FROM duckdb_columns() AS c
    WHERE c.database_name = current_database() AND c.schema_name = 'main'
)
SELECT
    CASE r.schema_name WHEN 'report' THEN 'report.' ELSE '' END || r.name, coalesce(r.comment, ''),
    c.column_name, c.data_type,
    coalesce(c.comment, (
        SELECT
            arg_min(t.comment, (NOT regexp_matches(r.sql, '\\bmain\\.' || t.table_name || '\\b'), t.rank, t.table_name))
        FROM of_tables AS t
        WHERE t.column_name = c.column_name
    ), '')
FROM relations AS r
JOIN duckdb_columns() AS c
    ON c.database_name = current_database() AND c.schema_name = r.schema_name AND c.table_name = r.name
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
