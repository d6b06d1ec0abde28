"""Landed batches into the tables: one transaction each, with a ledger, so that loading again changes nothing.

The statements stand in ``loading/``, one file a step; each reads the batch from the temporary tables ``staged_TABLE``,
whose column row_no is the order of the records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse import landing
from warehouse.database import Damaged, transaction
from warehouse.tables import defaults, named, script, stage

#: The tables that a batch may hold.
LANDED = (
    *(
        "articles",
        "article_versions",
        "removed_blocks",
        "mentions",
        "entities",
        "aliases",
        "article_entities",
        "quotes",
    ),
    *("article_topics", "article_keyphrases", "article_features", "enrichments"),
    *("links", "feeds", "robots", "fetches", "outcomes"),
)

#: The steps from mentions to the names of entities, human decisions in between; they read the table `touched`.
NAMES = ("relinked", "recounts", "entities", "decided", "names", "identities")

_STEPS = (
    *("tombstones", "verdicts", "articles", "reread", "mentions", "counts"),
    *NAMES,
    *("quotes", "topics", "features"),
    *("links", "forgotten_links", "feeds", "robots", "outcomes"),
)

_STAGE = "INSERT INTO staged_{table} BY NAME SELECT p.*, row_number() OVER () AS row_no FROM read_parquet(?) AS p"

_FILL = "UPDATE staged_{table} SET {column} = ? WHERE {column} IS NULL"

_LEDGER = """
SELECT b.stored, b.updated, b.unchanged, b.duplicate FROM main.loaded_batches AS b WHERE b.batch_id = ?
"""

_COUNTS = """
SELECT
    count(*) FILTER (v.outcome = 'stored'), count(*) FILTER (v.outcome = 'updated'),
    count(*) FILTER (v.outcome = 'unchanged'), (SELECT count(*) FROM staged_articles AS a) - count(*)
FROM verdicts AS v
"""

# What a full disk, a lack of memory and a damaged warehouse make DuckDB say: then nothing is wrong with the batch.
_OF_THE_MACHINE = re.compile(
    "No space left|File too large|Disk quota|Input/output error|Out of Memory|Failed to (commit|create checkpoint)|"
    "Corrupt database file|Too many open files|Permission denied|Cannot allocate memory|Read-only file system|"
    "Interrupted"
)

_WITHOUT_VERSION = """
SELECT a.article_id FROM staged_articles AS a WHERE a.article_id NOT IN (SELECT v.article_id FROM verdicts AS v)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading a batch did, in articles; for a batch in the ledger, what it did then."""

    batch_id: str
    stored: int
    updated: int
    unchanged: int
    duplicate: int


def load(db: duckdb.DuckDBPyConnection, batch: Path, now: datetime) -> Loaded:
    """Merge a landed batch into the tables, all or nothing, and write it into the ledger.

    An article whose title and text are those of its current version is left exactly as it is, unless its archived page
    was read again (cause `reprocess`): then what stands beside the text is replaced. Another text makes a new version,
    and what was derived from the old one is replaced. A batch in the ledger is not read again; the caller
    removes its folder (`landing.remove`).

    Raises:
        Damaged: A file of the batch cannot be read, or does not fit the tables. Nothing of the batch was stored.
        duckdb.Error: The disk is full, or the warehouse itself is damaged; the batch is sound, and nothing was stored.

    """
    ledger = db.execute(_LEDGER, [batch.name]).fetchall()
    if ledger:
        return _loaded(batch.name, ledger[0])
    try:
        with _on_one_thread(db):
            _stage(db, batch)
            with transaction(db):
                return _merge(db, batch, now)
    except duckdb.Error as error:
        if _OF_THE_MACHINE.search(str(error)):
            raise
        raise _damaged(batch, str(error).splitlines()[0]) from error


@contextmanager
def _on_one_thread(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let DuckDB's other threads rest: a batch of 200 takes .33 CPU s instead of .49 at 100,000, and no longer."""
    threads = db.execute("SELECT current_setting('threads')").fetchall()[0][0]
    db.execute("SET threads = 1")
    try:
        yield
    finally:
        with suppress(duckdb.FatalException):  # DuckDB has shut the database, and the cause is on its way
            db.execute("SET threads = ?", [threads])


def _stage(db: duckdb.DuckDBPyConnection, batch: Path) -> None:
    """Read the batch into temporary tables; what it does not hold is empty, also a column that is younger than it."""
    try:
        files = landing.tables_of(batch)
    except ValueError as error:
        raise _damaged(batch, str(error)) from error
    if foreign := files.keys() - set(LANDED):
        raise _damaged(batch, f"it holds {', '.join(sorted(foreign))}")
    for table in LANDED:
        stage(db, table, ())
        if table in files:
            db.execute(named(_STAGE, table), [str(files[table])])
            for column, value in defaults(table).items():
                db.execute(named(_FILL, table).replace("{column}", column), [value])


def _merge(db: duckdb.DuckDBPyConnection, batch: Path, now: datetime) -> Loaded:
    for step in _STEPS:
        db.execute(script(step))
    if orphans := db.execute(_WITHOUT_VERSION).fetchall():
        raise _damaged(batch, f"article {orphans[0][0]} comes without its version")
    loaded = _loaded(batch.name, db.execute(_COUNTS).fetchall()[0])
    db.execute(
        "INSERT INTO main.loaded_batches (batch_id, stored, updated, unchanged, duplicate, loaded_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [*astuple(loaded), now],
    )
    return loaded


def _loaded(batch_id: str, counts: tuple[int, ...]) -> Loaded:
    stored, updated, unchanged, duplicate = counts
    return Loaded(batch_id=batch_id, stored=stored, updated=updated, unchanged=unchanged, duplicate=duplicate)


def _damaged(batch: Path, why: str) -> Damaged:
    return Damaged(f"Batch {batch} cannot be loaded ({why}): move it away and fetch or load its items again.")
