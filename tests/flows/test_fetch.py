import asyncio
import gzip
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from extractors.records import Outcome
from flows.fetch import Client, Rejected, Response, Unavailable
from tests.flows.asking import HTML, LIMITS, answer, ended, failure, get
from tests.flows.site import Exchange, Route, Site, dripping, page, raw, redirect, silent


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        yield served


# A good answer


def test_a_page(site: Site) -> None:
    site.routes["/a"] = page(HTML, etag='"v1"', last_modified="Fri, 20 Nov 2026 08:00:00 GMT")
    assert answer(site.url("/a#top")) == Response(
        url=site.url("/a#top"),
        final_url=site.url("/a"),
        http_status=200,
        content_type="text/html",
        charset="utf-8",
        etag='"v1"',
        last_modified="Fri, 20 Nov 2026 08:00:00 GMT",
        body=HTML,
        not_modified=False,
    )
    asked = site.request_headers[-1]
    assert asked["user-agent"] == "newsduck/1.0 (+https://ours.example)"
    assert asked["accept-encoding"] == "gzip, deflate, br, zstd"


def test_the_record_of_each_request(site: Site) -> None:
    site.routes |= {"/a": redirect("/b"), "/b": page(HTML)}
    _, (robots, fetch) = get(site.url("/a"))
    assert (robots.url, robots.http_status, robots.robots_allowed) == (site.url("/robots.txt"), 404, None)
    assert fetch.url == site.url("/a")
    assert fetch.final_url == site.url("/b")
    assert (fetch.outcome, fetch.http_status, fetch.redirects, fetch.attempt) == ("ok", 200, 1, 1)
    assert (fetch.bytes, fetch.body_sha256) == (len(HTML), sha256(HTML).hexdigest())
    assert (fetch.robots_allowed, fetch.host, fetch.run_id) == (True, "127.0.0.1", "run")
    assert robots.fetch_id != fetch.fetch_id
    assert 0 <= fetch.duration_ms < 1200
    assert fetch.requested_at <= robots.requested_at <= datetime.now(UTC)


def test_a_compressed_page(site: Site) -> None:
    site.routes["/a"] = page(gzip.compress(HTML), content_encoding="gzip")
    assert answer(site.url("/a")).body == HTML


def test_a_page_that_ends_with_its_connection(site: Site) -> None:
    site.routes["/a"] = raw(b"HTTP/1.0 200 OK\r\n\r\n" + HTML)
    result = answer(site.url("/a"))
    assert (result.body, result.content_type, result.charset) == (HTML, None, None)


def test_conditions_and_not_modified(site: Site) -> None:
    site.routes["/a"] = page(b"", 304, etag='"v2"')
    result = answer(site.url("/a"), etag='"v1"', last_modified="Fri, 20 Nov 2026 08:00:00 GMT")
    assert (result.not_modified, result.body, result.etag) == (True, b"", '"v2"')
    asked = site.request_headers[-1]
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"v1"', "Fri, 20 Nov 2026 08:00:00 GMT")
    assert ended(failure(site.url("/a"))) == (Rejected, Outcome.HTTP_ERROR)


@pytest.mark.parametrize("etag", ["a\nb", "ä", "x" * 513, ""])
def test_a_strange_validator_is_neither_kept_nor_sent(site: Site, etag: str) -> None:
    site.routes["/a"] = page(HTML, etag=etag.replace("\n", "\t"))
    assert answer(site.url("/a"), etag=etag).etag is None
    assert "if-none-match" not in site.request_headers[-1]


def test_a_cookie_comes_back_on_the_next_hop_only(site: Site) -> None:
    def wall(exchange: Exchange) -> None:
        if "seen=1" in exchange.headers.get("cookie", ""):
            exchange.reply(HTML)
        else:
            exchange.reply(b"", 302, location="/a", set_cookie="seen=1")

    site.routes["/a"] = wall
    assert answer(site.url("/a")).body == HTML
    assert answer(site.url("/a")).body == HTML
    assert len(site.pages_asked()) == 4


# Answers that are none


@pytest.mark.parametrize(
    ("route", "kind", "outcome"),
    [
        (page(HTML, 404), Rejected, Outcome.HTTP_ERROR),
        (page(HTML, 401), Rejected, Outcome.HTTP_ERROR),
        (page(HTML, 410), Rejected, Outcome.HTTP_ERROR),
        (page(HTML, 206, content_range="bytes 0-9/100"), Rejected, Outcome.HTTP_ERROR),
        (page(HTML, 202), Rejected, Outcome.HTTP_ERROR),
        (page(HTML, 300), Rejected, Outcome.HTTP_ERROR),
        (page(b"", 302), Rejected, Outcome.HTTP_ERROR),
        (page(b"", 204), Rejected, Outcome.NO_TEXT),
        (page(b"", 205), Rejected, Outcome.NO_TEXT),
        (page(HTML, 429), Unavailable, Outcome.HTTP_ERROR),
        (page(HTML, 408), Unavailable, Outcome.HTTP_ERROR),
        (page(HTML, 500), Unavailable, Outcome.HTTP_ERROR),
        (page(HTML, 599), Unavailable, Outcome.HTTP_ERROR),
        (page(b"\x89PNG", content_type="image/png"), Rejected, Outcome.NOT_HTML),
        (page(b"ID3", content_type="Audio/mpeg; q=1"), Rejected, Outcome.NOT_HTML),
        (page(b"x" * 2_000_000), Rejected, Outcome.TOO_LARGE),
        (page(gzip.compress(bytes(2_000_000)), content_encoding="gzip"), Rejected, Outcome.TOO_LARGE),
        (page(b"", content_length="9999999999"), Rejected, Outcome.TOO_LARGE),
        (page(b"x", content_encoding="compress"), Rejected, Outcome.BAD_ENCODING),
        (page(HTML, content_encoding="gzip"), Rejected, Outcome.BAD_ENCODING),
        (page(gzip.compress(HTML)[:-3], content_encoding="gzip"), Unavailable, Outcome.UNREACHABLE),
        (raw(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nshort"), Unavailable, Outcome.UNREACHABLE),
        (raw(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nshort\r\n"), Unavailable, Outcome.UNREACHABLE),
        (raw(b"HTTP/1.1 200 OK\r\ncontent-le", reset=True), Unavailable, Outcome.UNREACHABLE),
        (raw(b""), Unavailable, Outcome.UNREACHABLE),
        (raw(b"SSH-2.0-OpenSSH\r\n"), Unavailable, Outcome.UNREACHABLE),
        (raw(b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 50_000), Unavailable, Outcome.UNREACHABLE),
        (raw(b"HTTP/1.1 200 OK\r\nx: " + b"y" * 500_000), Unavailable, Outcome.UNREACHABLE),
        (silent(), Unavailable, Outcome.TIMEOUT),
        (dripping(b"HTTP/1.1 200 OK\r\n", b"x: y\r\n"), Unavailable, Outcome.TIMEOUT),
        (dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"<p>"), Unavailable, Outcome.TIMEOUT),
        (redirect("ftp://127.0.0.1/x"), Rejected, Outcome.BLOCKED_ADDRESS),
        (redirect("javascript:alert(1)"), Rejected, Outcome.BLOCKED_ADDRESS),
        (redirect("http://[::1"), Rejected, Outcome.BLOCKED_ADDRESS),
        (redirect("http://a:99999999/"), Rejected, Outcome.BLOCKED_ADDRESS),
    ],
)
def test_what_ends_a_request(site: Site, route: Route, kind: type, outcome: Outcome) -> None:
    site.routes["/a"] = route
    started = time.monotonic()
    error = failure(site.url("/a"), replace(LIMITS, wire_bytes=3_000_000, decoded_bytes=1_000_000))
    assert ended(error) == (kind, outcome)
    assert error.reason
    assert time.monotonic() - started < 2.5


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example/a",
        "ftp://a/",
        "file:///etc/passwd",
        "http://",
        "http://a b/",
        "http://[::1",
        "http://a\0b/",
        "http://a:b/",
        "data:text/html,x",
        "//a/",
        "http://%31/",
    ],
)
def test_no_web_address(url: str) -> None:
    assert ended(failure(url)) == (Rejected, Outcome.BLOCKED_ADDRESS)


def test_a_user_in_the_address_is_dropped(site: Site) -> None:
    site.routes["/a"] = page(HTML)
    result, fetches = get(f"http://me:secret@127.0.0.1:{site.port}/a")
    assert isinstance(result, Response)
    assert result.final_url == fetches[-1].url == site.url("/a")
    assert "authorization" not in site.request_headers[-1]
    assert "secret" not in str(fetches) + failure("ftp://me:secret@news.example/").reason


def test_a_huge_body_does_not_fill_the_memory(site: Site) -> None:
    chunk = b"4000\r\n" + bytes(0x4000) + b"\r\n"
    site.routes["/a"] = dripping(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", chunk * 20, 0.001)
    tracemalloc.start()
    assert ended(failure(site.url("/a"), replace(LIMITS, decoded_bytes=2_000_000))) == (Rejected, Outcome.TOO_LARGE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12_000_000


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Site, status: int) -> None:
    site.routes |= {"/a": redirect("b?x=1", status), "/b": page(HTML)}
    assert answer(site.url("/a")).final_url == site.url("/b?x=1")


def test_eight_redirects_are_enough(site: Site) -> None:
    for n in range(9):
        site.routes[f"/{n}"] = redirect(f"/{n + 1}")
    site.routes["/9"] = page(HTML)
    assert answer(site.url("/1")).body == HTML
    result, fetches = get(site.url("/0"))
    assert isinstance(result, Rejected)
    assert "more than 8 redirects" in result.reason
    assert fetches[-1].redirects == 8


def test_the_deadline_holds_over_all_hops(site: Site) -> None:
    def slow_hop(exchange: Exchange) -> None:
        time.sleep(0.3)
        exchange.reply(b"", 302, location="/a")

    site.routes["/a"] = slow_hop
    started = time.monotonic()
    assert ended(failure(site.url("/a"), replace(LIMITS, total_seconds=0.8))) == (Unavailable, Outcome.TIMEOUT)
    assert time.monotonic() - started < 1.3


def test_a_client_can_be_left_while_requests_are_under_way(site: Site) -> None:
    site.routes |= {"/robots.txt": silent(), "/a": silent()}

    async def leave() -> None:
        async with Client(LIMITS, "run") as client:
            task = asyncio.create_task(client.get(site.url("/a")))
            await asyncio.sleep(0.1)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    started = time.monotonic()
    asyncio.run(leave())
    assert time.monotonic() - started < 1
