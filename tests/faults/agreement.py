"""Whether the home of a newsduck agrees with itself, and with what a newspaper served: a list of what does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import duckdb

from flows import archive
from flows.settings import Settings
from tests.faults.newspaper import Newspaper, edition_in
from warehouse import checks, database

_VERSIONS = "SELECT v.version_id, v.page_sha256, v.archive_file, v.archive_offset FROM main.article_versions AS v"
_FETCHES = """
SELECT f.fetch_id, f.body_sha256, f.archive_file, f.archive_offset
FROM main.fetches AS f
WHERE f.archive_file IS NOT NULL
"""
_TEXTS = """
SELECT a.url, v.text FROM main.articles AS a JOIN main.article_versions AS v USING (version_id)
"""
_DOUBLED = "SELECT v.article_id, v.title, v.text FROM main.article_versions AS v"
_OUTCOMES = "SELECT DISTINCT o.item FROM main.outcomes AS o WHERE o.outcome <> 'deferred'"


def of_published(settings: Settings) -> list[str]:
    """Return what is wrong with the published file, if there is one: it opens, and every check holds."""
    published = settings.published
    if isinstance(published, Path) and not published.exists():
        return []
    try:
        with closing(database.open_published(published)) as db:
            return [f"check {name}: {detail}" for name, detail in checks.broken(db).items()]
    except (database.WarehouseError, duckdb.Error) as error:
        return [f"the published file cannot be read: {error}"]


def of_archive(settings: Settings) -> list[str]:
    """Return which versions and requests do not read back from the archive as the bytes that they were made of."""
    with closing(database.open_published(settings.published)) as db:
        rows = [*db.execute(_VERSIONS).fetchall(), *db.execute(_FETCHES).fetchall()]
    return [wrong for row in rows for wrong in _unread(settings.archive, *row)]


def _unread(folder: Path, name: str, digest: str | None, file: str | None, offset: int | None) -> Iterator[str]:
    if file is None or offset is None:
        yield f"{name} has no place in the archive"
        return
    try:
        page = archive.read(folder, file, offset)
    except (archive.Damaged, OSError) as error:
        yield f"{name}: {error}"
    else:
        if digest and sha256(page.body).hexdigest() != digest:
            yield f"{name} is not what stands at {file} {offset}"


def with_newspaper(settings: Settings, paper: Newspaper) -> list[str]:
    """Return which articles of the newspaper are lost, doubled, or stored in another edition than the last one sent."""
    with closing(database.open_published(settings.published)) as db:
        stored = db.execute(_TEXTS).fetchall()
        versions = db.execute(_DOUBLED).fetchall()
        ended = {item for (item,) in db.execute(_OUTCOMES).fetchall()}
    texts = dict(stored)
    doubled = [url for url, count in Counter(url for url, _ in stored).items() if count > 1]
    twice = [article for (article, _, _), count in Counter(versions).items() if count > 1]
    lost = [number for number in range(paper.count) if paper.url(number) not in texts.keys() | ended]
    unstored = [number for number in paper.served if paper.url(number) not in texts]
    stale = [
        f"{number}: {edition_in(texts[paper.url(number)])} of {editions}"
        for number, editions in paper.served.items()
        if number not in unstored and edition_in(texts[paper.url(number)]) != editions[-1]
    ]
    found = {
        "stored twice": doubled,
        "one text in two versions": twice,
        "offered and without an outcome": lost,
        "served and not stored": unstored,
        "stored in another edition than the last one served": stale,
    }
    return [f"{what}: {len(which)}, first {which[0]}" for what, which in found.items() if which]
