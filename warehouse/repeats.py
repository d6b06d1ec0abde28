"""Lines that stand in several articles of a source: what boilerplate learns from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

import duckdb

_ARTICLES = 200  # the latest of a source that are looked at: what a site prints changes, and so does what is learned
_LEAST = 3  # stories that a line stands in; articles of one story share its background, and copies all of their text
_MAX_CHARS = 600

# What was learned counts on where it was removed, or it would be forgotten and come back. An article that has no story
# yet (its run was killed before it was judged) may be of the same as another, so it teaches nothing. Texts are looked
# up by the numbers of their rows: by ids all of them would be unpacked, at a million articles 2.9 CPU s, not 0.6.
_REPEATS = """
WITH recent AS (
    SELECT a.source_id, a.article_id, a.version_id, a.story_id
    FROM main.articles AS a
    WHERE a.source_id IN (SELECT unnest($source_ids::VARCHAR[]))
      AND a.duplicate_of IS NULL
      AND a.story_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY a.source_id ORDER BY a.first_seen_at DESC, a.article_id) <= $articles
), placed AS (
    SELECT r.source_id, r.story_id, v.rowid AS place
    FROM recent AS r
    JOIN main.article_versions AS v ON v.article_id = r.article_id AND v.version_id = r.version_id
), removed AS (
    SELECT r.source_id, r.story_id, b.rowid AS place
    FROM recent AS r
    JOIN main.removed_blocks AS b ON b.version_id = r.version_id AND b.layer = 'learned'
), lines AS (
    SELECT p.source_id, p.story_id, unnest(string_split(v.text, chr(10))) AS line
    FROM placed AS p
    JOIN main.article_versions AS v ON v.rowid = p.place
    UNION ALL
    SELECT p.source_id, p.story_id, unnest(string_split(b.text, chr(10))) AS line
    FROM removed AS p
    JOIN main.removed_blocks AS b ON b.rowid = p.place
)
SELECT l.source_id, l.line
FROM lines AS l
WHERE length(l.line) BETWEEN 2 AND $max_chars
GROUP BY l.source_id, l.line
HAVING count(DISTINCT l.story_id) >= $least
ORDER BY l.source_id, l.line
"""


def of(db: duckdb.DuckDBPyConnection, source_ids: Collection[str]) -> dict[str, list[str]]:
    """Return, by source, the lines that stand in at least three stories among its latest 200 articles."""
    found = defaultdict(list)
    parameters = {
        "source_ids": sorted(source_ids),
        "articles": _ARTICLES,
        "least": _LEAST,
        "max_chars": _MAX_CHARS,
    }
    for source_id, line in db.execute(_REPEATS, parameters).fetchall():
        found[source_id].append(line)
    return dict(found)
