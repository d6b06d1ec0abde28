"""The frontier: feeds and sitemaps that are due are asked, what they offer is landed, and it is told what to fetch."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from extractors import urls
from extractors.records import Feed, Fetch, Link, Outcome, Robots
from flows import feed_states, following, polling
from flows.feed_states import Polled
from flows.fetch import Client, Limits, Response
from flows.locking import writing
from flows.runs import CurrentRun, Tally, now
from flows.settings import Settings
from flows.sources import Overrides, SourceList
from flows.workers import Workers
from warehouse import landing, links, robots, sources

_PATIENCE = timedelta(minutes=15)  # of the schedule, before it tries a link or looks for edits a second time
_ROBOTS_BELIEVED = timedelta(days=30)
_RUN_BESIDE = timedelta(hours=1)  # an answer later than our start is another run's, or the clock was set back


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a run was asked for; empty means all that is due."""

    source_ids: tuple[str, ...] = ()
    since: datetime | None = None
    limit: int | None = None
    only_due: bool = False  # as the schedule asks; a person who starts a run wants it now


def wanted(source_ids: Iterable[str], since: date | None, limit: int | None, *, only_due: bool = False) -> Wanted:
    """Return what a run was asked for, a day as the instant in UTC at which it begins."""
    start = datetime.combine(since, time(), UTC) if since else None
    return Wanted(source_ids=tuple(source_ids), since=start, limit=limit, only_due=only_due)


def limits(settings: Settings) -> Limits:
    """Return the fetcher's limits as the settings have them."""
    return Limits(
        user_agent=settings.user_agent,
        pause_seconds=settings.pause_seconds,
        concurrency=settings.concurrency,
        decoded_bytes=settings.page_bytes,
        allow_private=settings.allow_private,
        tdmrep=settings.honour_reservations,
    )


def poll(run: CurrentRun, pool: Workers, listed: SourceList, wanted: Wanted) -> Tally:
    """Ask the feeds that are due; land their links, their new state and the requests made.

    Feeds are parsed in the pool's processes: a hostile one can hold a parser as long as a hostile page can.
    """
    with writing(run.settings) as db:
        known = sources.feeds(db)
        due = [each for each in known if _is_due(each, wanted, run.row.started_at)]
    asking = _Asking(run, pool, listed.overrides, {each.feed_id: each for each in known})
    polled = asyncio.run(asking.all(due))
    run.worker_cpu_seconds += pool.told()
    _note_failures(run, polled)
    offered = [*_listed(run, listed, wanted), *(link for each in polled for link in each.links)]
    landing.write(
        run.settings.landing,
        f"{run.run_id}-0000",
        {
            "feeds": [each.feed for each in polled],
            "links": offered,
            "robots": asking.robots,
            "fetches": list(_judged(asking.fetches, polled)),
        },
    )
    return Tally(len(polled), len(offered), sum(1 for each in polled if each.reason))


def pending(run: CurrentRun, wanted: Wanted) -> list[Link]:
    """Return the links that no run has brought to an end yet, and edited articles, as far as they were asked for."""
    with writing(run.settings) as db:
        asked = links.Asked(
            now=run.row.started_at,
            max_attempts=run.settings.link_attempts,
            patience=_PATIENCE if wanted.only_due else timedelta(),
            per_source=run.settings.links_per_source,
            refetch_days=run.settings.refetch_days,
            limit=wanted.limit,
            since=wanted.since,
            source_ids=wanted.source_ids,
        )
        return links.pending(db, asked)


def known_robots(run: CurrentRun) -> list[Robots]:
    """Return the robots.txt files that are kept; one that can no longer be had may still be believed."""
    with writing(run.settings) as db:
        return robots.known(db, run.row.started_at - _ROBOTS_BELIEVED)


def link(url_canonical: str, url: str, source_id: str, at: datetime) -> Link:
    """Return a link that a person or a folder gave, not a feed."""
    return Link(
        url_canonical=url_canonical,
        url=urls.without_password(url),
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


@dataclass(slots=True)
class _Asking:
    """The requests of one poll, over the rounds that indexes lead to."""

    run: CurrentRun
    pool: Workers
    overrides: Mapping[str, Overrides]
    known: dict[str, Feed]
    robots: list[Robots] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)

    async def all(self, due: Sequence[Feed]) -> list[Polled]:
        """Ask these feeds, and the sitemaps that they lead to, and return each one's end."""
        kept = known_robots(self.run)
        done: dict[str, Polled] = {}
        async with Client(limits(self.run.settings), self.run.run_id, robots=kept) as client:
            for _ in range(following.DEPTH):
                polled = await self._round(client, due)
                done |= {each.feed.feed_id: each for each in polled}
                known = self.known | {feed_id: each.feed for feed_id, each in done.items()}
                children = [feed for each in polled for feed in following.sitemaps(each, known, now())]
                due = list({feed.feed_id: feed for feed in children if feed.feed_id not in done}.values())
                if not due:
                    break
            self.robots, self.fetches = client.robots, client.fetches
        return list(done.values())

    async def _round(self, client: Client, due: Sequence[Feed]) -> list[Polled]:
        polled = await polling.poll(client, due, now(), self.pool, self.overrides, progress=self.run.progress)
        unseen = self._unseen([link for each in polled for link in each.links])
        whole = [
            await following.older(self._getter(client, each.feed), each, self._unseen, now(), self.pool)
            for each in polled
        ]
        return [
            following.recent(feed_states.settled(each, unseen, self.run.row.started_at), unseen, now())
            for each in whole
        ]

    def _getter(self, client: Client, feed: Feed) -> Callable[[str], Awaitable[Response]]:
        own = self.overrides.get(feed.source_id, Overrides())
        return partial(client.get, user_agent=own.user_agent, pause_seconds=own.pause_seconds)

    def _unseen(self, offered: Sequence[Link]) -> set[str]:
        if not offered:
            return set()
        with writing(self.run.settings) as db:
            return links.unseen(db, [link.url_canonical for link in offered])


def _is_due(feed: Feed, wanted: Wanted, at: datetime) -> bool:
    """Say whether the feed is asked now: by hand any feed whose publisher does not ask to be left alone."""
    if wanted.source_ids and feed.source_id not in wanted.source_ids:
        return False
    waits_until = feed.next_fetch_at if wanted.only_due or feed.status == "disabled" else feed.not_before
    return waits_until is None or waits_until <= at or _was_ahead(feed, waits_until, at)


def _was_ahead(feed: Feed, waits_until: datetime, at: datetime) -> bool:
    """Say whether the clock was far ahead when the feed was asked: it would wait for as long."""
    answered_at = feed.last_success_at or at
    return waits_until > at + feed_states.LONGEST_WAIT or answered_at > at + _RUN_BESIDE


def _listed(run: CurrentRun, listed: SourceList, wanted: Wanted) -> Iterator[Link]:
    """Yield the single addresses of the source list; those that are known stay as they are."""
    for source_id, url in listed.addresses:
        if not wanted.source_ids or source_id in wanted.source_ids:
            yield link(urls.canonical(url), url, source_id, run.row.started_at)


def _note_failures(run: CurrentRun, polled: Sequence[Polled]) -> None:
    for source_id in {each.feed.source_id for each in polled}:
        of_source = [each for each in polled if each.feed.source_id == source_id]
        if all(each.reason and each.outcome != Outcome.DEFERRED for each in of_source):
            run.failed_sources[source_id] = of_source[0].reason or ""


def _judged(fetches: Iterable[Fetch], polled: Sequence[Polled]) -> Iterator[Fetch]:
    """Yield the requests; of one that was answered, but not with a feed, it is said what came instead."""
    by_address = {each.asked: each for each in polled}
    for fetch in fetches:
        end = by_address.get(fetch.url)
        if fetch.outcome != "ok" or end is None:
            yield fetch
        elif end.reason:
            yield replace(fetch, outcome=end.outcome, error=end.reason)
        else:
            yield replace(fetch, error=end.note)
