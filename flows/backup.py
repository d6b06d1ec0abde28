"""All that newsduck keeps as one tar file, and back from it.

The file holds the warehouse, the archive, what has landed and the reports, each with its SHA-256 in `manifest.json`.
Where a restore is stopped, the home is as it was, until the moment when the warehouse's file is renamed into place.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

from flows import durable, takedown
from flows.errors import NothingFound, WrongUse
from flows.locking import alone, writing
from flows.runs import now
from flows.settings import Settings
from flows.unpacking import FOLDERS, MANIFEST, WAREHOUSE, Digest, Kept, unpacked
from warehouse import articles, compaction, database, publishing, tombstones
from warehouse.tombstones import Tombstone

_FORMAT = 1
_BEGUN = ".newsduck-backup-"


def save(settings: Settings, file: Path, *, force: bool = False) -> Kept:
    """Write everything to a tar file (compressed where its name ends in gz), which appears whole or not at all.

    Raises:
        WrongUse: the file is there already, its folder is not, or it would stand in what it keeps.
        NothingFound: there is no warehouse yet.
    """
    _check_target(settings, file, force=force)
    with _folder_beside(file.absolute()) as folder:
        part, copy = folder / "tar", folder / "newsduck.duckdb"
        with writing(settings) as db:
            publishing.publish(db, copy)
            count = len(articles.ids(db))
            kept = [*_inside(settings.home)]  # under the lock, so that no file is rewritten meanwhile
            with tarfile.open(part, "w:gz" if file.suffix in {".gz", ".tgz"} else "w") as tar:
                hashes = {WAREHOUSE: _add(tar, copy, WAREHOUSE)}
                hashes |= {name: _add(tar, settings.home / name, name) for name in kept}
                size = sum(int(each["bytes"]) for each in hashes.values())
                made = Kept(files=len(hashes), bytes=size, articles=count, at=now().isoformat())
                _add_manifest(tar, folder / MANIFEST, made, hashes)
        durable.sync(part)
        part.replace(file)
        durable.sync(file.absolute().parent)
    return made


def restore(settings: Settings, file: Path, *, force: bool = False) -> tuple[Kept, Path | None]:
    """Bring the home to the state of a backup; return what it held, and where the former warehouse was put.

    A forced restore keeps what was fetched since in the archive, and what was forgotten since stays forgotten.

    Raises:
        WrongUse: the file is no backup of newsduck, or damaged; or the home is in use and `force` is not set.
        flows.locking.Busy: another process is loading.
        warehouse.database.TooNew: a newer newsduck made it.
    """
    if not file.is_file():
        message = f"{file} is not there; name a file that `newsduck backup` made"
        raise WrongUse(message)
    _check_living(settings, force=force)
    settings.home.mkdir(parents=True, exist_ok=True)
    staging = settings.home / ".restoring"
    shutil.rmtree(staging, ignore_errors=True)
    try:
        made = unpacked(file, staging)
        database.open_writer(staging / WAREHOUSE).close()  # migrates an older one, refuses a newer one
        takedown.remember(settings.model_copy(update={"home": staging}), _forgotten(settings))
        return made, _swap(settings, staging)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _folder_beside(file: Path) -> Iterator[Path]:
    """Yield a folder to write in, and remove those that killed processes left: each may be as large as a backup."""
    for left in file.parent.glob(f"{_BEGUN}*"):
        with suppress(OSError), _locked(left):  # another process works in it, or removes it
            shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=_BEGUN) as name, _locked(Path(name)):
        yield Path(name)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _forgotten(settings: Settings) -> list[Tombstone]:
    """Return what was taken down in the home that is replaced; nothing where its warehouse cannot be read."""
    if not settings.writer.exists():
        return []
    try:
        with writing(settings) as db:
            return tombstones.all_of(db)
    except (database.Damaged, database.TooNew) as error:
        sys.stderr.write(f"what was forgotten cannot be taken over, forget it again: {error}\n")
        return []


def _check_target(settings: Settings, file: Path, *, force: bool) -> None:
    if not settings.writer.exists() and not settings.published.exists():
        message = f"there is no warehouse in {settings.home} yet: `newsduck run` or `newsduck load` makes one"
        raise NothingFound(message)
    if file.is_dir() or not file.absolute().parent.is_dir():
        message = f"{file} cannot be written: name a file in a folder that is there"
        raise WrongUse(message)
    if file.exists() and not force:
        message = f"{file} is there already: name another file, or give --force to replace it"
        raise WrongUse(message)
    kept = [(settings.home / each).resolve() for each in (*FOLDERS, "private")]
    if any(file.resolve().is_relative_to(folder) for folder in kept):
        message = f"{file} stands in a folder that is kept: name one outside {settings.home}"
        raise WrongUse(message)


def _inside(home: Path) -> Iterator[str]:
    """Yield the files that are kept beside the warehouse, by their names under the home."""
    for folder in FOLDERS:
        for path in sorted((home / folder).rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.endswith((".part", ".tmp")):
                yield path.relative_to(home).as_posix()


def _add(tar: tarfile.TarFile, path: Path, name: str) -> Digest:
    with path.open("rb") as file:
        found: Digest = {"sha256": hashlib.file_digest(file, "sha256").hexdigest(), "bytes": file.tell()}
        file.seek(0)
        tar.addfile(tar.gettarinfo(arcname=name, fileobj=file), file)
    return found


def _add_manifest(tar: tarfile.TarFile, path: Path, made: Kept, hashes: dict[str, Digest]) -> None:
    facts = {"format": _FORMAT, "newsduck": version("newsduck"), "made_at": made.at, "articles": made.articles}
    path.write_text(json.dumps({**facts, "files": hashes}, indent=1), encoding="utf-8")
    tar.add(path, MANIFEST)


def _check_living(settings: Settings, *, force: bool) -> None:
    if force or not (settings.writer.exists() or settings.published.exists()):
        return
    message = f"{settings.home} holds a warehouse already: set NEWSDUCK_HOME to an empty folder, or give --force"
    raise WrongUse(message)


def _swap(settings: Settings, staging: Path) -> Path | None:
    """Put the unpacked home in the place of the present one, whose warehouse and landed batches are set aside."""
    with alone(settings):
        former = _former(settings)
        for path in sorted((staging / "archive").rglob("*")):
            if path.is_file():  # of one name is of one content: a file of the archive is never changed
                _move(path, settings.archive / path.relative_to(staging / "archive"))
        for folder in FOLDERS[1:]:
            if former and (settings.home / folder).exists():
                _move(settings.home / folder, former / folder)
            if (staging / folder).exists():
                _move(staging / folder, settings.home / folder)
        if isinstance(settings.writer, Path):
            _move(staging / WAREHOUSE, settings.writer)
            durable.sync(settings.writer.parent)
        with closing(database.open_writer(settings.writer)) as db:
            if settings.lake:
                compaction.put_in(db, staging / WAREHOUSE)
            publishing.publish(db, settings.published)
    return former


def _former(settings: Settings) -> Path | None:
    """Set the present warehouse aside and return where, or None where there is none. It goes on being in use."""
    if not settings.writer.exists():
        return None
    former = settings.home / f"replaced-{now():%Y%m%dT%H%M%SZ}"
    former.mkdir()
    if isinstance(settings.writer, Path):  # of a lake, the former rows are a snapshot until the next compaction
        log = settings.writer.with_name(f"{settings.writer.name}.wal")
        if log.exists():
            _move(log, former / log.name)  # or it would be applied to the other warehouse
        os.link(settings.writer, former / settings.writer.name)
    return former


def _move(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    path.replace(target)
