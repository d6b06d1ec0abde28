"""The command with clocks on what one stage does by turns: `python -m tests.benchmarks.clocked FILE ARGUMENT…`.

Runs `newsduck ARGUMENT…` in this process and writes to FILE, as JSON, part -> [CPU seconds, wall seconds]. The CPU time
of a part is this process's, without the threads that fetch, archive and land, and that of the workers' jobs that ended
within it; fetch, archive and land are their threads' own.
"""

from __future__ import annotations

import atexit
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident
from typing import Any

from flows import cli, read, sequence
from flows.arriving import Fetching
from flows.aside import Aside
from flows.workers import Workers
from warehouse import landing

_PARTS = (("read", read, "in_workers"), ("enrich", read, "_enrich"), ("begin", sequence, "begin"))
_ASIDE = (("archive", read, "_archived"), ("land", landing, "write"))
_taken: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
_pools: list[Workers] = []
_threads: list[int] = []  # clocks of those that fetch, archive and land
_asides: dict[int, int] = {}


def _cpu() -> float:
    others = sum(time.clock_gettime(clock) for clock in _threads)
    return time.process_time() + sum(pool.cpu_seconds for pool in _pools) - others


@contextmanager
def _clock(part: str, now: Callable[[], float]) -> Any:  # noqa: ANN401  a generator as a context
    cpu, wall = now(), time.monotonic()
    try:
        yield
    finally:
        _taken[part][0] += now() - cpu
        _taken[part][1] += time.monotonic() - wall


def _timed(function: Callable[..., Any], part: str) -> Callable[..., Any]:
    def timed(*args: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the function takes and gives
        with _clock(part, _cpu):
            return function(*args, **named)

    return timed


def _timed_alone(function: Callable[..., Any], part: str) -> Callable[..., Any]:
    def timed(*args: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the function takes and gives
        with _clock(part, time.thread_time):
            return function(*args, **named)

    return timed


def _noted(aside: Aside) -> Aside:
    entered = _enter(aside)
    _asides[id(aside)] = entered.begin(lambda: time.pthread_getcpuclockid(get_ident())).result()
    _threads.append(_asides[id(aside)])
    return entered


def _left(aside: Aside, *args: Any) -> None:  # noqa: ANN401  whatever it takes
    _threads.remove(_asides.pop(id(aside)))  # it ends with its thread
    _exit(aside, *args)


def _known(pool: Workers, *args: Any, **named: Any) -> None:  # noqa: ANN401  whatever it takes
    _pools.append(pool)
    _workers(pool, *args, **named)


def _filled(fetching: Fetching, *args: Any) -> None:  # noqa: ANN401  whatever it takes
    clock = time.pthread_getcpuclockid(get_ident())
    _threads.append(clock)
    with _clock("fetch", time.thread_time):
        _fill(fetching, *args)
    _threads.remove(clock)  # it ends with its thread


def _written(file: Path) -> None:
    file.write_text(json.dumps(_taken), encoding="utf-8")


_enter, _exit = Aside.__enter__, Aside.__exit__
_workers, _fill = Workers.__init__, Fetching._fill  # noqa: SLF001  clocks go where the parts are


def main() -> None:
    """Put the clocks on and run the command."""
    for part, module, name in _PARTS:
        setattr(module, name, _timed(getattr(module, name), part))
    for part, module, name in _ASIDE:
        setattr(module, name, _timed_alone(getattr(module, name), part))
    Aside.__enter__, Aside.__exit__ = _noted, _left  # type: ignore[method-assign,assignment]
    Workers.__init__, Fetching._fill = _known, _filled  # type: ignore[method-assign,assignment]  # noqa: SLF001  as above
    atexit.register(_written, Path(sys.argv.pop(1)))
    cli.main()


if __name__ == "__main__":
    main()
