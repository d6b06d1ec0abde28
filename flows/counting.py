"""How many pages files hold, where that can be told without reading them, so that a person knows how long they take."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from flows import files

_CHUNK = 2**20


def pages(paths: Iterable[Path | str]) -> int | None:
    """Return how many pages these files and folders hold; None where one of them is an archive, a list or a pipe."""
    found = 0
    for path in paths:
        if str(path) == "-":
            return None
        for file in files.inside(Path(path)) if Path(path).is_dir() else [Path(path)]:
            held = _of(file)
            if held is None:
                return None
            found += held
    return found


def _of(file: Path) -> int | None:
    ending = file.suffix.lower()
    if ending in files.MEDIA_TYPES:
        return 1
    if ending in {".jsonl", ".ndjson"} and file.is_file():
        with file.open("rb") as stream:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(_CHUNK), b""))
    return 1 if file.name.lower().endswith(tuple(f"{each}.gz" for each in files.MEDIA_TYPES)) else None
