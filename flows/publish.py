"""The end of a run: its rows are finished, then readers get the whole new warehouse at once."""

from __future__ import annotations

from flows.locking import writing
from flows.runs import CurrentRun, Tally
from warehouse import publishing
from warehouse import runs as run_rows


def publish(run: CurrentRun) -> Tally:
    """Record how the run ended and replace the published file."""
    with writing(run.settings) as db:
        run_rows.save(db, run.finished("partial" if run.failed_sources else "completed"))
        run_rows.save_steps(db, run.totals())
        publishing.publish(db, run.settings.published)
    return Tally(1, 1)
