"""What people decided on entities, laid over what `resolution` found: a person's word is the last one.

The result depends on the merges and decisions as sets only, so replaying them in any order gives the same entities.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from extractors import gazetteer, institutions, names
from extractors.identity import hash_id
from extractors.records import EntityDecision, EntityMerge

HUMAN = "human"  # as a model
_INSTITUTION = re.compile(r"^(.+) \((.+)\)$")  # as `institutions.display` shows it


def entity_id(type_: str, name: str) -> str:
    """Return the id that an entity has in every document that names it so in full, whether there is one or not."""
    entry = gazetteer.lookup(name)
    if type_ != "person" and entry and entry.type == type_:
        return hash_id("entity", type_, entry.key)
    shown = _INSTITUTION.match(name)
    if type_ != "person" and shown and (country := gazetteer.country(gazetteer.country_of(shown[2]) or "")):
        return hash_id("entity", type_, institutions.key(shown[1], country))
    return hash_id("entity", type_, names.key(type_, name))


def split_id(entity_id: str, alias: str) -> str:
    """Return the id of what a spelling names once it is split off from this entity."""
    return hash_id("entity", "split", entity_id, alias)


def decided(  # noqa: PLR0913  what a decision is
    action: str,
    at: datetime,
    *,
    alias: str | None = None,
    entity_a: str | None = None,
    entity_b: str | None = None,
    name: str | None = None,
    reason: str | None = None,
    origin: str = "command",
) -> EntityDecision:
    """Return a decision that holds, its id made of what it says: deciding the same again is no second one."""
    return EntityDecision(
        decision_id=hash_id("decision", action, alias, entity_a, entity_b, name),
        action=action,
        alias=alias,
        entity_a=entity_a,
        entity_b=entity_b,
        reason=reason,
        decided_at=at,
        name=name,
        origin=origin,
    )


def apart(decisions: Iterable[EntityDecision]) -> frozenset[frozenset[str]]:
    """Return the pairs of ids that may not be one: what was split off, and from what."""
    pairs = ((d.entity_a, d.entity_b) for d in decisions if d.action == "split")
    return frozenset(frozenset((a, b)) for a, b in pairs if a and b)


def applied(
    found: Sequence[EntityMerge], decisions: Iterable[EntityDecision], known: Collection[str]
) -> tuple[EntityMerge, ...]:
    """Return the merges that hold, by entity_id: those found, joined by those that people decided.

    What a person named as the one to stay, or gave a name, stands for all that are one with it. Decisions on entities
    that are not `known` wait; a circle of them is cut at its smallest id.
    """
    holding = [d for d in decisions if {d.entity_a, d.entity_b} - {None} <= set(known)]
    steps = _Steps(
        found={m.entity_id: m for m in found},
        decided={d.entity_a: d for d in sorted(holding, key=_age) if d.entity_a and d.action == "merge"},
        chosen=frozenset(d.entity_b if d.action == "merge" else d.entity_a for d in holding if d.action in _NAMING),
    )
    pairs = [(m.entity_id, m.merged_into) for m in found]
    pairs += [(d.entity_a, d.entity_b) for d in holding if d.action == "merge" and d.entity_a and d.entity_b]
    merges = (merge for group in _groups(pairs) for merge in steps.into_one(group))
    return tuple(sorted(merges, key=lambda m: m.entity_id))


_NAMING = frozenset({"merge", "rename"})


def _age(decision: EntityDecision) -> tuple[datetime, str]:
    return decision.decided_at, decision.decision_id


def _groups(pairs: Iterable[tuple[str, str]]) -> Iterable[set[str]]:
    group_of: dict[str, set[str]] = {}
    for pair in pairs:
        together = set().union(pair, *(group_of.get(each, ()) for each in pair))
        group_of.update(dict.fromkeys(together, together))
    return {id(group): group for group in group_of.values()}.values()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Steps:
    """By what entities are merged: entity_id -> the merge found, the decision; and whom people chose to stay."""

    found: Mapping[str, EntityMerge]
    decided: Mapping[str, EntityDecision]
    chosen: frozenset[str | None]

    def into_one(self, group: set[str]) -> Iterable[EntityMerge]:
        """Return the merges of a group into the one that stands for it."""
        into = min(group, key=lambda i: (i in self.decided, i not in self.chosen, i in self.found, i))
        return (self._merge(entity_id, into) for entity_id in group - {into})

    def _merge(self, entity_id: str, into: str) -> EntityMerge:
        if decision := self.decided.get(entity_id):
            return _by_decision(entity_id, into, decision)
        if merge := self.found.get(entity_id):
            return replace(merge, merged_into=into)
        if (merge := self.found.get(into)) and merge.merged_into == entity_id:  # the other way round
            return replace(merge, entity_id=entity_id, merged_into=into)
        towards = (d for d in self.decided.values() if d.entity_b == entity_id)
        return _by_decision(entity_id, into, next(towards, None))


def _by_decision(entity_id: str, into: str, decision: EntityDecision | None) -> EntityMerge:
    """Return a merge by a person's word; None where it follows from several of them."""
    evidence = {"decision": decision.decision_id, "reason": decision.reason} if decision else {}
    return EntityMerge(
        entity_id=entity_id,
        merged_into=into,
        method="decision",
        score=1.0,
        evidence=json.dumps(evidence, ensure_ascii=False),
        model=HUMAN,
    )
