import asyncio
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from extractors.records import Outcome, Robots
from flows.fetch import Client, Limits, Rejected, Response, Unavailable
from flows.pacing import Pacing
from tests.flows.asking import HTML, LIMITS, NOW, all_of, answer, ended, failure, get
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


def known_robots(site: Site, body: str, age: timedelta, policy: str = "rules") -> Robots:
    origin = site.url("").rstrip("/")
    return Robots(origin=origin, fetched_at=NOW - age, http_status=200, policy=policy, body=body)


NOTHING = "User-agent: *\nDisallow: /"


def test_robots_of_an_earlier_run_are_not_asked_again_for_a_day(site: Site) -> None:
    site.routes |= {"/robots.txt": page(b""), "*": page(HTML)}
    (refused,), client, _ = in_order(site, ["/a"], known=[known_robots(site, NOTHING, timedelta(hours=23))])
    assert isinstance(refused, Rejected)
    assert (refused.outcome, site.requests, client.robots) == (Outcome.BLOCKED_BY_ROBOTS, [], [])
    (allowed,), client, _ = in_order(site, ["/a"], known=[known_robots(site, NOTHING, timedelta(hours=24))])
    assert isinstance(allowed, Response)
    assert site.requests == ["/robots.txt", "/a"]
    assert [(each.origin, each.policy, each.fetched_at) for each in client.robots] == [
        (site.url("").rstrip("/"), "rules", NOW)
    ]


def test_what_a_run_learned_serves_the_next(site: Site) -> None:
    site.routes |= {
        "/robots.txt": page(b"\xef\xbb\xbfUser-agent: *\nDisallow: /a\nContent-Signal: ai-train=no"),
        "*": page(HTML),
    }
    _, client, _ = in_order(site, ["/a", "/b"])
    (kept,) = client.robots
    assert kept.reservations == ("ai-train=no",)
    site.requests.clear()
    (refused, allowed), client, _ = in_order(site, ["/a", "/b"], known=[kept])
    assert isinstance(refused, Rejected)
    assert isinstance(allowed, Response)
    assert allowed.reservations == ("ai-train=no",)
    assert site.requests == ["/b"]


def test_no_robots_is_remembered_as_well(site: Site) -> None:
    site.routes["/a"] = page(HTML)
    _, client, _ = in_order(site, ["/a"])
    assert [(each.policy, each.http_status, each.body) for each in client.robots] == [("allow_all", 404, "")]
    _, client, _ = in_order(site, ["/a"], known=client.robots)
    assert (client.robots, site.requests) == ([], ["/robots.txt", "/a", "/a"])


def test_robots_of_the_future_are_asked_again(site: Site) -> None:
    site.routes |= {"/robots.txt": page(b""), "*": page(HTML)}
    (allowed,), _, _ = in_order(site, ["/a"], known=[known_robots(site, NOTHING, timedelta(days=-2))])
    assert isinstance(allowed, Response)


@pytest.mark.parametrize("trouble", [page(b"", 500), page(b"", 503), page(b"", 429), silent(), raw(b"", reset=True)])
def test_an_older_copy_stands_in_for_robots_that_cannot_be_had(site: Site, trouble: Route) -> None:
    site.routes |= {"/robots.txt": trouble, "*": page(HTML)}
    old = known_robots(site, "User-agent: *\nDisallow: /a", timedelta(days=29))
    (refused, allowed), client, _ = in_order(site, ["/a", "/b"], known=[old])
    assert isinstance(refused, Rejected)
    assert isinstance(allowed, Response)
    assert client.robots == []  # so that the next run asks again
    (no,), client, _ = in_order(site, ["/b"], known=[known_robots(site, "", timedelta(days=31))])
    assert isinstance(no, Unavailable)
    assert client.robots == []
    (no,), _, _ = in_order(site, ["/b"], known=[known_robots(site, "", timedelta(hours=1), "disallow_all")])
    assert isinstance(no, Unavailable)


@pytest.mark.parametrize(("hops", "is_obeyed"), [(1, True), (5, True), (6, False)])
def test_robots_redirect_up_to_five_times_also_to_other_hosts(site: Site, hops: int, *, is_obeyed: bool) -> None:
    with Site({f"/{n}": redirect(f"/{n - 1}") for n in range(1, 7)} | {"/0": page(NOTHING)}) as other:
        site.routes |= {"/robots.txt": redirect(other.url(f"/{hops - 1}")), "/a": page(HTML)}
        result, _ = get(site.url("/a"))
    assert isinstance(result, Rejected if is_obeyed else Response)


def test_robots_that_lead_to_where_no_request_may_go(site: Site) -> None:
    site.routes |= {"/robots.txt": redirect("http://169.254.169.254/"), "/a": page(HTML)}
    (refused,), client, _ = in_order(site, ["/a"])
    assert isinstance(refused, Rejected)
    assert (refused.outcome, client.robots, site.pages_asked()) == (Outcome.BLOCKED_ADDRESS, [], [])


def test_two_ports_are_two_origins(site: Site) -> None:
    with Site({"/robots.txt": page(NOTHING), "*": page(HTML)}) as other:
        site.routes["/a"] = page(HTML)

        async def ask() -> list[object]:
            async with Client(LIMITS, "run") as client:
                urls = (site.url("/a"), other.url("/a"))
                return await asyncio.gather(*(client.get(url) for url in urls), return_exceptions=True)

        allowed, refused = asyncio.run(ask())
    assert isinstance(allowed, Response)
    assert isinstance(refused, Rejected)


# Rights


def test_reservations_of_an_answer(site: Site) -> None:
    site.routes["/a"] = page(
        HTML, tdm_reservation="1", x_robots_tag="noai, otherbot: noimageai", content_usage="train-ai=n"
    )
    result, fetches = get(site.url("/a"))
    assert isinstance(result, Response)
    assert result.reservations == fetches[-1].reservations == ("tdm-reservation", "noai", "ai-train=no")


def test_tdmrep_is_asked_for_once_and_only_where_wanted(site: Site) -> None:
    rules = b'[{"location": "/free/*", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]'
    site.routes |= {"/robots.txt": page(b""), "/.well-known/tdmrep.json": page(rules), "*": page(HTML)}
    assert answer(site.url("/a")).reservations == ()
    results, client, _ = in_order(site, ["/a", "/free/b"], replace(LIMITS, tdmrep=True))
    assert [getattr(each, "reservations", None) for each in results] == [("tdm-reservation",), ()]
    assert site.requests.count("/.well-known/tdmrep.json") == 1
    site.requests.clear()
    results, _, _ = in_order(site, ["/a", "/free/b"], replace(LIMITS, tdmrep=True), client.robots)
    assert [getattr(each, "reservations", None) for each in results] == [("tdm-reservation",), ()]
    assert site.requests == ["/a", "/free/b"]


@pytest.mark.parametrize("route", [page(b"", 404), page(b"", 503), page(b"[" * 100_000), page(HTML), redirect("/x")])
def test_without_tdmrep_nothing_is_reserved(site: Site, route: Route) -> None:
    site.routes |= {"/robots.txt": page(b""), "/.well-known/tdmrep.json": route, "/a": page(HTML)}
    assert answer(site.url("/a"), replace(LIMITS, tdmrep=True)).reservations == ()


# Turns


def test_a_pause_between_two_requests_to_one_host(site: Site) -> None:
    site.routes["*"] = page(HTML)
    _, seconds = all_of(site, ["/1", "/2", "/3"], replace(LIMITS, pause_seconds=0.3))
    assert 0.6 <= seconds < 1.1


def in_order(
    site: Site, paths: list[str], limits: Limits = LIMITS, known: Iterable[Robots] = ()
) -> tuple[list[object], Client, float]:
    """Return what each path gave, one after the other, the client, and the seconds that all but the first took."""

    async def ask() -> tuple[list[object], Client, float]:
        started = 0.0
        results: list[object] = []
        async with Client(limits, "run", robots=known, clock=lambda: NOW) as client:
            for path in paths:
                results += await asyncio.gather(client.get(site.url(path)), return_exceptions=True)
                started = started or time.monotonic()
        return results, client, time.monotonic() - started

    return asyncio.run(ask())


def test_a_crawl_delay_is_followed(site: Site) -> None:
    site.routes |= {"/robots.txt": page(b"User-agent: *\nCrawl-delay: 0.3"), "*": page(HTML)}
    results, client, seconds = in_order(site, ["/1", "/2", "/3", "/4"], LIMITS)
    assert all(isinstance(result, Response) for result in results)
    assert 0.8 <= seconds < 1.5
    assert 800 <= sum(fetch.waited_ms for fetch in client.fetches) < 1500
    assert all(fetch.duration_ms < 200 for fetch in client.fetches)


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
    assert all(after - before > 0.18 for before, after in pairwise(moments))


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
