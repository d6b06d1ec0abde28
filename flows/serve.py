"""`newsduck serve`: the deployments that the schedule runs and that the Prefect UI can trigger."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from datetime import timedelta
from typing import Any, cast

from prefect.client.schemas.schedules import CronSchedule
from prefect.deployments.runner import RunnerDeployment
from prefect.flows import Flow
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows.pipeline import load, pipeline
from flows.settings import SettingsError


def schedule(*, every: timedelta | None, cron: str | None) -> Schedule:
    """Return the schedule asked for; every 15 minutes where nothing is.

    Raises:
        SettingsError: the cron line cannot be read.
    """
    if not cron:
        return Interval(every or timedelta(minutes=15))
    try:
        CronSchedule(cron=cron)
    except ValueError:
        message = f'--cron is {cron!r}: write five fields, as in "*/20 6-22 * * *"'
        raise SettingsError(message) from None
    return Cron(cron)


def serve(schedule: Schedule) -> None:
    """Offer the pipeline on its schedule and the load flow by hand, until SIGINT or SIGTERM."""
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
