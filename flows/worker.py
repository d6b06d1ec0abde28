"""One worker process that can be killed: each job has a CPU, memory and wall-clock budget, and its end is a value.

A thread cannot be stopped and hostile markup can hold a parser for minutes, so pages are read in processes. The CPU
budget is ITIMER_PROF, whose SIGPROF ends the process inside C code as well; memory is RLIMIT_AS above what the process
holds when the job starts. A process that dies is replaced and only its own job is lost, as a `Killed`.
Processes come from a fork server, a process without threads that has imported the job module once, so a replacement
costs milliseconds and no lock is ever copied in a held state.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import logging
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_WALL_FACTOR = 10  # wall seconds allowed for a CPU second: other work may hold the cores
_WARM_UP_SECONDS = 180.0


class NoWorkers(Exception):  # noqa: N818  a state of the world
    """Nobody is there to do the work, for this reason."""


@dataclass(frozen=True, slots=True)
class Killed:
    """A job that has no result: why its worker was ended, or which error of ours it met."""

    reason: str
    over_budget: bool  # False: our own fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What one job may take."""

    cpu_seconds: float
    memory_mb: int


@dataclass(frozen=True, slots=True)
class Job(Generic[T, R]):
    """A module-level function for one item, and what to load before the first one, outside its budget."""

    function: Callable[[T], R]
    warm_up: Callable[[], None] | None = None


class Worker:
    """One process and the pipe to it; replaces its process when that one died."""

    def __init__(self, context: ForkServerContext, budget: Budget) -> None:
        """Start it, and the fork server if that does not run.

        Raises:
            NoWorkers: the fork server was ended.
        """
        self._context = context
        self._budget = budget
        self.deadline = 0.0
        self._warm: set[Callable[[], None] | None] = set()  # what this process has loaded
        self._process, self.pipe = self._start()

    def _start(self) -> tuple[ForkServerProcess, connection.Connection]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._budget), daemon=True)
        try:
            process.start()
        except (EOFError, ConnectionError) as error:
            message = (
                "no process for reading pages could be started: the system ended the one that they come from, mostly "
                "for want of memory; give it more (a limit may stand in its service or container) and run again"
            )
            raise NoWorkers(message) from error
        theirs.close()
        return process, ours

    def begin(self, job: Job[Any, Any], item: object) -> None:
        """Send it a job, within whose `deadline` (of the monotonic clock) something comes through the pipe."""
        if not self._process.is_alive():
            self._replace()
        warm_up = 0.0 if job.warm_up in self._warm else _WARM_UP_SECONDS
        self._warm.add(job.warm_up)
        self.deadline = time.monotonic() + warm_up + self._budget.cpu_seconds * _WALL_FACTOR
        with contextlib.suppress(BrokenPipeError):  # it died since: the end of its output says so
            self.pipe.send((job, item))

    def result(self) -> tuple[object, float]:
        """Return what came of the job, and its CPU seconds."""
        try:
            result, cpu_seconds = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            self._process.join()
            return Killed(_why(self._process.exitcode, self._budget), over_budget=True), self._budget.cpu_seconds
        return result, cpu_seconds

    def kill(self, reason: str) -> Killed:
        """End it at once; the next job begins another process."""
        self._process.kill()
        self._process.join()
        return Killed(reason, over_budget=True)

    def _replace(self) -> None:
        self.pipe.close()
        self._warm.clear()
        self._process, self.pipe = self._start()

    def stop(self) -> None:
        """End it; one that is at no job ends by itself."""
        self.pipe.close()  # the process ends at the end of its input
        self._process.join(timeout=1)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _why(exitcode: int | None, budget: Budget) -> str:
    if exitcode == -signal.SIGPROF:
        return f"reading it took more than {budget.cpu_seconds:g} CPU seconds"
    if exitcode == _OUT_OF_MEMORY:
        return f"reading it took more than {budget.memory_mb} MB of memory"
    return f"its reader died ({signal.Signals(-exitcode).name if exitcode and exitcode < 0 else exitcode})"


_OUT_OF_MEMORY = 77


def _serve(pipe: connection.Connection, budget: Budget) -> None:
    """Run jobs until the parent closes the pipe."""
    logging.disable(logging.CRITICAL)  # what a library thinks of a page is no news; its outcome is a row
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # also where another's fork server was there before
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    _end_with_starter()  # no page is read for nobody
    warm: set[object] = set()
    with contextlib.suppress(EOFError, OSError):
        while True:
            job, item = pipe.recv()
            before = time.process_time()
            result = _run(job, item, budget, warm)
            pipe.send((result, time.process_time() - before))


def _end_with_starter() -> None:
    """Have this process end at once when the one that started it through multiprocessing does, whatever it computes.

    A fork server stands between the two and lives on with its children, so that the death of the system's parent tells
    nothing. The pipe between them does: SIGIO, which ends a process, comes when its other end is gone. Linux only.
    """
    starter = parent_process()
    if sys.platform == "linux" and starter is not None:
        signal.signal(signal.SIGIO, signal.SIG_DFL)
        fcntl.fcntl(starter.sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(starter.sentinel, fcntl.F_SETFL, os.O_ASYNC)
        if not starter.is_alive():  # since before we listened
            sys.exit()


def _run(job: Job[Any, Any], item: object, budget: Budget, warm: set[object]) -> object:
    try:
        if job.warm_up is not None and job.warm_up not in warm:
            job.warm_up()
            warm.add(job.warm_up)
            gc.collect()
            gc.freeze()  # what is loaded for good need not be searched for garbage at every turn: 5 % of the CPU
        with _limits(budget):
            return job.function(item)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)  # half-built C structures are not worth keeping
    except Exception as error:  # noqa: BLE001  our own bug ends as a recorded outcome; the batch goes on
        return Killed(f"{type(error).__name__}: {error}", over_budget=False)


@contextlib.contextmanager
def _limits(budget: Budget) -> Iterator[None]:
    before, hard = resource.getrlimit(resource.RLIMIT_AS)
    held = _address_space()
    if held is not None:
        resource.setrlimit(resource.RLIMIT_AS, (held + budget.memory_mb * 2**20, hard))
    signal.setitimer(signal.ITIMER_PROF, budget.cpu_seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (before, hard))


def _address_space() -> int | None:
    """Bytes of address space in use; None where the system does not say (macOS, which does not hold RLIMIT_AS)."""
    if sys.platform != "linux":
        return None
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
