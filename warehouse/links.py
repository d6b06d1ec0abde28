"""Links that sources offered: table ``links``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from extractors.records import Link, Outcome
from warehouse.database import transaction
from warehouse.tables import read, script, stage

#: Outcomes after which a later run tries a link again; every other one is final.
RETRIED = (Outcome.DEFERRED, Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.HTTP_ERROR, Outcome.FAILED)

_UNSEEN = """
SELECT u.url_canonical
FROM (SELECT unnest(?::VARCHAR[]) AS url_canonical) AS u
WHERE u.url_canonical NOT IN (SELECT l.url_canonical FROM main.links AS l)
"""

_LAST_SEEN = """
SELECT l.url_canonical, l.last_seen_at
FROM main.links AS l
WHERE l.url_canonical IN (SELECT unnest(?::VARCHAR[]))
"""

_PENDING = """
SELECT l.*
FROM main.links AS l
WHERE l.article_id IS NULL
  AND l.attempts < $max_attempts
  AND NOT starts_with(l.url_canonical, 'file:')
  AND (l.last_outcome IS NULL OR l.last_outcome IN (SELECT unnest($retried::VARCHAR[])))
  AND l.url NOT IN (  -- gone, forbidden: a host that says so need not be asked again
    SELECT f.url FROM main.fetches AS f
    WHERE f.http_status BETWEEN 400 AND 499 AND f.http_status NOT IN (408, 425, 429)
  )
  AND ($since::TIMESTAMPTZ IS NULL OR coalesce(l.published_hint, l.first_seen_at) >= $since)
  AND (len($source_ids::VARCHAR[]) = 0 OR l.source_id IN (SELECT unnest($source_ids::VARCHAR[])))
ORDER BY coalesce(l.published_hint, l.first_seen_at) DESC, l.url_canonical
LIMIT $limit
"""


def unseen(db: duckdb.DuckDBPyConnection, urls_canonical: Sequence[str]) -> set[str]:
    """Return those addresses that no source has offered before."""
    return {url for (url,) in db.execute(_UNSEEN, [list(urls_canonical)]).fetchall()}


def last_seen(db: duckdb.DuckDBPyConnection, urls_canonical: Sequence[str]) -> dict[str, datetime]:
    """Return when those of these addresses that are known were last seen."""
    return dict(db.execute(_LAST_SEEN, [list(urls_canonical)]).fetchall())


def pending(
    db: duckdb.DuckDBPyConnection,
    *,
    max_attempts: int,
    limit: int | None = None,
    since: datetime | None = None,
    source_ids: Sequence[str] = (),
) -> list[Link]:
    """Return the links to addresses that a run should still fetch, newest first: by hint, else by first sight.

    Args:
        db: The warehouse.
        max_attempts: Links tried this often are left alone.
        limit: At most so many; None for all.
        since: Only links whose hint, or first sight, is not older.
        source_ids: Only links of these sources; empty for all.

    """
    parameters = {
        "max_attempts": max_attempts,
        "retried": [str(outcome) for outcome in RETRIED],
        "since": since,
        "source_ids": list(source_ids),
        "limit": limit,
    }
    return read(Link, db.execute(_PENDING, parameters))


def save(db: duckdb.DuckDBPyConnection, links: Sequence[Link]) -> None:
    """Save links: a known one keeps first_seen_at and takes what is newer or set of the rest."""
    stage(db, "links", links)
    with transaction(db):
        db.execute(script("links"))
