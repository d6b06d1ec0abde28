"""The same work on a Dask cluster: each of its workers keeps a killable process of its own for every thread.

Pages travel in chunks, as a Dask task costs about a millisecond of its scheduler. What kills a page's process ends that
page only, as it does here (`flows.workers`); where a whole machine dies, Dask gives its chunks to another one.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from importlib.metadata import version
from types import TracebackType
from typing import Any, Self, TypeVar

from flows.worker import NoWorkers
from flows.workers import Budget, Ended, Job, Killed, Workers

T = TypeVar("T")
R = TypeVar("R")

_CHUNK = 8  # pages, some 2 MB: small enough that no worker is left with a long tail
_PATIENCE_SECONDS = 60
_own = threading.local()  # on a Dask worker: the pool of each thread


class DaskWorkers(Workers):
    """The workers of a Dask cluster; use it in a `with` block."""

    def __init__(self, address: str, budget: Budget, *, preload: str) -> None:
        super().__init__(1, budget, preload=preload)
        self._address, self._preload = address, preload
        self._client: Any = (
            None  # a distributed.Client, connected at the first job: most runs on a schedule find nothing new
        )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over = True
        if self._client is not None:
            self._client.close()

    def __enter__(self) -> Self:
        return self

    def start(self) -> None:
        """Leave it to the first job: the cluster's processes are there already, or not at all."""

    def map(self, job: Job[T, R], items: Iterable[T], *, first: bool = False) -> Iterator[tuple[T, R | Killed]]:
        """Yield (item, result) as they end, so not in the order of the items; every item ends exactly once.

        Raises:
            NoWorkers: the cluster does not answer, or runs another newsduck.
            Ended: the pool's block was left meanwhile.
        """
        waiting = list(items)
        if not waiting:
            return
        client = self._connected()
        shared = client.scatter(job, broadcast=True, hash=False)
        chunks = {
            client.submit(_work, shared, chunk, self._budget, self._preload, pure=False, priority=int(first)): chunk
            for chunk in (waiting[start : start + _CHUNK] for start in range(0, len(waiting), _CHUNK))
        }
        for future in import_module("distributed").as_completed(chunks, loop=client.loop):
            yield from zip(chunks[future], self._results(future, len(chunks[future])), strict=True)

    def _results(self, future: Any, count: int) -> Sequence[Any]:  # noqa: ANN401  a distributed.Future, which has no types
        error = future.exception()
        if self._is_over:  # what is cancelled by that has no result
            message = "the pool's block was left"
            raise Ended(message)
        if error is not None:  # its workers died again and again, or a fault of ours
            return [Killed(f"its Dask worker died ({type(error).__name__}: {error})", over_budget=False)] * count
        results, cpu_seconds = future.result()
        self.cpu_seconds += cpu_seconds
        found: Sequence[Any] = results
        return found

    def _connected(self) -> Any:  # noqa: ANN401  a distributed.Client, which has no types
        if self._client is not None:
            return self._client
        try:
            distributed = import_module("distributed")
            self._client = distributed.Client(self._address, timeout=_PATIENCE_SECONDS, set_as_default=False)
            self._client.wait_for_workers(1, timeout=_PATIENCE_SECONDS)
        except ImportError as error:
            message = "a Dask cluster (NEWSDUCK_DASK) needs the extra `dask`: install newsduck with it"
            raise NoWorkers(message) from error
        except OSError as error:  # TimeoutError is one
            message = f"no Dask worker answers at {self._address} (NEWSDUCK_DASK): start a scheduler and workers"
            raise NoWorkers(message) from error
        _check(self._client.run(_code))
        return self._client


def _check(codes: dict[str, str]) -> None:
    """Refuse workers that would make other rows than we do.

    Raises:
        NoWorkers: one has another version, or must not start processes.
    """
    for worker, code in codes.items():
        if code != version("newsduck"):
            message = f"the Dask worker {worker} cannot work for newsduck {version('newsduck')}: {code}"
            raise NoWorkers(message)


def _code() -> str:
    if multiprocessing.current_process().daemon:
        return "it may not start processes; start it with `dask worker --no-nanny`"
    return version("newsduck")


def _work(job: Job[T, R], items: list[T], budget: Budget, preload: str) -> tuple[list[R | Killed], float]:
    """Do a job for these items in a process of this thread's own; return the results in order, and CPU seconds."""
    pool = _pool(budget, preload)
    before = pool.cpu_seconds
    results = [result for item in items for _, result in pool.map(job, [item])]
    return results, pool.cpu_seconds - before


def _pool(budget: Budget, preload: str) -> Workers:
    held: dict[tuple[Budget, str], Workers] = _own.__dict__.setdefault("pools", {})
    if (budget, preload) not in held:
        held[budget, preload] = Workers(1, budget, preload=preload)
    return held[budget, preload]
