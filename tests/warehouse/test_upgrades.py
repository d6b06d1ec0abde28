"""Warehouses of every schema that the repository has had, brought to the present one.

`recorded/N-COMMIT.sql` is what the code of that commit made: its tables, and two articles with all that hangs on them.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from extractors.records import Feed
from tests.warehouse.samples import NOW, article
from warehouse import checks, database, landing, loader, queries, tables

RECORDED = sorted((Path(__file__).parent / "recorded").glob("*.sql"))


def columns(db: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """Return each column; with its place where rows are read as records, in the order of their columns."""
    query = """
    SELECT
        c.table_name, CASE WHEN c.table_name <> 'mentions' THEN c.column_index END, c.column_name, c.data_type,
        c.is_nullable
    FROM duckdb_columns() AS c
    WHERE c.schema_name = 'main' AND NOT c.internal AND c.database_name = current_database()
    ORDER BY ALL
    """
    return db.execute(query).fetchall()


@pytest.fixture
def old(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "newsduck.duckdb"
    with duckdb.connect(path) as db:
        db.execute("SET TimeZone = 'UTC'")
        db.execute(request.param.read_text("utf-8"))
    return path


@pytest.mark.parametrize("old", RECORDED, ids=lambda path: path.stem, indirect=True)
def test_it_ends_as_a_new_one_with_its_articles(old: Path, tmp_path: Path) -> None:
    with database.open_writer(tmp_path / "new.duckdb") as db:
        expected = columns(db)
    with database.open_writer(old) as db:
        assert columns(db) == expected
        assert checks.broken(db) == {}
        assert db.execute("SELECT count(*) FROM main.articles AS a").fetchall() == [(2,)]
        assert db.execute("SELECT count(*) > 4 FROM main.mentions AS m").fetchall() == [(True,)]
        assert {feed.poll_minutes for feed in tables.read(Feed, db.execute("FROM main.feeds"))} <= {30}
        for name, _ in queries.names():
            db.execute(queries.text(name)).fetchall()
        batch = landing.write(tmp_path / "landing", "later", article("a", text="Mara Quill stays.", run_id="run9"))
        assert loader.load(db, batch, NOW).updated == 1
        assert checks.broken(db) == {}


def test_each_schema_that_has_landed_is_recorded() -> None:
    assert len(RECORDED) >= 7
