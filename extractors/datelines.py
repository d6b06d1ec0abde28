"""Datelines: OSLO, Nov 19 (MPA) - says where a report was written, and by which agency."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractors import gazetteer
from extractors.passages import Passage
from extractors.spans import Span

LABEL = "dateline"
_SCORE = 0.9
_DATE = (
    r"(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.? \d{1,2}"
    r"|\d{1,2} (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*)(?:,? \d{4})?"
)
_DATELINE = re.compile(
    r"(?P<town>[A-Z][\w.'-]+(?: [\w.'-]+){0,3}?)(?:, (?P<state>[A-Z][\w.']+(?: [A-Z][\w.']+){0,2}?))?"
    rf"(?P<date>,? {_DATE})?(?: ?[(/](?P<agency>[A-Z][\w&.-]*(?: [\w&.-]+){{0,3}})[)/])?,?(?P<late>,? {_DATE})?"
    r" ?(?:-{1,2}|[\u2013\u2014]|:) ?(?=[\"A-Z])"
)


def find(text: str, lines: Iterable[Passage]) -> Iterator[Span]:
    """Yield the town, the state and the agency of each line that starts with a dateline."""
    for line in lines:
        found = _DATELINE.match(text, line.start, line.end)
        if found and _is_dateline(text, found):
            for group, type_ in (("town", "place"), ("state", "place"), ("agency", "organization")):
                if found[group]:
                    yield Span(*found.span(group), type_, LABEL, _SCORE, found[group])


def _is_dateline(text: str, found: re.Match[str]) -> bool:
    """Tell a dateline from a remark: by its town, in capitals or with a date or an agency, that is known or named."""
    town = found["town"]
    is_dated = bool(found["date"] or found["late"] or found["agency"])
    is_known = gazetteer.is_place(town) or gazetteer.is_place(town.title())
    return (is_dated or town.isupper()) and (is_known or (is_dated and town.isupper()) or _is_named(text, town))


def _is_named(text: str, town: str) -> bool:
    """Tell whether the text has the town within a sentence too: IERAPETRA - …, the mayor of Ierapetra."""
    return re.search(rf"[a-z] {re.escape(town.title())}\b", text) is not None
