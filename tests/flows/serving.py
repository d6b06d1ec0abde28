"""What tests of `newsduck serve` share: waiting, Prefect's answers, and the processes below one."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from tests.flows.command import Newsduck

SOURCES = '[[sources]]\nid = "samples"\nname = "Samples"\nfolder = "{folder}"\n'
ROWS = (
    "SELECT a.article_id, a.title, v.text_sha256, a.story_id FROM main.articles AS a"
    " JOIN main.article_versions AS v USING (article_id) ORDER BY a.article_id"
)


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
    """Return a deployment by the names of its flow and itself, with a slash between."""
    found: dict[str, object] = httpx.get(f"{api}/deployments/name/{name}").json()
    return found


def artifacts(api: str) -> set[object]:
    return {each["key"] for each in httpx.post(f"{api}/artifacts/filter", json={}).json()}


def start(api: str, name: str, **parameters: object) -> httpx.Response:
    """Ask for a run of a deployment, as the button on Prefect's pages does."""
    return httpx.post(
        f"{api}/deployments/{deployment(api, name)['id']}/create_flow_run", json={"parameters": parameters}
    )


def below(parent: int, words: str) -> list[int]:
    """Return the processes below another one whose command lines have these words; Linux only."""
    family = {parent}
    parents = {int(entry.name): _parent(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    for _ in range(4):
        family |= {pid for pid, above in parents.items() if above in family}
    return [pid for pid in sorted(family - {parent}) if words in command(pid)]


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        return 0


def command(pid: int) -> str:
    """Return the command line of a process; empty where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""
