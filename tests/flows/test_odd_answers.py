"""Answers that bend or break HTTP: each ends as a page or in one of the client's two errors, and soon."""

import gzip
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from extractors.records import Outcome
from flows.fetch import Rejected, Response, Unavailable
from tests.flows.asking import HTML, LIMITS, get
from tests.flows.site import Route, Site, page, raw, redirect

OK = b"HTTP/1.1 200 OK\r\n"
MOVED = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"
LENGTH = b"Content-Length: 2\r\n\r\n"


def of(head: bytes, body: bytes = b"ok") -> Route:
    return raw(head + body)


def moved(location: bytes) -> Route:
    return raw(MOVED + b"Location: " + location + b"\r\n\r\n")


READ: dict[str, Route] = {
    "line feeds only": of(b"HTTP/1.1 200 OK\nContent-Length: 2\n\n"),
    "no reason": of(b"HTTP/1.1 200\r\n" + LENGTH),
    "length and chunks": of(OK + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n", b"2\r\nok\r\n0\r\n\r\n"),
    "more than announced": of(OK + LENGTH, b"okEXTRA"),
    "early hints": of(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + OK + LENGTH),
    "a type that is none": of(OK + b"Content-Type: ;;;;charset\r\n" + LENGTH),
    "a type of odd letters": of(OK + "Content-Type: text/hätml; charset=ü\r\n".encode() + LENGTH),
    "two types": of(OK + b"Content-Type: text/html\r\nContent-Type: text/plain\r\n" + LENGTH),
    "a binary validator": of(OK + b"ETag: \xff\xfe\r\n" + LENGTH),
    "a binary cookie": raw(MOVED + b"Set-Cookie: \xff\xfe=;;;; Max-Age=9999999999999999999\r\nLocation: /ok\r\n\r\n"),
    "a cookie of no date": raw(MOVED + b"Set-Cookie: a=b; expires=Thu, 99 Foo 99999\r\nLocation: /ok\r\n\r\n"),
    "very many cookies": raw(
        MOVED + b"".join(b"Set-Cookie: c%d=%s\r\n" % (n, b"x" * 50) for n in range(1000)) + b"Location: /ok\r\n\r\n"
    ),
    "a field with a blank name": of(OK + b"X Y: 1\r\n" + LENGTH),
    "a line that is no field": of(OK + b"garbage\r\n" + LENGTH),
    "a NUL in a field": of(OK + b"Content-Type: text/html\0\r\n" + LENGTH),
    "two locations": raw(MOVED + b"Location: /ok?\r\nLocation: /elsewhere\r\n\r\n"),
}
NOT_READ: dict[str, tuple[Route, type, Outcome]] = {
    "Latin-1 in the location": (moved(b"/caf\xe9"), Rejected, Outcome.HTTP_ERROR),
    "UTF-8 in the location": (moved("/café".encode()), Rejected, Outcome.HTTP_ERROR),
    "blanks in the location": (moved(b"/a b c "), Rejected, Outcome.HTTP_ERROR),
    "backslashes in the location": (moved(b"\\\\other.invalid\\x"), Rejected, Outcome.HTTP_ERROR),
    "no location": (moved(b""), Rejected, Outcome.HTTP_ERROR),
    "a very long location": (moved(b"/" + b"a" * 70_000), Rejected, Outcome.BLOCKED_ADDRESS),
    "a location that grows": (moved(b"?x"), Rejected, Outcome.HTTP_ERROR),
    "an international name": (redirect("http://b\u00fccher.invalid/"), Unavailable, Outcome.UNREACHABLE),
    "an invalid international name": (redirect("http://xn--a.invalid/"), Rejected, Outcome.BLOCKED_ADDRESS),
    "a very long name": (redirect("http://" + "a." * 200 + "invalid/"), Unavailable, Outcome.UNREACHABLE),
    "a label too long": (redirect("http://" + "a" * 70 + ".invalid/"), Unavailable, Outcome.UNREACHABLE),
    "a zone": (redirect("http://[fe80::1%25lo]/"), Rejected, Outcome.BLOCKED_ADDRESS),
    "two lengths": (of(OK + b"Content-Length: 5\r\n" + LENGTH), Unavailable, Outcome.UNREACHABLE),
    "a negative length": (of(OK + b"Content-Length: -2\r\n\r\n"), Unavailable, Outcome.UNREACHABLE),
    "an endless length": (of(OK + b"Content-Length: " + b"9" * 40 + b"\r\n\r\n"), Unavailable, Outcome.UNREACHABLE),
    "a chunk of no size": (of(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"zz\r\n"), Unavailable, Outcome.UNREACHABLE),
    "a chunk too large": (of(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"f" * 18), Unavailable, Outcome.UNREACHABLE),
    "an unknown transfer coding": (of(OK + b"Transfer-Encoding: gzip\r\n\r\n"), Unavailable, Outcome.UNREACHABLE),
    "status 999": (of(b"HTTP/1.1 999 Denied\r\n" + LENGTH), Unavailable, Outcome.HTTP_ERROR),
    "status 000": (of(b"HTTP/1.1 000 Nothing\r\n" + LENGTH), Unavailable, Outcome.UNREACHABLE),
    "HTTP/2 in letters": (of(b"HTTP/2 200 OK\r\n" + LENGTH), Unavailable, Outcome.UNREACHABLE),
    "HTTP/0.9": (raw(b"<html>ok"), Unavailable, Outcome.UNREACHABLE),
    "a radio": (raw(b"ICY 200 OK\r\n\r\n"), Unavailable, Outcome.UNREACHABLE),
    "another protocol": (of(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"), Unavailable, Outcome.UNREACHABLE),
    "early hints for ever": (raw(b"HTTP/1.1 103 Early\r\n\r\n" * 1000), Unavailable, Outcome.UNREACHABLE),
    "a wrong checksum": (
        of(OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(HTML)[:-8] + bytes(8)),
        Rejected,
        Outcome.BAD_ENCODING,
    ),
    "very many codings": (
        of(OK + b"Content-Encoding: " + b"gzip," * 2000 + b"\r\n\r\n"),
        Rejected,
        Outcome.BAD_ENCODING,
    ),
    "a wait until no day": (page(b"", 503, retry_after="Thu, 99 Foo 99999 GMT"), Unavailable, Outcome.HTTP_ERROR),
    "a wait until no zone": (page(b"", 503, retry_after="Fri, 31 Dec 2100 23:59:59"), Unavailable, Outcome.HTTP_ERROR),
}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/robots.txt": page(b""), "/ok": page(b"ok")}) as served:
        yield served


QUICK = replace(LIMITS, retry_seconds=0.01)


@pytest.mark.parametrize("name", READ)
def test_read_all_the_same(site: Site, name: str) -> None:
    site.routes["/a"] = READ[name]
    result, _ = get(site.url("/a"), QUICK)
    assert isinstance(result, Response), result
    assert result.body == b"ok"


@pytest.mark.parametrize("name", NOT_READ)
def test_not_read(site: Site, name: str) -> None:
    site.routes["/a"], kind, outcome = NOT_READ[name]
    started = time.monotonic()
    result, fetches = get(site.url("/a"), QUICK)
    assert (type(result), getattr(result, "outcome", None)) == (kind, outcome), result
    assert fetches[-1].outcome == outcome
    assert fetches[-1].error
    assert time.monotonic() - started < 1.5
