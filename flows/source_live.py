"""Asking feeds once, now, and keeping nothing: what `newsduck sources check --live` adds."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from extractors.records import Feed, Fetch
from flows import frontier, polling, sources
from flows.feed_states import Polled
from flows.fetch import Client
from flows.settings import Settings
from flows.source_entry import Entry
from flows.sources import Overrides
from flows.workers import Budget, Workers
from warehouse import database, links


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What one feed or sitemap answered; `reason` says why it could not be read, or what was left out of it."""

    source_id: str
    place: str
    outcome: str
    kind: str  # rss, atom, …, sitemap, news_sitemap, sitemap_index; empty where it could not be read
    items: int
    new: int  # addresses that the published warehouse does not know
    newest: datetime | None
    milliseconds: int | None
    robots_allowed: bool | None
    failed: bool
    reason: str | None


def ask(settings: Settings, entries: Sequence[Entry]) -> list[Answered]:
    """Return what each feed and sitemap of these sources answers now; nothing is stored.

    Raises:
        SourcesError: the source list cannot be used.
    """
    feeds = [
        sources.feed(entry.id, url, kind) for entry in entries for kind, url in entry.places() if kind != "address"
    ]
    polled, fetches = asyncio.run(_poll(settings, feeds, sources.read(settings.sources).overrides))
    last = {fetch.url: fetch for fetch in fetches}
    unseen = _unseen(settings, [link.url_canonical for each in polled for link in each.links])
    return [_answered(each, last.get(each.asked), unseen) for each in polled]


async def _poll(
    settings: Settings, feeds: Sequence[Feed], overrides: Mapping[str, Overrides]
) -> tuple[list[Polled], list[Fetch]]:
    budget = Budget(cpu_seconds=settings.page_cpu_seconds, memory_mb=settings.page_memory_mb)
    with Workers(settings.workers, budget, preload="flows.polling") as pool:
        async with Client(frontier.limits(settings), "sources check") as client:
            polled = await polling.poll(client, feeds, datetime.now(UTC), pool, overrides)
            return polled, client.fetches


def _unseen(settings: Settings, offered: Sequence[str]) -> set[str]:
    if not settings.published.exists():
        return set(offered)
    with closing(database.open_published(settings.published)) as db:
        return links.unseen(db, offered)


def _answered(polled: Polled, fetch: Fetch | None, unseen: Collection[str]) -> Answered:
    dates = [date for link in polled.links if (date := link.published_hint or link.updated_hint)]
    return Answered(
        source_id=polled.feed.source_id,
        place=polled.feed.url,
        outcome=polled.outcome,
        kind=polled.kind,
        items=len(polled.links) or len(polled.further),
        new=sum(link.url_canonical in unseen for link in polled.links),
        newest=max(dates, default=None),
        milliseconds=fetch.duration_ms if fetch else None,
        robots_allowed=fetch.robots_allowed if fetch else None,
        failed=polled.reason is not None,
        reason=polled.reason or polled.note,
    )
