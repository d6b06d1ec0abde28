"""Institutions that every country has: a parliament, a foreign ministry, a supreme court.

Their bare name says nothing across documents, so it names an entity only together with its country.
"""

from __future__ import annotations

import re

from extractors import gazetteer, names, tables

_OF_A_STATE = tables.words("state_words")
_SOLE = tables.words("sole_words")
_COMMON = tables.words("common_words")


def is_generic(name: str) -> bool:
    """Tell whether a name is made of words that the institutions of many countries have, its country apart."""
    bare = set(bare_key(name).split())
    return bare <= _OF_A_STATE or (bare <= _OF_A_STATE | _COMMON and not _owner_within(name))


def bare_key(name: str) -> str:
    """Return the key of the name without the country that it starts or ends with."""
    return names.organization_key(_OWNER.sub("", _TAIL.sub("", name)) if _owner_within(name) else name)


_OWNER = re.compile(
    r"^(?:[Tt]he\s+)?(?:U\.S\.|[\w.'-]+?(?:\s(?:Arabian?|Kingdom|States|Korean?|Africa[n]?))?)(?:['\u2019]s)?\s+"
)
_TAIL = re.compile(r"\s+of\s+(?:the\s+)?(?=[A-Z])[\w.' -]+$")


def _owner_within(name: str) -> gazetteer.Entry | None:
    first = _OWNER.match(name)
    if first and (entry := _country(re.sub(r"['\u2019]s$", "", first.group().strip()))):
        return entry
    return None


def _country(surface: str) -> gazetteer.Entry | None:
    entry = gazetteer.lookup(surface)
    return entry if entry and entry.country == entry.key else None


def has_country(name: str) -> bool:
    """Tell whether an institution of this name belongs to one country: a parliament or a party, not a hospital."""
    bare = set(bare_key(name).split())
    return (bare <= _OF_A_STATE and (len(bare) > 1 or bare <= _SOLE)) or "party" in bare


def owner(name: str, before: str, after: str) -> gazetteer.Entry | None:
    """Return the country whose institution this is, by the name itself or the words beside it."""
    if not has_country(name):
        return None
    if within := _owner_within(name):
        return within
    words = re.findall(r"[^\s]+", before[-40:])[-2:]
    for phrase in (" ".join(words), words[-1] if words else ""):
        if entry := _country(re.sub(r"['\u2019]s?$", "", phrase)):
            return entry
    tail = re.match(r"\s+(?:of|in)\s+(?:the\s+)?((?:[A-Z][\w.]*\s?){1,3})", after)
    words = tail.group(1).split() if tail else []
    return next((e for n in range(len(words), 0, -1) if (e := _country(" ".join(words[:n])))), None)


def display(name: str, country: gazetteer.Entry) -> str:
    """Return the institution's name with its country: Foreign Ministry (Russia)."""
    bare = _OWNER.sub("", name) if _owner_within(name) else name
    return f"{bare} ({country.name})"
