"""How good titles, authors and dates are: `python -m tests.quality.metadata_report [FOLDER] [--pages N]`.

Real pages with their metadata marked by hand, from FOLDER (NEWSDUCK_DEV_DATA), read from the page's tree alone and
beside it by trafilatura. title is the share of titles that agree word for word, authors the F1 of names over all
pages, date the share of dates whose day is right in UTC, local where it is right as the page writes it. CPU is in ms a
page with its tree at hand, for trafilatura with its own parse.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from trafilatura import extract_metadata

from extractors import encoding, instants, markup, metadata, sniffing, words
from extractors.encoding import Decoded
from extractors.records import Page

SETS = ("fundus_fixtures", "wcxb_dev")
_NOW = datetime(2026, 11, 22, tzinfo=UTC)
_BETWEEN = re.compile(r"\s*(?:;|,| and | und | & | et | y |\|)\s*")


@dataclass(frozen=True, slots=True)
class Sample:
    """A page, and what it says of itself by a person's judgement; empty where that says nothing."""

    html: bytes
    url: str
    title: str
    authors: tuple[str, ...]
    date: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a reader says of a page; `days` are the day in UTC and the day as the page writes it (YYYY-MM-DD)."""

    title: str
    authors: tuple[str, ...]
    days: tuple[str, str]
    cpu_ms: float


def samples(folder: Path, name: str) -> list[Sample]:
    """Return the pages of a set."""
    root = folder / "extraction" / "data" / name
    rows = map(json.loads, (root / "gold.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n"))
    return [
        Sample(
            html=gzip.decompress((root / row["html"]).read_bytes()),
            url=row["url"],
            title=row.get("title") or "",
            authors=tuple(row.get("authors") or ()),
            date=row.get("date") or "",
        )
        for row in rows
    ]


def by_newsduck(sample: Sample) -> Said:
    """Read the metadata of a page as the pipeline does, but for bylines that only its text has."""
    page = Page(
        item=sample.url,
        url=sample.url,
        final_url=sample.url,
        body=sample.html,
        content_type="text/html",
        charset=None,
        fetched_at=_NOW,
    )
    decoded = sniffing.binary(page.body) or encoding.decode(page.body, None)
    tree = markup.parse(decoded.text) if isinstance(decoded, Decoded) else None
    if tree is None:
        return Said("", (), ("", ""), 0.0)
    started = time.process_time()
    facts = metadata.read(tree, page).facts
    cpu = 1000 * (time.process_time() - started)
    written = instants.written(facts.published_raw or "", month_first=True)
    at = facts.published_at.isoformat()[:10] if facts.published_at else ""
    shown = written.isoformat()[:10] if written and facts.published_precision != "day" else at
    return Said(facts.title, facts.authors, (at, shown), cpu)


def by_trafilatura(sample: Sample) -> Said:
    """Read the metadata of a page as trafilatura's users do."""
    started = time.process_time()
    found = extract_metadata(sample.html, default_url=sample.url)
    cpu = 1000 * (time.process_time() - started)
    authors = tuple((found.author or "").split("; ")) if found else ()
    return Said((found and found.title) or "", authors, ((found and found.date) or "",) * 2, cpu)


def scores(chosen: Iterable[Sample], reader: Callable[[Sample], Said]) -> dict[str, float]:
    """Return the shares of right titles and dates, the F1 of authors, and the CPU."""
    both = [(sample, reader(sample)) for sample in chosen]
    titles = [_words(one.title) == _words(said.title) for one, said in both if one.title]
    named = [(_names(one.authors), _names(said.authors)) for one, said in both if one.authors]
    dates = [(one.date == said.days[0], one.date == said.days[1]) for one, said in both if one.date]
    return {
        "title": sum(titles) / max(1, len(titles)),
        "authors": 2 * sum(len(a & b) for a, b in named) / max(1, sum(len(a) + len(b) for a, b in named)),
        "date": sum(utc for utc, _ in dates) / max(1, len(dates)),
        "local": sum(local for _, local in dates) / max(1, len(dates)),
        "cpu_ms": sum(said.cpu_ms for _, said in both) / max(1, len(both)),
    }


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", words.normalised(text))


def _names(authors: Iterable[str]) -> set[str]:
    return {" ".join(_words(name)) for one in authors for name in _BETWEEN.split(one) if _words(name)}


def report(folder: Path, pages: int | None) -> Iterator[str]:
    """Yield one line for each set and reader."""
    yield "set              reader        pages  title authors date  local CPU ms"
    for name in SETS:
        chosen = samples(folder, name)[:pages]
        for reader in (by_newsduck, by_trafilatura):
            reader(chosen[0])  # tables and models are loaded once a process
            found = scores(chosen, reader)
            figures = f"{found['title']:.3f} {found['authors']:.3f}   {found['date']:.3f} {found['local']:.3f}"
            yield f"{name:16} {reader.__name__[3:]:12} {len(chosen):6}  {figures} {found['cpu_ms']:6.1f}"


def main() -> None:
    """Run the report on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default=os.environ.get("NEWSDUCK_DEV_DATA"), type=Path)
    parser.add_argument("--pages", type=int, help="only the first N of each set")
    chosen = parser.parse_args()
    if chosen.folder is None:
        parser.error("name a folder of development data, or set NEWSDUCK_DEV_DATA")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    for line in report(chosen.folder, chosen.pages):
        print(line, flush=True)


if __name__ == "__main__":
    main()
