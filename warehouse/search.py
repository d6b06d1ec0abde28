"""Articles by words, ranked, and articles like another one, on what the warehouse holds already.

Ranked by BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, with its
k1 = 1.2 and b = .75) over the terms of `article_features`: up to 300 a text, those of the title counted twice. No index
has to be built or kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

_CHOSEN = """
CREATE OR REPLACE TEMP TABLE chosen AS
SELECT a.article_id
FROM main.articles AS a
WHERE ($since::TIMESTAMPTZ IS NULL OR coalesce(a.published_at, a.first_seen_at) >= $since)
  AND (len($source_ids::VARCHAR[]) = 0 OR a.source_id IN (SELECT unnest($source_ids::VARCHAR[])))
"""

_MATCHES = """
CREATE OR REPLACE TEMP TABLE matches AS
SELECT f.article_id, w.term, f.counts[list_position(f.terms, w.term)] AS frequency, list_sum(f.counts) AS length
FROM main.article_features AS f
JOIN (SELECT unnest($terms::VARCHAR[]) AS term) AS w ON list_contains(f.terms, w.term)
UNION ALL
SELECT
    f.article_id, p.prefix || '*',
    list_sum(list_transform(
        list_filter(list_zip(f.terms, f.counts), lambda x : starts_with(x[1], p.prefix)), lambda x : x[2]
    )),
    list_sum(f.counts)
FROM main.article_features AS f
JOIN (SELECT unnest($prefixes::VARCHAR[]) AS prefix) AS p
    ON len(list_filter(f.terms, lambda x : starts_with(x, p.prefix))) > 0
"""

_RANKED = """
WITH corpus AS (
    SELECT count(*) AS articles, avg(list_sum(f.counts)) AS length FROM main.article_features AS f
), terms AS (
    SELECT m.term, count(*) AS articles FROM matches AS m GROUP BY m.term
), scored AS (
    SELECT
        m.article_id,
        count(*) AS matched,
        sum(ln(1 + (c.articles - t.articles + 0.5) / (t.articles + 0.5))
            * m.frequency * 2.2 / (m.frequency + 1.2 * (0.25 + 0.75 * m.length / c.length))) AS score
    FROM matches AS m
    JOIN terms AS t ON t.term = m.term
    CROSS JOIN corpus AS c
    GROUP BY m.article_id
)
SELECT
    s.article_id, s.score, s.matched, coalesce(a.published_at, a.first_seen_at), a.source_id, a.title, a.story_id,
    v.text
FROM scored AS s
JOIN main.articles AS a ON a.article_id = s.article_id
JOIN main.article_versions AS v ON v.article_id = a.article_id AND v.version_id = a.version_id
WHERE s.article_id IN (SELECT c.article_id FROM chosen AS c)
  AND s.article_id <> coalesce($but, '')
  AND list_bool_and([true] || list_transform(
      $phrases::VARCHAR[], lambda p : contains(lower(a.title || ' ' || v.text), p)
  ))
ORDER BY s.matched = $asked DESC, s.score DESC, s.article_id
LIMIT $most
"""

_LIKE = """
WITH given AS (
    SELECT f.embedding FROM main.article_features AS f WHERE f.article_id = $article_id
), near AS (
    SELECT f.article_id, list_inner_product(f.embedding, g.embedding) AS score
    FROM main.article_features AS f
    CROSS JOIN given AS g
    WHERE len(f.embedding) = len(g.embedding) AND f.article_id <> $article_id
      AND f.article_id IN (SELECT c.article_id FROM chosen AS c)
    ORDER BY score DESC, f.article_id
    LIMIT $most
)
SELECT
    n.article_id, n.score, 1, coalesce(a.published_at, a.first_seen_at), a.source_id, a.title, a.story_id, v.text
FROM near AS n
JOIN main.articles AS a ON a.article_id = n.article_id
JOIN main.article_versions AS v ON v.article_id = a.article_id AND v.version_id = a.version_id
ORDER BY n.score DESC, n.article_id
"""

_TERMS = """
SELECT f.terms[1:25], len(f.embedding) FROM main.article_features AS f WHERE f.article_id = ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found."""

    article_id: str
    score: float
    matched: int  # how many of the words it has
    dated_at: datetime
    source_id: str
    title: str
    story_id: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What to search for."""

    terms: tuple[str, ...]  # as `article_features` holds them
    prefixes: tuple[str, ...] = ()  # of terms
    phrases: tuple[str, ...] = ()  # in lower case; each has to stand in title or text

    def __len__(self) -> int:
        return len(self.terms) + len(self.prefixes)


def choose(db: duckdb.DuckDBPyConnection, *, since: datetime | None, source_ids: Sequence[str]) -> None:
    """Choose among which articles what follows looks: those since an instant, of some sources (empty: all)."""
    db.execute(_CHOSEN, {"since": since, "source_ids": list(source_ids)})


def ranked(db: duckdb.DuckDBPyConnection, words: Words, most: int, *, but: str | None = None) -> list[Hit]:
    """Return the chosen articles that have the words, those with all of them first, the best first."""
    db.execute(_MATCHES, {"terms": list(words.terms), "prefixes": list(words.prefixes)})
    parameters = {"phrases": list(words.phrases), "asked": len(words), "most": most, "but": but}
    return _hits(db.execute(_RANKED, parameters))


def like(db: duckdb.DuckDBPyConnection, article_id: str, most: int) -> list[Hit]:
    """Return the chosen articles whose leads mean the nearest: their scores are cosines."""
    return _hits(db.execute(_LIKE, {"article_id": article_id, "most": most}))


def terms(db: duckdb.DuckDBPyConnection, article_id: str) -> tuple[tuple[str, ...], bool] | None:
    """Return an article's 25 most frequent terms, and whether it has an embedding; None where it is not known."""
    rows = db.execute(_TERMS, [article_id]).fetchall()
    return (tuple(rows[0][0]), rows[0][1] > 0) if rows else None


def _hits(result: duckdb.DuckDBPyConnection) -> list[Hit]:
    return [
        Hit(
            article_id=article_id,
            score=score,
            matched=matched,
            dated_at=dated_at,
            source_id=source_id,
            title=title,
            story_id=story_id,
            text=text,
        )
        for article_id, score, matched, dated_at, source_id, title, story_id, text in result.fetchall()
    ]
