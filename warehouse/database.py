"""Opening the two database files, or a DuckLake, transactions, and migrations. No business logic.

Errors::

    WarehouseError      what stands in the way, and what to do
      Locked            another process is writing
      TooNew            a newer newsduck wrote this file
      Damaged           a file cannot be read as what it should be
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from hashlib import sha256
from importlib import resources
from pathlib import Path

import duckdb

from warehouse import lakes
from warehouse.lakes import Lake, Location

_VIEW_IN_SQL = re.compile(r"\breport\.(\w+)")
_WRITER = {
    "storage_compatibility_version": "v1.4.0",
    # A checkpoint rewrites what it last wrote of a table, 0.3 to 4 CPU s at 8,000 articles: one a run, not one a batch.
    "checkpoint_threshold": "256MB",
}
# DuckLake has neither compression nor comments on the columns of views, and no NOT NULL for a table made in the same
# transaction.
_ONLY_IN_FILES = re.compile(
    r" USING COMPRESSION \w+|^COMMENT ON COLUMN report\..*;$|^ALTER TABLE \w+ ALTER COLUMN \w+ SET NOT NULL;$",
    re.MULTILINE,
)
_VIEWS = 0  # the version under which schema_migrations notes which text of the views stands
_HAS_TABLES = """
SELECT t.table_name
FROM information_schema.tables AS t
WHERE t.table_catalog = current_database() AND t.table_schema = 'main' AND t.table_name = 'schema_migrations'
"""
_NOTE = """
MERGE INTO main.schema_migrations AS t
USING (SELECT ?::INTEGER AS version, ?::VARCHAR AS name, now() AS applied_at) AS s
ON t.version = s.version
WHEN MATCHED THEN UPDATE
WHEN NOT MATCHED THEN INSERT
"""
_NOTHING = "nothing was published at {place} yet: run `newsduck run` or `newsduck load`"
_NO_VIEWS = "DROP SCHEMA IF EXISTS report CASCADE; CREATE SCHEMA report;"


class WarehouseError(Exception):
    """What stands in the way, in one sentence, and what to do about it."""


class Locked(WarehouseError):  # noqa: N818  reads as the state it names: `except Locked`
    """Another process has the writer's file open."""


class TooNew(WarehouseError):  # noqa: N818  reads as the state it names
    """The file was written by a newer newsduck, or a newer DuckDB, than this one."""


class Damaged(WarehouseError):  # noqa: N818  reads as the state it names
    """A file cannot be read as what its name says."""


def open_writer(place: Location) -> duckdb.DuckDBPyConnection:
    """Open the pipeline's own file, or a lake, for writing, made and migrated if need be.

    A new file gets storage version 1.4.0: the default of DuckDB 1.5 stores text up to four times as big, and that of
    2.0 no 1.x tool can read. An existing file keeps its own.
    """
    db = _lake(place) if isinstance(place, Lake) else _file(place)
    try:
        db.execute("SET GLOBAL TimeZone = 'UTC'")
        migrate(db)
    except BaseException:
        db.close()
        raise
    return db


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a reader's queries may take: memory, and on disk what does not fit in there."""

    memory_mb: int
    disk_mb: int
    folder: Path


def open_published(
    place: Location, *, writable: Path | None = None, room: Room | None = None
) -> duckdb.DuckDBPyConnection:
    """Open the published file or lake to read, with no way out: no other files, no network, no change of settings.

    It is attached to a connection of its own, so that each call sees the file as it is now: a plain `duckdb.connect`
    shares one instance for a path and would go on showing a replaced file. (A `cursor()` of it starts in `memory`.)

    Args:
        place: The published database; of a lake, the state that was published last, whatever is written meanwhile.
        writable: A folder that `COPY … TO` may write to, for exports.
        room: What queries may take; by default what DuckDB thinks fit: 80 % of the memory, 90 % of the disk.

    """
    db = connect_published(place)
    if room:
        db.execute("SET memory_limit = ?", [f"{room.memory_mb}MB"])
        db.execute("SET temp_directory = ?", [str(room.folder)])
        db.execute("SET max_temp_directory_size = ?", [f"{room.disk_mb}MB"])
    db.execute("USE published")
    _applied(db)  # raises where it is of a newer newsduck, whose tables may be others
    db.execute("SET GLOBAL TimeZone = 'UTC'")
    allowed = ([place.data] if isinstance(place, Lake) else []) + ([str(writable)] if writable else [])
    if allowed:
        db.execute("SET allowed_directories = ?", [allowed])
    db.execute("SET enable_external_access = false")
    db.execute("SET lock_configuration = true")
    return db


def connect_published(place: Location) -> duckdb.DuckDBPyConnection:
    """Return a connection to which the published state is attached, read-only, as `published`."""
    if isinstance(place, Lake):
        db = lakes.connect()
        if lakes.attach_published(db, place) is None:
            raise WarehouseError(_NOTHING.replace("{place}", str(place)))
        return db
    if not place.exists():
        raise WarehouseError(_NOTHING.replace("{place}", str(place)))
    db = duckdb.connect()
    with _explained(place, "`newsduck run` or `newsduck load` writes it anew"):
        db.execute("ATTACH '{path}' AS published (READ_ONLY)".replace("{path}", str(place).replace("'", "''")))
    return db


def _file(path: Path) -> duckdb.DuckDBPyConnection:
    path.parent.mkdir(parents=True, exist_ok=True)
    with _explained(path, "restore it from a copy, or move it away to go on from the published one"):
        return duckdb.connect(path, config=dict(_WRITER))


def _lake(lake: Lake) -> duckdb.DuckDBPyConnection:
    db = lakes.connect()
    lakes.attach(db, lake, lakes.WRITER, [])
    db.execute(f"USE {lakes.WRITER}")
    return db


@contextmanager
def transaction(db: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what the block did, or nothing of it."""
    db.execute("BEGIN TRANSACTION")
    try:
        yield
    except duckdb.FatalException:
        raise  # DuckDB has shut the database: there is nothing left to roll back, and asking would hide the cause
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def migrate(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Bring tables, views and comments to this code's state; return the names of what was applied.

    Each migration is a transaction, and so are the views: DuckDB refuses NOT NULL in the one that filled a column.
    Views and comments have no history: all are made anew when a text of theirs has changed.
    """
    versions = _versions()
    applied = _applied(db)
    pending = {version: versions[version] for version in sorted(versions.keys() - applied.keys())}
    views = _views()
    if pending or applied.get(_VIEWS) != _name(views):
        pending[_VIEWS] = _name(views)
    lake = lakes.is_one(db)
    for version, name in pending.items():
        text = views if version == _VIEWS else _sql("migrations")[name]
        with transaction(db):
            db.execute(_ONLY_IN_FILES.sub("", text) if lake else text)
            db.execute(_NOTE, [version, name])
    return list(pending.values())


def _versions() -> dict[int, str]:
    return {int(name[:4]): name for name in _sql("migrations")}


def _applied(db: duckdb.DuckDBPyConnection) -> dict[int, str]:
    if not db.execute(_HAS_TABLES).fetchall():
        return {}
    applied = dict(db.execute("SELECT m.version, m.name FROM main.schema_migrations AS m").fetchall())
    if newer := applied.keys() - _versions().keys() - {_VIEWS}:
        msg = f"the warehouse has migration {max(newer):04} of a newer newsduck: install that version, or a newer one"
        raise TooNew(msg)
    return applied


@cache
def _sql(folder: str) -> dict[str, str]:
    """Return the SQL files of a folder of this package: name -> text, in order of names."""
    files = (entry for entry in (resources.files("warehouse") / folder).iterdir() if entry.name.endswith(".sql"))
    return {entry.name: entry.read_text("utf-8") for entry in sorted(files, key=lambda entry: entry.name)}


@cache
def _views() -> str:
    """Return what makes the comments and all views, each after those that it reads."""
    texts = {name.removesuffix(".sql"): text for name, text in _sql("views").items()}
    uses = {name: (set(_VIEW_IN_SQL.findall(text)) & texts.keys()) - {name} for name, text in texts.items()}
    views = (texts[name] for name in TopologicalSorter(uses).static_order())
    return "\n".join((*_sql("comments").values(), _NO_VIEWS, *views))


def _name(views: str) -> str:
    return f"views {sha256(views.encode()).hexdigest()[:16]}"


@contextmanager
def _explained(path: Path, advice: str) -> Iterator[None]:
    """Say in the warehouse's own errors why DuckDB cannot open a file."""
    try:
        yield
    except duckdb.Error as error:
        said = str(error)
        if "Could not set lock" in said:
            holder = re.search(r"PID (\d+)", said)
            who = f"process {holder[1]}" if holder else "another process"
            msg = f"{path} is open in {who}: wait until that has finished, or stop it, then try again"
            raise Locked(msg) from error
        if "version number" in said:
            msg = f"{path} was written by a newer DuckDB: install the newsduck that wrote it, or a newer one"
            raise TooNew(msg) from error
        msg = f"{path} cannot be opened as a DuckDB database ({said.splitlines()[0]}): {advice}"
        raise Damaged(msg) from error
