"""The command with clocks on what runs beside its stages: `python -m tests.benchmarks.clocked FILE ARGUMENT…`.

Runs `newsduck ARGUMENT…` in this process and writes to FILE, as JSON, part -> [CPU seconds, wall seconds]. The CPU time
of a part is that of its thread in this process, and of the workers' jobs for it. Parts overlap on the wall, but for
"start" (of the process, until the command begins), "begin", "publish" and "end" (what follows the publishing).
"""

from __future__ import annotations

import atexit
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows import cli, derive, publish, read, sequence, worker
from flows.arriving import Fetching
from flows.runs import CurrentRun, Tally
from flows.worker import Worker
from flows.workers import Workers
from warehouse import landing

_OF_THREADS = (
    ("read", read, "in_workers"),
    ("enrich", derive, "_enriched"),
    ("archive", read, "_archived"),
    ("land", landing, "write"),
    ("fetch", Fetching, "_fill"),
    ("hand out", Workers, "_serve"),
    ("load beside", CurrentRun, "beside"),
)
_ALONE = (("begin", sequence, "begin"), ("publish", publish, "publish"))
_JOBS = {"_reading": "read", "reserved": "read", "enrich": "enrich"}  # function -> part
_taken: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
_doing: dict[Worker, str] = {}
_over: list[float] = []  # CPU and wall seconds of this process when it had published
_begin, _result, _publish = Worker.begin, Worker.result, publish.publish


@contextmanager
def _clock(part: str, now: Callable[[], float]) -> Iterator[None]:
    cpu, wall = now(), time.monotonic()
    try:
        yield
    finally:
        _taken[part][0] += now() - cpu
        _taken[part][1] += time.monotonic() - wall


def _clocked(owner: Any, name: str, part: str, now: Callable[[], float]) -> None:  # noqa: ANN401  a module or class
    function = getattr(owner, name)

    def timed(*args: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the function takes and gives
        with _clock(part, now):
            return function(*args, **named)

    setattr(owner, name, timed)


def _began(process: Worker, job: worker.Job[Any, Any], item: object) -> None:
    function = getattr(job.function, "func", job.function)
    _doing[process] = _JOBS.get(function.__name__, "other jobs")
    _begin(process, job, item)


def _ended(process: Worker) -> tuple[object, float]:
    result, cpu_seconds = _result(process)
    _taken[_doing[process]][0] += cpu_seconds
    return result, cpu_seconds


def _age() -> float:
    """Return for how many seconds this process has lived."""
    started = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started / os.sysconf("SC_CLK_TCK")


def _published(run: CurrentRun) -> Tally:
    tally = _publish(run)
    _over.extend((time.process_time(), _age()))
    return tally


def _written(file: Path) -> None:
    if _over:
        _taken["end"] = [time.process_time() - _over[0], _age() - _over[1]]
    file.write_text(json.dumps(_taken), encoding="utf-8")


def main() -> None:
    """Put the clocks on and run the command."""
    publish.publish = _published
    for part, owner, name in _OF_THREADS:
        _clocked(owner, name, part, time.thread_time)
    for part, owner, name in _ALONE:
        _clocked(owner, name, part, time.process_time)
    Worker.begin, Worker.result = _began, _ended  # type: ignore[method-assign,assignment]
    _taken["start"] = [time.process_time(), _age()]
    atexit.register(_written, Path(sys.argv.pop(1)))
    cli.main()


if __name__ == "__main__":
    main()
