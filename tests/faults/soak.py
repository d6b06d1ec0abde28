"""Hundreds of runs in one process over feeds that change, fail and recover, an hour of the news apart.

Run as `python -m tests.faults.soak [--runs 1000] [--every 50]`. It prints memory, open files, sizes and time at
intervals and how each grows over the second half. Time is compressed by moving the links' and feeds' instants back.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import astuple, dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import linear_regression, median

import duckdb

from flows import direct
from flows.frontier import Wanted
from flows.settings import Settings
from tests.faults import agreement
from tests.faults.newspaper import Newspaper

_FIRST = 30  # articles at the beginning
_BEGAN = datetime.now(UTC) - timedelta(hours=1100)  # of which a thousand runs reach today
AN_HOUR_LATER = (
    "UPDATE main.links SET first_seen_at = first_seen_at - INTERVAL 1 HOUR, fetched_at = fetched_at - INTERVAL 1 HOUR",
    "UPDATE main.feeds SET next_fetch_at = NULL, not_before = NULL",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """What stood at the end of a run; megabytes and seconds, the time as the median of the runs since the last one."""

    run: int
    articles: int
    memory_mb: float
    open_files: int
    threads: int
    warehouse_mb: float
    archive_mb: float
    home_files: int
    cpu_seconds: float
    seconds: float


class Soak:
    """The runs, and the samples taken of them."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.paper = Newspaper(seed, began=_BEGAN, apart=timedelta(hours=1))
        self.samples: list[Sample] = []
        self.settings = Settings(
            home=folder / "data",
            sources=folder / "sources.toml",
            workers=1,
            allow_private=True,
            pause_seconds=0,
        )

    def go(self, runs: int, every: int) -> None:
        """Do so many runs; each finds a new article, an edited one, and a fifth of the feeds ill."""
        self.paper.publish(_FIRST)
        took: list[tuple[float, float]] = []
        with self.paper.site:
            self.settings.sources.write_text(self.paper.sources(), encoding="utf-8")
            for number in range(1, runs + 1):
                self.paper.fall_ill(0.2 if number < runs - 1 else 0.0)
                cpu, wall = time.process_time(), time.monotonic()
                direct.run(self.settings, Wanted(), None, lambda _: None)
                took.append((time.process_time() - cpu, time.monotonic() - wall))
                self._an_hour_later()
                if number < runs - 1:
                    self.paper.publish(1)
                    self.paper.edit(1)
                if number % every == 0:
                    self._sample(number, took)
                    took = []

    def wrong(self) -> list[str]:
        """Return what does not agree in the end."""
        return [*agreement.of_published(self.settings), *agreement.with_newspaper(self.settings, self.paper)]

    def growth(self) -> dict[str, float]:
        """Return by how much each figure grows in a run, over the second half of the samples."""
        half = self.samples[len(self.samples) // 2 :]
        if len(half) < 2:
            return {}
        runs = [float(each.run) for each in half]
        names = [each.name for each in fields(Sample)][1:]
        return {name: linear_regression(runs, [float(getattr(each, name)) for each in half]).slope for name in names}

    def _an_hour_later(self) -> None:
        with closing(duckdb.connect(str(self.settings.writer))) as db:
            for statement in AN_HOUR_LATER:
                db.execute(statement)

    def _sample(self, number: int, took: list[tuple[float, float]]) -> None:
        gc.collect()
        home = self.settings.home
        files = [path for path in home.rglob("*") if path.is_file()]
        sample = Sample(
            number,
            self.paper.count,
            _resident_mb(),
            len([*Path("/proc/self/fd").iterdir()]),
            len([*Path("/proc/self/task").iterdir()]),
            (home / "published.duckdb").stat().st_size / 1e6,
            sum(path.stat().st_size for path in files if path.parent == self.settings.archive) / 1e6,
            len(files),
            median(cpu for cpu, _ in took),
            median(wall for _, wall in took),
        )
        self.samples.append(sample)
        print("\t".join(f"{value:.6g}" for value in astuple(sample)), flush=True)


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> int:
    """Do what the command line says; return 1 where the end does not agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--every", type=int, default=50)
    asked = parser.parse_args()
    print("\t".join(each.name for each in fields(Sample)))
    with tempfile.TemporaryDirectory() as folder:
        soak = Soak(Path(folder))
        soak.go(asked.runs, asked.every)
        wrong = soak.wrong()
    print("growth a run:", ", ".join(f"{name} {slope:+.3g}" for name, slope in soak.growth().items()))
    print("\n".join(wrong) or "all agrees")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
