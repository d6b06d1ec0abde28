"""Feeds -> links, links -> pages: the network's part of a run, without a database.

What the web does is an outcome here, never an exception: one dead feed or page stops nothing.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from extractors.records import ItemOutcome, Link, Outcome, Page
from flows.fetch import Client, Rejected, Response, Unavailable
from flows.polling import Polled, poll, settled

__all__ = ["Polled", "fetch", "poll", "settled"]

_PLEAS = 2  # answers of a host in a row that ask to wait, before its other links are left for a later run


async def fetch(client: Client, links: Sequence[Link], run_id: str) -> AsyncIterator[Page | ItemOutcome]:
    """Yield for each link exactly one page or outcome, as they arrive.

    Each host's links are fetched in order by at most `limits.per_host` at a time, and nothing is fetched while the
    consumer is behind by more than a few pages, so memory stays bounded.
    """
    arrived: asyncio.Queue[Page | ItemOutcome] = asyncio.Queue(maxsize=client.limits.concurrency)
    by_host: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_host[_host(link.url)].append(link)
    hosts = [_HostLinks(client, run_id, host, of_host) for host, of_host in by_host.items()]
    tasks = [asyncio.create_task(host.fetch_into(arrived)) for host in hosts for _ in range(client.limits.per_host)]
    try:
        for _ in links:
            yield await arrived.get()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # no address at all; the client says so
        return ""


class _HostLinks:
    """The links of one host in one run, and whether it is still worth asking."""

    def __init__(self, client: Client, run_id: str, host: str, links: Sequence[Link]) -> None:
        self._client = client
        self._run_id = run_id
        self._host = host
        self._left = deque(links)
        self._ends_at = asyncio.get_running_loop().time() + client.limits.host_seconds
        self._pleas = 0
        self._waits: str | None = None  # why its links wait for a later run

    async def fetch_into(self, arrived: asyncio.Queue[Page | ItemOutcome]) -> None:
        while self._left:
            await arrived.put(await self._fetched(self._left.popleft()))

    async def _fetched(self, link: Link) -> Page | ItemOutcome:
        if asyncio.get_running_loop().time() > self._ends_at:
            self._waits = f"{self._host} had its {self._client.limits.host_seconds:g} seconds of this run"
        if self._waits is not None:
            return self._outcome(link, Outcome.DEFERRED, self._waits)
        try:
            response = await self._client.get(link.url)
        except (Unavailable, Rejected) as error:
            self._note(error)
            return self._outcome(link, error.outcome, error.reason)
        except Exception as error:  # noqa: BLE001  a bug met by one link is that link's outcome; the others go on
            return self._outcome(link, Outcome.FAILED, f"{type(error).__name__}: {error}")
        self._pleas = 0
        return _page(link, response, self._client.clock())

    def _note(self, error: Unavailable | Rejected) -> None:
        wait = error.retry_after if isinstance(error, Unavailable) else None
        self._pleas = self._pleas + 1 if wait else 0
        if self._pleas >= _PLEAS:
            self._waits = f"{self._host} asks to wait {wait:.0f} seconds"

    def _outcome(self, link: Link, outcome: Outcome, reason: str) -> ItemOutcome:
        return ItemOutcome(
            run_id=self._run_id,
            item=link.url,
            stage="fetch",
            outcome=outcome.value,
            reason=reason,
            source_id=link.source_id,
            article_id=link.article_id,
            occurred_at=self._client.clock(),
        )


def _page(link: Link, response: Response, fetched_at: datetime) -> Page:
    return Page(
        item=link.url,
        url=link.url,
        final_url=response.final_url,
        body=response.body,
        content_type=response.content_type,
        charset=response.charset,
        fetched_at=fetched_at,
        source_id=link.source_id,
        title_hint=link.title_hint,
        published_hint=link.published_hint,
    )
