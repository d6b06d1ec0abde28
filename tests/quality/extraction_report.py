"""How good the reading of HTML is: `python -m tests.quality.extraction_report [FOLDER] [--pages N] [--words]`.

Real pages with their articles marked by hand, from FOLDER (NEWSDUCK_DEV_DATA), read by article.read and beside it by
plain trafilatura. P, R and F1 are of 4-word shingles, the mean over pages; leak is the share of a text's words in
blocks that the gold has not, clean the share of pages without such a block, drop the share of the gold's words that
are missing. CPU is in ms a page, for trafilatura without metadata. --words prints what each rule took from the gold.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

import trafilatura

from extractors import article, words
from extractors.records import Page, Reading

SETS = ("fundus_fixtures", "wcxb_dev")
_NOW = datetime(2026, 11, 22, tzinfo=UTC)
_SHINGLE = 4
SUPPORTED = 0.5  # share of a block's three-word runs that the other text must have for the block to count as its own


@dataclass(frozen=True, slots=True)
class Sample:
    """A page, and what stands in it by a person's judgement."""

    html: bytes
    url: str
    text: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """One page's figures, each 0 to 1; `title` is whether the titles agree, None where the gold has none."""

    precision: float
    recall: float
    leak: float
    drop: float
    title: bool | None

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def samples(folder: Path, name: str) -> Iterator[Sample]:
    """Yield the pages of a set."""
    root = folder / "extraction" / "data" / name
    for line in (root / "gold.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n"):
        row = json.loads(line)
        yield Sample(gzip.decompress((root / row["html"]).read_bytes()), row["url"], row["text"], row.get("title"))


def score(sample: Sample, text: str, title: str | None) -> Score:
    """Compare a text with the gold."""
    gold, found = (Counter(_runs(one, _SHINGLE)) for one in (sample.text, text))
    both = (gold & found).total()
    agrees = words.normalised(sample.title) == words.normalised(title or "") if sample.title else None
    return Score(
        precision=both / max(1, found.total()),
        recall=both / max(1, gold.total()),
        leak=_foreign(text, sample.text),
        drop=_foreign(sample.text, text),
        title=agrees,
    )


def _runs(text: str, length: int) -> list[tuple[str, ...]]:
    tokens = words.words(text)
    return [tuple(tokens[start : start + length]) for start in range(max(1, len(tokens) - length + 1))]


def _foreign(text: str, other: str) -> float:
    """Return the share of a text's words that stand in lines of which the other text has less than half."""
    known = known_runs(other)
    lines = [line for line in text.splitlines() if words.count(line)]
    sizes = [words.count(line) for line in lines]
    foreign = sum(size for line, size in zip(lines, sizes, strict=True) if support(line, known) < SUPPORTED)
    return foreign / max(1, sum(sizes))


def known_runs(text: str) -> set[tuple[str, ...]]:
    """Return the runs of one, two and three words of a text."""
    return {run for length in (1, 2, 3) for run in _runs(text, length)}


def support(line: str, known: set[tuple[str, ...]]) -> float:
    """Return the share of a line's runs of three words that another text has."""
    runs = _runs(line, min(3, len(words.words(line))))
    return sum(run in known for run in runs) / len(runs)


def page_of(sample: Sample) -> Page:
    """Return a sample as it would have been fetched."""
    return Page(
        item=sample.url,
        url=sample.url,
        final_url=sample.url,
        body=sample.html,
        content_type="text/html",
        charset=None,
        fetched_at=_NOW,
    )


def by_newsduck(sample: Sample) -> tuple[str, str | None, Reading | None]:
    """Read a page as the pipeline does."""
    found = article.read(page_of(sample))
    return (found.version.text, found.article.title, found) if isinstance(found, Reading) else ("", None, None)


def by_trafilatura(sample: Sample) -> tuple[str, str | None, None]:
    """Read a page as its users do; the title, which costs CPU of its own, is not asked for."""
    return trafilatura.extract(sample.html, url=sample.url, include_comments=False) or "", None, None


def report(folder: Path, pages: int | None, *, with_rules: bool) -> None:
    """Print one line for each set and reader."""
    print("set              reader        pages  P     R     F1    leak  clean drop  title  CPU ms")
    rules: Counter[tuple[str, bool]] = Counter()
    for name in SETS:
        chosen = list(samples(folder, name))[:pages]
        for reader in (by_newsduck, by_trafilatura):
            scores, cpu = _measured(reader, chosen, rules)
            print(_line(name, reader.__name__.removeprefix("by_"), scores, cpu))
    for (rule, wrong), count in sorted(rules.items()) if with_rules else ():
        print(f"{rule:32} {'from the gold' if wrong else 'rightly':14} {count:6} words")


def _measured(
    reader: Callable[[Sample], tuple[str, str | None, Reading | None]],
    chosen: list[Sample],
    rules: Counter[tuple[str, bool]],
) -> tuple[list[Score], float]:
    for sample in chosen[:2]:
        reader(sample)  # imports and models are loaded once a process
    scores, cpu = [], 0.0
    for sample in chosen:
        started = time.process_time()
        text, title, found = reader(sample)
        cpu += time.process_time() - started
        scores.append(score(sample, text, title))
        known = known_runs(sample.text)
        for one in found.removed if found else ():
            size = words.count(one.text)
            if size:
                rules[f"{one.layer}: {one.rule}", support(one.text, known) >= SUPPORTED] += size
    return scores, 1000 * cpu / max(1, len(chosen))


def _line(name: str, reader: str, scores: list[Score], cpu: float) -> str:
    titles = [one.title for one in scores if one.title is not None]
    figures = [
        mean(one.precision for one in scores),
        mean(one.recall for one in scores),
        mean(one.f1 for one in scores),
        mean(one.leak for one in scores),
        mean(one.leak == 0 for one in scores),
        mean(one.drop for one in scores),
    ]
    title = f"{mean(titles):.3f}" if any(titles) else "  -  "
    return f"{name:16} {reader:12} {len(scores):6}  {' '.join(f'{one:.3f}' for one in figures)} {title} {cpu:7.1f}"


def main() -> None:
    """Run the report on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=os.environ.get("NEWSDUCK_DEV_DATA"), type=Path)
    parser.add_argument("--pages", type=int, help="only the first N of each set")
    parser.add_argument("--words", action="store_true", help="what each rule removed, in words")
    chosen = parser.parse_args()
    if chosen.folder is None:
        parser.error("name a folder of development data, or set NEWSDUCK_DEV_DATA")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    report(chosen.folder, chosen.pages, with_rules=chosen.words)


if __name__ == "__main__":
    main()
