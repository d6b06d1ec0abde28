"""Rows of the text tables in ``extractors/data``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def lines(name: str) -> list[str]:
    """Return the lines of a table without blank ones and comments."""
    text = (files("extractors") / "data" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def rows(name: str) -> list[list[str]]:
    """Return the cells of a tab-separated table."""
    return [line.split("\t") for line in lines(name)]


@cache
def _word_lists() -> dict[str, str]:
    return tomllib.loads((files("extractors") / "data" / "words.toml").read_text("utf-8"))


def words(name: str) -> frozenset[str]:
    """Return a set of words of ``words.toml``."""
    return frozenset(_word_lists()[name].split())


@cache
def document(name: str) -> dict[str, Any]:
    """Return a TOML table of tables; it must not be changed."""
    return tomllib.loads((files("extractors") / "data" / name).read_text("utf-8"))
