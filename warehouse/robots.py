"""The robots.txt of each origin, kept between runs: table ``robots``."""

from __future__ import annotations

from datetime import datetime

import duckdb

from extractors.records import Robots
from warehouse.tables import read

_KNOWN = "SELECT r.* FROM main.robots AS r WHERE r.fetched_at >= ? ORDER BY r.origin"


def known(db: duckdb.DuckDBPyConnection, since: datetime) -> list[Robots]:
    """Return what was fetched since an instant, one an origin."""
    return read(Robots, db.execute(_KNOWN, [since]))
