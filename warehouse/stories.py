"""Stories and duplicates: what is to be compared, and what came of it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from itertools import chain
from sys import intern

import duckdb

from extractors.records import Document, Duplicate, Story, StoryArticle
from warehouse.database import transaction
from warehouse.tables import read, stage

_PACKED = ("counts", "embedding", "signature")
_AT_ONCE = 5_000  # documents read at a time: 50 MB of lists before they are packed
# Joined on published_at too: mentions stand in time order, so that all but a window's row groups are skipped.
_CHOOSE = """
CREATE OR REPLACE TEMP TABLE chosen_documents AS
WITH chosen AS (
    SELECT a.*, coalesce(a.published_at, a.first_seen_at) AS dated_at
    FROM main.articles AS a
    WHERE CASE WHEN $since::TIMESTAMPTZ IS NULL THEN a.story_id IS NULL
               ELSE a.story_id IN (
                   SELECT i.story_id FROM main.articles AS i
                   WHERE coalesce(i.published_at, i.first_seen_at) BETWEEN $since AND $until
               ) END
), named AS (
    SELECT m.article_id, coalesce(e.merged_into, e.entity_id) AS entity_id, count(*) AS mention_count
    FROM main.mentions AS m
    JOIN chosen AS c ON c.article_id = m.article_id AND c.dated_at = m.published_at
    JOIN main.entities AS e ON e.entity_id = m.entity_id
    WHERE e."type" IN ('person', 'organization', 'place', 'event')
    GROUP BY ALL
), listed AS (
    SELECT n.article_id, list(n.entity_id ORDER BY n.mention_count DESC, n.entity_id) AS entity_ids
    FROM named AS n
    GROUP BY n.article_id
)
SELECT
    row_number() OVER (ORDER BY c.dated_at, c.article_id) AS row_no,
    c.article_id, c.source_id, s.family_id, coalesce(s.is_wire, false) AS is_wire, c.title, v.text_sha256, c.word_count,
    c.dated_at AS published_at, c.published_at IS NOT NULL AS is_dated, c.first_seen_at, f.language, f.agency,
    coalesce(l.entity_ids, []) AS entity_ids, c.duplicate_of, c.story_id
FROM chosen AS c
JOIN main.article_versions AS v ON v.article_id = c.article_id AND v.version_id = c.version_id
JOIN main.article_features AS f ON f.article_id = c.article_id
LEFT JOIN main.sources AS s ON s.source_id = c.source_id
LEFT JOIN listed AS l ON l.article_id = c.article_id
"""

_CHOSEN = """
SELECT c.* EXCLUDE (row_no), f.terms, f.counts
FROM chosen_documents AS c
JOIN main.article_features AS f ON f.article_id = c.article_id
WHERE c.row_no > ? AND c.row_no <= ?
ORDER BY c.row_no
"""

# Apart, because numpy takes lists of numbers as they are: a tenth of the time of Python's numbers.
_NUMBERS = """
SELECT f.embedding, f.signature
FROM chosen_documents AS c
JOIN main.article_features AS f ON f.article_id = c.article_id
WHERE c.row_no > ? AND c.row_no <= ?
ORDER BY c.row_no
"""

_KNOWN = """
SELECT t.* FROM main.stories AS t WHERE t.story_id IN (SELECT unnest(?::VARCHAR[])) ORDER BY t.story_id
"""

_SAVE = """
MERGE INTO main.stories AS t
USING (
    -- Where a story came from is said once.
    SELECT s.* EXCLUDE (row_no) REPLACE (coalesce(k.split_from, s.split_from) AS split_from)
    FROM staged_stories AS s
    LEFT JOIN main.stories AS k ON k.story_id = s.story_id
    ORDER BY s.row_no
) AS s
ON t.story_id = s.story_id
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT
"""

_LEAVE = """
DELETE FROM main.story_articles AS t
WHERE t.article_id IN (SELECT s.article_id FROM staged_story_articles AS s)
"""

_JOIN = """
INSERT INTO main.story_articles BY NAME
SELECT s.* EXCLUDE (row_no) FROM staged_story_articles AS s ORDER BY s.row_no
"""

_ASSIGN = """
UPDATE main.articles AS t
SET story_id = s.story_id
FROM staged_story_articles AS s
WHERE t.article_id = s.article_id
"""

_CLOSE = """
UPDATE main.stories AS t SET state = 'closed' WHERE t.state = 'open' AND t.last_published_at < ?
"""

_FORGET = """
DELETE FROM main.duplicates AS t
WHERE t.article_id IN (SELECT s.article_id FROM staged_duplicates AS s)
"""

_REPEAT = """
INSERT INTO main.duplicates BY NAME
SELECT s.* EXCLUDE (row_no) FROM staged_duplicates AS s ORDER BY s.row_no
"""

# What was dated anew: a story's times are no longer those of its articles.
_REDATED = """
SELECT any_value(a.article_id)
FROM main.articles AS a
JOIN main.stories AS s ON s.story_id = a.story_id
GROUP BY s.story_id, s.first_published_at, s.last_published_at
HAVING s.first_published_at <> min(coalesce(a.published_at, a.first_seen_at))
    OR s.last_published_at <> max(coalesce(a.published_at, a.first_seen_at))
ORDER BY 1
"""

_DISSOLVE = """
CREATE OR REPLACE TEMP TABLE dissolved AS
SELECT DISTINCT a.story_id
FROM main.articles AS a
WHERE a.story_id IS NOT NULL AND a.article_id IN (SELECT unnest(?::VARCHAR[]))
"""

_RELEASE = """
DELETE FROM main.duplicates AS t
WHERE t.article_id IN (
    SELECT a.article_id FROM main.articles AS a WHERE a.story_id IN (SELECT d.story_id FROM dissolved AS d)
);

UPDATE main.articles AS t
SET story_id = NULL, duplicate_of = NULL, duplicate_kind = NULL
WHERE t.story_id IN (SELECT d.story_id FROM dissolved AS d);

DELETE FROM main.story_articles AS t WHERE t.story_id IN (SELECT d.story_id FROM dissolved AS d);

DELETE FROM main.stories AS t WHERE t.story_id IN (SELECT d.story_id FROM dissolved AS d);
"""

_MARK = """
UPDATE main.articles AS t
SET duplicate_of = d.duplicate_of, duplicate_kind = d.duplicate_kind
FROM staged_duplicates AS d
WHERE t.article_id = d.article_id
"""


def unassigned(db: duckdb.DuckDBPyConnection) -> list[Document]:
    """Return the articles with features that stand in no story yet, oldest first."""
    return _documents(db, since=None)


def window(db: duckdb.DuckDBPyConnection, since: datetime, until: datetime) -> list[Document]:
    """Return every article of the stories that have one published between two instants, oldest first."""
    return _documents(db, since=since, until=until)


def close(db: duckdb.DuckDBPyConnection, silent_since: datetime) -> None:
    """Close the open stories that no article has joined since an instant."""
    db.execute(_CLOSE, [silent_since])


def dissolve(db: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> int:
    """Undo the stories that these articles stand in, so that all their articles are judged anew; return how many."""
    with transaction(db):
        db.execute(_DISSOLVE, [list(article_ids)])
        db.execute(_RELEASE)
    return int(db.execute("SELECT count(*) FROM dissolved AS d").fetchall()[0][0])


def redated(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Return an article of each story whose times are not those of its articles, since one was dated anew."""
    return [article_id for (article_id,) in db.execute(_REDATED).fetchall()]


def known(db: duckdb.DuckDBPyConnection, story_ids: Sequence[str]) -> list[Story]:
    """Return these stories as they stand, in order of their ids."""
    return read(Story, db.execute(_KNOWN, [list(story_ids)]))


def save(
    db: duckdb.DuckDBPyConnection,
    stories: Sequence[Story],
    members: Sequence[StoryArticle],
    duplicates: Sequence[Duplicate],
) -> None:
    """Save new and changed stories, who stands in them, and who repeats whom, in one transaction.

    A member that stood in another story leaves that one; its figures are the caller's to save.
    """
    stage(db, "stories", stories)
    stage(db, "story_articles", members)
    stage(db, "duplicates", duplicates)
    with transaction(db):
        for statement in (_SAVE, _LEAVE, _JOIN, _ASSIGN, _FORGET, _REPEAT, _MARK):
            db.execute(statement)


def _documents(db: duckdb.DuckDBPyConnection, since: datetime | None, until: datetime | None = None) -> list[Document]:
    """Read in portions, each packed before the next comes: all at once as Python's lists, a window takes 3 GB."""
    (count,) = db.execute(_CHOOSE, {"since": since, "until": until}).fetchall()[0]
    portions = (_portion(db, first, first + _AT_ONCE) for first in range(0, count, _AT_ONCE))
    found = list(chain.from_iterable(portions))
    db.execute("DROP TABLE chosen_documents")
    return found


def _portion(db: duckdb.DuckDBPyConnection, after: int, until: int) -> Iterator[Document]:
    names = [field.name for field in fields(Document) if field.name not in _PACKED]
    rows = db.execute(_CHOSEN, [after, until])
    columns = [column[0] for column in rows.description]
    found = rows.fetchall()
    numbers = db.execute(_NUMBERS, [after, until]).fetchnumpy()
    for row, embedding, signature in zip(found, numbers["embedding"], numbers["signature"], strict=True):
        own = dict(zip(columns, row, strict=True))
        yield Document(
            **{name: own[name] for name in names if name not in {"terms", "entity_ids"}},
            terms=_shared(own["terms"]),
            counts=array("I", own["counts"]),
            embedding=array("f", embedding.astype("f4").tobytes()),
            signature=array("I", signature.astype("u4").tobytes()),
            entity_ids=_shared(own["entity_ids"]),
        )


def _shared(values: Sequence[str]) -> tuple[str, ...]:
    """Return texts with each distinct one once in memory: a window of 100,000 articles uses its words 15 M times."""
    return tuple(map(intern, values))
