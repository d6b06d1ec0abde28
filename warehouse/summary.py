"""What one run did, for the words it ends with."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

_OUTCOMES = """
SELECT o.outcome, count(*) AS items
FROM main.outcomes AS o
WHERE o.run_id = ?
GROUP BY o.outcome
ORDER BY items DESC, o.outcome
"""

_LOST = """
SELECT o.item, o.outcome, o.reason
FROM main.outcomes AS o
WHERE o.run_id = ? AND o.outcome NOT IN ('stored', 'updated', 'unchanged', 'duplicate', 'not_modified', 'deferred')
ORDER BY o.occurred_at, o.item
LIMIT 10
"""

# A source failed where the run asked for it and got nothing: each of its feeds, or pages, ended in an error.
_FAILED_SOURCES = """
WITH asked AS (
    SELECT f.source_id, x.outcome, x.error
    FROM main.fetches AS x
    JOIN main.feeds AS f ON x.url IN (f.url, f.moved_to)
    WHERE x.run_id = ?
)
SELECT a.source_id, first(coalesce(a.error, a.outcome) ORDER BY a.outcome) AS reason
FROM asked AS a
GROUP BY a.source_id
HAVING NOT bool_or(a.outcome IN ('ok', 'not_modified', 'deferred'))
ORDER BY a.source_id
"""

_LIVE_FEEDS = """
SELECT count(DISTINCT x.url)
FROM main.fetches AS x
JOIN main.feeds AS f ON x.url IN (f.url, f.moved_to)
WHERE x.run_id = ? AND x.outcome = 'ok'
"""

_BROKEN = """
SELECT coalesce(sum(t.n_failed), 0)::BIGINT FROM main.run_steps AS t WHERE t.run_id = ? AND t.step = 'check'
"""

_STORIES = """
SELECT s.title, s.article_count, s.source_count, s.story_id
FROM main.stories AS s
WHERE s.story_id IN (
    SELECT a.story_id
    FROM main.articles AS a
    JOIN main.outcomes AS o ON o.article_id = a.article_id
    WHERE o.run_id = ? AND o.outcome IN ('stored', 'updated')
)
ORDER BY s.article_count DESC, s.last_published_at DESC, s.story_id
LIMIT 10
"""

_TOTALS = """
SELECT
    (SELECT count(*) FROM main.articles AS a), (SELECT count(*) FROM main.stories AS s WHERE s.merged_into IS NULL),
    (SELECT count(*) FROM main.mentions AS m), (SELECT count(*) FROM main.entities AS e WHERE e.merged_into IS NULL)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What one run did, and how much there is now."""

    flow: str | None  # pipeline, load, fetch, …; None for a run that is not known
    outcomes: dict[str, int]  # outcome -> items, most frequent first
    failed_sources: list[tuple[str, str]]  # source_id, reason
    lost: list[tuple[str, str, str | None]]  # item, outcome, reason of the first ten that became no article
    stories: list[tuple[str, int, int, str]]  # title, articles, sources, story_id of the ten largest that it touched
    totals: dict[str, int]  # articles, stories, mentions, entities
    live_feeds: int  # that answered with a body
    broken_checks: int


def of(db: duckdb.DuckDBPyConnection, run_id: str) -> Summary:
    """Return what this run did; all zero for a run that is not known."""
    totals = db.execute(_TOTALS).fetchall()[0]
    flows = db.execute("SELECT r.flow FROM main.runs AS r WHERE r.run_id = ?", [run_id]).fetchall()
    return Summary(
        flow=flows[0][0] if flows else None,
        outcomes=dict(db.execute(_OUTCOMES, [run_id]).fetchall()),
        failed_sources=db.execute(_FAILED_SOURCES, [run_id]).fetchall(),
        lost=db.execute(_LOST, [run_id]).fetchall(),
        stories=db.execute(_STORIES, [run_id]).fetchall(),
        totals=dict(zip(("articles", "stories", "mentions", "entities"), totals, strict=True)),
        live_feeds=db.execute(_LIVE_FEEDS, [run_id]).fetchall()[0][0],
        broken_checks=db.execute(_BROKEN, [run_id]).fetchall()[0][0],
    )
