"""Entities of all articles -> which of them are one, people's decisions included."""

from __future__ import annotations

import duckdb

from extractors import decisions, pairs, resolution
from extractors.alignment import Likeness
from extractors.records import EntityDecision
from flows import entity_file, errors
from flows.locking import writing
from flows.runs import CurrentRun, Tally, now
from flows.settings import Settings
from warehouse import decisions as decision_rows
from warehouse import resolving
from warehouse.database import transaction


def check(settings: Settings) -> None:
    """Read the file of decisions, so that a mistake in it is told before anything is done.

    Raises:
        DecisionsError: it cannot be used, or is not there though a setting names it.
    """
    if entity_file.read(settings.entities_file) is None and "entities_file" in settings.model_fields_set:
        message = f"{settings.entities_file} is not there; NEWSDUCK_ENTITIES_FILE names the file of decisions"
        raise entity_file.DecisionsError(message)


def resolve(run: CurrentRun) -> Tally:
    """Find which entities are one, unless nothing came since the last time; an error here fails no other stage."""
    try:
        with writing(run.settings) as db:
            follow_file(db, run.settings)
            return resolved(db)
    except Exception as error:  # readers get their articles, with the entities as they were
        if isinstance(error, duckdb.FatalException) or errors.is_by_hand(error):
            raise  # the database is shut, or nothing is wanted any more
        run.broken["resolve"] = (
            f"entities were not resolved ({type(error).__name__}: {error}); the next run tries again"
        )
        return Tally(1, 0, 1)


def resolved(db: duckdb.DuckDBPyConnection) -> Tally:
    """Compare what is new to what is near it, and save which entities are one; all or nothing."""
    with transaction(db):
        changed = resolving.changed(db, resolution.MODEL, pairs.ACRONYM_ARTICLES)
        if changed is None:
            return Tally(0, 0)
        near = resolving.near(db, pairs.keys(changed.entities, changed.aliases), pairs.LARGEST_BLOCK)
        found = pairs.between(near.entities, near.aliases, near.again, near.crowded)
        together = resolving.connected(db, [_stored(pair, like) for pair, like in found.items()])
        merges = resolution.joined(
            together.entities,
            together.aliases,
            {(each.entity_a, each.entity_b): Likeness(each.score, each.method) for each in together.pairs},
            decisions.apart(together.decisions),
        )
        merges = decisions.applied(merges, together.decisions, together.known)
        resolving.save(db, merges, resolution.MODEL, now())
        return Tally(len(changed.entities), len(merges))


def _stored(pair: pairs.Pair, like: Likeness) -> resolving.Pair:
    return resolving.Pair(entity_a=pair[0], entity_b=pair[1], method=like.method, score=like.score)


def follow_file(db: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Let what stands in the file of decisions hold, and what was taken out of it be undone.

    Where there is no such file, what it decided stays as it was.

    Raises:
        DecisionsError: the file cannot be used.
    """
    listed = entity_file.read(settings.entities_file)
    if listed is None:
        return
    stored = {each.decision_id: each for each in decision_rows.all_of(db) if each.undone_at is None}
    new = [each for each in listed if not _stands(each, stored.get(each.decision_id))]
    gone = stored.keys() - {each.decision_id for each in listed}
    undone = [each for each in gone if stored[each].origin == entity_file.ORIGIN]
    if new or undone:
        decision_rows.save(db, new, undone, now=now())


def _stands(decision: EntityDecision, stored: EntityDecision | None) -> bool:
    """Say whether a decision of the file is stored as it is."""
    facts = ("reason", "decided_at", "origin")
    return stored is not None and all(getattr(decision, fact) == getattr(stored, fact) for fact in facts)
