"""Persons for whom nothing in a text vouches: Ring, Sleeping Bag and Google Cloud, as the model takes them in a guide.

An article names a person by a given name or a title, once in full, or lets the person speak. On 101 guides and other
pages of the web .30 of the names that the model gives to persons are persons' (150 read by eye), and .54 of those that
something vouches for; on 40 pages of news a tenth of the names go, five of six of them wrong.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from extractors import context, gazetteer, kinds, overlooked, tables, type_model, words
from extractors.spans import Span
from extractors.voting import follows_title

_LONG = 1000  # characters of a text that would name a person in full
_GIVEN_PLACES = tables.words("given_places")
_PERSON = type_model.TYPES.index("person")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'-]*) $")

_Named = Mapping[str, Sequence[Span]]  # the persons' spans by their surface


def vouched(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the spans without persons for whom nothing vouches; all of them where the text is short.

    What begins the name of a body in the text is that body: Halvorsen of Halvorsen Marin.

    Of several words nobody vouches for, those stay that the text has not in lower case (Kitchen Suite, a suite); where
    it names no person at all, only those that the learned model takes for one.
    """
    spans = list(spans)
    if len(text) < _LONG:
        return spans
    named: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        if span.type == "person":
            named[span.surface].append(span)
    told = {name for name, places in named.items() if _is_told(text, name, places)}
    full = set(_full(text, named, told))
    parts = {
        word for name in full | {s.surface for s in spans if kinds.is_personal(s.surface)} for word in name.split()
    }
    kept = full | told | {name for name in named if name in parts or kinds.is_given(name)}
    likely = kept | {s.surface.split()[0] for s in spans if s.type == "organization" and " " in s.surface}
    return [
        span if span.type != "person" or span.surface in kept else replace(span, type="organization")
        for span in spans
        if span.type != "person" or span.surface in likely
    ]


def _full(text: str, named: _Named, told: Collection[str]) -> Iterator[str]:
    """Yield the names of several words that stay."""
    lower = words.lower_case(text)
    has_persons = any(" " in name for name in told)
    for name, places in named.items():
        if " " in name and (
            name in told or (name.split()[-1].lower() not in lower and (has_persons or _is_learned(text, name, places)))
        ):
            yield name


def _is_told(text: str, name: str, places: Sequence[Span]) -> bool:
    """Tell whether a name, or the words beside it somewhere, are a person's."""
    is_known = kinds.is_personal(name) or (" " in name and name.split(maxsplit=1)[0] in _GIVEN_PLACES)
    return is_known or gazetteer.well_known(name) is not None or any(_is_shown(text, place) for place in places)


def _is_shown(text: str, place: Span) -> bool:
    """Tell whether a person's title or given name stands before a name, or behind it what persons do."""
    told = context.told(text, place.start, place.end)
    before = _WORD_BEFORE.search(text, max(0, place.start - 20), place.start)
    return (
        follows_title(text, place.start)
        or overlooked.acts(text, place.start, place.end)
        or (told is not None and told[0] == "person")
        or (before is not None and kinds.is_given(before[1]))
    )


def _is_learned(text: str, name: str, places: Sequence[Span]) -> bool:
    """Tell whether the learned model takes a name with what stands around it for a person's."""
    scores = [type_model.of_name(name), *(type_model.of_context(text, place.start, place.end) for place in places)]
    sums = [sum(column) for column in zip(*scores, strict=True)]
    return bool(max(sums) == sums[_PERSON])
