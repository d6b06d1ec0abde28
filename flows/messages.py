"""HTTP responses as archives hold them: their codings undone, with mercy for recorders that left half of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import httpx

from flows import decoding

_STATUS_LINE = re.compile(rb"(?:HTTP/\d(?:\.\d)?[ \t]+|:status:[ \t]*)(\d{3})\b")  # HTTP/2 has a field for it
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_NEXT_CHUNK_SIZE = re.compile(rb"\r?\n" + _CHUNK_SIZE.pattern)
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_TEXT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<|[A-Za-z]{3})")


@dataclass(frozen=True, slots=True)
class Message:
    """A response: its status, its fields, and its body as the server meant it."""

    status: int
    fields: httpx.Headers
    body: bytes


def parse(block: bytes, max_bytes: int) -> Message | None:
    """Return the response in these bytes, or None where there is none.

    Raises:
        decoding.TooLarge, decoding.Cut, decoding.Unreadable: its body cannot be had.
    """
    first = _STATUS_LINE.match(block)
    if first is None:
        return None
    end = _END_OF_HEAD.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    fields = httpx.Headers([_field(line) for line in head.splitlines()[1:] if b":" in line])
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _dechunked(body)
    return Message(int(first[1]), fields, _decoded(body, fields.get("content-encoding", ""), max_bytes))


def _field(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b":")
    return name.strip(), value.strip()


def _dechunked(body: bytes) -> bytes:
    """Undo the chunks; a body without any was stored without them, though its head still names them."""
    size = _CHUNK_SIZE.match(body)
    if size is None:
        return body
    pieces = []
    while size is not None and (length := int(size[1], 16)):
        end = size.end() + length
        pieces.append(body[size.end() : end])
        size = _NEXT_CHUNK_SIZE.match(body, end)
    if size is None:
        raise decoding.Cut
    return b"".join(pieces)


def _decoded(body: bytes, content_encoding: str, max_bytes: int) -> bytes:
    """Undo the content codings; a body that is plainly text was stored decoded, though its head still names them."""
    if _TEXT.match(body):
        content_encoding = ""
    decoder = decoding.Decoder(content_encoding, max_bytes)
    decoded = b"".join(decoder.feed(body))
    decoder.finish()
    return decoded
