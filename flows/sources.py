"""sources.toml -> the configured sources, their feeds and their folders.

A person types this file, so every mistake in it is told in one sentence that names the file, the source and the key.
Errors: `SourcesError`.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from extractors import urls
from extractors.identity import hash_id
from extractors.records import Feed, Source

_POLL_MINUTES = 60  # of a feed that has not yet shown its pace
_SENTENCES = {
    "missing": "{key} is missing",
    "model_type": "a source must be a [[sources]] table, not {given!r}",
    "string_type": "{key} must be text in quotes, not {given!r}",
    "string_too_short": "{key} is empty",
    "bool_type": "{key} must be true or false, not {given!r}",
    "list_type": '{key} must be a list, as in ["…", "…"], not {given!r}',
}
_PATTERNS = {
    "id": "id must consist of small letters, digits, points, hyphens and underscores, not {given!r}",
    "country": 'country must be a two-letter ISO 3166 code such as "GB", not {given!r}',
    "language": 'language must be a two-letter ISO 639 code such as "en", not {given!r}',
}


class SourcesError(ValueError):
    """The source list cannot be used; the message tells every mistake in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """What the file configures. Sources that are not active are listed, their feeds and folders are not."""

    sources: tuple[Source, ...]
    feeds: tuple[Feed, ...]
    folders: tuple[tuple[str, Path], ...]  # (source_id, folder to look through)


class _Entry(BaseModel):
    """One [[sources]] table."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
    name: Annotated[str, StringConstraints(min_length=1)]
    url: str | None = None  # the home page
    feeds: list[str] = Field(default_factory=list)
    folder: str | None = None
    country: Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")] | None = None
    language: Annotated[str, StringConstraints(pattern="^[a-z]{2}$")] | None = None
    family: str | None = None
    wire: bool = False
    tags: list[str] = Field(default_factory=list)
    active: bool = True

    @field_validator("url")
    @classmethod
    def _is_web(cls, url: str) -> str:
        return _web_address("url", url)

    @field_validator("feeds")
    @classmethod
    def _are_web(cls, feeds: list[str]) -> list[str]:
        return [_web_address("feed", url) for url in feeds]

    @model_validator(mode="after")
    def _has_one_origin(self) -> Self:
        if bool(self.feeds) == bool(self.folder):
            message = (
                "both feeds and a folder are given; make them two sources" if self.feeds else "give feeds or a folder"
            )
            raise ValueError(message)
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    sources: list[_Entry]


def read(path: Path) -> SourceList:
    """Return what a sources.toml configures; folders in it are relative to where it stands.

    Raises:
        SourcesError: it is missing, no TOML, or says something that cannot be meant.
    """
    table = _table(path)
    try:
        entries = _File.model_validate(table).sources
    except ValidationError as error:
        raise SourcesError("; ".join(f"{path}{_sentence(each, table)}" for each in error.errors())) from None
    if problems := [*_repeated(entries), *_missing_folders(entries, path.parent)]:
        raise SourcesError("; ".join(f"{path}, {problem}" for problem in problems))
    active = [entry for entry in entries if entry.active]
    return SourceList(
        sources=tuple(_source(entry) for entry in entries),
        feeds=tuple(_feed(entry.id, url) for entry in active for url in entry.feeds),
        folders=tuple((entry.id, path.parent / entry.folder) for entry in active if entry.folder),
    )


def _table(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        message = f"{path} cannot be read: {(error.strerror or str(error)).lower()}; NEWSDUCK_SOURCES names the file"
    except UnicodeDecodeError:
        message = f"{path} is not UTF-8; save it as UTF-8"
    except tomllib.TOMLDecodeError as error:
        message = f"{path} is not valid TOML: {str(error)[:1].lower()}{str(error)[1:]}"
    raise SourcesError(message)


def _source(entry: _Entry) -> Source:
    url = entry.url or (entry.feeds[0] if entry.feeds else None)
    return Source(
        source_id=entry.id,
        name=entry.name,
        domain=urls.domain(url),
        kind="folder" if entry.folder else "feed",
        url=url or entry.folder,
        family_id=entry.family,
        country=entry.country,
        language=entry.language,
        is_wire=entry.wire,
        tags=tuple(entry.tags),
        active=entry.active,
    )


def _feed(source_id: str, url: str) -> Feed:
    return Feed(
        feed_id=hash_id("feed", urls.canonical(url)),
        source_id=source_id,
        kind="feed",
        url=url,
        etag=None,
        last_modified=None,
        poll_minutes=_POLL_MINUTES,
        next_fetch_at=None,
        failures=0.0,
        status="new",
        last_success_at=None,
        last_new_at=None,
    )


def _web_address(key: str, url: str) -> str:
    if not urls.is_web(url):
        message = f"{key} must be an http(s) address, not {url!r}"
        raise ValueError(message)
    return url


def _repeated(entries: Sequence[_Entry]) -> Iterator[str]:
    ids: set[str] = set()
    feeds: dict[str, str] = {}
    for entry in entries:
        if entry.id in ids:
            yield f"source {entry.id!r}: two sources have this id"
        ids.add(entry.id)
        for url in entry.feeds:
            first = feeds.setdefault(urls.canonical(url), entry.id)
            if first != entry.id or entry.feeds.count(url) > 1:
                yield f"source {entry.id!r}: feed {url} is already a feed of {first!r}"


def _missing_folders(entries: Sequence[_Entry], root: Path) -> Iterator[str]:
    for entry in entries:
        if entry.active and entry.folder and not (root / entry.folder).is_dir():
            yield f"source {entry.id!r}: there is no folder {root / entry.folder}"


def _sentence(error: ErrorDetails, table: dict[str, object]) -> str:
    """Return where in the file and what, to stand behind the file's name."""
    where, key = _place(error["loc"], table), str(error["loc"][-1])
    match error["type"]:
        case "extra_forbidden":
            return where + _unknown(key, _Entry if len(error["loc"]) > 1 else _File)
        case "string_pattern_mismatch":
            return where + _PATTERNS[key].format(given=error["input"])
        case "value_error":
            return where + str(error["ctx"]["error"])
    sentence = _SENTENCES.get(error["type"], "{key}: {message}")
    return where + sentence.format(key=_key(error["loc"]), given=error["input"], message=error["msg"])


def _place(loc: tuple[int | str, ...], table: dict[str, object]) -> str:
    if len(loc) < 2 or not isinstance(loc[1], int):  # noqa: PLR2004  ("sources", number of the entry, key)
        return ": "
    entries = table["sources"]
    entry = entries[loc[1]] if isinstance(entries, list) else None
    name = entry.get("id") if isinstance(entry, dict) else None
    return f", source {name!r}: " if isinstance(name, str) else f", entry {loc[1] + 1}: "


def _key(loc: tuple[int | str, ...]) -> str:
    """Return the key as a person writes it: the second of the feeds is "feeds", not 1."""
    return next((part for part in reversed(loc) if isinstance(part, str)), "sources")


def _unknown(key: str, model: type[BaseModel]) -> str:
    known = list(model.model_fields)
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return f"unknown key {key!r}; " + (f"did you mean {near[0]!r}?" if near else f"the keys are {', '.join(known)}")
