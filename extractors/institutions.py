"""Institutions that every country has: a parliament, a foreign ministry, a supreme court.

Their bare name says nothing across documents, so it names an entity only together with its country.
"""

from __future__ import annotations

import re

from extractors import gazetteer, names, tables

_OF_A_STATE = tables.words("state_words")
_HEADS = tables.words("state_heads")
_SOLE = tables.words("sole_words")
_COMMON = tables.words("common_words")


def is_generic(name: str) -> bool:
    """Tell whether a name is made of words that the institutions of many countries have, its country apart."""
    bare = set(bare_key(name).split())
    return bare <= _OF_A_STATE or (bare <= _OF_A_STATE | _COMMON and not (_owner_within(name) or _owner_after(name)))


def bare_key(name: str) -> str:
    """Return the key of the name without the country that it starts or ends with."""
    bare = _OWNER.sub("", name) if _owner_within(name) else name
    tail = _TAIL.search(bare)
    return names.organization_key(bare[: tail.start()] if tail and _country(tail.group(1)) else bare)


def key(name: str, country: gazetteer.Entry) -> str:
    """Return the key of a country's institution, the same for Defence Ministry and Ministry of Defence."""
    words = set(bare_key(name).split()) - _NOT_TELLING
    return " ".join([country.key, *sorted(words)])


_OWNER = re.compile(
    r"^(?:[Tt]he\s+)?(?:U\.S\.|[\w.'-]+?(?:\s(?:Arabian?|Kingdom|States|Korean?|Africa[n]?))?)(?:['\u2019]s)?\s+"
)
_TAIL = re.compile(r"\s+of\s+(?:the\s+)?([A-Z][\w.' -]+)$")
_NOT_TELLING = tables.words("small_words") | {"affairs"}  # Foreign Ministry, Ministry of Foreign Affairs


def _owner_within(name: str) -> gazetteer.Entry | None:
    first = _OWNER.match(name)
    if first and (entry := _country(re.sub(r"['\u2019]s$", "", first.group().strip()))):
        return entry
    return None


def _owner_after(name: str) -> gazetteer.Entry | None:
    tail = _TAIL.search(name)
    return _country(tail.group(1)) if tail else None


def _country(surface: str) -> gazetteer.Entry | None:
    entry = gazetteer.lookup(surface)
    return entry if entry and entry.country == entry.key else None


def has_country(name: str) -> bool:
    """Tell whether an institution of this name belongs to one country: a parliament or a party, not a hospital."""
    bare = set(bare_key(name).split())
    is_told = len(bare) > 1 or bare <= _SOLE or _owner_within(name) or _owner_after(name)
    is_of_a_state = bare <= _OF_A_STATE and bool(bare & _HEADS) and bool(is_told)
    return is_of_a_state or "party" in bare


def owner(name: str, before: str, after: str) -> gazetteer.Entry | None:
    """Return the country whose institution this is, by the name itself or the words beside it."""
    if not has_country(name):
        return None
    if within := _owner_within(name) or _owner_after(name):
        return within
    words = re.findall(r"[^\s]+", before[-40:])[-2:]
    for phrase in (" ".join(words), words[-1] if words else ""):
        if entry := _country(re.sub(r"['\u2019]s?$", "", phrase)):
            return entry
    tail = re.match(r"\s+(?:of|in)\s+(?:the\s+)?((?:[A-Z][\w.]*\s?){1,3})", after)
    words = tail.group(1).split() if tail else []
    return next(
        (
            e
            for n in range(len(words), 0, -1)
            if (e := _country(" ".join(words[:n])) or _country(" ".join(words[:n]).rstrip(".")))
        ),
        None,
    )


def display(name: str, country: gazetteer.Entry) -> str:
    """Return the institution's name with its country: Foreign Ministry (Russia), Bank of Russia."""
    if _owner_after(name):
        return name
    bare = _OWNER.sub("", name) if _owner_within(name) else name
    return f"{bare} ({country.name})"
