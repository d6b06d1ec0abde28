"""Furniture: elements of a page that are named for what they are (share bar, newsletter box), around or in an article.

An element is judged by its tag and the words of its class and id, up to the element that holds most of the article:
above that, "sidebar" names a layout with one.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Container, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from lxml.html import HtmlElement

from extractors import rendering
from extractors.rendering import Run

_MOST = 0.5  # share of the article's characters from which on an element holds the article
_DEPTH = 8  # ancestors looked at


class _Rule(NamedTuple):
    name: str
    tags: frozenset[str]
    words: frozenset[str]
    pairs: frozenset[tuple[str, str]]


def rules(runs: Sequence[Run], holders: Container[HtmlElement]) -> list[str | None]:
    """Return for each run the name of the furniture it stands in, None for the article's own."""
    known: dict[tuple[HtmlElement, int], str | None] = {}
    return [_rule(run.element, 0, holders, known) for run in runs]


def holders(runs: Sequence[Run]) -> set[HtmlElement]:
    """Return the elements that hold more than half of the runs' characters."""
    own: Counter[HtmlElement] = Counter()
    for run in runs:
        own[run.element] += run.length
    held, within = own.copy(), Counter[HtmlElement]()
    for element, length in own.items():  # siblings share their ancestors: a third of the steps
        if (parent := element.getparent()) is not None:
            within[parent] += length
    for parent, length in within.items():
        for element in rendering.upwards(parent):
            held[element] += length
    whole = sum(own.values())
    return {element for element, length in held.items() if length > _MOST * whole}


def _rule(
    element: HtmlElement, depth: int, holders: Container[HtmlElement], known: dict[tuple[HtmlElement, int], str | None]
) -> str | None:
    if element in holders or depth > _DEPTH:
        return None
    if (element, depth) not in known:
        own, parent = _named(*rendering.names(element)), element.getparent()
        known[element, depth] = own if own or parent is None else _rule(parent, depth + 1, holders, known)
    return known[element, depth]


@lru_cache(maxsize=4096)
def _named(tag: str, *words: str) -> str | None:
    for rule in _table():
        if tag in rule.tags or not rule.words.isdisjoint(words) or not rule.pairs.isdisjoint(pairwise(words)):
            return rule.name
    return None


@cache
def _table() -> tuple[_Rule, ...]:
    table = tomllib.loads(files("extractors").joinpath("data/furniture.toml").read_text(encoding="utf-8"))
    return tuple(
        _Rule(
            name,
            frozenset(row.get("tags", ())),
            frozenset(word for word in row.get("names", ()) if "-" not in word),
            frozenset(tuple(word.split("-", 1)) for word in row.get("names", ()) if "-" in word),
        )
        for name, row in table.items()
    )
