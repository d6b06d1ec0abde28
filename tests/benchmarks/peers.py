"""What others take for the same pages: `python -m tests.benchmarks.peers [NAME=PYTHON …] [--pages N]`.

NAME is newspaper4k, news-please, fundus, trafilatura (its command) or scrapy (with trafilatura in the spider), PYTHON
the interpreter of an environment that has it: `python -m venv /tmp/peer && /tmp/peer/bin/pip install newspaper4k
lxml_html_clean`. Each reads the same files of `corpus` (NEWSDUCK_DEV_DATA) in a process of its own on one core;
printed are CPU ms a page, how many pages gave a text, and what it does not do. Ours is printed twice: reading alone,
and reading with everything that is derived from the text.
"""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors import article
from extractors.records import Page, Reading
from flows import enrich
from tests.benchmarks import corpus, foreign

NOT_DONE = {
    "newspaper4k": "blocks removed with reasons, walls, budgets, entities, topics, stories, warehouse",
    "news-please": "removed blocks, walls, budgets, entities, topics, stories; stores whole pages and JSON or SQL rows",
    "fundus": "any site without a parser of its own; entities, topics, stories, warehouse",
    "trafilatura": "walls, budgets, learned repeats, entities, topics, stories, warehouse",
    "scrapy": "as trafilatura; fetches and queues well",
}
_TO_BEAT = {"newspaper4k", "news-please"}  # with everything that is derived, where they only extract
_READ_AT = datetime(2026, 11, 22, tzinfo=UTC)


def _page(path: Path, url: str) -> Page:
    return Page(
        item=url,
        url=url,
        final_url=None,
        body=path.read_bytes(),
        content_type="text/html",
        charset="utf-8",
        fetched_at=_READ_AT,
    )


def _ours(folder: Path) -> float:
    """Print what ours take; return the CPU seconds of all of it."""
    urls = json.loads((folder / "urls.json").read_text(encoding="utf-8"))
    pages = [_page(path, urls[path.name]) for path in sorted(folder.glob("*.html"))]
    enrich.WarmUp()()
    for page in pages[: foreign.WARM]:
        if isinstance(found := article.read(page), Reading):
            enrich.enrich(found.version)
    gc.collect()
    gc.freeze()  # as the pipeline's workers do once their models are loaded
    started = time.process_time()
    readings = [found for page in pages if isinstance(found := article.read(page), Reading)]
    read = time.process_time() - started
    for reading in readings:
        enrich.enrich(reading.version)
    _say("newsduck, reading", read, len(pages), len(readings), "what follows")
    everything = time.process_time() - started
    gc.unfreeze()
    _say("newsduck, all derived", everything, len(pages), len(readings), "fetching, the warehouse")
    return everything


def _say(name: str, seconds: float, pages: int, texts: int, not_done: str) -> None:
    print(f"{name:26} {1000 * seconds / pages:7.1f} ms a page, {texts} of {pages} with a text; without {not_done}")


def _compare(ours: float, theirs: dict[str, float]) -> None:
    for peer in sorted(_TO_BEAT & theirs.keys()):
        said = "met" if ours < theirs[peer] else "NOT met"
        print(f"all derived takes {ours / theirs[peer]:.2f} of what {peer} does (goal: less than all of it; {said})")


def main() -> None:
    """Run the benchmark on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peers", nargs="*", metavar="NAME=PYTHON")
    parser.add_argument("--pages", type=int, default=250)
    asked = parser.parse_args()
    if not (data := os.environ.get("NEWSDUCK_DEV_DATA")):
        parser.error("NEWSDUCK_DEV_DATA must name the folder of development data")
    logging.disable(logging.CRITICAL)
    with TemporaryDirectory() as name:
        corpus.write(Path(name), Path(data), asked.pages)
        ours, theirs = _ours(Path(name)), {}
        for peer, python in (each.split("=", 1) for each in asked.peers):
            program = [python, foreign.__file__, peer, name]
            printed = subprocess.run(program, check=True, capture_output=True, text=True).stdout  # noqa: S603  as asked
            version, seconds, pages, texts = json.loads(printed.splitlines()[-1])
            _say(f"{peer} {version}", seconds, pages, texts, NOT_DONE[peer])
            theirs[peer] = seconds
    _compare(ours, theirs)


if __name__ == "__main__":
    main()
