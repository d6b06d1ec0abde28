"""Hundreds of hostile hosts on loopback: every case has an address of its own in 127.0.0.0/8, and a second one.

Bodies and headers may hold marks that are filled in when they are sent: `@here@` is the case's own origin, `@there@`
the origin of its second host, `@port@` the port of all of them.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.flows import site
from tests.flows.site import Exchange, Route
from tests.hostile import articles

__all__ = ["Case", "Exchange", "Route", "World"]

STORED = frozenset({"stored"})


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a host does, and how its links and its feed must end; more than one outcome where more than one is right."""

    name: str
    routes: Mapping[str, Route] = field(default_factory=dict)  # by path; see World for those that stand by themselves
    there: Mapping[str, Route] = field(default_factory=dict)  # of the second host
    ends: Mapping[str, frozenset[str]]  # link as the feed has it, marks and all -> its outcomes
    polled: frozenset[str] = frozenset({"ok"})  # outcomes of the feed
    texts: Mapping[str, str] = field(default_factory=dict)  # link -> what its stored text has, to the character
    asked: Mapping[str, int] = field(default_factory=dict)  # path -> the most requests of one run
    is_slow: bool = False  # its second run would wait as long again
    kind: str = "feeds"  # the key of its source that names /feed


class World(site.Site):
    """Serves the cases.

    Unless a case says otherwise, a host has no robots.txt, a good article at /good, at /feed a feed that offers the
    case's links, which answers conditional requests, and nothing else.
    """

    def __init__(self, cases: Sequence[Case], *, network: int = 127) -> None:
        super().__init__(address="0.0.0.0")  # noqa: S104  it serves this machine only
        self.cases = cases
        self.network = network  # the first number of all addresses
        self.asked: Counter[tuple[str, str]] = Counter()  # (host, path)
        self.conditional: Counter[tuple[str, str]] = Counter()
        self.agents: set[str] = set()
        self._lock = threading.Lock()
        self._routes = {}
        for number, case in enumerate(cases):
            self._routes[self.host(number)] = {
                "/feed": feed_of(case),
                "/good": site.page(articles.article(number)),
            } | dict(case.routes)
            self._routes[self.host(number, second=True)] = {
                "/good": site.page(articles.article(number + len(cases))),
            } | dict(case.there)

    def note(self, exchange: Exchange) -> None:
        """Count the request."""
        key = (_local(exchange), exchange.path)
        with self._lock:
            self.asked[key] += 1
            self.conditional[key] += "if-none-match" in exchange.headers or "if-modified-since" in exchange.headers
            self.agents.add(exchange.headers.get("user-agent", ""))

    def forget(self) -> None:
        """Forget what was asked so far."""
        with self._lock:
            self.asked.clear()
            self.conditional.clear()

    def route(self, exchange: Exchange) -> Route:
        """Return the route of the host and path."""
        routes = self._routes.get(_local(exchange), {})
        return routes.get(exchange.path) or routes.get(exchange.path.split("?")[0]) or routes.get("*") or _missing

    def feed(self, number: int) -> str:
        """Return the address of a case's feed."""
        return self.filled(number, "@here@/feed")

    def filled(self, number: int, text: str) -> str:
        """Return a text with its marks filled in for a case."""
        return fill(text.encode(), self.host(number), self.port).decode()

    def host(self, number: int, *, second: bool = False) -> str:
        """Return the address of a case's host."""
        return f"{self.network}.{51 if second else 50}.{number // 200}.{number % 200 + 1}"


def fill(text: bytes, of_host: str, port: int) -> bytes:
    """Fill in the marks of a text that is sent by a host."""
    network, _, third, fourth = of_host.split(".")
    origins = {b"@here@": f"http://{of_host}:{port}", b"@there@": f"http://{network}.51.{third}.{fourth}:{port}"}
    for mark, origin in (origins | {b"@port@": str(port)}).items():
        text = text.replace(mark, origin.encode())
    return text


def filled(exchange: Exchange, text: bytes) -> bytes:
    """Fill in the marks of a text that is sent in this exchange."""
    local = exchange.connection.getsockname()
    return fill(text, local[0], local[1])


def feed_of(case: Case) -> Route:
    """Return the route of a feed that offers the case's links and knows its own version."""

    def answer(exchange: Exchange) -> None:
        body = filled(exchange, articles.rss(articles.items(_absolute(link) for link in case.ends)).encode())
        if exchange.headers.get("if-none-match") == '"1"':
            exchange.reply(b"", 304, etag='"1"')
        else:
            exchange.reply(body, content_type="application/rss+xml", etag='"1"')

    return answer


def _absolute(link: str) -> str:
    return f"@here@{link}" if link.startswith("/") else link


def _local(exchange: Exchange) -> str:
    return str(exchange.connection.getsockname()[0])


def _missing(exchange: Exchange) -> None:
    exchange.reply("<p>No such page.</p>", 404)
