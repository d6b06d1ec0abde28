"""What an answer of a feed leads to: the sitemaps of an index, the older pages of a feed not seen in time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from extractors.feeds import FeedReading, Sitemap
from extractors.records import Feed, Link, Outcome
from flows import polling, sources
from flows.feed_states import Polled
from flows.fetch import Rejected, Response, Unavailable
from flows.workers import Workers

DEPTH = 3  # an index may lead to indexes; what lies deeper is no news
LOOK_BACK = timedelta(days=30)  # what a sitemap dates earlier is its archive, not news
_SITEMAPS = 50  # of one index in one run
_UNDATED = 500  # addresses of a sitemap that says of none when it changed, on first sight
_ARCHIVES = {"sitemap", "addresses"}  # kinds that may list all that a site ever had; a news sitemap lists two days
_OLDER_PAGES = 5  # of a feed, after an outage


def sitemaps(polled: Polled, known: Mapping[str, Feed], now: datetime) -> list[Feed]:
    """Return the sitemaps that an index leads to and that are worth asking now, latest change first.

    Those are the ones never seen and the ones changed since they last answered, but none that was last changed before
    `LOOK_BACK`: an index of a large site lists its whole archive. Of undated ones the first and the last ones, since
    sites append at either end.
    """
    recent = [each for each in polled.further if each.modified_at is None or each.modified_at > now - LOOK_BACK]
    children = ((each, _child(each, polled.feed, known)) for each in _latest(recent))
    return [feed for each, feed in children if _has_changed(each, feed)]


def _latest(offered: Sequence[Sitemap]) -> list[Sitemap]:
    dated = sorted((each for each in offered if each.modified_at), key=lambda each: (each.modified_at, each.url))
    undated = [each for each in offered if each.modified_at is None]
    if len(undated) > _SITEMAPS:
        undated = undated[: _SITEMAPS // 2] + undated[-_SITEMAPS // 2 :]
    return [*reversed(dated), *undated][:_SITEMAPS]


def _child(offered: Sitemap, parent: Feed, known: Mapping[str, Feed]) -> Feed:
    new = replace(
        sources.feed(parent.source_id, offered.url, "sitemap"),
        poll_minutes=parent.poll_minutes,
        parent_id=parent.parent_id or parent.feed_id,
    )
    return known.get(new.feed_id, new)


def _has_changed(offered: Sitemap, feed: Feed) -> bool:
    if feed.last_success_at is None:
        return feed.failures == 0
    return offered.modified_at is not None and offered.modified_at > feed.last_success_at


def recent(polled: Polled, unseen: Collection[str], now: datetime) -> Polled:
    """Return the same with what is no news marked as too old: a sitemap lists a site's archive as well.

    That is what it dates before `LOOK_BACK`, and on first sight of one without dates all but its first 500 new
    addresses. Marked addresses are known from then on; `run --since` fetches them.
    """
    if polled.kind not in _ARCHIVES:
        return polled
    undated, links = 0, []
    for link in polled.links:
        at = link.published_hint or link.updated_hint
        undated += at is None and link.url_canonical in unseen
        is_old = link.url_canonical in unseen and (at < now - LOOK_BACK if at else undated > _UNDATED)
        links.append(replace(link, last_outcome=Outcome.TOO_OLD.value) if is_old else link)
    return replace(polled, links=tuple(links))


async def older(
    get: Callable[[str], Awaitable[Response]],
    polled: Polled,
    unseen: Callable[[Sequence[Link]], set[str]],
    now: datetime,
    pool: Workers | None,
) -> Polled:
    """Return the same with the items of the feed's older pages, where it was asked too late to see them in its first.

    That shows by all its items being new though it was read before. At most five pages are asked, until one has an
    item that is known. `get` is the client's, with what the feed's source has of its own.
    """
    links, next_url, feed = list(polled.links), polled.next_url, polled.feed
    is_missed = feed.last_new_at is not None
    for _ in range(_OLDER_PAGES):
        if not (next_url and is_missed and links) or len(unseen(links)) < len(links):
            break
        try:
            answer = await get(next_url)
        except (Unavailable, Rejected):  # its request has a row that says so
            break
        reading = polling.read(pool, [(feed, answer, now)])[feed.feed_id]
        if not isinstance(reading, FeedReading):
            break
        links += reading.links
        next_url = reading.next_url
    return replace(polled, links=tuple(links))
