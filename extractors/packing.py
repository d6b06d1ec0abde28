"""A body that is itself a gzip file, as .xml.gz sitemaps are served: unpacked within a bound, believed only when whole.

What a server packs for the way (Content-Encoding) is undone before a body comes here.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from extractors.records import Outcome, Rejection

MAX_BYTES = 50 * 1024 * 1024  # of an unpacked sitemap; the limit of sitemaps.org
_GZIP = b"\x1f\x8b"
_STEP = 262_144
_MAX_MEMBERS = 2000  # block-wise compressors make 800 of 50 MB; empty ones cost time and give nothing


def unpacked(body: bytes) -> bytes | Rejection:
    """Return what a gzip file holds, anything else unchanged.

    A file that is broken or cut short is a `Rejection` with the outcome bad_encoding, one of over 50 MB unpacked with
    too_large. Several members are read as one (RFC 1952), and what follows the last one is ignored as padding.
    """
    if not body.startswith(_GZIP):
        return body
    pieces, size = [], 0
    try:
        for piece in _inflated(body):
            size += len(piece)
            if size > MAX_BYTES:
                return Rejection(outcome=Outcome.TOO_LARGE, reason=f"more than {MAX_BYTES:,} bytes unpacked")
            pieces.append(piece)
    except (zlib.error, EOFError) as error:
        return Rejection(outcome=Outcome.BAD_ENCODING, reason=f"a gzip file that cannot be unpacked: {error}")
    return b"".join(pieces)


def _inflated(body: bytes) -> Iterator[bytes]:
    """Yield the contents in pieces of at most 256 KB; every copy of what is left is that small as well."""
    inflater, members, position, held = _member(), 1, 0, b""
    while True:
        if not held:
            held, position = body[position : position + _STEP], position + _STEP
        is_last = not held
        piece = inflater.decompress(held, _STEP)
        yield piece
        held = inflater.unconsumed_tail
        if inflater.eof:
            held = inflater.unused_data + body[position : position + 1]
            position += 1
            if not held.startswith(_GZIP):
                return
            inflater, members = _member(), members + 1
        elif is_last and not piece:
            message = "it is cut short"
            raise EOFError(message)
        if members > _MAX_MEMBERS:
            message = f"it has more than {_MAX_MEMBERS:,} members"
            raise EOFError(message)


def _member() -> zlib._Decompress:
    return zlib.decompressobj(zlib.MAX_WBITS | 16)
