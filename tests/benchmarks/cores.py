"""What a second core brings: `python -m tests.benchmarks.cores [FOLDER] [--pages N]`.

The same pages (200; FOLDER as in `pipeline`) through a whole first run on one core with one worker, and on all cores
with as many workers; the loopback site keeps its own share of the machine in both. Printed are pages a second of each,
their ratio, and what keeps it below the number of cores: how much of the machine's time the run was not at work, and in
which stages. The machine's own ceiling stands beside it: what so many processes that read and enrich a share of the
pages each, and nothing else, win over one that does all. Other work on the machine spoils the figures; `queued` says
how long processes waited for a core. The site and the sampling of the processes take CPU as well, which is printed:
with one core for the run they have the others to themselves, with all they take from it, and so lower the ratio.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extractors.records import Page, Reading
from tests.benchmarks import corpus, goals
from tests.benchmarks.fetching import Slow
from tests.benchmarks.pipeline import cases, run_once
from tests.hostile import running

_SHARE = 0.9  # of what twice the cores could do at best
_PAGE_BYTES = 10_000_000
_SHOWN = 0.002  # of the wall time: stages that take less are left out


def measured(paths: list[Path], cores: set[int]) -> dict[str, Any]:
    """Return the figures of a first run on these cores, with a worker for each."""
    all_cores = os.sched_getaffinity(0)
    with TemporaryDirectory() as name, Slow(cases(paths)) as world:  # the site's threads keep all cores
        running.write_sources(world, Path(name))
        os.sched_setaffinity(0, cores)  # of this thread, and of the processes that it starts
        before = time.process_time()
        try:
            figures = run_once("first run", Path(name), len(cores))
        finally:
            os.sched_setaffinity(0, all_cores)
        return figures | {"site_seconds": time.process_time() - before}


def ceiling(paths: Sequence[Path], count: int) -> float:
    """Return how many times faster so many processes read and enrich these pages than one."""
    one, many = (_seconds([paths[at::parts] for at in range(parts)]) for parts in (1, count))
    return one / many


def _seconds(shares: Sequence[Sequence[Path]]) -> float:
    """Return in how many wall seconds a process for each of these shares has done with it, models loaded before."""
    context = get_context("spawn")
    barrier = context.Barrier(len(shares) + 1)
    processes = [context.Process(target=_work, args=(share, barrier), daemon=True) for share in shares]
    for process in processes:
        process.start()
    barrier.wait()
    started = time.monotonic()
    barrier.wait()
    taken = time.monotonic() - started
    for process in processes:
        process.join()
    return taken


def _work(paths: Sequence[Path], barrier: Barrier) -> None:
    from extractors import article  # noqa: PLC0415  it loads models, which this module's own process has no use for
    from flows import enrich, files, warm  # noqa: F401, PLC0415

    pages = list(files.pages(paths, now=datetime(2026, 11, 22, tzinfo=UTC), limit_bytes=_PAGE_BYTES))
    barrier.wait()
    for page in pages:
        if isinstance(page, Page) and isinstance(found := article.read(page), Reading):
            enrich.enrich(found.version)
    barrier.wait()


def say(figures: dict[str, Any], pages: int) -> float:
    """Print the figures of a run; return its pages a second."""
    rate: float = pages / figures["seconds"]
    print(
        f"{figures['workers']} workers: {rate:.2f} pages/s; {figures['cpu_seconds']:.1f} CPU s in "
        f"{figures['seconds']:.1f} s, of which queued {figures['queued_seconds']:.1f}; parent "
        f"{figures['parent_mb']:.0f} MB, largest worker {figures['worker_mb']:.0f} MB; at work "
        f"{figures['cpu_seconds'] / figures['seconds'] / figures['workers']:.0%} of the time of its cores; the site "
        f"and the sampling took {figures['site_seconds']:.1f} CPU s"
    )
    for stage, (cpu, wall) in figures["stages"].items():
        if max(cpu, wall) > _SHOWN * figures["seconds"]:
            print(f"  {stage:26} {cpu:8.1f} CPU s {wall:8.1f} s")
    return rate


def main() -> None:
    """Run it on one core, then on all."""
    asked = corpus.arguments(__doc__, pages=200).parse_args()
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) == 1:
        sys.exit("this machine has one core")
    with TemporaryDirectory() as name:
        paths = corpus.write(Path(name), asked.folder, asked.pages)
        best = ceiling(paths, len(cores))
        one, many = (say(measured(paths, set(chosen)), asked.pages) for chosen in (cores[:1], cores))
    gain = many / one
    print(
        f"{len(cores)} cores have {gain:.2f} times the throughput of one; processes that "
        f"read and enrich alone {best:.2f}{goals.at_least(gain, _SHARE * len(cores))}"
    )


if __name__ == "__main__":
    main()
