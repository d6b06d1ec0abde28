"""Links -> pages: the network's part of a run, without a database.

What the web does is an outcome here, never an exception: one dead page stops nothing.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from urllib.parse import urlsplit

from extractors.records import ItemOutcome, Link, Outcome, Page
from flows.fetch import Client, Rejected, Response, Unavailable
from flows.sources import Overrides

_UNCONDITIONAL = timedelta(days=3)  # validators are not trusted for longer
_NONE = Overrides()


async def fetch(
    client: Client,
    links: Sequence[Link],
    run_id: str,
    overrides: Mapping[str, Overrides] = MappingProxyType({}),
) -> AsyncIterator[Page | ItemOutcome]:
    """Yield for each link exactly one page or outcome, as they arrive; `overrides` are those of sources, by their id.

    Each host's links are fetched in order by at most `limits.per_host` at a time, and nothing is fetched while the
    consumer is behind by more than some pages of 32 MB together, so memory stays bounded.
    """
    arrived: asyncio.Queue[Page | ItemOutcome] = asyncio.Queue(maxsize=client.limits.concurrency)
    by_host: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_host[_host(link.url)].append(link)
    hosts = [_HostLinks(client, run_id, host, of_host, overrides) for host, of_host in by_host.items()]
    tasks = [asyncio.create_task(host.fetch_into(arrived)) for host in hosts for _ in range(client.limits.per_host)]
    try:
        for _ in links:
            each = await arrived.get()
            yield each
            if isinstance(each, Page):  # and its consumer has done with it
                client.room.release(len(each.body))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()  # another port is another server
    except ValueError:  # no address at all; the client says so
        return ""


class _HostLinks:
    """The links of one host in one run, and the time that was spent with it."""

    def __init__(
        self, client: Client, run_id: str, host: str, links: Sequence[Link], overrides: Mapping[str, Overrides]
    ) -> None:
        self._client = client
        self._run_id = run_id
        self._host = host
        self._left = deque(links)
        self._overrides = overrides
        self._seconds = 0.0  # spent with it, by all tasks; not those in which nobody took its pages

    async def fetch_into(self, arrived: asyncio.Queue[Page | ItemOutcome]) -> None:
        while self._left:
            await arrived.put(await self._fetched(self._left.popleft()))

    async def _fetched(self, link: Link) -> Page | ItemOutcome:
        limits = self._client.limits
        if self._seconds > limits.host_seconds * limits.per_host:
            reason = f"{self._host} had its {limits.host_seconds:g} seconds of this run"
            return self._outcome(link, Outcome.DEFERRED, reason)
        seconds = self._client.room.seconds
        started = seconds()
        try:
            response = await self._asked(link)
        except (Unavailable, Rejected) as error:
            return self._outcome(link, error.outcome, error.reason)
        except Exception as error:  # noqa: BLE001  a bug met by one link is that link's outcome; the others go on
            return self._outcome(link, Outcome.FAILED, f"{type(error).__name__}: {error}")
        finally:
            self._seconds += seconds() - started
        if response.not_modified:
            return self._outcome(link, Outcome.NOT_MODIFIED, "its host says that it was not edited")
        self._client.room.hold(len(response.body))
        return _page(link, response, self._client.clock(), self._overrides.get(link.source_id, _NONE))

    async def _asked(self, link: Link) -> Response:
        own = self._overrides.get(link.source_id, _NONE)
        is_conditional = link.fetched_at is not None and self._client.clock() - link.fetched_at < _UNCONDITIONAL
        return await self._client.get(
            link.url,
            etag=link.etag if is_conditional else None,
            last_modified=link.last_modified if is_conditional else None,
            user_agent=own.user_agent,
            pause_seconds=own.pause_seconds,
        )

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


def _page(link: Link, response: Response, fetched_at: datetime, own: Overrides) -> Page:
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
        language_hint=own.language,
        time_zone=own.time_zone,
        drop=own.drop,
        reservations=response.reservations,
        etag=response.etag,
        last_modified=response.last_modified,
    )
