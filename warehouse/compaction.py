"""A warehouse file written anew, so that nothing of what was deleted is left in it.

DuckDB marks rows as deleted and keeps their bytes in the file until their blocks happen to be used again.
"""

from __future__ import annotations

from pathlib import Path

from warehouse import database
from warehouse.database import transaction

_ATTACH = "ATTACH '{path}' AS former (READ_ONLY)"
_TABLES = """
SELECT t.table_name
FROM duckdb_tables() AS t
WHERE t.database_name = 'former' AND t.schema_name = 'main' AND t.table_name <> 'schema_migrations'
ORDER BY t.table_name
"""
_COPY = "INSERT INTO main.{table} BY NAME SELECT t.* FROM former.main.{table} AS t"


def rewrite(path: Path) -> None:
    """Replace a writer's file, which nobody may have open, by one with the same rows; either is there at any time."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    db = database.open_writer(part)
    try:
        db.execute(_ATTACH.replace("{path}", str(path).replace("'", "''")))
        with transaction(db):
            for (table,) in db.execute(_TABLES).fetchall():
                db.execute(_COPY.replace("{table}", table))
        db.execute("DETACH former")
        db.execute("CHECKPOINT")
    finally:
        db.close()
    part.replace(path)
