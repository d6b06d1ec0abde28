"""What goes on beside a stage: its CPU is its own."""

from __future__ import annotations

import time
from pathlib import Path

from flows import runs
from flows.aside import Aside
from flows.runs import CurrentRun, Tally
from flows.settings import Settings

_BURNT = 0.1  # CPU seconds


def _load() -> Tally:
    until = time.thread_time() + _BURNT
    while time.thread_time() < until:
        pass
    return Tally(3, 2, 1)


def _read(run: CurrentRun) -> Tally:
    with Aside() as aside:
        aside.begin(lambda: run.beside("load", _load))
    return Tally(5, 5)


def test_the_cpu_of_what_loads_beside_reading_counts_to_loading(tmp_path: Path) -> None:
    run = runs.new("load", Settings(home=tmp_path), trigger="hand", parameters={}, say=print)
    run.step("read", lambda: _read(run))
    run.step("load", lambda: Tally(1, 1))
    steps = {each.step: each for each in run.totals()}
    assert steps["load"].cpu_seconds >= _BURNT
    assert steps["read"].cpu_seconds < _BURNT
    assert steps["read"].seconds >= _BURNT  # they overlap
    assert (steps["load"].n_in, steps["load"].n_out, steps["load"].n_failed) == (4, 3, 1)
