import asyncio
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from extractors.records import Outcome
from flows.fetch import Client, Rejected, Response, Unavailable
from tests.flows.asking import HTML, LIMITS, all_of, answer, ended, failure, get
from tests.flows.site import Exchange, Route, Site, in_turn, page, raw, redirect, silent


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        yield served


# Robots


def test_robots_forbid(site: Site) -> None:
    site.routes |= {"/robots.txt": page(b"User-agent: newsduck\nDisallow: /a"), "/a": page(HTML), "/b": redirect("/a")}
    for path in ("/a", "/b"):
        result, fetches = get(site.url(path))
        assert isinstance(result, Rejected)
        assert result.outcome is Outcome.BLOCKED_BY_ROBOTS
        assert fetches[-1].robots_allowed is False
    assert site.pages_asked() == ["/b"]


@pytest.mark.parametrize(
    "route",
    [page(b"", 404), page(b"", 403), page(b"\x89PNG", content_type="image/png"), page(HTML), redirect("/robots.txt")],
)
def test_without_rules_all_is_allowed(site: Site, route: Route) -> None:
    site.routes |= {"/robots.txt": route, "/a": page(HTML)}
    assert answer(site.url("/a")).body == HTML


@pytest.mark.parametrize("route", [page(b"", 500), page(b"", 503), page(b"", 429, retry_after="60")])
def test_while_the_rules_cannot_be_had_nothing_is(site: Site, route: Route) -> None:
    site.routes |= {"/robots.txt": route, "/a": page(HTML)}
    assert ended(failure(site.url("/a"))) == (Unavailable, Outcome.BLOCKED_BY_ROBOTS)
    assert site.pages_asked() == []


def test_silent_robots(site: Site) -> None:
    site.routes |= {"/robots.txt": silent(), "/a": page(HTML)}
    assert ended(failure(site.url("/a"))) == (Unavailable, Outcome.TIMEOUT)


def test_robots_redirect_and_are_cut_at_their_limit(site: Site) -> None:
    rules = b"User-agent: *\nDisallow: /a\n" + b"# x\n" * 300_000
    site.routes |= {"/robots.txt": redirect("/r"), "/r": page(rules), "/a": page(HTML)}
    assert ended(failure(site.url("/a"))) == (Rejected, Outcome.BLOCKED_BY_ROBOTS)


def test_robots_are_asked_once_a_run(site: Site) -> None:
    site.routes["*"] = in_turn(page(HTML))
    all_of(site, [f"/{n}" for n in range(10)], LIMITS)
    assert site.requests.count("/robots.txt") == 1


# Turns


def test_a_pause_between_two_requests_to_one_host(site: Site) -> None:
    site.routes["*"] = page(HTML)
    _, seconds = all_of(site, ["/1", "/2", "/3"], replace(LIMITS, pause_seconds=0.3))
    assert 0.6 <= seconds < 1.1


def test_a_crawl_delay_is_followed_up_to_a_cap(site: Site) -> None:
    site.routes |= {"/robots.txt": page(b"User-agent: *\nCrawl-delay: 3600"), "*": page(HTML)}

    async def ask() -> float:
        async with Client(replace(LIMITS, crawl_delay_seconds=0.3), "run") as client:
            await client.get(site.url("/1"))
            started = time.monotonic()
            for path in ("/2", "/3", "/4"):
                await client.get(site.url(path))
            return time.monotonic() - started

    assert 0.6 <= asyncio.run(ask()) < 1.3


def test_few_requests_at_once_and_their_wait_is_not_their_deadline(site: Site) -> None:
    lock, now, most = threading.Lock(), [0], [0]

    def slow(exchange: Exchange) -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.2)
        with lock:
            now[0] -= 1
        exchange.reply(HTML)

    site.routes |= {"/robots.txt": page(b""), "*": slow}
    results, _ = all_of(site, [f"/{n}" for n in range(10)], replace(LIMITS, total_seconds=0.7))
    assert all(isinstance(result, Response) for result in results)
    assert most[0] == 2


# Trying again


@pytest.mark.parametrize(
    "first",
    [page(b"", 503), page(b"", 500), raw(b"", reset=True), raw(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx")],
)
def test_one_retry_for_passing_trouble(site: Site, first: Route) -> None:
    site.routes["/a"] = in_turn(first, page(HTML))
    result, fetches = get(site.url("/a"))
    assert isinstance(result, Response)
    assert [fetch.attempt for fetch in fetches] == [1, 1, 2]


def test_not_more_than_one(site: Site) -> None:
    site.routes["/a"] = in_turn(page(b"", 503), page(b"", 503), page(HTML))
    assert failure(site.url("/a")).http_status == 503


@pytest.mark.parametrize("status", [429, 503])
def test_a_long_retry_after_means_later(site: Site, status: int) -> None:
    site.routes["/a"] = page(b"", status, retry_after="120")
    error = failure(site.url("/a"))
    assert isinstance(error, Unavailable)
    assert error.retry_after == 120
    assert site.pages_asked() == ["/a"]


def test_a_short_retry_after_is_waited_for(site: Site) -> None:
    site.routes["/a"] = in_turn(page(b"", 429, retry_after="1"), page(HTML))
    started = time.monotonic()
    assert answer(site.url("/a")).body == HTML
    assert time.monotonic() - started >= 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("Sat, 01 Jan 2000 00:00:00 GMT", 0),
        ("99999999999999999999", 604_800),
        ("-5", None),
        ("soon", None),
        ("1e3", None),
    ],
)
def test_odd_values_of_retry_after(site: Site, value: str, seconds: float | None) -> None:
    site.routes["/a"] = page(b"", 429, retry_after=value)
    error = failure(site.url("/a"))
    assert isinstance(error, Unavailable)
    assert error.retry_after == seconds


def test_retry_after_as_a_date(site: Site) -> None:
    site.routes["/a"] = page(
        b"", 503, retry_after=format_datetime(datetime.now(UTC) + timedelta(minutes=5), usegmt=True)
    )
    error = failure(site.url("/a"))
    assert isinstance(error, Unavailable)
    assert error.retry_after is not None
    assert 290 < error.retry_after <= 300
