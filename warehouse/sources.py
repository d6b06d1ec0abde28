"""Sources and their feeds: tables ``sources`` and ``feeds``."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from extractors.records import Feed, Source
from warehouse.database import transaction
from warehouse.tables import read, script, stage

_ADD = """
MERGE INTO main.sources AS t
USING (
    SELECT s.* EXCLUDE (row_no)
    FROM staged_sources AS s
    QUALIFY row_number() OVER (PARTITION BY s.source_id ORDER BY s.row_no DESC) = 1
    ORDER BY s.row_no
) AS s
ON t.source_id = s.source_id
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT
"""

_RETIRE = """
UPDATE main.sources AS t
SET active = false
WHERE t.active AND t.kind = 'feed' AND t.source_id NOT IN (SELECT s.source_id FROM staged_sources AS s)
"""

_RETIRE_FEEDS = """
UPDATE main.feeds AS t
SET status = 'removed'
WHERE t.status <> 'removed' AND coalesce(t.parent_id, t.feed_id) NOT IN (SELECT s.feed_id FROM staged_feeds AS s)
"""

_FEEDS = """
SELECT f.*
FROM main.feeds AS f
JOIN main.sources AS s ON s.source_id = f.source_id
WHERE s.active AND f.status <> 'removed'
ORDER BY f.source_id, f.feed_id
"""


def save(db: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """Save the whole configured list: a source with feeds that is no longer in it becomes inactive."""
    stage(db, "sources", sources)
    with transaction(db):
        db.execute(_ADD)
        db.execute(_RETIRE)


def add(db: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    """Save some sources, as loading files brings them, and leave the others as they are."""
    stage(db, "sources", sources)
    with transaction(db):
        db.execute(_ADD)


def known(db: duckdb.DuckDBPyConnection) -> list[Source]:
    """Return every source, active or not."""
    return read(Source, db.execute("SELECT s.* FROM main.sources AS s ORDER BY s.source_id"))


def feeds(db: duckdb.DuckDBPyConnection) -> list[Feed]:
    """Return the feeds of active sources with their polling state, disabled ones too, removed ones not."""
    return read(Feed, db.execute(_FEEDS))


def configure_feeds(db: duckdb.DuckDBPyConnection, feeds: Sequence[Feed]) -> None:
    """Save the whole configured list: what is no longer in it is asked no more, nor what an index in it had named."""
    save_feeds(db, feeds)
    db.execute(_RETIRE_FEEDS)


def save_feeds(db: duckdb.DuckDBPyConnection, feeds: Sequence[Feed]) -> None:
    """Save feeds.

    One with status "new" comes from the configuration: a new feed gets its row, a known one keeps its polling state.
    Any other status is the state after a poll and replaces the former, validators included.
    """
    stage(db, "feeds", feeds)
    with transaction(db):
        db.execute(script("feeds"))
