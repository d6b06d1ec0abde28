"""`newsduck serve`: the deployments that the schedule runs and that the Prefect UI can trigger."""

from __future__ import annotations

import signal
from datetime import timedelta
from types import FrameType
from typing import Any, Never, cast

import prefect
from prefect.deployments.runner import RunnerDeployment
from prefect.flows import Flow
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.pipeline import load, pipeline


def serve(*, every: timedelta | None, cron: str | None) -> None:
    """Offer the pipeline on its schedule and the load flow by hand, until SIGINT or SIGTERM."""
    signal.signal(signal.SIGTERM, _stop)
    schedule = Cron(cron) if cron else Interval(every or timedelta(minutes=15))
    # Two runs at once would fetch the same links; a run triggered by hand waits (ENQUEUE) instead of being cancelled.
    prefect.serve(
        _deployment(pipeline, "scheduled", schedule),
        _deployment(load, "by-hand", None),
        pause_on_shutdown=False,  # Prefect's default leaves the schedule paused for ever after a restart
        print_starting_message=False,
        limit=1,
    )


def _deployment(flow: Flow[..., Any], name: str, schedule: Schedule | None) -> RunnerDeployment:
    made = flow.to_deployment(name, schedule=schedule, entrypoint_type=EntrypointType.MODULE_PATH)
    return cast("RunnerDeployment", made)  # a coroutine only where an event loop runs


def _stop(number: int, frame: FrameType | None) -> Never:  # noqa: ARG001  a signal handler's signature
    raise KeyboardInterrupt
