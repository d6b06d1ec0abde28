"""What holds of a sound warehouse: one query a file in ``checks/`` that returns the rows breaking the rule.

The tables have no keys, so these stand in for them; `newsduck doctor` and the tests run them.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

import duckdb


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Whether a rule holds, and what breaks it."""

    name: str
    ok: bool
    detail: str  # the rule; where it is broken also how often, with the first case


def run(db: duckdb.DuckDBPyConnection) -> list[Check]:
    """Check every rule, in order of their names."""
    folder = resources.files("warehouse") / "checks"
    files = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".sql")), key=lambda entry: entry.name)
    return [_check(db, file.name.removesuffix(".sql"), file.read_text("utf-8")) for file in files]


def broken(db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the rules that do not hold: name -> detail."""
    return {check.name: check.detail for check in run(db) if not check.ok}


def _check(db: duckdb.DuckDBPyConnection, name: str, sql: str) -> Check:
    rule = sql.partition("\n")[0].removeprefix("-- ")
    broken = db.execute(sql).fetchall()
    if not broken:
        return Check(name=name, ok=True, detail=rule)
    first = ", ".join(str(value) for value in broken[0])
    return Check(name=name, ok=False, detail=f"{rule} Broken {len(broken)} times, first by: {first}")
