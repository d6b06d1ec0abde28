"""What so many articles a day need: `python -m tests.benchmarks.capacity [FIGURES] [--articles N]…`.

FIGURES is what `python -m tests.benchmarks.pipeline --json` printed, by default the figures kept beside this module.
Costs of each stage are scaled as that stage grows: by article, or by run. One loader merges, resolves and clusters, so
its part of the day is told apart: beyond 100 % more machines do not help.

Assumed: a run every 15 minutes; cores half busy on average, for news comes in waves; SOURCE_ARTICLES articles a day of
a source, each on a host of its own; a feed asked every 30 minutes; costs of a stage that grow with what is stored
already (the look back of two days in stories, the copy that publishing makes of files) are those of the measured size,
except that copy, which is added for a year of articles.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).with_name("figures.jsonl")
DAY = 86_400.0  # seconds
RUNS = 96  # a day
BUSY = 0.5  # of a core, on average
SOURCE_ARTICLES = 50
POLLS = 48  # of a feed a day
COPIED = 118e6 / 0.3  # bytes a second that publishing copies (measured: 118 MB in 0.3 s)
FEW_BYTES = 8.6e6  # of a file with 20 articles: each column of each table has a block of 256 kB
_BY_RUN = {"start", "begin", "poll", "publish", "end", "check", "other"}
_LOADER = ("load", "resolve", "cluster")
_SIZES = (10_000, 1_000_000, 10_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured: CPU seconds of an article by stage and of a run, bytes of an article, MB of processes."""

    by_article: dict[str, float]
    by_run: float
    archive_bytes: float
    warehouse_bytes: float
    parent_mb: float
    worker_mb: float
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What a number of articles a day needs."""

    articles: int
    cpu_seconds: float  # a day
    cores: float
    loader_share: float  # of the day that the only loader works, 1 being all of it
    copy_share: float  # of the day that publishing copies files of a year's articles; 0 in a lake
    memory_mb: float
    archive_gb: float  # a day
    warehouse_gb: float  # a day
    sources: float
    requests_second: float
    host_requests_second: float


def figures(line: dict[str, Any]) -> Figures:
    """Return the figures of a line that the benchmark of the pipeline printed for its first run."""
    count, stages = line["articles"], {name: cpu for name, (cpu, _) in line["stages"].items()}
    stages["read"] += stages.pop("waiting and rest of read", 0.0)  # two clocks' difference, at times below zero
    return Figures(
        by_article={name: cpu / count for name, cpu in stages.items() if name not in _BY_RUN},
        by_run=sum(stages.get(name, 0.0) for name in _BY_RUN),
        archive_bytes=line["bytes"]["archive"] / count,
        warehouse_bytes=max(0.0, line["bytes"]["published"] - FEW_BYTES) / count,
        parent_mb=line["parent_mb"],
        worker_mb=line["worker_mb"],
        articles=count,
    )


def need(measured: Figures, articles: int) -> Need:
    """Return what so many articles a day need."""
    cpu = articles * sum(measured.by_article.values()) + RUNS * measured.by_run
    cores = cpu / DAY / BUSY
    sources = max(1.0, articles / SOURCE_ARTICLES)
    requests = articles + sources * (POLLS + 1)  # and robots.txt once
    return Need(
        articles=articles,
        cpu_seconds=cpu,
        cores=cores,
        loader_share=articles * sum(measured.by_article.get(name, 0.0) for name in _LOADER) / DAY,
        copy_share=RUNS * 365 * articles * measured.warehouse_bytes / COPIED / DAY,
        memory_mb=measured.parent_mb + measured.worker_mb * max(1, round(cores)),
        archive_gb=articles * measured.archive_bytes / 1e9,
        warehouse_gb=articles * measured.warehouse_bytes / 1e9,
        sources=sources,
        requests_second=requests / DAY,
        host_requests_second=requests / sources / DAY,
    )


def markdown(measured: Figures) -> str:
    """Return both as tables of a page: what 1,000 articles cost, and what so many a day need."""
    costs = [f"| {stage} | {1000 * cpu:,.1f} |" for stage, cpu in _costs(measured)]
    columns = [_lines(need(measured, articles)) for articles in _SIZES]
    needs = [f"| {row[0][0]} | {' | '.join(value for _, value in row)} |" for row in zip(*columns, strict=True)]
    head = ["| CPU seconds for 1,000 articles | |", "|---|--:|"]
    sizes = [f"| articles a day | {' | '.join(f'{each:,}' for each in _SIZES)} |", "|---|--:|--:|--:|"]
    return "\n" + "\n".join([*head, *costs, "", *sizes, *needs]) + "\n\n"


def kept() -> Figures:
    """Return the figures that are kept beside this module."""
    return _read(FIGURES)


def _read(file: Path) -> Figures:
    return figures(json.loads(file.read_text(encoding="utf-8").splitlines()[0]))


def _costs(measured: Figures) -> list[tuple[str, float]]:
    """Return stage -> CPU seconds of an article, the dearest first; what each run takes besides as a run of 1,000."""
    stages = sorted(measured.by_article.items(), key=lambda each: -each[1])
    return [*stages, ("each run besides", measured.by_run / 1000)]


def _lines(found: Need) -> list[tuple[str, str]]:
    disk = f"{found.archive_gb + found.warehouse_gb:,.2f} GB ({found.archive_gb:,.2f} archive)"
    year = 365 * (found.archive_gb + found.warehouse_gb)
    return [
        ("CPU hours a day", f"{found.cpu_seconds / 3600:,.1f}"),
        ("cores, half busy", f"{found.cores:,.1f}"),
        ("memory of its processes", f"{found.memory_mb / 1000:,.1f} GB"),
        ("disk a day", disk),
        ("disk a year", f"{year:,.0f} GB"),
        ("the one loader works", f"{found.loader_share:,.1%} of the day"),
        ("copying the file, after a year", f"{found.copy_share:,.1%} of the day (none in a lake)"),
        ("sources", f"{found.sources:,.0f}"),
        ("requests a second", f"{found.requests_second:,.2f}"),
        ("requests a day to one host", f"{found.host_requests_second * DAY:,.0f}"),
    ]


def main() -> None:
    """Print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("figures", nargs="?", type=Path, default=FIGURES)
    parser.add_argument("--articles", type=int, action="append", help="so many a day; may be given several times")
    asked = parser.parse_args()
    measured = _read(asked.figures)
    print(f"measured on {measured.articles} articles; CPU seconds for 1,000:")
    for stage, cpu in _costs(measured):
        print(f"  {stage:26} {1000 * cpu:8.2f}")
    for articles in asked.articles or _SIZES:
        print(f"\n{articles:,} articles a day")
        for name, value in _lines(need(measured, articles)):
            print(f"  {name:32} {value}")


if __name__ == "__main__":
    main()
