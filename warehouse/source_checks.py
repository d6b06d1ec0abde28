"""How each source and each of its feeds does: what `newsduck sources check` tells, from the reporting views."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from warehouse.tables import read

# What a sitemap index leads to is told with the index: `new_links` counts all of it, `children` how many there are.
_FEEDS = """
WITH latest AS (
    SELECT max(r.started_at) AS ends_at FROM main.runs AS r
), offered AS (
    SELECT coalesce(f.parent_id, f.feed_id) AS feed_id, count(*) AS new_links
    FROM main.links AS l
    JOIN main.feeds AS f ON f.feed_id = l.feed_id
    CROSS JOIN latest AS t
    WHERE l.first_seen_at > t.ends_at - INTERVAL 1 DAY
    GROUP BY coalesce(f.parent_id, f.feed_id)
), children AS (
    SELECT
        f.parent_id AS feed_id,
        count(*) AS children,
        count(*) FILTER (f.status IN ('failing', 'disabled')) AS failing_children
    FROM main.feeds AS f
    WHERE f.parent_id IS NOT NULL AND f.status <> 'removed'
    GROUP BY f.parent_id
), asked AS (
    SELECT x.url, arg_max_null(x.robots_allowed, x.requested_at) AS robots_allowed
    FROM main.fetches AS x
    WHERE x.url IN (SELECT unnest([f.url, f.moved_to]) FROM main.feeds AS f)
    GROUP BY x.url
)
SELECT
    h.source_id,
    h.feed_id,
    h.url,
    f.moved_to,
    h.status,
    h.failures,
    h.last_fetch_at,
    h.last_outcome,
    h.http_status,
    h.error,
    a.robots_allowed,
    h.last_success_at,
    h.last_new_at,
    h.next_fetch_at,
    h.poll_minutes,
    coalesce(o.new_links, 0) AS new_links,
    coalesce(c.children, 0) AS children,
    coalesce(c.failing_children, 0) AS failing_children
FROM report.feed_health AS h
JOIN main.feeds AS f ON f.feed_id = h.feed_id
LEFT JOIN offered AS o ON o.feed_id = h.feed_id
LEFT JOIN children AS c ON c.feed_id = h.feed_id
LEFT JOIN asked AS a ON a.url = coalesce(f.moved_to, f.url)
WHERE f.parent_id IS NULL
ORDER BY h.source_id, h.url
"""

_SOURCES = """
WITH lag AS (
    SELECT i.source_id, first(i.median_minutes ORDER BY i."day" DESC) AS lag_minutes
    FROM report.ingest_lag AS i
    GROUP BY i.source_id
)
SELECT s.source_id, h.health, h.articles, h.usual, h.last_article_at, h.hours_since_article, g.lag_minutes
FROM main.sources AS s
LEFT JOIN report.source_health AS h ON h.source_id = s.source_id
LEFT JOIN lag AS g ON g.source_id = s.source_id
WHERE s.active
ORDER BY s.source_id
"""

# The last outcome of each item of the last seven days: a page tried five times counts once.
_PAGES = """
WITH latest AS (
    SELECT max(o.occurred_at) AS ends_at FROM main.outcomes AS o
), last_outcome AS (
    SELECT o.source_id, o.item, arg_max(o.outcome, o.occurred_at) AS outcome
    FROM main.outcomes AS o
    CROSS JOIN latest AS t
    WHERE o.source_id IS NOT NULL AND o.occurred_at > t.ends_at - INTERVAL 7 DAY
    GROUP BY o.source_id, o.item
)
SELECT l.source_id, l.outcome, count(*) AS pages
FROM last_outcome AS l
GROUP BY l.source_id, l.outcome
ORDER BY l.source_id, pages DESC, l.outcome
"""

_HEALTH = """
SELECT
    h.source_id,
    CASE WHEN EXISTS (SELECT 1 FROM main.feeds AS f WHERE f.source_id = h.source_id AND f.status = 'failing')
          AND NOT EXISTS (SELECT 1 FROM main.feeds AS f WHERE f.source_id = h.source_id AND f.status IN ('ok', 'new'))
         THEN 'failing' ELSE h.health END AS health
FROM report.source_health AS h
ORDER BY h.source_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedCheck:
    """One configured feed or sitemap. `new_links` are of the 24 hours before the last run."""

    source_id: str
    feed_id: str
    url: str
    moved_to: str | None
    status: str  # new, ok, failing, disabled
    failures: float
    last_fetch_at: datetime | None
    last_outcome: str | None
    http_status: int | None
    error: str | None
    robots_allowed: bool | None  # None: robots.txt was not asked, or could not be had
    last_success_at: datetime | None
    last_new_at: datetime | None
    next_fetch_at: datetime | None
    poll_minutes: int
    new_links: int
    children: int  # sitemaps that an index leads to
    failing_children: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCheck:
    """One active source; `health` is that of the view source_health, None for one that is not of the web."""

    source_id: str
    health: str | None
    articles: int | None  # of the last 24 hours
    usual: float | None
    last_article_at: datetime | None
    hours_since_article: float | None
    lag_minutes: float | None  # from publication to first sight, median of the last day that has one


def feeds(db: duckdb.DuckDBPyConnection) -> list[FeedCheck]:
    """Return the configured feeds and sitemaps of active sources."""
    return read(FeedCheck, db.execute(_FEEDS))


def sources(db: duckdb.DuckDBPyConnection) -> list[SourceCheck]:
    """Return the active sources."""
    return read(SourceCheck, db.execute(_SOURCES))


def pages(db: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """Return how many items of each source ended how in the last seven days, most frequent outcome first."""
    found: dict[str, dict[str, int]] = {}
    for source_id, outcome, count in db.execute(_PAGES).fetchall():
        found.setdefault(source_id, {})[outcome] = count
    return found


def health(db: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return source_id -> how it does: failing where none of its feeds answers, else as `report.source_health` says."""
    return dict(db.execute(_HEALTH).fetchall())
