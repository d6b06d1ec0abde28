"""Articles taken down: what is removed of them, and how they are known should they come again.

Removing is two steps, so that no crash leaves a row that points to bytes which are gone: the rows go, and what they
pointed to moves, in one transaction that also notes which archive files are to be erased; `erased` takes the note away.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import duckdb

from warehouse import stories
from warehouse.database import transaction
from warehouse.tables import script

_FIND = """
SELECT a.article_id
FROM main.articles AS a
WHERE a.article_id = $place OR a.url = $place OR a.url_final = $place OR a.url_canonical = $place
UNION
SELECT l.article_id
FROM main.links AS l
WHERE l.article_id IS NOT NULL AND (l.url = $place OR l.url_canonical = $place)
"""

_ADDRESSES = """
SELECT DISTINCT u.url
FROM (
    SELECT unnest([a.url, a.url_final, a.url_canonical]) AS url FROM main.articles AS a WHERE a.article_id = $id
    UNION ALL
    SELECT unnest([l.url, l.url_canonical]) FROM main.links AS l WHERE l.article_id = $id
) AS u
WHERE u.url IS NOT NULL
ORDER BY u.url
"""

_RECORDS = """
SELECT DISTINCT v.archive_file, v.archive_offset
FROM main.article_versions AS v
WHERE v.article_id = ? AND v.archive_file IS NOT NULL AND v.archive_offset IS NOT NULL
ORDER BY ALL
"""

_USED = """
SELECT count(*) FROM (
    SELECT v.archive_file FROM main.article_versions AS v
    UNION ALL
    SELECT f.archive_file FROM main.fetches AS f
) AS x
WHERE x.archive_file = ?
"""

_MOVED = """
CREATE OR REPLACE TEMP TABLE moved AS
SELECT unnest(?::VARCHAR[]) AS file, unnest(?::BIGINT[]) AS "offset", unnest(?::VARCHAR[]) AS new_file,
       unnest(?::BIGINT[]) AS new_offset
"""

_REMEMBER = """
INSERT INTO main.tombstones (article_id, address_ids, page_sha256s, reason, forgotten_at, to_erase)
SELECT $id, $address_ids::VARCHAR[],
       list_sort(list_distinct(list_concat($pages::VARCHAR[], coalesce(
           (SELECT list(v.page_sha256) FROM main.article_versions AS v WHERE v.article_id = $id), []
       )))),
       $reason, $at, $files::VARCHAR[]
WHERE $id NOT IN (SELECT t.article_id FROM main.tombstones AS t)
"""

_KNOWN = """
SELECT DISTINCT t.article_id, k.key
FROM main.tombstones AS t, unnest(list_concat([t.article_id], t.address_ids, t.page_sha256s)) AS k(key)
WHERE k.key IN (SELECT unnest(?::VARCHAR[]))
"""

_COPIES = "SELECT a.article_id FROM main.articles AS a WHERE a.duplicate_of = ? ORDER BY a.article_id"

_PENDING = "SELECT DISTINCT unnest(t.to_erase) FROM main.tombstones AS t ORDER BY ALL"

_ERASED = "UPDATE main.tombstones AS t SET to_erase = [] WHERE len(t.to_erase) > 0"

_ALL = "SELECT t.* FROM main.tombstones AS t ORDER BY t.forgotten_at, t.article_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """Table ``tombstones``: an article that was taken down."""

    article_id: str
    address_ids: tuple[str, ...]  # of its addresses, as `extractors.urls.article_id` makes them
    page_sha256s: tuple[str, ...]  # those of its versions are added
    reason: str | None
    forgotten_at: datetime
    to_erase: tuple[str, ...]  # archive files that still hold it


def find(db: duckdb.DuckDBPyConnection, place: str) -> list[str]:
    """Return the ids of the articles with this id or at this address, however it is written."""
    return sorted(article_id for (article_id,) in db.execute(_FIND, {"place": place}).fetchall())


def addresses(db: duckdb.DuckDBPyConnection, article_id: str) -> list[str]:
    """Return the addresses under which an article is known."""
    return [url for (url,) in db.execute(_ADDRESSES, {"id": article_id}).fetchall()]


def copies(db: duckdb.DuckDBPyConnection, article_id: str) -> list[str]:
    """Return the articles that repeat this one."""
    return [copy for (copy,) in db.execute(_COPIES, [article_id]).fetchall()]


def archived(db: duckdb.DuckDBPyConnection, article_id: str) -> dict[str, set[int]]:
    """Return where the archive holds its pages: file -> offsets."""
    found: dict[str, set[int]] = {}
    for file, offset in db.execute(_RECORDS, [article_id]).fetchall():
        found.setdefault(file, set()).add(offset)
    return found


def is_used(db: duckdb.DuckDBPyConnection, archive_file: str) -> bool:
    """Say whether any row points into this archive file."""
    return bool(db.execute(_USED, [archive_file]).fetchall()[0][0])


def forget(
    db: duckdb.DuckDBPyConnection,
    tombstone: Tombstone,
    moved: Mapping[tuple[str, int], tuple[str, int]],
) -> None:
    """Remove every row of an article and remember it, in one transaction.

    Its story, and those of what repeats it, are dissolved before: they are judged anew without it.

    Args:
        db: The writer's connection.
        tombstone: What to remember; its `to_erase` names the archive files that hold its pages.
        moved: Where the other pages of these files stand now: (file, offset) -> (file, offset).
    """
    rows = [(*old, *new) for old, new in moved.items()]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
    db.execute(_MOVED, columns)
    parameters = {
        "id": tombstone.article_id,
        "address_ids": list(tombstone.address_ids),
        "pages": list(tombstone.page_sha256s),
        "reason": tombstone.reason,
        "at": tombstone.forgotten_at,
        "files": list(tombstone.to_erase),
    }
    stories.dissolve(db, [tombstone.article_id])
    with transaction(db):
        db.execute(_REMEMBER, parameters)
        db.execute(script("forget"))
        db.execute(script("recounts"))


def known(db: duckdb.DuckDBPyConnection, keys: Collection[str]) -> dict[str, str]:
    """Return which of these ids of addresses, articles or pages belong to what was taken down: key -> article_id."""
    return {key: article_id for article_id, key in db.execute(_KNOWN, [sorted(keys)]).fetchall()}


def pending(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Return the archive files that are still to be erased."""
    return [file for (file,) in db.execute(_PENDING).fetchall()]


def erased(db: duckdb.DuckDBPyConnection) -> None:
    """Note that they were."""
    db.execute(_ERASED)


def all_of(db: duckdb.DuckDBPyConnection) -> list[Tombstone]:
    """Return everything that was taken down, oldest first."""
    return [
        Tombstone(
            article_id=article_id,
            address_ids=tuple(address_ids),
            page_sha256s=tuple(pages),
            reason=reason,
            forgotten_at=at,
            to_erase=tuple(files),
        )
        for article_id, address_ids, pages, reason, at, files in db.execute(_ALL).fetchall()
    ]
