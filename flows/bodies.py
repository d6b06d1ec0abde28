"""Bodies as they arrive: each bounded while it streams, all together bounded in memory."""

from __future__ import annotations

import asyncio
import contextlib

import httpx

from extractors.records import Outcome
from flows import decoding, headers
from flows import robots as robots_txt
from flows.answers import Limits, Rejected
from flows.visits import Visit

_BINARY = ("image/", "audio/", "video/", "font/")
_LARGE = 1_000_000  # bytes; under 1 in 100 news pages
_LARGE_AT_ONCE = 4
_HELD = 32_000_000  # bytes


class Room:
    """Memory for the bodies of one client.

    Without it 32 requests under way and all the pages that wait for their reading could be of 10 MB each: 150 such
    pages on 30 hosts took 1,016 MB. Of large bodies a few are read at once, and nothing new is asked for while those
    that wait hold more than 32 MB. Who holds bodies says so; a client whose bodies nobody holds is never held up.
    """

    def __init__(self) -> None:
        self.large = asyncio.Semaphore(_LARGE_AT_ONCE)
        self._held = 0
        self._open = asyncio.Event()
        self._open.set()
        self._closed_at = 0.0  # of the loop's clock
        self._seconds_closed = 0.0  # before that

    async def opened(self) -> None:
        """Wait until another body may come."""
        await self._open.wait()

    def seconds(self) -> float:
        """Return the loop's time, which stands still here while the room is closed."""
        now = asyncio.get_running_loop().time()
        return (now if self._open.is_set() else self._closed_at) - self._seconds_closed

    def hold(self, size: int) -> None:
        """Take so many bytes."""
        self._held += size
        if self._held >= _HELD and self._open.is_set():
            self._closed_at = asyncio.get_running_loop().time()
            self._open.clear()

    def release(self, size: int) -> None:
        """Give them back."""
        self._held -= size
        if self._held < _HELD and not self._open.is_set():
            self._seconds_closed += asyncio.get_running_loop().time() - self._closed_at
            self._open.set()


async def read(visit: Visit, answer: httpx.Response, limits: Limits, room: Room) -> bytes:
    """Return the decoded body of an answer; of a robots.txt the first part.

    Raises:
        Rejected: its type says that it is no text.
        decoding.TooLarge, decoding.Unreadable, decoding.Cut: see there.
    """
    if (visit.content_type or "").startswith(_BINARY):
        raise Rejected(Outcome.NOT_HTML, f"{visit.content_type}", http_status=answer.status_code)
    if headers.length(answer.headers) > limits.wire_bytes and not visit.is_robots:
        raise decoding.TooLarge(limits.wire_bytes)
    most = robots_txt.MAX_BYTES if visit.is_robots else limits.decoded_bytes
    decoder = decoding.Decoder(answer.headers.get("content-encoding", ""), most)
    body = bytearray()
    async with contextlib.AsyncExitStack() as turn:
        try:
            async for chunk in answer.aiter_raw():
                visit.count(chunk, limits)
                for piece in decoder.feed(chunk):
                    if len(body) < _LARGE <= len(body) + len(piece):
                        await turn.enter_async_context(room.large)
                    body += piece
            decoder.finish()
        except decoding.TooLarge:
            if not visit.is_robots:
                raise
        return bytes(body)
