"""What leaves the warehouse as files: articles, their former versions, mentions, quotes, topics, stories and others.

Each row has the day that it stands under.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

_CHOSEN = """
CREATE OR REPLACE TEMP TABLE chosen AS
SELECT a.article_id, make_timestamp(epoch_us(coalesce(a.published_at, a.first_seen_at)))::DATE AS "day"
FROM main.articles AS a
WHERE ($since::TIMESTAMPTZ IS NULL OR coalesce(a.published_at, a.first_seen_at) >= $since)
  AND (len($source_ids::VARCHAR[]) = 0 OR a.source_id IN (SELECT unnest($source_ids::VARCHAR[])))
  AND ($story_id::VARCHAR IS NULL OR a.story_id = $story_id)
  AND ($topic_id::VARCHAR IS NULL
       OR a.article_id IN (SELECT t.article_id FROM main.article_topics AS t WHERE t.topic_id = $topic_id))
  AND ($entity_id::VARCHAR IS NULL OR a.article_id IN (
      SELECT m.article_id
      FROM main.mentions AS m
      JOIN main.entities AS e ON e.entity_id = m.entity_id
      WHERE coalesce(e.merged_into, e.entity_id) = $entity_id
  ))
ORDER BY coalesce(a.published_at, a.first_seen_at) DESC, a.article_id
LIMIT $most
"""

_ROWS = "SELECT x.* FROM exported_{table} AS x"  # a relation of DuckDB 2 has no fetchmany()

_VIEWS = {
    "articles": """
CREATE OR REPLACE TEMP VIEW exported_articles AS
SELECT
    'newsduck article/1' AS format, a.article_id, a.source_id, a.url_canonical, a.url, a.url_final, v.title, v.authors,
    a.author, v.language, a.published_at, a.published_precision, a.published_from, a.published_raw, a.first_seen_at,
    a.last_seen_at, v.observed_at, v.modified_at, a.word_count, v.text, v.summary, v.section, v.keywords, v.site_name,
    v.image_url, v.language_declared, v.language_score, v.is_free, v.quality, v.quality_flags, v.metadata_from,
    v.reservations, coalesce(b.removed, []) AS removed, a.duplicate_of, a.duplicate_kind, a.story_id, v.extractor,
    v.version_no, c."day"
FROM chosen AS c
JOIN main.articles AS a ON a.article_id = c.article_id
JOIN main.article_versions AS v ON v.article_id = a.article_id AND v.version_id = a.version_id
LEFT JOIN (
    SELECT r.version_id, list(
        struct_pack("text" := r.text, "rule" := r.rule, layer := r.layer, score := r.score) ORDER BY r.ordinal
    ) AS removed
    FROM main.removed_blocks AS r
    GROUP BY r.version_id
) AS b ON b.version_id = v.version_id
ORDER BY c."day", a.article_id
""",
    "versions": """
CREATE OR REPLACE TEMP VIEW exported_versions AS
SELECT
    v.article_id, v.version_no, v.cause, v.observed_at, v.title, v.authors, v.text, v.summary, v.section, v.keywords,
    v.language, v.modified_at, v.quality, v.quality_flags, v.text_sha256, v.page_sha256, v.extractor, c."day"
FROM chosen AS c
JOIN main.articles AS a ON a.article_id = c.article_id
JOIN main.article_versions AS v ON v.article_id = a.article_id AND v.version_id <> a.version_id
ORDER BY c."day", v.article_id, v.version_no
""",
    "mentions": """
CREATE OR REPLACE TEMP VIEW exported_mentions AS
SELECT
    m.article_id, m.part, m.start_char, m.end_char, m.surface, m."type",
    coalesce(e.merged_into, e.entity_id) AS entity_id,
    coalesce(n.name, e.name) AS entity, coalesce(n.wikidata_id, e.wikidata_id) AS wikidata_id,
    coalesce(n.country_code, e.country_code) AS country_code, m.link_method, m.score, m.model, m.source_id,
    m.published_at, c."day"
FROM chosen AS c
JOIN main.mentions AS m ON m.article_id = c.article_id
LEFT JOIN main.entities AS e ON e.entity_id = m.entity_id
LEFT JOIN main.entities AS n ON n.entity_id = e.merged_into
ORDER BY c."day", m.article_id, m.part DESC, m.start_char, m.end_char
""",
    "article_entities": """
CREATE OR REPLACE TEMP VIEW exported_article_entities AS
SELECT x.article_id, x.entity_id, x.entity, x."type", x.score, x.rank, x.mentions, x.in_title, x.first_char, c."day"
FROM chosen AS c
JOIN report.article_entities AS x ON x.article_id = c.article_id
ORDER BY c."day", x.article_id, x.rank, x.entity_id
""",
    "quotes": """
CREATE OR REPLACE TEMP VIEW exported_quotes AS
SELECT
    q.article_id, q.start_char, q.end_char, q.quote, q.speaker, r.entity_id, r.entity, q.verb, q.score, q.model, c."day"
FROM chosen AS c
JOIN main.quotes AS q ON q.article_id = c.article_id
JOIN report.quotes AS r ON r.article_id = q.article_id AND r.start_char = q.start_char AND r.end_char = q.end_char
ORDER BY c."day", q.article_id, q.start_char, q.end_char
""",
    "topics": """
CREATE OR REPLACE TEMP VIEW exported_topics AS
SELECT t.article_id, t.topic_id, p.label, p.level, t.score, t.rank, t.model, c."day"
FROM chosen AS c
JOIN main.article_topics AS t ON t.article_id = c.article_id
LEFT JOIN main.topics AS p ON p.topic_id = t.topic_id
ORDER BY c."day", t.article_id, p.level, t.rank, t.topic_id
""",
    "stories": """
CREATE OR REPLACE TEMP VIEW exported_stories AS
SELECT
    s.story_id, s.title, s.state, s.first_published_at, s.last_published_at, s.article_count, s.text_count,
    s.source_count, s.family_count, s.lead_article_id, s.split_from,
    list(a.article_id ORDER BY coalesce(a.published_at, a.first_seen_at), a.article_id) AS article_ids,
    make_timestamp(epoch_us(s.first_published_at))::DATE AS "day"
FROM main.stories AS s
JOIN main.articles AS a ON a.story_id = s.story_id
WHERE s.merged_into IS NULL
  AND s.story_id IN (
      SELECT i.story_id FROM main.articles AS i WHERE i.article_id IN (SELECT c.article_id FROM chosen AS c)
  )
GROUP BY ALL
ORDER BY "day", s.story_id
""",
}

_COMMENTS = """
SELECT
    c.column_name,
    first(c.comment ORDER BY c.table_name NOT LIKE '%' || ?, c.table_name NOT IN ('articles', 'article_versions'))
FROM duckdb_columns() AS c
WHERE c.database_name = 'published' AND c.schema_name = 'main' AND c.comment IS NOT NULL
GROUP BY c.column_name
"""

_ITEMS = """
WITH named AS (
    SELECT m.article_id, list(m ORDER BY m.part DESC, m.start_char) AS mentions
    FROM exported_mentions AS m
    WHERE m.entity_id IS NOT NULL
    GROUP BY m.article_id
), labelled AS (
    SELECT t.article_id, list(t ORDER BY t.level, t.rank) AS topics
    FROM exported_topics AS t
    GROUP BY t.article_id
)
SELECT a.*, coalesce(n.mentions, []) AS mentions, coalesce(l.topics, []) AS topics
FROM exported_articles AS a
LEFT JOIN named AS n ON n.article_id = a.article_id
LEFT JOIN labelled AS l ON l.article_id = a.article_id
ORDER BY a."day", a.article_id
"""

NAMES = tuple(_VIEWS)
_FETCHED = 1000  # in memory at a time; texts make one of them some 10 kB


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which articles leave; by default all."""

    since: datetime | None = None  # published then or later
    source_ids: Sequence[str] = ()  # empty: all
    story_id: str | None = None
    topic_id: str | None = None
    entity_id: str | None = None
    most: int = 2**31 - 1  # only so many, the latest


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of an exported table."""

    name: str
    type: str  # as DuckDB calls it
    comment: str


def choose(db: duckdb.DuckDBPyConnection, choice: Choice) -> int:
    """Choose articles for what follows; return how many."""
    db.execute(_CHOSEN, asdict(choice) | {"source_ids": list(choice.source_ids)})
    for view in _VIEWS.values():
        db.execute(view)
    return int(db.execute("SELECT count(*) FROM chosen AS c").fetchall()[0][0])


def columns(db: duckdb.DuckDBPyConnection, table: str) -> list[Column]:
    """Return the columns of an exported table."""
    comments = dict(db.execute(_COMMENTS, [table]).fetchall())
    found = db.view(f"exported_{table}")
    return [
        Column(name=name, type=str(kind), comment=comments.get(name, ""))
        for name, kind in zip(found.columns, found.types, strict=True)
    ]


def rows(db: duckdb.DuckDBPyConnection, table: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of an exported table: column -> value; raise KeyError for a name that is none."""
    if table not in _VIEWS:
        raise KeyError(table)
    return _rows(db.execute(_ROWS.replace("{table}", table)))


def items(db: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """Yield the rows of `articles`, each with its mentions that name an entity and its topics, as lists of rows."""
    return _rows(db.execute(_ITEMS))


def _rows(result: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    names = [column[0] for column in result.description or []]
    while some := result.fetchmany(_FETCHED):
        for row in some:
            yield dict(zip(names, row, strict=True))


def parquet(db: duckdb.DuckDBPyConnection, table: str, folder: Path) -> list[Path]:
    """Write an exported table into a folder of Parquet files, one folder a day, and return the files."""
    db.view(f"exported_{table}").write_parquet(
        str(folder), compression="zstd", partition_by=["day"], write_partition_columns=False
    )
    return sorted(folder.rglob("*.parquet"))
