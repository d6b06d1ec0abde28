"""Feeds and sitemaps -> what they offer: asked politely, read where a hostile one can be stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from types import MappingProxyType

from extractors import feeds as feed_reader
from extractors.feeds import FeedReading
from extractors.records import Feed, Outcome, Rejection
from flows import feed_states
from flows.feed_states import Failure, Polled
from flows.fetch import Client, Rejected, Response, Unavailable
from flows.progress import Quiet
from flows.sources import Overrides
from flows.workers import Job, Killed, Workers

_SOFT_STATUS = {404, 429}
_NO_ANSWER = {Outcome.UNREACHABLE, Outcome.TIMEOUT}
_NONE = Overrides()
_UNCONDITIONAL = timedelta(days=3)  # some feeds send a stale ETag: once in so long none is sent back

Answer = Response | Exception
Read = FeedReading | Rejection | Killed


async def poll(  # noqa: PLR0913  one of them for who waits
    client: Client,
    feeds: Sequence[Feed],
    now: datetime,
    pool: Workers | None = None,
    overrides: Mapping[str, Overrides] = MappingProxyType({}),
    *,
    progress: Quiet | None = None,
) -> list[Polled]:
    """Fetch the feeds concurrently and return each one's links and new state, in the order given.

    Bodies are read as they arrive, one after the other, in the pool's killable processes where one is given, so that
    memory holds few of them: 2,000 feeds of 150 KB would be 300 MB. If not one feed answered, the fault is ours: no
    feed is charged with it and all stay due.
    """
    progress = progress or Quiet()
    progress.expect(len(feeds), 1)
    turn = asyncio.Lock()  # a pool serves one caller at a time

    async def ask(feed: Feed) -> tuple[Polled, bool]:
        answer = await _answer(client, feed, now, overrides.get(feed.source_id, _NONE))
        reading = None
        if isinstance(answer, Response) and not _is_same(feed, answer):
            client.room.hold(len(answer.body))
            async with turn:
                reading = (await asyncio.to_thread(read, pool, [(feed, answer, now)]))[feed.feed_id]
            client.room.release(len(answer.body))
        has_none = isinstance(answer, Unavailable) and answer.outcome in _NO_ANSWER
        progress.did()
        return _polled(feed, answer, reading, now), has_none

    ends = await asyncio.gather(*map(ask, feeds))
    if all(has_none for _, has_none in ends):
        return [
            replace(each, feed=replace(feed, status="failing")) for feed, (each, _) in zip(feeds, ends, strict=True)
        ]
    return [each for each, _ in ends]


def read(pool: Workers | None, answered: Sequence[tuple[Feed, Response, datetime]]) -> dict[str, Read]:
    """Return what the bodies of these answers say, by feed_id."""
    jobs = [(feed, response.body, response.charset, response.final_url, now) for feed, response, now in answered]
    done = ((job, _reading(job)) for job in jobs) if pool is None else pool.map(Job(_reading), jobs)
    return {job[0].feed_id: result for job, result in done}


def _reading(job: tuple[Feed, bytes, str | None, str, datetime]) -> Read:
    feed, body, charset, base, now = job
    try:
        return feed_reader.links(body, feed, base=base, now=now, charset=charset)
    except Exception as error:  # noqa: BLE001  a bug met by one feed is that feed's outcome; the others go on
        return Killed(f"{type(error).__name__}: {error}", over_budget=False)


async def _answer(client: Client, feed: Feed, now: datetime, own: Overrides) -> Answer:
    is_conditional = feed.last_success_at is not None and _window(feed.last_success_at) == _window(now)
    try:
        return await client.get(
            feed.moved_to or feed.url,
            etag=feed.etag if is_conditional else None,
            last_modified=feed.last_modified if is_conditional else None,
            user_agent=own.user_agent,
            pause_seconds=own.pause_seconds,
        )
    except Exception as error:  # noqa: BLE001  as above
        return error


def _window(at: datetime) -> int:
    return int(at.timestamp() // _UNCONDITIONAL.total_seconds())


def _is_same(feed: Feed, answer: Response) -> bool:
    return answer.not_modified or sha256(answer.body).hexdigest() == feed.body_sha256


def _polled(feed: Feed, answer: Answer, reading: Read | None, now: datetime) -> Polled:
    asked = feed.moved_to or feed.url
    if isinstance(answer, Response) and (reading is None or isinstance(reading, FeedReading)):
        return feed_states.succeeded(feed, asked, answer, reading, now)
    return feed_states.failed(feed, asked, _failure(answer, reading), now)


def _failure(answer: Answer, reading: Read | None) -> Failure:
    match answer, reading:
        case Unavailable() | Rejected(), _:
            return Failure(
                outcome=answer.outcome,
                reason=answer.reason,
                points=_points(answer),
                retry_after=getattr(answer, "retry_after", None) or 0.0,
                is_final=isinstance(answer, Rejected),
            )
        case _, Rejection(outcome=outcome, reason=reason):
            return Failure(outcome=outcome, reason=reason, points=feed_states.HARD)
        case _, Killed(reason=reason, over_budget=True):
            return Failure(outcome=Outcome.OVER_BUDGET, reason=reason, points=feed_states.HARD)
        case _, Killed(reason=reason):
            return Failure(outcome=Outcome.FAILED, reason=reason, points=feed_states.NONE)
    return Failure(outcome=Outcome.FAILED, reason=f"{type(answer).__name__}: {answer}", points=feed_states.NONE)


def _points(error: Unavailable | Rejected) -> float:
    if error.outcome is Outcome.DEFERRED:  # its host was asked to wait for another address's sake
        return feed_states.NONE
    if error.http_status in _SOFT_STATUS:
        return feed_states.SOFT
    return feed_states.TEMPORARY if isinstance(error, Unavailable) else feed_states.HARD
