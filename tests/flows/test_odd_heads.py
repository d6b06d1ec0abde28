"""Heads of answers that bend or break HTTP: what browsers pass over is passed over, lies about the length are not."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.records import Outcome
from flows.fetch import Client, Rejected, Response, Unavailable
from flows.heads import MAX_BYTES, MendedStream, mended
from tests.flows.asking import HTML, LIMITS, get
from tests.flows.site import Exchange, Route, Site, dripping, page, raw

OK = b"HTTP/1.1 200 OK\r\n"
TYPE = b"Content-Type: text/plain; charset=utf-8\r\n"
LENGTH = b"Content-Length: 2\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
END = b"\r\n"
LOST = (Unavailable, Outcome.UNREACHABLE)
LATE = (Unavailable, Outcome.TIMEOUT)
QUICK = replace(LIMITS, retry_seconds=0.01, total_seconds=0.7)


def of(fields: bytes, body: bytes = b"ok", *, status: bytes = OK) -> Route:
    return raw(status + fields + END + body)


def in_bytes(data: bytes) -> Route:
    def drip(exchange: Exchange) -> None:
        for each in data:
            exchange.wfile.write(bytes([each]))
        exchange.close_connection = True

    return drip


READ: dict[str, Route] = {
    "a blank before the colon": of(b"Content-Length : 2\r\n" + TYPE),
    "a tab before the colon": of(b"Content-Length\t: 2\r\n" + TYPE),
    "blanks around a value": of(b"Content-Length: \t 2 \t \r\n" + TYPE),
    "no blank after the colon": of(b"Content-Length:2\r\n" + TYPE),
    "a folded field": of(b"X-Y: a\r\n b\r\n" + TYPE + LENGTH),
    "a field folded with tabs": of(b"X-Y: a\r\n\tb\r\n\t\tc\r\n" + TYPE + LENGTH),
    "a folded type": of(b"Content-Type: text/plain;\r\n charset=utf-8\r\n" + LENGTH),
    "a folded line that is no field": of(b"garbage\r\n and more: of it\r\n" + TYPE + LENGTH),
    "a folded status line": of(b" folded: x\r\n" + TYPE + LENGTH),
    "a carriage return in a value": of(b"X-Y: a\rb\r\n" + TYPE + LENGTH),
    "form feeds and vertical tabs": of(b"X-Y: a\x0b\x0cb\r\n" + TYPE + LENGTH),
    "controls in a value": of(b"Set-Cookie: a=\x01\x02\r\n" + TYPE + LENGTH),
    "a name beyond ASCII": of("Größe: 1\r\n".encode() + TYPE + LENGTH),
    "a name in brackets": of(b"<meta>: 1\r\n" + TYPE + LENGTH),
    "no name": of(b": 1\r\n" + TYPE + LENGTH),
    "HTML in the head": of(b"<!DOCTYPE html>\r\n" + TYPE + LENGTH),
    "a PHP warning in the head": of(b"<b>Warning</b> mysql_connect(): x on line 3\r\n" + TYPE + LENGTH),
    "a field of 60 KB": of(b"X-Y: " + b"y" * 60_000 + b"\r\n" + TYPE + LENGTH),
    "1,000 fields": of(b"".join(b"X-%d: y\r\n" % n for n in range(1000)) + TYPE + LENGTH),
    "a blank line first": raw(END + OK + TYPE + LENGTH + END + b"ok"),
    "many line feeds first": raw(b"\n" * 50 + OK + TYPE + LENGTH + END + b"ok"),
    "two blanks in the status line": of(TYPE + LENGTH, status=b"HTTP/1.1  200  OK\r\n"),
    "tabs in the status line": of(TYPE + LENGTH, status=b"HTTP/1.1\t200\tOK\r\n"),
    "small letters in the status line": of(TYPE + LENGTH, status=b"http/1.1 200 ok\r\n"),
    "no blank before the reason": of(TYPE + LENGTH, status=b"HTTP/1.1 200OK\r\n"),
    "a NUL in the reason": of(TYPE + LENGTH, status=b"HTTP/1.1 200 O\0K\r\n"),
    "a reason in Latin-1": of(TYPE + LENGTH, status=b"HTTP/1.1 200 D'accord \xe0 tous\r\n"),
    "line ends of both kinds": raw(b"HTTP/1.1 200 OK\n" + TYPE + b"Content-Length: 2\n\r\nok"),
    "line ends of two carriage returns": raw(
        b"HTTP/1.1 200 OK\r\r\nContent-Type: text/plain; charset=utf-8\r\r\n\r\nok"
    ),
    "identity as transfer coding": of(b"Transfer-Encoding: identity\r\n" + TYPE + LENGTH),
    "an empty transfer coding": of(b"Transfer-Encoding:\r\n" + TYPE + LENGTH),
    "chunked in capitals": of(b"TRANSFER-ENCODING : CHUNKED\r\n" + TYPE, b"2\r\nok\r\n0\r\n\r\n"),
    "lengths that agree": of(LENGTH + TYPE + LENGTH + b"Content-Length: 2, 2\r\n"),
    "continue, hints, then a page": raw(
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX\r\n\r\n" + OK + TYPE + END + b"ok"
    ),
    "a head in single bytes": in_bytes(OK + TYPE + LENGTH + END + b"ok"),
    "HTTP/1.0 that stays open": raw(b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n" + TYPE + LENGTH + END + b"ok"),
}
NOT_READ: dict[str, tuple[Route, tuple[type, Outcome]]] = {
    "a head of 200 KB": (of(b"X-Y: yyyyyy\r\n" * 16_000 + TYPE + LENGTH), LOST),
    "a field of 200 KB": (of(b"X-Y: " + b"y" * 200_000 + b"\r\n" + TYPE + LENGTH), LOST),
    "a status line of 200 KB": (of(TYPE + LENGTH, status=b"HTTP/1.1 200 " + b"O" * 200_000 + b"\r\n"), LOST),
    "blank lines for ever": (dripping(b"", b"\r\n"), LATE),
    "folds for ever": (dripping(OK + b"X-Y: a\r\n", b" b\r\n"), LATE),
    "a head without end": (raw(OK + TYPE), LOST),
    "half a status line": (raw(b"HTTP/1.1 2"), LOST),
    "30 early hints": (raw(b"HTTP/1.1 103 Early\r\n\r\n" * 30 + OK + TYPE + LENGTH + END + b"ok"), LOST),
    "continue, and no more": (raw(b"HTTP/1.1 100 Continue\r\n\r\n"), LOST),
    "continue, and silence": (dripping(b"HTTP/1.1 100 Continue\r\n\r\n", b"", 30), LATE),
    "early hints for ever": (dripping(b"", b"HTTP/1.1 103 Early\r\n\r\n", 0.1), LATE),
    "a status of two digits": (of(LENGTH, status=b"HTTP/1.1 20 OK\r\n"), LOST),
    "a status of four digits": (of(LENGTH, status=b"HTTP/1.1 2000 OK\r\n"), LOST),
    "a status in letters": (of(LENGTH, status=b"HTTP/1.1 OK\r\n"), LOST),
    "a status that is negative": (of(LENGTH, status=b"HTTP/1.1 -200 OK\r\n"), LOST),
    "no status": (of(LENGTH, status=b"HTTP/1.1\r\n"), LOST),
    "no version": (of(LENGTH, status=b"HTTP 200 OK\r\n"), LOST),
    "a comma in the version": (of(LENGTH, status=b"HTTP/1,1 200 OK\r\n"), LOST),
    "RTSP": (of(LENGTH, status=b"RTSP/1.0 200 OK\r\n"), LOST),
    "a page before the head": (raw(b"<p>Hello</p>\r\n" + OK + LENGTH + END + b"ok"), LOST),
    "lengths that differ": (of(b"Content-Length : 5\r\n" + LENGTH), LOST),
    "lengths that differ in one field": (of(b"Content-Length: 2, 5\r\n"), LOST),
    "a folded length": (of(b"Content-Length: 2\r\n 5\r\n"), LOST),
    "a length with a sign": (of(b"Content-Length: +2\r\n"), LOST),
    "a length in hexadecimal": (of(b"Content-Length: 0x2\r\n"), LOST),
    "a length with a fraction": (of(b"Content-Length: 2.0\r\n"), LOST),
    "a length of other digits": (of("Content-Length: \u0662\r\n".encode()), LOST),
    "a length of one byte more": (of(b"Content-Length: 3\r\n"), LOST),
    "chunked and another": (of(b"Transfer-Encoding: gzip, chunked\r\n", b"2\r\nok\r\n0\r\n\r\n"), LOST),
    "chunked twice": (of(CHUNKED + CHUNKED, b"2\r\nok\r\n0\r\n\r\n"), LOST),
    "almost chunked": (of(b"Transfer-Encoding: xchunked\r\n", b"2\r\nok\r\n0\r\n\r\n"), LOST),
    "a folded transfer coding": (of(b"Transfer-Encoding:\r\n chunked, x\r\n", b"2\r\nok\r\n0\r\n\r\n"), LOST),
    "a chunk of negative size": (of(CHUNKED, b"-2\r\nok\r\n0\r\n\r\n"), LOST),
    "a chunk size with a sign": (of(CHUNKED, b"+2\r\nok\r\n0\r\n\r\n"), LOST),
    "a chunk size with 0x": (of(CHUNKED, b"0x2\r\nok\r\n0\r\n\r\n"), LOST),
    "a chunk longer than its size": (of(CHUNKED, b"2\r\nokay\r\n0\r\n\r\n"), LOST),
    "a chunk shorter than its size": (of(CHUNKED, b"5\r\nok\r\n0\r\n\r\n"), LOST),
    "no last chunk": (of(CHUNKED, b"2\r\nok\r\n"), LOST),
    "no end after the last chunk": (of(CHUNKED, b"2\r\nok\r\n0\r\n"), LOST),
    "a chunk extension of 200 KB": (of(CHUNKED, b"2;" + b"a" * 200_000 + b"\r\nok\r\n0\r\n\r\n"), LOST),
    "trailers for ever": (dripping(OK + CHUNKED + END + b"2\r\nok\r\n0\r\n", b"X: y\r\n"), LATE),
    "trailers of 200 KB": (of(CHUNKED, b"2\r\nok\r\n0\r\n" + b"X: y\r\n" * 40_000 + END), LOST),
    "not modified, though nobody asked": (
        of(b"", b"", status=b"HTTP/1.1 304 Not Modified\r\n"),
        (Rejected, Outcome.HTTP_ERROR),
    ),
}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/robots.txt": page(b""), "/ok": page(HTML)}) as served:
        yield served


@pytest.mark.parametrize("name", READ)
def test_read_all_the_same(site: Site, name: str) -> None:
    site.routes["/a"] = READ[name]
    started = time.monotonic()
    result, _ = get(site.url("/a"), QUICK)
    assert isinstance(result, Response), result
    assert (result.body, result.content_type, result.charset) == (b"ok", "text/plain", "utf-8")
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("name", NOT_READ)
def test_not_read(site: Site, name: str) -> None:
    site.routes["/a"], expected = NOT_READ[name]
    started = time.monotonic()
    result, fetches = get(site.url("/a"), QUICK)
    assert (type(result), getattr(result, "outcome", None)) == expected, result
    assert fetches[-1].error
    assert time.monotonic() - started < 2


FORGED = OK + TYPE + b"Content-Length: 6\r\n\r\nforged"


@pytest.mark.parametrize(
    "sent",
    [
        OK + LENGTH + END + b"ok" + FORGED,
        OK + LENGTH + END + b"ok" + b"x" * 70_000,
        OK + CHUNKED + END + b"2\r\nok\r\n0\r\n\r\n" + FORGED,
        OK + b"Content-Length: 0\r\n\r\n" + FORGED,
        b"HTTP/1.1 204 No Content\r\n\r\n" + FORGED,
        b"HTTP/1.1 302 Found\r\nLocation: /ok\r\nContent-Length: 0\r\n\r\n" + FORGED,
    ],
)
def test_what_was_sent_too_much_answers_no_later_request(site: Site, sent: bytes) -> None:
    def more(exchange: Exchange) -> None:
        exchange.wfile.write(sent)  # and the connection stays open

    async def ask() -> Response:
        async with Client(QUICK, "run") as client:
            with suppress(Rejected):
                await client.get(site.url("/a"))
            return await client.get(site.url("/ok"))

    site.routes["/a"] = more
    assert asyncio.run(ask()).body == HTML


# The mending itself


class Wire(httpcore.AsyncNetworkStream):
    """A connection that gives these bytes, so many at a time."""

    def __init__(self, data: bytes, sizes: list[int]) -> None:
        self.left = data
        self._sizes = list(sizes)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109  httpcore's signature
        assert timeout is None
        size = min(self._sizes.pop() if self._sizes else max_bytes, max_bytes)
        data, self.left = self.left[:size], self.left[size:]
        return data


def read_all(data: bytes, sizes: list[int]) -> bytes:
    async def read() -> bytes:
        stream = MendedStream(Wire(data, sizes))
        found = b""
        while piece := await stream.read(65_536):
            found += piece
        return found

    return asyncio.run(read())


FIELDS = st.lists(
    st.binary(max_size=30)
    | st.sampled_from([b"A: 1", b"B : 2", b" fold", b"no field", b"Content-Length: 2", b"a\rb: c"])
)
SIZES = st.lists(st.integers(1, 40), max_size=60)


@given(FIELDS, SIZES)
def test_a_head_is_mended_alike_however_it_arrives(fields: list[bytes], sizes: list[int]) -> None:
    head = OK + b"".join(field.replace(b"\n", b"") + END for field in fields if field.strip(b"\r\n \t"))
    if len(sizes) % 2:
        head = head.replace(b"\r\n", b"\n")
    whole = head + END + b"ok"
    assert read_all(whole, sizes) == read_all(whole, [])
    assert read_all(whole, sizes).startswith(mended(head + END))


@given(FIELDS)
def test_a_mended_head_is_well_formed_and_stays_as_it_is(fields: list[bytes]) -> None:
    once = mended(OK + b"".join(field.replace(b"\n\n", b"") + b"\n" for field in fields) + b"\n")
    status, *lines, last, _ = once.split(b"\r\n")
    assert status.startswith(b"HTTP/1.1 200 OK")
    assert last == b""
    assert all(b":" in line and not line.startswith((b" ", b"\t", b":")) for line in lines)
    assert not set(once.replace(b"\r\n", b"")) & set(b"\0\r\x0b\x0c\n")
    assert mended(once) == once


@given(
    st.binary() | st.binary().map(lambda data: OK + data) | st.binary().map(lambda data: OK + data + END + END), SIZES
)
def test_any_bytes_are_read_to_their_end_or_refused(data: bytes, sizes: list[int]) -> None:
    with suppress(httpcore.RemoteProtocolError):
        assert len(read_all(data, sizes)) <= len(data) * 3 + 20


def test_no_head_is_collected_without_end() -> None:
    with pytest.raises(httpcore.RemoteProtocolError, match="without end"):
        read_all(OK + b"X: y\r\n" * MAX_BYTES, [])
