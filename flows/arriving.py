"""Pages as they arrive: links fetched on a thread of its own, so that network and CPU overlap, and watched folders."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from extractors.records import Fetch, ItemOutcome, Link, Page, Robots
from flows import daemons, files, frontier, ingest
from flows.fetch import Client
from flows.locking import writing
from flows.runs import CurrentRun, now
from flows.sources import Overrides
from warehouse import links

Arriving = queue.Queue[Page | ItemOutcome | BaseException | None]


@dataclass(frozen=True, slots=True)
class Requests:
    """What was asked of the web, and which robots.txt it obeyed."""

    fetches: tuple[Fetch, ...] = ()
    robots: tuple[Robots, ...] = ()


@dataclass(slots=True)
class Fetching:
    """Pages of links as they arrive; `requests` drains the requests made for them."""

    run: CurrentRun
    links: Sequence[Link]
    overrides: Mapping[str, Overrides] = field(default_factory=dict)
    _client: Client | None = None
    _fetches_taken: int = 0
    _robots_taken: int = 0
    _ahead: set[str] = field(default_factory=set)  # links whose page was not yielded yet
    _held: list[Fetch] = field(default_factory=list)

    def __iter__(self) -> Iterator[Page | ItemOutcome]:
        """Yield what each link became, one for one.

        Raises:
            Exception: what the fetching thread met that is our own fault; the run must not go on in silence.
        """
        self._ahead = {link.url for link in self.links}
        arriving: Arriving = queue.Queue(maxsize=1)  # what is fetched ahead waits in the client's room
        kept = frontier.known_robots(self.run)  # here: a lock of the writer's file is not for two threads at once
        thread = threading.Thread(target=self._fill, args=(arriving, kept), name="fetching", daemon=True)
        thread.start()
        while (each := arriving.get()) is not None:
            if isinstance(each, BaseException):
                raise each
            self._ahead.discard(each.item)
            self.run.progress.did()
            yield each
        thread.join()

    def _fill(self, arriving: Arriving, kept: Sequence[Robots]) -> None:
        try:
            asyncio.run(self._fetch(arriving, kept))
        except BaseException as error:  # noqa: BLE001  handed to the thread that reads the queue, which raises it
            arriving.put(error)
        arriving.put(None)

    async def _fetch(self, arriving: Arriving, kept: Sequence[Robots]) -> None:
        async with Client(frontier.limits(self.run.settings), self.run.run_id, robots=kept) as client:
            self._client = client
            async for each in ingest.fetch(client, self.links, self.run.run_id, self.overrides):
                await daemons.call(partial(arriving.put, each))  # for ever, where the run has failed

    def requests(self) -> Requests:
        """Return the requests not returned before, but none of a page that was fetched ahead.

        Such a request waits for its page: they land together, and its row says where the page is archived.
        """
        if self._client is None:
            return Requests()
        made = self._client.fetches[self._fetches_taken :]
        obeyed = self._client.robots[self._robots_taken :]
        self._fetches_taken += len(made)
        self._robots_taken += len(obeyed)
        known = [*self._held, *made]
        self._held = [fetch for fetch in known if fetch.url in self._ahead]
        return Requests(tuple(fetch for fetch in known if fetch.url not in self._ahead), tuple(obeyed))


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
            if uri not in seen or changed_at >= seen[uri] or seen[uri] > now():  # seen by a clock that was ahead
                yield from _of_file(run, path, source_id, found)


def _of_file(run: CurrentRun, path: Path, source_id: str, found: dict[str, Link]) -> Iterator[Page | ItemOutcome]:
    uri = path.resolve().as_uri()
    for each in files.pages([path], now=now(), limit_bytes=run.settings.page_bytes):
        found[each.item] = frontier.link(uri, uri, source_id, now())
        yield each if isinstance(each, Page) else unread(run, each, source_id)


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
