"""Batches of records on their way in: a folder of Parquet files each, whole or not there.

Workers write them, the one loader merges them. A batch is written under a temporary name and renamed when every byte
is on the disk, so what `batches` lists is complete. It holds the SHA-256 of each file, as `sha256sum --check` reads it:
of single bits that a disk had turned in Parquet files a third were read as other rows without a word.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb

from warehouse.tables import columns, json_lines

_UNFINISHED = ".part"
_SUMS, _DIGEST = "SHA256SUMS", 64  # letters before the name
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
    (part / _SUMS).write_bytes(b"".join(_sums(part)))
    _sync(part / _SUMS)
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


def tables_of(batch: Path) -> dict[str, Path]:
    """Return the Parquet file of each table that a batch holds.

    Raises:
        ValueError: a file is not what was written, or came or went since.
    """
    sums = batch / _SUMS
    if sums.exists():  # what landed before an upgrade has none
        written, found = set(sums.read_bytes().splitlines(keepends=True)), set(_sums(batch))
        if wrong := sorted(written ^ found, key=lambda line: line[_DIGEST:]):
            name = wrong[0][_DIGEST:].decode("ascii", errors="replace").strip()
            message = f"{name or _SUMS} is not what was written"
            raise ValueError(message)
    return {file.stem: file for file in batch.iterdir() if file != sums}


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


def _sums(batch: Path) -> Iterator[bytes]:
    """Yield a line for each file: its SHA-256 and its name."""
    for path in sorted(batch.iterdir()):
        if path.name != _SUMS:
            with path.open("rb") as file:
                yield f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {path.name}\n".encode(errors="replace")


def _sync(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
