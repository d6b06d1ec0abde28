"""Which runs are alive on this machine: each holds a file's lock, which the system drops with its process.

A run that was killed leaves its row, and Prefect's, at "running"; the next run that begins can tell it from one that
still works, without a clock and without a heartbeat.
"""

from __future__ import annotations

import fcntl
from contextlib import suppress
from pathlib import Path
from typing import IO

from flows.settings import Settings

_held: dict[Path, IO[bytes]] = {}  # open for as long as this process, or until released


def hold(settings: Settings, name: str) -> None:
    """Say that what bears this name, an id of a run or of a Prefect flow run, is alive until `release` or our end."""
    path = _path(settings, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("ab")
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    _held[path] = file


def release(settings: Settings, name: str) -> None:
    """Say that it has ended; nothing happens where it is not held."""
    path = _path(settings, name)
    if path in _held:
        path.unlink(missing_ok=True)
        _held.pop(path).close()


def is_alive(settings: Settings, name: str) -> bool:
    """Say whether a process of this machine holds it; what one left that was killed is cleared away."""
    path = _path(settings, name)
    with suppress(FileNotFoundError), path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        path.unlink()
    return False


def may_live(settings: Settings, name: str) -> bool:
    """Say whether a run may be alive: of a lake, one that began on another machine can only be judged there."""
    if settings.lake and not was_here(settings, name):
        return True
    return is_alive(settings, name)


def was_here(settings: Settings, name: str) -> bool:
    """Say whether it began on this machine and did not come to its end."""
    return _path(settings, name).exists()


def clear(settings: Settings) -> None:
    """Clear away what runs left that were killed before they had a row; Prefect's flow runs are swept by themselves."""
    for path in _path(settings, "").glob("*Z-*"):  # an instant and a dash begin the id of a run of ours
        is_alive(settings, path.name)


def _path(settings: Settings, name: str) -> Path:
    return settings.home / "private" / "alive" / name
