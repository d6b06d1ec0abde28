"""Handing the warehouse to readers: a copy of the writer's file that replaces the former one at once, or a snapshot.

A reader of a DuckDB file and its writer shut each other out, so there are two files. Copying 118 MB takes 0.3 s, which
is a thirtieth of `COPY FROM DATABASE`; whoever has the old file open keeps reading the old file. A lake needs no copy:
its present snapshot is marked, and readers are bound to the latest one that is.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import duckdb

from warehouse import compaction, lakes
from warehouse.database import WarehouseError
from warehouse.lakes import Lake, Location

_PATH = "SELECT path FROM duckdb_databases() AS d WHERE database_name = current_database()"


def publish(db: duckdb.DuckDBPyConnection, published: Location) -> None:
    """Replace what readers see by the warehouse's present state; they never see half of it.

    A lake can also be published as a file, for a backup.
    """
    if isinstance(published, Lake):
        lakes.publish(db)
        return
    if lakes.is_one(db):
        compaction.take_out(db, published)
        return
    db.execute("CHECKPOINT")
    path = Path(db.execute(_PATH).fetchall()[0][0])
    published.parent.mkdir(parents=True, exist_ok=True)
    part = published.with_name(f"{published.name}.part")
    part.unlink(
        missing_ok=True
    )  # `dd` of a killed process may still write into it, and would go on once it is published
    copied = _copied(path, part)
    if copied.returncode:
        part.unlink(missing_ok=True)
        msg = f"{published} could not be replaced ({copied.stderr.strip()}): mend that and run again, nothing is lost."
        raise WarehouseError(msg)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(published)
    folder = os.open(published.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _copied(path: Path, part: Path) -> subprocess.CompletedProcess[str]:
    """Copy the file in a child process, past the page cache where that can be: 0.06 CPU s a GB, else 1.2.

    A POSIX lock dies as soon as its process closes *any* descriptor of the file, so a copy made here would let a second
    writer in.
    """
    direct = ["dd", f"if={path}", f"of={part}", "bs=16M", "iflag=direct", "oflag=direct", "status=none"]
    for command in (direct, ["cp", "--", str(path), str(part)]):
        copied = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  our own paths; dd and cp are POSIX
        if not copied.returncode:
            break
    return copied
