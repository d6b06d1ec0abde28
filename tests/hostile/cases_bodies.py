"""Bodies: bombs, lies about codings, what is too much, what is cut, what is nothing."""

from __future__ import annotations

import gzip
import zlib
from functools import cache

from tests.hostile.answers import HTML, NEWS, OK, endless, head, hostile, late, page, raw, then_silent, whole, zipped
from tests.hostile.server import Case, Exchange

_MEGABYTE = bytes(1_000_000)


@cache
def _bomb(megabytes: int) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return b"".join(squeeze.compress(_MEGABYTE) for _ in range(megabytes)) + squeeze.flush()


def _raw_deflate(body: bytes) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeeze.compress(body) + squeeze.flush()


def _lines(exchange: Exchange) -> None:
    exchange.reply(NEWS.replace(b"<nav>", b"<nav>" + b"\n" * 9_000_000))


_CHUNKED = OK + HTML + b"Transfer-Encoding: chunked\r\n\r\n"
_CHUNK = b"10000\r\n" + b"<p>flood</p>\n".ljust(65_536, b" ") + b"\r\n"

CASES: list[Case] = [
    # bombs
    hostile("gzip bomb of 60 MB", late(lambda: _bomb(60), content_encoding="gzip"), "too_large"),
    hostile("gzip bomb in gzip", late(lambda: gzip.compress(_bomb(60)), content_encoding="gzip, gzip"), "too_large"),
    hostile(
        "gzip bomb after a good page",
        late(lambda: gzip.compress(NEWS) + _bomb(60)[:100_000], content_encoding="gzip"),
        "too_large",
    ),
    hostile("deflate bomb", late(lambda: zlib.compress(bytes(30_000_000)), content_encoding="deflate"), "too_large"),
    hostile("raw deflate bomb", late(lambda: _raw_deflate(bytes(30_000_000)), content_encoding="deflate"), "too_large"),
    hostile(
        "100,000 empty gzip members",
        late(lambda: gzip.compress(b"") * 100_000, content_encoding="gzip"),
        "bad_encoding",
        "too_large",
        "no_text",
    ),
    hostile(
        "gzip with a name without end",
        endless(OK + HTML + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\0\0\0\0\0\3", b"a" * 65_536),
        "too_large",
    ),
    hostile(
        "gzip of deflate bomb as a file without coding",
        late(lambda: _bomb(60), content_type="application/gzip"),
        "not_html",
    ),
    # too much
    hostile("11 MB as announced", late(lambda: b"<p>word</p> " * 950_000), "too_large"),
    hostile("20 MB announced", raw(OK + HTML + b"Content-Length: 20000000\r\n\r\n<p>"), "too_large"),
    hostile("8 exabytes announced", raw(OK + HTML + b"Content-Length: 9000000000000000000\r\n\r\n<p>"), "too_large"),
    hostile("endless body without length", endless(OK + HTML + b"\r\n", b"<p>flood</p>" * 5000), "too_large"),
    hostile("endless chunks", endless(_CHUNKED, _CHUNK), "too_large"),
    hostile(
        "endless gzip of random bytes",
        endless(
            OK + HTML + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10],
            b"\0\xff\xff\0\0" + b"word " * 13107,  # a stored block of 65,535 bytes
        ),
        "too_large",
    ),
    hostile(
        "endless empty chunk extensions",
        endless(_CHUNKED, b"1;" + b"a=b;" * 15_000 + b"\r\nx\r\n"),
        "too_large",
        "unreachable",
        "timeout",
    ),
    hostile("endless one-byte chunks", endless(_CHUNKED, b"1\r\nx\r\n" * 10_000), "too_large"),
    hostile("9 MB of line feeds around an article", _lines, "stored"),
    # not what they claim
    hostile("plain text that claims gzip", page(NEWS, content_encoding="gzip"), "bad_encoding", "stored"),
    hostile("plain text that claims deflate", page(NEWS, content_encoding="deflate"), "bad_encoding", "stored"),
    hostile(
        "gzip that claims deflate", page(gzip.compress(NEWS), content_encoding="deflate"), "bad_encoding", "stored"
    ),
    hostile("gzip that claims nothing", page(gzip.compress(NEWS)), "not_html", "stored"),
    hostile(
        "gzip that is claimed twice", page(gzip.compress(NEWS), content_encoding="gzip, gzip"), "bad_encoding", "stored"
    ),
    hostile(
        "a wrong checksum of gzip",
        page(gzip.compress(NEWS)[:-8] + b"\1\2\3\4" + gzip.compress(NEWS)[-4:], content_encoding="gzip"),
        "bad_encoding",
    ),
    hostile(
        "a wrong length in gzip", page(gzip.compress(NEWS)[:-4] + bytes(4), content_encoding="gzip"), "bad_encoding"
    ),
    hostile(
        "gzip damaged in the middle",
        page(gzip.compress(NEWS)[:200] + b"\xff" * 50 + gzip.compress(NEWS)[250:], content_encoding="gzip"),
        "bad_encoding",
    ),
    hostile("a coding nobody knows", page(NEWS, content_encoding="snappy"), "stored", "bad_encoding"),
    hostile("compress, which nobody uses", page(b"\x1f\x9d\x90" + NEWS, content_encoding="compress"), "bad_encoding"),
    hostile("brotli that is none", page(b"\xff" * 400, content_encoding="br"), "bad_encoding"),
    hostile("zstd that is none", page(b"\xff" * 400, content_encoding="zstd"), "bad_encoding"),
    hostile("five codings", page(NEWS, content_encoding="gzip, gzip, gzip, gzip, gzip"), "bad_encoding"),
    hostile("1,000 codings", page(NEWS, content_encoding=", ".join(["gzip"] * 1000)), "bad_encoding"),
    # sound in their way
    hostile("gzip", zipped(), "stored"),
    hostile("x-gzip", zipped(coding="x-gzip"), "stored"),
    hostile("GZIP in capitals", zipped(coding="GZIP"), "stored"),
    hostile("gzip twice", zipped(gzip.compress(NEWS), "gzip, gzip"), "stored"),
    hostile("gzip and identity", zipped(coding="gzip, identity"), "stored"),
    hostile("identity", page(NEWS, content_encoding="identity"), "stored"),
    hostile("a charset as coding", page(NEWS, content_encoding="utf-8"), "stored"),
    hostile("an empty coding", page(NEWS, content_encoding=""), "stored"),
    hostile("raw deflate", page(_raw_deflate(NEWS), content_encoding="deflate"), "stored"),
    hostile("zlib deflate", page(zlib.compress(NEWS), content_encoding="deflate"), "stored"),
    hostile(
        "gzip in ten members",
        page(
            b"".join(
                gzip.compress(NEWS[i::1][: 1 + len(NEWS) // 10]) for i in range(0, len(NEWS), 1 + len(NEWS) // 10)
            ),
            content_encoding="gzip",
        ),
        "stored",
    ),
    hostile("gzip with padding behind it", page(gzip.compress(NEWS) + bytes(512), content_encoding="gzip"), "stored"),
    hostile("gzip with garbage behind it", page(gzip.compress(NEWS) + b"garbage", content_encoding="gzip"), "stored"),
    # cut
    hostile("gzip cut in the middle", page(gzip.compress(NEWS)[:-300], content_encoding="gzip"), "unreachable"),
    hostile("gzip without its last byte", page(gzip.compress(NEWS)[:-1], content_encoding="gzip"), "unreachable"),
    hostile("gzip of which nothing came", page(b"", content_encoding="gzip"), "no_text", "unreachable", "bad_encoding"),
    hostile("gzip of one byte", page(b"\x1f", content_encoding="gzip"), "unreachable", "bad_encoding"),
    hostile(
        "gzip cut between two members",
        page(gzip.compress(NEWS) + gzip.compress(NEWS)[:40], content_encoding="gzip"),
        "unreachable",
    ),
    hostile("a body shorter than announced", raw(whole()[:-200]), "unreachable", asked={"/page": 2}),
    hostile("a body shorter by one byte", raw(whole()[:-1]), "unreachable"),
    hostile("a body reset in the middle", raw(whole()[:-200], reset=True), "unreachable"),
    hostile("nothing but a head, then the end", head(b"Content-Length: 900\r\n", b""), "unreachable"),
    # nothing
    hostile("an empty body", page(b""), "no_text"),
    hostile("blanks only", page(b" \n\t " * 200), "no_text"),
    hostile("NUL bytes only", page(bytes(5000)), "no_text", "bad_encoding"),
    hostile("random bytes", late(lambda: bytes(n * n * 7919 % 251 for n in range(20_000))), "bad_encoding", "not_html"),
    hostile("an empty document", page(b"<html><head></head><body></body></html>"), "no_text"),
    hostile("a byte order mark and nothing else", page(b"\xef\xbb\xbf"), "no_text"),
    hostile("204 No Content", page(b"", 204), "no_text", "http_error"),
    hostile("205 Reset Content", page(b"", 205), "no_text", "http_error"),
    hostile(
        "a head and then silence", then_silent(OK + HTML + b"Content-Length: 900\r\n\r\n"), "timeout", is_slow=True
    ),
]
