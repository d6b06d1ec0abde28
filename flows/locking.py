"""One writer at a time: a file's lock for the processes of a machine, one in PostgreSQL for the machines of a lake."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import duckdb

from flows import mending
from flows.settings import Settings
from warehouse import database, lakes
from warehouse.lakes import Lake

_PATIENCE_SECONDS = 120.0


class Busy(Exception):  # noqa: N818  a state of the world, not a fault
    """Another newsduck process has held the writer's lock for too long."""


@contextmanager
def writing(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Hold the lock and an open connection to the writer's file; both end with the block.

    Raises:
        Busy: another newsduck process kept the lock for two minutes.
        warehouse.database.WarehouseError: the file cannot be opened; its message says what to do.
    """
    with (
        alone(settings),
        mending.mended(settings.writer, settings.published),
        closing(database.open_writer(settings.writer)) as db,
        _without_rest(db),
    ):
        yield db


@contextmanager
def _without_rest(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """End the statement that a signal stopped within the block: the next opening would wait for it for ever."""
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # mostly there is none
            db.rollback()
        raise


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold the lock alone, for who replaces the writer's file.

    Raises:
        Busy: another newsduck process kept the lock for two minutes.
    """
    with _lock(settings.home / "private" / "writer.lock"), _lock_of(settings.lake):
        yield


@contextmanager
def _lock_of(lake: Lake | None) -> Iterator[None]:
    """Hold the lock of a lake's only loader, where its catalog can have loaders on several machines."""
    loader = lakes.loader(lake) if lake else None
    if loader is None:
        yield
        return
    try:
        until = time.monotonic() + _PATIENCE_SECONDS
        while not lakes.is_held(loader):
            if time.monotonic() > until:
                message = f"another newsduck process is loading into {lake}; try again when it is done"
                raise Busy(message)
            time.sleep(0.1)
        yield
        lakes.is_held(loader)  # raises where the connection was lost, and so the lock
    finally:
        lakes.release(loader)


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="ascii") as file:
        _acquire(file.fileno(), path)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield  # the lock goes with the file, also when the process is killed


def _acquire(descriptor: int, path: Path) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                holder = path.read_text(encoding="ascii") or "unknown"
                message = f"another newsduck process (pid {holder}) is loading; try again when it is done"
                raise Busy(message) from None
            time.sleep(0.1)
        else:
            return
