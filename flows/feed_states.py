"""What a feed's row is after a poll: its validators, its failure points, and when it is asked again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from extractors.feeds import FeedReading, Sitemap
from extractors.records import Feed, Link, Outcome
from flows.fetch import Response

_SHORTEST_MINUTES, _LONGEST_MINUTES = 10, 24 * 60
HARD, SOFT, TEMPORARY, NONE = 1.0, 0.5, 0.25, 0.0  # failure points; Media Cloud's, which work in production
_DISABLED_AT = 30.0
_DISABLED_DAYS = 7  # between two looks at a disabled feed, which one success revives
LONGEST_WAIT = timedelta(days=_DISABLED_DAYS, minutes=_LONGEST_MINUTES)  # also longer than any Retry-After we heed
_RARELY_NEW, _OFTEN_NEW = 2 / 3, 1 / 3  # shares of items already known


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """A feed after polling: its new state, what it offered, and how it went (`reason` only where it failed)."""

    feed: Feed
    asked: str  # the address: its own, or where it has moved to
    links: tuple[Link, ...]
    outcome: str  # ok, unchanged (the same body again), not_modified, or an Outcome that says what failed
    reason: str | None
    kind: str = ""  # what it is: rss, atom, …, sitemap, news_sitemap, sitemap_index, addresses
    advertised_minutes: int | None = None  # the pause between two polls that the feed asks for
    further: tuple[Sitemap, ...] = ()  # what an index leads to
    next_url: str | None = None  # its older items, where a first page of them is all it shows
    note: str | None = None  # what a reader of a good answer must know: items left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a poll gave nothing, and how much that counts."""

    outcome: Outcome
    reason: str
    points: float
    retry_after: float = 0.0  # seconds
    is_final: bool = False  # the address itself was refused, so a former one is tried again


def succeeded(feed: Feed, asked: str, answer: Response, reading: FeedReading | None, now: datetime) -> Polled:
    """Return a feed that answered; `reading` is None where the answer was what it was before.

    Validators are kept only now that the body was read: kept too early, they would hide what was never parsed.
    """
    minutes = _within(max(feed.poll_minutes, (reading and reading.poll_minutes) or 0))
    kept = feed if answer.not_modified else replace(feed, etag=None, last_modified=None)
    state = replace(
        feed,
        etag=answer.etag or kept.etag,
        last_modified=answer.last_modified or kept.last_modified,
        poll_minutes=minutes,
        next_fetch_at=now + timedelta(minutes=minutes),
        failures=0.0,
        status="ok",
        last_success_at=now,
        body_sha256=feed.body_sha256 if answer.not_modified else sha256(answer.body).hexdigest(),
        moved_to=_moved_to(feed, asked, answer),
        not_before=_not_before(feed, reading, now),
    )
    if reading is None:
        outcome = Outcome.NOT_MODIFIED.value if answer.not_modified else Outcome.UNCHANGED.value
        return Polled(feed=state, asked=asked, links=(), outcome=outcome, reason=None)
    return Polled(
        feed=state,
        asked=asked,
        links=reading.links,
        outcome="ok",
        reason=None,
        kind=reading.kind,
        advertised_minutes=reading.poll_minutes,
        further=reading.further,
        next_url=reading.next_url,
        note=_note(reading),
    )


def failed(feed: Feed, asked: str, failure: Failure, now: datetime) -> Polled:
    """Return a feed that gave nothing.

    It is asked again after 10 minutes for a first passing trouble, doubling up to a day; later where the host asks it.
    """
    failures = feed.failures + failure.points
    is_disabled = failures >= _DISABLED_AT
    doublings = min(failures / TEMPORARY - 1, 10)
    wait = timedelta(minutes=_within(_SHORTEST_MINUTES * 2**doublings), days=_DISABLED_DAYS if is_disabled else 0)
    state = replace(
        feed,
        failures=failures,
        status="disabled" if is_disabled else "failing",
        next_fetch_at=now + max(wait, timedelta(seconds=failure.retry_after)),
        moved_to=None if failure.is_final else feed.moved_to,
        not_before=now + timedelta(seconds=failure.retry_after) if failure.retry_after else None,
    )
    return Polled(feed=state, asked=asked, links=(), outcome=failure.outcome.value, reason=failure.reason)


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
    state = replace(
        feed,
        poll_minutes=minutes,
        next_fetch_at=now + timedelta(minutes=minutes),
        last_new_at=now if new else feed.last_new_at,
    )
    return replace(polled, feed=state)


def _not_before(feed: Feed, reading: FeedReading | None, now: datetime) -> datetime | None:
    """Return until when the feed asks to be left alone; an answer without a body repeats what it asked before."""
    if reading is not None:
        return now + timedelta(minutes=_within(reading.poll_minutes)) if reading.poll_minutes else None
    if feed.not_before is None or feed.last_success_at is None:
        return None
    return now + (feed.not_before - feed.last_success_at)


def _moved_to(feed: Feed, asked: str, answer: Response) -> str | None:
    moved = answer.moved_to or (asked if asked != feed.url else None)
    return None if moved == feed.url else moved


def _note(reading: FeedReading) -> str | None:
    counts = {
        "beyond its first items were not read": reading.truncated,
        "lie at other sites than the sitemap and were left out": reading.foreign,
    }
    return "; ".join(f"{count:,} addresses {what}" for what, count in counts.items() if count) or None


def _within(minutes: float) -> int:
    return round(min(max(minutes, _SHORTEST_MINUTES), _LONGEST_MINUTES))
