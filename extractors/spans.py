"""Spans of a text, and what mends one span of the model: its ends, its titles, its compounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from extractors import gazetteer, tables

TYPES = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "facility",
    "NORP": "group",
    "EVENT": "event",
    "WORK_OF_ART": "work",
    "LAW": "law",
    "PRODUCT": "product",
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
_LOWER_START = frozenset("al el bin ibn von van de da di del la le du abu ter".split())
_CONNECTORS = frozenset({"of", "for", "the", "and", "&", "to"})
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december today yesterday tomorrow christmas easter".split()
)
_NOT_NAMES = frozenset(
    "west east north south western eastern northern southern god lord internet web covid covid-19 coronavirus "
    "government parliament president congressional state states cabinet administration party court army police "
    "opposition delegation summit agreement treaty inc ltd corp llc plc co read more advertisement photo image "
    "video share newsletter subscribe getty ai tv pm ceo cfo cto gdp vat dna hiv aids usd eur gbp cctv var vip pdf "
    "ict it id faq gps sms suv ev evs llm llms ipo etf esg pr hr mp mps phd mba bc ad rsvp diy lgbt lgbtq npc url app "
    "d r i rep sen ok am est gmt utc bst edt pdt".split()
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
    if _HONOURED.match(text[start:end]):
        type_ = "person"
    for first, last in _parts(text, start, end):
        first, last = _trim(text, first, last)
        if type_ == "person" and not gazetteer.lookup(text[first:last]):
            first, last = _person(text, first, last)
        elif type_ == "place" and not gazetteer.lookup(text[first:last]):
            first, last = _place(text, first, last)
        elif type_ == "organization":
            first, last = _office(text, first), _coordinated(text, first, last)
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
        if (score := _SCORE.search(text[start:end])) and score.start() > 0:
            end = start + score.start()
        if tail := re.search(r"\s(?:of|the|and|in|for|to|at|on|by|with|from|'s)$", text[start:end]):
            end = start + tail.start()
        if text[start:end].endswith(".") and not re.search(
            r"(?:\b\w|\b(?:Inc|Corp|Ltd|Co|Jr|Sr|St|Bros))\.$", text[start:end]
        ):
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
    if bracket := re.search(r"\s?\((?=[^)]*$)", surface):  # European Union (EU, where the span lost its end
        return [(start, start + bracket.start()), (start + bracket.end(), end)]
    if ", " in surface and not re.search(r"\b(?:of|for|Inc|Ltd|LLC|Co|Corp)\b", surface):
        return _listed(surface, start)
    owner, owns, _ = surface.partition("'s ")
    if owns and gazetteer.lookup(owner):
        return [(start, start + len(owner)), (start + len(owner + owns), end)]
    return [(start, end)]


def _listed(surface: str, start: int) -> list[tuple[int, int]]:
    """Split a list of names: Tesla, Uber and Snapchat."""
    commas = list(re.finditer(r",? and |, ", surface))
    edges = [0, *(edge for comma in commas for edge in comma.span()), len(surface)]
    return [(start + a, start + b) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _person(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave titles before the name and common words after it outside."""
    found = list(re.finditer(r"\S+", text[start:end]))
    first = 0
    while first < len(found) - 1 and (
        found[first].group().islower() and not first and found[0].group() not in _LOWER_START
    ):
        first += 1
    while first < len(found) - 1 and _leads(found[first].group(), found[first + 1].group(), first):
        first += 1
    last = len(found)
    while last > first + 1 and not found[last - 1].group()[0].isupper():
        last -= 1
    stop = start + found[last - 1].end()
    if more := _PARTICLE.match(text, stop):
        stop = more.end()
    surface = text[start + found[first].start() : stop]
    cut = re.search(r"'s\s|,\s|\s\(|\s[-–—]\s", surface)  # noqa: RUF001  a dash in the text
    if cut and not surface[cut.end() :].lower().startswith(("jr", "sr")):
        stop = start + found[first].start() + cut.start()
    return start + found[first].start(), stop


def _place(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave common words around a place outside: east Delhi, Lviv region."""
    words = list(re.finditer(r"\S+", text[start:end]))
    while len(words) > 1 and words[0].group().islower():
        words = words[1:]
    while len(words) > 1 and words[-1].group().islower():
        words = words[:-1]
    return (start + words[0].start(), start + words[-1].end()) if words else (start, end)


def _leads(word: str, following: str, position: int) -> bool:
    lower = word.lower()
    if lower in _CONNECTORS:
        return position > 0
    return is_title(word) or (gazetteer.lookup(word.removesuffix("'s")) is not None and is_title(following))


_OFFICE = re.compile(r"\b(?:Secretary|Secretaries|Minister|Ministers)\s+(?:of|for)\s+(?:the\s+)?$", re.IGNORECASE)
_BODY = re.compile(
    r"\b(?:Ministry|Department|University|Institute|Bank|Academy|Board|Court|House|Chamber)\s+(?:of|for)\s+(?:the\s+)?$"
)


_HONOURED = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Sen|Rep|Gov|Gen|Col|Lt|Sgt)\.? |(?:Prince|Princess|Pope|President|Senator) )"
    r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)?$"
)
_PARTICLE = re.compile(
    r"[ -](?:(?:al|el|ul|ur|bin|ibn|bint|von|van|der|den|de|da|di|del|la)[- ])+[A-Z][\w-]+|(?<=[ -]al)-[A-Z][\w-]+"
)
_FIELD = re.compile(
    r"(?:, [A-Z]\w+(?: [A-Z]\w+)*)*,? and (?:[A-Z]\w+ )*(?:Studies|Affairs|Sciences?|Services|Relations|Security|Development|"
    r"Trade|Industry|Technology|Research|Culture|Sports?|Tourism|Education|Health|Welfare|Environment|Infrastructure|"
    r"Energy|Communications?|Prevention|Control|Fisheries|Forestry|Housing|Labou?r|Arts|Engineering|Medicine|"
    r"Economics|Policy|Cooperation|Democracy|Peace|Reconciliation|Emancipation|Innovation)\b"
)


def _coordinated(text: str, start: int, end: int) -> int:
    """Take the other fields of a body in: Institute of Russian, Eastern European and Central Asian Studies."""
    more = _FIELD.match(text, end) if re.search(r"\b(?:of|for)\b", text[start:end]) else None
    return more.end() if more else end


def _office(text: str, start: int) -> int:
    """Take the head of a name in: Ministry of Health where the model saw Health."""
    head = _BODY.search(text, max(0, start - 40), start)
    return head.start() if head else start


_SCORE = re.compile(r"\s(?:of\s)?\d+(?:[,.:–-]\d+)+$|\s\d{4}$")  # noqa: RUF001  National League 5-3, COP 2024


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
    if re.search(r"[!?;:]|\w\.\(|\.\w{4,}", lower) or (span.type == "group" and len(lower) < 3):  # noqa: PLR2004
        return False
    return not (span.type == "person" and re.search(r"\d", lower))


def untitled(text: str, span: Span) -> Span:
    """Return a person's span without titles and common words around the name."""
    start, end = _person(text, span.start, span.end)
    return replace(span, start=start, end=end, surface=text[start:end])
