"""WARC files with a whole record, a damaged or odd one, and another whole record: what can befall the one between."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable, Iterator

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_EOL = b"\r\n"
_LENGTHS = {
    "negative": b"-1",
    "huge": b"9" * 30,
    "hexadecimal": b"0x80",
    "with a point": b"12.5",
    "empty": b"",
    "with a plus": b"+5",
    "too short": b"40",
    "too long": b"4000",
    "zero": b"0",
    "in words": b"many",
    "two": b"10, 10",
    "in other digits": "٣".encode(),
    "absent": None,
}
_CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


def article(number: int) -> bytes:
    """Return the page of an article, long enough to be stored."""
    text = f"The council of Galway decided on Tuesday that harbour number {number} will be rebuilt in the spring. "
    return f"<html><head><title>Harbour {number} of Galway</title></head><body><p>{text * 4}</p></body></html>".encode()


def http(body: bytes, *fields: bytes, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    """Return a response."""
    return _EOL.join([status, b"Content-Type: text/html; charset=utf-8", *fields, b"", body])


class Three:
    """The records of a file, which are of its addresses 0, 1 and 2."""

    def __init__(self, host: str) -> None:
        self.host = host.encode()
        self.page = article(1)
        self.bad = self.record(1)
        self.packed = gzip.compress(self.bad, mtime=0)

    def record(  # noqa: PLR0913  a record has many sides, and a case names the one that it is about
        self,
        number: int,
        block: bytes | None = None,
        *fields: bytes,
        kind: bytes = b"response",
        version: bytes = b"WARC/1.0",
        length: bytes | None = b"right",
        eol: bytes = _EOL,
        end: bytes = _EOL * 2,
    ) -> bytes:
        """Return a record; a length of None leaves it out."""
        block = http(article(number)) if block is None else block
        says = str(len(block)).encode() if length == b"right" else length
        head = [
            version,
            b"WARC-Type: " + kind,
            b"WARC-Target-URI: https://%b/%d" % (self.host, number),
            b"WARC-Date: 2025-03-01T10:00:00Z",
            b"Content-Type: application/http; msgtype=response",
            *fields,
            *([] if says is None else [b"Content-Length: " + says]),
        ]
        return eol.join([*head, b"", b""]) + block + end

    def around(self, *between: bytes) -> bytes:
        """Return the whole records around this, in a plain file."""
        return b"".join((self.record(0), *between, self.record(2)))

    def packed_around(self, *between: bytes) -> bytes:
        """Return the whole records around this, each as a gzip member."""
        return b"".join((gzip.compress(self.record(0)), *between, gzip.compress(self.record(2))))

    def cuts(self) -> Iterator[tuple[str, bytes]]:
        """Yield the record cut at each point of its structure, in a plain file, in a member, and a cut member."""
        bad = self.bad
        points = {
            "version": 5,
            "first line": bad.index(_EOL) + 2,
            "head": bad.index(b"Date"),
            "length": bad.index(b"Content-Length") + 9,
            "end of the head": bad.index(_EOL * 2) + 2,
            "status line": bad.index(b"HTTP/1.1") + 4,
            "HTTP head": bad.index(b"text/html"),
            "body": len(bad) - 60,
        }
        for name, point in points.items():
            yield f"cut in its {name}", self.around(bad[:point])
            yield f"at the end, cut in its {name}", self.record(0) + self.record(2) + bad[:point]
            yield f"a member that ends in its {name}", self.packed_around(gzip.compress(bad[:point]))
        for point in (1, 5, 12, len(self.packed) // 2, -9, -5, -1):
            yield f"a member cut at {point}", self.packed_around(self.packed[:point])
            whole = gzip.compress(self.record(0)) + gzip.compress(self.record(2))
            yield f"at the end, a member cut at {point}", whole + self.packed[:point]

    def members(self) -> Iterator[tuple[str, bytes]]:
        """Yield what can befall the compression."""
        packed = self.packed
        for name, place, mask in (("magic", 0, 255), ("method", 2, 255), ("flags", 3, 0xE0), ("checksum", -8, 255)):
            at = place % len(packed)
            yield f"a member of another {name}", self.packed_around(_flipped(packed, at, mask))
        yield "a member with overwritten bytes", self.packed_around(packed[:20], b"\xff" * 20, packed[40:])
        yield "a plain record among members", self.packed_around(self.bad)
        yield "a member in a plain file", self.around(packed)
        yield "a member in a member", self.packed_around(gzip.compress(packed))
        yield "nulls between members", self.packed_around(bytes(512))
        yield "rubbish between members", self.packed_around(b"rubbish " * 100)
        yield "rubbish between records", self.around(b"rubbish " * 100)
        head = self.record(1, b"", length=b"60000000", end=b"")
        yield "a record that unpacks to much", self.packed_around(gzip.compress(head + bytes(60_000_000)))
        yield "a line that unpacks to much", self.packed_around(gzip.compress(b"WARC/1.0\r\nX: " + b"a" * 20_000_000))
        much = gzip.compress(bytes(20_000_000))
        yield "a body that unpacks to much", self.around(self.record(1, http(much, b"Content-Encoding: gzip")))
        twice = http(gzip.compress(gzip.compress(bytes(60_000_000))), b"Content-Encoding: gzip, gzip")
        yield "a body that unpacks to much, twice packed", self.around(self.record(1, twice))

    def heads(self) -> Iterator[tuple[str, bytes]]:
        """Yield what can befall a head."""
        for name, length in _LENGTHS.items():
            yield f"a length {name}", self.around(self.record(1, length=length))
            yield f"a length {name} in a member", self.packed_around(gzip.compress(self.record(1, length=length)))
        yield "no version", self.around(self.record(1, version=b"WARC"))
        yield "HTTP where WARC should be", self.around(http(self.page))
        yield "ends of lines of old", self.around(self.record(1, eol=b"\r"))
        yield "a thousand fields", self.around(self.record(1, None, *(b"X-%d: x" % n for n in range(1000))))

    def messages(self) -> Iterator[tuple[str, bytes]]:
        """Yield what can befall a response."""
        blocks = {
            "nothing": b"",
            "a page without a head": self.page,
            "a status in words": http(self.page, status=b"HTTP/1.1 OK"),
            "chunks that are cut": http(b"ffff\r\n" + self.page, b"Transfer-Encoding: chunked"),
        }
        for coding, encode in _CODINGS.items():
            said = b"Content-Encoding: " + coding.encode()
            blocks[f"{coding} that is cut"] = http(encode(self.page)[:-6], said)
            blocks[f"{coding} that is none"] = http(b"\xff\xff\xff" + encode(self.page)[3:], said)
        for name, block in blocks.items():
            yield f"a response of {name}", self.around(self.record(1, block))

    def readable(self) -> Iterator[tuple[str, bytes]]:
        """Yield what is odd and can be read: the page between is there."""
        bad, page = self.bad, self.page
        chunked = b"%x\r\n%b\r\n0\r\n\r\n" % (len(page), page)
        records = {
            "no date": bad.replace(b"WARC-Date: 2025-03-01T10:00:00Z\r\n", b""),
            "a date in words": bad.replace(b"2025-03-01T10:00:00Z", b"yesterday"),
            "a date after the end of time": bad.replace(b"2025-03-01T10:00:00Z", b"9999-12-31T23:59:59-14:00"),
            "a date before its beginning": bad.replace(b"2025-03-01T10:00:00Z", b"0001-01-01T00:00:00+14:00"),
            "another version": self.record(1, version=b"WARC/9.9"),
            "short ends of lines": self.record(1, eol=b"\n", end=b"\n\n"),
            "no blank line behind it": self.record(1, end=b""),
            "many blank lines behind it": self.record(1, end=_EOL * 500),
            "a folded field": self.record(1, None, b"X-Long: a\r\n b\r\n\tc"),
            "a folded first field": bad.replace(b"WARC/1.0\r\n", b"WARC/1.0\r\n folded\r\n"),
            "a field without a colon": self.record(1, None, b"nocolon"),
            "a field that is no UTF-8": self.record(1, None, b"X: \xff\xfe"),
            "two lengths": self.record(1, None, b"Content-Length: 5"),
            "wrong digests": self.record(
                1, None, b"WARC-Block-Digest: sha1:" + b"A" * 32, b"WARC-Payload-Digest: md5:0"
            ),
            "a digest that is none": self.record(1, None, b"WARC-Block-Digest: ???"),
            "short ends of lines in its response": self.record(1, http(page).replace(_EOL, b"\n")),
            "the status of HTTP/2": self.record(1, http(page, status=b"HTTP/2 200")),
            "the fields of HTTP/2": self.record(1, http(page, status=b":status: 200")),
            "a field name that is no ASCII": self.record(1, http(page, "X-Ü: ü".encode())),
            "an empty field name": self.record(1, http(page, b": x")),
            "chunks": self.record(1, http(chunked, b"Transfer-Encoding: chunked")),
            "chunks that are none": self.record(1, http(page, b"Transfer-Encoding: chunked")),
            "another length in its response": self.record(1, http(page, b"Content-Length: 5")),
            "an unknown coding": self.record(1, http(page, b"Content-Encoding: rot13")),
        }
        for coding, encode in _CODINGS.items():
            said = b"Content-Encoding: " + coding.encode()
            records[coding] = self.record(1, http(encode(page), said))
            records[f"{coding} that was undone"] = self.record(1, http(page, said))
        for name, record in records.items():
            yield name, self.around(record)
        yield "two records in a member", gzip.compress(self.record(0) + bad) + gzip.compress(self.record(2))
        yield "a record in two members", self.packed_around(gzip.compress(bad[:200]), gzip.compress(bad[200:]))
        yield (
            "a member with a name",
            self.packed_around(self.packed[:3] + b"\x08" + self.packed[4:10] + b"n\0" + self.packed[10:]),
        )

    def silent(self) -> Iterator[tuple[str, bytes]]:
        """Yield what holds no page and is no damage."""
        between = {
            "no type": self.bad.replace(b"WARC-Type: response\r\n", b""),
            "an unknown type": self.record(1, kind=b"strange"),
            "no address": self.bad.replace(b"WARC-Target-URI: https://%b/1\r\n" % self.host, b""),
            "an address of a script": self.bad.replace(b"https://%b/1" % self.host, b"javascript:alert(1)"),
            "an address of a file": self.bad.replace(b"https://%b/1" % self.host, b"file:///etc/passwd"),
            "a revisit": self.record(1, http(b""), b"WARC-Profile: x", kind=b"revisit"),
            "a revisit of nothing": self.record(1, b"", kind=b"revisit"),
            "metadata": self.record(1, b"fetchTimeMs: 5", kind=b"metadata"),
            "a redirect": self.record(1, http(b"", status=b"HTTP/1.1 301 Moved")),
            "a part": self.record(1, http(self.page[:30], status=b"HTTP/1.1 206 Partial Content")),
        }
        for name, record in between.items():
            yield name, self.around(record)
        yield "an empty member", self.packed_around(gzip.compress(b""))
        yield "nulls at the end", self.packed_around() + bytes(1000)
        yield "a record twice", self.record(0) + self.around()


def _flipped(data: bytes, at: int, mask: int) -> bytes:
    return data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]


THREE = Three("b.example")
DAMAGED = {name: data for part in (THREE.cuts, THREE.members, THREE.heads, THREE.messages) for name, data in part()}
READABLE = dict(THREE.readable())
SILENT = dict(THREE.silent())
EMPTY = {
    "nothing": b"",
    "blank lines": _EOL * 3,
    "nulls": bytes(4096),
    "a page": article(1),
    "an ARC file": b"filedesc://x.arc 0.0.0.0 20050301100000 text/plain 76\n1 0 Internet\n\nhttps://b.example/0 1.2.3",
    "a zip file": b"PK\x03\x04" + bytes(200),
    "zstd": zstd.compress(THREE.record(0)),
    "half a gzip head": b"\x1f\x8b\x08",
    "rubbish in gzip": b"\x1f\x8b" + bytes(range(256)) * 20,
}
