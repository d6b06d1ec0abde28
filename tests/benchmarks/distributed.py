"""The distributed mode against one process: `python -m tests.benchmarks.distributed [--pages 2000]`.

A loopback site of so many pages is read twice: by the scheduled pipeline's deployment on a worker of a work pool, with
Prefect's server on PostgreSQL, a Dask cluster of two processes and a DuckLake; and by `newsduck run --direct` into
files. Printed are the flow run's task runs, the CPU of Prefect's server and worker as a share of all, and the tables
whose rows differ. CPU of PostgreSQL is not counted.
"""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from flows.settings import Settings
from tests.benchmarks.fetching import LONGEST, PAGES, Slow, feed
from tests.flows import machines
from tests.flows.comparing import differing, tables
from tests.flows.machines import Site
from tests.hostile import running

_TICKS = os.sysconf("SC_CLK_TCK")
Cpu = dict[str, float]  # seconds


@contextmanager
def measured(site: Site, spent: Cpu) -> Iterator[None]:
    """Add to `spent` what each of the site's processes used within the block; `flow runs` are the worker's children."""
    before = {name: _times(child.pid) for name, child in site.children.items()}
    yield
    for name, child in site.children.items():
        own, below = (after - former for after, former in zip(_times(child.pid), before[name], strict=True))
        if name.startswith("worker"):
            spent["flow runs"] = spent.get("flow runs", 0.0) + below
        spent[name] = own + (0.0 if name.startswith("worker") else below)


def _times(pid: int | None) -> tuple[float, float]:
    """Return the CPU seconds of a process and of its children, those that live and those that were waited for."""
    words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    own, waited = (int(words[11]) + int(words[12])) / _TICKS, (int(words[13]) + int(words[14])) / _TICKS
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    living = [int(each) for task in tasks for each in task.read_text(encoding="ascii").split()]
    return own, waited + sum(sum(_times(each)) for each in living)


def _distributed(site: Site, postgres: Path, world: Slow) -> tuple[int, Cpu]:
    site.prefect_server(postgres)
    site.environment["NEWSDUCK_DASK"] = site.dask(2)
    site.deploy()
    site.worker("worker")
    running.write_sources(world, site.folder)
    spent: Cpu = {}
    with measured(site, spent):
        run_id = site.run("pipeline/scheduled")
        done = site.ended(run_id, LONGEST)
    if done["state_type"] != "COMPLETED":
        sys.exit(f"{done['state_name']}: {site.log('worker')[-2000:]}")
    asked = {"flow_runs": {"id": {"any_": [run_id]}}}
    tasks: int = httpx.post(f"{site.api}/task_runs/count", json=asked, timeout=60).json()
    return tasks, spent


def main() -> None:
    """Run both and print."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000, help="so many pages, ten a feed")
    cases = [feed(number) for number in range(parser.parse_args().pages // PAGES)]
    with TemporaryDirectory() as name, Slow(cases) as world, machines.postgres() as postgres:
        folder = Path(name)
        setting = machines.create_database(postgres, "news")
        shared = {"NEWSDUCK_WAREHOUSE": setting, "NEWSDUCK_WAREHOUSE_DATA": str(folder / "parquet")}
        settings = running.SETTINGS | shared | {"NEWSDUCK_SOURCES": str(folder / "sources.toml")}
        with machines.site(folder, settings) as site:
            tasks, spent = _distributed(site, postgres, world)
        world.forget()
        done = running.run(folder, "run", "--direct", longest=LONGEST)
        if done.code:
            sys.exit(done.err)
        lake = Settings(home=folder / "reader", warehouse=setting, warehouse_data=shared["NEWSDUCK_WAREHOUSE_DATA"])
        _print(tasks, spent, Settings(home=folder / "data"), lake, done.cpu_seconds)


def _print(tasks: int, spent: Cpu, embedded: Settings, lake: Settings, alone: float) -> None:
    total, prefect = sum(spent.values()), spent["server"] + spent["worker"]
    print(f"{tasks} task runs in one flow run over {len(tables(lake)['articles'])} articles")
    print(", ".join(f"{name} {seconds:.1f}" for name, seconds in sorted(spent.items())), "CPU s")
    print(f"Prefect's server and worker: {prefect:.1f} of {total:.1f} CPU s, {100 * prefect / total:.1f} %")
    print(f"one process and files: {alone:.1f} CPU s; tables that differ: {differing(embedded, lake) or 'none'}")


if __name__ == "__main__":
    main()
