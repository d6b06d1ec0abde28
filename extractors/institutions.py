"""Institutions that every country has: a parliament, a foreign ministry, a supreme court.

Their bare name says nothing across documents, so it names an entity only together with its country.
"""

from __future__ import annotations

import re

from extractors import gazetteer, names

_OF_A_STATE = frozenset(
    "ministry minister department office bureau agency ministries foreign affair affairs defense interior exterior "
    "home health finance treasury justice education energy trade economy economic transport transportation agriculture "
    "culture labor environment security national state federal public internal general central supreme high "
    "constitutional criminal court appeal appeals parliament congress senate house assembly representatives deputies "
    "lower upper chamber council committee commission cabinet government police army navy air force forces armed "
    "military guard coast border intelligence service services bank prosecutor prosecutors prosecution attorney "
    "election electoral authority administration judiciary budget oversight emergency situations relations staff "
    "joint chiefs special select standing constitution the of for and on in".split()
)
_COMMON = frozenset(
    "party opposition labour conservative liberal socialist democrats board university school hospital city town "
    "county district ruling embassy consulate bar association union federation league club team cup championship "
    "international society academy college institute".split()
)


def is_generic(name: str) -> bool:
    """Tell whether a name is made of words that the institutions of many countries have, its country apart."""
    bare = set(bare_key(name).split())
    return bare <= _OF_A_STATE or (bare <= _OF_A_STATE | _COMMON and not _owner_within(name))


def bare_key(name: str) -> str:
    """Return the key of the name without the country that it starts or ends with."""
    return names.organization_key(_OWNER.sub("", _TAIL.sub("", name)) if _owner_within(name) else name)


_OWNER = re.compile(
    r"^(?:[Tt]he\s+)?(?:U\.S\.|[\w.'-]+?(?:\s(?:Arabian?|Kingdom|States|Korean?|Africa[n]?))?)(?:['’]s)?\s+"
)  # noqa: RUF001  either apostrophe
_TAIL = re.compile(r"\s+of\s+(?:the\s+)?(?=[A-Z])[\w.' -]+$")


def _owner_within(name: str) -> gazetteer.Entry | None:
    first = _OWNER.match(name)
    if first and (entry := _country(re.sub(r"['’]s$", "", first.group().strip()))):  # noqa: RUF001  either apostrophe
        return entry
    return None


def _country(surface: str) -> gazetteer.Entry | None:
    entry = gazetteer.lookup(surface)
    return entry if entry and entry.country == entry.key else None


def has_country(name: str) -> bool:
    """Tell whether an institution of this name belongs to one country: a parliament or a party, not a hospital."""
    bare = set(bare_key(name).split())
    return bare <= _OF_A_STATE or "party" in bare


def owner(name: str, before: str, after: str) -> gazetteer.Entry | None:
    """Return the country whose institution this is, by the name itself or the words beside it."""
    if not has_country(name):
        return None
    if within := _owner_within(name):
        return within
    words = re.findall(r"[^\s]+", before[-40:])[-2:]
    for phrase in (" ".join(words), words[-1] if words else ""):
        if entry := _country(re.sub(r"['’]s?$", "", phrase)):  # noqa: RUF001  either apostrophe
            return entry
    tail = re.match(r"\s+(?:of|in)\s+(?:the\s+)?((?:[A-Z][\w.]*\s?){1,3})", after)
    words = tail.group(1).split() if tail else []
    return next((e for n in range(len(words), 0, -1) if (e := _country(" ".join(words[:n])))), None)


def display(name: str, country: gazetteer.Entry) -> str:
    """Return the institution's name with its country: Foreign Ministry (Russia)."""
    bare = _OWNER.sub("", name) if _owner_within(name) else name
    return f"{bare} ({country.name})"
