"""The same tables, loading and queries in a DuckLake; needs duckdb-extension-ducklake of DuckDB's own version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.samples import NOW, article
from tests.warehouse.test_families import FEED, GAZETTE, RUN
from warehouse import checks, database, landing, loader, queries, runs, sources


@pytest.fixture
def lake(tmp_path: Path, ducklake: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as db:
        db.execute(f"LOAD '{ducklake}'")
        db.execute(f"ATTACH 'ducklake:{tmp_path}/catalog.ducklake' AS lake (DATA_PATH '{tmp_path}/data')")
        db.execute("USE lake; SET TimeZone = 'UTC'")
        yield db


def test_a_ducklake_takes_the_same_batches_and_answers_the_same_questions(
    lake: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    assert database.migrate(lake)[0] == "0001_tables.sql"
    assert database.migrate(lake) == []
    sources.save(lake, [GAZETTE])
    sources.save_feeds(lake, [FEED])
    runs.save(lake, RUN)
    assert runs.sweep(lake, NOW, lambda _: False) == ["run1"]
    batches = (article(), article(run_id="run2"), article(text="Mara Quill is back.", run_id="run3"))
    loaded = [
        loader.load(lake, landing.write(tmp_path / "landing", f"b{number}", batch), NOW)
        for number, batch in enumerate(batches)
    ]
    assert [(each.stored, each.unchanged, each.updated) for each in loaded] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    assert checks.broken(lake) == {}
    for name, _ in queries.names():
        lake.execute(queries.text(name)).fetchall()
