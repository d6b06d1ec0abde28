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

from extractors import bodies, gazetteer, names, persons, tables
from extractors.links import Link
from extractors.records import Alias, ArticleVersion, Entity, Mention

_REGAL = re.compile(r"\b(Pope|King|Queen|Emperor|Empress)\s$")
_TITLE = re.compile(r"\b([A-Z]\w+)\.?\s$")
_GIVEN_PLACES = tables.words("given_places")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What a document's mentions name: the mentions with their entities, each entity once, each spelling once."""

    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    aliases: tuple[Alias, ...]


def resolve(mentions: Sequence[Mention], version: ArticleVersion) -> Resolved:
    """Return the mentions with entity_id and link_method, the entities they name and the aliases they show.

    A short form without a full one keeps entity_id None (link_method "short_form"), an institution that every country
    has, named without its country, too ("generic").
    """
    links = {**_persons(mentions, version), **bodies.links(mentions, version)}
    linked = tuple(_linked(m, links.get(m)) for m in mentions)
    entities = _entities(links)
    aliases = {(a.alias, a.entity_id, a.kind): a for m, link in links.items() for a in _aliases(m, link)}
    return Resolved(
        mentions=linked,
        entities=tuple(sorted(entities, key=lambda e: e.entity_id)),
        aliases=tuple(aliases[k] for k in sorted(aliases)),
    )


def _linked(mention: Mention, link: Link | None) -> Mention:
    if link is None:
        return replace(mention, entity_id=None, link_method="short_form" if mention.type == "person" else "generic")
    return replace(mention, entity_id=link.entity_id, link_method=link.method)


def _entities(links: Mapping[Mention, Link]) -> list[Entity]:
    """Return each entity once, by the gazetteer's name, else by the most frequent, else the longest one."""
    named: dict[str, Counter[tuple[bool, str]]] = defaultdict(Counter)
    for link in links.values():
        named[link.entity_id][link.origin == "gazetteer", link.name] += 1
    best = {i: max(n, key=lambda name: (name[0], n[name], len(name[1]), name[1]))[1] for i, n in named.items()}
    any_link = {link.entity_id: (link, mention.model) for mention, link in links.items()}
    return [_entity(i, best[i], *any_link[i]) for i in best]


def _entity(entity_id: str, name: str, link: Link, model: str) -> Entity:
    return Entity(
        entity_id=entity_id,
        type=link.type,
        name=name,
        wikidata_id=None,
        country_code=link.country,
        merged_into=None,
        created_by="gazetteer" if gazetteer.by_key(link.type, link.key) else model,
    )


def _aliases(mention: Mention, link: Link) -> Iterator[Alias]:
    if link.kind is None:
        return
    alias = link.alias or mention.surface
    yield Alias(
        alias=alias,
        alias_key=names.key(link.type, alias),
        entity_id=link.entity_id,
        kind=link.kind,
        origin=link.origin,
        article_count=1,
        blocked=False,
    )


_PERSON_KINDS = {
    "exact": "full", "extended": "full", "initial": "full", "joined": "full", "order": "full", "particle": "full",
    "nickname": "full", "patronymic": "full", "given_name": None, "well_known": "surname",
}  # fmt: skip


def _persons(mentions: Sequence[Mention], version: ArticleVersion) -> dict[Mention, Link]:
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
            name = shown.get(reference.key) or alias or gazetteer.person_name(reference.key) or reference.key.title()
            kind = _PERSON_KINDS.get(reference.method, reference.method)
            links[mention] = Link("person", reference.key, name, reference.method, kind, alias=alias)
    return links


def _may_be_a_town(mention: Mention, reference: persons.Reference) -> bool:
    """Tell a given name that is a town's or a club's too: Chelsea need not be Chelsea Clinton."""
    return reference.method == "given_name" and mention.surface in _GIVEN_PLACES


def _named(mention: Mention, version: ArticleVersion) -> persons.Named:
    text = version.title if mention.part == "title" else version.text
    before = text[max(0, mention.start_char - 15) : mention.start_char]
    regal, title = _REGAL.search(before), _TITLE.search(before)
    position = mention.start_char - (len(version.title) if mention.part == "title" else 0)  # the title comes first
    gender = names.gender(title.group(1)) if title else ""
    return persons.Named(position, mention.surface, regal.group(1).lower() if regal else "", gender)
