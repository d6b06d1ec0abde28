"""What a person types -> decisions on entities, checked against what there is and what was decided before.

Errors: `WrongUse` for what cannot be meant, with the entities that may be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb

from extractors import decisions
from extractors.records import EntityDecision
from flows import entity_file, inert
from flows.errors import WrongUse
from flows.runs import now
from warehouse import decisions as rows
from warehouse.decisions import Candidate, Spelling

_TELLING = frozenset({"full", "transliteration"})  # kinds of aliases that an entity of its own would have


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a person wants: words as typed, in the order of the command, and what narrows them down."""

    action: str
    words: tuple[str, ...]
    type: str | None = None
    of: str | None = None
    reason: str | None = None


def made(db: duckdb.DuckDBPyConnection, asked: Asked) -> list[EntityDecision]:
    """Return the decisions that are meant: more than one where a spelling has to leave each of several entities.

    Raises:
        WrongUse: the words mean no entity, or one of several; or another decision stands against it.
    """
    return _MADE[asked.action](db, asked)


def _merge(db: duckdb.DuckDBPyConnection, asked: Asked) -> list[EntityDecision]:
    first, second = (_the_one(rows.named(db, words, asked.type), words) for words in asked.words)
    if first.entity_id == second.entity_id:
        message = f"{asked.words[0]!r} and {asked.words[1]!r} are one entity already: {_named(first)}"
        raise WrongUse(message)
    for each in _in_force(db, "split"):
        if {each.entity_a, each.entity_b} == {first.entity_id, second.entity_id}:
            message = f"decision {each.decision_id} keeps them apart: undo it first"
            raise WrongUse(message)
    return [decisions.decided("merge", now(), entity_a=first.entity_id, entity_b=second.entity_id, reason=asked.reason)]


def _split(db: duckdb.DuckDBPyConnection, asked: Asked) -> list[EntityDecision]:
    """Part those that a spelling is a full name of from all merged with them; else make it an entity of its own."""
    alias = asked.words[0]
    spellings = _spellings(db, asked)
    whole = {each.stands_for_it for each in spellings}
    if len(whole) > 1:
        raise _ambiguous(alias, spellings)
    root = whole.pop()
    owners = {each.entity_id for each in spellings if each.kind in _TELLING}
    others = rows.group(db, root) - owners
    if owners and others:
        _check_not_joined(db, owners, others)
        pairs = [(other, owner) for other in sorted(others) for owner in sorted(owners)]
    else:
        pairs = [(each.entity_id, decisions.split_id(root, alias)) for each in spellings]
    at = now()
    return [
        decisions.decided("split", at, alias=alias, entity_a=of, entity_b=own, reason=asked.reason) for of, own in pairs
    ]


def _check_not_joined(db: duckdb.DuckDBPyConnection, owners: set[str], others: set[str]) -> None:
    for each in _in_force(db, "merge"):
        pair = {each.entity_a, each.entity_b}
        if pair & owners and pair & others:
            message = f"decision {each.decision_id} has merged them: `newsduck entities undo {each.decision_id}`"
            raise WrongUse(message)


def _block(db: duckdb.DuckDBPyConnection, asked: Asked) -> list[EntityDecision]:
    spellings = _spellings(db, asked)
    owners = [each.entity_id for each in spellings] if asked.of else [None]
    return [
        decisions.decided("block", now(), alias=asked.words[0], entity_a=owner, reason=asked.reason) for owner in owners
    ]


def _rename(db: duckdb.DuckDBPyConnection, asked: Asked) -> list[EntityDecision]:
    words, name = asked.words
    if not name.strip():
        message = "the new name is empty"
        raise WrongUse(message)
    found = _the_one(rows.named(db, words, asked.type), words)
    for each in _in_force(db, "rename"):
        if each.entity_a == found.entity_id and each.origin == entity_file.ORIGIN:
            message = f"the file of decisions names it (decision {each.decision_id}): change it there"
            raise WrongUse(message)
    return [decisions.decided("rename", now(), entity_a=found.entity_id, name=name.strip(), reason=asked.reason)]


_MADE: dict[str, Callable[[duckdb.DuckDBPyConnection, Asked], list[EntityDecision]]] = {
    "merge": _merge,
    "split": _split,
    "block": _block,
    "rename": _rename,
}


def _in_force(db: duckdb.DuckDBPyConnection, action: str) -> list[EntityDecision]:
    return [each for each in rows.all_of(db) if each.action == action and not each.undone_at]


def _spellings(db: duckdb.DuckDBPyConnection, asked: Asked) -> list[Spelling]:
    """Return whom the spelling names: all of them, or those of the entity that is asked for."""
    alias = asked.words[0]
    found = rows.spelled(db, alias)
    if not found:
        message = f"no entity is called {inert.text(alias)!r}; write it as the articles do, see `newsduck entity NAME`"
        raise WrongUse(message)
    if asked.of is None:
        return found
    owner = _the_one(rows.named(db, asked.of, asked.type), asked.of).entity_id
    of_it = [each for each in found if asked.of == each.entity_id] or [
        each for each in found if each.stands_for_it == owner
    ]
    if not of_it:
        raise _ambiguous(alias, found, f"is no name of {asked.of!r}, but of")
    return of_it


def _the_one(found: Sequence[Candidate], words: str) -> Candidate:
    if not found:
        message = f"no entity is called {inert.text(words)!r}; `newsduck entity NAME` shows what comes near"
        raise WrongUse(message)
    if len(found) > 1:
        listed = "; ".join(_named(each) for each in found[:8])
        message = f"{inert.text(words)!r} may be one of {len(found)}: {listed}; give an id, or --type"
        raise WrongUse(message)
    return found[0]


def _ambiguous(alias: str, found: Sequence[Spelling], how: str = "names several, say of which with --of:") -> WrongUse:
    listed = "; ".join(
        f"{inert.text(each.name)} ({each.type}, {each.articles} articles, {each.entity_id})" for each in found[:8]
    )
    return WrongUse(f"{inert.text(alias)!r} {how} {listed}")


def _named(found: Candidate) -> str:
    return f"{inert.text(found.name)} ({found.type}, {found.articles} articles, {found.entity_id})"
