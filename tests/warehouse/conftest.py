from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.samples import NOW, Batch
from warehouse import database, landing, loader

Load = Callable[[Batch], loader.Loaded]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with database.open_writer(tmp_path / "private" / "newsduck.duckdb") as opened:
        yield opened


@pytest.fixture
def load(db: duckdb.DuckDBPyConnection, tmp_path: Path) -> Load:
    numbers = iter(range(1000))

    def loaded(batch: Batch) -> loader.Loaded:
        return loader.load(db, landing.write(tmp_path / "landing", f"batch{next(numbers)}", batch), NOW)

    return loaded
