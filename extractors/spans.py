"""Spans of a text, and what mends one span of the model: its ends, its titles, its compounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from extractors import gazetteer, names, tables

TYPES = {
    "PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "facility", "NORP": "group",
    "EVENT": "event", "WORK_OF_ART": "work", "LAW": "law", "PRODUCT": "product",
}  # fmt: skip  OntoNotes labels; dates, numbers, money and languages are not entities
_MODEL_SCORE = 0.8


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that names something."""

    start: int
    end: int
    type: str
    label: str  # the model's label; "gazetteer" or "repeat" where another rule found it
    score: float
    surface: str


_EDGE = " \t\n\r\f\v\u00a0\"'`,;:!?()[]{}<>*_|/\\-–—•·…«»#@$"  # noqa: RUF001  dashes and quotes that cling to names
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$", re.IGNORECASE)
_DASH = re.compile(r"\s*[-–—/]\s*")  # noqa: RUF001  the dash between two countries
_CONNECTORS = frozenset({"of", "for", "the", "and", "&", "to"})
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december today yesterday tomorrow christmas easter".split()
)
_NOT_NAMES = frozenset(
    "west east north south western eastern northern southern god lord internet web covid covid-19 coronavirus "
    "government parliament president congressional state states cabinet administration party court army police "
    "opposition delegation summit agreement treaty inc ltd corp llc plc co read more advertisement photo image "
    "video share newsletter subscribe getty".split()
)


@cache
def titles() -> frozenset[str]:
    """Return the words that stand before a person's name, in lower case."""
    return frozenset(tables.lines("titles.txt"))


def is_title(word: str) -> bool:
    """Tell whether the word is a title, or the country or part before one."""
    return word.rstrip(".,").lower() in titles()


def tidy(text: str, start: int, end: int, label: str) -> Iterator[Span]:
    """Yield what the model's span is worth: nothing, itself with mended ends, or its parts."""
    type_ = TYPES.get(label)
    if type_ is None:
        return
    start, end = _trim(text, start, end)
    for first, last in _parts(text, start, end):
        first, last = _trim(text, first, last)
        if type_ == "person" and not gazetteer.lookup(text[first:last]):
            first, last = _person(text, first, last)
        elif type_ == "organization":
            first = _office(text, first)
        span = Span(first, last, type_, label, _MODEL_SCORE, text[first:last])
        if first < last and _is_name(text, span):
            yield span


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave quotes, brackets, articles and the possessive outside."""
    before = (-1, -1)
    while before != (start, end):
        before = (start, end)
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE and not (text[end - 1] == ")" and "(" in text[start:end]):
            end -= 1
        if (article := _ARTICLE.match(text, start, end)) and article.end() < end:
            start = article.end()
        if possessive := _POSSESSIVE.search(text[start:end]):
            end = start + possessive.start()
        if text[start:end].endswith(".") and not re.search(r"(?:\b\w|\b(?:Inc|Corp|Ltd|Co|Jr|Sr|St|Bros))\.$", text[start:end]):
            end -= 1
    return start, end


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split compounds of known names (US-Russia, US - Saudi Arabia) and a place from what it owns (Russia's Duma)."""
    surface = text[start:end]
    dashes = list(_DASH.finditer(surface))
    edges = [0, *(edge for dash in dashes for edge in dash.span()), len(surface)]
    parts = list(zip(edges[::2], edges[1::2], strict=True))
    if dashes and not gazetteer.lookup(surface) and all(gazetteer.lookup(surface[a:b]) for a, b in parts):
        return [(start + a, start + b) for a, b in parts]
    owner, owns, _ = surface.partition("'s ")
    if owns and gazetteer.lookup(owner):
        return [(start, start + len(owner)), (start + len(owner + owns), end)]
    return [(start, end)]


def _person(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave titles before the name and common words after it outside."""
    found = list(re.finditer(r"\S+", text[start:end]))
    first = 0
    while first < len(found) - 1 and _leads(found[first].group(), found[first + 1].group(), first):
        first += 1
    last = len(found)
    while last > first + 1 and not found[last - 1].group()[0].isupper():
        last -= 1
    stop = start + found[last - 1].end()
    surface = text[start + found[first].start() : stop]
    cut = re.search(r"'s\s|,\s|\s\(|\s[-–—]\s", surface)  # noqa: RUF001  a dash in the text
    if cut and not surface[cut.end() :].lower().startswith(("jr", "sr")):
        stop = start + found[first].start() + cut.start()
    return start + found[first].start(), stop


def _leads(word: str, following: str, position: int) -> bool:
    lower = word.lower()
    if lower in _CONNECTORS:
        return position > 0
    return is_title(word) or (gazetteer.lookup(word.removesuffix("'s")) is not None and is_title(following))


_OFFICE = re.compile(r"\b(?:Secretary|Secretaries|Minister|Ministers)\s+(?:of|for)\s+(?:the\s+)?$", re.IGNORECASE)
_BODY = re.compile(r"\b(?:Ministry|Department|University|Institute|Bank|Academy|Board|Court|House|Chamber)\s+(?:of|for)\s+(?:the\s+)?$")


def _office(text: str, start: int) -> int:
    """Take the head of a name in: Ministry of Health where the model saw Health."""
    head = _BODY.search(text, max(0, start - 40), start)
    return head.start() if head else start


def _is_name(text: str, span: Span) -> bool:
    """Tell a name from an office, a date, an address or a fragment of one."""
    lower = span.surface.lower()
    if len(lower) < 2 or not any(c.isupper() for c in span.surface):  # noqa: PLR2004  an initial is no name
        return False
    if re.search(r"https?:|www\.|@|\.(?:com|org|net)/|[{}<>=|©\n]", lower) or not re.search(r"[^\W\d_]", lower):
        return False
    if all(w in _NOT_NAMES or w in _CALENDAR or w in _CONNECTORS or is_title(w) for w in lower.split()):
        return gazetteer.lookup(span.surface) is not None
    if span.type in {"organization", "work", "law"} and _OFFICE.search(text, max(0, span.start - 40), span.start):
        return False
    return not (span.type == "person" and re.search(r"\d", lower))


def retyped(span: Span, type_: str, score: float) -> Span:
    """Return the span with another type."""
    return span if span.type == type_ else replace(span, type=type_, score=score)


def same_name(first: str, second: str) -> bool:
    """Tell whether two surfaces spell the same word or words, whatever their case and marks."""
    return names.fold(first) == names.fold(second)
