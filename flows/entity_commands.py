"""What `newsduck entities …` does: a person's decision is checked, kept, carried out and published at once.

Errors: `WrongUse` for what cannot be meant, with the entities that may be; those of the file of decisions.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import duckdb

from extractors.records import EntityDecision
from flows import deciding, entity_file, publish, resolve, results, runs, sequence, source_file
from flows.deciding import Asked
from flows.errors import WrongUse
from flows.locking import writing
from flows.runs import Tally, now
from flows.settings import Settings
from warehouse import database
from warehouse import decisions as rows


def decide(settings: Settings, asked: Asked, *, as_json: bool) -> None:
    """Keep and carry out a decision, and print it.

    Raises:
        WrongUse: its words mean no entity, or one of several; it is made already, or another one stands against it.
    """
    carried_out = _carried_out(settings, asked, lambda db: deciding.made(db, asked))
    _print(settings, carried_out, as_json=as_json)


def undo(settings: Settings, decision_id: str, *, as_json: bool) -> None:
    """Take a decision back, by its id or the beginning of it.

    Raises:
        WrongUse: there is none in force, or it stands in the file of decisions.
    """

    def taken_back(db: duckdb.DuckDBPyConnection) -> list[EntityDecision]:
        found = [each for each in rows.all_of(db) if each.decision_id.startswith(decision_id) and not each.undone_at]
        if len(found) != 1:
            message = (
                f"{len(found) or 'no'} decisions in force begin with {decision_id!r}; see `newsduck entities decisions`"
            )
            raise WrongUse(message)
        if found[0].origin == entity_file.ORIGIN:
            message = f"decision {found[0].decision_id} stands in {settings.entities_file}: take it out there"
            raise WrongUse(message)
        return [replace(found[0], undone_at=now())]

    asked = Asked(action="undo", words=(decision_id,))
    _print(settings, _carried_out(settings, asked, taken_back), as_json=as_json)


def show(settings: Settings, *, everything: bool, as_json: bool) -> None:
    """List the decisions in force, or all there ever were."""
    with closing(database.open_published(settings.published)) as db:
        found = [each for each in rows.all_of(db) if everything or not each.undone_at]
    _print(settings, found, as_json=as_json)


def export(settings: Settings, file: Path) -> None:
    """Write the decisions in force as a file of decisions; - is standard output."""
    with closing(database.open_published(settings.published)) as db:
        found = [each for each in rows.all_of(db) if not each.undone_at]
        text = entity_file.as_toml(found, rows.names(db, _ids(found)))
    if file == Path("-"):
        sys.stdout.write(text)
    else:
        source_file.replace(file, text)


def _carried_out(
    settings: Settings, asked: Asked, made: Callable[[duckdb.DuckDBPyConnection], list[EntityDecision]]
) -> list[EntityDecision]:
    """Save what is decided, resolve and publish, as a run of its own."""
    resolve.check(settings)
    with writing(settings) as db:
        made(db)  # what cannot be meant makes no run
    parameters = {"action": asked.action, "words": list(asked.words)}
    current = runs.new("entities", settings, trigger="hand", parameters=parameters, say=_say)
    sequence.begin(current)
    done: list[EntityDecision] = []

    def decided() -> Tally:
        with writing(settings) as db:
            done.extend(made(db))
            rows.save(db, done, now=now())
        return Tally(len(done), len(done))

    with runs.recorded(current):
        current.step("decide", decided)
        current.step("resolve", lambda: resolve.resolve(current))
        current.step("publish", lambda: publish.publish(current))
    return done


def _ids(found: Sequence[EntityDecision]) -> set[str]:
    return {entity_id for each in found for entity_id in (each.entity_a, each.entity_b) if entity_id}


def _print(settings: Settings, found: Sequence[EntityDecision], *, as_json: bool) -> None:
    with closing(database.open_published(settings.published)) as db:
        names = rows.names(db, _ids(found))
    listed = [_row(each, names) for each in found]
    if as_json:
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=1, default=datetime.isoformat) + "\n")
    elif listed:
        columns = [
            key for key in listed[0] if any(row[key] is not None for row in listed) and not key.startswith("entity_")
        ]
        results.table(columns, [[row[key] for key in columns] for row in listed])
    else:
        sys.stderr.write("no decisions yet; `newsduck entities --help` shows how to make one\n")


def _row(decision: EntityDecision, names: dict[str, str]) -> dict[str, object]:
    """Return a decision to show; its `state` is in force, undone, or waits until an article names its entity."""
    ids = [entity_id for entity_id in (decision.entity_a, decision.entity_b) if entity_id]
    has_all = all(each in names for each in ids) or (decision.action == "split" and decision.entity_a in names)
    state = "undone" if decision.undone_at else "in force" if has_all else "waits"
    return {
        "decision_id": decision.decision_id,
        "action": decision.action,
        "alias": None if decision.action == "rename" else decision.alias,
        "of": names.get(decision.entity_a or "", decision.entity_a),
        "into": names.get(decision.entity_b or "", decision.entity_b),
        "name": decision.name,
        "state": state,
        "reason": decision.reason,
        "origin": decision.origin,
        "decided_at": decision.decided_at,
        "undone_at": decision.undone_at,
        "entity_a": decision.entity_a,
        "entity_b": decision.entity_b,
    }


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
