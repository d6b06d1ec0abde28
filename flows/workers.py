"""Worker processes as a pool that several threads share; what each may take and how it ends: `flows.worker`."""

from __future__ import annotations

import itertools
import math
import multiprocessing
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import connection
from queue import PriorityQueue, SimpleQueue
from types import TracebackType
from typing import Any, Self, TypeVar

from flows import fork_server
from flows.worker import Budget, Job, Killed, Worker

__all__ = ["Budget", "Ended", "Job", "Killed", "Workers"]

T = TypeVar("T")
R = TypeVar("R")

_PATIENCE_SECONDS = 2.0  # with processes that end


class Ended(Exception):  # noqa: N818  a state, not a fault
    """The pool's block was left before a job had its result."""


@dataclass(slots=True, order=True)
class _Given:
    """An item and the job to be done for it, in the order in which they are begun."""

    is_later: bool
    number: int
    job: Job[Any, Any] = field(compare=False)
    item: object = field(compare=False)
    ended: SimpleQueue[tuple[object, object]] = field(compare=False)  # its caller's

    def end(self, result: object) -> None:
        self.ended.put((self.item, result))


_Busy = list[tuple[Worker, _Given]]


class Workers:
    """A pool of `count` processes; use it in a `with` block.

    Several threads may give it work at once. A thread of its own hands it out, so that no process waits for a caller
    who does something else.
    """

    def __init__(self, count: int, budget: Budget, *, preload: str) -> None:
        self._count = count
        self._budget = budget
        self._context = fork_server.context(preload)
        self._given: PriorityQueue[_Given] = PriorityQueue()
        self._numbers = itertools.count()
        self._bell, self._rope = multiprocessing.Pipe(duplex=False)
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None  # started at the first job: most runs on a schedule find nothing
        self._is_over = False
        self.cpu_seconds = 0.0  # of all jobs that ended by themselves or at their CPU budget, loading models included
        self._told_seconds = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over = True
        if self._thread is not None:
            self._rope.send_bytes(b".")
            self._thread.join(_PATIENCE_SECONDS)  # it may wait for a fork server that still loads its models

    def told(self) -> float:
        """Return the CPU seconds of which nobody was told yet."""
        before, self._told_seconds = self._told_seconds, self.cpu_seconds
        return self._told_seconds - before

    def start(self) -> None:
        """Begin to load what the processes share; the first job waits for it otherwise."""
        fork_server.start()

    def map(self, job: Job[T, R], items: Iterable[T], *, first: bool = False) -> Iterator[tuple[T, R | Killed]]:
        """Yield (item, result) as they end, so not in the order of the items; every item ends exactly once.

        Args:
            job: What is done for each of them.
            items: What is sent to the processes.
            first: Whether they go before what others have given and is not begun yet.

        Raises:
            Ended: the pool's block was left meanwhile.
        """
        ended: SimpleQueue[tuple[Any, Any]] = SimpleQueue()
        count = 0
        for count, item in enumerate(items, start=1):  # noqa: B007  it is used below
            self._given.put(_Given(not first, next(self._numbers), job, item, ended))
        if count:
            self._wake()
        for _ in range(count):
            item, result = ended.get()
            if isinstance(result, Exception):
                raise result
            yield item, result

    def _wake(self) -> None:
        """Have somebody look at what was given.

        Raises:
            Ended: nobody will.
        """
        with self._starting:
            if self._is_over:
                message = "the workers were stopped"
                raise Ended(message)
            if self._thread is None:
                self.start()
                self._thread = threading.Thread(target=self._serve, name="workers", daemon=True)
                self._thread.start()
        self._rope.send_bytes(b".")

    def _serve(self) -> None:
        """Hand out what is given until the pool's end, which all that is not done then is told."""
        free: list[Worker] = []
        busy: _Busy = []
        why: Exception = Ended("the workers were stopped")
        try:
            while not self._is_over:
                self._give(free, busy)
                self._take(free, busy)
        except Exception as error:  # noqa: BLE001  raised where its results are waited for
            self._is_over, why = True, error
        for worker, given in busy:
            worker.kill("stopped")
            given.end(why)
        while not self._given.empty():
            self._given.get().end(why)
        for worker in free:
            worker.stop()

    def _give(self, free: list[Worker], busy: _Busy) -> None:
        while not self._given.empty() and (free or len(busy) < self._count):
            worker = free.pop() if free else Worker(self._context, self._budget)
            given = self._given.get()
            busy.append((worker, given))
            worker.begin(given.job, given.item)

    def _take(self, free: list[Worker], busy: _Busy) -> None:
        """Wait until something is given, ends or has taken too long."""
        until = min((worker.deadline for worker, _ in busy), default=math.inf)
        patience = None if math.isinf(until) else max(0.0, until - time.monotonic())
        ready = connection.wait([self._bell, *(worker.pipe for worker, _ in busy)], patience)
        if self._bell in ready:
            self._bell.recv_bytes()
        for worker, given in list(busy):
            if worker.pipe in ready or worker.deadline <= time.monotonic():
                busy.remove((worker, given))
                result, cpu_seconds = worker.result() if worker.pipe in ready else (worker.kill("too much time"), 0.0)
                self.cpu_seconds += cpu_seconds
                given.end(result)
                free.append(worker)
