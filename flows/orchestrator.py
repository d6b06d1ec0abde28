"""The Prefect server: found where one is up, started where `newsduck serve` needs one. Imports no Prefect.

Prefect reads its settings from the environment at import, so `prepare` comes before any import of it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from flows.settings import Settings

_START_SECONDS = 180.0  # a busy two-core machine needed over 20, Prefect's own limit


class NoServer(Exception):  # noqa: N818  a state of the world
    """No Prefect server answers; the message says what to do."""


def found(settings: Settings) -> str | None:
    """Return the API address of the server in use: PREFECT_API_URL, else the one that `serve` started; None if none."""
    named = os.environ.get("PREFECT_API_URL")
    if named:
        return named
    with suppress(OSError, ValueError, KeyError):
        noted = str(json.loads(_note(settings).read_text(encoding="utf-8"))["api_url"])
        return noted if answers(noted) else None
    return None


def own(settings: Settings) -> str:
    """Return the API address of the server that `server` starts."""
    return f"http://127.0.0.1:{settings.port}/api"


def answers(api_url: str) -> bool:
    """Say whether a Prefect server is healthy at this address; a busy one may take seconds, none refuses at once."""
    with suppress(httpx.HTTPError):
        return httpx.get(f"{api_url}/health", timeout=10.0, trust_env=False).status_code == httpx.codes.OK
    return False


def prepare(settings: Settings, api_url: str) -> None:
    """Set the environment that Prefect reads: its files stay under NEWSDUCK_HOME, and nothing is sent home."""
    defaults = {
        "PREFECT_HOME": str((settings.home / "prefect").resolve()),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
        "PREFECT_LOGGING_LEVEL": "INFO",
    }
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    Path(os.environ["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)  # Prefect makes no parents, and warns
    os.environ["PREFECT_API_URL"] = api_url


@contextmanager
def stoppable() -> Iterator[None]:
    """Let SIGTERM and SIGINT end the block as Ctrl-C does, also in a shell's background, where SIGINT is ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        yield


@contextmanager
def server(settings: Settings, up: str | None) -> Iterator[str]:
    """Yield the API address of a server: the one that was `found`, else one started here and stopped at the end.

    `prepare` comes before: a server started here takes its settings from the environment too.

    Raises:
        NoServer: PREFECT_API_URL names one that does not answer, or ours did not start.
    """
    if up and not answers(up):
        message = f"no Prefect server answers at {up} (PREFECT_API_URL); start it, or unset the variable"
        raise NoServer(message)
    if up:
        yield up
        return
    api_url = own(settings)
    if answers(api_url):
        message = f"port {settings.port} has a Prefect server of something else; set NEWSDUCK_PORT to another"
        raise NoServer(message)
    process = _start(settings, api_url)
    try:
        _wait(process, api_url, settings)
        _note(settings).write_text(json.dumps({"api_url": api_url, "pid": process.pid}), encoding="utf-8")
        yield api_url
    finally:
        _note(settings).unlink(missing_ok=True)
        _stop(process)


def _start(settings: Settings, api_url: str) -> subprocess.Popen[bytes]:
    # Its pages would ask at port 4200, whatever port it has; and it is a server, not a client of one.
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    environment["PREFECT_SERVER_UI_API_URL"] = api_url
    _log(settings).parent.mkdir(parents=True, exist_ok=True)
    command = ["-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(settings.port)]
    with _log(settings).open("ab") as log:
        # A session of its own: Ctrl-C reaches the schedule first, which then still has a server to say goodbye to.
        return subprocess.Popen(  # noqa: S603  fixed words and a port
            [sys.executable, *command], stdout=log, stderr=log, start_new_session=True, env=environment
        )


def _wait(process: subprocess.Popen[bytes], api_url: str, settings: Settings) -> None:
    until = time.monotonic() + _START_SECONDS
    while not answers(api_url):
        if process.poll() is not None or time.monotonic() > until:
            message = f"the Prefect server did not start on port {settings.port}; {_log(settings)} says why"
            raise NoServer(message)
        time.sleep(0.2)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _note(settings: Settings) -> Path:
    return settings.home / "private" / "prefect-server.json"


def _log(settings: Settings) -> Path:
    return settings.home / "private" / "prefect-server.log"
