"""How Prefect runs ours: a run that knows its flow run, stages as tasks, ends that tell the truth, artifacts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime

from prefect import get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas import filters
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.context import FlowRunContext
from prefect.settings import PREFECT_API_URL
from prefect.states import Completed, Failed

from flows import alive, pages, runs, zombies
from flows.runs import CurrentRun, Tally
from flows.settings import Settings
from warehouse import database, summary
from warehouse import runs as run_rows


@contextmanager
def held(settings: Settings) -> Iterator[FlowRun | None]:
    """Hold the lock of the flow run in whose body this stands, after marking those that were killed."""
    flow_run = _flow_run()
    if flow_run is None:  # the function was called without an engine
        yield None
        return
    alive.hold(settings, str(flow_run.id))
    try:
        zombies.sweep(settings, all_are_ours=False)
        yield flow_run
    finally:
        alive.release(settings, str(flow_run.id))


def current(name: str, settings: Settings, parameters: Mapping[str, object]) -> CurrentRun:
    """Return the run that a flow's body works on: its stages are tasks, its words go to Prefect's log."""
    flow_run = _flow_run()
    return runs.new(
        name,
        settings,
        trigger="schedule" if flow_run and flow_run.auto_scheduled else "hand",
        parameters=parameters,
        say=get_run_logger().info,
        call=_as_task,
        prefect_flow_run_id=str(flow_run.id) if flow_run else None,
    )


def superseded(settings: Settings, flow: str) -> State[str] | None:
    """Return the end of a scheduled run that a later one has made needless; None for all others.

    After an outage Prefect starts every run that it missed. What is due is told by the warehouse, not by the schedule,
    so the first of them does the work of all, and those that are late by then are ended before they start: each would
    take a process of some seconds to find that out.
    """
    flow_run = _flow_run()
    if not flow_run or not flow_run.auto_scheduled or not settings.published.exists():
        return None
    with closing(database.open_published(settings.published)) as db:
        last = run_rows.last_done(db, flow)
    expected: datetime | None = flow_run.expected_start_time
    if last is None or expected is None or last <= expected:
        _overtake(flow_run)
        return None
    return Completed(name="Skipped", message=f"a run that began at {last:%Y-%m-%d %H:%M:%S} UTC did what was due")


def _overtake(flow_run: FlowRun) -> None:
    """End the scheduled runs of the same deployment whose time has come but which have not begun."""
    waiting = filters.FlowRunFilter(
        deployment_id=filters.FlowRunFilterDeploymentId(any_=[flow_run.deployment_id or flow_run.id]),
        state=filters.FlowRunFilterState(type=filters.FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
        expected_start_time=filters.FlowRunFilterExpectedStartTime(before_=runs.now()),
    )
    done: State[object] = Completed(name="Skipped", message=f"the run {flow_run.name} does what is due")
    with get_client(sync_client=True) as client:
        for late in client.read_flow_runs(flow_run_filter=waiting):
            if late.auto_scheduled:
                client.set_flow_run_state(late.id, done, force=True)


def end(run: CurrentRun) -> State[str]:
    """Return how a run ended, with its funnel and its stories as an artifact that the last line of the log names."""
    with closing(database.open_published(run.settings.published)) as db:
        found = summary.of(db, run.run_id)
    shown(f"{run.row.flow}-run", pages.render("run.md", run=run.row, found=found, broken=run.broken))
    state, message = _judged(run, found)
    if state == "Failed":
        return Failed(message=message)
    return Completed(name=state, message=message, data=run.run_id)


def shown(key: str, markdown: str) -> None:
    """Keep a text as an artifact under this key, and say where it is to be read."""
    artifact_id = create_markdown_artifact(key=key, markdown=markdown)
    pages_at = str(PREFECT_API_URL.value()).removesuffix("/api")
    get_run_logger().info(f"{pages_at}/artifacts/artifact/{artifact_id}")


def _judged(run: CurrentRun, found: summary.Summary) -> tuple[str, str]:
    about = f"run {run.run_id}"
    if run.broken:
        return "Failed", f"{about}: {'; '.join(f'{name}: {detail}' for name, detail in sorted(run.broken.items()))}"
    if run.failed_sources:
        named = "; ".join(f"{source}: {reason}" for source, reason in sorted(run.failed_sources.items()))
        return "PartialSuccess", f"{about}: {len(run.failed_sources)} sources failed: {named}"
    if found.live_feeds and not found.outcomes.get("stored"):
        message = f"{about}: {found.live_feeds} feeds answered with items, and none of them became a new article"
        get_run_logger().warning(message)
        return "NothingNew", message
    ended = ", ".join(f"{count} {outcome}" for outcome, count in found.outcomes.items())
    return "Completed", f"{about}: {ended or 'nothing was due'}"


def _flow_run() -> FlowRun | None:
    context = FlowRunContext.get()
    return context.flow_run if context else None


def _as_task(name: str, stage: Callable[[], Tally]) -> Tally:
    """Call a stage as a task: one a batch, never one an article; texts stay inside, a tally comes out."""
    return task(name=name, cache_policy=NO_CACHE, persist_result=False)(stage)()
