"""What a person who waits likes to see: how far a run is, how fast it goes, how long it will take.

`Quiet` says nothing, as for a pipe, a log or a flow run; `Bar` draws on standard error, where that is a terminal. rich
is imported only there: it costs 0.06 CPU seconds.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as Drawn
    from rich.progress import TaskID

_REDRAWS = 4  # a second
_MINUTE = 60


class Quiet:
    """Progress that nobody watches; also what any other kind of it can do."""

    def stage(self, name: str) -> None:
        """Say what is being done now."""

    def note(self, text: str) -> None:
        """Say what was done."""

    def expect(self, items: int | None, parts: int) -> None:
        """Begin to count: so many items, None where that cannot be told, each done in so many parts."""

    def did(self) -> None:
        """Count one part of one item."""

    def reached(self, items: int) -> None:
        """Say how many items are wholly done: some need fewer parts than others."""

    def close(self) -> None:
        """Leave the terminal as it was."""


class Bar(Quiet):
    """A bar with count, rate and remaining time, on a terminal."""

    def __init__(self, out: TextIO) -> None:
        """Draw to `out`, from the first stage on."""
        self._out = out
        self._drawn: Drawn | None = None
        self._task: TaskID | None = None
        self._parts = 1
        self._stage = ""

    def stage(self, name: str) -> None:  # noqa: D102  as above
        self._stage = name
        if self._task is None or self._bar().finished:
            self.expect(None, 1)
        else:
            self._bar().update(self._task, description=name)

    def note(self, text: str) -> None:  # noqa: D102
        self._bar().console.print(text, highlight=False, markup=False)

    def expect(self, items: int | None, parts: int) -> None:  # noqa: D102
        if self._task is not None:
            self._bar().remove_task(self._task)
        self._parts = parts
        self._task = self._bar().add_task(self._stage, total=items)

    def did(self) -> None:  # noqa: D102
        if self._task is not None:
            self._bar().advance(self._task, 1 / self._parts)

    def reached(self, items: int) -> None:  # noqa: D102
        if self._task is not None:
            task = self._bar().tasks[0]
            done = max(task.completed, items)  # parts of later items are done already
            self._bar().update(self._task, completed=done, total=task.total and max(task.total, items))

    def close(self) -> None:  # noqa: D102
        if self._drawn is not None:
            self._drawn.stop()
            self._drawn = self._task = None

    def _bar(self) -> Drawn:
        if self._drawn is None:
            drawn = _drawn(self._out)
            drawn.start()
            self._drawn = drawn  # not before: one that a signal kept from starting cannot be stopped
        return self._drawn


def on(out: TextIO | None = None) -> Quiet:
    """Return a bar where `out` (standard error) is a terminal that can move its cursor, else what says nothing."""
    out = out or sys.stderr
    return Bar(out) if out.isatty() and os.environ.get("TERM") not in {"dumb", "unknown"} else Quiet()


def _drawn(out: TextIO) -> Drawn:
    from rich import progress  # noqa: PLC0415  as above
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    class Figures(progress.ProgressColumn):
        """How many of how many, and how many a second, or a minute where they are slow."""

        def render(self, task: progress.Task) -> Text:
            return Text(figures(task.completed, task.total, task.speed))

    return progress.Progress(
        progress.SpinnerColumn(),
        progress.TextColumn("{task.description}", markup=False),
        progress.BarColumn(bar_width=None),
        Figures(),
        progress.TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(file=out, highlight=False),
        transient=True,
        expand=True,
        redirect_stdout=False,  # results may go to a file while this is drawn
        refresh_per_second=_REDRAWS,
    )


def figures(done: float, total: float | None, speed: float | None) -> str:
    """Return count and rate in words, as in "120/528 3.1/s"; nothing where nothing is counted."""
    if total is None and not done:
        return ""
    count = f"{int(done):,}" + (f"/{int(total):,}" if total is not None else "")
    if not speed:
        return count
    return f"{count} {speed:.1f}/s" if speed >= 1 else f"{count} {speed * _MINUTE:.0f}/min"
