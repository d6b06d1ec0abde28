"""Which countries a document is about, by the places that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from extractors import gazetteer

_ENOUGH = 3  # mentions of places that tell the country which a document is about,
_MOST = 0.8  # and their share among all
_LARGE = 100  # thousand inhabitants: the name means this city without more said


def named(surfaces: Iterable[str]) -> Counter[str]:
    """Return how often each country (ISO 3166-1 code) is named, by itself, its people or a place in it."""
    found = (None if gazetteer.is_shared(surface) else _country(surface) for surface in surfaces)
    return Counter(code for code in found if code)


def _country(surface: str) -> str | None:
    entry = gazetteer.lookup(surface)
    return entry.country if entry and entry.type != "organization" else None


def dominant(named: Counter[str]) -> str | None:
    """Return the country that nearly all places of the document belong to, None where there is none."""
    for country, count in named.most_common(1):
        if count >= _ENOUGH and count >= _MOST * named.total():
            return country
    return None


def of_locality(surface: str, named: Counter[str]) -> str | None:
    """Return a city's country where two of three hold: the document names it, the city is large, no person's name."""
    known = gazetteer.locality(surface)
    if known is None or known.country is None:
        return None
    reasons = (named[known.country] > 0, known.thousands >= _LARGE, not known.is_personal)
    return known.country if sum(reasons) > 1 else None
