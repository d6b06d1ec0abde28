"""What is due, fetched or found: feeds polled, links fetched, folders looked through; each arrives as a page."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from extractors.records import Feed, Fetch, ItemOutcome, Link, Page
from flows import files, ingest
from flows.fetch import Client, Limits
from flows.locking import writing
from flows.runs import CurrentRun, Tally, now
from flows.settings import Settings
from flows.workers import Workers
from warehouse import landing, links, sources

_AHEAD = 64  # pages fetched ahead of their reading, so that network and CPU overlap in bounded memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a run was asked for; empty means all that is due."""

    source_ids: tuple[str, ...] = ()
    since: datetime | None = None
    limit: int | None = None


def wanted(source_ids: Iterable[str], since: date | None, limit: int | None) -> Wanted:
    """Return what a run was asked for, a day as the instant in UTC at which it begins."""
    start = datetime.combine(since, time(), UTC) if since else None
    return Wanted(source_ids=tuple(source_ids), since=start, limit=limit)


def limits(settings: Settings) -> Limits:
    """Return the fetcher's limits as the settings have them."""
    return Limits(
        user_agent=settings.user_agent,
        pause_seconds=settings.pause_seconds,
        concurrency=settings.concurrency,
        decoded_bytes=settings.page_bytes,
        allow_private=settings.allow_private,
    )


def poll(run: CurrentRun, pool: Workers, wanted: Wanted) -> Tally:
    """Fetch the feeds that are due; land their links, their new state and the requests made.

    Feeds are parsed in the pool's processes: a hostile one can hold a parser as long as a hostile page can.
    """
    with writing(run.settings) as db:
        due = [feed for feed in sources.feeds(db) if _is_due(feed, wanted, run.row.started_at)]
    polled, fetches = asyncio.run(_poll(run, pool, due))
    polled = _settled(run, polled)
    for source_id in {feed.source_id for feed in due}:
        of_source = [each for each in polled if each.feed.source_id == source_id]
        if all(each.reason for each in of_source):
            run.failed_sources[source_id] = of_source[0].reason or ""
    offered = [link for each in polled for link in each.links]
    unread = {each.feed.url: each for each in polled if each.reason}
    fetches = [_judged(fetch, unread.get(fetch.url)) for fetch in fetches]
    landing.write(
        run.settings.landing,
        f"{run.run_id}-0000",
        {"feeds": [each.feed for each in polled], "links": offered, "fetches": fetches},
    )
    return Tally(len(due), len(offered), sum(1 for each in polled if each.reason))


def _is_due(feed: Feed, wanted: Wanted, at: datetime) -> bool:
    if wanted.source_ids and feed.source_id not in wanted.source_ids:
        return False
    return feed.next_fetch_at is None or feed.next_fetch_at <= at


def _judged(fetch: Fetch, polled: ingest.Polled | None) -> Fetch:
    """Say of a request that was answered, but not with a feed, what came instead."""
    return replace(fetch, outcome=polled.outcome, error=polled.reason) if polled and fetch.outcome == "ok" else fetch


async def _poll(run: CurrentRun, pool: Workers, due: Sequence[Feed]) -> tuple[list[ingest.Polled], list[Fetch]]:
    async with Client(limits(run.settings), run.run_id) as client:
        return await ingest.poll(client, due, now(), pool), client.fetches


def _settled(run: CurrentRun, polled: Sequence[ingest.Polled]) -> list[ingest.Polled]:
    """Set when each feed is asked next by how much of what it offered was new."""
    with writing(run.settings) as db:
        unseen = links.unseen(db, [link.url_canonical for each in polled for link in each.links])
    return [ingest.settled(each, unseen, run.row.started_at) for each in polled]


def pending(run: CurrentRun, wanted: Wanted) -> list[Link]:
    """Return the links that no run has brought to an end yet, as far as they were asked for."""
    with writing(run.settings) as db:
        return links.pending(
            db,
            max_attempts=run.settings.link_attempts,
            limit=wanted.limit,
            since=wanted.since,
            source_ids=wanted.source_ids,
        )


@dataclass(slots=True)
class Fetching:
    """Pages of links as they arrive, fetched on a thread of its own; `fetches` drains the requests made for them."""

    run: CurrentRun
    links: Sequence[Link]
    _client: Client | None = None
    _taken: int = 0
    _ahead: set[str] = field(default_factory=set)  # links whose page was not yielded yet
    _held: list[Fetch] = field(default_factory=list)

    def __iter__(self) -> Iterator[Page | ItemOutcome]:
        """Yield what each link became, one for one.

        Raises:
            Exception: what the fetching thread met that is our own fault; the run must not go on in silence.
        """
        self._ahead = {link.url for link in self.links}
        arriving: queue.Queue[Page | ItemOutcome | BaseException | None] = queue.Queue(maxsize=_AHEAD)
        thread = threading.Thread(target=self._fill, args=(arriving,), name="fetching", daemon=True)
        thread.start()
        while (each := arriving.get()) is not None:
            if isinstance(each, BaseException):
                raise each
            self._ahead.discard(each.item)
            yield each
        thread.join()

    def _fill(self, arriving: queue.Queue[Page | ItemOutcome | BaseException | None]) -> None:
        try:
            asyncio.run(self._fetch(arriving))
        except BaseException as error:  # noqa: BLE001  handed to the thread that reads the queue, which raises it
            arriving.put(error)
        arriving.put(None)

    async def _fetch(self, arriving: queue.Queue[Page | ItemOutcome | BaseException | None]) -> None:
        async with Client(limits(self.run.settings), self.run.run_id) as client:
            self._client = client
            async for each in ingest.fetch(client, self.links, self.run.run_id):
                await asyncio.to_thread(arriving.put, each)

    def fetches(self) -> list[Fetch]:
        """Return the requests not returned before, but none of a page that was fetched ahead.

        Such a request waits for its page: they land together, and its row says where the page is archived.
        """
        made = self._client.fetches[self._taken :] if self._client else []
        self._taken += len(made)
        known = [*self._held, *made]
        self._held = [fetch for fetch in known if fetch.url in self._ahead]
        return [fetch for fetch in known if fetch.url not in self._ahead]


def folders(
    run: CurrentRun, watched: Iterable[tuple[str, Path]], found: dict[str, Link]
) -> Iterator[Page | ItemOutcome]:
    """Yield the pages of files in watched folders that are new or were changed since a run saw them.

    `found` is filled with a link for each file, by item, so that the next run knows it. A page whose row or address
    names its source keeps that; the folder's own is for those that name none.
    """
    for source_id, folder in watched:
        paths = list(files.inside(folder))
        with writing(run.settings) as db:
            seen = links.last_seen(db, [path.resolve().as_uri() for path in paths])
        for path in paths:
            uri = path.resolve().as_uri()
            changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if uri not in seen or changed_at >= seen[uri]:
                yield from _of_file(run, path, source_id, found)


def _of_file(run: CurrentRun, path: Path, source_id: str, found: dict[str, Link]) -> Iterator[Page | ItemOutcome]:
    uri = path.resolve().as_uri()
    for each in files.pages([path], now=now(), limit_bytes=run.settings.page_bytes):
        found[each.item] = link(uri, uri, source_id, now())
        yield each if isinstance(each, Page) else unread(run, each, source_id)


def link(url_canonical: str, url: str, source_id: str, at: datetime) -> Link:
    """Return a link that a person or a folder gave, not a feed."""
    return Link(
        url_canonical=url_canonical,
        url=url,
        feed_id=None,
        source_id=source_id,
        title_hint=None,
        published_hint=None,
        first_seen_at=at,
        last_seen_at=at,
        article_id=None,
        attempts=0,
        last_outcome=None,
    )


def unread(run: CurrentRun, item: files.Unread, source_id: str | None = None) -> ItemOutcome:
    """Return the outcome of a file that gave no page."""
    return ItemOutcome(
        run_id=run.run_id,
        item=item.item,
        stage="load",
        outcome=item.outcome.value,
        reason=item.reason,
        source_id=source_id,
        article_id=None,
        occurred_at=now(),
    )
