"""`newsduck serve`: a Prefect server (if none is configured) and the runner of our deployments, kept alive.

Imports no Prefect: what looks after the others is small and has little that could fail.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack

from flows import orchestrator, supervisor
from flows.settings import Settings
from flows.supervisor import Child

_PATIENCE_RUNNER, _PATIENCE_SERVER = 60.0, 15.0  # seconds; the runner's run is stopped first, and keeps what it has


def serve(settings: Settings, when: str, say: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM.

    Args:
        settings: Name the home and the port.
        when: The pipeline's schedule, as `flows.deployments` takes it: seconds, or a cron line.
        say: Tells a person what happens.

    Raises:
        NoServer: PREFECT_API_URL names a server that does not answer, or ours did not start.
        KeepsDying: one of the two processes cannot be kept alive.

    """
    up = orchestrator.found(settings)
    if up and not orchestrator.answers(up):
        message = f"no Prefect server answers at {up} (PREFECT_API_URL); start it, or unset the variable"
        raise orchestrator.NoServer(message)
    api_url = up or orchestrator.own(settings)
    orchestrator.prepare(settings, api_url)
    children: list[Child] = []
    with orchestrator.stoppable(), ExitStack() as stack:
        if not up:
            children.append(_server(settings, stack))
        say(f"Prefect's pages: {api_url.removesuffix('/api')}; stop with Ctrl-C")
        whose = "theirs" if up else "ours"
        runner = Child("the runner", [sys.executable, "-m", "flows.deployments", when, whose], os.environ, None)
        stack.callback(runner.stop, _PATIENCE_RUNNER)
        runner.start()
        supervisor.keep([*children, runner], say)


def _server(settings: Settings, stack: ExitStack) -> Child:
    server = orchestrator.server(settings)
    stack.callback(orchestrator.left, settings)
    stack.callback(server.stop, _PATIENCE_SERVER)
    server.start()
    orchestrator.wait(server, settings)
    return server
