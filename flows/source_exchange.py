"""The source list of other programs, in and out: OPML, and what this list is as TOML or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from extractors import urls
from flows import opml, source_file, streams
from flows.opml import Subscription
from flows.source_entry import Entry
from flows.sources import SourcesError

FORMS = ("opml", "toml", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a list of subscriptions adds to the sources that are known."""

    entries: tuple[Entry, ...]
    known: int  # subscriptions that the list had already, or that were named twice
    unusable: int  # without a web address

    def __str__(self) -> str:
        """Say it in one line."""
        places = sum(len(list(entry.places())) for entry in self.entries)
        said = f"{_count(len(self.entries), 'new source')} with {_count(places, 'feed')}, {self.known} known already"
        return said + (f", {self.unusable} without a web address" if self.unusable else "")


def read(file: Path) -> list[Subscription]:
    """Return the subscriptions in an OPML file, "-" for standard input.

    Raises:
        SourcesError: the file cannot be read, is no OPML, or names no feed.
    """
    name = "standard input" if str(file) == "-" else str(file)
    try:
        if str(file) == "-":
            body = sys.stdin.buffer.read(opml.MAX_BYTES + 1)
        else:
            streams.check_no_pipe(file)
            with file.open("rb") as stream:
                body = stream.read(opml.MAX_BYTES + 1)
    except OSError as error:
        message = f"{name} cannot be read: {(error.strerror or str(error)).lower()}"
        raise SourcesError(message) from None
    if found := opml.read(body, name=name):
        return found
    message = f"{name} names no feed: none of its outlines has an xmlUrl; export it from the reader again"
    raise SourcesError(message)


def imported(subscriptions: Iterable[Subscription], known: Sequence[Entry]) -> Imported:
    """Return entries for the subscriptions that are not among the known sources.

    Feeds with the same home page and name become one source.
    """
    seen = {urls.canonical(url) for entry in known for _, url in entry.places()}
    groups: dict[tuple[str | None, ...], list[Subscription]] = {}
    repeated = unusable = 0
    for each in subscriptions:
        key = urls.canonical(each.url)
        if not urls.is_web(each.url):
            unusable += 1
        elif key in seen:
            repeated += 1
        else:
            seen.add(key)
            groups.setdefault(_source_of(each), []).append(each)
    ids = {entry.id for entry in known}
    entries = tuple(_entry(group, ids) for group in groups.values())
    return Imported(entries=entries, known=repeated, unusable=unusable)


def exported(entries: Sequence[Entry], form: str, now: datetime) -> str:
    """Return the list in this form; OPML has only the feeds and sitemaps of active sources."""
    match form:
        case "toml":
            return source_file.as_toml(entries)
        case "json":
            data = [source_file.as_data(entry) for entry in entries]
            return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    listed = (each for entry in entries if entry.active for each in _subscriptions(entry))
    return opml.write(listed, title="Sources of newsduck", now=now).decode()


def left_out(entries: Iterable[Entry]) -> int:
    """Return how many sources OPML has no place for: those not active, of folders, of single pages alone."""
    return sum(not (entry.active and (entry.feeds or entry.sitemaps)) for entry in entries)


def _source_of(subscription: Subscription) -> tuple[str | None, ...]:
    if subscription.source_id:
        return (subscription.source_id,)
    return (urls.canonical(subscription.home or subscription.url), subscription.name)


def _entry(group: Sequence[Subscription], ids: set[str]) -> Entry:
    """Return the entry of one source and take its id."""
    first = group[0]
    home = first.home if urls.is_web(first.home) else None
    domain = urls.domain(home or first.url) or ""
    name = first.name or domain
    source_id = source_file.free_id(ids, first.source_id or name, domain, urls.host(first.url) or "")
    ids.add(source_id)
    return Entry(
        id=source_id,
        name=name,
        url=home,
        feeds=[each.url for each in group if each.kind == "feed"],
        sitemaps=[each.url for each in group if each.kind == "sitemap"],
        language=first.language,
        tags=list(dict.fromkeys(tag for each in group for tag in each.tags)),
    )


def _subscriptions(entry: Entry) -> Iterator[Subscription]:
    for kind, url in entry.places():
        if kind != "address":
            yield Subscription(
                url=url,
                kind=kind,
                name=entry.name,
                home=entry.url,
                tags=tuple(entry.tags),
                language=entry.language,
                source_id=entry.id,
            )


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
