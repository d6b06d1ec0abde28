"""Fallback: which of several readings of a page is its article, where the extractor's first one finds too little.

The readings judge each other: the more of its words a reading shares with the others, and with the articleBody and the
description that the page states of itself, the better. So a reading that took a menu, a box or one paragraph for the
article loses to two that agree on the text, whatever their order. The score of containers follows Readability
(Arc90, 2009): a paragraph speaks for its parent, and half as much for the parent above.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from extractors import furniture, rendering, words
from extractors.rendering import Rendering, Run

_MIN_PARAGRAPH_CHARS = 60
_MOST_LINKED = 0.25
_OF_PARENT, _OF_GRANDPARENT = 1.0, 0.5
_HAS_THEIRS = 0.7
_BODY, _DESCRIPTION = 1.0, 0.3  # what agreement with the page's own statements weighs beside that of another reading


class Evidence(NamedTuple):
    """What a page states of its article: JSON-LD's articleBody and the description, "" where it states none."""

    body: str
    description: str


def best(readings: Sequence[list[Run]], evidence: Evidence) -> list[Run]:
    """Return the reading that agrees most with the others and the evidence; of equal ones the first, [] of none."""
    bags = [Counter(word for run in reading for word in words.words(run.text)) for reading in readings]
    body, description = (Counter(words.words(text)) for text in evidence)

    def agreement(index: int) -> float:
        bag = bags[index]
        others = [_likeness(bag, other) for place, other in enumerate(bags) if place != index and other]
        return (
            sum(others) / max(1, len(others))
            + _BODY * _share(body, bag)
            + _DESCRIPTION * _share(Counter(set(description)), bag)
        )

    full = [index for index, bag in enumerate(bags) if bag]
    return readings[max(full, key=lambda index: (agreement(index), -index))] if full else []


def long_runs(page: Rendering) -> list[Run]:
    """Return the page's runs of some length and few links."""
    return [run for run in page.runs if run.length >= _MIN_PARAGRAPH_CHARS and run.linked <= _MOST_LINKED * run.length]


def paragraphs(page: Rendering) -> list[Run]:
    """Return the page's paragraphs of some length and few links, furniture aside."""
    found = long_runs(page)
    rules = furniture.rules(found, furniture.holders(found))
    return [run for run, rule in zip(found, rules, strict=True) if rule is None] or found


def in_best_container(page: Rendering) -> list[Run]:
    """Return those paragraphs that stand in the element for which most of their characters speak."""
    found = paragraphs(page)
    scores: Counter[HtmlElement] = Counter()
    for run in found:
        parents = run.element.iterancestors()
        for weight, element in zip((_OF_PARENT, _OF_GRANDPARENT), parents, strict=False):
            scores[element] += round(weight * run.length)
    if not scores:
        return []
    top = max(scores, key=lambda element: scores[element])
    return [run for run in found if any(one is top for one in rendering.upwards(run.element))]


def _likeness(ours: Counter[str], theirs: Counter[str]) -> float:
    """Return how much of another reading's words this one has, and, for less, how much of its own the other has.

    The first weighs more: a reading of two paragraphs is like another such, and neither is the article.
    """
    return _HAS_THEIRS * _share(theirs, ours) + (1 - _HAS_THEIRS) * _share(ours, theirs)


def _share(wanted: Counter[str], bag: Counter[str]) -> float:
    return (wanted & bag).total() / max(1, wanted.total())
