"""Names that the model splits: a body and its field, a city and its state, a country and its institution."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extractors import gazetteer, institutions
from extractors.spans import LONGEST, Span

_BODY_ENDS = re.compile(
    r"(?:Agency|Ministry|Department|Institute|Bank|University|Cent(?:er|re)|Academy|Council|Federation|Association|"
    r"Organi[sz]ation|Commission|Committee|Office|School|College|Society|Foundation|Fund|Court|Programme|Program)$"
)


def fields(text: str, spans: Iterable[Span]) -> list[Span]:
    """Join a body and its field, which the model splits: Agency / for / International Development."""
    joined: list[Span] = []
    for span in spans:
        if joined and _is_field(text, joined[-1], span):
            joined[-1] = _through(text, joined[-1], span)
        else:
            joined.append(span)
    return joined


def _is_field(text: str, body: Span, span: Span) -> bool:
    if text[body.end : span.start] == ", ":  # Washington, D.C.
        return body.type == span.type == "place" and gazetteer.lookup(text[body.start : span.end]) is not None
    if text[body.end : span.start] == " ":  # Casa / Santa Marta
        are_two = gazetteer.is_place(body.surface) and gazetteer.is_place(span.surface)
        return body.type == span.type == "place" and not are_two
    return (
        body.type == "organization"
        and span.end - body.start <= LONGEST
        and span.type in {"organization", "place"}
        and text[body.end : span.start] in {" for ", " of "}
        and _BODY_ENDS.search(body.surface) is not None
    )


def with_country(text: str, spans: Iterable[Span]) -> list[Span]:
    """Join a country and its institution, which the model splits: Russian / Senate."""
    joined: list[Span] = []
    for span in spans:
        if joined and _is_its_institution(joined[-1], span):
            joined[-1] = replace(_through(text, joined[-1], span), type=span.type, label=span.label)
        else:
            joined.append(span)
    return joined


def _is_its_institution(country: Span, span: Span) -> bool:
    return (
        span.type == "organization"
        and country.end + 1 == span.start
        and gazetteer.country_of(country.surface) is not None
        and institutions.is_generic(span.surface)
    )


def _through(text: str, first: Span, last: Span) -> Span:
    return replace(first, end=last.end, surface=text[first.start : last.end])
