"""What newsduck runs on beyond one machine, here on this one: PostgreSQL, Prefect's server and workers, Dask."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from flows.supervisor import Child
from tests.flows import serving
from tests.flows.command import ROOT

_SUPERUSER = "postgres"
_PATIENCE = 600.0  # seconds, for what takes ten on an idle machine


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def programs() -> Path:
    """Return the folder of PostgreSQL's server programs; skip the test where there is none."""
    on_path = shutil.which("initdb")
    found = [Path(on_path)] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL's server is not installed (Debian: apt install postgresql)")
    return found[-1].resolve().parent


@contextmanager
def postgres() -> Iterator[Path]:
    """Run a PostgreSQL server of the test's own and yield the folder of its socket; its superuser is `postgres`.

    It refuses to run as root, and its user may not enter a test's folder: so it has a folder of its own.
    """
    bin_, folder = programs(), Path(tempfile.mkdtemp(prefix="newsduck-pg-"))
    user = _SUPERUSER if os.geteuid() == 0 else None
    data = str(folder / "data")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
    try:
        if user:
            shutil.chown(folder, user)
        initdb = (str(bin_ / "initdb"), "-D", data, "-A", "trust", "-U", _SUPERUSER, "-E", "UTF8", "-N")
        _done(initdb, user)
        _done(
            (str(bin_ / "pg_ctl"), "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "-t", "300", "start"), user
        )
        try:
            yield folder
        finally:
            _done((str(bin_ / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop"), user)
    finally:
        shutil.rmtree(folder)


def create_database(socket_folder: Path, name: str) -> str:
    """Create a database and return what the warehouse's setting calls a lake in it."""
    _done((str(programs() / "createdb"), "-h", str(socket_folder), "-U", _SUPERUSER, name), None)
    return f"ducklake:postgres:dbname={name} host={socket_folder} user={_SUPERUSER}"


def _done(words: Sequence[str], user: str | None) -> None:
    done = subprocess.run(  # noqa: S603  PostgreSQL's own programs
        words,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        user=user,
        cwd="/",
    )
    assert done.returncode == 0, done.stderr


@dataclass
class Site:
    """Processes that end with the block, each with a log in the folder."""

    folder: Path
    environment: dict[str, str]
    stack: ExitStack = field(default_factory=ExitStack)
    api: str = ""
    children: dict[str, Child] = field(default_factory=dict)

    def start(self, name: str, *words: str, **settings: str) -> Child:
        """Start a program of our environment; stopped in reverse order."""
        own = self.folder / name
        own.mkdir()
        environment = self.environment | settings | {"PREFECT_HOME": str(own / "prefect")}
        child = Child(name, [sys.executable, "-m", *words], environment, self.folder / f"{name}.log")
        self.stack.callback(child.stop, 20.0)
        child.start()
        self.children[name] = child
        return child

    def log(self, name: str) -> str:
        """Return what a process printed."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def prefect_server(self, socket_folder: Path) -> Child:
        """Start Prefect's server on PostgreSQL and wait for it."""
        port = free_port()
        self.api = f"http://127.0.0.1:{port}/api"
        create_database(socket_folder, "prefect")
        url = f"postgresql+asyncpg://{_SUPERUSER}@/prefect?host={socket_folder}"
        words = ("prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port))
        server = self.start("server", *words, PREFECT_API_DATABASE_CONNECTION_URL=url)
        serving.until(lambda: _answers(self.api), _PATIENCE)
        self.environment["PREFECT_API_URL"] = self.api
        return server

    def prefect(self, *words: str) -> str:
        """Run Prefect's command line in the project's folder and return what it printed."""
        done = subprocess.run(  # noqa: S603  our own environment's program
            [sys.executable, "-m", "prefect", "--no-prompt", *words],
            check=False,
            capture_output=True,
            text=True,
            env=self.environment,
            cwd=ROOT,
            timeout=_PATIENCE,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def deploy(self) -> None:
        """Make the work pool and deploy what deploy/prefect.yaml says."""
        self.prefect("work-pool", "create", "newsduck", "--type", "process")
        self.prefect("deploy", "--all", "--prefect-file", "deploy/prefect.yaml")

    def worker(self, name: str, **settings: str) -> Child:
        """Start a worker of the pool that runs one flow run at a time, with a home of its own: another machine."""
        words = ("prefect", "worker", "start", "--pool", "newsduck", "--type", "process", "--limit", "1")
        return self.start(
            name, *words, "--name", name, **{"NEWSDUCK_HOME": str(self.folder / name / "home")} | settings
        )

    def dask(self, workers: int) -> str:
        """Start a Dask scheduler and so many workers of one thread, and return its address."""
        port = free_port()
        self.start("scheduler", "dask", "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        address = f"tcp://127.0.0.1:{port}"
        for number in range(workers):
            words = ("worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory")
            self.start(f"dask{number}", "dask", *words, str(self.folder / f"dask{number}"))
        return address

    def run(self, deployment: str, **parameters: object) -> str:
        """Ask for a run of a deployment and return its id."""
        return str(serving.start(self.api, deployment, **parameters).json()["id"])

    def ended(self, flow_run_id: str, patience: float = _PATIENCE) -> dict[str, object]:
        """Wait until a flow run has ended and return it."""
        until = time.monotonic() + patience
        while True:
            found: dict[str, object] = httpx.get(f"{self.api}/flow_runs/{flow_run_id}", timeout=60).json()
            if found["state_type"] in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}:
                return found
            assert time.monotonic() < until, f"{found['state_name']} after {patience} s"
            time.sleep(1)


@contextmanager
def site(folder: Path, settings: Mapping[str, str]) -> Iterator[Site]:
    """Yield a site in a folder; `settings` are environment variables of all its processes."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSDUCK_", "PREFECT_"))}
    prefect = {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_WORKER_QUERY_SECONDS": "2",
    }
    with ExitStack() as stack:
        yield Site(folder, inherited | prefect | dict(settings), stack)


def _answers(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", timeout=10).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
