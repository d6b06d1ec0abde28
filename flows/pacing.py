"""Turns: how many requests may be under way, in all and to one host, and how long a host is left alone between two.

The pause between the starts of two requests to a host is the longest of what the settings say, what its robots.txt
asks for, and its usual time to answer: a host that takes five seconds gets a request every five seconds. After a 429
or 503 it doubles, up to 16 times, and each good answer takes a tenth of that away.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from statistics import median

from extractors.records import Outcome
from flows.answers import Unavailable

LONGEST_WAIT = 4.0  # seconds of Retry-After that are slept through; beyond it means a later run
_SLOWER, _FASTER, _SLOWEST = 2.0, 0.9, 16.0
_ANSWERS = 9  # whose median is the usual time to answer: one slow page does not make a slow host
_MAX_FAILURES = 3  # to connect, in a row, after which a host is left alone for the run
_MAX_SILENCES = 5  # the same for connections without an answer, of a host that gave none in this run
_MAX_PLEAS = 2  # answers in a row that ask to wait for long, after which all of the host waits
PRESSED = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


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
            state.refuse(loop.time())  # it may have fallen silent meanwhile
            yield loop.time() - asked_at

    def heed(self, host: str, crawl_delay: float | None) -> None:
        """Leave at least so many seconds between two requests to the host from now on."""
        state = self._host(host)
        state.crawl_delay = max(state.crawl_delay, crawl_delay or 0.0)

    def heard(self, host: str, seconds: float, http_status: int) -> None:
        """Take into account that the host began to answer after so many seconds."""
        state = self._host(host)
        state.times_to_answer.append(seconds)
        state.failures = 0
        if http_status in PRESSED:
            state.slowness = min(state.slowness * _SLOWER, _SLOWEST)
            return
        state.pleas = 0
        if http_status < HTTPStatus.INTERNAL_SERVER_ERROR:
            state.slowness = max(state.slowness * _FASTER, 1.0)

    def unheard(self, host: str, outcome: Outcome, *, is_connected: bool) -> None:
        """Take into account that the host gave no answer, or not even a connection."""
        state = self._host(host)
        state.last_failure = outcome
        if is_connected:
            state.silences += 1
        else:
            state.failures += 1

    def asked_to_wait(self, host: str, seconds: float) -> None:
        """Take into account that an answer asks to wait: briefly, or a second time in a row, it means the host."""
        state = self._host(host)
        state.pleas += 1
        if seconds <= LONGEST_WAIT or state.pleas >= _MAX_PLEAS:
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
        self.failures = 0
        self.silences = 0
        self.last_failure = Outcome.UNREACHABLE
        self.pleas = 0
        self.times_to_answer: deque[float] = deque(maxlen=_ANSWERS)
        self.open_at = 0.0  # of the loop's clock
        self._name = name
        self._longest_seconds = longest_seconds
        self._line = asyncio.Lock()  # who comes first is served first
        self._started_at: float | None = None  # the last request

    async def pause(self, pause_seconds: float) -> None:
        """Sleep until the host may be asked again."""
        loop = asyncio.get_running_loop()
        async with self._line:
            while (wait := self._seconds_left(pause_seconds, loop.time())) > 0:  # noqa: ASYNC110  it may grow meanwhile
                await asyncio.sleep(wait)
            self._started_at = loop.time()

    def refuse(self, now: float) -> None:
        """Raise Unavailable where the host is not to be asked again in this run."""
        if self.failures >= _MAX_FAILURES or (self.silences >= _MAX_SILENCES and not self.times_to_answer):
            reason = f"{self._name} did not answer {self.failures + self.silences} times, so it was not asked again"
            raise Unavailable(self.last_failure, reason)
        if self.open_at - now > LONGEST_WAIT:
            wait = self.open_at - now
            raise Unavailable(Outcome.DEFERRED, f"{self._name} asks to wait {wait:.0f} s", retry_after=wait)

    def _seconds_left(self, pause_seconds: float, now: float) -> float:
        self.refuse(now)
        if self._started_at is None:
            return self.open_at - now
        if self.crawl_delay > self._longest_seconds:
            reason = f"robots.txt of {self._name} asks for {self.crawl_delay:g} s between two requests: one a run"
            raise Unavailable(Outcome.DEFERRED, reason, retry_after=self.crawl_delay)
        usual = median(self.times_to_answer) if self.times_to_answer else 0.0
        pause = self.slowness * max(pause_seconds, self.crawl_delay, usual)
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
