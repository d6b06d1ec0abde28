"""Links that sources offered: table ``links``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import duckdb

from extractors.records import Link, Outcome
from warehouse.database import transaction
from warehouse.tables import read, script, stage

#: Outcomes after which a later run tries a link again; every other one is final.
RETRIED = (Outcome.DEFERRED, Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.HTTP_ERROR, Outcome.FAILED)

#: Outcomes that may be a page's bad hour: a bot wall, maintenance, a page saved before its text. Seen twice, final.
DOUBTFUL = (Outcome.WALL, Outcome.SOFT_404, Outcome.NO_TEXT)

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

_OF = """
SELECT l.* FROM main.links AS l WHERE l.url_canonical IN (SELECT unnest(?::VARCHAR[])) ORDER BY l.url_canonical
"""

_PENDING = """
SELECT l.*
FROM (
  SELECT k.* REPLACE (  -- fetched in what is now the future: the clock was ahead, so nobody knows when
    CASE WHEN k.fetched_at > $now::TIMESTAMPTZ + INTERVAL 1 HOUR THEN 'epoch'::TIMESTAMPTZ ELSE k.fetched_at END
    AS fetched_at
  )
  FROM main.links AS k
) AS l
WHERE NOT starts_with(l.url_canonical, 'file:')
  AND CASE WHEN l.article_id IS NULL THEN
        l.attempts < $max_attempts
        AND (l.last_outcome IS NULL OR l.last_outcome IN (SELECT unnest($retried::VARCHAR[]))
             OR (l.last_outcome = 'too_old' AND $since::TIMESTAMPTZ IS NOT NULL)
             OR (l.last_outcome IN (SELECT unnest($doubtful::VARCHAR[])) AND l.attempts < 2
                 AND l.fetched_at + INTERVAL 1 HOUR <= $now::TIMESTAMPTZ))
        AND (l.fetched_at IS NULL OR l.fetched_at + $patience::INTERVAL * power(2, l.attempts - 1) <= $now::TIMESTAMPTZ)
        AND l.url NOT IN (  -- gone, forbidden: a host that says so need not be asked again
          SELECT f.url FROM main.fetches AS f
          WHERE f.http_status BETWEEN 400 AND 499 AND f.http_status NOT IN (408, 425, 429)
        )
      ELSE  -- edited since it was looked at; looked at again after as long as it has been known, so ever more rarely
        l.updated_hint > l.fetched_at
        AND l.first_seen_at > $now::TIMESTAMPTZ - to_days($refetch_days::INTEGER)
        AND l.fetched_at + greatest(l.fetched_at - l.first_seen_at, $patience::INTERVAL) <= $now::TIMESTAMPTZ
      END
  AND ($since::TIMESTAMPTZ IS NULL OR coalesce(l.published_hint, l.updated_hint, l.first_seen_at) >= $since)
  AND (len($source_ids::VARCHAR[]) = 0 OR l.source_id IN (SELECT unnest($source_ids::VARCHAR[])))
QUALIFY row_number() OVER (
    PARTITION BY l.source_id ORDER BY coalesce(l.published_hint, l.updated_hint, l.first_seen_at) DESC, l.url_canonical
) <= $per_source
ORDER BY coalesce(l.published_hint, l.updated_hint, l.first_seen_at) DESC, l.url_canonical
LIMIT $limit
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which links a run takes."""

    now: datetime
    max_attempts: int  # links tried this often are left alone
    per_source: int = 2**31 - 1  # at most so many of one source
    patience: timedelta = timedelta()  # before a second look; doubles with each try that failed
    refetch_days: int = 0  # how long after its first sight an article is looked at again
    limit: int | None = None  # at most so many in all
    since: datetime | None = None  # only links whose hint, or first sight, is not older; also those too old for news
    source_ids: tuple[str, ...] = ()  # only of these sources; empty for all


def unseen(db: duckdb.DuckDBPyConnection, urls_canonical: Sequence[str]) -> set[str]:
    """Return those addresses that no source has offered before."""
    return {url for (url,) in db.execute(_UNSEEN, [list(urls_canonical)]).fetchall()}


def of(db: duckdb.DuckDBPyConnection, urls_canonical: Sequence[str]) -> list[Link]:
    """Return those of these addresses that are known."""
    return read(Link, db.execute(_OF, [list(urls_canonical)]))


def last_seen(db: duckdb.DuckDBPyConnection, urls_canonical: Sequence[str]) -> dict[str, datetime]:
    """Return when those of these addresses that are known were last seen."""
    return dict(db.execute(_LAST_SEEN, [list(urls_canonical)]).fetchall())


def pending(db: duckdb.DuckDBPyConnection, asked: Asked) -> list[Link]:
    """Return the links to addresses that a run should fetch, newest first: by hint, else by first sight.

    Those are the ones that no run has brought to an end yet, and articles that were edited: a feed or sitemap says so.
    """
    parameters = asdict(asked) | {"retried": list(map(str, RETRIED)), "doubtful": list(map(str, DOUBTFUL))}
    return read(Link, db.execute(_PENDING, parameters))


def save(db: duckdb.DuckDBPyConnection, links: Sequence[Link]) -> None:
    """Save links: a known one keeps first_seen_at and takes what is newer or set of the rest."""
    stage(db, "links", links)
    with transaction(db):
        db.execute(script("links"))
