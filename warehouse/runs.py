"""Runs and their steps: tables ``runs`` and ``run_steps``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from extractors.records import Run, RunStep
from warehouse.database import transaction
from warehouse.tables import stage

_SAVE = """
MERGE INTO main.runs AS t
USING (SELECT s.* EXCLUDE (row_no) FROM staged_runs AS s) AS s
ON t.run_id = s.run_id
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT
"""

_SAVE_STEPS = """
MERGE INTO main.run_steps AS t
USING (SELECT s.* EXCLUDE (row_no) FROM staged_run_steps AS s) AS s
ON t.run_id = s.run_id AND t.step = s.step
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT
"""

_RUNNING = "SELECT r.run_id FROM main.runs AS r WHERE r.state = 'running' ORDER BY r.run_id"

# Not by RETURNING, which a DuckLake has not.
_SWEEP = "UPDATE main.runs AS r SET state = 'failed', finished_at = ? WHERE r.state = 'running'"


def save(db: duckdb.DuckDBPyConnection, run: Run) -> None:
    """Save a run, or its new state."""
    stage(db, "runs", [run])
    with transaction(db):
        db.execute(_SAVE)


def save_steps(db: duckdb.DuckDBPyConnection, steps: Sequence[RunStep]) -> None:
    """Save steps of runs; a step saved before is replaced."""
    stage(db, "run_steps", steps)
    with transaction(db):
        db.execute(_SAVE_STEPS)


def sweep(db: duckdb.DuckDBPyConnection, now: datetime) -> list[str]:
    """Mark runs that a killed process left "running" as failed and return their ids.

    To be called before the caller's own run is saved. A run that is alive after all saves its true state at its end.
    """
    with transaction(db):
        swept = [run_id for (run_id,) in db.execute(_RUNNING).fetchall()]
        db.execute(_SWEEP, [now])
    return swept
