"""The model's spans, each mended by itself: its ends, its compounds, and whether it names anything at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors import edges, gazetteer, tables

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
    "PER": "person",
    "PRS": "person",
    "persName": "person",
    "LOC_GPE": "place",
    "GPE_LOC": "place",
    "placeName": "place",
    "geogName": "place",
    "orgName": "organization",
    "GPE_ORG": "organization",
    "EVN": "event",
    "EVT": "event",
    "WRK": "work",
    "location": "place",
    "nationality": "group",
    "creative work": "work",
} | {each: each for each in "person organization place group event work law facility product".split()}  # noqa: SIM905
# OntoNotes labels, those of other languages, those that GLiNER and language models are asked for; dates, numbers and
# money are not entities, MISC is anything
_MODEL_SCORE = 0.8
_NO_NAMES = tables.words("no_names") | tables.words("calendar") | tables.words("connectors")
LONGEST = 200  # characters of a name; more are a list, or no words at all, and comparing such costs seconds
_SHORTEST = {"group": 3}  # letters; an initial or the D. of a party is no name
_OFFICE = re.compile(r"\b(?:Secretary|Secretaries|Minister|Ministers)\s+(?:of|for)\s+(?:the\s+)?$", re.IGNORECASE)
_HONOURED = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Sen|Rep|Gov|Gen|Col|Lt|Sgt)\.? |(?:Prince|Princess|Pope|President|Senator) )"
    r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)?$|(?:King|Queen|Pope|Emperor) (?:[A-Z][\w'-]+ )+[IVX]+$"
)
_ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|org|net)/|[\]\[{}<>=|©\n!?;:]|\w\.\(|\.\w{4,}")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that names something."""

    start: int
    end: int
    type: str
    label: str  # the model's label; "gazetteer" or "repeat" where another rule found it
    score: float
    surface: str


def tidy(text: str, start: int, end: int, label: str) -> Iterator[Span]:
    """Yield what the model's span is worth: nothing, itself with mended ends, or its parts."""
    if label not in TYPES:
        return
    start, end = edges.trimmed(text, start, end)
    type_ = "person" if _HONOURED.match(text[start:end]) else TYPES[label]
    for part in edges.parts(text, start, end):
        first, last = _ends(text, type_, *edges.trimmed(text, *part))
        span = Span(first, last, type_, label, _MODEL_SCORE, text[first:last])
        if _is_name(span) and not _is_office(text, span):
            yield span


_HONORIFIC = re.compile(r"(?:M|MM|Mme|Mmes|Mlle|Sr|Sra|Hr|Sig|Dott|Dr)\.? (?=[^\W\d_]{2})")  # M. Faure


def plain(text: str, start: int, end: int, label: str) -> Iterator[Span]:
    """Yield the model's span with its ends mended, nothing else: what can be done in any language."""
    start, end = edges.trimmed(text, start, end)
    if label in TYPES and start < end:
        mend = {"person": edges.person, "place": edges.place}.get(TYPES[label])
        start, end = mend(text, start, end) if mend else (start, end)
        if TYPES[label] == "person" and (title := _HONORIFIC.match(text, start, end)):
            start = title.end()
        span = Span(start, end, TYPES[label], label, _MODEL_SCORE, text[start:end])
        yield from [span] if _is_name(span) else []


def _ends(text: str, type_: str, start: int, end: int) -> edges.Ends:
    if type_ == "organization":
        return edges.organization(text, start, end)
    if start < end and not gazetteer.lookup(text[start:end]):
        if type_ == "person":
            return edges.person(text, start, end)
        if type_ == "place":
            return edges.place(text, start, end)
        if type_ == "group":
            return edges.with_first_words(text, start, end), end
    return start, end


def _is_name(span: Span) -> bool:
    """Tell a name from a date, an address, a common word or a fragment."""
    lower = span.surface.lower()
    if (
        not _SHORTEST.get(span.type, 2) <= len(lower) <= LONGEST
        or lower == span.surface
        or not re.search(r"[^\W\d_]", lower)
    ):
        return False
    if _ADDRESS.search(lower) or (span.type == "person" and re.search(r"\d", lower)):
        return False
    if all(word in _NO_NAMES or edges.is_title(word) for word in lower.split()):
        return gazetteer.lookup(span.surface) is not None
    return True


def _is_office(text: str, span: Span) -> bool:
    """Tell the State of "Secretary of State" from a name."""
    may_be = span.type in {"organization", "work", "law"}
    return may_be and _OFFICE.search(text, max(0, span.start - 40), span.start) is not None


def untitled(text: str, span: Span) -> Span:
    """Return a person's span without titles and common words around the name."""
    start, end = edges.person(text, span.start, span.end)
    return replace(span, start=start, end=end, surface=text[start:end])
