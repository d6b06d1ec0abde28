"""Batches that overlap: one is read while the one before is enriched and the one before that is loaded.

No core waits while pages are drawn, looked up, archived, landed and loaded: 17 CPU ms a page that one core did alone
where each batch ended before the next began. What a look-up finds is the same as there, since no look-up and no
loading overlap: a batch meets in the warehouse what came up to two batches before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any

from extractors.records import Link
from flows import derive, load, read
from flows.arriving import Requests
from flows.aside import Aside
from flows.batches import Batch
from flows.runs import CurrentRun, Tally
from flows.workers import Workers


@dataclass(slots=True, kw_only=True)
class Overlap:
    """The batches of a run under way; `links` are its links by item, `requests` drains what was asked for them."""

    run: CurrentRun
    pool: Workers
    batches: Iterator[Batch]
    links: Mapping[str, Link]
    requests: Callable[[], Requests]
    aside: Aside  # archives, lands and loads
    enriching: Aside
    is_done: bool = False
    _enriched: Future[None] | None = None  # when the batch before is
    _loaded: Future[Any] | None = None  # when what has landed is
    _items: int = 0  # of the batches up to the one before

    def step(self) -> Tally:
        """Read the next batch, and begin to enrich it once the one before is; without a next one end them all."""
        if self._loaded is not None:
            self._loaded.result()  # before pages are drawn: what loading holds and they would add up
        batch = next(self.batches, None)
        if batch is None:
            return self._end()
        found = read.batch(self.run, self.pool, batch, self.links, self.requests(), self.aside)
        self._wait()
        self._items += found.tally.n_in
        self._enriched = self.enriching.begin(partial(derive.land, self.run, self.pool, found, self.links, self.aside))
        self._loaded = self.aside.begin(partial(load.ahead, self.run))
        return found.tally

    def _end(self) -> Tally:
        self._wait()
        self.aside.wait()
        self.is_done = True
        return Tally(0, 0)

    def _wait(self) -> None:
        """Wait until the batch before is enriched: memory holds no more than two."""
        if self._enriched is not None:
            self._enriched.result()
        self.run.progress.reached(self._items)
        self.run.worker_cpu_seconds += self.pool.told()
