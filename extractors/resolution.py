"""Entities of all documents -> which of them are one: what the keys of names could not tell.

Each document gives its entities ids by the keys of their names, without memory. This step looks at all of them together
and joins an entity to another one where the names are one name written otherwise (transcription, short form of a given
name, family name first, patronymic), or where a document itself says so: it called Donald Trump also Donald J. Trump,
or put an acronym beside one name and no document beside another. Names are compared within blocks of one family name
by its sound. A family name alone never joins anything, names that many bear need a document's word, and conflicts of
generation, initials, gender or country block, for every pair of those that would become one (complete linkage).

The result depends on the entities and aliases only, not on their order nor on how many come at a time: whoever no pair
connects with what is new is as before. Mentions keep their own entity and follow `EntityMerge.merged_into`.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from extractors import names, pairs
from extractors.alignment import Likeness
from extractors.pairs import Pair, Pairs
from extractors.records import Alias, Entity, EntityMerge

MODEL = "resolution/3"
_COMPATIBLE, _ACRONYM_LIKE = 0.8, 0.7  # likeness that any two of those joined must have: persons, others


@dataclass(frozen=True, slots=True)
class _Known:
    """An entity, the key of its name, in how many articles its aliases stand."""

    entity: Entity
    key: str
    articles: int


def merges(
    entities: Iterable[Entity], aliases: Iterable[Alias], apart: Collection[frozenset[str]] = frozenset()
) -> tuple[EntityMerge, ...]:
    """Return which entities are another one, by entity_id; `apart` are pairs of ids that a person keeps apart.

    Each alias comes once for each entity, with the number of articles that show it.
    """
    entities, aliases = list(entities), list(aliases)
    return joined(entities, aliases, pairs.between(entities, aliases), apart)


def joined(
    entities: Iterable[Entity],
    aliases: Iterable[Alias],
    found: Mapping[Pair, Likeness],
    apart: Collection[frozenset[str]] = frozenset(),
) -> tuple[EntityMerge, ...]:
    """Return which of these entities become one by the pairs found between them, as `merges` does.

    Of whoever is among them, all pairs are found, and who is in these is among them too.
    """
    articles: Counter[str] = Counter()
    for alias in aliases:
        articles[alias.entity_id] += 0 if alias.blocked else alias.article_count
    known = {e.entity_id: _Known(e, names.key(e.type, e.name), articles[e.entity_id]) for e in entities}
    steps = {pair: step for pair, step in found.items() if frozenset(pair) not in apart}
    groups = _grouped(known, _unambiguous(known, steps, apart), apart)
    return tuple(sorted((m for g in groups for m in _into_one(g, known, steps)), key=lambda m: m.entity_id))


def _unambiguous(known: Mapping[str, _Known], steps: Pairs, apart: Collection[frozenset[str]]) -> Pairs:
    """Leave out the steps of an entity that could be either of two: Sergey Lavrov beside two with other patronymics."""
    partners: dict[str, set[str]] = defaultdict(set)
    for a, b in steps:
        partners[a].add(b)
        partners[b].add(a)
    torn = {
        pairs.of(middle, end)
        for middle, ends in partners.items()
        for pair in combinations(sorted(ends), 2)
        if not _may_be_one(known, pair, steps, apart)
        for end in pair
    }
    return {pair: step for pair, step in steps.items() if pair not in torn}


def _grouped(known: Mapping[str, _Known], steps: Pairs, apart: Collection[frozenset[str]]) -> Iterable[set[str]]:
    """Return groups of ids, the surest steps first, where no two of a group contradict each other."""
    group_of = {entity_id: {entity_id} for pair in steps for entity_id in pair}
    for pair in sorted(steps, key=lambda p: (-steps[p].score, p)):
        first, second = (group_of[entity_id] for entity_id in pair)
        crossing = (pairs.of(a, b) for a in first for b in second)
        if first is not second and all(_may_be_one(known, p, steps, apart) for p in crossing):
            first |= second
            group_of.update(dict.fromkeys(second, first))
    return {id(group): group for group in group_of.values()}.values()


def _may_be_one(known: Mapping[str, _Known], pair: Pair, steps: Pairs, apart: Collection[frozenset[str]]) -> bool:
    first, second = (known[entity_id].entity for entity_id in pair)
    countries = {first.country_code, second.country_code} - {None}
    if len(countries) > 1 or frozenset(pair) in apart:
        return False
    least = _COMPATIBLE if first.type == "person" else _ACRONYM_LIKE
    return pair in steps or names.same(first.name, second.name, first.type) >= least


def _into_one(group: set[str], known: Mapping[str, _Known], steps: Pairs) -> Iterator[EntityMerge]:
    """Yield the merges of a group into its entity of the gazetteer, else the one in most articles."""
    into = max(group, key=lambda i: (known[i].entity.created_by == "gazetteer", known[i].articles, known[i].key, i))
    for entity_id in sorted(group - {into}):
        step = steps.get(pairs.of(entity_id, into)) or _nearest(entity_id, group, steps)
        both = known[entity_id], known[into]
        evidence = {"names": [k.entity.name for k in both], "articles": [k.articles for k in both]}
        yield EntityMerge(
            entity_id=entity_id,
            merged_into=into,
            method=step.method,
            score=step.score,
            evidence=json.dumps(evidence, ensure_ascii=False),
            model=MODEL,
        )


def _nearest(entity_id: str, group: Iterable[str], steps: Pairs) -> Likeness:
    """Return the surest step from an entity to another one of its group."""
    found = [steps[pair] for other in sorted(group) if (pair := pairs.of(entity_id, other)) in steps]
    return max(found, key=lambda step: step.score)
