"""What Prefect costs: `python -m tests.benchmarks.orchestration [FOLDER] [--pages N]`.

2,000 pages on 200 hosts of a loopback site are run over twice: by `newsduck run --direct`, and by the pipeline's
deployment of a `newsduck serve` with a home of its own, with server and runner at rest before. The pages are short ones
of our own, or real-sized ones made from the development data in FOLDER (see `corpus`). Printed are the task runs that
Prefect's API counts, the CPU of each process of the serving tree while the run lasted, and Prefect's part of it:
server, runner and `serve`, and what the flow run took beyond the stages, less what the direct run took beyond them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import httpx

from flows.settings import Settings
from tests.benchmarks import corpus
from tests.benchmarks.fetching import LONGEST, PAGES, Slow, feed
from tests.benchmarks.pipeline import cases
from tests.flows import serving
from tests.flows.comparing import differing
from tests.flows.machines import free_port
from tests.hostile import running
from tests.hostile.server import Case
from warehouse import database

_REST = 20.0  # seconds before the run in which server and runner come to rest
_NEVER = "0 0 29 2 *"  # of the schedule: the run is asked for
_STEPS = "SELECT sum(s.cpu_seconds) FROM main.run_steps AS s"
_PARTS = {
    "prefect server start": "server",
    "flows.deployments": "runner",
    "prefect.engine": "flow run",
    "multiprocessing.forkserver": "workers",
    "flows serve": "serve",
}
_OVER = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@dataclass
class Sampled:
    """CPU seconds of a process and of all below it, read from /proc every fifth of a second, those that ended too."""

    root: int
    parts: dict[int, str] = field(default_factory=dict)
    used: dict[int, tuple[float, float]] = field(default_factory=dict)
    _over: Event = field(default_factory=Event)

    def spent(self) -> dict[str, float]:
        """Return part -> CPU seconds until now."""
        found: defaultdict[str, float] = defaultdict(float)
        for pid, (cpu, _) in list(self.used.items()):
            found[self.parts.get(pid, "other")] += cpu
        return found

    def run(self) -> None:
        """Go on sampling until told to end."""
        while not self._over.wait(0.2):
            running.note(self.root, {}, self.used)
            for pid in self.used.keys() - {each for each, part in self.parts.items() if part != "other"}:
                words = serving.command(pid)
                self.parts[pid] = next((part for known, part in _PARTS.items() if known in words), "other")

    def end(self) -> None:
        """Stop sampling."""
        self._over.set()


@contextmanager
def _served(folder: Path, port: int) -> Iterator[Sampled]:
    """Yield the processes of a `newsduck serve` that has come to rest."""
    settings = running.SETTINGS | {"NEWSDUCK_SOURCES": str(folder / "sources.toml"), "NEWSDUCK_PORT": str(port)}
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSDUCK_", "PREFECT_"))}
    command = [sys.executable, "-m", "flows", "serve", "--cron", _NEVER]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=inherited | settings, stdout=log, stderr=log)  # noqa: S603  our own command
    sampled = Sampled(process.pid)
    Thread(target=sampled.run, daemon=True).start()
    try:
        yield sampled
    finally:
        sampled.end()
        process.terminate()
        process.wait(timeout=120)


def _run(api: str) -> tuple[int, dict[str, object]]:
    """Let the pipeline's deployment run; return the number of its task runs, and the flow run when it has ended."""
    run_id = serving.start(api, "pipeline/scheduled").json()["id"]
    until = time.monotonic() + LONGEST
    found: dict[str, object] = {"state_type": "SCHEDULED"}
    while found["state_type"] not in _OVER and time.monotonic() < until:
        time.sleep(2)
        found = httpx.get(f"{api}/flow_runs/{run_id}", timeout=60).json()
    asked = {"flow_runs": {"id": {"any_": [run_id]}}}
    return int(httpx.post(f"{api}/task_runs/count", json=asked, timeout=60).json()), found


def _registered(api: str) -> bool:
    try:
        return "id" in serving.deployment(api, "backfill/by-hand")  # the last of them
    except httpx.HTTPError:
        return False


def _of_serving(folder: Path) -> tuple[int, dict[str, float], float]:
    """Return the number of task runs, part -> CPU seconds while the run lasted, and its seconds."""
    port = free_port()
    api = f"http://127.0.0.1:{port}/api"
    with _served(folder, port) as sampled:
        serving.until(lambda: _registered(api))
        time.sleep(_REST)
        before, started = sampled.spent(), time.monotonic()
        tasks, done = _run(api)
        seconds = time.monotonic() - started
        time.sleep(1)  # the last sample
        after = sampled.spent()
    if done["state_type"] != "COMPLETED":
        sys.exit(f"{done}; {(folder / 'log').read_text(encoding='utf-8', errors='replace')[-2000:]}")
    return tasks, {part: after[part] - before.get(part, 0.0) for part in sorted(after)}, seconds


def _stages(folder: Path) -> float:
    """Return the CPU seconds that the stages of all runs took, workers included."""
    with closing(database.open_published(Settings(home=folder / "data").published)) as db:
        return float(db.execute(_STEPS).fetchall()[0][0])


def _cases(folder: Path, data: Path | None, count: int) -> list[Case]:
    if data is None:
        return [feed(number) for number in range(count // PAGES)]
    return cases(corpus.write(folder, data, count))


def main() -> None:
    """Run both and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=2000, help="so many pages, ten a feed")
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        pages, direct, served = (Path(name) / each for each in ("pages", "direct", "served"))
        for folder in (pages, direct, served):
            folder.mkdir()
        with Slow(_cases(pages, asked.folder, asked.pages)) as world:
            for folder in (direct, served):
                running.write_sources(world, folder)
            tasks, spent, seconds = _of_serving(served)
            world.forget()
            done = running.run(direct, "run", "--direct", longest=LONGEST)
        if done.code not in {0, 3}:
            sys.exit(done.err)
        _print(tasks, spent, seconds, served)
        beyond = done.cpu_seconds - _stages(direct)
        print(
            f"newsduck run --direct: {done.cpu_seconds:.1f} CPU s, {beyond:.1f} beyond the stages, {done.seconds:.0f} s"
        )
        total, stages = sum(spent.values()), _stages(served)
        print(f"Prefect: {total - stages - beyond:.1f} of {total:.1f} CPU s, {(total - stages - beyond) / total:.1%}")
        differ = differing(Settings(home=direct / "data"), Settings(home=served / "data"))
        print(f"tables that differ: {differ or 'none'}")


def _print(tasks: int, spent: dict[str, float], seconds: float, folder: Path) -> None:
    ((articles,),) = running.rows(folder, "SELECT count(*) FROM main.articles AS a")
    print(f"one flow run, {articles} articles: {tasks} task runs, {seconds:.0f} s")
    print(
        ", ".join(f"{part} {cpu:.1f}" for part, cpu in spent.items()) + f" CPU s, of which stages {_stages(folder):.1f}"
    )


if __name__ == "__main__":
    main()
