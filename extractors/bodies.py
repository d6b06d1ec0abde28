"""Which organizations, places and other things a document names: everything but persons.

A name of the gazetteer names its bearer, another one the entity of its own key. Short forms find a longer one of the
document: an acronym the name that it abbreviates or stands in brackets behind, Kestrel its Kestrel Tidal, the Navy its
Indian Navy. Where two could be meant, none is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors import countries, gazetteer, institutions, names, parties, tables
from extractors.links import Link
from extractors.records import ArticleVersion, Mention

_GENERIC_GROUPS = tables.words("generic_groups")
_ABBREVIATED = frozenset({"organization", "event", "law", "place"})
_IN_BRACKETS = frozenset({"organization", "event", "law", "group"})


def links(mentions: Sequence[Mention], version: ArticleVersion) -> dict[Mention, Link]:
    """Return whom each mention of no person names; those that name nobody known or one of several are left out."""
    others = sorted((m for m in mentions if m.type != "person"), key=_place)
    named = countries.named(m.surface for m in others)
    known = {m: link for m in others if (link := _known(m, named))}
    about = countries.dominant(named)
    own = {m: link for m in others if m not in known and (link := _own(m, version, about, named))}
    found = known | own
    found |= _by_part(others, found)
    found |= _by_country(others, found) | parties.links(others, found, about)
    full = _by_initials(found) | _by_brackets(found, version)
    return found | {m: full[m.surface.upper()] for m in others if _abbreviates(m, known, full)}


def _place(mention: Mention) -> tuple[bool, int]:
    """Order mentions as a reader meets them; the title comes last, since it speaks of what the text introduces."""
    return mention.part == "title", mention.start_char


def _known(mention: Mention, named: Counter[str]) -> Link | None:
    """Link a mention of the gazetteer whose type it has."""
    entry = gazetteer.lookup(mention.surface)
    if entry is None or entry.type != mention.type:
        return None
    if gazetteer.is_shared(mention.surface) and not named[entry.country or ""]:
        return None
    method = entry.kind if entry.kind in {"demonym", "acronym"} else "gazetteer"
    type_ = "place" if entry.is_demonym else entry.type
    return Link(type_, entry.key, entry.name, method, entry.kind, entry.country, "gazetteer")


def _own(mention: Mention, version: ArticleVersion, about: str | None, named: Counter[str]) -> Link | None:
    """Link a mention to the entity of its own name; an institution of every country, only with its country."""
    if institutions.is_generic(mention.surface):
        return _institution(mention, version, about)
    key = names.organization_key(mention.surface)
    if mention.type == "group":
        key = re.sub(r"(?<=[^s]{2})s$", "", key)
        if key in _GENERIC_GROUPS:
            return None
    if entry := gazetteer.by_key(mention.type, key):
        return Link(entry.type, entry.key, entry.name, "exact", "full", entry.country, "gazetteer")
    if mention.type != "place":
        return Link(mention.type, key, mention.surface, "exact", "full")
    is_capitals = mention.surface.isupper() and gazetteer.locality(mention.surface) is not None
    name = mention.surface.title() if is_capitals else mention.surface
    return Link("place", key, name, "exact", "full", countries.of_locality(mention.surface, named))


def _institution(mention: Mention, version: ArticleVersion, about: str | None) -> Link | None:
    text = version.title if mention.part == "title" else version.text
    owner = institutions.owner(mention.surface, text[: mention.start_char], text[mention.end_char :])
    method = "exact" if owner else "context"
    if owner is None and about and institutions.has_country(mention.surface):
        owner = gazetteer.country(about)
    if owner is None:
        return None
    name = institutions.display(mention.surface, owner)
    return Link(mention.type, institutions.key(mention.surface, owner), name, method, "full", owner.key)


@dataclass(frozen=True, slots=True)
class _Form:
    """A name of several words as the text has it, folded, and whose it is."""

    words: tuple[str, ...]
    link: Link


def _by_part(others: Iterable[Mention], found: Mapping[Mention, Link]) -> dict[Mention, Link]:
    """Link an organization called by the first or last words of a name that the text introduced before."""
    forms: dict[tuple[str, ...], _Form] = {}
    called: dict[tuple[str, ...], list[_Form]] = defaultdict(list)
    linked: dict[Mention, Link] = {}
    for mention in others:
        words = tuple(names.organization_key(mention.surface).split())
        link = found.get(mention)
        if mention.type != "organization" or (link and link.origin == "gazetteer"):
            is_short = False
        else:
            is_short = not mention.surface.isupper()
        if is_short and words and (whole := _whole(words, link, called.get(words, ()))):
            linked[mention] = replace(whole, method="part", kind=None)
        elif link and link.type == "organization" and len(words) > 1 and words not in forms:
            forms[words] = _Form(words, link)
            for part in dict.fromkeys(_parts(words)):
                called[part].append(forms[words])
    return linked


def _parts(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield by what words a name may be called, as `_is_part` decides: 1,800 banks need not be tried one by one."""
    yield from (words[at:] for at in range(1, len(words)))
    yield words[:1]
    yield from (pair[:1] for pair in pairwise(words) if pair[1] == "for")


def _whole(words: tuple[str, ...], own: Link | None, forms: Iterable[_Form]) -> Link | None:
    """Return the only entity introduced so far that may be called by these words."""
    whole: Link | None = None
    for form in forms:
        is_other = own is None or form.link.identity != own.identity
        if is_other and _is_part(words, form.words, is_generic=own is None):
            if whole and whole.identity != form.link.identity:
                return None
            whole = form.link
    return whole


def _is_part(words: tuple[str, ...], longer: tuple[str, ...], *, is_generic: bool) -> bool:
    """Tell whether a longer name ends with these words, or starts with the one word that it is called by.

    Kestrel Tidal is Kestrel and the Bank of England the Bank; France Telecom Marine is another than France Telecom, and
    the House is no House Committee.
    """
    if not 0 < len(words) < len(longer):
        return False
    if longer[-len(words) :] == words:
        return True
    if len(words) == 1 and any(pair == (words[0], "for") for pair in pairwise(longer)):
        return True  # the Observatory for Human Rights
    is_first = len(words) == 1 and longer[0] == words[0]
    return is_first and (longer[1] in {"of", "for"} or (len(longer) == 2 and not is_generic))  # noqa: PLR2004  longer ones name a part


def _by_country(others: Iterable[Mention], found: Mapping[Mention, Link]) -> dict[Mention, Link]:
    """Link an institution named without its country to the one that was named with it, while no other country is."""
    introduced: dict[tuple[str, str | None], Link] = {}
    country: str | None = None  # named last
    linked = {}
    for mention in others:
        link, is_generic = found.get(mention), institutions.is_generic(mention.surface)
        key = institutions.bare_key(mention.surface) if is_generic else ""
        if link and link.country:
            country = link.country
            if is_generic:
                introduced.setdefault((key, country), link)
        elif link is None and is_generic and country and (meant := introduced.get((key, country))):
            linked[mention] = replace(meant, method="part", kind=None)
    return linked


def _by_initials(found: Mapping[Mention, Link]) -> dict[str, Link]:
    """Return acronym -> the one name of the document that it can abbreviate."""
    full: dict[str, dict[tuple[str, str], Link]] = defaultdict(dict)
    for mention, link in found.items():
        letters = names.initials(mention.surface)
        if letters and link.type in _ABBREVIATED:
            full[letters][link.identity] = _as_acronym(link)
    return {letters: next(iter(meant.values())) for letters, meant in full.items() if len(meant) == 1}


def _by_brackets(found: Mapping[Mention, Link], version: ArticleVersion) -> dict[str, Link]:
    """Return acronym -> the name right before its brackets, whatever its letters: Social Democrats (SPD)."""
    full: dict[str, Link] = {}
    for name, acronym in _neighbours(found):
        text = version.title if name.part == "title" else version.text
        is_inside = text[name.end_char : acronym.start_char] == " (" and text[acronym.end_char :].startswith(")")
        if is_inside and found[name].type in _IN_BRACKETS and _is_acronym(acronym) and not _is_acronym(name):
            full.setdefault(acronym.surface.upper(), _as_acronym(found[name]))
    return full


def _neighbours(found: Iterable[Mention]) -> Iterator[tuple[Mention, Mention]]:
    ordered = sorted(found, key=_place)
    return ((a, b) for a, b in pairwise(ordered) if (a.part == "title") == (b.part == "title"))


def _as_acronym(link: Link) -> Link:
    return replace(link, method="acronym", kind="acronym", origin="document")


def _is_acronym(mention: Mention) -> bool:
    return " " not in mention.surface and sum(c.isupper() for c in mention.surface) > 1


def _abbreviates(mention: Mention, known: Mapping[Mention, Link], full: Mapping[str, Link]) -> bool:
    """Tell whether a mention is an acronym of a name in the document; its own meaning elsewhere does not matter."""
    if not _is_acronym(mention) or mention.surface.upper() not in full:
        return False
    meant, elsewhere = full[mention.surface.upper()], known.get(mention)
    if meant.type != mention.type and (elsewhere or meant.type == "place"):
        return False  # UN beside Upper Nile
    return elsewhere is None or elsewhere.identity != meant.identity
