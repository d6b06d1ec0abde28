"""What reading a page costs: `python -m tests.benchmarks.reading [FOLDER] [--pages N] [--rounds N]`.

FOLDER holds the development sets (NEWSDUCK_DEV_DATA), or pages: *.html, *.html.gz. Each page is read by article.read
and right after it by plain trafilatura, without metadata and comments, in every round; of a page's rounds the one of
the least CPU time counts, for others use the machine as well. Printed are CPU ms a page, the ratio of the sums, the
median of the pages' own ratios, what each part of ours takes, and the pages with the highest ratios.
"""

from __future__ import annotations

import argparse
import gzip
import logging
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

from extractors import assembly, cleaning, content, encoding, markup, metadata, page_kinds, sniffing, walls
from tests.quality.extraction_report import SETS, Sample, by_newsduck, by_trafilatura, samples

PARTS = {
    "parse": ((sniffing, "binary"), (encoding, "decode"), (sniffing, "kind"), (markup, "parse")),
    "metadata": ((metadata, "read"), (metadata, "credited")),
    "content": ((content, "read"),),
    "cleaning": ((cleaning, "sift"),),
    "rest": ((walls, "found"), (page_kinds, "flags"), (assembly, "reading")),
}
WORST = 10  # pages shown
WARM = 5  # pages read before: imports and models are loaded once a process


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of one page: ours, trafilatura's, and of ours what each part took."""

    url: str
    ours: float
    theirs: float
    parts: dict[str, float]

    @property
    def ratio(self) -> float:
        """Ours to theirs."""
        return self.ours / max(1e-4, self.theirs)


def pages(folder: Path) -> dict[str, list[Sample]]:
    """Return the pages of a folder, by the name of their set."""
    if (folder / "extraction" / "data").is_dir():
        return {name: list(samples(folder, name)) for name in SETS}
    files = sorted(path for path in folder.rglob("*.html*") if path.suffix in {".html", ".gz"})
    return {folder.name: [Sample(_bytes(path), f"https://pages.example/{path.name}", "") for path in files]}


def _bytes(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


@contextmanager
def _clocked() -> Iterator[defaultdict[str, float]]:
    """Yield what the parts of a reading have taken since it was last cleared."""
    taken: defaultdict[str, float] = defaultdict(float)
    plain = {(module, name): getattr(module, name) for functions in PARTS.values() for module, name in functions}
    for part, functions in PARTS.items():
        for module, name in functions:
            setattr(module, name, _timed(getattr(module, name), part, taken))
    try:
        yield taken
    finally:
        for (module, name), function in plain.items():
            setattr(module, name, function)


def _timed(function: Callable[..., Any], part: str, taken: defaultdict[str, float]) -> Callable[..., Any]:
    def timed(*args: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the function takes and gives
        started = time.process_time()
        try:
            return function(*args, **named)
        finally:
            taken[part] += time.process_time() - started

    return timed


def measured(found: Sequence[Sample], rounds: int) -> list[Cost]:
    """Read the pages by both in turn; of each reader's rounds the cheapest counts."""
    best: list[Cost] = []
    with _clocked() as taken:
        for sample in found[:WARM]:
            _cost(sample, taken)
        for _ in range(rounds):
            costs = [_cost(sample, taken) for sample in found]
            best = [_cheaper(*pair) for pair in zip(best, costs, strict=True)] if best else costs
    return best


def _cost(sample: Sample, taken: defaultdict[str, float]) -> Cost:
    taken.clear()
    started = time.process_time()
    by_newsduck(sample)
    ours = time.process_time() - started
    by_trafilatura(sample)
    return Cost(sample.url, ours, time.process_time() - started - ours, dict(taken))


def _cheaper(one: Cost, other: Cost) -> Cost:
    ours = min(one, other, key=lambda cost: cost.ours)
    return Cost(one.url, ours.ours, min(one.theirs, other.theirs), ours.parts)


def report(name: str, costs: Sequence[Cost]) -> Iterator[str]:
    """Yield the lines on a set."""
    ours, theirs = (1000 * mean(getattr(cost, key) for cost in costs) for key in ("ours", "theirs"))
    ratio = median(cost.ratio for cost in costs)
    parts = {part: 1000 * mean(cost.parts.get(part, 0.0) for cost in costs) for part in PARTS}
    parts["rest"] = ours - sum(taken for part, taken in parts.items() if part != "rest")
    yield f"{name}: {len(costs)} pages, newsduck {ours:.1f} ms, trafilatura {theirs:.1f} ms a page"
    yield f"  ratio {ours / theirs:.3f}, median of pages {ratio:.3f}"
    yield "  " + ", ".join(f"{part} {taken:.1f}" for part, taken in parts.items()) + " ms"
    for cost in sorted(costs, key=lambda cost: -cost.ratio)[:WORST]:
        yield f"  {cost.ratio:5.2f} {1000 * cost.ours:7.1f} ms {1000 * cost.theirs:7.1f} ms  {cost.url}"


def main() -> None:
    """Run the benchmark on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=os.environ.get("NEWSDUCK_DEV_DATA"), type=Path)
    parser.add_argument("--pages", type=int, help="only the first N of each set")
    parser.add_argument("--rounds", type=int, default=2)
    chosen = parser.parse_args()
    if chosen.folder is None:
        parser.error("name a folder of pages, or set NEWSDUCK_DEV_DATA")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    for name, found in pages(chosen.folder).items():
        for line in report(name, measured(found[: chosen.pages], chosen.rounds)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
