"""Landed batches into the warehouse: every complete one, oldest first, each in its own transaction."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from flows import alive
from flows.locking import writing
from flows.runs import CurrentRun, Tally, now
from warehouse import database, landing, loader

_REFUSED = "refused"


def ahead(run: CurrentRun) -> None:
    """Load what this run has landed so far, if anything, beside another stage."""
    if any(run.settings.landing.glob(f"{run.run_id}-*[0-9]")):
        run.beside("load", partial(landed, run))


def landed(run: CurrentRun) -> Tally:
    """Load what has landed, also what a killed run left; a damaged batch is set aside, not lost."""
    rows = refused = 0
    with writing(run.settings) as db:
        landing.clear(run.settings.landing, partial(alive.may_live, run.settings))
        for batch in landing.batches(run.settings.landing):
            try:
                loaded = loader.load(db, batch, now())
            except database.Damaged as error:
                refused += 1
                run.say(f"batch {batch.name} was set aside in {_set_aside(batch)}: {error}")
            else:
                rows += loaded.stored + loaded.updated + loaded.unchanged
                landing.remove(batch)
    return Tally(rows + refused, rows, refused)


def _set_aside(batch: Path) -> Path:
    aside = batch.parent.parent / _REFUSED / batch.name
    aside.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(batch, aside)
    return aside
