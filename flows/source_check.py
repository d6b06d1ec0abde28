"""What `newsduck sources check` does: how each source did when it was last asked, and with --live how it does now."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flows import results, sources
from flows.settings import Settings
from flows.source_advice import advice
from flows.source_entry import Entry
from warehouse import database, source_checks
from warehouse.source_checks import FeedCheck, SourceCheck

if TYPE_CHECKING:
    from flows.source_live import Answered

_GOOD = {"stored", "updated", "unchanged", "duplicate", "not_modified"}
_NAMES = ("source", "place", "state", "outcome", "asked", "next", "new", "robots", "points", "health", "lag")
_NAMES_LIVE = ("source", "place", "outcome", "is", "items", "new", "newest", "ms", "robots", "")
_UNITS = ((2880, 1440, "d"), (120, 60, "h"), (0, 1, "min"))  # minutes from which one is used, its length, its sign
_NAMED_EACH = 3  # of feeds that one thing is told of; of more the sources are named in one line
_ROBOTS = {True: "allowed", False: "refused", None: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is told of one feed or sitemap, or of the pages or the folder of a source."""

    source_id: str
    place: str
    kind: str  # feed, sitemap, addresses, folder
    state: str  # new, ok, failing, disabled
    what_to_do: str
    feed: FeedCheck | None
    source: SourceCheck | None
    pages: dict[str, int]  # outcome -> items of the source in the last seven days

    @property
    def is_ill(self) -> bool:
        """Whether it fails, or its source is silent."""
        return self.state in {"failing", "disabled"} or (self.source is not None and self.source.health == "silent")


def check(settings: Settings, only: Sequence[str], *, live: bool, as_json: bool) -> bool:
    """Print how the sources do, all or only some; return whether none fails or is silent.

    Raises:
        WrongUse: a source that is not in the list.
        SourcesError: the source list cannot be used.
    """
    entries = _asked(settings, only)
    lines = list(_lines(entries, _Known.of(settings)))
    now: list[Answered] = []
    if live and entries:
        from flows import source_live  # noqa: PLC0415  the fetcher and the readers, only where the network is asked

        now = source_live.ask(settings, entries)
    if as_json:
        report = {"sources": [asdict(line) for line in lines]} | (
            {"live": [asdict(each) for each in now]} if live else {}
        )
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1, default=_plain) + "\n")
    else:
        _print(settings, lines, now)
    return not any(line.is_ill for line in lines) and not any(each.failed for each in now)


def _asked(settings: Settings, only: Sequence[str]) -> list[Entry]:
    entries = sources.checked(settings.sources, sources.table(settings.sources))
    sources.check_ids(settings.sources, only, entries)
    return [entry for entry in entries if entry.id in only or (entry.active and not only)]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the published warehouse says; all empty where nothing was published yet."""

    feeds: Mapping[str, FeedCheck]  # by feed_id
    sources: Mapping[str, SourceCheck]
    pages: Mapping[str, dict[str, int]]

    @classmethod
    def of(cls, settings: Settings) -> _Known:
        if not settings.published.exists():
            return cls({}, {}, {})
        with closing(database.open_published(settings.published)) as db:
            return cls(
                {each.feed_id: each for each in source_checks.feeds(db)},
                {each.source_id: each for each in source_checks.sources(db)},
                source_checks.pages(db),
            )


def _lines(entries: Sequence[Entry], known: _Known) -> Iterator[Line]:
    for entry in entries:
        pages, source = known.pages.get(entry.id, {}), known.sources.get(entry.id)
        for kind, url in entry.places():
            if kind != "address":
                feed = known.feeds.get(sources.feed(entry.id, url, kind).feed_id)
                state = feed.status if feed else "new"
                todo = advice(entry, feed, source, pages)
                yield Line(
                    source_id=entry.id, place=url, kind=kind, state=state, what_to_do=todo,
                    feed=feed, source=source, pages=pages,
                )  # fmt: skip
        if not entry.feeds and not entry.sitemaps:
            yield _without_feed(entry, source, pages)


def _without_feed(entry: Entry, source: SourceCheck | None, pages: dict[str, int]) -> Line:
    """Return the line of a source that only has single pages or a folder: its state is that of what it gave."""
    is_failing = bool(pages) and not any(outcome in _GOOD for outcome in pages)
    return Line(
        source_id=entry.id,
        place=entry.folder or f"{len(entry.addresses)} single page{'s' * (len(entry.addresses) > 1)}",
        kind="folder" if entry.folder else "addresses",
        state="new" if not pages and source is None else "failing" if is_failing else "ok",
        what_to_do=advice(entry, None, source, pages),
        feed=None,
        source=source,
        pages=pages,
    )


def _print(settings: Settings, lines: Sequence[Line], now: Sequence[Answered]) -> None:
    """Print a line for each feed, then what there is to do: that needs more room than a terminal's line has."""
    results.table(_NAMES, [_row(line, datetime.now(UTC)) for line in lines])
    unasked = [line for line in lines if line.state == "new" and line.what_to_do]
    if len(unasked) > _NAMED_EACH:
        sys.stdout.write(f"{len(unasked)} are not asked yet: `newsduck run`\n")
    told: dict[str, list[Line]] = {}
    for line in lines:
        if line.what_to_do and (line not in unasked or len(unasked) <= _NAMED_EACH):
            told.setdefault(_todo(line), []).append(line)
    for todo, ones in told.items():
        named = [f"{line.source_id} {line.place}" for line in ones]
        if len(ones) > _NAMED_EACH:
            named = [", ".join(dict.fromkeys(line.source_id for line in ones))]
        sys.stdout.write("".join(f"{each}: {todo}\n" for each in named))
    if now:
        results.table(_NAMES_LIVE, [_row_live(each) for each in now], title="Asked now")
    if not settings.published.exists():
        sys.stdout.write(f"Nothing ran yet in {settings.home}; `newsduck run` asks them all.\n")
    else:
        sys.stdout.write(f"{sum(line.is_ill for line in lines)} of {len(lines)} fail or are silent.\n")


def _todo(line: Line) -> str:
    """Return what is wrong and what to do about it, without the host, which stands in the place."""
    error = (line.feed and line.is_ill and line.feed.error) or ""
    error = error.removesuffix(f": {urlsplit(line.place).hostname}")
    return " ".join(f"{error}; {line.what_to_do}".removeprefix("; ").split())


def _row(line: Line, now: datetime) -> tuple[object, ...]:
    """Return the cells of a line: `new` counts the addresses of 24 hours, `lag` is in minutes."""
    feed = line.feed
    of_source = (line.source.health, line.source.lag_minutes) if line.source else (None, None)
    if feed is None:
        said = ", ".join(f"{count} {outcome}" for outcome, count in line.pages.items())
        return line.source_id, line.place, line.state, said, *[None] * 5, *of_source
    return (
        line.source_id,
        line.place,
        line.state,
        " ".join(str(part) for part in (feed.last_outcome, feed.http_status) if part is not None),
        _from(now, feed.last_fetch_at),
        _from(now, feed.next_fetch_at),
        feed.new_links,
        _ROBOTS[feed.robots_allowed],
        feed.failures,
        *of_source,
    )


def _row_live(each: Answered) -> tuple[object, ...]:
    return (
        *(each.source_id, each.place, each.outcome, each.kind.replace("_", " "), each.items, each.new, each.newest),
        *(each.milliseconds, _ROBOTS[each.robots_allowed], each.reason),
    )


def _from(now: datetime, at: datetime | None) -> str | None:
    """Return a moment as people say it: "5 min ago", "in 3 h"."""
    if at is None:
        return None
    minutes = round(abs((at - now).total_seconds()) / 60)
    said = next(f"{minutes // length} {unit}" for start, length, unit in _UNITS if minutes >= start)
    return f"{said} ago" if at <= now else f"in {said}"


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
