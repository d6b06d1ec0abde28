"""Turns: how many requests may be under way, in all and to one host, and how long a host is left alone between two.

The pause between the starts of two requests to a host is the longest of what the settings say, what its robots.txt
asks for, and its usual time to answer: a host that takes five seconds gets a request every five seconds. After a 429
or 503 it doubles, up to 16 times, and each good answer takes a tenth of that away.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

from extractors.records import Outcome
from flows.answers import Unavailable

LONGEST_WAIT = 4.0  # seconds of Retry-After that are slept through; beyond it means a later run
_SLOWER, _FASTER, _SLOWEST = 2.0, 0.9, 16.0
_SMOOTHING = 1 / 8  # of the time to answer, as TCP smooths its round trips (RFC 6298)
_MAX_SILENCES = 3  # requests in a row without any answer, after which a host is left alone for the run
_PRESSED = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


class Pacing:
    """Gives turns. Nobody holds a turn while waiting for one, so turns cannot deadlock."""

    def __init__(self, *, per_host: int, concurrency: int, pause_seconds: float, longest_seconds: float) -> None:
        """Set the pace; a host that asks for longer pauses than `longest_seconds` gets one request a run."""
        self._per_host = per_host
        self._pause_seconds = pause_seconds
        self._longest_seconds = longest_seconds
        self._all = asyncio.Semaphore(concurrency)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, pause_seconds: float | None = None, *, paused: bool = True) -> AsyncIterator[float]:
        """Wait for a turn at the host and hold it; gives the seconds waited.

        `pause_seconds` instead of the usual pause; `paused=False` for a redirect within the host just asked.

        Raises:
            Unavailable: there is none in this run: the host asks to be left alone, or gives no answers.
        """
        loop = asyncio.get_running_loop()
        asked_at = loop.time()
        state = self._host(host)
        if paused:
            await state.pause(self._pause_seconds if pause_seconds is None else pause_seconds)
        async with state.slots, self._all:
            yield loop.time() - asked_at

    def heed(self, host: str, crawl_delay: float | None) -> None:
        """Leave at least so many seconds between two requests to the host from now on."""
        state = self._host(host)
        state.crawl_delay = max(state.crawl_delay, crawl_delay or 0.0)

    def heard(self, host: str, seconds: float, http_status: int) -> None:
        """Take into account that the host began to answer after so many seconds."""
        state = self._host(host)
        state.measured(seconds)
        state.silences = 0
        if http_status in _PRESSED:
            state.slowness = min(state.slowness * _SLOWER, _SLOWEST)
        elif http_status < HTTPStatus.INTERNAL_SERVER_ERROR:
            state.slowness = max(state.slowness * _FASTER, 1.0)

    def unheard(self, host: str, seconds: float, outcome: Outcome) -> None:
        """Take into account that the host gave no answer in so many seconds."""
        state = self._host(host)
        state.measured(seconds)
        state.silences += 1
        state.last_outcome = outcome

    def close(self, host: str, seconds: float) -> None:
        """Leave the host alone for so long: it said so."""
        state = self._host(host)
        state.open_at = max(state.open_at, asyncio.get_running_loop().time() + seconds)

    def _host(self, host: str) -> _Host:
        if host not in self._hosts:
            self._hosts[host] = _Host(host, self._per_host, self._longest_seconds)
        return self._hosts[host]


class _Host:
    def __init__(self, name: str, per_host: int, longest_seconds: float) -> None:
        self.slots = asyncio.Semaphore(per_host)
        self.crawl_delay = 0.0
        self.slowness = 1.0
        self.silences = 0
        self.last_outcome = Outcome.UNREACHABLE
        self.open_at = 0.0  # of the loop's clock
        self._name = name
        self._longest_seconds = longest_seconds
        self._line = asyncio.Lock()  # who comes first is served first
        self._started_at: float | None = None  # the last request
        self._seconds_to_answer: float | None = None

    async def pause(self, pause_seconds: float) -> None:
        """Sleep until the host may be asked again."""
        loop = asyncio.get_running_loop()
        async with self._line:
            while (wait := self._seconds_left(pause_seconds, loop.time())) > 0:  # noqa: ASYNC110  it may grow meanwhile
                await asyncio.sleep(wait)
            self._started_at = loop.time()

    def measured(self, seconds: float) -> None:
        known = self._seconds_to_answer
        self._seconds_to_answer = seconds if known is None else known + _SMOOTHING * (seconds - known)

    def _seconds_left(self, pause_seconds: float, now: float) -> float:
        if self.silences >= _MAX_SILENCES:
            reason = f"{self._name} gave no answer {self.silences} times in a row, so it was not asked again"
            raise Unavailable(self.last_outcome, reason)
        if self.open_at - now > LONGEST_WAIT:
            wait = self.open_at - now
            raise Unavailable(Outcome.DEFERRED, f"{self._name} asks to wait {wait:.0f} s", retry_after=wait)
        if self._started_at is None:
            return self.open_at - now
        if self.crawl_delay > self._longest_seconds:
            reason = f"robots.txt of {self._name} asks for {self.crawl_delay:g} s between two requests: one a run"
            raise Unavailable(Outcome.DEFERRED, reason, retry_after=self.crawl_delay)
        pause = self.slowness * max(pause_seconds, self.crawl_delay, self._seconds_to_answer or 0.0)
        return max(self.open_at, self._started_at + min(pause, self._longest_seconds)) - now


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
