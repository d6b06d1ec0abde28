"""Turns: how many requests may be under way, in all and to one host, and how long a host is left alone between two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Pacing:
    """Gives turns. Nobody holds a turn while waiting for one, so turns cannot deadlock."""

    def __init__(self, *, per_host: int, concurrency: int, pause_seconds: float) -> None:
        self._per_host = per_host
        self._pause_seconds = pause_seconds
        self._all = asyncio.Semaphore(concurrency)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, *, paused: bool = True) -> AsyncIterator[None]:
        """Wait for a turn at the host and hold it; `paused=False` for a redirect within the host just asked."""
        state = self._host(host)
        if paused:
            await state.pause()
        async with state.slots, self._all:
            yield

    def slow_down(self, host: str, pause_seconds: float) -> None:
        """Leave at least so many seconds between two requests to the host from now on."""
        state = self._host(host)
        state.pause_seconds = max(state.pause_seconds, pause_seconds)

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(self._per_host, self._pause_seconds)
        return self._hosts[host]


class _Host:
    def __init__(self, per_host: int, pause_seconds: float) -> None:
        self.slots = asyncio.Semaphore(per_host)
        self.pause_seconds = pause_seconds
        self._next_start = 0.0  # of the loop's clock

    async def pause(self) -> None:
        """Sleep until the host may be asked again, and book that moment."""
        now = asyncio.get_running_loop().time()
        start = max(now, self._next_start)
        self._next_start = start + self.pause_seconds
        if start > now:
            await asyncio.sleep(start - now)


class Budget:
    """Seconds of network time that may be used."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self.seconds_used = 0.0

    @asynccontextmanager
    async def spent(self) -> AsyncIterator[None]:
        """Count the block's time; raises TimeoutError in the moment that nothing is left."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        try:
            async with asyncio.timeout(self._seconds - self.seconds_used):
                yield
        finally:
            self.seconds_used += loop.time() - started
