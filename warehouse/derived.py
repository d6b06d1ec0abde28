"""What was derived from articles as lines to compare: one a name, topic, phrase or term."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

_LINES = """
WITH chosen AS (SELECT unnest(?::VARCHAR[]) AS article_id), found AS (
    SELECT m.article_id, 'entities' AS stage, m."type" || ' ' || m.surface AS line
    FROM main.mentions AS m
    UNION ALL
    SELECT t.article_id, 'topics', t.topic_id FROM main.article_topics AS t
    UNION ALL
    SELECT k.article_id, 'keyphrases', k.phrase FROM main.article_keyphrases AS k
    UNION ALL
    SELECT f.article_id, 'features', unnest(f.terms) FROM main.article_features AS f
)
SELECT f.article_id, f.stage, list(f.line ORDER BY f.line)
FROM found AS f
WHERE f.article_id IN (SELECT c.article_id FROM chosen AS c)
GROUP BY f.article_id, f.stage
"""


def lines(db: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> dict[tuple[str, str], list[str]]:
    """Return the lines of these articles, sorted: (article_id, stage) -> mentions as "type surface", topic ids, ….

    A stage without rows is missing.
    """
    rows = db.execute(_LINES, [list(article_ids)]).fetchall()
    return {(article_id, stage): found for article_id, stage, found in rows}
