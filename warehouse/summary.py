"""What a run did, for its closing words."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

_STATE = "SELECT r.state, r.flow FROM main.runs AS r WHERE r.run_id = ?"

_OUTCOMES = """
SELECT o.outcome, count(*) AS items FROM main.outcomes AS o WHERE o.run_id = ?
GROUP BY o.outcome ORDER BY items DESC, o.outcome
"""

_LOST = """
SELECT o.item, o.outcome, o.reason FROM main.outcomes AS o
WHERE o.run_id = ? AND o.outcome NOT IN ('stored', 'updated', 'unchanged', 'duplicate', 'not_modified')
ORDER BY o.occurred_at, o.item LIMIT ?
"""

# A source failed when none of its feeds asked in this run answered with a feed.
_FAILED = """
SELECT f.source_id, min(coalesce(t.error, t.outcome)) AS reason
FROM main.feeds AS f JOIN main.fetches AS t ON t.url = f.url
WHERE t.run_id = ?
GROUP BY f.source_id
HAVING count(*) FILTER (WHERE t.outcome IN ('ok', 'not_modified')) = 0
ORDER BY f.source_id
"""

_STORIES = """
SELECT s.title, s.article_count, s.source_count, s.story_id
FROM main.stories AS s
WHERE s.merged_into IS NULL
  AND s.story_id IN (
    SELECT a.story_id FROM main.outcomes AS o JOIN main.articles AS a ON a.article_id = o.article_id
    WHERE o.run_id = ?
  )
ORDER BY s.source_count DESC, s.article_count DESC, s.last_published_at DESC, s.story_id LIMIT ?
"""

_TOTALS = """
SELECT
  (SELECT count(*) FROM main.articles) AS articles,
  (SELECT count(*) FROM main.stories WHERE merged_into IS NULL) AS stories,
  (SELECT count(*) FROM main.mentions) AS mentions
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A run in figures: outcomes by count, what was not stored and why, sources that gave nothing, its stories."""

    run_id: str
    flow: str
    state: str
    outcomes: dict[str, int]
    lost: tuple[tuple[str, str, str | None], ...]  # item, outcome, reason
    failed_sources: tuple[tuple[str, str], ...]  # source id, reason
    stories: tuple[tuple[str, int, int, str], ...]  # title, articles, sources, id
    totals: dict[str, int]


def of(db: duckdb.DuckDBPyConnection, run_id: str, *, most: int = 10) -> Summary:
    """Return the summary of this run, with at most so many items and stories named.

    Raises:
        LookupError: there is no such run.
    """
    found = db.execute(_STATE, [run_id]).fetchall()
    if not found:
        message = f"no run {run_id}"
        raise LookupError(message)
    state, flow = found[0]
    articles, stories, mentions = db.execute(_TOTALS).fetchall()[0]
    return Summary(
        run_id=run_id,
        flow=flow,
        state=state,
        outcomes=dict(db.execute(_OUTCOMES, [run_id]).fetchall()),
        lost=tuple(db.execute(_LOST, [run_id, most]).fetchall()),
        failed_sources=tuple(db.execute(_FAILED, [run_id]).fetchall()),
        stories=tuple(db.execute(_STORIES, [run_id, most]).fetchall()),
        totals={"articles": articles, "stories": stories, "mentions": mentions},
    )
