"""Which two entities have one name: how it sounds finds whom to compare, likeness or a document's own word decides.

Record linkage calls the first blocking (Fellegi and Sunter, "A Theory for Record Linkage", 1969). What an entity is
compared by are its `keys`, so that of a large warehouse only those need be looked at who share a key with what is new;
`between` gives the same pairs for all at once and for what came at a time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain, combinations, product

from extractors import names, spelling, tables
from extractors.alignment import Likeness
from extractors.records import Alias, Entity

LARGEST_BLOCK = 200  # names of one sound; more are no sign of a name but of a wrong block
_SURE = 0.9  # likeness from which two names are one
_TOLD = Likeness(0.95, "in_document")
_ACRONYM = Likeness(0.9, "acronym")
ACRONYM_ARTICLES = 2  # that must give the name beside the acronym
_COMMON = tables.words("common_family_names")
_FAMILY_FIRST = tables.words("family_first")
_NOBODY: Counter[str] = Counter()
_TELLING = frozenset({"full", "transliteration", "acronym"})  # kinds of aliases; a family name alone tells nobody

Pair = tuple[str, str]  # of entity ids, the smaller first
Pairs = dict[Pair, Likeness]


@dataclass(frozen=True, slots=True)
class Keys:
    """By what an entity is compared: hashes of how its name sounds, and of its name and what documents call it."""

    sounds: tuple[int, ...]
    names: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """An entity with the key of its name, and that key's words."""

    entity: Entity
    key: str
    words: tuple[str, ...]


def of(first: str, second: str) -> Pair:
    """Return two ids in the order in which they are a pair."""
    return min(first, second), max(first, second)


def keys(entities: Iterable[Entity], aliases: Iterable[Alias]) -> dict[str, Keys]:
    """Return the keys of each of these entities by its id: only two that share one can be a pair.

    `aliases` are all of theirs, each once with the number of articles that show it.
    """
    found = {e.entity_id: (e, {_called(e.type, names.key(e.type, e.name))}) for e in entities}
    for alias in aliases:
        if _tells(alias) and alias.entity_id in found:
            entity, called = found[alias.entity_id]
            called.add(_called(entity.type, alias.alias_key))
    return {
        entity_id: Keys(tuple(sorted(set(_sounds(_named(entity))))), tuple(sorted(called)))
        for entity_id, (entity, called) in found.items()
    }


def between(
    entities: Iterable[Entity],
    aliases: Iterable[Alias],
    again: Collection[str] | None = None,
    crowded: Collection[int] = (),
) -> Pairs:
    """Return the pairs of entities that are one by their names alone, or of which a document says that they are.

    With `again`, only pairs with one of these ids; then `entities` must hold whoever shares a key with them, but for
    those sounds that more than `LARGEST_BLOCK` share, which are `crowded`.
    """
    known = {e.entity_id: _named(e) for e in entities}
    wanted = known.keys() if again is None else frozenset(again)
    return _alike(known.values(), wanted, crowded) | _told(known, filter(_tells, aliases), wanted)


def _named(entity: Entity) -> _Named:
    key = names.key(entity.type, entity.name)
    return _Named(entity, key, tuple(key.split()))


def _tells(alias: Alias) -> bool:
    """Tell whether documents show this alias and may join by it."""
    return alias.kind in _TELLING and alias.article_count > 0 and not alias.blocked


def _hash(*words: str) -> int:
    """Return 60 bits that are the same on every machine."""
    return int.from_bytes(blake2b("\n".join(words).encode(), digest_size=8).digest()) >> 4


def _called(type_: str, key: str) -> int:
    return _hash("name", type_, key)


def _alike(known: Iterable[_Named], wanted: Collection[str], crowded: Collection[int]) -> Pairs:
    """Return the pairs whose names are one name written otherwise."""
    blocks: dict[int, list[_Named]] = defaultdict(list)
    for each in known:
        for block in set(_sounds(each)).difference(crowded):
            blocks[block].append(each)
    found: Pairs = {}
    for together in blocks.values():
        if len(together) <= LARGEST_BLOCK:
            for a, b in _to_compare(together, wanted):
                like = names.likeness(a.entity.name, b.entity.name, a.entity.type)
                if like.score >= _SURE and not _is_common(a, b, like):
                    found[of(a.entity.entity_id, b.entity.entity_id)] = like
    return found


def _to_compare(together: Collection[_Named], wanted: Collection[str]) -> Iterator[tuple[_Named, _Named]]:
    """Return each two of these of which one is wanted."""
    new = [each for each in together if each.entity.entity_id in wanted]
    others = [each for each in together if each.entity.entity_id not in wanted]
    return chain(combinations(new, 2), product(new, others))


def _sounds(known: _Named) -> Iterator[int]:
    """Yield what a name shares with each other spelling of it: the sounds of family and given name.

    Names of anything but persons are compared where all their letters sound alike.
    """
    words = [word for word in known.words if word not in names.GENERATIONS]
    if known.entity.type != "person":
        yield _hash(known.entity.type, spelling.sound("".join(words)))
    elif len(words) > 1:
        yield _hash("person", spelling.sound("".join(words)))
        ends = [(words[-1], words[0])]
        if words[0] in _FAMILY_FIRST or words[-1] in _FAMILY_FIRST or names.is_given(words[-1]):
            ends.append((words[0], words[-1]))
        for family, given in ends:
            for form in {given, *spelling.full_forms(given)}:
                yield _hash("person", spelling.sound(family.removeprefix("al")), spelling.sound(form))


def _is_common(first: _Named, second: _Named, like: Likeness) -> bool:
    """Tell forms of a given name before a family name that many have: Mike and Michael Johnson, Stefan and Stephan."""
    is_of_given = like.method in {"nickname", "transliteration"}
    return is_of_given and bool({first.words[-1], second.words[-1]} & _COMMON)


def _told(known: Mapping[str, _Named], aliases: Iterable[Alias], wanted: Collection[str]) -> Pairs:
    """Return the pairs that documents join: the name of the one is there an alias of the other, and of no third one."""
    claims: dict[tuple[str, str, bool], Counter[str]] = defaultdict(Counter)
    for alias in aliases:
        if owner := known.get(alias.entity_id):
            claims[owner.entity.type, alias.alias_key, alias.kind == "acronym"][alias.entity_id] += alias.article_count
    found: Pairs = {}
    for is_acronym in (True, False):  # a name in full is the better proof
        for each in known.values():
            claimed = claims.get((each.entity.type, each.key, is_acronym), _NOBODY)
            owners = [owner for owner in claimed if owner != each.entity.entity_id]
            if len(owners) == 1 and _is_enough(each, claimed[owners[0]], is_acronym=is_acronym):
                pair = of(each.entity.entity_id, owners[0])
                if not set(pair).isdisjoint(wanted):
                    found[pair] = _ACRONYM if is_acronym else _TOLD
    return found


def _is_enough(named: _Named, articles: int, *, is_acronym: bool) -> bool:
    """Tell whether documents may speak for this name: a family name alone never, an acronym where two agree."""
    if is_acronym:
        return len(named.words) == 1 and articles >= ACRONYM_ARTICLES
    return len(named.words) > 1
