"""`newsduck serve` with its processes killed, one after the other: it goes on, loses nothing and doubles nothing."""

import json
import os
import signal
import sys
from collections import Counter

import httpx
import pytest

from tests.flows.command import ROOT, Newsduck
from tests.flows.serving import ROWS, SOURCES, below, until

UNFINISHED = {"flow_runs": {"state": {"type": {"any_": ["RUNNING", "PENDING"]}}}}
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")


def kill(parent: int, words: str) -> None:
    """Kill such a process once there is one."""
    until(lambda: below(parent, words))
    if pid := below(parent, words):
        os.kill(pid, signal.SIGKILL)


def runs_done(newsduck: Newsduck) -> Counter[object]:
    done = newsduck("sql", "SELECT state FROM main.runs", "--format", "json")
    return Counter(row["state"] for row in json.loads(done.out)) if done.code == 0 else Counter()


def one_more_run(newsduck: Newsduck) -> None:
    before = runs_done(newsduck)["completed"]
    until(lambda: runs_done(newsduck)["completed"] > before)


def test_serve_survives_the_death_of_each_of_its_processes(newsduck: Newsduck, port: int) -> None:
    (newsduck.folder / "sources.toml").write_text(SOURCES.format(folder=ROOT / "deploy" / "samples"))
    environment = {"NEWSDUCK_SOURCES": "sources.toml", "NEWSDUCK_PORT": str(port)}
    api = f"http://127.0.0.1:{port}/api"
    with newsduck.running("serve", "--every", "10s", **environment) as served:
        kill(served.pid, "prefect.engine")  # the first run, at work
        one_more_run(newsduck)
        kill(served.pid, "prefect server start")
        one_more_run(newsduck)
        kill(served.pid, "flows.deployments")
        one_more_run(newsduck)

        def zombies() -> list[object]:
            found: list[object] = httpx.post(f"{api}/flow_runs/filter", json=UNFINISHED).json()
            return found

        until(lambda: len(zombies()) <= 1)  # the one that is under way, if there is one
        served.send_signal(signal.SIGTERM)
        assert served.wait(timeout=90) == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{api}/health")

    direct = Newsduck(newsduck.folder / "direct")
    direct.folder.mkdir()
    assert direct("load", str(ROOT / "deploy" / "samples"), "--direct").code == 0
    assert newsduck.rows(ROWS) == direct.rows(ROWS)
