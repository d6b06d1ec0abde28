import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from extractors.records import Outcome
from flows.fetch import Client, Rejected, Response, Unavailable
from tests.flows.asking import HTML, LIMITS, NOW, all_of, answer, ended, failure, get, in_order, known_robots
from tests.flows.site import Route, Site, in_turn, page, raw, redirect, silent


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
