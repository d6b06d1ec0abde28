"""Content codings (RFC 9110, section 8.4.1), undone as bytes arrive, within a bound, and believed only when whole."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterator

_STEP = 65_536  # bytes given out at once, so that a bomb is noticed 64 KB after its bound
_MAX_CODINGS = 2
_MAX_MEMBERS = 1000  # of gzip; block-wise compressors make one of 64 KB, so 160 for the largest page
_GZIP = {"gzip", "x-gzip"}
_UNREADABLE = {"br", "zstd", "compress", "x-compress", "dcb", "dcz"}  # real codings that were not asked for
_ZLIB_METHOD = 8


class TooLarge(Exception):  # noqa: N818  what the body is, not a fault of ours
    """The body passed its bound."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(f"more than {max_bytes:,} bytes")


class Cut(Exception):  # noqa: N818
    """The encoded body ended before its end."""

    def __init__(self) -> None:
        super().__init__("the compressed body was cut short")


class Unreadable(Exception):  # noqa: N818
    """The body is not in the coding it claims, or in one that was not asked for."""


class Decoder:
    """The codings of one body in a row, fed with what the wire gives; `max_bytes` bounds the output of each."""

    def __init__(self, content_encoding: str, max_bytes: int) -> None:
        """Read a Content-Encoding field; words that name no coding (`utf-8`, `none`) are ignored, as browsers do.

        Raises:
            Unreadable: more than two codings, or one that cannot be undone here.
        """
        named = [word.strip().lower() for word in content_encoding.split(",")]
        codings = [word for word in named if word in _GZIP or word == "deflate" or word in _UNREADABLE]
        if len(codings) > _MAX_CODINGS:
            message = f"{len(codings)} content codings on top of each other"
            raise Unreadable(message)
        if foreign := _UNREADABLE.intersection(codings):
            message = f"content coding {min(foreign)}, which was not asked for"
            raise Unreadable(message)
        self._stages = [_Inflater(word, max_bytes) for word in reversed(codings)]
        self._max_bytes = max_bytes
        self._size = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what these bytes decode to, in pieces of at most 64 KB where there is a coding.

        Raises:
            TooLarge, Unreadable: see the classes.
        """
        pieces = iter([data])
        for stage in self._stages:
            pieces = stage.inflated(pieces)
        for piece in pieces:
            self._size += len(piece)
            if self._size > self._max_bytes:
                raise TooLarge(self._max_bytes)
            yield piece

    def finish(self) -> None:
        """Say that the wire has ended.

        Raises:
            Cut: a coding waits for more.
        """
        for stage in self._stages:
            stage.finish()


class _Inflater:
    """gzip (also of several members, RFC 1952) or deflate (zlib as RFC 9110 says, or raw as some servers send)."""

    def __init__(self, coding: str, max_bytes: int) -> None:
        self._is_gzip = coding in _GZIP
        self._max_bytes = max_bytes
        self._size = 0
        self._held = b""  # the first bytes, until they are enough to tell
        self._inflater: zlib._Decompress | None = None
        self._members = 0
        self._is_pending = False  # zlib has read all its input and still holds output
        self._is_over = False  # what follows the last member is padding

    def inflated(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            data = self._held + piece
            self._held = b""
            while (data or self._is_pending) and not self._is_over:
                if self._inflater is None and not self._begin(data):
                    break
                data = yield from self._step(data)

    def _begin(self, data: bytes) -> bool:
        """Start a member; False where more bytes are needed to tell, or nothing more is one."""
        if len(data) < len(b"\x1f\x8b"):
            self._held = data
            return False
        if self._is_gzip and self._members and not data.startswith(b"\x1f\x8b"):
            self._is_over = True
            return False
        if self._members == _MAX_MEMBERS:
            message = f"more than {_MAX_MEMBERS:,} gzip members"
            raise Unreadable(message)
        self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16 if self._is_gzip else _deflate_bits(data))
        return True

    def _step(self, data: bytes) -> Generator[bytes, None, bytes]:
        """Yield one piece and return the bytes that are still to be inflated."""
        assert self._inflater is not None  # noqa: S101  inflated() began it
        try:
            piece = self._inflater.decompress(data, _STEP)
        except zlib.error as error:
            message = f"not the {'gzip' if self._is_gzip else 'deflate'} it claims to be: {error}"
            raise Unreadable(message) from None
        self._size += len(piece)
        if self._size > self._max_bytes:
            raise TooLarge(self._max_bytes)
        if piece:
            yield piece
        self._is_pending = len(piece) == _STEP and not self._inflater.eof
        if not self._inflater.eof:
            return self._inflater.unconsumed_tail
        rest = self._inflater.unused_data
        self._inflater = None
        self._members += 1
        self._is_over = not self._is_gzip
        return rest

    def finish(self) -> None:
        if self._inflater is not None or (self._held and not self._members):
            raise Cut


def _deflate_bits(data: bytes) -> int:
    has_header = data[0] & 0x0F == _ZLIB_METHOD and int.from_bytes(data[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS
