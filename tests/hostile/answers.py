"""Words in which the tables of cases are written: what a host answers, and how its links end."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Mapping
from typing import TypedDict, Unpack

from tests.flows.site import dripping, in_turn, page, raw, silent
from tests.hostile import articles
from tests.hostile.server import STORED, Case, Exchange, Route, filled

__all__ = [
    "HTML",
    "NEWS",
    "OK",
    "PARAGRAPHS",
    "after",
    "any_of",
    "dripping",
    "endless",
    "feed",
    "head",
    "hostile",
    "in_turn",
    "late",
    "moved",
    "offered",
    "page",
    "raw",
    "silent",
    "then_silent",
    "whole",
    "zipped",
]  # fmt: skip

OK = b"HTTP/1.1 200 OK\r\n"
HTML = b"Content-Type: text/html; charset=utf-8\r\n"
TITLE = "Stormen holder bådene i Skagen i havn"
PARAGRAPHS = (
    (
        "Fiskerbådene i Skagen blev liggende i havnen torsdag, da stormen, som havde været ventet siden mandag, nåede "
        "kysten, siger havnefoged Signe Holm."
    ),
    (
        "To søfolk, der havde ventet for længe, blev om aftenen hentet i land af redningstjenesten. Ingen af dem kom "
        "noget til, oplyser sygehuset, og begge er nu hjemme igen."
    ),
)
NEWS = articles.html(TITLE, *PARAGRAPHS).encode()


def any_of(*outcomes: str) -> frozenset[str]:
    """Return the outcomes any of which is right."""
    return frozenset(outcomes)


class More(TypedDict, total=False):
    """What else a case may say; see Case."""

    there: Mapping[str, Route]
    texts: Mapping[str, str]
    is_slow: bool
    kind: str


def hostile(
    name: str,
    route: Route,
    *outcomes: str,
    routes: Mapping[str, Route] | None = None,
    ends: Mapping[str, frozenset[str]] | None = None,
    asked: Mapping[str, int] | None = None,
    **more: Unpack[More],
) -> Case:
    """Return a case whose page /page answers so, beside a good one."""
    return Case(
        name=name,
        routes={"/page": route, **(routes or {})},
        ends={"/page": any_of(*outcomes), "/good": STORED, **(ends or {})},
        asked=asked or {},
        **more,
    )


def feed(
    name: str,
    route: Route,
    *polled: str,
    routes: Mapping[str, Route] | None = None,
    ends: Mapping[str, frozenset[str]] | None = None,
    asked: Mapping[str, int] | None = None,
    **more: Unpack[More],
) -> Case:
    """Return a case whose feed answers so; `polled` is how, and where it can be read it leads to the good page."""
    stored = {"/good": STORED} if ends is None and "ok" in polled else {}
    return Case(
        name=name,
        routes={"/feed": route, **(routes or {})},
        ends={**stored, **(ends or {})},
        polled=any_of(*polled),
        asked=asked or {},
        **more,
    )


def offered(body: str | bytes, content_type: str = "application/rss+xml", codec: str = "utf-8") -> Route:
    """Return a route that answers with a feed, its marks filled in, in this encoding."""
    content = body.encode() if isinstance(body, str) else body

    def answer(exchange: Exchange) -> None:
        made = filled(exchange, content)
        exchange.reply(made if codec == "utf-8" else made.decode().encode(codec), content_type=content_type)

    return answer


def late(make: Callable[[], bytes | str], status: int = 200, **fields: str) -> Route:
    """Return a route whose body is made, and its marks are filled in, when it is asked for."""

    def answer(exchange: Exchange) -> None:
        made = make()
        exchange.reply(filled(exchange, made.encode() if isinstance(made, str) else made), status, **fields)

    return answer


def moved(location: str, status: int = 302) -> Route:
    """Return a route that leads to an address with marks."""
    return lambda exchange: exchange.reply(b"", status, location=filled(exchange, location.encode()).decode("latin-1"))


def then_silent(start: bytes, seconds: float = 30.0) -> Route:
    """Return a route that sends the start of an answer and nothing more."""

    def answer(exchange: Exchange) -> None:
        exchange.send_raw(start)
        silent(seconds)(exchange)

    return answer


def whole(body: bytes = NEWS, fields: bytes = HTML) -> bytes:
    """Return the bytes of a sound answer."""
    return OK + fields + b"Content-Length: %d\r\n\r\n" % len(body) + body


def head(fields: bytes, body: bytes = NEWS, status: bytes = OK) -> Route:
    """Return a route with just these header fields (besides the type) and this body, then the end of the connection."""
    return raw(status + HTML + fields + b"\r\n" + body)


def zipped(body: bytes = NEWS, coding: str = "gzip") -> Route:
    """Return a route whose body is in gzip."""
    return page(gzip.compress(body), content_encoding=coding)


def after(seconds: float, route: Route) -> Route:
    """Return a route that answers so after a while."""

    def wait(exchange: Exchange) -> None:
        exchange.server.site.stopping.wait(seconds)
        route(exchange)

    return wait


def endless(start: bytes, piece: bytes, *, seconds: float = 30.0) -> Route:
    """Return a route that sends the same piece as fast as it is taken, until the client has enough."""

    def pour(exchange: Exchange) -> None:
        exchange.send_raw(start)
        ends_at = time.monotonic() + seconds
        while time.monotonic() < ends_at and not exchange.server.site.stopping.is_set():
            exchange.send_raw(piece)

    return pour
