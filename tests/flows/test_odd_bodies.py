"""Bodies in content codings that lie, break off or explode: each ends in its outcome, within time and memory."""

import gzip
import random
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from dataclasses import replace

import brotli
import pytest
from backports import zstd

from extractors.records import Outcome
from flows.fetch import Rejected, Response, Unavailable
from tests.flows.asking import HTML, LIMITS, get
from tests.flows.site import Exchange, Route, Site, page, raw

SMALL = replace(LIMITS, retry_seconds=0.01, wire_bytes=3_000_000, decoded_bytes=1_000_000)
BIG = 20_000_000
NOISE = random.Random(7).randbytes(900_000)  # noqa: S311  no secret
LOST = (Unavailable, Outcome.UNREACHABLE)
LATE = (Unavailable, Outcome.TIMEOUT)
UNREADABLE = (Rejected, Outcome.BAD_ENCODING)
LARGE = (Rejected, Outcome.TOO_LARGE)


def coded(body: bytes, coding: str, length: int | None = None) -> Route:
    return page(body, content_encoding=coding, content_length=str(len(body) if length is None else length))


def chunked(coding: bytes, *pieces: bytes) -> Route:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: " + coding + b"\r\n\r\n"
    return raw(head + b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n")


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def wide() -> bytes:
    packer = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 27})
    return packer.compress(HTML) + packer.flush()


def endless(coding: bytes, start: bytes, more: bytes) -> Route:
    def send(exchange: Exchange) -> None:
        exchange.send_raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: " + coding + b"\r\n\r\n" + start)
        while not exchange.server.site.stopping.is_set():
            exchange.send_raw(more)

    return send


READ: dict[str, Route] = {
    "gzip": coded(gzip.compress(HTML), "gzip"),
    "deflate": coded(zlib.compress(HTML), "deflate"),
    "raw deflate": coded(raw_deflate(HTML), "deflate"),
    "br": coded(brotli.compress(HTML), "br"),
    "zstd": coded(zstd.compress(HTML), "zstd"),
    "capitals": coded(brotli.compress(HTML), "BR"),
    "an alias": coded(gzip.compress(HTML), "x-gzip"),
    "two codings": coded(brotli.compress(gzip.compress(HTML)), "gzip, br"),
    "two fields": raw(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: zstd\r\n\r\n"
        + zstd.compress(gzip.compress(HTML))
    ),
    "identity": coded(HTML, "identity"),
    "a charset for a coding": coded(HTML, "utf-8"),
    "a word for a coding": coded(HTML, "none"),
    "nothing for a coding": coded(HTML, ""),
    "commas": coded(gzip.compress(HTML), ",, gzip ,"),
    "one byte a chunk": chunked(b"br", *(bytes([each]) for each in brotli.compress(HTML))),
    "one byte a chunk, zstd": chunked(b"zstd", *(bytes([each]) for each in zstd.compress(HTML))),
    "several gzip members": coded(gzip.compress(HTML[:9]) + gzip.compress(HTML[9:]), "gzip"),
    "several zstd frames": coded(zstd.compress(HTML[:9]) + zstd.compress(HTML[9:]), "zstd"),
    "padding behind gzip": coded(gzip.compress(HTML) + bytes(512), "gzip"),
    "garbage behind zstd": coded(zstd.compress(HTML) + b"garbage", "zstd"),
    "a gzip header with a name": coded(
        b"\x1f\x8b\x08\x08" + bytes(6) + b"name.html\0" + gzip.compress(HTML)[10:], "gzip"
    ),
}
NOT_READ: dict[str, tuple[Route, tuple[type, Outcome]]] = {
    **{
        f"{coding} that is not": (coded(HTML, coding), UNREADABLE)
        for coding in ("gzip", "deflate", "br", "zstd", "compress", "dcb", "gzip, br")
    },
    **{
        f"{coding} that is cut": (coded(whole[: len(whole) // 2], coding), LOST)
        for coding, whole in {
            "gzip": gzip.compress(NOISE),
            "deflate": zlib.compress(NOISE),
            "br": brotli.compress(NOISE, quality=1),
            "zstd": zstd.compress(NOISE),
        }.items()
    },
    **{
        f"{coding} without its last byte": (coded(whole[:-1], coding), LOST)
        for coding, whole in {
            "gzip": gzip.compress(HTML),
            "deflate": zlib.compress(HTML),
            "br": brotli.compress(HTML),
            "zstd": zstd.compress(HTML),
        }.items()
    },
    **{
        f"a bomb of {coding}": (coded(bomb, coding), LARGE)
        for coding, bomb in {
            "gzip": gzip.compress(bytes(BIG)),
            "deflate": zlib.compress(bytes(BIG)),
            "br": brotli.compress(bytes(BIG), quality=5),
            "zstd": zstd.compress(bytes(BIG)),
            "gzip, gzip": gzip.compress(gzip.compress(bytes(BIG))),
            "zstd, br": brotli.compress(zstd.compress(bytes(BIG)), quality=5),
        }.items()
    },
    "a bomb of members": (coded(gzip.compress(bytes(60_000)) * 900, "gzip"), LARGE),
    "a bomb of frames": (coded(zstd.compress(bytes(60_000)) * 900, "zstd"), LARGE),
    "very many empty members": (coded(gzip.compress(b"") * 5000, "gzip"), UNREADABLE),
    "very many empty frames": (coded(zstd.compress(b"") * 5000, "zstd"), UNREADABLE),
    "a frame that skips for ever": (endless(b"zstd", b"\x50\x2a\x4d\x18\xff\xff\xff\xff", bytes(60_000)), LARGE),
    "a gzip name without end": (endless(b"gzip", b"\x1f\x8b\x08\x08" + bytes(6), b"n" * 60_000), LARGE),
    "empty deflate blocks for ever": (endless(b"deflate", b"", b"\0\0\0\xff\xff" * 12_000), LARGE),
    "zstd with a window of 128 MB": (coded(wide(), "zstd"), UNREADABLE),
    "zstd for a dictionary": (coded(b"\x28\xb5\x2f\xfd\x21\x07\x04" + zstd.compress(HTML)[5:], "zstd"), UNREADABLE),
    "a wrong zstd checksum": (
        coded(zstd.compress(HTML, options={zstd.CompressionParameter.checksum_flag: 1})[:-1] + b"\0", "zstd"),
        UNREADABLE,
    ),
    "three codings": (coded(gzip.compress(gzip.compress(gzip.compress(HTML))), "gzip, gzip, gzip"), UNREADABLE),
    "a length of what it decodes to": (
        coded(gzip.compress(HTML * 99), "gzip", length=len(HTML) * 99),
        LATE,
    ),
    "a length too large": (coded(gzip.compress(HTML), "gzip", length=99_999_999), LARGE),
}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/robots.txt": page(b"")}) as served:
        yield served


@pytest.mark.parametrize("name", READ)
def test_read(site: Site, name: str) -> None:
    site.routes["/a"] = READ[name]
    result, _ = get(site.url("/a"), SMALL)
    assert isinstance(result, Response), result
    assert result.body == HTML


@pytest.mark.parametrize("name", NOT_READ)
def test_not_read(site: Site, name: str) -> None:
    site.routes["/a"], expected = NOT_READ[name]
    started = time.monotonic()
    result, fetches = get(site.url("/a"), SMALL)
    assert (type(result), getattr(result, "outcome", None)) == expected, result
    assert fetches[-1].body_sha256 is None
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_does_not_fill_the_memory(site: Site, coding: str) -> None:
    site.routes["/a"] = NOT_READ[f"a bomb of {coding}"][0]
    tracemalloc.start()
    get(site.url("/a"), SMALL)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12_000_000
