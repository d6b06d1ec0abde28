import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.records import Feed
from flows import feed_states, polling
from flows.feed_states import Polled
from flows.fetch import Client, Limits
from flows.progress import Quiet
from flows.workers import Budget, Workers
from tests.flows.asking import LIMITS, NOW, a_link
from tests.flows.site import Site, in_turn, page, silent

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><ttl>90</ttl>
<item><title>One</title><link>/a/1</link></item><item><title>Two</title><link>/a/2</link></item>
</channel></rss>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        yield served


def a_feed(url: str, **changes: object) -> Feed:
    feed = Feed(
        feed_id=url,
        source_id="news",
        kind="feed",
        url=url,
        etag=None,
        last_modified=None,
        poll_minutes=60,
        next_fetch_at=None,
        failures=0.0,
        status="new",
        last_success_at=None,
        last_new_at=None,
    )
    return replace(feed, **changes)  # type: ignore[arg-type]


def poll(*feeds: Feed, now: datetime = NOW, limits: Limits = LIMITS) -> list[Polled]:
    async def ask() -> list[Polled]:
        async with Client(limits, "run") as client:
            return await polling.poll(client, feeds, now)

    return asyncio.run(ask())


def test_a_feed_gives_links_and_keeps_its_validators(site: Site) -> None:
    site.routes["/feed"] = page(FEED, content_type="application/rss+xml", etag='"v1"', last_modified="yesterday")
    (polled,) = poll(a_feed(site.url("/feed"), failures=3.0, status="failing"))
    assert [link.url for link in polled.links] == [site.url("/a/1"), site.url("/a/2")]
    assert (polled.outcome, polled.reason, polled.advertised_minutes) == ("ok", None, 90)
    feed = polled.feed
    assert (feed.etag, feed.last_modified, feed.status, feed.failures) == ('"v1"', "yesterday", "ok", 0.0)
    assert (feed.poll_minutes, feed.next_fetch_at) == (90, NOW + timedelta(minutes=90))
    assert feed.last_success_at == NOW


def test_validators_are_sent_back_but_not_for_ever(site: Site) -> None:
    site.routes["/feed"] = in_turn(page(b"", 304), page(FEED))
    known = a_feed(site.url("/feed"), etag='"v1"', status="ok", last_success_at=NOW, last_new_at=NOW)
    (polled,) = poll(known, now=NOW + timedelta(minutes=30))
    assert (polled.outcome, polled.reason, polled.links) == ("not_modified", None, ())
    assert (polled.feed.etag, polled.feed.last_success_at) == ('"v1"', NOW + timedelta(minutes=30))
    (again,) = poll(polled.feed, now=NOW + timedelta(days=3))
    assert (again.outcome, len(again.links), again.feed.etag) == ("ok", 2, None)
    conditions = [asked.get("if-none-match") for asked in site.request_headers]
    assert conditions == [None, '"v1"', None, None]  # robots.txt each time


def test_validators_of_what_could_not_be_read_are_not_kept(site: Site) -> None:
    site.routes["/feed"] = page(b"<html><body>Soon!</body></html>", etag='"v1"')
    (polled,) = poll(a_feed(site.url("/feed")))
    assert polled.reason == "an HTML page, not a feed"
    assert (polled.feed.etag, polled.feed.failures, polled.feed.status) == (None, 1.0, "failing")


def test_one_dead_feed_stops_nothing(site: Site) -> None:
    site.routes |= {
        "/good": page(FEED),
        "/missing": page(b"", 404),
        "/busy": page(b"", 429, retry_after="7200"),
        "/broken": page(b"", 500),
        "/gone": page(b"", 410),
        "/silent": silent(),
    }
    names = ["good", "missing", "busy", "broken", "gone", "silent"]
    polled = poll(*(a_feed(site.url(f"/{name}")) for name in names), a_feed("gopher://x/"))
    assert [each.feed.failures for each in polled] == [0.0, 0.5, 0.5, 0.25, 1.0, 0.25, 1.0]
    assert [each.feed.status for each in polled] == ["ok", *["failing"] * 6]
    assert polled[2].feed.next_fetch_at == NOW + timedelta(hours=2)
    assert all(each.reason for each in polled[1:])


def test_a_failing_feed_is_left_alone_longer_each_time_then_disabled_then_revived(site: Site) -> None:
    site.routes["/feed"] = in_turn(*[page(b"", 410)] * 30, page(FEED))
    feed, now, waits = a_feed(site.url("/feed")), NOW, []
    for _ in range(30):
        (polled,) = poll(feed, now=now)
        feed = polled.feed
        assert feed.next_fetch_at is not None
        waits.append(feed.next_fetch_at - now)
        now = feed.next_fetch_at
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=80)
    assert waits[-2:] == [timedelta(days=1), timedelta(days=8)]
    assert feed.status == "disabled"
    (polled,) = poll(feed, now=now)
    assert (polled.feed.status, polled.feed.failures) == ("ok", 0.0)


def test_without_a_network_no_feed_is_charged_and_all_stay_due() -> None:
    feeds = [a_feed(f"http://feed{n}.invalid/", next_fetch_at=NOW) for n in range(20)]
    started = time.monotonic()
    polled = poll(*feeds)
    assert time.monotonic() - started < 3
    assert {each.outcome for each in polled} == {"unreachable"}
    assert [each.feed for each in polled] == [replace(feed, status="failing") for feed in feeds]


def test_feeds_may_be_read_in_processes_that_can_be_killed(site: Site) -> None:
    site.routes |= {"/feed": page(FEED), "/other": page(b"<html></html>")}

    async def ask(pool: Workers) -> list[Polled]:
        async with Client(LIMITS, "run") as client:
            return await polling.poll(client, [a_feed(site.url("/feed")), a_feed(site.url("/other"))], NOW, pool)

    with Workers(1, Budget(cpu_seconds=5, memory_mb=512), preload="flows.polling") as pool:
        good, bad = asyncio.run(ask(pool))
    assert (len(good.links), good.reason) == (2, None)
    assert bad.reason == "an HTML page, not a feed"


def test_no_feeds() -> None:
    assert poll() == []


@given(st.floats(0, 60), st.sampled_from([10, 60, 1440]))
def test_a_failing_feed_comes_due_again_within_nine_days(failures: float, minutes: int) -> None:
    (polled,) = poll(a_feed("gopher://x/", failures=failures, poll_minutes=minutes))
    assert polled.feed.next_fetch_at is not None
    assert timedelta(minutes=10) <= polled.feed.next_fetch_at - NOW <= timedelta(days=8)


def polled_with(links: int, **changes: object) -> Polled:
    feed = a_feed("https://a.example/feed", status="ok", last_new_at=NOW - timedelta(hours=5), **changes)
    found = tuple(a_link(f"https://a.example/{n}") for n in range(links))
    return Polled(feed=feed, asked=feed.url, links=found, outcome="ok", reason=None)


@pytest.mark.parametrize(
    ("links", "new", "minutes", "expected"),
    [(10, 8, 60, 30), (10, 5, 60, 60), (10, 2, 60, 90), (0, 0, 60, 90), (10, 10, 10, 10), (10, 0, 1440, 1440)],
)
def test_the_pace_follows_the_news(links: int, new: int, minutes: int, expected: int) -> None:
    polled = polled_with(links, poll_minutes=minutes)
    feed = feed_states.settled(polled, [link.url_canonical for link in polled.links[:new]], NOW).feed
    assert (feed.poll_minutes, feed.next_fetch_at) == (expected, NOW + timedelta(minutes=expected))
    assert feed.last_new_at == (NOW if new else polled.feed.last_new_at)


def test_the_pace_is_never_faster_than_the_feed_asks() -> None:
    polled = replace(polled_with(3), advertised_minutes=120)
    assert feed_states.settled(polled, {link.url_canonical for link in polled.links}, NOW).feed.poll_minutes == 120


def test_a_failed_poll_is_settled_already() -> None:
    failed = replace(polled_with(0), reason="410 Gone")
    assert feed_states.settled(failed, (), NOW) is failed


def test_who_waits_sees_how_many_feeds_are_done(site: Site) -> None:
    class Counted(Quiet):
        def __init__(self) -> None:
            self.seen: list[int | None] = []

        def expect(self, items: int | None, parts: int) -> None:
            self.seen += [items, parts]

        def did(self) -> None:
            self.seen.append(0)

    site.routes["/feed"] = page(FEED)
    told = Counted()

    async def ask() -> list[Polled]:
        feeds = [a_feed(site.url(path)) for path in ("/feed", "/gone", "/feed?2")]
        async with Client(LIMITS, "run") as client:
            return await polling.poll(client, feeds, NOW, progress=told)

    assert len(asyncio.run(ask())) == 3
    assert told.seen == [3, 1, 0, 0, 0]  # a feed that fails is done as well
