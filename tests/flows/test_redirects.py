"""Redirects: how far they are followed, where they end, and which of them say that a page has moved."""

import time
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.records import Outcome
from flows.fetch import Rejected, Response, Unavailable
from flows.moves import Moves
from tests.flows.asking import HTML, LIMITS, answer, get
from tests.flows.site import Exchange, Route, Site, dripping, in_turn, page, raw, redirect

QUICK = replace(LIMITS, retry_seconds=0.01)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/robots.txt": page(b""), "/ok": page(HTML)}) as served:
        yield served


# Where a page moved


@pytest.mark.parametrize(
    ("statuses", "hops"),
    [
        ((301,), 1),
        ((308,), 1),
        ((301, 308, 301), 3),
        ((301, 302), 1),  # the first is for good
        ((302,), 0),
        ((303,), 0),
        ((307,), 0),
        ((302, 301), 0),  # what is behind a passing one may pass as well
        ((301, 307, 308), 1),
    ],
)
def test_permanent_redirects_say_where_to_ask_from_now_on(site: Site, statuses: tuple[int, ...], hops: int) -> None:
    for number, status in enumerate(statuses):
        site.routes[f"/{number}"] = redirect(f"/{number + 1}", status)
    site.routes[f"/{len(statuses)}"] = page(HTML)
    assert answer(site.url("/0")).moved_to == (site.url(f"/{hops}") if hops else None)


def test_without_a_redirect_nothing_moved(site: Site) -> None:
    assert answer(site.url("/ok")).moved_to is None


def test_a_move_shows_also_where_nothing_was_modified(site: Site) -> None:
    site.routes |= {"/a": redirect("/b", 301), "/b": page(b"", 304)}
    assert answer(site.url("/a"), etag='"v1"').moved_to == site.url("/b")


@pytest.mark.parametrize(
    ("here", "target"),
    [
        ("http://a.example/feed", "https://a.example/feed"),
        ("https://a.example/feed", "https://www.a.example/feed"),
        ("https://a.example/feed", "https://feeds.b.example/a"),
        ("https://a.example/", "https://b.example/"),
        ("https://a.example/", "https://a.example/en/"),
        ("https://a.example/authors", "https://a.example/author/jane-consentino"),
        ("https://a.example/1", "https://a.example/2026/login-codes-stolen"),
    ],
)
def test_moves(here: str, target: str) -> None:
    moves = Moves()
    moves.follow(httpx.URL(here), httpx.URL(target), 301, target)
    assert moves.moved_to == target


@pytest.mark.parametrize(
    ("here", "target"),
    [
        ("https://a.example/feed", "https://a.example/"),
        ("https://a.example/feed", "https://b.example"),
        ("https://a.example/feed", "http://a.example/feed"),
        ("https://a.example/feed", "https://a.example/login?next=/feed"),
        ("https://a.example/feed", "https://login.a.example/sso/start"),
        ("https://a.example/feed", "https://consent.a.example/consent?to=x"),
        ("https://a.example/feed", "https://a.example/users/sign_in"),
        ("https://a.example/feed", "https://a.example/404.html"),
        ("https://a.example/feed", "https://a.example/errors/blocked"),
        ("https://a.example/feed", "https://a.example/subscribe/"),
    ],
)
def test_what_is_no_move(here: str, target: str) -> None:
    moves = Moves()
    moves.follow(httpx.URL(here), httpx.URL(target), 301, target)
    assert moves.moved_to is None


# Where redirects end


def grows(exchange: Exchange) -> None:
    exchange.reply(b"", 302, location=exchange.path + "x")


def of(location: bytes, fields: bytes = b"") -> Route:
    return raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n" + fields + b"\r\n")


FOLLOWED: dict[str, Route] = {
    "a relative address": of(b"ok"),
    "dots": of(b"./x/../ok"),
    "more dots than folders": of(b"../../../ok"),
    "only a fragment more": of(b"/ok#top"),
    "blanks around": of(b"  /ok \t"),
    "a blank before the colon": raw(b"HTTP/1.1 302 Found\r\nLocation : /ok\r\nContent-Length: 0\r\n\r\n"),
    "a folded location": raw(b"HTTP/1.1 302 Found\r\nLocation:\r\n /ok\r\nContent-Length: 0\r\n\r\n"),
    "no scheme": lambda exchange: exchange.reply(b"", 302, location=f"//127.0.0.1:{exchange.server.site.port}/ok"),
    "another name of the host": lambda exchange: exchange.reply(
        b"", 302, location=exchange.server.site.url("/ok", "localhost")
    ),
    "no host, so the same": redirect("http:///ok"),
    "a user and a password": lambda exchange: exchange.reply(
        b"", 302, location=exchange.server.site.url("/ok", "me:secret@127.0.0.1")
    ),
    "a body without end": dripping(b"HTTP/1.1 302 Found\r\nLocation: /ok\r\n\r\n", b"x" * 1000, 0.01),
    "a length that is never sent": raw(b"HTTP/1.1 302 Found\r\nLocation: /ok\r\nContent-Length: 999999999999\r\n\r\n"),
    "a coding nobody knows": raw(
        b"HTTP/1.1 302 Found\r\nLocation: /ok\r\nContent-Encoding: compress\r\nContent-Length: 0\r\n\r\n"
    ),
    "twice to itself, then on": in_turn(redirect("/a"), redirect("/ok")),
}


def sends_on(address: str, wait: int = 0, text: str = "One moment.") -> Route:
    return page(f'<meta http-equiv="refresh" content="{wait}; url={address}"><p>{text}</p>')


FOLLOWED |= {
    "a page that sends on": sends_on("/ok"),
    "a page that sends on to one that sends on": in_turn(sends_on("/a?2"), sends_on("/ok")),
    "a page that sends on, without a type": raw(
        b"HTTP/1.1 200 OK\r\n\r\n<html><head><meta http-equiv=refresh content='1;URL=ok'></head></html>"
    ),
}
ENDED: dict[str, tuple[Route, Outcome]] = {
    "to itself for ever": (redirect("/a"), Outcome.HTTP_ERROR),
    "to itself with a new cookie each time": (
        lambda exchange: exchange.reply(b"", 302, location="/a", set_cookie=f"n={len(exchange.server.site.requests)}"),
        Outcome.HTTP_ERROR,
    ),
    "to an ever longer address": (grows, Outcome.HTTP_ERROR),
    "to a mail address": (redirect("mailto:a@b.example"), Outcome.BLOCKED_ADDRESS),
    "to a file": (redirect("file:///etc/passwd"), Outcome.BLOCKED_ADDRESS),
    "to data": (redirect("data:text/html,x"), Outcome.BLOCKED_ADDRESS),
    "to gopher": (redirect("gopher://127.0.0.1:25/_HELO"), Outcome.BLOCKED_ADDRESS),
    "to a script": (redirect("javascript:alert(1)"), Outcome.BLOCKED_ADDRESS),
    "to a source view": (redirect("view-source:http://127.0.0.1/"), Outcome.BLOCKED_ADDRESS),
    "to a host of dots": (redirect("http://..../"), Outcome.UNREACHABLE),
    "to port 0": (redirect("http://127.0.0.1:0/"), Outcome.BLOCKED_ADDRESS),
    "to port 65536": (redirect("http://127.0.0.1:65536/"), Outcome.BLOCKED_ADDRESS),
    "to a port in letters": (redirect("http://127.0.0.1:http/"), Outcome.BLOCKED_ADDRESS),
    "to the metadata": (redirect("http://169.254.169.254/latest/"), Outcome.BLOCKED_ADDRESS),
    "to the metadata as a number": (redirect("http://2852039166/latest/"), Outcome.BLOCKED_ADDRESS),
    "to the metadata inside IPv6": (redirect("http://[::ffff:a9fe:a9fe]/latest/"), Outcome.BLOCKED_ADDRESS),
    "to the metadata by a page": (sends_on("http://169.254.169.254/"), Outcome.BLOCKED_ADDRESS),
    "to pages that send on and on": (
        lambda exchange: sends_on(f"/a?{len(exchange.server.site.requests)}")(exchange),
        Outcome.HTTP_ERROR,
    ),
    "to multiple choices": (page(HTML, 300), Outcome.HTTP_ERROR),
    "to nowhere": (page(HTML, 301), Outcome.HTTP_ERROR),
    "to use a proxy": (page(HTML, 305), Outcome.HTTP_ERROR),
    "to an address of 100,000 characters": (redirect("/" + "a" * 90_000), Outcome.BLOCKED_ADDRESS),
}


@pytest.mark.parametrize("name", FOLLOWED)
def test_followed(site: Site, name: str) -> None:
    site.routes["/a"] = FOLLOWED[name]
    started = time.monotonic()
    result, fetches = get(site.url("/a"), QUICK)
    assert isinstance(result, Response), result
    assert (result.body, result.moved_to) == (HTML, None)
    assert "secret" not in str(site.request_headers) + str(fetches)
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("name", ENDED)
def test_ended(site: Site, name: str) -> None:
    site.routes["/a"], outcome = ENDED[name]
    started = time.monotonic()
    result, fetches = get(site.url("/a"), QUICK)
    assert isinstance(result, Rejected | Unavailable), result
    assert (result.outcome, fetches[-1].outcome) == (outcome, outcome), result
    assert len(site.pages_asked()) <= 9
    assert time.monotonic() - started < 1.5


ARTICLE = "The harbour stays shut while divers look for the leak. " * 20


@pytest.mark.parametrize(
    "route",
    [
        sends_on("/ok", 30),
        sends_on("/a"),
        sends_on("//[::1"),
        sends_on("file:///etc/passwd"),
        sends_on("javascript:alert(1)"),
        sends_on("/ok", text=ARTICLE),
        sends_on("/ok", text="<i></i>" * 4000),
        page(b'<rss><channel><item><description>&lt;meta http-equiv="refresh" content="0; url=/ok"&gt;'),
        page(b'<meta http-equiv="refresh" content="0; url=/ok">', content_type="text/plain"),
        page(b'<meta http-equiv="refresh" content="0; url=/ok">', content_type="application/xml"),
    ],
)
def test_a_page_that_stays(site: Site, route: Route) -> None:
    site.routes["/a"] = route
    assert answer(site.url("/a")).final_url == site.url("/a")


def test_a_circle_is_left_before_the_eighth_redirect(site: Site) -> None:
    site.routes |= {"/a": redirect("/b"), "/b": redirect("/a")}
    result, fetches = get(site.url("/a"), QUICK)
    assert isinstance(result, Rejected)
    assert "in a circle" in result.reason
    assert len(site.pages_asked()) <= 5
    assert fetches[-1].redirects < 8


def test_cookies_stay_with_their_host(site: Site) -> None:
    with Site({"/robots.txt": page(b""), "/b": page(HTML)}) as other:
        site.routes["/a"] = redirect(other.url("/b", "localhost"))
        site.routes["/a"] = lambda exchange: exchange.reply(
            b"", 302, location=other.url("/b", "localhost"), set_cookie="session=1"
        )
        assert answer(site.url("/a")).body == HTML
        assert "cookie" not in other.request_headers[-1]


def test_each_hop_asks_the_rules_of_its_own_host(site: Site) -> None:
    with Site({"/robots.txt": page(b"User-agent: *\nDisallow: /b"), "/b": page(HTML)}) as other:
        site.routes["/a"] = redirect(other.url("/b"))
        result, _ = get(site.url("/a"))
        assert isinstance(result, Rejected)
        assert result.outcome is Outcome.BLOCKED_BY_ROBOTS
        assert other.pages_asked() == []


@given(st.lists(st.tuples(st.sampled_from([301, 302, 308]), st.sampled_from(["/x", "/y", "/", "/login"])), max_size=9))
def test_what_moved_is_reached_by_permanent_redirects_only(chain: list[tuple[int, str]]) -> None:
    moves, here = Moves(), httpx.URL("https://a.example/start")
    permanent = [str(here)]
    for number, (status, path) in enumerate(chain):
        target = httpx.URL(f"https://a.example{path}")
        moves.follow(here, target, status, number)
        if status != 302 and len(permanent) == number + 1:
            permanent.append(str(target))
        here = target
    assert moves.moved_to is None or moves.moved_to in permanent[1:]
