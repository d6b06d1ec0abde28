"""The pipeline as Prefect flows: what the schedule runs and what the Prefect UI can trigger.

Each flow calls the same body as the direct commands do (`flows.sequence`), with its stages as tasks.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from prefect.states import Completed
from pydantic import Field

from flows import frontier, runs, sequence, settings, sources
from flows import reprocess as again
from flows.runs import CurrentRun, Tally


@flow(name="pipeline", log_prints=False)
def pipeline(
    only: list[str] | None = None,
    since: date | None = None,
    limit: Annotated[int, Field(ge=1, le=100_000)] | None = None,
) -> State[str]:
    """Ask the feeds, on schedule those that are due; fetch, read, enrich, load, cluster and publish.

    Args:
        only: Ids of the sources to fetch; empty for all.
        since: Leave out links whose feed dates them before this day (UTC).
        limit: Fetch at most this many pages; the others wait for the next run.
    """
    configured = settings.read()
    listed = sources.read(configured.sources)
    current = _current("pipeline", configured, {"only": only, "since": since, "limit": limit})
    is_scheduled = current.row.trigger == "schedule"
    sequence.run(current, listed, frontier.wanted(only or (), since, limit, only_due=is_scheduled))
    return _end(current)


@flow(name="load", log_prints=False)
def load(paths: Annotated[list[str], Field(min_length=1)]) -> State[str]:
    """Load articles from files and folders on the machine that runs this flow.

    Args:
        paths: Files (.html, .txt, .md, .json, .jsonl, .warc, each also .gz) and folders of these.
    """
    current = _current("load", settings.read(), {"paths": paths})
    sequence.files_of(current, [Path(path) for path in paths])
    return _end(current)


@flow(name="reprocess", log_prints=False)
def reprocess(
    stages: list[str] | None = None,
    since: date | None = None,
    only: list[str] | None = None,
    *,
    stale: bool = False,
) -> State[str]:
    """Work on stored articles again from the archive, without the network.

    Args:
        stages: text, entities, topics, keyphrases, features, stories; empty for all but the stories.
        since: Leave out articles published before this day (UTC).
        only: Ids of the sources whose articles are meant; empty for all.
        stale: Only what another than the present reader or model made.
    """
    wanted = again.wanted(stages or (), since, only or (), stale=stale)
    current = _current("reprocess", settings.read(), wanted.parameters())
    again.run(current, wanted)
    return _end(current)


def _current(name: str, configured: settings.Settings, parameters: dict[str, object]) -> CurrentRun:
    context = FlowRunContext.get()
    flow_run = context.flow_run if context else None
    return runs.new(
        name,
        configured,
        trigger="schedule" if flow_run and flow_run.auto_scheduled else "hand",
        parameters=parameters,
        say=get_run_logger().info,
        call=_as_task,
        prefect_flow_run_id=str(flow_run.id) if flow_run else None,
    )


def _as_task(name: str, stage: Callable[[], Tally]) -> Tally:
    """Call a stage as a task: one a batch, never one an article; texts stay inside, a tally comes out."""
    return task(name=name, cache_policy=NO_CACHE, persist_result=False)(stage)()


def _end(current: CurrentRun) -> State[str]:
    failed = current.failed_sources
    if not failed:
        return Completed(message=f"run {current.run_id}", data=current.run_id)
    named = "; ".join(f"{source}: {reason}" for source, reason in sorted(failed.items()))
    message = f"run {current.run_id}: {len(failed)} sources failed: {named}"
    return Completed(name="PartialSuccess", message=message, data=current.run_id)
