"""One run: its identity, its settings, its steps, and how each step is called.

The stages are plain functions of a `CurrentRun` that return a `Tally`. `CurrentRun.step` measures a stage and calls it
either directly or, when a flow passes its own `call`, as a Prefect task: one body, two engines, and nothing here
imports Prefect.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Protocol

from extractors.keyphrases import Window
from extractors.own_topics import OwnTopic
from extractors.records import Run, RunStep
from flows import alive, errors
from flows.locking import writing
from flows.progress import Quiet
from flows.settings import Settings
from warehouse import runs as run_rows


@dataclass(frozen=True, slots=True)
class Tally:
    """What a stage did: items in, items out, items that failed."""

    n_in: int
    n_out: int
    n_failed: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Return what both did."""
        return Tally(self.n_in + other.n_in, self.n_out + other.n_out, self.n_failed + other.n_failed)


class Call(Protocol):
    """How a stage is called: directly, or as a task of an engine."""

    def __call__(self, name: str, stage: Callable[[], Tally]) -> Tally: ...  # noqa: D102


def directly(name: str, stage: Callable[[], Tally]) -> Tally:  # noqa: ARG001  an engine would show the name
    """Call the stage in this process."""
    return stage()


@dataclass(slots=True, kw_only=True)
class CurrentRun:
    """A run under way; `failed_sources` maps the id of a source that gave nothing to the reason."""

    settings: Settings
    row: Run
    call: Call
    say: Callable[[str], None]  # what a person must know
    progress: Quiet = field(default_factory=Quiet)  # what a person who waits likes to see
    worker_cpu_seconds: float = 0.0
    beside_cpu_seconds: float = 0.0  # of stages that were called beside others
    steps: list[RunStep] = field(default_factory=list)
    failed_sources: dict[str, str] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)  # check of the warehouse that does not hold -> what breaks it
    own_topics: tuple[OwnTopic, ...] = ()  # the user's
    windows: Mapping[str, Window] = field(default_factory=dict)  # language -> which words are common in the news
    unmade: Sequence[str] = ()  # articles that earlier runs could not analyse
    articles: set[str] = field(default_factory=set)  # ids that an item of this run stands for already

    @property
    def run_id(self) -> str:
        """The id under which all rows of this run stand."""
        return self.row.run_id

    def step(self, name: str, stage: Callable[[], Tally]) -> Tally:
        """Call a stage and note what it did and what it took, its workers' CPU included."""
        cpu, wall = self._cpu(), time.monotonic()
        self.progress.stage(name)
        tally = self.call(name, stage)
        self.progress.note(f"{name}: {tally.n_in} in, {tally.n_out} out, {time.monotonic() - wall:.1f} s")
        self._note(name, tally, self._cpu() - cpu, time.monotonic() - wall)
        return tally

    def beside(self, name: str, stage: Callable[[], Tally]) -> Tally:
        """Call a stage on a thread of its own beside another stage, to which its CPU then does not count."""
        cpu, wall = time.thread_time(), time.monotonic()
        tally = stage()
        taken = time.thread_time() - cpu
        self.beside_cpu_seconds += taken
        self._note(name, tally, taken, time.monotonic() - wall)
        return tally

    def _note(self, name: str, tally: Tally, cpu_seconds: float, seconds: float) -> None:
        self.steps.append(
            RunStep(
                run_id=self.run_id,
                step=name,
                n_in=tally.n_in,
                n_out=tally.n_out,
                n_failed=tally.n_failed,
                cpu_seconds=cpu_seconds,
                seconds=seconds,
            )
        )

    def _cpu(self) -> float:
        return time.process_time() + self.worker_cpu_seconds - self.beside_cpu_seconds

    def totals(self) -> list[RunStep]:
        """Return one row a stage: batches of the same stage summed."""
        by_name: dict[str, RunStep] = {}
        for step in self.steps:
            by_name[step.step] = _sum(by_name[step.step], step) if step.step in by_name else step
        return list(by_name.values())

    def finished(self, state: str) -> Run:
        """Return the row of this run as it ends now."""
        return replace(self.row, state=state, finished_at=max(now(), self.row.started_at))  # the clock may be set back


def now() -> datetime:
    """Return the present instant; the only clock of the pipeline."""
    return datetime.now(UTC)


def new(  # noqa: PLR0913  what a run is
    flow: str,
    settings: Settings,
    *,
    trigger: str,
    parameters: Mapping[str, object],
    say: Callable[[str], None],
    call: Call = directly,
    progress: Quiet | None = None,
    prefect_flow_run_id: str | None = None,
) -> CurrentRun:
    """Return a run that starts now."""
    started_at = now()
    row = Run(
        run_id=f"{started_at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}",
        flow=flow,
        trigger=trigger,
        state="running",
        started_at=started_at,
        finished_at=None,
        parameters=json.dumps(parameters, sort_keys=True, default=str),
        code_version=version("newsduck"),
        prefect_flow_run_id=prefect_flow_run_id,
    )
    return CurrentRun(settings=settings, row=row, call=call, say=say, progress=progress or Quiet())


@contextmanager
def recorded(run: CurrentRun) -> Iterator[None]:
    """Record a run that ends by an error as failed; a run that ends well is recorded where it publishes.

    Where that cannot be written either (a lake out of reach), its lock stays as one that was killed leaves it, and the
    next run on this machine tells by it that this one is dead.
    """
    try:
        yield
    except BaseException as error:
        if errors.is_by_hand(error):
            run.say("what was fetched and read so far is kept, and the next run goes on")
        with writing(run.settings) as db:
            run_rows.save(db, run.finished("failed"))
            run_rows.save_steps(db, run.totals())
        alive.release(run.settings, run.run_id)
        raise
    else:
        alive.release(run.settings, run.run_id)
    finally:
        run.progress.close()


def _sum(a: RunStep, b: RunStep) -> RunStep:
    return replace(
        a,
        n_in=a.n_in + b.n_in,
        n_out=a.n_out + b.n_out,
        n_failed=a.n_failed + b.n_failed,
        cpu_seconds=a.cpu_seconds + b.cpu_seconds,
        seconds=a.seconds + b.seconds,
    )
