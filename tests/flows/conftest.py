import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from flows.settings import Settings
from tests.flows.command import Newsduck
from warehouse import database

Query = Callable[[str], list[tuple[object, ...]]]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "SOURCES", "WORKERS"):
        monkeypatch.delenv(f"NEWSDUCK_{name}", raising=False)
    return Settings(
        home=tmp_path / "data", sources=tmp_path / "sources.toml", workers=1, allow_private=True, pause_seconds=0
    )


@pytest.fixture
def rows(settings: Settings) -> Query:
    def query(sql: str) -> list[tuple[object, ...]]:
        with closing(database.open_published(settings.published)) as db:
            found: list[tuple[object, ...]] = db.execute(sql).fetchall()
            return found

    return query


@pytest.fixture
def newsduck(tmp_path: Path) -> Newsduck:
    return Newsduck(tmp_path)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
