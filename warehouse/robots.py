"""The robots.txt of each origin, kept between runs: table ``robots``."""

from __future__ import annotations

from collections.abc import Collection

import duckdb

from extractors.records import Robots
from warehouse.tables import read

_KNOWN = """
SELECT r.* FROM main.robots AS r WHERE r.origin IN (SELECT unnest(?::VARCHAR[])) ORDER BY r.origin
"""


def known(db: duckdb.DuckDBPyConnection, origins: Collection[str]) -> list[Robots]:
    """Return what is kept of these origins, however old."""
    return read(Robots, db.execute(_KNOWN, [sorted(origins)]))
