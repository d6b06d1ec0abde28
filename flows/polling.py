"""Feeds -> links, and when to ask each feed again."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from extractors import feeds as feed_reader
from extractors.feeds import FeedReading
from extractors.records import Feed, Link, Outcome, Rejection
from flows.fetch import Client, Rejected, Response, Unavailable
from flows.workers import Job, Killed, Workers

_SHORTEST_MINUTES, _LONGEST_MINUTES = 10, 24 * 60
_HARD, _SOFT, _TEMPORARY = 1.0, 0.5, 0.25  # failure points; Media Cloud's, which work in production
_DISABLED_AT = 30.0
_DISABLED_DAYS = 7  # between two looks at a disabled feed, which one success revives
_NO_ANSWER = {Outcome.UNREACHABLE, Outcome.TIMEOUT}
_SOFT_STATUS = {404, 429}
_UNCONDITIONAL = timedelta(days=3)  # some feeds send a stale ETag: once in so long none is sent back
_RARELY_NEW, _OFTEN_NEW = 2 / 3, 1 / 3  # shares of items already known


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """A feed after polling: its new state, what it offered, and how it went (`reason` only where it failed)."""

    feed: Feed
    links: tuple[Link, ...]
    outcome: str  # ok, not_modified, or an Outcome that says what failed
    reason: str | None
    advertised_minutes: int | None = None  # the pause between two polls that the feed asks for


class _Failure(NamedTuple):
    outcome: Outcome
    reason: str
    points: float
    retry_after: float = 0.0  # seconds


async def poll(client: Client, feeds: Sequence[Feed], now: datetime, pool: Workers | None = None) -> list[Polled]:
    """Fetch the feeds concurrently and return each one's links and new state, in the order given.

    Bodies are read once the network is quiet, in the pool's killable processes where one is given. If not one feed
    answered, the fault is ours: no feed is charged with it and all stay due.
    """
    answers = await asyncio.gather(*(_answer(client, feed, now) for feed in feeds))
    readings = _readings(pool, [(f, a) for f, a in zip(feeds, answers, strict=True) if isinstance(a, Response)], now)
    polled = [
        _polled(feed, answer, readings.get(feed.feed_id), now) for feed, answer in zip(feeds, answers, strict=True)
    ]
    if all(isinstance(answer, Unavailable) and answer.outcome in _NO_ANSWER for answer in answers):
        return [replace(each, feed=replace(feed, status="failing")) for feed, each in zip(feeds, polled, strict=True)]
    return polled


def settled(polled: Polled, unseen: Collection[str], now: datetime) -> Polled:
    """Return the same with its next poll set by how much was new: `unseen` has the canonical URLs not known before.

    Twice as often where under a third of the items were known, less often where over two thirds were, within ten
    minutes and a day, never more often than the feed asks. A first poll says nothing about the feed's pace.
    """
    if polled.reason is not None:
        return polled
    feed = polled.feed
    new = sum(link.url_canonical in unseen for link in polled.links)
    known_share = 1 - new / len(polled.links) if polled.links else 1.0
    minutes = float(feed.poll_minutes)
    if feed.last_new_at is not None:
        minutes *= 1.5 if known_share > _RARELY_NEW else 0.5 if known_share < _OFTEN_NEW else 1.0
    minutes = _within(max(minutes, polled.advertised_minutes or 0))
    return replace(
        polled,
        feed=replace(
            feed,
            poll_minutes=minutes,
            next_fetch_at=now + timedelta(minutes=minutes),
            last_new_at=now if new else feed.last_new_at,
        ),
    )


async def _answer(client: Client, feed: Feed, now: datetime) -> Response | Unavailable | Rejected | Exception:
    is_conditional = feed.last_success_at is not None and _window(feed.last_success_at) == _window(now)
    try:
        return await client.get(
            feed.url,
            etag=feed.etag if is_conditional else None,
            last_modified=feed.last_modified if is_conditional else None,
        )
    except Exception as error:  # noqa: BLE001  a bug met by one feed is that feed's outcome; the others go on
        return error


def _window(at: datetime) -> int:
    return int(at.timestamp() // _UNCONDITIONAL.total_seconds())


def _readings(
    pool: Workers | None, answered: list[tuple[Feed, Response]], now: datetime
) -> dict[str, FeedReading | Rejection | Killed]:
    jobs = [(feed, response.body, response.final_url, now) for feed, response in answered if not response.not_modified]
    done = ((job, _reading(job)) for job in jobs) if pool is None else pool.map(Job(_reading), jobs)
    return {job[0].feed_id: result for job, result in done}


def _reading(job: tuple[Feed, bytes, str, datetime]) -> FeedReading | Rejection | Killed:
    feed, body, base, now = job
    try:
        return feed_reader.links(body, feed, base=base, now=now)
    except Exception as error:  # noqa: BLE001  as above
        return Killed(f"{type(error).__name__}: {error}", over_budget=False)


def _polled(
    feed: Feed, answer: Response | Exception, reading: FeedReading | Rejection | Killed | None, now: datetime
) -> Polled:
    if isinstance(answer, Response) and answer.not_modified:
        reading = FeedReading(links=(), title=None, poll_minutes=None)
    if isinstance(answer, Response) and isinstance(reading, FeedReading):
        return _succeeded(feed, answer, reading, now)
    return _failed(feed, _failure(answer, reading), now)


def _failure(answer: Response | Exception, reading: FeedReading | Rejection | Killed | None) -> _Failure:
    match answer, reading:
        case ((Unavailable() | Rejected()), _):
            usual = _TEMPORARY if isinstance(answer, Unavailable) else _HARD
            points = _SOFT if answer.http_status in _SOFT_STATUS else usual
            return _Failure(answer.outcome, answer.reason, points, getattr(answer, "retry_after", None) or 0.0)
        case _, Rejection(outcome=outcome, reason=reason):
            return _Failure(outcome, reason, _HARD)
        case _, Killed(reason=reason, over_budget=True):
            return _Failure(Outcome.OVER_BUDGET, reason, _HARD)
        case _, Killed(reason=reason):
            return _Failure(Outcome.FAILED, reason, 0.0)
    return _Failure(Outcome.FAILED, f"{type(answer).__name__}: {answer}", 0.0)


def _succeeded(feed: Feed, answer: Response, reading: FeedReading, now: datetime) -> Polled:
    """Keep the validators only now that the body was read: one kept too early would hide what was never parsed."""
    minutes = _within(max(feed.poll_minutes, reading.poll_minutes or 0))
    kept = feed if answer.not_modified else replace(feed, etag=None, last_modified=None)
    return Polled(
        feed=replace(
            feed,
            etag=answer.etag or kept.etag,
            last_modified=answer.last_modified or kept.last_modified,
            poll_minutes=minutes,
            next_fetch_at=now + timedelta(minutes=minutes),
            failures=0.0,
            status="ok",
            last_success_at=now,
        ),
        links=reading.links,
        outcome=Outcome.NOT_MODIFIED.value if answer.not_modified else "ok",
        reason=None,
        advertised_minutes=reading.poll_minutes,
    )


def _failed(feed: Feed, failure: _Failure, now: datetime) -> Polled:
    """Come back after 10 minutes for a first passing trouble, doubling up to a day; later where the host asks it."""
    failures = feed.failures + failure.points
    is_disabled = failures >= _DISABLED_AT
    doublings = min(failures / _TEMPORARY - 1, 10)
    wait = timedelta(minutes=_within(_SHORTEST_MINUTES * 2**doublings), days=_DISABLED_DAYS if is_disabled else 0)
    return Polled(
        feed=replace(
            feed,
            failures=failures,
            status="disabled" if is_disabled else "failing",
            next_fetch_at=now + max(wait, timedelta(seconds=failure.retry_after)),
        ),
        links=(),
        outcome=failure.outcome.value,
        reason=failure.reason,
    )


def _within(minutes: float) -> int:
    return round(min(max(minutes, _SHORTEST_MINUTES), _LONGEST_MINUTES))
