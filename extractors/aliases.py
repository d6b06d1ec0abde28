"""Mentions -> entities and their aliases: whom each mention of a document names.

An entity's id is the hash of its type and of the key of its full name (`extractors.names`; a country's key is its
ISO code), so the same name in two documents is one entity, in any order and without any memory. Within a document
short forms find their full one: a family name its person, an acronym its organization.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extractors import gazetteer, institutions, names, persons, tables
from extractors.identity import hash_id
from extractors.records import Alias, ArticleVersion, Entity, Mention

_REGAL = re.compile(r"\b(Pope|King|Queen|Emperor|Empress)\s$")
_ENOUGH_PLACES = 3  # mentions of places that tell the country which a document is about,
_MOST_PLACES = 0.8  # and their share among all
_LARGE = 100  # thousand inhabitants: the name means this city without more said
_GENERIC_GROUPS = tables.words("generic_groups")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What a document's mentions name: the mentions with their entities, each entity once, each spelling once."""

    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    aliases: tuple[Alias, ...]


@dataclass(frozen=True, slots=True)
class _Link:
    """Whom one mention names, and the alias that says so (kind None: the spelling is no alias to remember)."""

    type: str
    key: str
    name: str
    method: str
    kind: str | None
    country: str | None = None
    origin: str = "document"
    alias: str = ""


def resolve(mentions: Sequence[Mention], version: ArticleVersion) -> Resolved:
    """Return the mentions with entity_id and link_method, the entities they name and the aliases they show.

    A short form without a full one keeps entity_id None (link_method "short_form"), an institution that every country
    has, named without its country, too ("generic").
    """
    links = {**_persons(mentions, version), **_others(mentions, version)}
    linked = tuple(_linked(m, links.get(m)) for m in mentions)
    entities = _entities(links)
    aliases = {(a.alias, a.entity_id, a.kind): a for m, link in links.items() for a in _aliases(m, link)}
    return Resolved(
        mentions=linked,
        entities=tuple(sorted(entities, key=lambda e: e.entity_id)),
        aliases=tuple(aliases[k] for k in sorted(aliases)),
    )


def _id(link: _Link) -> str:
    return hash_id("entity", link.type, link.key)


def _linked(mention: Mention, link: _Link | None) -> Mention:
    if link is None:
        return replace(mention, entity_id=None, link_method="short_form" if mention.type == "person" else "generic")
    return replace(mention, entity_id=_id(link), link_method=link.method)


def _entities(links: Mapping[Mention, _Link]) -> list[Entity]:
    """Return each entity once, by the gazetteer's name, else by the most frequent, else the longest one."""
    named: dict[str, Counter[tuple[bool, str]]] = defaultdict(Counter)
    for link in links.values():
        named[_id(link)][link.origin == "gazetteer", link.name] += 1
    best = {i: max(n, key=lambda name: (name[0], n[name], len(name[1]), name[1]))[1] for i, n in named.items()}
    any_link = {_id(link): (link, mention.model) for mention, link in links.items()}
    return [_entity(i, best[i], *any_link[i]) for i in best]


def _entity(entity_id: str, name: str, link: _Link, model: str) -> Entity:
    return Entity(
        entity_id=entity_id,
        type=link.type,
        name=name,
        wikidata_id=None,
        country_code=link.country,
        merged_into=None,
        created_by="gazetteer" if gazetteer.by_key(link.type, link.key) else model,
    )


def _aliases(mention: Mention, link: _Link) -> Iterator[Alias]:
    if link.kind is None:
        return
    alias = link.alias or mention.surface
    yield Alias(
        alias=alias,
        alias_key=names.key(link.type, alias),
        entity_id=_id(link),
        kind=link.kind,
        origin=link.origin,
        article_count=1,
        blocked=False,
    )


_PERSON_KINDS = {"exact": "full", "extended": "full", "initial": "full", "given_name": None}


def _persons(mentions: Sequence[Mention], version: ArticleVersion) -> dict[Mention, _Link]:
    named = {m: _named(m, version) for m in mentions if m.type == "person"}
    meant = persons.references(list(named.values()))
    full = (
        (meant[n].key, f"{n.title.title()} {n.name}" if meant[n].method == "title" else n.name)
        for n in named.values()
        if n in meant and (meant[n].method in {"exact", "transliteration"} or n.title)
    )
    shown = persons.spellings(full)
    links = {}
    for mention, person in named.items():
        if reference := meant.get(person):
            alias = f"{person.title.title()} {person.name}" if reference.method == "title" and person.title else ""
            name = shown.get(reference.key) or alias or reference.key.title()
            kind = _PERSON_KINDS.get(reference.method, reference.method)
            links[mention] = _Link("person", reference.key, name, reference.method, kind, alias=alias)
    return links


def _named(mention: Mention, version: ArticleVersion) -> persons.Named:
    text = version.title if mention.part == "title" else version.text
    regal = _REGAL.search(text, max(0, mention.start_char - 10), mention.start_char)
    position = mention.start_char - (len(version.title) if mention.part == "title" else 0)  # the title comes first
    return persons.Named(position, mention.surface, regal.group(1).lower() if regal else "")


def _others(mentions: Sequence[Mention], version: ArticleVersion) -> dict[Mention, _Link]:
    others = [m for m in mentions if m.type != "person"]
    countries = Counter(c for m in others if not gazetteer.is_shared(m.surface) and (c := _country(m.surface)))
    known = {m: link for m in others if (link := _known(m, countries))}
    about = _dominant(countries)
    own = {m: link for m in others if m not in known and (link := _own(m, version, about, countries))}
    full = _by_initials(known | own)
    return known | own | {m: full[m.surface.upper()] for m in others if _abbreviates(m, known, full)}


def _country(surface: str) -> str | None:
    entry = gazetteer.lookup(surface)
    return entry.country if entry and entry.type != "organization" else None


def _dominant(countries: Counter[str]) -> str | None:
    """Return the country that nearly all places of the document belong to, None where there is none."""
    for country, count in countries.most_common(1):
        if count >= _ENOUGH_PLACES and count >= _MOST_PLACES * countries.total():
            return country
    return None


def _known(mention: Mention, countries: Counter[str]) -> _Link | None:
    """Link a mention of the gazetteer whose type it has."""
    entry = gazetteer.lookup(mention.surface)
    if entry is None or entry.type != mention.type:
        return None
    if gazetteer.is_shared(mention.surface) and not countries[entry.country or ""]:
        return None
    method = entry.kind if entry.kind in {"demonym", "acronym"} else "gazetteer"
    type_ = "place" if entry.is_demonym else entry.type
    return _Link(type_, entry.key, entry.name, method, entry.kind, entry.country, "gazetteer")


def _own(mention: Mention, version: ArticleVersion, about: str | None, countries: Counter[str]) -> _Link | None:
    """Link a mention to the entity of its own name; an institution of every country, only with its country."""
    if institutions.is_generic(mention.surface):
        return _institution(mention, version, about)
    key = names.organization_key(mention.surface)
    if mention.type == "group":
        key = re.sub(r"(?<=[^s]{2})s$", "", key)
        if key in _GENERIC_GROUPS:
            return None
    if entry := gazetteer.by_key(mention.type, key):
        return _Link(entry.type, entry.key, entry.name, "exact", "full", entry.country, "gazetteer")
    if mention.type != "place":
        return _Link(mention.type, key, mention.surface, "exact", "full")
    is_capitals = mention.surface.isupper() and gazetteer.locality(mention.surface) is not None
    name = mention.surface.title() if is_capitals else mention.surface
    return _Link("place", key, name, "exact", "full", _country_of_locality(mention.surface, countries))


def _country_of_locality(surface: str, countries: Counter[str]) -> str | None:
    """Return a city's country where two of three hold: the document names it, the city is large, no person's name."""
    known = gazetteer.locality(surface)
    if known is None or known.country is None:
        return None
    reasons = (countries[known.country] > 0, known.thousands >= _LARGE, not known.is_personal)
    return known.country if sum(reasons) > 1 else None


def _institution(mention: Mention, version: ArticleVersion, about: str | None) -> _Link | None:
    text = version.title if mention.part == "title" else version.text
    owner = institutions.owner(mention.surface, text[: mention.start_char], text[mention.end_char :])
    method = "exact" if owner else "context"
    if owner is None and about and institutions.has_country(mention.surface):
        owner = gazetteer.country(about)
    if owner is None:
        return None
    name = institutions.display(mention.surface, owner)
    return _Link(mention.type, institutions.key(mention.surface, owner), name, method, "full", owner.key)


def _by_initials(links: Mapping[Mention, _Link]) -> dict[str, _Link]:
    """Return acronym -> the one name of the document that it can abbreviate."""
    full: dict[str, dict[tuple[str, str], _Link]] = defaultdict(dict)
    for mention, link in links.items():
        letters = names.initials(mention.surface)
        if letters and link.type in {"organization", "event", "law", "place"}:
            full[letters][link.type, link.key] = replace(link, method="acronym", kind="acronym", origin="document")
    return {letters: next(iter(found.values())) for letters, found in full.items() if len(found) == 1}


def _abbreviates(mention: Mention, known: Mapping[Mention, _Link], full: Mapping[str, _Link]) -> bool:
    """Tell whether a mention is an acronym of a name in the document; its own meaning elsewhere does not matter."""
    is_acronym = " " not in mention.surface and sum(c.isupper() for c in mention.surface) > 1
    if not is_acronym or mention.surface.upper() not in full:
        return False
    elsewhere = known.get(mention)
    return elsewhere is None or (elsewhere.type, elsewhere.key) != _identity(full[mention.surface.upper()])


def _identity(link: _Link) -> tuple[str, str]:
    return link.type, link.key
