"""Batches of records on their way in: a folder of Parquet files each, whole or not there.

Workers write them, the one loader merges them. A batch is written under a temporary name and renamed when every byte
is on the disk, so what `batches` lists is complete.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb

from warehouse.tables import columns, json_lines

_UNFINISHED = ".part"
# One record may take 1 GB of JSON; an article with everything stays below a hundredth of that.
_READ = """
SELECT * FROM read_json(?, columns = ?, format = 'newline_delimited', maximum_object_size = 1000000000) AS j
"""


def write(folder: Path, batch_id: str, records: Mapping[str, Sequence[object]]) -> Path:
    """Write a batch of records, table name -> records, and return its folder.

    A batch that stands there already is left as it is: the same id is the same content.
    """
    batch = folder / batch_id
    if batch.exists():
        return batch
    part = folder / f"{batch_id}{_UNFINISHED}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    with duckdb.connect() as db:
        db.execute("SET TimeZone = 'UTC'")
        for table, rows in records.items():
            if rows:
                _write_table(db, part, table, rows)
    _sync(part)
    part.rename(batch)
    _sync(folder)
    return batch


def batches(folder: Path) -> list[Path]:
    """Return the complete batches of the landing area, oldest first."""
    if not folder.is_dir():
        return []
    found = [entry for entry in folder.iterdir() if entry.is_dir() and entry.suffix != _UNFINISHED]
    return sorted(found, key=lambda batch: (batch.stat().st_mtime_ns, batch.name))


def clear(folder: Path, is_alive: Callable[[str], bool]) -> None:
    """Remove what killed runs had begun to write; a batch's id is that of its run, a dash and a number."""
    for part in folder.glob(f"*{_UNFINISHED}"):
        if not is_alive(part.stem.rpartition("-")[0]):
            shutil.rmtree(part)


def remove(batch: Path) -> None:
    """Remove a batch that is in the ledger."""
    shutil.rmtree(batch)


def _write_table(db: duckdb.DuckDBPyConnection, part: Path, table: str, rows: Sequence[object]) -> None:
    lines = part / f"{table}.jsonl"
    parquet = part / f"{table}.parquet"
    with lines.open("w", encoding="utf-8", errors="replace") as file:
        file.writelines(f"{line}\n" for line in json_lines(table, rows))
    db.sql(_READ, params=[str(lines), columns(table)]).write_parquet(str(parquet), compression="zstd")
    lines.unlink()
    _sync(parquet)


def _sync(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
