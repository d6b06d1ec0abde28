import os
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest
from hypothesis import settings

import flows  # noqa: F401  gives numpy one thread before a test loads it: several files run at a time

_LONG = ("test_readme", "test_commands", "test_distributed", "test_serving_kills", "test_prefect", "test_hostile")
_BESIDE = Path(__file__).parents[2] / "shared" / "data"


def pytest_configure() -> None:
    # A busy machine is no failure; in CI the same examples come each time.
    settings.register_profile("newsduck", deadline=None, derandomize=bool(os.environ.get("CI")))
    settings.load_profile("newsduck")
    if _BESIDE.is_dir():
        os.environ.setdefault("NEWSDUCK_DEV_DATA", str(_BESIDE))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Files that take minutes begin first: the last one alone would keep the other workers waiting.
    items.sort(key=lambda item: _LONG.index(item.path.stem) if item.path.stem in _LONG else len(_LONG))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    # Bytes name no test: packed ones hold the time of day, and two workers would then collect other names.
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def dev_data() -> Path:
    folder = os.environ.get("NEWSDUCK_DEV_DATA")
    if not folder or not Path(folder).is_dir():
        pytest.skip("NEWSDUCK_DEV_DATA names no folder of development data")
    return Path(folder)


@pytest.fixture(scope="session")
def ducklake() -> Path:
    """Return DuckDB's extension for lakes; skip where there is none for this version of DuckDB."""
    package = find_spec("duckdb_extension_ducklake")
    folder = Path(package.origin).parent if package and package.origin else Path("nowhere")
    found = next(folder.rglob(f"v{duckdb.__version__}/ducklake.duckdb_extension"), None)
    if found is None:
        pytest.skip(f"duckdb-extension-ducklake {duckdb.__version__} is not installed")
    return found
