"""Articles, mentions, quotes, topics, stories as files, with a descriptor by which any program can read them.

The descriptor is a Data Package (https://datapackage.org, version 2.0). The folder appears whole or not at all; no name
in it comes out of an article.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from flows import data_package, jsonfeed, ninjs, profile, results
from flows.errors import WrongUse
from flows.runs import now
from flows.settings import Settings
from warehouse import database, exports

FORMS = ("parquet", "csv", "jsonl", "ninjs", "jsonfeed")
_MEDIA_TYPES = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "ninjs": "application/jsonl",
    "jsonfeed": "application/feed+json",
}
_SYNTAX = {"ninjs": "jsonl", "jsonfeed": "json"}
_TYPES = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "datetime",
}
_INERT = "A text that a spreadsheet would run as a formula (it begins with = + - @, tab or line end) has a ' before it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One table of an export: its files, and what its columns are."""

    name: str
    paths: tuple[Path, ...]
    columns: tuple[exports.Column, ...]  # none where the form is a standard's


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which articles are exported; by default all. Story, topic and entity are ids or names."""

    since: datetime | None = None
    source_ids: Sequence[str] = ()
    story: str | None = None
    topic: str | None = None
    entity: str | None = None


def export(settings: Settings, folder: Path, form: str, wanted: Wanted) -> int:
    """Write the export and return how many articles it has.

    Raises:
        WrongUse: there is no such form, story, topic or entity, or the folder holds something else than an earlier
            export.
    """
    if form not in FORMS:
        message = f"--format is {form!r}; it is one of {', '.join(FORMS)}"
        raise WrongUse(message)
    _check(folder)
    part = folder.absolute().with_name(f".{folder.absolute().name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        with closing(database.open_published(settings.published, writable=part)) as db:
            choice, title = _choice(db, form, wanted)
            count = exports.choose(db, choice)
            if form == "ninjs":
                resources = [_items(db, part)]
            elif form == "jsonfeed":
                resources = [_feed(db, part, title)]
            else:
                resources = [_table(db, part, form, name) for name in exports.NAMES]
        _describe(part, form, [each for each in resources if each.paths])
        if folder.exists():
            shutil.rmtree(folder)
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return count


def _choice(db: duckdb.DuckDBPyConnection, form: str, wanted: Wanted) -> tuple[exports.Choice, str]:
    """Return what the words choose, and a title that names it."""
    words = {"story": wanted.story, "topic": wanted.topic, "entity": wanted.entity}
    found = {kind: profile.meant(db, kind, name) for kind, name in words.items() if name is not None}
    choice = exports.Choice(
        since=wanted.since,
        source_ids=wanted.source_ids,
        **{f"{kind}_id": each.id for kind, each in found.items()},
        most=jsonfeed.MOST if form == "jsonfeed" else exports.Choice().most,
    )
    return choice, ", ".join(each.name for each in found.values()) or "News"


def _check(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir() or folder.is_symlink():
        message = f"{folder} is there and no folder: name another place"
        raise WrongUse(message)
    if any(folder.iterdir()) and not data_package.is_ours(folder):
        message = f"{folder} holds something else than an earlier export: name an empty folder, or a new one"
        raise WrongUse(message)


def _table(db: duckdb.DuckDBPyConnection, folder: Path, form: str, name: str) -> Resource:
    columns = tuple(exports.columns(db, name))
    if form == "parquet":
        return Resource(name=name, paths=tuple(exports.parquet(db, name, folder / name)), columns=columns)
    path = folder / f"{name}.{form}"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        if form == "csv":
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(column.name for column in columns)
            writer.writerows([_cell(value) for value in row.values()] for row in exports.rows(db, name))
        else:
            file.writelines(_line(row) for row in exports.rows(db, name))
    return Resource(name=name, paths=(path,), columns=columns)


def _items(db: duckdb.DuckDBPyConnection, folder: Path) -> Resource:
    """Write one ninjs object a line."""
    path = folder / "articles.ninjs.jsonl"
    with path.open("w", encoding="utf-8", errors="replace") as file:
        file.writelines(_line(ninjs.item(row, row["mentions"], row["topics"])) for row in exports.items(db))
    return Resource(name="articles", paths=(path,), columns=())


def _feed(db: duckdb.DuckDBPyConnection, folder: Path, title: str) -> Resource:
    path = folder / "feed.json"
    text = json.dumps(jsonfeed.feed(title, exports.items(db)), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", errors="replace")
    return Resource(name="articles", paths=(path,), columns=())


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, default=_plain) + "\n"


def _cell(value: object) -> object:
    return results.inert(_line_of(value)) if isinstance(value, list) else results.inert(_plain(value))


def _line_of(value: Sequence[object]) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:  # noqa: ANN401  whatever DuckDB holds
    return value.isoformat() if isinstance(value, date) else value


def _describe(folder: Path, form: str, resources: Sequence[Resource]) -> None:
    made = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": data_package.NAME,
        "title": "Articles kept by newsduck",
        "description": _INERT if form == "csv" else "",
        "created": now().isoformat(timespec="seconds"),
        "resources": [_described(folder, form, each) for each in resources],
    }
    text = json.dumps({name: value for name, value in made.items() if value}, ensure_ascii=False, indent=1)
    (folder / data_package.DESCRIPTOR).write_text(text + "\n", encoding="utf-8")


def _described(folder: Path, form: str, resource: Resource) -> dict[str, Any]:
    paths = [path.relative_to(folder).as_posix() for path in resource.paths]
    own: dict[str, Any] = {
        "name": resource.name,
        "path": paths[0] if len(paths) == 1 else paths,
        "format": _SYNTAX.get(form, form),
        "mediatype": _MEDIA_TYPES[form],
        "bytes": sum(path.stat().st_size for path in resource.paths),
    }
    if len(paths) == 1:
        with resource.paths[0].open("rb") as file:
            own["hash"] = f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
    if form != "parquet":
        own["encoding"] = "utf-8"
    if resource.columns:
        own["schema"] = {"fields": [_field(column, form) for column in resource.columns]}
    return own


def _field(column: exports.Column, form: str) -> dict[str, str]:
    kind = _TYPES.get(column.type, "array")
    made = {"name": column.name, "type": "string" if kind == "array" and form == "csv" else kind}
    return made | ({"description": column.comment} if column.comment else {})
