"""How good the reading of HTML is: `python -m tests.quality.extraction_report [FOLDER] [--pages N] [--words]`.

Real pages with their articles marked by hand, from FOLDER (NEWSDUCK_DEV_DATA), read by article.read and beside it by
plain trafilatura, page by page in turn. P, R and F1 are of 4-word shingles, the mean over pages; leak is the share of a
text's words in blocks that the gold has not, clean the share of pages without such a block, drop the share of the
gold's words that are missing; title, authors and date (the day) are as in `metadata_report`. CPU is the mean in ms a
page, for trafilatura without metadata; ratio the median over pages of ours to its. --words prints what each rule took
from the gold. The weights of `block_model` were learned from these pages: what it reaches on sites it has not seen
stands in its file.
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
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median
from typing import TypeVar

import trafilatura

from extractors import article, words
from extractors.records import Page, Reading, Rejection, RemovedBlock
from tests.quality import metadata_report
from tests.quality.metadata_report import Said

SETS = ("fundus_fixtures", "wcxb_dev")
_NOW = datetime(2026, 11, 22, tzinfo=UTC)
_SHINGLE = 4
Found = TypeVar("Found")
SUPPORTED = 0.5  # share of a block's three-word runs that the other text must have for the block to count as its own


@dataclass(frozen=True, slots=True)
class Sample:
    """A page, and what stands in it by a person's judgement."""

    html: bytes
    url: str
    text: str
    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """One page's figures, each 0 to 1."""

    precision: float
    recall: float
    leak: float
    drop: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def samples(folder: Path, name: str) -> Iterator[Sample]:
    """Yield the pages of a set."""
    root = folder / "extraction" / "data" / name
    for line in (root / "gold.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n"):
        row = json.loads(line)
        yield Sample(
            html=gzip.decompress((root / row["html"]).read_bytes()),
            url=row["url"],
            text=row["text"],
            title=row.get("title") or "",
            authors=tuple(row.get("authors") or ()),
            date=row.get("date") or "",
        )


def score(sample: Sample, text: str) -> Score:
    """Compare a text with the gold."""
    gold, found = (Counter(_runs(one, _SHINGLE)) for one in (sample.text, text))
    both = (gold & found).total()
    return Score(
        precision=both / max(1, found.total()),
        recall=both / max(1, gold.total()),
        leak=_foreign(text, sample.text),
        drop=_foreign(sample.text, text),
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


@dataclass(frozen=True, slots=True)
class Measured:
    """What one reader made of one page."""

    score: Score
    said: Said
    removed: tuple[RemovedBlock, ...] = ()


def by_newsduck(sample: Sample) -> Reading | Rejection:
    """Read a page as the pipeline does."""
    return article.read(page_of(sample))


def by_trafilatura(sample: Sample) -> str:
    """Read a page as its users do, without metadata."""
    return trafilatura.extract(sample.html, url=sample.url, include_comments=False) or ""


def measured(sample: Sample) -> tuple[Measured, Measured]:
    """Read a page by both, ours first."""
    ours, our_cpu = _timed(by_newsduck, sample)
    theirs, their_cpu = _timed(by_trafilatura, sample)
    text = ours.version.text if isinstance(ours, Reading) else ""
    removed = ours.removed if isinstance(ours, Reading) else ()
    stated = replace(metadata_report.by_trafilatura(_as_metadata(sample)), cpu_ms=their_cpu)
    return (
        Measured(score(sample, text), _said(ours, our_cpu), removed),
        Measured(score(sample, theirs), stated),
    )


def _timed(reader: Callable[[Sample], Found], sample: Sample) -> tuple[Found, float]:
    started = time.process_time()
    found = reader(sample)
    return found, 1000 * (time.process_time() - started)


def _said(found: Reading | Rejection, cpu_ms: float) -> Said:
    if isinstance(found, Rejection):
        return Said("", (), ("", ""), cpu_ms)
    one = found.article
    day = one.published_at.isoformat()[:10] if one.published_at else ""
    return Said(one.title, found.version.authors, (day, day), cpu_ms)


def _as_metadata(sample: Sample) -> metadata_report.Sample:
    return metadata_report.Sample(sample.html, sample.url, sample.title, sample.authors, sample.date)


def report(folder: Path, pages: int | None, *, with_rules: bool) -> Iterator[str]:
    """Yield one line for each set and reader."""
    yield "set              reader       pages  P     R     F1    leak  clean drop  title authors date   CPU ms ratio"
    rules: Counter[tuple[str, bool]] = Counter()
    for name in SETS:
        chosen = list(samples(folder, name))[:pages]
        for sample in chosen[:2]:
            measured(sample)  # imports and models are loaded once a process
        pairs = [measured(sample) for sample in chosen]
        ratio = median(ours.said.cpu_ms / max(0.1, theirs.said.cpu_ms) for ours, theirs in pairs)
        yield _line(name, "newsduck", chosen, [ours for ours, _ in pairs]) + f" {ratio:5.2f}"
        yield _line(name, "trafilatura", chosen, [theirs for _, theirs in pairs])
        for sample, (ours, _) in zip(chosen, pairs, strict=True):
            rules += _removed_words(sample, ours.removed)
    for (rule, wrong), count in sorted(rules.items()) if with_rules else ():
        yield f"{rule:32} {'from the gold' if wrong else 'rightly':14} {count:6} words"


def figures(chosen: list[Sample]) -> dict[str, float]:
    """Return what article.read scores: F1, share of clean pages, and what is neither leaked nor dropped."""
    read = [(sample, by_newsduck(sample)) for sample in chosen]
    scores = [score(sample, found.version.text if isinstance(found, Reading) else "") for sample, found in read]
    return {
        "f1": mean(one.f1 for one in scores),
        "clean": mean(one.leak == 0 for one in scores),
        "not_leaked": 1 - mean(one.leak for one in scores),
        "not_dropped": 1 - mean(one.drop for one in scores),
    }


def _removed_words(sample: Sample, removed: tuple[RemovedBlock, ...]) -> Counter[tuple[str, bool]]:
    found: Counter[tuple[str, bool]] = Counter()
    known = known_runs(sample.text)
    for one in removed:
        if size := words.count(one.text):
            found[f"{one.layer}: {one.rule}", support(one.text, known) >= SUPPORTED] += size
    return found


def _line(name: str, reader: str, chosen: list[Sample], found: list[Measured]) -> str:
    scores = [one.score for one in found]
    figures = [
        mean(one.precision for one in scores),
        mean(one.recall for one in scores),
        mean(one.f1 for one in scores),
        mean(one.leak for one in scores),
        mean(one.leak == 0 for one in scores),
        mean(one.drop for one in scores),
    ]
    said = {sample.url: one.said for sample, one in zip(chosen, found, strict=True)}
    stated = metadata_report.scores(map(_as_metadata, chosen), lambda sample: said[sample.url])
    shown = " ".join(f"{one:.3f}" for one in (*figures, stated["title"]))
    shown += f" {stated['authors']:.3f}   {stated['date']:.3f} {stated['cpu_ms']:7.1f}"
    return f"{name:16} {reader:12} {len(found):5}  {shown}"


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
    for line in report(chosen.folder, chosen.pages, with_rules=chosen.words):
        print(line, flush=True)


if __name__ == "__main__":
    main()
