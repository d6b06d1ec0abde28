"""A full-text index of the published warehouse, in a file of its own beside it, made by DuckDB's extension fts.

The extension makes an index in one go and never changes it: 4 CPU seconds for 10,000 articles. So publishing does not
wait for it; whoever searches makes it where the published file has changed, if that is quick, and a large one if asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

import duckdb

from warehouse import database
from warehouse.lakes import Lake, Location
from warehouse.search import Found, Words

AT_ONCE = 20_000  # articles whose index is made without being asked: 8 CPU seconds

_DOCUMENTS = """
CREATE TABLE documents AS
SELECT a.article_id, a.source_id, coalesce(a.published_at, a.first_seen_at) AS dated_at, a.title, v.text
FROM published.main.articles AS a
JOIN published.main.article_versions AS v ON v.article_id = a.article_id AND v.version_id = a.version_id
ORDER BY dated_at, a.article_id
"""

# Words of any script, as they stand: stemming and stop words know one language.
_INDEX = r"""
PRAGMA create_fts_index('documents', 'article_id', 'title', 'text', stemmer = 'none', stopwords = 'none',
                        ignore = '[^\p{L}\p{N}]+', strip_accents = 1, lower = 1)
"""

_SHRINK = """
ALTER TABLE documents DROP COLUMN title;
ALTER TABLE documents DROP COLUMN text;
CREATE TABLE made_of AS SELECT ? AS stamp;
"""

_SEARCH = """
WITH scored AS (
    SELECT
        d.article_id, d.source_id, d.dated_at,
        fts_main_documents.match_bm25(d.article_id, $words) AS score,
        fts_main_documents.match_bm25(d.article_id, $words, conjunctive := 1) IS NOT NULL AS has_all
    FROM documents AS d
)
SELECT s.article_id, s.score, CASE WHEN s.has_all THEN $asked ELSE 1 END AS matched
FROM scored AS s
WHERE s.score IS NOT NULL
  AND ($since::TIMESTAMPTZ IS NULL OR s.dated_at >= $since)
  AND (len($source_ids::VARCHAR[]) = 0 OR s.source_id IN (SELECT unnest($source_ids::VARCHAR[])))
ORDER BY s.has_all DESC, s.score DESC, s.article_id
LIMIT $most
"""


def is_installed() -> bool:
    """Say whether the extension for this version of DuckDB is there (the extra `search`)."""
    return _extension() is not None


def index_of(published: Location) -> Path:
    """Return where the index of a published file or lake stands."""
    if isinstance(published, Lake):
        return published.folder / "published.fts.duckdb"
    return published.with_suffix(".fts.duckdb")


def is_current(published: Location) -> bool:
    """Say whether there is an index of the published state as it is now."""
    index = index_of(published)
    if not index.exists():
        return False
    with closing(_opened(index)) as db:
        return db.execute("SELECT m.stamp FROM made_of AS m").fetchall() == [(_stamp(published),)]


def make(published: Location) -> None:
    """Make the index anew; it replaces the former one when it is whole."""
    index, stamp = index_of(published), _stamp(published)
    part = index.with_name(f"{index.name}.part")
    part.unlink(missing_ok=True)
    with closing(database.connect_published(published)) as db:
        _load(db)
        db.execute("ATTACH '{path}' AS fulltext".replace("{path}", _quoted(part)))
        db.execute("USE fulltext")
        db.execute(_DOCUMENTS)
        db.execute(_INDEX)
        db.execute(_SHRINK, [stamp])
        db.execute("CHECKPOINT")
    part.replace(index)


def ranked(
    published: Location, words: Words, most: int, *, since: datetime | None = None, source_ids: Sequence[str] = ()
) -> list[Found]:
    """Return the articles that have the words, those with all of them first, the best first.

    Ranked by the extension's BM25 over title and text. It knows no beginnings of words.
    """
    with closing(_opened(index_of(published))) as db:
        parameters = {
            "words": " ".join(words.terms),
            "asked": len(words),
            "since": since,
            "source_ids": list(source_ids),
            "most": most,
        }
        return [Found(*row) for row in db.execute(_SEARCH, parameters).fetchall()]


def _opened(index: Path) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect(index, read_only=True)
    _load(db)
    db.execute("SET TimeZone = 'UTC'")
    return db


def _load(db: duckdb.DuckDBPyConnection) -> None:
    extension = _extension()
    if extension is None:
        message = "Full-text search needs DuckDB's extension fts: install newsduck with the extra `search`."
        raise database.WarehouseError(message)
    db.execute("LOAD '{path}'".replace("{path}", _quoted(extension)))


def _extension() -> Path | None:
    package = find_spec("duckdb_extension_fts")
    if package is None or package.origin is None:
        return None
    return next(Path(package.origin).parent.rglob(f"v{duckdb.__version__}/fts.duckdb_extension"), None)


def _stamp(published: Location) -> str:
    if isinstance(published, Lake):
        return f"{published} {published.version()}"
    status = published.stat()
    return f"{status.st_ino} {status.st_size} {status.st_mtime_ns}"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
