"""sources.toml -> the configured sources: their feeds, sitemaps, single addresses and folders.

A person types this file, so every mistake in it is told in one sentence that names the file, the source and the key.
Errors: `SourcesError`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import ValidationError

from extractors import urls
from extractors.identity import hash_id
from extractors.records import Feed, Source
from flows import source_mistakes, suggest, typed_file
from flows.errors import WrongUse
from flows.source_entry import Entry, ListFile

_POLL_MINUTES = 60  # of a feed that has not yet shown its pace


class SourcesError(ValueError):
    """The source list cannot be used; the message tells every mistake in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What one source wants otherwise than the settings have it; None and empty where it says nothing."""

    pause_seconds: float | None = None  # between two requests to one host of its own
    time_zone: str | None = None  # IANA name, of dates that name none
    user_agent: str | None = None
    drop: tuple[str, ...] = ()  # CSS selectors of what never belongs to its articles
    language: str | None = None  # ISO 639-1; column `language` of the source


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """What the file configures. Sources that are not active are listed, what they would fetch or load is not."""

    sources: tuple[Source, ...]
    feeds: tuple[Feed, ...]  # sitemaps too, by their kind
    folders: tuple[tuple[str, Path], ...]  # (source_id, folder to look through)
    addresses: tuple[tuple[str, str], ...]  # (source_id, URL of a single page)
    overrides: Mapping[str, Overrides]  # of every source, by its id


def read(path: Path, asked: Iterable[str] = ()) -> SourceList:
    """Return what a sources.toml configures; folders in it are relative to where it stands.

    Args:
        path: The file.
        asked: Ids of sources that must stand in it.

    Raises:
        SourcesError: it is missing, no TOML, or says something that cannot be meant.
        WrongUse: a source that is asked for is not there; the message names the nearest.
    """
    entries = checked(path, table(path))
    check_ids(path, asked, entries)
    active = [entry for entry in entries if entry.active]
    return SourceList(
        sources=tuple(_source(entry) for entry in entries),
        feeds=tuple(feed(entry.id, url, kind) for entry in active for kind, url in entry.places() if kind != "address"),
        folders=tuple((entry.id, path.parent / entry.folder) for entry in active if entry.folder),
        addresses=tuple((entry.id, url) for entry in active for url in entry.addresses),
        overrides={entry.id: _overrides(entry) for entry in entries},
    )


def check_ids(path: Path, asked: Iterable[str], entries: Iterable[Entry]) -> None:
    """Check that each source that is asked for stands in the list.

    Raises:
        WrongUse: one does not; the message names the nearest.
    """
    ids = {entry.id for entry in entries}
    if unknown := sorted(set(asked) - ids):
        near = suggest.meant(unknown[0], ids) or "; `newsduck sources list` shows them"
        message = f"no source {unknown[0]!r} in {path}{near}"
        raise WrongUse(message)


def checked(path: Path, said: Mapping[str, object]) -> list[Entry]:
    """Return the entries of what a sources.toml at this path says.

    Raises:
        SourcesError: something in it cannot be meant.
    """
    try:
        entries = ListFile.model_validate(said).sources
    except ValidationError as error:
        raise SourcesError(typed_file.mistakes(path, source_mistakes.told(error, said))) from None
    if problems := [*_repeated(entries), *_missing_folders(entries, path.parent)]:
        raise SourcesError(typed_file.mistakes(path, (f", {problem}" for problem in problems)))
    return entries


def feed(source_id: str, url: str, kind: str) -> Feed:
    """Return a feed or sitemap that was never polled; `kind` is feed or sitemap."""
    return Feed(
        feed_id=hash_id("feed", urls.canonical(url)),
        source_id=source_id,
        kind=kind,
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


def table(path: Path) -> dict[str, object]:
    """Return what a TOML file says, unchecked.

    Raises:
        SourcesError: it is missing, not UTF-8, or no TOML.
    """
    return typed_file.table(path, "NEWSDUCK_SOURCES", SourcesError)


def _source(entry: Entry) -> Source:
    url = entry.url or next((url for _, url in entry.places()), None)
    return Source(
        source_id=entry.id,
        name=entry.name,
        domain=urls.domain(url),
        kind="folder" if entry.folder else "feed",  # "feed" stands for all that is of the web
        url=url or entry.folder,
        family_id=entry.family,
        country=entry.country,
        language=entry.language,
        is_wire=entry.wire,
        tags=tuple(entry.tags),
        active=entry.active,
        overrides=_as_json(_overrides(entry)),
    )


def _overrides(entry: Entry) -> Overrides:
    return Overrides(
        pause_seconds=entry.pause_seconds,
        time_zone=entry.time_zone,
        user_agent=entry.user_agent,
        drop=tuple(entry.drop),
        language=entry.language,
    )


def _as_json(overrides: Overrides) -> str:
    """Return what was given, as the column has it; the language has a column of its own."""
    given = {key: value for key, value in asdict(overrides).items() if value not in {None, ()} and key != "language"}
    return json.dumps(given, ensure_ascii=False, sort_keys=True)


def _repeated(entries: Sequence[Entry]) -> Iterator[str]:
    ids: set[str] = set()
    first: dict[str, tuple[str, str]] = {}  # canonical address -> what it was first
    for entry in entries:
        if entry.id in ids:
            yield f"source {entry.id!r}: two sources have this id"
        ids.add(entry.id)
        for kind, url in entry.places():
            key = urls.canonical(url)
            if key in first:
                its_kind, its_source = first[key]
                article = "an" if its_kind == "address" else "a"
                yield f"source {entry.id!r}: {kind} {url} is already {article} {its_kind} of {its_source!r}"
            else:
                first[key] = kind, entry.id


def _missing_folders(entries: Sequence[Entry], root: Path) -> Iterator[str]:
    for entry in entries:
        if entry.active and entry.folder and not os.path.isdir(root / entry.folder):  # noqa: PTH112  any text may come
            yield f"source {entry.id!r}: there is no folder {root / entry.folder}"
