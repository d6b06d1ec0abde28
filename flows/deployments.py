"""The deployments that Prefect's pages show, and the process that runs them: `python -m flows.deployments WHEN WHOSE`.

`newsduck serve` starts it and keeps it alive. Each deployment's entrypoint is the path of a module, never of a file:
that would import a second copy of it.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from datetime import timedelta
from typing import Any, cast

from prefect.deployments.runner import RunnerDeployment
from prefect.flows import Flow
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.types.entrypoint import EntrypointType

from flows import pipeline, settings, zombies
from flows.settings import Settings

_LONGEST_END = 50  # seconds from SIGTERM; `newsduck serve` waits for a minute


def schedule(when: str) -> Schedule:
    """Return the schedule that a number of seconds or a cron line (in UTC) means."""
    return Interval(timedelta(seconds=int(when))) if when.isdigit() else Cron(when)


def offered(configured: Settings, when: str) -> list[tuple[Flow[..., Any], str, Schedule | None]]:
    """Return what can be run: flow, name of the deployment, schedule; None for what only a person starts."""
    return [
        (pipeline.pipeline, "scheduled", schedule(when)),
        (pipeline.report, "daily", schedule(configured.report_cron)),
        (pipeline.maintenance, "weekly", schedule(configured.maintenance_cron)),
        (pipeline.load, "by-hand", None),
        (pipeline.fetch, "by-hand", None),
        (pipeline.reprocess, "by-hand", None),
        (pipeline.backfill, "by-hand", None),
    ]


def run(configured: Settings, when: str, *, server_is_ours: bool) -> None:
    """Register the deployments and run what is due, until SIGINT or SIGTERM.

    One run at a time: a second would fetch the same links; what is triggered meanwhile waits its turn. Pausing at the
    end, Prefect's default, would leave the schedules paused for ever after a restart.
    """
    zombies.sweep(configured, all_are_ours=server_is_ours)
    runner = _Runner(pause_on_shutdown=False, limit=1)
    for flow, name, schedule in offered(configured, when):
        made = flow.to_deployment(name, schedule=schedule, entrypoint_type=EntrypointType.MODULE_PATH)
        runner.add_deployment(cast("RunnerDeployment", made))  # a coroutine only where an event loop runs
    with suppress(KeyboardInterrupt):
        asyncio.run(runner.start())


class _Runner(Runner):
    """A runner that ends its run before itself: a process of it that is killed would leave the run at "running"."""

    def handle_sigterm(self, *_: object, **__: object) -> None:
        """Tell the run under way to stop and then end; Prefect's own answer does not wait for either."""
        signal.alarm(_LONGEST_END)  # ends the process, whatever else hangs: a server that has gone, for one
        loop = asyncio.get_running_loop()
        self._end = asyncio.run_coroutine_threadsafe(self.astop(), loop)  # a signal must not wait itself


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background leaves it ignored
    run(settings.read(), sys.argv[1], server_is_ours=sys.argv[2] == "ours")
