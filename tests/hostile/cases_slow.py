"""Slow hosts: silent ones, dripping ones, and those that are just quick enough."""

from __future__ import annotations

from tests.hostile.answers import (
    HTML,
    NEWS,
    OK,
    after,
    dripping,
    endless,
    feed,
    hostile,
    moved,
    offered,
    page,
    raw,
    silent,
    then_silent,
    whole,
)
from tests.hostile.articles import items, rss
from tests.hostile.server import Case, Exchange

_ROBOTS = "/robots.txt"
_LINE = b"X-Header: value\r\n"


def _half_slow(exchange: Exchange) -> None:
    sound = whole()
    for start in range(0, len(sound), 400):
        exchange.send_raw(sound[start : start + 400])
        exchange.server.site.stopping.wait(0.3)


CASES: list[Case] = [
    hostile("silence", silent(), "timeout", is_slow=True),
    hostile("silence after half the body", then_silent(whole()[:400]), "timeout", is_slow=True),
    hostile("a body that drips", dripping(OK + HTML + b"\r\n", b"x", 0.5), "timeout", is_slow=True),
    hostile(
        "a body of known length that drips",
        dripping(OK + HTML + b"Content-Length: 5000\r\n\r\n", b"<p>", 0.4),
        "timeout",
        is_slow=True,
    ),
    hostile(
        "chunks that drip",
        dripping(OK + HTML + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.4),
        "timeout",
        is_slow=True,
    ),
    hostile(
        "a chunk's size that drips",
        dripping(OK + HTML + b"Transfer-Encoding: chunked\r\n\r\n", b"0", 0.4),
        "timeout",
        "unreachable",
        is_slow=True,
    ),
    hostile("a status line that drips", dripping(b"HTTP/1.1 200 ", b"O", 0.4), "timeout", is_slow=True),
    hostile("a head that drips", dripping(OK, b"X: y\r\n", 0.4), "timeout", is_slow=True),
    hostile("a field that drips", dripping(OK + b"X-Long: ", b"y", 0.4), "timeout", is_slow=True),
    hostile(
        "blank lines that drip before the head", dripping(b"", b"\r\n", 0.4), "timeout", "unreachable", is_slow=True
    ),
    hostile(
        "early hints that drip",
        dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.4),
        "timeout",
        "unreachable",
        is_slow=True,
    ),
    hostile(
        "continue, continue, continue",
        dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.4),
        "timeout",
        "unreachable",
        is_slow=True,
    ),
    hostile("an endless head", endless(OK, _LINE * 500), "unreachable", "too_large"),
    hostile("an endless field", endless(OK + b"X: ", b"y" * 8192), "unreachable", "too_large"),
    hostile("an endless status line", endless(b"HTTP/1.1 200 ", b"y" * 8192), "unreachable", "too_large"),
    hostile(
        "endless early hints",
        endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 500),
        "unreachable",
        "timeout",
        "too_large",
    ),
    hostile(
        "eight redirects of three seconds each",
        after(3, moved("/h1")),
        "timeout",
        is_slow=True,
        routes={f"/h{n}": after(3, moved(f"/h{n + 1}")) for n in range(1, 8)} | {"/h8": page(NEWS)},
    ),
    hostile("a redirect to silence", moved("@there@/dead"), "timeout", there={"/dead": silent()}, is_slow=True),
    hostile("an error that is slow and comes back", after(6, page(b"", 503)), "http_error", "timeout", is_slow=True),
    hostile("a cut answer that is slow", after(6, raw(whole()[:-50])), "unreachable", "timeout", is_slow=True),
    hostile("five seconds of thought", after(5, page(NEWS)), "stored"),
    hostile("a sound body in slow pieces", _half_slow, "stored"),
    feed("a silent robots.txt", page(NEWS), "timeout", "blocked_by_robots", routes={_ROBOTS: silent()}, is_slow=True),
    feed(
        "a robots.txt that drips",
        page(NEWS),
        "timeout",
        "blocked_by_robots",
        is_slow=True,
        routes={_ROBOTS: dripping(OK + b"\r\n", b"#", 0.4)},
    ),
    hostile(
        "a page on a host whose robots.txt is silent",
        moved("@there@/good"),
        "timeout",
        "blocked_by_robots",
        there={_ROBOTS: silent()},
        is_slow=True,
    ),
    hostile("a robots.txt that takes four seconds", page(NEWS), "stored", routes={_ROBOTS: after(4, page(b"", 404))}),
    feed("a silent feed", silent(), "timeout", is_slow=True),
    feed(
        "a feed that drips",
        dripping(OK + b"Content-Type: application/rss+xml\r\n\r\n<rss><channel>", b"<item/>", 0.4),
        "timeout",
        is_slow=True,
    ),
    feed(
        "a feed silent after half of it",
        then_silent(OK + b"Content-Type: application/rss+xml\r\nContent-Length: 9999\r\n\r\n<rss><channel><item>"),
        "timeout",
        is_slow=True,
    ),
    feed("a feed that takes five seconds", after(5, offered(rss(items(["@here@/good"])))), "ok"),
]
