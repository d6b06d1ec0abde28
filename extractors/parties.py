"""What a party's members are called -> the party: Social Democrats of a Social Democratic Party, Greens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from extractors import names
from extractors.links import Link
from extractors.records import Mention

_TYPES = frozenset({"organization", "group"})
_MEMBERS = {"democratic": "democrat", "democrats": "democrat", "union": "", "party": ""}


def links(mentions: Iterable[Mention], found: Mapping[Mention, Link], about: str | None) -> dict[Mention, Link]:
    """Return the party of each mention that calls it otherwise, where the document names only one that it can be.

    A party that is known beforehand is meant where the document is about its country; another one by its members.
    """
    parties: dict[str, dict[tuple[str, str], Link]] = {}
    for link in found.values():
        if link.type == "organization" and (stem := _of_party(link.name)):
            parties.setdefault(stem, {})[link.identity] = link
    linked = {}
    for mention in mentions:
        own, stem = found.get(mention), _of_party(mention.surface) or _of_members(mention.surface)
        if mention.type not in _TYPES or not stem or (own and own.origin == "gazetteer"):
            continue
        meant = _the_one(parties.get(stem, {}), about, is_name=bool(_of_party(mention.surface)))
        if meant and (own is None or own.identity != meant.identity):
            linked[mention] = replace(meant, method="part", kind=None)
    return linked


def _the_one(meant: Mapping[tuple[str, str], Link], about: str | None, *, is_name: bool) -> Link | None:
    """Return the known party of the country, else the only one of the document; a full name is not another's."""
    known = [link for link in meant.values() if link.origin == "gazetteer"]
    if known:
        return known[0] if len(known) == 1 and about and known[0].country == about else None
    return None if is_name or len(meant) != 1 else next(iter(meant.values()))


def _of_party(name: str) -> str:
    """Return what the members of a party of this name are called, "" where it is no name of a party."""
    words = names.organization_key(name).partition(" of ")[0].split()
    is_party = len(words) > 1 and (words[-1] == "party" or (words[-1] == "union" and "democratic" in words))
    return _plain(words) if is_party else ""


def _of_members(name: str) -> str:
    words = names.organization_key(name).split()
    return _plain(words) if words and words[-1].endswith("s") and not name.isupper() else ""


def _plain(words: Iterable[str]) -> str:
    return " ".join(filter(None, (_MEMBERS.get(word, word) for word in words))).removesuffix("s")
