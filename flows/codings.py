"""The four content codings of the web, each undone in bounded steps: gzip, deflate, br (RFC 7932), zstd (RFC 8878)."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STEP = 65_536  # bytes given out at once, so that a bomb is noticed soon after its bound
_ZLIB_METHOD = 8
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_ZSTD_SKIPPABLE = b"\x50\x2a\x4d\x18"  # the first byte up to 0x5f
_ZSTD_WINDOW: dict[int, int] = {
    zstd.DecompressionParameter.window_log_max: 23
}  # 8 MB, as much as RFC 9659 lets a server ask for


class Unreadable(Exception):  # noqa: N818  what the body is, not a fault of ours
    """The body is not in the coding it claims, or in one that was not asked for."""


class Member(Protocol):
    """One compressed stream. A body of gzip or zstd may have several in a row."""

    is_pending: bool  # all its input is read and it still holds output
    is_over: bool

    def step(self, data: bytes) -> tuple[bytes, bytes]:
        """Return a piece of output, about 64 KB at most, and what is left: for the next step, or behind the end.

        Raises:
            Unreadable: it is not in this coding.
        """


@dataclass(frozen=True, slots=True)
class Coding:
    """How the members of a content coding begin."""

    magic_bytes: int  # so many tell whether and how a member begins
    has_further: Callable[[bytes], bool]  # whether one more begins with these bytes; what else stands there is padding
    member: Callable[[bytes], Member]  # the decoder of the member that begins with these bytes


class _Inflated:
    def __init__(self, name: str, bits: int) -> None:
        self._name = name
        self._stream = zlib.decompressobj(bits)
        self.is_pending = False
        self.is_over = False

    def step(self, data: bytes) -> tuple[bytes, bytes]:
        try:
            piece = self._stream.decompress(data, STEP)
        except zlib.error as error:
            raise _not(self._name, error) from None
        self.is_over = self._stream.eof
        self.is_pending = len(piece) == STEP and not self.is_over
        return piece, self._stream.unused_data if self.is_over else self._stream.unconsumed_tail


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self.is_pending = False
        self.is_over = False

    def step(self, data: bytes) -> tuple[bytes, bytes]:
        try:
            piece = self._stream.process(data, output_buffer_limit=STEP)
        except brotli.error as error:
            raise _not("br", error) from None  # noqa: EM101  the name of a coding
        self.is_over = self._stream.is_finished()
        self.is_pending = not self.is_over and not self._stream.can_accept_more_data()
        return piece, b""


class _Zstandard:
    def __init__(self) -> None:
        self._stream = zstd.ZstdDecompressor(options=_ZSTD_WINDOW)
        self.is_pending = False
        self.is_over = False

    def step(self, data: bytes) -> tuple[bytes, bytes]:
        try:
            piece = self._stream.decompress(data, STEP)
        except zstd.ZstdError as error:
            raise _not("zstd", error) from None  # noqa: EM101  the name of a coding
        self.is_over = self._stream.eof
        self.is_pending = not self.is_over and not self._stream.needs_input
        return piece, self._stream.unused_data if self.is_over else b""


def _not(coding: str, error: Exception) -> Unreadable:
    return Unreadable(f"not the {coding} it claims to be: {error}")


def _deflate(data: bytes) -> Member:
    """Return the decoder of zlib's form, as RFC 9110 says, or of the raw one, as some servers send."""
    has_header = data[0] & 0x0F == _ZLIB_METHOD and int.from_bytes(data[:2], "big") % 31 == 0
    return _Inflated("deflate", zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)


def _is_zstd(data: bytes) -> bool:
    return data.startswith(_ZSTD_MAGIC) or (data[0] & 0xF0 == _ZSTD_SKIPPABLE[0] and data[1:4] == _ZSTD_SKIPPABLE[1:])


_GZIP = Coding(2, lambda data: data.startswith(b"\x1f\x8b"), lambda _: _Inflated("gzip", zlib.MAX_WBITS | 16))
CODINGS = {
    "gzip": _GZIP,
    "x-gzip": _GZIP,
    "deflate": Coding(2, lambda _: False, _deflate),
    "br": Coding(1, lambda _: False, lambda _: _Brotli()),
    "zstd": Coding(4, _is_zstd, lambda _: _Zstandard()),
}
