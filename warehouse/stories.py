"""Stories and duplicates: what came of comparing articles, and undoing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import duckdb

from extractors.records import Duplicate, Story, StoryArticle
from warehouse import story_counts
from warehouse.database import transaction
from warehouse.tables import read, stage

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
    WHERE s.merged_into IS NULL
    ORDER BY s.row_no
) AS s
ON t.story_id = s.story_id
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT
"""

# As it was, but for where it went.
_MERGE = """
UPDATE main.stories AS t
SET state = s.state, merged_into = s.merged_into
FROM staged_stories AS s
WHERE t.story_id = s.story_id AND s.merged_into IS NOT NULL
"""

# Of a long story not every article was looked at: the others go where the story goes, and copies with their original.
_FOLLOWING = """
CREATE OR REPLACE TEMP TABLE following AS
WITH moved AS (
    SELECT o.article_id, o.story_id AS was, m.story_id
    FROM staged_story_articles AS m
    JOIN main.articles AS o ON o.article_id = m.article_id
    WHERE o.story_id <> m.story_id
)
SELECT a.article_id, coalesce(m.story_id, s.merged_into) AS story_id, m.story_id IS NULL AS is_merged
FROM main.articles AS a
LEFT JOIN moved AS m ON m.article_id = a.duplicate_of AND m.was = a.story_id
LEFT JOIN staged_stories AS s ON s.story_id = a.story_id
WHERE coalesce(m.story_id, s.merged_into) IS NOT NULL
  AND a.article_id NOT IN (SELECT d.article_id FROM staged_story_articles AS d)
"""

_FOLLOW = """
UPDATE main.story_articles AS t
SET story_id = f.story_id,
    method = CASE WHEN f.is_merged THEN 'merged' ELSE 'moved' END,
    assigned_at = (SELECT max(m.assigned_at) FROM staged_story_articles AS m)
FROM following AS f
WHERE t.article_id = f.article_id;

UPDATE main.articles AS t SET story_id = f.story_id FROM following AS f WHERE t.article_id = f.article_id
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
UPDATE main.stories AS t
SET state = CASE WHEN t.state = 'open' THEN 'closed' ELSE 'open' END
WHERE t.merged_into IS NULL AND (t.state = 'open') = (t.last_published_at < ?)
"""

_FORGET = """
DELETE FROM main.duplicates AS t
WHERE t.article_id IN (SELECT s.article_id FROM staged_duplicates AS s)
"""

_REPEAT = """
INSERT INTO main.duplicates BY NAME
SELECT s.* EXCLUDE (row_no) FROM staged_duplicates AS s ORDER BY s.row_no
"""

# Also the stories of what repeats their articles, however much later: it may have another original now.
_DISSOLVE = """
CREATE OR REPLACE TEMP TABLE dissolved AS
WITH RECURSIVE released AS (
    SELECT a.story_id
    FROM main.articles AS a
    WHERE a.story_id IS NOT NULL AND a.article_id IN (SELECT unnest(?::VARCHAR[]))
    UNION
    SELECT c.story_id
    FROM released AS r
    JOIN main.articles AS o ON o.story_id = r.story_id
    JOIN main.articles AS c ON c.duplicate_of = o.article_id
    WHERE c.story_id IS NOT NULL
)
SELECT r.story_id FROM released AS r
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


def close(db: duckdb.DuckDBPyConnection, silent_since: datetime) -> None:
    """Close the open stories that have no article since an instant, and open the closed ones that have."""
    db.execute(_CLOSE, [silent_since])


def dissolve(db: duckdb.DuckDBPyConnection, article_ids: Sequence[str]) -> int:
    """Undo the stories of these articles and of what repeats theirs, so that all are judged anew; return how many."""
    with transaction(db):
        db.execute(_DISSOLVE, [list(article_ids)])
        db.execute(_RELEASE)
    return int(db.execute("SELECT count(*) FROM dissolved AS d").fetchall()[0][0])


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

    A member that stood in another story leaves that one; its title and lead are the caller's to save. Counts and times
    are those of all that a story has then.
    """
    stage(db, "stories", stories)
    stage(db, "story_articles", members)
    stage(db, "duplicates", duplicates)
    with transaction(db):
        for statement in (
            _SAVE,
            _MERGE,
            _FOLLOWING,
            _FOLLOW,
            _LEAVE,
            _JOIN,
            _ASSIGN,
            _FORGET,
            _REPEAT,
            _MARK,
        ):
            db.execute(statement)
        story_counts.recount_saved(db)
