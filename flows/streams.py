"""Files as bounded streams: plain or gzip, whole or record by record, never more in memory than one record may hold."""

from __future__ import annotations

import codecs
import errno
import gzip
import json
import os
import re
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from extractors.records import Outcome, Rejection

UNREADABLE = (OSError, EOFError, zlib.error)  # what reading a file can raise, a damaged gzip file included
_CHUNK = 2**16
_BETWEEN = re.compile(r"[\s,\[\]]*")  # of the values of a list, or of values that merely follow one another
_DECODER = json.JSONDecoder(strict=False)  # a raw tab or line end within a string does no harm
_NEAR = 16  # characters: a syntax error this close to the end may only be a value cut by the end of the buffer


def name(path: Path) -> str:
    """Return the name of a file as text, bytes that are no UTF-8 as escapes, so that different files stay apart."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def check_no_pipe(path: Path) -> None:
    """Raise `OSError` for what is not there, and for a named pipe, which waits for its writer.

    One that a shell made, as in <(…), has its own.
    """
    if stat.S_ISFIFO(path.stat().st_mode) and not path.is_relative_to("/dev") and not path.is_relative_to("/proc"):
        raise OSError(errno.EINVAL, "it is a pipe, which waits for its writer; read it as standard input: - < pipe")


def opened(path: Path) -> BinaryIO:
    """Open a file for reading, decompressed where its name ends in .gz."""
    return cast("BinaryIO", gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb"))


def whole(stream: BinaryIO, limit_bytes: int, head: bytes = b"") -> bytes | Rejection:
    """Return what is in the stream, after `head` that was read before; no more than the limit is read."""
    body = head + stream.read(max(0, limit_bytes + 1 - len(head)))
    return body if len(body) <= limit_bytes else too_large(limit_bytes)


def lines(stream: BinaryIO, limit_bytes: int, head: bytes = b"") -> Iterator[bytes | Rejection]:
    """Yield the lines that are not blank, the first of them begun by `head`, which was read before.

    One over the limit is skipped to its end and yields its rejection.
    """
    while line := head or stream.readline(limit_bytes + 1):
        head = b""
        if len(line) > limit_bytes and not line.endswith(b"\n"):
            while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield too_large(limit_bytes)
        elif line.strip():
            yield line


def values(stream: BinaryIO, limit_bytes: int, head: bytes = b"") -> Iterator[object]:
    """Yield the JSON values of a list, or of a row of values, without holding more than one of them.

    A syntax error is the last value: a `Rejection`, for nothing after it can be trusted.
    """
    head = head or stream.read(_CHUNK)
    decoder = codecs.getincrementaldecoder(encoding(head))("replace")  # a bad byte must not end the list
    buffer, at, done = decoder.decode(head), 0, False
    while True:
        at = cast("re.Match[str]", _BETWEEN.match(buffer, at)).end()
        try:
            value, at = _DECODER.raw_decode(buffer, at)
        except (ValueError, RecursionError) as error:
            if not done and _may_be_cut(error, buffer) and len(buffer) - at <= limit_bytes:
                chunk = stream.read(max(_CHUNK, len(buffer) - at))  # doubling: retries cost no more than the reading
                buffer, at, done = buffer[at:] + decoder.decode(chunk, final=not chunk), 0, not chunk
                continue
            if at < len(buffer):
                yield too_large(limit_bytes) if len(buffer) - at > limit_bytes else not_json(error)
            return
        yield value


def _may_be_cut(error: Exception, buffer: str) -> bool:
    if not isinstance(error, json.JSONDecodeError):
        return False
    return error.msg.startswith("Unterminated string") or error.pos >= len(buffer) - _NEAR


def encoding(head: bytes) -> str:
    """Return the encoding of JSON from its first bytes: UTF-8, -16 or -32, with or without a byte order mark."""
    return json.detect_encoding(head[:4])


def too_large(limit_bytes: int) -> Rejection:
    """Return the rejection of what holds more than the limit."""
    return Rejection(outcome=Outcome.TOO_LARGE, reason=f"more than {limit_bytes / 1e6:g} MB")


def not_json(error: Exception) -> Rejection:
    """Return the rejection of a record that is no JSON."""
    reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
    return Rejection(outcome=Outcome.BAD_ENCODING, reason=f"not valid JSON: {reason}")


def unreadable(error: Exception) -> Rejection:
    """Return the rejection of a file that cannot be read, from one of `UNREADABLE`."""
    if isinstance(error, OSError) and not isinstance(error, gzip.BadGzipFile):
        return Rejection(outcome=Outcome.FAILED, reason=error.strerror or str(error))
    return Rejection(outcome=Outcome.BAD_ENCODING, reason=f"damaged gzip file: {error}")
