"""Articles as stored: what is known already, and readings to work on again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import duckdb

from extractors.records import Article, ArticleVersion, Reading, RemovedBlock
from warehouse.tables import read

_KNOWN_PAGES = """
SELECT v.page_sha256, a.article_id, v.extractor
FROM main.articles AS a
JOIN main.article_versions AS v ON v.article_id = a.article_id AND v.version_id = a.version_id
WHERE v.page_sha256 IN (SELECT unnest(?::VARCHAR[]))
ORDER BY a.article_id
"""

_KNOWN_TEXTS = """
SELECT a.article_id, v.title, v.text_sha256
FROM main.articles AS a
JOIN main.article_versions AS v ON v.article_id = a.article_id AND v.version_id = a.version_id
WHERE a.article_id IN (SELECT unnest(?::VARCHAR[]))
"""

_IDS = """
SELECT a.article_id
FROM main.articles AS a
WHERE ($since::TIMESTAMPTZ IS NULL OR coalesce(a.published_at, a.first_seen_at) >= $since)
  AND (len($source_ids::VARCHAR[]) = 0 OR a.source_id IN (SELECT unnest($source_ids::VARCHAR[])))
ORDER BY coalesce(a.published_at, a.first_seen_at), a.article_id
"""

# By row numbers: a join on ids would unpack every text there is, 2 CPU s at 100,000 articles instead of 0.1.
_ARTICLES = """
SELECT a.*
FROM main.articles AS a
WHERE a.rowid IN (SELECT b.rowid FROM main.articles AS b WHERE b.article_id IN (SELECT unnest(?::VARCHAR[])))
ORDER BY a.article_id
"""

_VERSIONS = """
SELECT v.*
FROM main.article_versions AS v
WHERE v.rowid IN (
    SELECT w.rowid
    FROM main.articles AS a
    JOIN main.article_versions AS w ON w.article_id = a.article_id AND w.version_id = a.version_id
    WHERE a.article_id IN (SELECT unnest(?::VARCHAR[]))
)
ORDER BY v.article_id
"""

_REMOVED = """
SELECT b.* EXCLUDE (article_id, source_id)
FROM main.removed_blocks AS b
WHERE b.version_id IN (SELECT unnest(?::VARCHAR[]))
ORDER BY b.version_id, b.ordinal
"""

_STALE = """
SELECT r.stage, r.article_id FROM report.stale_rows AS r ORDER BY r.stage, r.article_id
"""

# The first failure has no outcome of its own: the article was stored.
_UNMADE = """
SELECT e.article_id
FROM main.enrichments AS e
JOIN main.articles AS a ON a.article_id = e.article_id AND a.version_id = e.version_id
LEFT JOIN main.outcomes AS o
    ON o.article_id = e.article_id
    AND (o.stage = 'enrich' AND o.outcome = 'failed' OR o.run_id = $run_id AND o.outcome IN ('stored', 'updated'))
WHERE e.stage = 'features' AND e.state = 'failed'
GROUP BY e.article_id
HAVING 1 + count(*) FILTER (o.stage = 'enrich') < $attempts AND count(*) FILTER (o.run_id = $run_id) = 0
ORDER BY max(a.first_seen_at) DESC, e.article_id
"""


def known_pages(db: duckdb.DuckDBPyConnection, page_sha256s: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return which of these pages a current version was read from: page_sha256 -> (article_id, extractor)."""
    rows = db.execute(_KNOWN_PAGES, [list(page_sha256s)]).fetchall()
    return {page: (article_id, extractor) for page, article_id, extractor in rows}


def known_texts(db: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the current text of those articles that are stored: article_id -> (title, text_sha256)."""
    rows = db.execute(_KNOWN_TEXTS, [list(article_ids)]).fetchall()
    return {article_id: (title, text) for article_id, title, text in rows}


def ids(db: duckdb.DuckDBPyConnection, *, since: datetime | None = None, source_ids: Sequence[str] = ()) -> list[str]:
    """Return the articles since an instant, of some sources (empty: all), oldest first."""
    parameters = {"since": since, "source_ids": list(source_ids)}
    return [article_id for (article_id,) in db.execute(_IDS, parameters).fetchall()]


def stale(db: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """Return what another than the current model made, or nothing yet: stage -> article ids."""
    found = defaultdict(list)
    for stage, article_id in db.execute(_STALE).fetchall():
        found[stage].append(article_id)
    return dict(found)


def unmade(db: duckdb.DuckDBPyConnection, run_id: str, *, attempts: int) -> list[str]:
    """Return whose text could not be analysed, in fewer than so many attempts, none in this run; newest first."""
    rows = db.execute(_UNMADE, {"run_id": run_id, "attempts": attempts}).fetchall()
    return [article_id for (article_id,) in rows]


def readings(db: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> list[Reading]:
    """Return articles with their current text and what was removed from it, in order of their ids."""
    heads = read(Article, db.execute(_ARTICLES, [list(article_ids)]))
    versions = read(ArticleVersion, db.execute(_VERSIONS, [list(article_ids)]))
    removed = defaultdict(list)
    for block in read(RemovedBlock, db.execute(_REMOVED, [[version.version_id for version in versions]])):
        removed[block.version_id].append(block)
    return [
        Reading(article=head, version=version, removed=tuple(removed[version.version_id]))
        for head, version in zip(heads, versions, strict=True)
    ]
