"""Entities of all documents -> which of them are one: what the keys of names could not tell.

Each document gives its entities ids by the keys of their names, without memory. This step looks at all of them together
and joins an entity to another one where the names are one name written otherwise (transcription, short form of a given
name, family name first, patronymic), or where a document itself says so: it called Donald Trump also Donald J. Trump,
or put an acronym beside one name and no document beside another. Names are compared within blocks of one family name
by its sound. A family name alone never joins anything, names that many bear need a document's word, and conflicts of
generation, initials, gender or country block, for every pair of those that would become one (complete linkage).

The result depends on the entities and aliases only, not on their order, so it can be computed anew whenever articles
are added or a person decides otherwise; mentions keep their own entity and follow `EntityMerge.merged_into`.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from extractors import names, spelling, tables
from extractors.alignment import Likeness
from extractors.records import Alias, Entity, EntityMerge

MODEL = "resolution/2"
_SURE = 0.9  # likeness from which two names are one
_TOLD = Likeness(0.95, "in_document")
_ACRONYM = Likeness(0.9, "acronym")
_ACRONYM_ARTICLES = 2  # that must give the name beside the acronym
_COMPATIBLE, _ACRONYM_LIKE = 0.8, 0.7  # likeness that any two of those joined must have: persons, others
_LARGEST_BLOCK = 200  # names; more are no sign of a name but of a wrong block
_COMMON = tables.words("common_family_names")
_FAMILY_FIRST = tables.words("family_first")
_NOBODY: Counter[str] = Counter()
_TELLING = frozenset({"full", "transliteration", "acronym"})  # kinds of aliases; a family name alone tells nobody

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Known:
    """An entity with what is compared: its key, its words, in how many articles its aliases stand."""

    entity: Entity
    key: str
    words: tuple[str, ...]
    articles: int


_Steps = dict[Pair, Likeness]


def merges(
    entities: Iterable[Entity], aliases: Iterable[Alias], apart: Collection[frozenset[str]] = frozenset()
) -> tuple[EntityMerge, ...]:
    """Return which entities are another one, by entity_id; `apart` are pairs of ids that a person keeps apart.

    Each alias comes once for each entity, with the number of articles that show it.
    """
    shown = [alias for alias in aliases if alias.article_count and not alias.blocked]
    articles: Counter[str] = Counter()
    for alias in shown:
        articles[alias.entity_id] += alias.article_count
    known = {e.entity_id: _known(e, articles[e.entity_id]) for e in entities}
    steps = {**_alike(known.values()), **_told(known, shown)}
    steps = {pair: step for pair, step in steps.items() if frozenset(pair) not in apart}
    groups = _joined(known, _unambiguous(known, steps, apart), apart)
    return tuple(sorted((m for g in groups for m in _into_one(g, known, steps)), key=lambda m: m.entity_id))


def _known(entity: Entity, articles: int) -> _Known:
    key = names.key(entity.type, entity.name)
    return _Known(entity, key, tuple(key.split()), articles)


def _pair(first: str, second: str) -> Pair:
    return min(first, second), max(first, second)


def _alike(known: Iterable[_Known]) -> _Steps:
    """Return the pairs whose names are one name written otherwise."""
    blocks: dict[tuple[str, ...], list[_Known]] = defaultdict(list)
    for each in known:
        for block in _blocks(each):
            blocks[block].append(each)
    steps: _Steps = {}
    for together in blocks.values():
        if len(together) <= _LARGEST_BLOCK:
            for a, b in combinations(together, 2):
                like = names.likeness(a.entity.name, b.entity.name, a.entity.type)
                if like.score >= _SURE and not _is_common(a, b, like):
                    steps[_pair(a.entity.entity_id, b.entity.entity_id)] = like
    return steps


def _blocks(known: _Known) -> Iterator[tuple[str, ...]]:
    """Yield what a name shares with each other spelling of it: the sounds of family and given name.

    Names of anything but persons are compared where all their letters sound alike.
    """
    words = [word for word in known.words if word not in names.GENERATIONS]
    if known.entity.type != "person":
        yield known.entity.type, spelling.sound("".join(words))
    elif len(words) > 1:
        yield "person", spelling.sound("".join(words))
        ends = [(words[-1], words[0])]
        if words[0] in _FAMILY_FIRST or words[-1] in _FAMILY_FIRST or names.is_given(words[-1]):
            ends.append((words[0], words[-1]))
        for family, given in ends:
            for form in {given, *spelling.full_forms(given)}:
                yield "person", spelling.sound(family.removeprefix("al")), spelling.sound(form)


def _is_common(first: _Known, second: _Known, like: Likeness) -> bool:
    """Tell forms of a given name before a family name that many have: Mike and Michael Johnson, Stefan and Stephan."""
    is_of_given = like.method in {"nickname", "transliteration"}
    return is_of_given and bool({first.words[-1], second.words[-1]} & _COMMON)


def _told(known: Mapping[str, _Known], aliases: Iterable[Alias]) -> _Steps:
    """Return the pairs that documents join: the name of the one is there an alias of the other, and of no third one."""
    claims: dict[tuple[str, str, bool], Counter[str]] = defaultdict(Counter)
    for alias in aliases:
        if alias.kind in _TELLING and (owner := known.get(alias.entity_id)):
            claims[owner.entity.type, alias.alias_key, alias.kind == "acronym"][alias.entity_id] += alias.article_count
    steps: _Steps = {}
    for each in known.values():
        for is_acronym in (False, True):
            claimed = claims.get((each.entity.type, each.key, is_acronym), _NOBODY)
            owners = [owner for owner in claimed if owner != each.entity.entity_id]
            if len(owners) == 1 and _is_enough(each, claimed[owners[0]], is_acronym=is_acronym):
                steps[_pair(each.entity.entity_id, owners[0])] = _ACRONYM if is_acronym else _TOLD
    return steps


def _is_enough(named: _Known, articles: int, *, is_acronym: bool) -> bool:
    """Tell whether documents may speak for this name: a family name alone never, an acronym where two agree."""
    if is_acronym:
        return len(named.words) == 1 and articles >= _ACRONYM_ARTICLES
    return len(named.words) > 1


def _unambiguous(known: Mapping[str, _Known], steps: _Steps, apart: Collection[frozenset[str]]) -> _Steps:
    """Leave out the steps of an entity that could be either of two: Sergey Lavrov beside two with other patronymics."""
    partners: dict[str, set[str]] = defaultdict(set)
    for a, b in steps:
        partners[a].add(b)
        partners[b].add(a)
    torn = {
        _pair(middle, end)
        for middle, ends in partners.items()
        for pair in combinations(sorted(ends), 2)
        if not _may_be_one(known, pair, steps, apart)
        for end in pair
    }
    return {pair: step for pair, step in steps.items() if pair not in torn}


def _joined(known: Mapping[str, _Known], steps: _Steps, apart: Collection[frozenset[str]]) -> Iterable[set[str]]:
    """Return groups of ids, the surest steps first, where no two of a group contradict each other."""
    group_of = {entity_id: {entity_id} for pair in steps for entity_id in pair}
    for pair in sorted(steps, key=lambda p: (-steps[p].score, p)):
        first, second = (group_of[entity_id] for entity_id in pair)
        crossing = (_pair(a, b) for a in first for b in second)
        if first is not second and all(_may_be_one(known, p, steps, apart) for p in crossing):
            first |= second
            group_of.update(dict.fromkeys(second, first))
    return {id(group): group for group in group_of.values()}.values()


def _may_be_one(known: Mapping[str, _Known], pair: Pair, steps: _Steps, apart: Collection[frozenset[str]]) -> bool:
    first, second = (known[entity_id].entity for entity_id in pair)
    countries = {first.country_code, second.country_code} - {None}
    if len(countries) > 1 or frozenset(pair) in apart:
        return False
    least = _COMPATIBLE if first.type == "person" else _ACRONYM_LIKE
    return pair in steps or names.same(first.name, second.name, first.type) >= least


def _into_one(group: set[str], known: Mapping[str, _Known], steps: _Steps) -> Iterator[EntityMerge]:
    """Yield the merges of a group into its entity of the gazetteer, else the one in most articles."""
    into = max(group, key=lambda i: (known[i].entity.created_by == "gazetteer", known[i].articles, known[i].key, i))
    for entity_id in sorted(group - {into}):
        step = steps.get(_pair(entity_id, into)) or _nearest(entity_id, group, steps)
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


def _nearest(entity_id: str, group: Iterable[str], steps: _Steps) -> Likeness:
    """Return the surest step from an entity to another one of its group."""
    found = [steps[pair] for other in sorted(group) if (pair := _pair(entity_id, other)) in steps]
    return max(found, key=lambda step: step.score)
