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

from extractors import countries, gazetteer, institutions, names, persons, tables
from extractors.identity import hash_id
from extractors.records import Alias, ArticleVersion, Entity, Mention

_REGAL = re.compile(r"\b(Pope|King|Queen|Emperor|Empress)\s$")
_GIVEN_PLACES = tables.words("given_places")
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
        if (reference := meant.get(person)) and not _may_be_a_town(mention, reference):
            alias = f"{person.title.title()} {person.name}" if reference.method == "title" and person.title else ""
            name = shown.get(reference.key) or alias or reference.key.title()
            kind = _PERSON_KINDS.get(reference.method, reference.method)
            links[mention] = _Link("person", reference.key, name, reference.method, kind, alias=alias)
    return links


def _may_be_a_town(mention: Mention, reference: persons.Reference) -> bool:
    """Tell a given name that is a town's or a club's too: Chelsea need not be Chelsea Clinton."""
    return reference.method == "given_name" and mention.surface in _GIVEN_PLACES


def _named(mention: Mention, version: ArticleVersion) -> persons.Named:
    text = version.title if mention.part == "title" else version.text
    regal = _REGAL.search(text, max(0, mention.start_char - 10), mention.start_char)
    position = mention.start_char - (len(version.title) if mention.part == "title" else 0)  # the title comes first
    return persons.Named(position, mention.surface, regal.group(1).lower() if regal else "")


def _others(mentions: Sequence[Mention], version: ArticleVersion) -> dict[Mention, _Link]:
    others = [m for m in mentions if m.type != "person"]
    named = countries.named(m.surface for m in others)
    known = {m: link for m in others if (link := _known(m, named))}
    about = countries.dominant(named)
    own = {m: link for m in others if m not in known and (link := _own(m, version, about, named))}
    own |= _by_first_word(own)
    full = _by_initials(known | own)
    return known | own | {m: full[m.surface.upper()] for m in others if _abbreviates(m, known, full)}


def _by_first_word(links: Mapping[Mention, _Link]) -> dict[Mention, _Link]:
    """Link Kestrel to Kestrel Tidal: a company called by its first word after its name of two words introduced it."""
    seen: dict[str, int] = {}
    longer: dict[str, dict[str, _Link]] = defaultdict(dict)
    for mention, link in links.items():
        if link.type == "organization" and mention.part != "title":
            seen[link.key] = min(seen.get(link.key, mention.start_char), mention.start_char)
            longer[link.key.partition(" ")[0]][link.key] = link
    return {
        mention: replace(full, method="first_word", kind=None)
        for mention, link in links.items()
        if link.type == "organization" and not mention.surface.isupper()
        for full in [_introduced(link.key, [meant for key, meant in longer[link.key].items() if key != link.key], seen)]
        if full
    }


def _introduced(key: str, longer: Sequence[_Link], seen: Mapping[str, int]) -> _Link | None:
    """Return the only longer name, where it has two words and stands before the short one."""
    if len(longer) != 1 or longer[0].key.count(" ") != 1:
        return None
    return longer[0] if seen[longer[0].key] < seen.get(key, seen[longer[0].key] + 1) else None


def _known(mention: Mention, named: Counter[str]) -> _Link | None:
    """Link a mention of the gazetteer whose type it has."""
    entry = gazetteer.lookup(mention.surface)
    if entry is None or entry.type != mention.type:
        return None
    if gazetteer.is_shared(mention.surface) and not named[entry.country or ""]:
        return None
    method = entry.kind if entry.kind in {"demonym", "acronym"} else "gazetteer"
    type_ = "place" if entry.is_demonym else entry.type
    return _Link(type_, entry.key, entry.name, method, entry.kind, entry.country, "gazetteer")


def _own(mention: Mention, version: ArticleVersion, about: str | None, named: Counter[str]) -> _Link | None:
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
    return _Link("place", key, name, "exact", "full", countries.of_locality(mention.surface, named))


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
