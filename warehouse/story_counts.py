"""What stories count, and when they began and ended: kept in their rows, and told anew where their articles changed."""

from __future__ import annotations

import duckdb

_SAVED = """
CREATE OR REPLACE TEMP TABLE counted_stories AS
SELECT s.story_id FROM staged_stories AS s WHERE s.merged_into IS NULL
"""

# Every story that may count otherwise: of most there is one article, which a cheap look finds as it was.
_EVERY = """
CREATE OR REPLACE TEMP TABLE counted_stories AS
WITH told AS (
    SELECT
        a.story_id,
        count(*) AS articles,
        min(coalesce(a.published_at, a.first_seen_at)) AS first_published_at,
        max(coalesce(a.published_at, a.first_seen_at)) AS last_published_at
    FROM main.articles AS a
    GROUP BY a.story_id
)
SELECT t.story_id
FROM main.stories AS t
JOIN told AS n ON n.story_id = t.story_id
WHERE t.merged_into IS NULL AND (
    n.articles > 1 OR t.article_count <> 1 OR t.source_count <> 1 OR t.text_count <> 1 OR t.family_count <> 1
    OR t.first_published_at <> n.first_published_at OR t.last_published_at <> n.last_published_at
)
"""

# Of what was saved not every article was looked at. A copy found years later, or an outlet that came to a family,
# changes what an old story counts; and an article whose features could not be made anew after an edit stands in its
# story still, though nothing is compared with it.
_RECOUNT = """
UPDATE main.stories AS t
SET article_count = c.article_count, source_count = c.source_count, text_count = c.text_count,
    family_count = c.family_count, first_published_at = c.first_published_at, last_published_at = c.last_published_at
FROM (
    SELECT
        a.story_id,
        min(coalesce(a.published_at, a.first_seen_at)) AS first_published_at,
        max(coalesce(a.published_at, a.first_seen_at)) AS last_published_at,
        count(*) AS article_count,
        count(DISTINCT a.source_id) AS source_count,
        count(DISTINCT coalesce(a.duplicate_of, a.article_id)) AS text_count,
        count(DISTINCT coalesce(s.family_id, a.source_id)) AS family_count
    FROM main.articles AS a
    LEFT JOIN main.sources AS s ON s.source_id = a.source_id
    WHERE a.story_id IN (SELECT x.story_id FROM counted_stories AS x)
    GROUP BY a.story_id
) AS c
WHERE t.story_id = c.story_id AND (
    t.article_count <> c.article_count OR t.source_count <> c.source_count OR t.text_count <> c.text_count
    OR t.family_count <> c.family_count OR t.first_published_at <> c.first_published_at
    OR t.last_published_at <> c.last_published_at
)
"""

# What was dated anew: a story's times are no longer those of its articles.
_REDATED = """
WITH told AS (
    SELECT
        a.story_id,
        min(a.rowid) AS place,
        min(coalesce(a.published_at, a.first_seen_at)) AS first_published_at,
        max(coalesce(a.published_at, a.first_seen_at)) AS last_published_at
    FROM main.articles AS a
    GROUP BY a.story_id
)
SELECT a.article_id
FROM told AS n
JOIN main.stories AS s ON s.story_id = n.story_id
JOIN main.articles AS a ON a.rowid = n.place
WHERE s.first_published_at <> n.first_published_at OR s.last_published_at <> n.last_published_at
ORDER BY a.article_id
"""


def recount(db: duckdb.DuckDBPyConnection) -> None:
    """Let each story count the articles that it has now, their sources, texts and publishers."""
    db.execute(_EVERY)
    db.execute(_RECOUNT)


def recount_saved(db: duckdb.DuckDBPyConnection) -> None:
    """Let each story that is being saved (`stories.save`) count all of its articles."""
    db.execute(_SAVED)
    db.execute(_RECOUNT)


def redated(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Return an article of each story whose times are not those of its articles, since one was dated anew."""
    return [article_id for (article_id,) in db.execute(_REDATED).fetchall()]
