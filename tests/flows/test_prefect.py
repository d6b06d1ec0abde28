"""The flows under a real Prefect server, in processes of their own: what a user who runs `newsduck serve` has."""

import json
import signal
import socket
import time
from collections.abc import Callable

import httpx
import pytest

from tests.flows.command import ROOT, Newsduck

SOURCES = '[[sources]]\nid = "samples"\nname = "Samples"\nfolder = "{folder}"\n'
ROWS = (
    "SELECT a.article_id, a.title, v.text_sha256, a.story_id FROM main.articles AS a"
    " JOIN main.article_versions AS v USING (article_id) ORDER BY a.article_id"
)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def until(what: Callable[[], object], seconds: float = 180) -> None:
    ends = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends, f"waited {seconds} s"
        time.sleep(0.5)


def states(newsduck: Newsduck, flow: str, trigger: str) -> list[object]:
    done = newsduck("sql", "SELECT flow, trigger, state FROM main.runs", "--format", "json")
    rows = json.loads(done.out) if done.code == 0 else []
    return [row["state"] for row in rows if (row["flow"], row["trigger"]) == (flow, trigger)]


def deployment(api: str, name: str) -> dict[str, object]:
    found: list[dict[str, object]] = httpx.post(f"{api}/deployments/filter", json={}).json()
    [named] = [each for each in found if each["name"] == name]
    return named


def test_serve_runs_on_schedule_by_hand_and_by_command_and_stops_cleanly(newsduck: Newsduck, port: int) -> None:
    (newsduck.folder / "sources.toml").write_text(SOURCES.format(folder=ROOT / "deploy" / "samples"))
    environment = {"NEWSDUCK_SOURCES": "sources.toml", "NEWSDUCK_PORT": str(port)}
    api = f"http://127.0.0.1:{port}/api"
    with newsduck.running("serve", "--every", "15s", **environment) as served:
        until(lambda: "completed" in states(newsduck, "pipeline", "schedule"))
        assert deployment(api, "scheduled")["paused"] is False
        assert httpx.get(f"http://127.0.0.1:{port}/ui-settings").json()["api_url"] == api  # its pages ask this server

        refused = httpx.post(
            f"{api}/deployments/{deployment(api, 'scheduled')['id']}/create_flow_run", json={"parameters": {"limit": 0}}
        )
        assert refused.is_client_error  # the server holds the parameters to their bounds

        by_hand = deployment(api, "by-hand")
        parameters = {"paths": [str(ROOT / "deploy" / "samples")]}
        httpx.post(f"{api}/deployments/{by_hand['id']}/create_flow_run", json={"parameters": parameters})
        until(lambda: states(newsduck, "load", "hand") == ["completed"])

        done = newsduck("run", "--prefect", **environment)
        assert done.code == 0, done.err
        [run_id] = [
            row["prefect_flow_run_id"]
            for row in newsduck.rows(
                "SELECT prefect_flow_run_id FROM main.runs WHERE flow = 'pipeline' AND trigger = 'hand'"
            )
        ]
        shown = httpx.get(f"{api}/flow_runs/{run_id}").json()
        assert shown["state_type"] == "COMPLETED"

        served.send_signal(signal.SIGTERM)
        assert served.wait(timeout=60) == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{api}/health")

    direct = Newsduck(newsduck.folder / "direct")
    direct.folder.mkdir()
    assert direct("load", str(ROOT / "deploy" / "samples"), "--direct").code == 0
    assert newsduck.rows(ROWS) == direct.rows(ROWS)


def test_a_run_in_which_sources_failed_says_so_in_prefect(newsduck: Newsduck, port: int) -> None:
    (newsduck.folder / "sources.toml").write_text(
        '[[sources]]\nid = "dead"\nname = "Dead"\nfeeds = ["http://127.0.0.1:9/feed"]\n'
    )
    environment = {"NEWSDUCK_SOURCES": "sources.toml", "NEWSDUCK_PORT": str(port), "NEWSDUCK_ALLOW_PRIVATE": "true"}
    api = f"http://127.0.0.1:{port}/api"
    with newsduck.running("serve", "--cron", "0 0 1 1 *", **environment):
        until((newsduck.folder / "data" / "private" / "prefect-server.json").exists)
        done = newsduck("run", **environment)
        assert done.code == 3
        assert "dead" in done.err
        shown = httpx.post(f"{api}/flow_runs/filter", json={}).json()
        assert [each["state_name"] for each in shown if each["state_type"] != "SCHEDULED"] == ["PartialSuccess"]
