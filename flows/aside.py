"""Work that goes on beside other work, so that no core waits for it: one thing after the other, on one thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")


class Aside:
    """A thread that does what it is given, in order; use it in a `with` block, at whose end all of it is done.

    Several threads may give it work.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="aside")
        self._given: list[Future[Any]] = []
        self._turn = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown()
        if error is None:
            self._ended(wait=True)

    def begin(self, work: Callable[[], T]) -> Future[T]:
        """Begin this as soon as the rest is done.

        Raises:
            Exception: what went wrong with something given before, whose result nobody has asked for.
        """
        with self._turn:
            self._ended(wait=False)
            given = self._thread.submit(work)
            self._given.append(given)
        return given

    def wait(self) -> None:
        """Wait until all of it is done.

        Raises:
            Exception: as above.
        """
        self._ended(wait=True)

    def _ended(self, *, wait: bool) -> None:
        for given in [each for each in self._given if wait or each.done()]:
            self._given.remove(given)
            given.result()
