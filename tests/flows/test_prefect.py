"""The flows under a real Prefect server, in processes of their own: what a user who runs `newsduck serve` has."""

import signal

import httpx
import pytest

from tests.flows.command import ROOT, Newsduck
from tests.flows.serving import ROWS, SOURCES, artifacts, deployment, start, states, until


def test_serve_runs_on_schedule_by_hand_and_by_command_and_stops_cleanly(newsduck: Newsduck, port: int) -> None:
    (newsduck.folder / "sources.toml").write_text(SOURCES.format(folder=ROOT / "deploy" / "samples"))
    environment = {"NEWSDUCK_SOURCES": "sources.toml", "NEWSDUCK_PORT": str(port)}
    api = f"http://127.0.0.1:{port}/api"
    with newsduck.running("serve", "--every", "15s", **environment) as served:
        until(lambda: "completed" in states(newsduck, "pipeline", "schedule"))
        assert deployment(api, "pipeline/scheduled")["paused"] is False
        pages = httpx.get(f"http://127.0.0.1:{port}/ui-settings").json()
        assert (pages["api_url"], pages["default_ui"]) == (api, "v1")  # its pages ask this server, and no other one

        # The server holds the parameters to their bounds.
        assert start(api, "pipeline/scheduled", limit=0).is_client_error
        assert start(api, "reprocess/by-hand", stages=["everything"]).is_client_error
        assert start(api, "backfill/by-hand").is_client_error  # it needs a day

        start(api, "load/by-hand", paths=[str(ROOT / "deploy" / "samples")])
        until(lambda: states(newsduck, "load", "hand") == ["completed"])
        start(api, "report/daily")
        until(lambda: list((newsduck.folder / "data" / "reports").glob("*.html")))
        until(lambda: {"pipeline-run", "load-run", "daily-brief"} <= artifacts(api))

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
