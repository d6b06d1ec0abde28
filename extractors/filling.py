"""Filling: what the extractor left out of the elements in which the article stands.

trafilatura drops whole lists, the first child of a container that an advertisement parts from the rest, and every part
of an article but one where the page cuts it into sibling containers; so do its other modes. Runs that stand in an
element that holds a fifth of the article, or in one named like it within a parent named like its parent, are taken
back. On 528 development pages that brought 440 list items, of which 1 was not the article's, 440 sub-headings (40, most
of them on one page) and 111 paragraphs (8): 15,250 words of articles and 350 others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from extractors import furniture, rendering, words
from extractors.rendering import Rendering, Run

_LEAST_SHARE = 0.2  # of the article's characters that its elements hold
_FEWEST_WORDS = 8  # of a paragraph; shorter ones are labels and credits as often as text
_FEWEST_BEHIND = 40  # words behind the last extracted run, under which they are rather the site's
_PREFIX_CHARS = 40  # by which a run is known to have been extracted, if in another shape
_KINDS = frozenset(("paragraph", "quote", "heading", "list_item"))
_INNER = frozenset(("li", "ul", "ol", "dl", "dt", "dd", "blockquote", "strong", "b"))  # part of what holds them

_Name = tuple[str, str]  # tag and class


def filled(runs: Sequence[Run], page: Rendering) -> list[Run]:
    """Return the runs of an article with those that were left out of its elements, in the order of the page."""
    places = {id(run): place for place, run in enumerate(page.runs)}
    own = sorted(places[id(run)] for run in runs if id(run) in places)
    if not own:
        return list(runs)
    lost = list(_lost(runs, page, own[0]))
    behind = [run for run in lost if places[id(run)] > own[-1]]
    if sum(words.count(run.text) for run in behind) < _FEWEST_BEHIND:
        lost = lost[: len(lost) - len(behind)]
    following: dict[int, list[Run]] = defaultdict(list)
    for run in lost:
        following[own[bisect_left(own, places[id(run)]) - 1]].append(run)
    return [one for run in runs for one in (run, *following.get(places.get(id(run), -1), ()))]


def _lost(runs: Sequence[Run], page: Rendering, first: int) -> Iterator[Run]:
    """Yield the runs behind the first extracted one that stand in the article's elements and are no furniture."""
    own, holders, placed = {id(run) for run in runs}, furniture.holders(runs), {id(run) for run in page.runs}
    elements, names = _containers(runs)
    known = {_beginning(run, page) for run in runs}
    reshaped = "".join(rendering.squeeze(run.text) for run in runs if id(run) not in placed)
    found = [
        run
        for run in page.runs[first + 1 :]
        if id(run) not in own
        and ((container := _container(run.element)) in elements or _name(container) in names)
        and _is_text(run)
        and (beginning := _beginning(run, page)) not in known
        and beginning not in reshaped
    ]
    for run, rule in zip(found, furniture.rules(found, holders), strict=True):
        if rule is None:
            yield run


def _containers(runs: Sequence[Run]) -> tuple[set[HtmlElement], set[tuple[_Name, _Name]]]:
    """Return the elements that hold enough of the article, and the names of those and of their parents."""
    by_element: Counter[HtmlElement] = Counter()
    by_name: Counter[tuple[_Name, _Name]] = Counter()
    for run in runs:
        element = _container(run.element)
        by_element[element] += run.length
        by_name[_name(element)] += run.length
    least = _LEAST_SHARE * sum(run.length for run in runs)
    elements = {element for element, length in by_element.items() if length >= least}
    return elements, {name for name, length in by_name.items() if length >= least}


def _beginning(run: Run, page: Rendering) -> str:
    return page.squeezed[run.start : min(run.end, run.start + _PREFIX_CHARS)] if run.start >= 0 else ""


def _is_text(run: Run) -> bool:
    kind = rendering.kind(run.element)
    is_long = kind in {"heading", "list_item"} or words.count(run.text) >= _FEWEST_WORDS
    return kind in _KINDS and is_long and 2 * run.linked < run.length


def _container(element: HtmlElement) -> HtmlElement:
    """Return the element that holds a block: the parent of a paragraph, and of the list that an item is in."""
    parent = element.getparent()
    while parent is not None and parent.tag in _INNER:
        parent = parent.getparent()
    return element if parent is None else parent


def _name(element: HtmlElement) -> tuple[_Name, _Name]:
    parent = element.getparent()
    above = ("", "") if parent is None else (str(parent.tag), parent.get("class") or "")
    return (str(element.tag), element.get("class") or ""), above
