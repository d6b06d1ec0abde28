"""What the whole pipeline costs: `python -m tests.benchmarks.pipeline [FOLDER] [--pages N] [--workers N] [--json]`.

2,000 real-sized pages made from the development sets (FOLDER, else NEWSDUCK_DEV_DATA; see `corpus`) on 200 hosts of a
loopback site, ten a feed, fetched, read, enriched, loaded, resolved, clustered and published by the command as a
process of its own; then a second run, which meets the same feeds. Printed are CPU and wall seconds per 1,000 articles
for each stage, articles per second, the peak memory of each kind of process, bytes, and the ratio to the floor: what
trafilatura, spaCy, onnxruntime and the multilingual encoder take by themselves for the same pages and texts, right
after. Of the stage read its parts are told apart: they go on beside each other, so that only their whole has wall
seconds. "start" is Python's, until the command begins, "end" what follows the publishing; "other" is what no stage
counts: the fork server, which loads the models. --json prints one object a line instead, for programs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks import corpus, goals
from tests.benchmarks.fetching import LONGEST, PAGES, Slow
from tests.flows.site import Route
from tests.hostile import running
from tests.hostile.running import Done
from tests.hostile.server import STORED, Case

_OF_FLOOR = 1.15  # of what the libraries take by themselves
_AGAIN = 10  # CPU seconds of a run that meets nothing new
_PARTS = ("fetch", "archive", "read", "enrich", "hand out", "land")  # of the stage read, beside each other
_STEPS = """
SELECT s.step, s.cpu_seconds, s.seconds FROM main.run_steps AS s WHERE s.run_id = (SELECT max(run_id) FROM main.runs)
"""
_STORED = "SELECT count(*), coalesce(sum(a.word_count), 0) FROM main.articles AS a"
_FETCHED = "SELECT coalesce(sum(f.bytes), 0) FROM main.fetches AS f"


def _route(path: Path) -> Route:
    return lambda exchange: exchange.reply(path.read_bytes())


def cases(paths: list[Path]) -> list[Case]:
    """Return a host for every ten of these pages, with their feed."""
    return [_feed(number, paths[at : at + PAGES]) for number, at in enumerate(range(0, len(paths), PAGES))]


def _feed(number: int, paths: list[Path]) -> Case:
    routes = {f"/{path.stem}": _route(path) for path in paths}
    return Case(name=f"feed {number}", routes=routes, ends=dict.fromkeys(routes, STORED))


def measured(folder: Path, done: Done) -> dict[str, tuple[float, float]]:
    """Return stage or part -> CPU and wall seconds of the last run; both add up to those of the command.

    Wall seconds of what goes on beside reading and enriching stand there, and are 0 in its own line.
    """
    steps = {str(step): (float(str(cpu)), float(str(wall))) for step, cpu, wall in running.rows(folder, _STEPS)}
    parts = {name: (cpu, wall) for name, (cpu, wall) in json.loads((folder / "parts.json").read_text()).items()}
    beside = parts.pop("load beside", (0.0, 0.0))
    whole, load = steps.pop("read", (0.0, 0.0)), steps.pop("load", (0.0, 0.0))
    inside = {name: (parts.get(name, (0.0, 0.0))[0], 0.0) for name in _PARTS}
    rest = whole[0] - sum(cpu for cpu, _ in inside.values())
    found = {name: parts.get(name, (0.0, 0.0)) for name in ("start", "begin")} | {"poll": steps.pop("poll", (0.0, 0.0))}
    found |= inside | {"waiting and rest of read": (rest, whole[1]), "load": (load[0], load[1] - beside[1])} | steps
    found |= {name: parts.get(name, (0.0, 0.0)) for name in ("publish", "end")}
    cpu, wall = (sum(each[at] for each in found.values()) for at in (0, 1))
    return found | {"other": (done.cpu_seconds - cpu, done.seconds - wall)}


def floor(pages: Path, published: Path) -> dict[str, tuple[float, int]]:
    """Return library -> CPU seconds and items."""
    asked = [sys.executable, "-m", "tests.benchmarks.floor", str(pages), str(published)]
    alone = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # numpy's threads only wait for each other, in CPU time
    done = subprocess.run(asked, check=True, capture_output=True, text=True, env=alone)  # noqa: S603  our own module
    printed = done.stdout
    return {name: (seconds, count) for name, (seconds, count) in json.loads(printed).items()}


def run_once(name: str, folder: Path, workers: int) -> dict[str, Any]:
    """Run the command over the sources of a folder; return its figures, all of them JSON."""
    settings = {"NEWSDUCK_CONCURRENCY": "32", "NEWSDUCK_WORKERS": str(workers), "PYTHONPATH": str(Path.cwd())}
    done = running.run(
        folder, "parts.json", "run", "--direct", longest=LONGEST, module="tests.benchmarks.clocked", **settings
    )
    if done.code not in {0, 3}:
        sys.exit(done.err or f"it took more than {LONGEST:g} seconds")
    data = folder / "data"
    ((articles, words),) = running.rows(folder, _STORED)
    return {
        "run": name,
        "workers": workers,
        "articles": articles,
        "words": words,
        "cpu_seconds": done.cpu_seconds,
        "seconds": done.seconds,
        "queued_seconds": done.queued_seconds,
        "parent_mb": done.parent_mb,
        "worker_mb": done.child_mb,
        "stages": measured(folder, done),
        "bytes": {
            "fetched": running.rows(folder, _FETCHED)[0][0],
            "archive": sum(path.stat().st_size for path in (data / "archive").rglob("*.gz")),
            "published": (data / "published.duckdb").stat().st_size,
        },
    }


def _say(run: dict[str, Any], pages: int) -> None:
    thousands = pages / 1000
    print(
        f"{run['run']}, {run['workers']} workers: {run['articles']} articles of {run['words'] / run['articles']:.0f} "
        f"words; {run['cpu_seconds']:.1f} CPU s, {run['seconds']:.1f} s, of which its processes waited for a core "
        f"{run['queued_seconds']:.1f}; {pages / run['seconds']:.1f} pages/s\n"
        f"  parent {run['parent_mb']:.0f} MB, largest worker {run['worker_mb']:.0f} MB; "
        + ", ".join(f"{name} {size / 1e6:.1f} MB" for name, size in run["bytes"].items())
        + f"\n  {'per 1,000 pages':26} {'CPU s':>8} {'s':>8}"
    )
    for stage, (cpu, wall) in run["stages"].items():
        print(f"  {stage:26} {cpu / thousands:8.2f} {wall / thousands:8.2f}")


def _say_floor(taken: dict[str, tuple[float, int]], cpu_seconds: float) -> None:
    whole = sum(seconds for seconds, _ in taken.values())
    for name, (seconds, count) in taken.items():
        print(f"  {name:14} {seconds:7.1f} CPU s, {1000 * seconds / max(1, count):6.1f} ms for each of {count}")
    ratio = cpu_seconds / whole
    print(f"floor {whole:.1f} CPU s; the pipeline takes {ratio:.2f} of it{goals.at_most(ratio, _OF_FLOOR)}")


def main() -> None:
    """Run the benchmark on the command line."""
    parser = corpus.arguments(__doc__, pages=2000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pages").mkdir()
        paths = corpus.write(folder / "pages", asked.folder, asked.pages)
        with Slow(cases(paths)) as world:
            running.write_sources(world, folder)
            runs = [run_once(name, folder, asked.workers) for name in ("first run", "second run")]
        taken = floor(folder / "pages", folder / "data" / "published.duckdb")
        for run in runs:
            print(json.dumps(run)) if asked.json else _say(run, asked.pages)
        print(json.dumps({"floor": taken})) if asked.json else _say_floor(taken, runs[0]["cpu_seconds"])
        if not asked.json:
            again = runs[1]["cpu_seconds"]
            print(f"the second run took {again:.1f} CPU s{goals.at_most(again, _AGAIN, ' over 200 feeds')}")


if __name__ == "__main__":
    main()
