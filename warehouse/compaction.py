"""All rows into another place: a file written anew without what was deleted, out of a lake, into a lake.

DuckDB marks rows as deleted and keeps their bytes in the file until their blocks happen to be used again.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse import database
from warehouse.database import transaction

_ATTACH = "ATTACH '{path}' AS other"
_TABLES = """
SELECT t.table_name
FROM duckdb_tables() AS t
WHERE t.database_name = 'other' AND t.schema_name = 'main' AND t.table_name <> 'schema_migrations'
ORDER BY t.table_name
"""
_EMPTY = "DELETE FROM main.{table}"
_FROM_OTHER = "INSERT INTO main.{table} BY NAME SELECT t.* FROM other.main.{table} AS t"
_TO_OTHER = "INSERT INTO other.main.{table} BY NAME SELECT t.* FROM main.{table} AS t"


def rewrite(path: Path) -> None:
    """Replace a writer's file, which nobody may have open, by one with the same rows; either is there at any time."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    db = database.open_writer(part)
    try:
        with transaction(db):
            _each_table(db, path, _FROM_OTHER)
        db.execute("CHECKPOINT")
    finally:
        db.close()
    part.replace(path)


def take_out(db: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write all rows of an open lake into a new warehouse file."""
    database.open_writer(path).close()
    _each_table(db, path, _TO_OTHER)
    db.execute("CHECKPOINT other")
    db.execute("DETACH other")


def put_in(db: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Put all rows of a warehouse file in the place of those of an open lake, in one transaction."""
    with transaction(db):
        _each_table(db, path, _EMPTY, _FROM_OTHER)
    db.execute("DETACH other")


def _each_table(db: duckdb.DuckDBPyConnection, path: Path, *statements: str) -> None:
    """Run the statements for each table of another warehouse file."""
    db.execute(_ATTACH.replace("{path}", str(path).replace("'", "''")))
    for (table,) in db.execute(_TABLES).fetchall():
        for statement in statements:
            db.execute(statement.replace("{table}", table))
