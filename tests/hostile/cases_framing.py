"""Framing: answers that bend or break HTTP, and those that try to speak for the next one."""

from __future__ import annotations

from tests.hostile.answers import HTML, NEWS, OK, PARAGRAPHS, head, hostile, page, raw, whole
from tests.hostile.server import Case, Exchange

_LENGTH = b"Content-Length: %d\r\n" % len(NEWS)
_CHUNKS = b"".join(b"%x\r\n%s\r\n" % (len(NEWS[i : i + 300]), NEWS[i : i + 300]) for i in range(0, len(NEWS), 300))
_CHUNKED = b"Transfer-Encoding: chunked\r\n"
_EVIL = b"<html><body><article>" + b"<p>Smuggled: this text was never the answer to any question at all.</p>" * 3
_BROKEN = ("unreachable",)


def _smuggler(exchange: Exchange) -> None:
    """Send a second answer behind the first and keep the connection open, as if the next request had been made."""
    exchange.wfile.write(whole() + whole(_EVIL))


CASES: list[Case] = [
    hostile(
        "a length of too few bytes", raw(whole() + b"<p>" + b"and more " * 50), "stored", texts={"/page": PARAGRAPHS[1]}
    ),
    hostile("an answer to the next request", _smuggler, "stored", texts={"/page": PARAGRAPHS[0]}),
    hostile(
        "length and chunks",
        head(b"Content-Length: 9\r\n" + _CHUNKED, _CHUNKS + b"0\r\n\r\n"),
        "stored",
        *_BROKEN,
        texts={},
    ),
    hostile("two lengths that differ", head(b"Content-Length: 10\r\n" + _LENGTH), *_BROKEN),
    hostile("two lengths that agree", head(_LENGTH + _LENGTH), "stored"),
    hostile("a list of lengths that agree", head(_LENGTH.strip() + b", %d\r\n" % len(NEWS)), "stored", *_BROKEN),
    hostile("a negative length", head(b"Content-Length: -1\r\n"), "stored", *_BROKEN),
    hostile("a length with a sign", head(b"Content-Length: +%d\r\n" % len(NEWS)), "stored", *_BROKEN),
    hostile("a length in hexadecimal", head(b"Content-Length: 0x%x\r\n" % len(NEWS)), "stored", *_BROKEN),
    hostile("a length that is a word", head(b"Content-Length: many\r\n"), "stored", *_BROKEN),
    hostile("an empty length", head(b"Content-Length: \r\n"), "stored", *_BROKEN),
    hostile("a length of 5,000 digits", head(b"Content-Length: " + b"9" * 5000 + b"\r\n"), "too_large", *_BROKEN),
    hostile("no length", head(b""), "stored"),
    hostile("HTTP/1.0 without a length", raw(b"HTTP/1.0 200 OK\r\n" + HTML + b"\r\n" + NEWS), "stored"),
    hostile("chunks", head(_CHUNKED, _CHUNKS + b"0\r\n\r\n"), "stored", texts={"/page": PARAGRAPHS[1]}),
    hostile("chunks that end early", head(_CHUNKED, _CHUNKS), *_BROKEN),
    hostile("chunks that end in a chunk", head(_CHUNKED, _CHUNKS[:-100]), *_BROKEN),
    hostile("chunks and a reset", raw(OK + HTML + _CHUNKED + b"\r\n" + _CHUNKS, reset=True), *_BROKEN),
    hostile("a chunk whose size is no number", head(_CHUNKED, b"zz\r\n" + NEWS), *_BROKEN),
    hostile("a chunk of negative size", head(_CHUNKED, b"-1\r\n" + NEWS), *_BROKEN),
    hostile("a chunk of 2^64 bytes", head(_CHUNKED, b"f" * 16 + b"\r\n" + NEWS), "too_large", *_BROKEN),
    hostile("a chunk of 2^400 bytes", head(_CHUNKED, b"f" * 100 + b"\r\n" + NEWS), "too_large", *_BROKEN),
    hostile("a chunk longer than its size", head(_CHUNKED, b"5\r\n" + NEWS + b"\r\n0\r\n\r\n"), *_BROKEN),
    hostile("chunks with extensions", head(_CHUNKED, b"%x;a=b;c\r\n%s\r\n0\r\n\r\n" % (len(NEWS), NEWS)), "stored"),
    hostile("chunks with a trailer", head(_CHUNKED, _CHUNKS + b"0\r\nX-Sum: 1\r\n\r\n"), "stored"),
    hostile(
        "chunks with 100 KB of trailer",
        head(_CHUNKED, _CHUNKS + b"0\r\n" + b"X: y\r\n" * 20_000 + b"\r\n"),
        "stored",
        *_BROKEN,
    ),
    hostile("chunked in capitals", head(b"TRANSFER-ENCODING: Chunked\r\n", _CHUNKS + b"0\r\n\r\n"), "stored"),
    hostile("chunked that is not", head(_CHUNKED), *_BROKEN),
    hostile(
        "chunked twice", head(b"Transfer-Encoding: chunked, chunked\r\n", _CHUNKS + b"0\r\n\r\n"), "stored", *_BROKEN
    ),
    hostile("a transfer coding nobody knows", head(b"Transfer-Encoding: snappy\r\n"), *_BROKEN),
    hostile("identity as transfer coding", head(b"Transfer-Encoding: identity\r\n"), "stored", *_BROKEN),
    hostile("line feeds only", raw(b"HTTP/1.1 200 OK\n" + HTML.replace(b"\r", b"") + b"\n" + NEWS), "stored"),
    hostile("no reason phrase", head(_LENGTH, status=b"HTTP/1.1 200\r\n"), "stored"),
    hostile("a reason in Latin-1", head(_LENGTH, status=b"HTTP/1.1 200 D'accord \xe0 tous\r\n"), "stored", *_BROKEN),
    hostile("a status of four digits", head(_LENGTH, status=b"HTTP/1.1 2000 OK\r\n"), *_BROKEN),
    hostile("a status that is a word", head(_LENGTH, status=b"HTTP/1.1 OK OK\r\n"), *_BROKEN),
    hostile("status 000", head(_LENGTH, status=b"HTTP/1.1 000 Nothing\r\n"), "http_error", *_BROKEN),
    hostile("HTTP/2 in letters", head(_LENGTH, status=b"HTTP/2 200 OK\r\n"), "stored", *_BROKEN),
    hostile("HTTP/9.9", head(_LENGTH, status=b"HTTP/9.9 200 OK\r\n"), "stored", *_BROKEN),
    hostile("http in small letters", head(_LENGTH, status=b"http/1.1 200 ok\r\n"), "stored", *_BROKEN),
    hostile("HTTP/0.9", raw(NEWS), *_BROKEN),
    hostile("a radio", raw(b"ICY 200 OK\r\nicy-name: x\r\n\r\n" + b"\xff\xfb" * 500), *_BROKEN),
    hostile("a shell server", raw(b"SSH-2.0-OpenSSH_9.6\r\n"), *_BROKEN),
    hostile("a mail server", raw(b"220 mail.example ESMTP\r\n"), *_BROKEN),
    hostile("TLS where none was asked for", raw(b"\x15\x03\x01\x00\x02\x02\x28"), *_BROKEN),
    hostile("binary noise", raw(bytes(range(256)) * 40), *_BROKEN),
    hostile("not a byte", raw(b""), *_BROKEN, asked={"/page": 2}),
    hostile("a reset instead of an answer", raw(b"", reset=True), *_BROKEN),
    hostile("a reset after the head", head(_LENGTH, b""), *_BROKEN),
    hostile("a blank line before the answer", raw(b"\r\n" + whole()), "stored", *_BROKEN),
    hostile("a field without a colon", head(b"garbage\r\n" + _LENGTH), "stored", *_BROKEN),
    hostile("a field without a name", head(b": value\r\n" + _LENGTH), "stored", *_BROKEN),
    hostile("a field name with a blank", head(b"X Y: 1\r\n" + _LENGTH), "stored", *_BROKEN),
    hostile("a blank before the colon", head(b"X-Y : 1\r\n" + _LENGTH), "stored", *_BROKEN),
    hostile("a NUL in a field", head(b"X-Y: a\0b\r\n" + _LENGTH), "stored", *_BROKEN),
    hostile("a carriage return in a field", head(b"X-Y: a\rb\r\n" + _LENGTH), "stored", *_BROKEN),
    hostile("bytes beyond ASCII in a field", head("X-Y: Grüße ☃\r\n".encode() + _LENGTH), "stored"),
    hostile("a folded field", head(b"X-Y: a\r\n  b\r\n" + _LENGTH), "stored"),
    hostile("a folded first field", raw(OK + b"  folded: a\r\n" + HTML + _LENGTH + b"\r\n" + NEWS), "stored", *_BROKEN),
    hostile("1,000 fields", head(b"".join(b"X-%d: y\r\n" % n for n in range(1000)) + _LENGTH), "stored", *_BROKEN),
    hostile("a field of 60 KB", head(b"X-Y: " + b"y" * 60_000 + b"\r\n" + _LENGTH), "stored", *_BROKEN),
    hostile("a head of 300 KB", head(b"X-Y: yyyyyyyyyy\r\n" * 20_000 + _LENGTH), *_BROKEN),
    hostile(
        "200 cookies of 4 KB",
        head(b"".join(b"Set-Cookie: c%d=%s\r\n" % (n, b"x" * 400) for n in range(200)) + _LENGTH),
        "stored",
        *_BROKEN,
    ),
    hostile(
        "101 Switching Protocols",
        raw(b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\nPRI * HTTP/2.0"),
        "http_error",
        *_BROKEN,
    ),
    hostile("100 Continue, then a page", raw(b"HTTP/1.1 100 Continue\r\n\r\n" + whole()), "stored"),
    hostile("early hints, then a page", raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + whole()), "stored"),
    hostile("a body of 304's", page(NEWS, 304), "http_error", *_BROKEN),
    hostile("two types", head(b"Content-Type: image/png\r\n" + _LENGTH), "stored", "not_html"),
    hostile("a type that is none", page(NEWS, content_type=";;;;charset"), "stored"),
    hostile("a type of 10 KB", page(NEWS, content_type="text/" + "x" * 10_000), "stored"),
    hostile("no type", raw(OK + _LENGTH + b"\r\n" + NEWS), "stored"),
    hostile("an ETag of binary bytes", head(b"ETag: \xff\xfe\x80\r\n" + _LENGTH), "stored"),
    hostile("an ETag of 50 KB", head(b'ETag: "' + b"e" * 50_000 + b'"\r\n' + _LENGTH), "stored", *_BROKEN),
]
