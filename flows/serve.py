"""`newsduck serve`: the deployments that the schedule runs and that the Prefect UI can trigger."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from datetime import timedelta
from typing import Any, cast

from prefect.deployments.runner import RunnerDeployment
from prefect.flows import Flow
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.pipeline import load, pipeline


def serve(*, every: timedelta | None, cron: str | None) -> None:
    """Offer the pipeline on its schedule and the load flow by hand, until SIGINT or SIGTERM."""
    schedule = Cron(cron) if cron else Interval(every or timedelta(minutes=15))
    # Pausing at the end, Prefect's default, would leave the schedule paused for ever after a restart. One run at a
    # time: a second would fetch the same links; what is triggered by hand meanwhile waits its turn.
    runner = _Runner(pause_on_shutdown=False, limit=1)
    _offer(runner, pipeline, "scheduled", schedule)
    _offer(runner, load, "by-hand", None)
    with suppress(KeyboardInterrupt):
        asyncio.run(runner.start())


class _Runner(Runner):
    """A runner that takes SIGTERM as it takes Ctrl-C; Prefect's own answer forgets to await its end."""

    def handle_sigterm(self, *_: object, **__: object) -> None:
        signal.raise_signal(signal.SIGINT)


def _offer(runner: Runner, flow: Flow[..., Any], name: str, schedule: Schedule | None) -> None:
    made = flow.to_deployment(name, schedule=schedule, entrypoint_type=EntrypointType.MODULE_PATH)
    runner.add_deployment(cast("RunnerDeployment", made))  # a coroutine only where an event loop runs
