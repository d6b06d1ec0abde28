"""Folders that hold an export of ours, by the descriptor beside its files (a Data Package, https://datapackage.org)."""

from __future__ import annotations

import json
from pathlib import Path

DESCRIPTOR = "datapackage.json"
NAME = "newsduck-export"


def is_ours(folder: Path) -> bool:
    """Whether a folder holds an export of ours."""
    return _described(folder) is not None


def articles(folder: Path) -> list[Path] | None:
    """Return the files with the articles of an export, those that are there; None where the folder holds no export.

    What its other files hold was found in the articles, or stands in their rows.
    """
    described = _described(folder)
    if described is None:
        return None
    real = folder.resolve()
    files = [folder / path for path in _paths(described)]
    return [file for file in files if file.is_file() and file.resolve().is_relative_to(real)]


def _described(folder: Path) -> dict[str, object] | None:
    try:
        found = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
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
