"""Names whose bearer is known beforehand: countries and their demonyms, regions, cities, world organizations.

Tables and their licences: ``extractors/data/README.md``. A country's key is its ISO 3166-1 code.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from extractors import names, tables

# Also given names, family names, companies or common words: the model must have seen a name of that type.
_NEED_SUPPORT = tables.words("ambiguous_places") | {name for name, mark in tables.rows("companies.tsv") if mark}
# A name that a country shares with another well-known place: it is the country only beside other names of the country.
_SHARED = frozenset({"Georgia"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A known bearer of a name."""

    type: str
    key: str
    name: str
    country: str | None
    kind: str  # full, acronym, demonym

    @property
    def is_demonym(self) -> bool:
        """Tell whether the spelling names the people or the quality rather than the place."""
        return self.kind == "demonym"


@cache
def _entries() -> dict[str, Entry]:
    """Return spelling -> entry. Countries win over cities (Panama), cities over all else."""
    found: dict[str, Entry] = {}
    for name, _ in tables.rows("companies.tsv"):
        _add(found, Entry("organization", names.organization_key(name), name, None, "full"), "")
    for name, others, country in tables.rows("organizations.tsv"):
        _add(found, Entry("organization", names.organization_key(name), name, country or None, "full"), others)
    for name, others, type_ in tables.rows("others.tsv"):
        _add(found, Entry(type_, names.organization_key(name), name, None, "full"), others)
    for name, others, country, demonyms in tables.rows("places.tsv"):
        _add(found, Entry("place", names.organization_key(name), name, country or None, "full"), others, demonyms)
    for code, name, others, demonyms in tables.rows("countries.tsv"):
        _add(found, Entry("place", code, name, code, "full"), others, demonyms)
    return found


def _add(found: dict[str, Entry], entry: Entry, others: str, demonyms: str = "") -> None:
    found[entry.name] = entry
    for other in filter(None, others.split(";")):
        kind = "acronym" if other.replace(".", "").isupper() else "full"
        found[other] = Entry(entry.type, entry.key, entry.name, entry.country, kind)
    for demonym in filter(None, demonyms.split(";")):
        found[demonym] = Entry("group", entry.key, entry.name, entry.country, "demonym")


@lru_cache(maxsize=1 << 14)  # each name of an article is asked for some five times
def lookup(surface: str) -> Entry | None:
    """Return whom this spelling names, or None. Case matters (US, us); a leading article does not."""
    surface = re.sub(r"^[Tt]he\s+", "", surface.replace("’", "'"))  # noqa: RUF001  the typographic apostrophe
    found = _entries().get(surface) or (_entries().get(surface.title()) if len(surface) > 3 else None)  # noqa: PLR2004  IRAN, but not WHO
    return found or _own_body(surface)


@dataclass(frozen=True, slots=True)
class Locality:
    """What is known of a city or region by its name alone: how likely the name is its, and in which country."""

    country: str | None  # ISO 3166-1 code, where nearly all inhabitants of places of this name live in one country
    thousands: int  # inhabitants of the largest one
    is_personal: bool  # also a given or family name


def locality(surface: str) -> Locality | None:
    """Return what this name of a city of 15,000 inhabitants or of a first-level region tells: a hint, no more."""
    surface = surface.replace("’", "'")  # noqa: RUF001  the typographic apostrophe
    return _localities().get(surface) or (_localities().get(surface.title()) if surface.isupper() else None)


@cache
def _localities() -> dict[str, Locality]:
    rows = tables.rows("localities.tsv")
    return {name: Locality(code or None, int(size), mark == "p") for name, code, size, mark in rows}


def is_place(surface: str) -> bool:
    """Tell whether this is a known name of a country, a region, a city or a body of water."""
    entry = lookup(surface)
    return entry.type == "place" if entry else locality(surface) is not None


def _own_body(surface: str) -> Entry | None:
    """Look a state's body up behind its country: US State Department, Russia's Kremlin."""
    first, _, rest = surface.partition(" ")
    country, body = _entries().get(first.removesuffix("'s")), _entries().get(rest)
    if country and body and body.type == "organization" and country.country == body.country:
        return body
    return None


def needs_support(surface: str) -> bool:
    """Tell whether this spelling is too ambiguous to be taken for a name where the model saw none."""
    return surface in _NEED_SUPPORT


def is_shared(surface: str) -> bool:
    """Tell whether this country's name needs other names of the country beside it."""
    return surface in _SHARED


def well_known(name: str) -> str | None:
    """Return the full name of the person whom the news of the world mean by this one name: Putin."""
    return _persons()[0].get(names.person_key(name))


def person_name(key: str) -> str | None:
    """Return the name of a well-known person by its key."""
    return _persons()[1].get(key)


@cache
def _persons() -> tuple[dict[str, str], dict[str, str]]:
    rows = tables.rows("well_known.tsv")
    return {names.person_key(one): full for one, full in rows}, {names.person_key(full): full for _, full in rows}


def country(code: str) -> Entry | None:
    """Return the country of this ISO code."""
    return by_key("place", code)


def by_key(type_: str, key: str) -> Entry | None:
    """Return the bearer that has this key."""
    return _by_key().get((type_, key))


@cache
def _by_key() -> dict[tuple[str, str], Entry]:
    return {(e.type, e.key): e for e in _entries().values() if not e.is_demonym}


def country_of(surface: str) -> str | None:
    """Return the ISO code where the spelling is a country's name or demonym."""
    entry = lookup(surface)
    return entry.key if entry and entry.key == entry.country else None


@dataclass(frozen=True, slots=True)
class Spellings:
    """What may be looked for in a text: by first word the lengths that its spellings have, longest first.

    As many spellings as one given name has bearers cost a look-up for each length: 7,600 took 4 CPU s one by one.
    """

    known: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]]


@cache
def phrases() -> Spellings:
    """Return every spelling that may be looked for in a text."""
    return by_first_word(spelling for spelling in _entries() if spelling not in _NEED_SUPPORT)


@cache
def localities() -> Spellings:
    """Return the names of localities that are no personal names, as `phrases` does its own."""
    return by_first_word(name for name, known in _localities().items() if not known.is_personal)


def by_first_word(spellings: Iterable[str]) -> Spellings:
    """Index spellings for `occurrences`."""
    known = frozenset(spellings)
    lengths: dict[str, set[int]] = defaultdict(set)
    for spelling in known:
        if first := _WORD.match(spelling):
            lengths[first.group()].add(len(spelling))
    return Spellings(known, {word: tuple(sorted(found, reverse=True)) for word, found in lengths.items()})


_WORD = re.compile(r"[^\W_]+")
_CAPITAL = re.compile(r"(?<![^\W_])[^\W_a-z][^\W_]*|(?<![^\W_])al(?=[- ][A-Z])")  # a lower-case start: al-Qaeda


def occurrences(text: str, index: Spellings, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where indexed spellings stand as whole words in text[start:end], longest first, not overlapping."""
    done = start
    places, words = _capitals(text)
    for number in range(bisect_left(places, start), bisect_left(places, end)):
        lengths, at = index.lengths.get(words[number]), places[number]
        if lengths is None or at < done:
            continue
        for length in lengths:
            stop = at + length
            if stop <= end and text[at:stop] in index.known and not text[stop : stop + 1].isalnum():
                done = stop
                yield at, stop
                break


@lru_cache(maxsize=1)  # asked for each line of an article, three times
def _capitals(text: str) -> tuple[list[int], list[str]]:
    """Return where words with a capital stand in a text, and the words."""
    found = list(_CAPITAL.finditer(text))
    return [word.start() for word in found], [word.group() for word in found]
