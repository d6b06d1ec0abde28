"""Articles as duplicates and stories see them: unjudged ones, those of a window, what may be their copies.

Copies are looked for in the whole warehouse by the least 32 hashes of each text (`article_features.sketch`, 130 bytes):
no index, but one pass over a narrow column; for 1,000 new articles 1.2 CPU s among 100,000 and 2.8 among a million. Two
that share two hashes may be a copy and its original: of a text and its half 16 are expected, of a text and a tenth
three. Standing phrases have thousands of users, so only the first 32 originals that have a hash are looked at, as in
`extractors.resemblance`, and of each new article the likeliest 16.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from itertools import chain
from sys import intern
from typing import cast

import duckdb

from extractors.records import Document

_PACKED = ("counts", "embedding", "signature")
_AT_ONCE = 5_000  # documents read at a time: 50 MB of lists before they are packed
_UNASSIGNED = """
SELECT a.article_id, coalesce(a.published_at, a.first_seen_at) AS dated_at
FROM main.articles AS a
JOIN main.article_features AS f ON f.article_id = a.article_id
WHERE a.story_id IS NULL
ORDER BY dated_at, a.article_id
"""

_NAMED = """
CREATE OR REPLACE TEMP TABLE asked_documents AS SELECT unnest(?::VARCHAR[]) AS article_id
"""

# A story's first article comes always: of stories that are merged the older one's id survives.
_WINDOW = """
CREATE OR REPLACE TEMP TABLE asked_documents AS
WITH told AS (
    SELECT
        a.article_id, a.story_id, coalesce(a.published_at, a.first_seen_at) AS dated_at,
        a.duplicate_of IS NOT NULL AS is_copy,
        greatest(epoch($since) - epoch(dated_at), epoch(dated_at) - epoch($until), 0) AS away
    FROM main.articles AS a
    WHERE a.story_id IS NOT NULL
), met AS (
    SELECT t.* FROM told AS t WHERE t.story_id IN (SELECT n.story_id FROM told AS n WHERE n.away <= $near)
)
SELECT m.article_id
FROM met AS m
QUALIFY row_number() OVER (PARTITION BY m.story_id ORDER BY m.dated_at, m.article_id) = 1
    OR (
        m.away <= $around
        AND row_number() OVER (
            PARTITION BY m.story_id ORDER BY m.away > $around, m.is_copy, m.away, m.article_id
        ) <= $members
    )
"""

_COPIES = """
CREATE OR REPLACE TEMP TABLE asked_documents AS
SELECT a.article_id FROM main.articles AS a WHERE a.duplicate_of IN (SELECT unnest($originals::VARCHAR[]))
"""

# Short texts are equal only under equal titles: what is equal otherwise are notices, thousands of them.
_ALIKE = """
CREATE OR REPLACE TEMP TABLE asked_documents AS
WITH fresh AS (
    SELECT unnest($new::VARCHAR[]) AS article_id
), wanted AS MATERIALIZED (
    SELECT f.article_id, unnest(f.sketch) AS hash
    FROM main.article_features AS f
    WHERE f.article_id IN (SELECT x.article_id FROM fresh AS x)
), found AS MATERIALIZED (
    SELECT u.article_id, u.hash
    FROM (SELECT f.article_id, unnest(f.sketch) AS hash FROM main.article_features AS f) AS u
    WHERE u.hash IN (SELECT w.hash FROM wanted AS w)
), originals AS (
    SELECT a.article_id, a.version_id, a.title, a.word_count, a.published_at, a.first_seen_at, a.source_id
    FROM main.articles AS a
    WHERE a.story_id IS NOT NULL AND a.duplicate_of IS NULL
), users AS (
    SELECT u.article_id, u.hash
    FROM found AS u
    JOIN originals AS o ON o.article_id = u.article_id
    LEFT JOIN main.sources AS s ON s.source_id = o.source_id
    QUALIFY row_number() OVER (
        PARTITION BY u.hash
        ORDER BY coalesce(s.is_wire, false) DESC, coalesce(o.published_at, o.first_seen_at), u.article_id
    ) <= 32
), likely AS (
    SELECT u.article_id
    FROM wanted AS w
    JOIN users AS u ON u.hash = w.hash
    GROUP BY w.article_id, u.article_id
    HAVING count(*) >= 2
    QUALIFY row_number() OVER (PARTITION BY w.article_id ORDER BY count(*) DESC, u.article_id) <= 16
), texts AS (
    SELECT DISTINCT v.text_sha256, CASE WHEN a.word_count < 20 THEN lower(trim(a.title)) END AS title
    FROM main.articles AS a
    JOIN main.article_versions AS v ON v.article_id = a.article_id AND v.version_id = a.version_id
    WHERE a.article_id IN (SELECT x.article_id FROM fresh AS x)
), equal AS (
    SELECT o.article_id
    FROM texts AS t
    JOIN main.article_versions AS v ON v.text_sha256 = t.text_sha256
    JOIN originals AS o ON o.article_id = v.article_id AND o.version_id = v.version_id
    WHERE t.title IS NULL OR t.title = lower(trim(o.title))
), every AS (
    SELECT l.article_id FROM likely AS l UNION SELECT e.article_id FROM equal AS e
)
SELECT e.article_id
FROM every AS e
WHERE e.article_id NOT IN (SELECT x.article_id FROM fresh AS x)
  AND e.article_id NOT IN (SELECT unnest($known::VARCHAR[]))
"""

# Joined on published_at too: mentions stand in time order, so that all but a window's row groups are skipped.
_CHOOSE = """
CREATE OR REPLACE TEMP TABLE chosen_documents AS
WITH chosen AS (
    SELECT a.*, coalesce(a.published_at, a.first_seen_at) AS dated_at
    FROM main.articles AS a
    WHERE a.article_id IN (SELECT x.article_id FROM asked_documents AS x)
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
    row_number() OVER (ORDER BY c.dated_at, c.article_id) AS row_no, f.rowid AS place,
    c.article_id, c.source_id, s.family_id, coalesce(s.is_wire, false) AS is_wire, c.title, v.text_sha256, c.word_count,
    c.dated_at AS published_at, c.published_at IS NOT NULL AS is_dated, c.first_seen_at, f.language, f.agency,
    coalesce(l.entity_ids, []) AS entity_ids, c.duplicate_of, c.story_id
FROM chosen AS c
JOIN main.article_versions AS v ON v.article_id = c.article_id AND v.version_id = c.version_id
JOIN main.article_features AS f ON f.article_id = c.article_id
LEFT JOIN main.sources AS s ON s.source_id = c.source_id
LEFT JOIN listed AS l ON l.article_id = c.article_id
"""

# By the numbers of their rows: an article's id would have the numbers and terms of all that was ever stored unpacked.
_CHOSEN = """
SELECT c.* EXCLUDE (row_no, place), f.terms, f.counts
FROM chosen_documents AS c
JOIN main.article_features AS f ON f.rowid = c.place
WHERE c.row_no > ? AND c.row_no <= ?
ORDER BY c.row_no
"""

# Apart, because numpy takes lists of numbers as they are: a tenth of the time of Python's numbers.
_NUMBERS = """
SELECT f.embedding, f.signature
FROM chosen_documents AS c
JOIN main.article_features AS f ON f.rowid = c.place
WHERE c.row_no > ? AND c.row_no <= ?
ORDER BY c.row_no
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Which stories are met, and how much is read of each: a story may go on without end."""

    near: timedelta  # from the new articles: a story that has one within it is met
    around: timedelta  # within which its articles are read, and its first one whenever that was
    members: int  # at most, the nearest in time; originals come before copies


def unassigned(db: duckdb.DuckDBPyConnection) -> list[tuple[str, datetime]]:
    """Return the articles with features that stand in no story yet: (article_id, when it is dated), oldest first."""
    return cast("list[tuple[str, datetime]]", db.execute(_UNASSIGNED).fetchall())


def of(db: duckdb.DuckDBPyConnection, article_ids: Collection[str]) -> list[Document]:
    """Return these articles, those with features, oldest first."""
    db.execute(_NAMED, [list(article_ids)])
    return _documents(db)


def window(db: duckdb.DuckDBPyConnection, since: datetime, until: datetime, reach: Reach) -> list[Document]:
    """Return the articles of stories that new ones published between two instants may join, oldest first."""
    asked = {"near": reach.near.total_seconds(), "around": reach.around.total_seconds(), "members": reach.members}
    db.execute(_WINDOW, {"since": since, "until": until, **asked})
    return _documents(db)


def alike(db: duckdb.DuckDBPyConnection, new: Collection[str], known: Collection[str]) -> list[Document]:
    """Return the originals of any age, but for those known, that may share a text with new articles, oldest first."""
    db.execute(_ALIKE, {"new": list(new), "known": list(known)})
    return _documents(db)


def copies(db: duckdb.DuckDBPyConnection, originals: Collection[str]) -> list[Document]:
    """Return the articles of any age that repeat these, oldest first."""
    db.execute(_COPIES, {"originals": list(originals)})
    return _documents(db)


def _documents(db: duckdb.DuckDBPyConnection) -> list[Document]:
    """Read in portions, each packed before the next comes: all at once as Python's lists, a window takes 3 GB."""
    (count,) = db.execute(_CHOOSE).fetchall()[0]
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
