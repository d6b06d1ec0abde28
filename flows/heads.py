"""Heads of answers as servers really send them, mended before the parser sees them.

h11 refuses a whole answer for one line without a colon, one blank before it or one NUL; browsers and curl pass over
them, and so do we. What decides where the body ends stays as it was sent, so lies about it are refused as before.
"""

from __future__ import annotations

import re
import ssl
from typing import Any

import httpcore

MAX_BYTES = 100 * 1024  # of a head; h11's own bound as httpcore sets it
_MAX_INTERIM = 20  # answers 100, 102 and 103 before the real one
_END = re.compile(rb"\n\r?\n")
_STATUS = re.compile(rb"HTTP/1\.([01])[ \t]+(\d{3})(?!\d)(.*)", re.IGNORECASE)
_NAME = re.compile(rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
# A NUL and the blanks that are neither a space nor a tab stand in no field; a tab may.
_BLANKS = bytes(0x20 if byte in b"\0\r\x0b\x0c" else byte for byte in range(256))


def mended(head: bytes) -> bytes:
    """Return the head of an answer, with its empty line, as RFC 9112 wants it.

    Folded fields are joined, lines that are no field are left out, and the status line gets its single blanks; one
    that is no HTTP/1.0 or HTTP/1.1 stays as it is, to be refused.
    """
    text = re.sub(rb"\n[ \t]+", b" ", head.replace(b"\r\n", b"\n").translate(_BLANKS))
    first, *lines = text.split(b"\n")
    fields = [b"%s: %s\r\n" % field for field in map(_field, lines) if field is not None]
    return _status_line(first) + b"\r\n" + b"".join(fields) + b"\r\n"


def _status_line(line: bytes) -> bytes:
    found = _STATUS.fullmatch(line)
    return b"HTTP/1.%s %s %s" % (found[1], found[2], found[3].strip()) if found else line


def _field(line: bytes) -> tuple[bytes, bytes] | None:
    name, colon, value = line.partition(b":")
    name, value = name.strip(b" \t"), value.strip(b" \t")
    if not colon or not _NAME.fullmatch(name):
        return None
    is_no_coding = name.lower() == b"transfer-encoding" and value.lower() in {b"", b"identity"}
    return None if is_no_coding else (name, value)


class MendedStream(httpcore.AsyncNetworkStream):
    """A connection whose answers have mended heads.

    It also tells the pool not to use the connection again where more came than the answer said: what was read too
    much would be taken for the answer of the next request.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._is_head = True  # what is read next
        self._left: int | None = None  # bytes of the body still to come, where the head says how many
        self._last = b""  # bytes of a body in chunks; it ends with an empty line
        self._has_more = False  # than the answer said

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109  httpcore's signature
        """Send (a part of) a request; an answer comes next."""
        self._is_head = True
        await self._stream.write(buffer, timeout)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109  the same
        """Return what came, empty at the end of the connection.

        Raises:
            httpcore.RemoteProtocolError: a head of more than 100 KB, or more than 20 interim answers.
        """
        if self._is_head:
            return await self._with_head(max_bytes, timeout)
        return self._of_body(await self._stream.read(max_bytes, timeout))

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  the same
    ) -> httpcore.AsyncNetworkStream:
        """Return the same connection under TLS."""
        return MendedStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  the signature is httpcore's
        """Return what is known of the connection; `is_readable` is how the pool learns not to use it again."""
        if info == "is_readable" and (self._has_more or (self._last and not self._last.endswith(b"\r\n\r\n"))):
            return True
        return self._stream.get_extra_info(info)

    async def _with_head(self, max_bytes: int, timeout: float | None) -> bytes:  # noqa: ASYNC109  the same
        """Return the mended head and what came with it, or as it is what can be no head."""
        held = bytearray()
        interim = searched = 0
        while interim <= _MAX_INTERIM and len(held) <= MAX_BYTES:
            held = held.lstrip(b"\r\n")
            if (end := _END.search(held, searched)) is not None:
                head, held, searched = mended(bytes(held[: end.end()])), held[end.end() :], 0
                if not _is_interim(head):
                    return self._begun(head) + self._of_body(bytes(held))
                interim += 1
                continue
            searched = max(0, len(held) - 2)
            data = await self._stream.read(max_bytes, timeout)
            held += data
            if not data or not _may_be_head(held.lstrip(b"\r\n")):
                self._is_head = False
                return bytes(held)
        message = f"more than {_MAX_INTERIM} interim answers" if interim > _MAX_INTERIM else "a head without end"
        raise httpcore.RemoteProtocolError(message)

    def _begun(self, head: bytes) -> bytes:
        """Note what the head says of the length of its body, and return it."""
        self._is_head = False
        fields = head.lower()
        length = re.search(rb"\r\ncontent-length: (\d{1,18})\r\n", fields)
        is_chunked = b"\r\ntransfer-encoding: " in fields
        self._left = int(length[1]) if length and not is_chunked else None
        self._last = b"\n" if is_chunked else b""
        return head

    def _of_body(self, data: bytes) -> bytes:
        if self._left is not None:
            self._has_more |= len(data) > self._left
            data = data[: self._left]
            self._left -= len(data)
        elif self._last:
            self._last = (self._last + data)[-4:]
        return data


def _may_be_head(data: bytearray) -> bool:
    return b"HTTP/".startswith(data[:5].upper())


def _is_interim(head: bytes) -> bool:
    return re.match(rb"HTTP/1\.[01] 1(?!01)\d\d", head) is not None
