"""sources.toml as a program edits it: entries appended, a person's own lines, comments and order left as they are."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tomlkit
from tomlkit.items import AoT

from flows import sources
from flows.source_entry import RESERVED_ID, Entry

_LONGEST_ID = 40


def entries(path: Path) -> list[Entry]:
    """Return the entries of a sources.toml, inactive ones too; none where the file is missing or has only comments.

    Raises:
        SourcesError: it cannot be read, or says something that cannot be meant.
    """
    if not path.exists():
        return []
    table = sources.table(path)
    return sources.checked(path, table) if table else []


def check_folder(path: Path) -> None:
    """Raise `SourcesError` where a sources.toml could not be written for want of its folder."""
    if not path.parent.is_dir():
        message = f"{path} cannot be written: there is no folder {path.parent}; NEWSDUCK_SOURCES names the file"
        raise sources.SourcesError(message)


def append(path: Path, new: Sequence[Entry]) -> None:
    """Write further entries to the end of a sources.toml, made where it is missing; whole, or not at all.

    Raises:
        SourcesError: with them the list could not be used, or there is no folder for it.
    """
    check_folder(path)
    with _turn(path):
        entries(path)  # what could not be used before is not made worse
        before = path.read_bytes().decode() if path.exists() else ""
        mark = before[:1] if before.startswith("\ufeff") else ""  # some editors begin a file with it
        after = _appended(before.removeprefix(mark), new)
        sources.checked(path, tomllib.loads(after))
        replace(path, mark + after)


def as_toml(new: Iterable[Entry]) -> str:
    """Return entries as [[sources]] tables, without what has its default."""
    document, tables = tomlkit.document(), tomlkit.aot()
    for entry in new:
        tables.append(_table(entry))
    document["sources"] = tables
    return tomlkit.dumps(document)


def as_data(entry: Entry) -> dict[str, object]:
    """Return an entry as plain data, without what has its default."""
    return entry.model_dump(exclude_defaults=True)


def free_id(taken: Collection[str], *proposals: str) -> str:
    """Return the first proposal that can be an id and is not taken, else the first of them with a number."""
    ids = [slug for slug in map(slug_of, proposals) if slug] or ["source"]
    for candidate in ids:
        if candidate not in taken and candidate != RESERVED_ID:
            return candidate
    return next(numbered for n in range(2, len(taken) + 3) if (numbered := f"{ids[0]}-{n}") not in taken)


def slug_of(name: str) -> str:
    """Return a name in the letters of an id: "The Daily Écho" as the-daily-echo; empty where it has none of them."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9.]+", "-", plain).strip("-.")[:_LONGEST_ID].strip("-.")


def replace(path: Path, text: str) -> None:
    """Put a text in a file's place in one step, or make the file; a link goes on leading to the file.

    Raises:
        OSError: it cannot be written there.
    """
    target = path.resolve()
    try:
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        error.filename = str(target.parent)  # which a person knows, and not the temporary name
        raise
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, name)
        else:
            Path(name).chmod(0o644)
        Path(name).replace(target)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    """Let one process at a time edit the list, for `xargs -P` adds many sites at once.

    The folder is locked: the file itself is replaced.
    """
    folder = os.open(path.resolve().parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _appended(text: str, new: Sequence[Entry]) -> str:
    document = tomlkit.parse(text)
    listed = document.get("sources")
    if listed is not None and not isinstance(listed, AoT):  # written as sources = [{…}, …]
        for entry in new:
            table = tomlkit.inline_table()
            table.update(as_data(entry))
            listed.append(table)
        return tomlkit.dumps(document)
    newline = "\r\n" if "\r\n" in text else "\n"
    rendered = as_toml(new).replace("\n", newline)
    return f"{text.rstrip()}{newline * 2}{rendered}" if text.strip() else rendered


def _table(entry: Entry) -> tomlkit.items.Table:
    table = tomlkit.table()
    for key, value in as_data(entry).items():
        table.add(key, _multiline(value) if isinstance(value, list) and len(value) > 1 else value)
    return table


def _multiline(values: Iterable[object]) -> tomlkit.items.Array:
    array = tomlkit.array()
    array.extend(values)
    return array.multiline(multiline=True)
