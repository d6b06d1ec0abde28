"""Runs and their steps: tables ``runs`` and ``run_steps``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
_SWEEP = "UPDATE main.runs AS r SET state = 'failed', finished_at = ? WHERE r.run_id IN (SELECT unnest(?::VARCHAR[]))"

_LAST_STEP = """
SELECT r.started_at, t.seconds
FROM main.run_steps AS t
JOIN main.runs AS r ON r.run_id = t.run_id
WHERE t.step = ? AND t.n_in > 0
ORDER BY r.started_at DESC, t.run_id
LIMIT 1
"""

_LAST = """
SELECT r.run_id, r.state FROM main.runs AS r WHERE r.flow = ? ORDER BY r.started_at DESC, r.run_id DESC LIMIT 1
"""

_LAST_DONE = """
SELECT max(r.started_at) FROM main.runs AS r WHERE r.flow = ? AND r.state IN ('completed', 'partial')
"""

# What those runs of the same name and parameters did that failed since the last one that ended well.
_UNFINISHED = """
WITH same AS (
    SELECT r.run_id, r.state, r.started_at
    FROM main.runs AS r
    JOIN (SELECT x.* FROM main.runs AS x WHERE x.run_id = ?) AS o
        ON o.flow = r.flow AND o.parameters = r.parameters AND o.code_version = r.code_version
)
SELECT DISTINCT o.article_id
FROM main.outcomes AS o
JOIN same AS s ON s.run_id = o.run_id
WHERE s.state = 'failed' AND o.article_id IS NOT NULL AND o.outcome <> 'failed'
  AND s.started_at > coalesce(
      (SELECT max(e.started_at) FROM same AS e WHERE e.state IN ('completed', 'partial')), '-infinity'::TIMESTAMPTZ
  )
"""


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


def sweep(db: duckdb.DuckDBPyConnection, now: datetime, is_alive: Callable[[str], bool]) -> list[str]:
    """Mark runs that a killed process left "running" as failed and return their ids.

    To be called before the caller's own run is saved.
    """
    with transaction(db):
        running = [run_id for (run_id,) in db.execute(_RUNNING).fetchall()]
        swept = [run_id for run_id in running if not is_alive(run_id)]
        db.execute(_SWEEP, [now, swept])
    return swept


def last(db: duckdb.DuckDBPyConnection, flow: str) -> tuple[str, str] | None:
    """Return the id and the state of the latest run of a flow; None where there is none."""
    found: list[tuple[str, str]] = db.execute(_LAST, [flow]).fetchall()
    return found[0] if found else None


def last_done(db: duckdb.DuckDBPyConnection, flow: str) -> datetime | None:
    """Return when the latest run of a flow that ended well began; None where there is none."""
    found: datetime | None = db.execute(_LAST_DONE, [flow]).fetchall()[0][0]
    return found


def last_step(db: duckdb.DuckDBPyConnection, step: str) -> tuple[datetime, float] | None:
    """Return when the latest run began in which a step of this name had work, and how many seconds that took."""
    found: list[tuple[datetime, float]] = db.execute(_LAST_STEP, [step]).fetchall()
    return found[0] if found else None


def done_before(db: duckdb.DuckDBPyConnection, run_id: str) -> set[str]:
    """Return the articles that earlier runs like this one (flow, parameters, code) have done before they were stopped.

    Only since the last of them that ended well: what that one did is to be done again.
    """
    return {article_id for (article_id,) in db.execute(_UNFINISHED, [run_id]).fetchall()}
