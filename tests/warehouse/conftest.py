from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
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


@pytest.fixture
def ducklake() -> Path:
    """Return DuckDB's extension for lakes; skip where there is none for this version of DuckDB."""
    package = find_spec("duckdb_extension_ducklake")
    folder = Path(package.origin).parent if package and package.origin else Path("nowhere")
    found = next(folder.rglob(f"v{duckdb.__version__}/ducklake.duckdb_extension"), None)
    if found is None:
        pytest.skip(f"duckdb-extension-ducklake {duckdb.__version__} is not installed")
    return found
