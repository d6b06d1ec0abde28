"""What may go by age: requests, ends of items, links, and archived pages that nothing points to.

Articles and what was derived from them stay. So do the rows that later runs stand on: links that a feed goes on
offering, the last request to each feed, refusals of pages whose links stay, and which run stored what.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from warehouse.database import transaction

# A feed that sends the same body again is not read again, so its links keep an old last_seen_at: all of a source that
# were seen since the last time that such a feed had something new may still stand in it.
_LINKS = """
CREATE OR REPLACE TEMP TABLE dropped AS
WITH standing AS (
    SELECT f.source_id, min(coalesce(f.last_new_at - INTERVAL 1 DAY, '-infinity'::TIMESTAMPTZ)) AS since
    FROM main.feeds AS f
    WHERE f.status <> 'removed' AND f.last_success_at >= $before
    GROUP BY f.source_id
)
SELECT l.url_canonical
FROM main.links AS l
LEFT JOIN standing AS s ON s.source_id = l.source_id
WHERE l.last_seen_at < least($before, coalesce(s.since, $before))
"""

# A page that was refused for good is not asked for again as long as its link and the refusal are known.
_FETCHES = """
CREATE OR REPLACE TEMP TABLE dropped AS
WITH needed AS (
    SELECT arg_max(x.fetch_id, x.requested_at) AS fetch_id
    FROM main.fetches AS x
    WHERE x.url IN (SELECT unnest([f.url, f.moved_to]) FROM main.feeds AS f)
    GROUP BY x.url
    UNION
    SELECT x.fetch_id
    FROM main.fetches AS x
    JOIN main.links AS l ON l.url = x.url
    WHERE x.http_status BETWEEN 400 AND 499 AND l.article_id IS NULL
)
SELECT x.fetch_id
FROM main.fetches AS x
WHERE x.requested_at < $before AND x.fetch_id NOT IN (SELECT n.fetch_id FROM needed AS n)
"""

_DROP_LINKS = "DELETE FROM main.links AS t WHERE t.url_canonical IN (SELECT d.url_canonical FROM dropped AS d)"
_DROP_FETCHES = "DELETE FROM main.fetches AS t WHERE t.fetch_id IN (SELECT d.fetch_id FROM dropped AS d)"
_DROP_OUTCOMES = """
DELETE FROM main.outcomes AS t WHERE t.occurred_at < $before AND t.outcome NOT IN ('stored', 'updated')
"""

_USED = "SELECT DISTINCT v.archive_file FROM main.article_versions AS v WHERE v.archive_file IS NOT NULL ORDER BY ALL"

_RELEASE = """
UPDATE main.article_versions AS t SET archive_file = NULL, archive_offset = NULL
WHERE t.archive_file IN (SELECT unnest(?::VARCHAR[]))
"""

_RELEASE_FETCHES = """
UPDATE main.fetches AS t SET archive_file = NULL, archive_offset = NULL
WHERE t.archive_file IN (SELECT unnest(?::VARCHAR[]))
"""

_COUNTS = """
SELECT
    (SELECT count(*) FROM main.links AS l), (SELECT count(*) FROM main.fetches AS x),
    (SELECT count(*) FROM main.outcomes AS o)
"""

_FREE = "SELECT s.free_blocks / greatest(s.total_blocks, 1) FROM pragma_database_size() AS s"


def drop_links(db: duckdb.DuckDBPyConnection, before: datetime) -> tuple[int, int]:
    """Drop links that no feed has offered since an instant; return how many there were and are."""
    return _dropped(db, 0, before, _LINKS, _DROP_LINKS)


def drop_fetches(db: duckdb.DuckDBPyConnection, before: datetime) -> tuple[int, int]:
    """Drop requests made before an instant; return how many there were and are."""
    return _dropped(db, 1, before, _FETCHES, _DROP_FETCHES)


def drop_outcomes(db: duckdb.DuckDBPyConnection, before: datetime) -> tuple[int, int]:
    """Drop how items ended before an instant, but for those that were stored; return how many there were and are."""
    return _dropped(db, 2, before, _DROP_OUTCOMES)


def used_archives(db: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the archive files that a version of an article was read from."""
    return {file for (file,) in db.execute(_USED).fetchall()}


def release(db: duckdb.DuckDBPyConnection, archive_files: Sequence[str]) -> None:
    """Let nothing point into these archive files any more, so that they may go."""
    with transaction(db):
        for statement in (_RELEASE, _RELEASE_FETCHES):
            db.execute(statement, [list(archive_files)])


def free_share(db: duckdb.DuckDBPyConnection) -> float:
    """Return how much of the writer's file is not in use, 0 to 1, once it is checkpointed."""
    db.execute("CHECKPOINT")
    return float(db.execute(_FREE).fetchall()[0][0])


def _dropped(db: duckdb.DuckDBPyConnection, place: int, before: datetime, *statements: str) -> tuple[int, int]:
    counted = db.execute(_COUNTS).fetchall()[0][place]
    with transaction(db):
        for statement in statements:
            db.execute(statement, {"before": before} if "$before" in statement else {})
    return counted, db.execute(_COUNTS).fetchall()[0][place]
