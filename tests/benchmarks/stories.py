"""What stories cost: `python -m tests.benchmarks.stories [--window N] [--new N] [--read]`.

Made-up articles of a stream: words by Zipf's law, a share of the articles on events of two to nine reports that have
words, names and meaning in common. N articles that have a story already, then new ones among them in time; prints the
CPU seconds until then and the peak of the process's memory after the documents themselves, after `duplicates.find` and
after `stories.assign`. Every tenth report is a copy of the one before with every tenth shingle changed.

With --read, what it costs to have them out of a warehouse: made-up rows of as many articles, written by a process of
its own, then the new ones, the window and what may be copies are read.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import time
from array import array
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from extractors import duplicates, features, stories
from extractors.records import Document
from extractors.vectors import Numbers
from flows.cluster import REACH
from tests.benchmarks import synthetic
from tests.warehouse.samples import unassigned
from warehouse import database, documents

_WORDS, _EACH = 60_000, 130  # of the vocabulary, and terms of an article
_OF_EVENT = 45  # words that reports of one event choose from
_COPIES = 0.1
_CHUNK = 20_000  # articles written at a time
_NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def stream(count: int, seed: int = 7) -> Iterator[Document]:
    """Yield articles in order of time, spread over two windows."""
    chance = np.random.default_rng(seed)
    vocabulary = [f"w{number}" for number in range(_WORDS)]
    share = 1 / (np.arange(_WORDS) + 100)
    ranks = np.cumsum(share / share.sum())
    number = 0
    while number < count:
        own = np.searchsorted(ranks, chance.random(_OF_EVENT))
        centre, began, signature = chance.normal(size=384), chance.random(), np.zeros(0, np.uint32)
        for _ in range(min(count - number, int(chance.choice([1, 1, 1, 2, 4, 9])))):
            places = np.concatenate([np.searchsorted(ranks, chance.random(_EACH)), chance.choice(own, 25)])
            vector = centre + chance.normal(size=384) * 0.6
            at = _NOON + 2 * stories.WINDOW * min(1.0, began + chance.random() * 0.1)
            names = [f"e{place}" for place in own[:6]]
            signature = _signature(chance, signature)
            yield _document(
                number,
                [vocabulary[place] for place in np.unique(places)],
                vector / np.linalg.norm(vector),
                at,
                names,
                signature,
            )
            number += 1


def _signature(chance: np.random.Generator, before: NDArray[np.uint32]) -> NDArray[np.uint32]:
    fresh = chance.integers(0, 2**32, features.SIGNATURE, dtype=np.uint32)
    if before.size and chance.random() < _COPIES:
        fresh = np.where(chance.random(before.size) < _COPIES, fresh[: before.size], before)
    return np.unique(fresh)


def _document(  # noqa: PLR0913, PLR0917  what differs between articles
    number: int,
    terms: list[str],
    vector: Numbers,
    at: datetime,
    names: list[str],
    signature: NDArray[np.uint32],
) -> Document:
    return Document(
        article_id=f"a{number}",
        source_id=f"s{number % 200}",
        family_id=None,
        is_wire=False,
        title=f"Title {number}",
        text_sha256=str(number),
        word_count=300,
        published_at=at,
        is_dated=True,
        first_seen_at=at + timedelta(minutes=1),
        language="en",
        agency=None,
        terms=tuple(terms),
        counts=array("I", [1]) * len(terms),
        embedding=array("f", vector.tolist()),
        signature=array("I", signature.tolist()),
        entity_ids=tuple(names),
        duplicate_of=None,
        story_id=None,
    )


def make(path: Path, window: int, new: int) -> None:
    """Write a warehouse with so many articles of five days that have a story, and so many that have none."""
    script = (resources.files(synthetic) / "window.sql").read_text("utf-8")
    with database.open_writer(path) as db:
        db.execute("SET VARIABLE new = ?", [new])
        db.execute("SET VARIABLE ends_at = ?", [_NOON])
        for first in range(0, window + new, _CHUNK):
            db.execute("SET VARIABLE first = ?", [first])
            db.execute("SET VARIABLE last = ?", [min(first + _CHUNK, window + new)])
            db.execute(script)
        db.execute("CHECKPOINT")


def read(window: int, new: int) -> None:
    """Print what reading so many costs."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "newsduck.duckdb"
        maker = multiprocessing.get_context("spawn").Process(target=make, args=(path, window, new))
        maker.start()
        maker.join()
        _say("nothing read")
        with database.open_writer(path) as db:
            fresh = unassigned(db)
            _say(f"{len(fresh)} new ones")
            known = documents.window(db, _NOON - stories.WINDOW, _NOON, REACH)
            _say(f"{len(known)} of the window")
            older = documents.alike(db, [d.article_id for d in fresh], [d.article_id for d in known])
            _say(f"{len(older)} that may share a text")


def main() -> None:
    """Measure one run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--window", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=10_000)
    parser.add_argument("--read", action="store_true")
    asked = parser.parse_args()
    if asked.read:
        read(asked.window, asked.new)
        return
    documents = list(stream(asked.window + asked.new))
    chosen = set(np.random.default_rng(1).choice(len(documents), asked.new, replace=False).tolist())
    known = [replace(d, story_id="-".join(d.entity_ids)) for n, d in enumerate(documents) if n not in chosen]
    new = [documents[number] for number in sorted(chosen)]
    del documents
    _say("documents")
    copies = duplicates.find(new, known)
    _say(f"{len(copies)} duplicates")
    started = time.process_time()
    found = stories.assign(new, known, now=_NOON)
    print(
        f"assign: {time.process_time() - started:.1f} CPU s, {len(found.stories)} stories, {len(found.members)} members"
    )
    _say("after")


def _say(what: str) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what}: {time.process_time():.1f} CPU s, {peak:.0f} MB at most")


if __name__ == "__main__":
    main()
