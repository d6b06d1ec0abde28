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
from flows.pacing import Pacing
from tests.flows.asking import HTML, LIMITS, all_of, answer, failure, get, in_order, known_robots
from tests.flows.site import Exchange, Route, Site, in_turn, page, raw, silent


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        yield served


# Turns


def test_a_pause_between_two_requests_to_one_host(site: Site) -> None:
    site.routes["*"] = page(HTML)
    _, seconds = all_of(site, ["/1", "/2", "/3"], replace(LIMITS, pause_seconds=0.3))
    assert 0.6 <= seconds < 1.1


def test_a_crawl_delay_is_followed(site: Site) -> None:
    site.routes |= {"/robots.txt": page(b"User-agent: *\nCrawl-delay: 0.3"), "*": page(HTML)}
    results, client, seconds = in_order(site, ["/1", "/2", "/3", "/4"], LIMITS)
    assert all(isinstance(result, Response) for result in results)
    assert 0.7 <= seconds < 2
    assert 400 <= sum(fetch.waited_ms for fetch in client.fetches) < 1000 * seconds
    assert all(fetch.duration_ms < 280 for fetch in client.fetches)


def test_a_crawl_delay_beyond_the_cap_means_one_request_a_run(site: Site) -> None:
    site.routes |= {"/robots.txt": page(b"User-agent: *\nCrawl-delay: 3600"), "*": page(HTML)}
    (first, second), client, _ = in_order(site, ["/1", "/2"], LIMITS)
    assert isinstance(first, Response)
    assert isinstance(second, Unavailable)
    assert (second.outcome, second.retry_after) == (Outcome.DEFERRED, 3600)
    assert "3600 s" in second.reason
    assert site.pages_asked() == ["/1"]
    assert client.fetches[-1].outcome == "deferred"


def test_a_pause_of_its_own(site: Site) -> None:
    site.routes["*"] = page(HTML)

    async def ask() -> float:
        async with Client(LIMITS, "run") as client:
            started = time.monotonic()
            await asyncio.gather(*(client.get(site.url(path), pause_seconds=0.3) for path in ("/1", "/2", "/3")))
            return time.monotonic() - started

    assert 0.6 <= asyncio.run(ask()) < 1.2


def test_a_user_agent_of_its_own_and_the_rules_for_it(site: Site) -> None:
    site.routes |= {"/robots.txt": page(b"User-agent: goose\nDisallow: /a"), "*": page(HTML)}

    async def ask() -> None:
        async with Client(LIMITS, "run") as client:
            await client.get(site.url("/a"))
            assert site.request_headers[-1]["user-agent"] == LIMITS.user_agent
            await client.get(site.url("/b"), user_agent="goose/2 (+https://ours.example)")
            assert site.request_headers[-1]["user-agent"] == "goose/2 (+https://ours.example)"
            with pytest.raises(Rejected, match="robots"):
                await client.get(site.url("/a"), user_agent="goose/2")

    asyncio.run(ask())
    assert site.requests.count("/robots.txt") == 1


def test_a_slow_host_is_asked_more_slowly(site: Site) -> None:
    moments: list[float] = []

    def slow(exchange: Exchange) -> None:
        moments.append(time.monotonic())
        time.sleep(0.2)
        exchange.reply(HTML)

    site.routes |= {"/robots.txt": slow, "*": slow}

    async def ask() -> None:
        async with Client(replace(LIMITS, per_host=4), "run") as client:
            await client.get(site.url("/0"))
            await asyncio.gather(*(client.get(site.url(path)) for path in ("/1", "/2", "/3")))

    asyncio.run(ask())
    assert moments[-1] - moments[2] > 0.3  # at once it would be nothing


def test_a_pressed_host_is_asked_more_slowly_and_then_faster_again() -> None:
    async def seconds(*statuses: int) -> float:
        pacing = Pacing(per_host=1, concurrency=1, pause_seconds=0.1, longest_seconds=60)
        async with pacing.turn("a.example"):
            for status in statuses:
                pacing.heard("a.example", 0.0, status)
        async with pacing.turn("a.example") as waited:
            return waited

    for statuses, pause in {
        (200,): 0.1,
        (429,): 0.2,
        (503, 429): 0.4,
        (429, *[200] * 3): 0.146,
        (429, 500): 0.2,
    }.items():
        assert pause <= asyncio.run(seconds(*statuses)) < pause + 0.05


def test_a_host_that_asks_twice_for_a_long_wait_is_left_alone_for_the_run(site: Site) -> None:
    busy = page(b"", 503, retry_after="600")
    site.routes |= {"/robots.txt": page(b""), "/busy": busy, "/too": page(b"", 429, retry_after="300"), "*": page(HTML)}
    results, _, _ = in_order(site, ["/busy", "/1", "/busy", "/too", "/2"])
    outcomes = [getattr(result, "outcome", "page") for result in results]
    assert outcomes == [Outcome.HTTP_ERROR, "page", Outcome.HTTP_ERROR, Outcome.HTTP_ERROR, Outcome.DEFERRED]
    assert isinstance(results[-1], Unavailable)
    assert 290 < (results[-1].retry_after or 0) <= 300
    assert site.pages_asked() == ["/busy", "/1", "/busy", "/too"]


def test_a_host_without_connection_is_left_alone_for_the_run(site: Site) -> None:
    known = [known_robots(site, "", timedelta(hours=1))]
    site.__exit__(None, None, None)
    results, client, _ = in_order(site, [f"/{n}" for n in range(6)], known=known)
    assert {getattr(result, "outcome", None) for result in results} == {Outcome.UNREACHABLE}
    assert ["3 times" in str(result) for result in results] == [False] * 3 + [True] * 3
    assert len(client.fetches) == 6


@pytest.mark.parametrize("route", [silent(), raw(b"", reset=True), raw(b"SSH-2.0-x\r\n")])
def test_a_host_that_never_answers_is_left_alone_for_the_run(site: Site, route: Route) -> None:
    site.routes["*"] = route
    known = [known_robots(site, "", timedelta(hours=1))]
    limits = replace(LIMITS, read_seconds=0.1, retry_seconds=0.01)
    results, _, _ = in_order(site, [f"/{n}" for n in range(9)], limits, known)
    assert all(isinstance(result, Unavailable) for result in results)
    assert "5 times" in str(results[-1])
    assert 5 <= len(site.pages_asked()) <= 6


def test_silent_pages_of_a_host_that_answers_cost_the_others_nothing(site: Site) -> None:
    site.routes |= {"/robots.txt": page(b""), "/good": page(HTML), "*": silent()}
    paths = [*(f"/{n}" for n in range(7)), "/good"]
    results, _, _ = in_order(site, paths, replace(LIMITS, read_seconds=0.1))
    assert isinstance(results[-1], Response)


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
