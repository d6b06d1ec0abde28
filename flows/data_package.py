"""Folders that hold an export of ours, by the descriptor beside its files (a Data Package, https://datapackage.org)."""

from __future__ import annotations

import json
from pathlib import Path

DESCRIPTOR = "datapackage.json"
NAME = "newsduck-export"
_LONGEST = 1_000_000  # bytes of a descriptor; ours have some 16,000


def is_ours(folder: Path) -> bool:
    """Whether a folder holds an export of ours."""
    return _described(folder) is not None


def articles(folder: Path) -> list[Path] | None:
    """Return the files with the articles of an export, those that are there; None where the folder holds no export.

    What its other files hold was found in the articles, or stands in their rows. A stranger may have written the
    descriptor: what it names is a file within the folder, and read once however often it is named.
    """
    described = _described(folder)
    if described is None:
        return None
    named = {_real(folder / path): folder / path for path in _paths(described)}
    real = folder.resolve()
    return [file for place, file in named.items() if place and place.is_relative_to(real)]


def _real(file: Path) -> Path | None:
    """Return where a file really is; None where there is none, or none can be of that name."""
    try:
        return file.resolve() if file.is_file() else None
    except OSError:
        return None


def _described(folder: Path) -> dict[str, object] | None:
    file = folder / DESCRIPTOR
    if _real(file) is None:  # also a pipe, which waits for its writer, and a device without an end
        return None
    try:
        with file.open("rb") as stream:
            found = json.loads(stream.read(_LONGEST))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and found.get("name") == NAME else None


def _paths(described: dict[str, object]) -> list[str]:
    resources = described.get("resources")
    for each in resources if isinstance(resources, list) else []:
        if isinstance(each, dict) and each.get("name") == "articles":
            paths = each.get("path")
            return [path for path in (paths if isinstance(paths, list) else [paths]) if isinstance(path, str)]
    return []
