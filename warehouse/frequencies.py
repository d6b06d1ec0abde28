"""How many of the latest articles have which words: what all the news says these days."""

from __future__ import annotations

import duckdb

_LATEST = 5_000  # articles; their terms are counted in 0.4 CPU s
_DAYS = 14

# By the numbers of their rows, or the terms of all articles would be unpacked: 1.4 CPU s at a million, not 0.15.
_COMMON = """
WITH chosen AS (
    SELECT f.rowid AS place
    FROM main.article_features AS f
    JOIN main.articles AS a ON a.article_id = f.article_id
    WHERE f."language" IS NOT NULL
      AND a.first_seen_at > (SELECT max(n.first_seen_at) FROM main.articles AS n) - ?::INTEGER * INTERVAL 1 DAY
    ORDER BY a.first_seen_at DESC, a.article_id
    LIMIT ?
), latest AS (
    SELECT f."language", f.terms FROM chosen AS c JOIN main.article_features AS f ON f.rowid = c.place
), totals AS (
    SELECT l."language", count(*) AS articles FROM latest AS l GROUP BY ALL
), counted AS (
    SELECT u."language", u.term, count(*) AS articles
    FROM (SELECT l."language", unnest(l.terms) AS term FROM latest AS l) AS u
    GROUP BY ALL
)
SELECT t."language", t.articles, list(c.term ORDER BY c.term), list(c.articles ORDER BY c.term)
FROM totals AS t
JOIN counted AS c ON c."language" = t."language" AND c.articles >= ? * t.articles
GROUP BY ALL
"""


def common_terms(db: duckdb.DuckDBPyConnection, share: float) -> dict[str, tuple[int, dict[str, int]]]:
    """Return language -> (articles, term -> articles that have it), of terms that at least this share of them has.

    Counted are the latest 5,000 articles of the last 14 days.
    """
    rows = db.execute(_COMMON, [_DAYS, _LATEST, share]).fetchall()
    return {language: (articles, dict(zip(terms, counts, strict=True))) for language, articles, terms, counts in rows}
