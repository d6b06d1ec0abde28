"""The warehouse as a DuckLake: a catalog, usually in PostgreSQL, and Parquet files, for more machines than one.

The tables, views and queries are those of the file. What differs: whoever writes commits snapshots, and a reader is
bound to the latest one that was published, so nothing is copied and no one waits. DuckDB's extensions `ducklake` and
`postgres_scanner` (the extra `lake`) are loaded from their packages; nothing is downloaded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import duckdb

WRITER, READER = "warehouse", "published"  # what the lake is called in a connection of each kind

_POSTGRES = re.compile(r"postgres(?:ql)?:", re.IGNORECASE)
_ENGINE = "SELECT d.type FROM duckdb_databases() AS d WHERE d.database_name = current_database()"
_ATTACH = "ATTACH 'ducklake:{catalog}' AS {name} ({options})"
_NOT_THERE = ("creating a new DuckLake is explicitly disabled", "in read-only mode: database does not exist")

_PUBLISHED = """
SELECT max(s.snapshot_id) FROM ducklake_snapshots(?) AS s WHERE s.author = 'newsduck' AND s.commit_message = 'published'
"""
_MARK = (
    "CALL ducklake_set_commit_message('warehouse', 'newsduck', 'published')",
    "UPDATE main.schema_migrations AS t SET applied_at = now() WHERE t.version = 0",  # a commit needs a change
)

# A machine whose network goes away would keep its connection, and the loader's lock with it, for the two hours that
# systems wait by default. With these PostgreSQL gives it up after 40 seconds, and the machine itself notices as soon.
_GIVEN_UP = "tcp_keepalives_idle=20 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=4 -c tcp_user_timeout=40000"
_KEPT_ALIVE = (
    f" keepalives_idle=20 keepalives_interval=5 keepalives_count=4 tcp_user_timeout=40000 options='-c {_GIVEN_UP}'"
)

# One loader among all machines: PostgreSQL's advisory lock, which ends with the transaction or its connection.
_ATTACH_LOCK = "ATTACH '{dsn}' AS loader (TYPE postgres, READ_ONLY)"
_LOCK = "SELECT q.held FROM postgres_query('loader', 'SELECT pg_try_advisory_xact_lock(7236183) AS held') AS q"

_REWRITE = (
    "CALL ducklake_flush_inlined_data('warehouse')",
    "CALL ducklake_merge_adjacent_files('warehouse')",
    "CALL ducklake_rewrite_data_files('warehouse', delete_threshold => 0)",
)
_OLD = """
SELECT s.snapshot_id
FROM ducklake_snapshots('warehouse') AS s
WHERE s.snapshot_time < ? AND s.snapshot_id < ?
"""
_EXPIRE = "CALL ducklake_expire_snapshots('warehouse', versions => {versions})"
_CLEAN = "CALL ducklake_cleanup_old_files('warehouse', older_than => ?::TIMESTAMPTZ)"
_SIZE = "SELECT coalesce(sum(t.file_size_bytes), 0)::BIGINT FROM ducklake_table_info('warehouse') AS t"


class Unreachable(Exception):  # noqa: N818  a state of the world
    """The catalog of a lake cannot be opened, or DuckDB lacks what opens it; one sentence, without passwords."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lake:
    """Where a DuckLake is."""

    catalog: str  # what stands behind `ducklake:`, as in postgres:dbname=news host=db, or the path of a DuckDB file
    data: str  # the folder of its Parquet files, absolute
    folder: Path  # where what belongs to it on this machine stands: the index of words

    def __str__(self) -> str:
        """Return it as the setting names it."""
        return f"ducklake:{self.catalog}"

    def exists(self) -> bool:
        """Say whether something was published in it.

        Raises:
            Unreachable: its catalog cannot be reached.
        """
        return self.version() is not None

    def version(self) -> int | None:
        """Return the number of the snapshot that was published last; None where there is none.

        Raises:
            Unreachable: its catalog cannot be reached.
        """
        with connect() as db:
            return attach_published(db, self)


Location = Path | Lake


def connect() -> duckdb.DuckDBPyConnection:
    """Return a connection with the extensions loaded, to nothing yet.

    Their signatures are checked once in a process: that reads 78 MB, 0.27 CPU seconds, and a run opens dozens.

    Raises:
        Unreachable: they are not installed for this version of DuckDB.
    """
    _check_signatures()
    return _loaded(duckdb.connect(config={"allow_unsigned_extensions": True}))


@cache
def _check_signatures() -> None:
    _loaded(duckdb.connect()).close()


def _loaded(db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    for name in ("ducklake", "postgres_scanner"):
        db.execute("LOAD '{path}'".replace("{path}", _quoted(str(_extension(name)))))
    return db


def attach(db: duckdb.DuckDBPyConnection, lake: Lake, name: str, options: Sequence[str]) -> None:
    """Attach a lake under a name; `options` as ATTACH takes them.

    Raises:
        Unreachable: its catalog cannot be reached, or is none.
    """
    said = ", ".join([f"DATA_PATH '{_quoted(lake.data)}'", *options])
    statement = _ATTACH.replace("{catalog}", _quoted(_kept_alive(lake.catalog))).replace("{name}", name)
    try:
        db.execute(statement.replace("{options}", said))
    except duckdb.Error as error:
        raise _unreachable(lake, error) from error


def attach_published(db: duckdb.DuckDBPyConnection, lake: Lake) -> int | None:
    """Attach the state that was published last, to read, and return its number; None where there is none yet."""
    try:
        attach(db, lake, READER, ["READ_ONLY"])
    except Unreachable as error:
        if any(said in str(error) for said in _NOT_THERE):
            return None
        raise
    version = published(db)
    db.execute(f"DETACH {READER}")
    if version is not None:
        attach(db, lake, READER, ["READ_ONLY", f"SNAPSHOT_VERSION {version}"])
    return version


def is_one(db: duckdb.DuckDBPyConnection) -> bool:
    """Say whether a connection works on a lake."""
    return _value(db, _ENGINE) == "ducklake"


def published(db: duckdb.DuckDBPyConnection) -> int | None:
    """Return the number of the snapshot that was published last, of the lake that is attached to read."""
    found: int | None = db.execute(_PUBLISHED, [READER]).fetchall()[0][0]
    return found


def publish(db: duckdb.DuckDBPyConnection) -> None:
    """Let readers who come from now on see the present state."""
    db.execute("BEGIN TRANSACTION")
    for statement in _MARK:
        db.execute(statement)
    db.execute("COMMIT")


def loader(lake: Lake) -> duckdb.DuckDBPyConnection | None:
    """Return a connection that can hold the loader's lock; None where the catalog is a file, which locks itself.

    Raises:
        Unreachable: the catalog cannot be reached.
    """
    if not _POSTGRES.match(lake.catalog):
        return None
    db = connect()
    try:
        db.execute(_ATTACH_LOCK.replace("{dsn}", _quoted(_POSTGRES.sub("", _kept_alive(lake.catalog), count=1))))
        db.execute("BEGIN TRANSACTION")
    except duckdb.Error as error:
        db.close()
        raise _unreachable(lake, error) from error
    return db


def is_held(loader: duckdb.DuckDBPyConnection) -> bool:
    """Take the loader's lock if it is free, and say whether this connection has it; it has it until it is closed.

    Raises:
        duckdb.Error: the connection was lost, and the lock with it.
    """
    return bool(_value(loader, _LOCK))


def release(loader: duckdb.DuckDBPyConnection) -> None:
    """Let go of the loader's lock; where the connection was lost, the lock went with it."""
    with suppress(duckdb.Error):  # closing a connection whose transaction cannot end aborts the process (DuckDB 1.5)
        loader.execute("ROLLBACK")
    loader.close()


def compact(db: duckdb.DuckDBPyConnection, before: datetime) -> tuple[int, int]:
    """Write small and half-deleted files anew, publish, and drop what only snapshots from before an instant need.

    A reader that is bound to such a snapshot loses it. Returns the megabytes of the tables before and after.
    """
    size = int(str(_value(db, _SIZE)))
    for statement in _REWRITE:
        db.execute(statement).fetchall()
    publish(db)
    latest = db.execute(_PUBLISHED, [WRITER]).fetchall()[0][0]
    old = [number for (number,) in db.execute(_OLD, [before, latest]).fetchall()]
    if old:
        db.execute(_EXPIRE.replace("{versions}", str(old))).fetchall()
    db.execute(_CLEAN, [before]).fetchall()
    return size // 1_000_000, int(str(_value(db, _SIZE))) // 1_000_000


def _unreachable(lake: Lake, error: duckdb.Error) -> Unreachable:
    said = " ".join(str(error).replace(_KEPT_ALIVE, "").split())
    return Unreachable(f"{lake} cannot be opened ({said}): see that it is there and lets you in.")


def _kept_alive(catalog: str) -> str:
    """Return a catalog with when a lost connection is given up; as it is where it has such words of its own."""
    if not _POSTGRES.match(catalog) or "://" in catalog or "options" in catalog or "keepalives" in catalog:
        return catalog
    return catalog + _KEPT_ALIVE


def _value(db: duckdb.DuckDBPyConnection, query: str) -> object:
    return db.execute(query).fetchall()[0][0]


def _extension(name: str) -> Path:
    package = find_spec(f"duckdb_extension_{name}")
    folder = Path(package.origin).parent if package and package.origin else Path()
    found = next(folder.rglob(f"v{duckdb.__version__}/{name}.duckdb_extension"), None) if package else None
    if found is None:
        message = f"A DuckLake needs DuckDB's extension {name} {duckdb.__version__}: install the extra `lake`."
        raise Unreachable(message)
    return found


def _quoted(text: str) -> str:
    return text.replace("'", "''")
