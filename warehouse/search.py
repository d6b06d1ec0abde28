"""Articles by words, ranked, and articles like another one, on what the warehouse holds already.

Ranked by BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, with its
k1 = 1.2 and b = .75) over the terms of `article_features`: up to 300 a text, those of the title counted twice. No index
has to be built or kept; `warehouse.fulltext` has one, where its extension is installed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

_CHOSEN = """
CREATE OR REPLACE TEMP TABLE chosen AS
SELECT a.article_id, f.rowid AS row_no
FROM main.articles AS a
JOIN main.article_features AS f ON f.article_id = a.article_id
WHERE ($since::TIMESTAMPTZ IS NULL OR coalesce(a.published_at, a.first_seen_at) >= $since)
  AND (len($source_ids::VARCHAR[]) = 0 OR a.source_id IN (SELECT unnest($source_ids::VARCHAR[])))
"""

_NO_MATCHES = "CREATE OR REPLACE TEMP TABLE matches (article_id VARCHAR, term VARCHAR, frequency BIGINT)"

# A scan for each word: half as long as one scan that joins them all. Articles of one time stand together: where only
# some time is asked for, their row numbers let the scan leave out the others (2 of 28 days: 0.1 CPU s instead of 0.4 at
# 100,000 articles; with all of them it would take twice as long).
_RECENT = "f.rowid IN (SELECT c.row_no FROM chosen AS c) AND"
_MATCH = """
INSERT INTO matches
SELECT f.article_id, $term, f.counts[list_position(f.terms, $term)]
FROM main.article_features AS f
WHERE {recent} list_contains(f.terms, $term)
"""

_MATCH_PREFIX = """
INSERT INTO matches
SELECT
    f.article_id, $term || '*',
    list_sum(list_transform(
        list_filter(list_zip(f.terms, f.counts), lambda x : starts_with(x[1], $term)), lambda x : x[2]
    ))
FROM main.article_features AS f
WHERE {recent} len(list_filter(f.terms, lambda x : starts_with(x, $term))) > 0
"""

_RANKED = """
CREATE OR REPLACE TEMP TABLE best AS
WITH corpus AS (
    SELECT count(*) AS articles, avg(a.word_count) AS length FROM main.articles AS a
), terms AS (
    SELECT m.term, count(*) AS articles FROM matches AS m GROUP BY m.term
), scored AS (
    SELECT
        m.article_id,
        count(*) AS matched,
        sum(ln(1 + (c.articles - t.articles + 0.5) / (t.articles + 0.5))
            * m.frequency * 2.2 / (m.frequency + 1.2 * (0.25 + 0.75 * a.word_count / c.length))) AS score
    FROM matches AS m
    JOIN terms AS t ON t.term = m.term
    JOIN main.articles AS a ON a.article_id = m.article_id
    CROSS JOIN corpus AS c
    WHERE m.article_id IN (SELECT x.article_id FROM chosen AS x)
    GROUP BY m.article_id
)
SELECT s.article_id, s.score, s.matched
FROM scored AS s
WHERE s.article_id <> coalesce($but, '')
ORDER BY s.matched = $asked DESC, s.score DESC, s.article_id
LIMIT $most
"""

_GIVEN = """
CREATE OR REPLACE TEMP TABLE best AS
SELECT unnest(?::VARCHAR[]) AS article_id, unnest(?::DOUBLE[]) AS score, unnest(?::BIGINT[]) AS matched
"""

_NEAR = """
CREATE OR REPLACE TEMP TABLE best AS
WITH given AS (
    SELECT f.embedding::FLOAT[{dimensions}] AS embedding
    FROM main.article_features AS f
    WHERE f.article_id = $article_id
)
SELECT f.article_id, array_inner_product(f.embedding::FLOAT[{dimensions}], g.embedding) AS score, 1 AS matched
FROM (SELECT x.* FROM main.article_features AS x WHERE len(x.embedding) = {dimensions}) AS f
CROSS JOIN given AS g
WHERE f.article_id <> $article_id AND f.article_id IN (SELECT c.article_id FROM chosen AS c)
ORDER BY score DESC, f.article_id
LIMIT $most
"""

# Texts by their row numbers: a join on ids would unpack all of them, 20 CPU s at a million articles.
_HITS = """
WITH texts AS (
    SELECT v.article_id, v.text
    FROM main.article_versions AS v
    WHERE v.rowid IN (
        SELECT w.rowid
        FROM main.article_versions AS w
        JOIN main.articles AS a ON a.version_id = w.version_id AND a.article_id = w.article_id
        WHERE a.article_id IN (SELECT b.article_id FROM best AS b)
    )
)
SELECT
    b.article_id, b.score, b.matched, coalesce(a.published_at, a.first_seen_at), a.source_id, a.title, a.story_id,
    t.text
FROM best AS b
JOIN main.articles AS a ON a.article_id = b.article_id
JOIN texts AS t ON t.article_id = b.article_id
WHERE list_bool_and([true] || list_transform(
    $phrases::VARCHAR[], lambda p : contains(lower(a.title || ' ' || t.text), p)
))
ORDER BY b.matched = $asked DESC, b.score DESC, b.article_id
LIMIT $most
"""

_TERMS = """
SELECT f.terms[1:25], len(f.embedding) FROM main.article_features AS f WHERE f.article_id = ?
"""

WITH_PHRASES = 2000  # articles, the best by their words, in whose texts a phrase is looked for


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


@dataclass(frozen=True, slots=True)
class Found:
    """An article that an index has found."""

    article_id: str
    score: float
    matched: int


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


def ranked(
    db: duckdb.DuckDBPyConnection, words: Words, most: int, *, but: str | None = None, is_recent: bool = False
) -> list[Hit]:
    """Return the chosen articles that have the words, those with all of them first, the best first.

    `is_recent` says that only some time was chosen, which is faster then.
    """
    db.execute(_NO_MATCHES)
    for statement, terms in ((_MATCH, words.terms), (_MATCH_PREFIX, words.prefixes)):
        for term in terms:
            db.execute(statement.replace("{recent}", _RECENT if is_recent else ""), {"term": term})
    looked_at = WITH_PHRASES if words.phrases else most
    db.execute(_RANKED, {"asked": len(words), "most": looked_at, "but": but})
    return _hits(db, words.phrases, len(words), most)


def given(db: duckdb.DuckDBPyConnection, found: Sequence[Found], words: Words, most: int) -> list[Hit]:
    """Return what an index has found, as far as it has the phrases, the best first."""
    columns = [[getattr(each, name) for each in found] for name in ("article_id", "score", "matched")]
    db.execute(_GIVEN, columns)
    return _hits(db, words.phrases, len(words), most)


def like(db: duckdb.DuckDBPyConnection, article_id: str, dimensions: int, most: int) -> list[Hit]:
    """Return the chosen articles whose leads mean the nearest; scores are cosines of embeddings of so many dimensions.

    As arrays of a fixed length they are compared four times as fast as lists, and SQL wants to be told the length.
    """
    db.execute(_NEAR.replace("{dimensions}", str(int(dimensions))), {"article_id": article_id, "most": most})
    return _hits(db, (), 1, most)


def articles(db: duckdb.DuckDBPyConnection) -> int:
    """Return how many articles there are."""
    return int(db.execute("SELECT count(*) FROM main.articles AS a").fetchall()[0][0])


def terms(db: duckdb.DuckDBPyConnection, article_id: str) -> tuple[tuple[str, ...], int] | None:
    """Return an article's 25 most frequent terms, and the dimensions of its embedding; None where it is not known."""
    rows = db.execute(_TERMS, [article_id]).fetchall()
    return (tuple(rows[0][0]), rows[0][1]) if rows else None


def _hits(db: duckdb.DuckDBPyConnection, phrases: Sequence[str], asked: int, most: int) -> list[Hit]:
    rows = db.execute(_HITS, {"phrases": list(phrases), "asked": asked, "most": most}).fetchall()
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
        for article_id, score, matched, dated_at, source_id, title, story_id, text in rows
    ]
