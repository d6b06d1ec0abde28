"""What a second core brings: `python -m tests.benchmarks.cores [FOLDER] [--pages N]`.

The same pages (200; FOLDER as in `pipeline`) through a whole first run on one core with one worker, and on all cores
with as many workers; the loopback site keeps its own share of the machine in both. Printed are pages a second of each,
their ratio, and what keeps it below the number of cores: how much of the machine's time the run was not at work. Other
work on the machine spoils the figures; `queued` says how long processes waited for a core.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks import corpus, goals
from tests.benchmarks.fetching import Slow
from tests.benchmarks.pipeline import cases, run_once
from tests.hostile import running

_SHARE = 0.9  # of what twice the cores could do at best


def measured(paths: list[Path], cores: set[int]) -> dict[str, Any]:
    """Return the figures of a first run on these cores, with a worker for each."""
    all_cores = os.sched_getaffinity(0)
    with TemporaryDirectory() as name, Slow(cases(paths)) as world:  # the site's threads keep all cores
        running.write_sources(world, Path(name))
        os.sched_setaffinity(0, cores)  # of this thread, and of the processes that it starts
        try:
            return run_once("first run", Path(name), len(cores))
        finally:
            os.sched_setaffinity(0, all_cores)


def say(figures: dict[str, Any], pages: int) -> float:
    """Print the figures of a run; return its pages a second."""
    rate: float = pages / figures["seconds"]
    print(
        f"{figures['workers']} workers: {rate:.2f} pages/s; {figures['cpu_seconds']:.1f} CPU s in "
        f"{figures['seconds']:.1f} s, of which queued {figures['queued_seconds']:.1f}; parent "
        f"{figures['parent_mb']:.0f} MB, largest worker {figures['worker_mb']:.0f} MB; at work "
        f"{figures['cpu_seconds'] / figures['seconds'] / figures['workers']:.0%} of the time of its cores"
    )
    return rate


def main() -> None:
    """Run it on one core, then on all."""
    asked = corpus.arguments(__doc__, pages=200).parse_args()
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) == 1:
        sys.exit("this machine has one core")
    with TemporaryDirectory() as name:
        paths = corpus.write(Path(name), asked.folder, asked.pages)
        one, many = (say(measured(paths, set(chosen)), asked.pages) for chosen in (cores[:1], cores))
    gain = many / one
    print(f"{len(cores)} cores have {gain:.2f} times the throughput of one{goals.at_least(gain, _SHARE * len(cores))}")


if __name__ == "__main__":
    main()
