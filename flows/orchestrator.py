"""The Prefect server: found where one is up, started where `newsduck serve` needs one. Imports no Prefect.

Prefect reads its settings from the environment at import, so `prepare` comes before any import of it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from flows.settings import Settings
from flows.supervisor import Child

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
        "PREFECT_SERVER_UI_V2_ENABLED": "false",  # its newer pages ask amplitude.com, whatever the setting above
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


def server(settings: Settings) -> Child:
    """Return the server that newsduck keeps of its own; `prepare` comes before, as it takes its settings from there.

    Raises:
        NoServer: its port has a server of something else.
    """
    api_url = own(settings)
    if answers(api_url):
        message = f"port {settings.port} has a Prefect server of something else; set NEWSDUCK_PORT to another"
        raise NoServer(message)
    # Its pages would ask at port 4200, whatever port it has; and it is a server, not a client of one.
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    environment["PREFECT_SERVER_UI_API_URL"] = api_url
    _log(settings).parent.mkdir(parents=True, exist_ok=True)
    words = ["-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(settings.port)]
    return Child("the Prefect server", [sys.executable, *words], environment, _log(settings))


def wait(server: Child, settings: Settings) -> None:
    """Wait until our own server answers and note its address, so that other commands find it.

    Raises:
        NoServer: it has ended, or did not answer within three minutes.
    """
    api_url, until = own(settings), time.monotonic() + _START_SECONDS
    while not answers(api_url):
        if server.pid is None or time.monotonic() > until:
            message = f"the Prefect server did not start on port {settings.port}; {_log(settings)} says why"
            raise NoServer(message)
        time.sleep(0.2)
    _note(settings).write_text(json.dumps({"api_url": api_url, "pid": server.pid}), encoding="utf-8")


def left(settings: Settings) -> None:
    """Note that our own server is gone."""
    _note(settings).unlink(missing_ok=True)


def _note(settings: Settings) -> Path:
    return settings.home / "private" / "prefect-server.json"


def _log(settings: Settings) -> Path:
    return settings.home / "private" / "prefect-server.log"
