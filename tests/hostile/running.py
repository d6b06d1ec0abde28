"""One run of the command over all cases: what it printed, what it took, and what the warehouse then holds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.settings import Settings
from tests.hostile.server import World
from warehouse import database

_HIGH_WATER = re.compile(r"VmHWM:\s+(\d+) kB")
_PARENT = re.compile(r"PPid:\s+(\d+)")
LONGEST = 400.0  # seconds after which a run is ended by force, so that a test of it fails
SETTINGS = {
    "NEWSDUCK_ALLOW_PRIVATE": "true",
    "NEWSDUCK_PAUSE_SECONDS": "0",
    "NEWSDUCK_CONCURRENCY": "64",
    "NEWSDUCK_PAGE_CPU_SECONDS": "4",
    "NEWSDUCK_CONTACT": "https://ours.example/crawler",
    "NEWSDUCK_WORKERS": "2",
}


@dataclass(frozen=True, kw_only=True)
class Done:
    """How a run of the command ended.

    CPU is that of all its processes, `queued_seconds` how long they were ready for it while others had the cores;
    memory is the peak resident size, of the parent and of its largest child.
    """

    code: int
    out: str
    err: str
    seconds: float
    cpu_seconds: float
    queued_seconds: float
    parent_mb: float
    child_mb: float


def write_sources(world: World, folder: Path) -> None:
    """Write the sources.toml of the cases."""
    (folder / "sources.toml").write_text(
        "".join(
            f'[[sources]]\nid = "case{number}"\nname = "Case {number}"\n{case.kind} = ["{world.feed(number)}"]\n'
            for number, case in enumerate(world.cases)
        ),
        encoding="utf-8",
    )


def run(folder: Path, *arguments: str, longest: float = LONGEST, module: str = "flows", **settings: str) -> Done:
    """Run the command, or another module, in a folder with its sources.toml; `settings` are environment variables."""
    started = time.monotonic()
    with (folder / "out").open("w") as out, (folder / "err").open("w") as err:
        process = subprocess.Popen(  # noqa: S603  our own command
            [sys.executable, "-m", module, *arguments],
            cwd=folder,
            env=_clean() | SETTINGS | {"NEWSDUCK_SOURCES": str(folder / "sources.toml")} | settings,
            stdout=out,
            stderr=err,
        )
        peaks: dict[int, float] = {}
        used: dict[int, tuple[float, float]] = {}
        while process.poll() is None:
            note(process.pid, peaks, used)
            if time.monotonic() - started > longest:
                process.kill()
            time.sleep(0.2)
    return Done(
        code=process.returncode,
        out=(folder / "out").read_text(encoding="utf-8"),
        err=(folder / "err").read_text(encoding="utf-8"),
        seconds=time.monotonic() - started,
        cpu_seconds=sum(cpu for cpu, _ in used.values()),
        queued_seconds=sum(queued for _, queued in used.values()),
        parent_mb=peaks.pop(process.pid, 0.0),
        child_mb=max(peaks.values(), default=0.0),
    )


def rows(folder: Path, query: str, parameters: Sequence[object] = ()) -> list[tuple[object, ...]]:
    """Return the rows of a query of the published warehouse."""
    settings = Settings(home=folder / "data")
    with closing(database.open_published(settings.published)) as db:
        found: list[tuple[object, ...]] = db.execute(query, list(parameters)).fetchall()
        return found


def make_due(folder: Path) -> None:
    """Let every feed be due again, as if hours had passed."""
    settings = Settings(home=folder / "data")
    with closing(duckdb.connect(str(settings.writer))) as db:
        db.execute("UPDATE main.feeds SET next_fetch_at = NULL")


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("NEWSDUCK_", "PREFECT_"))}


def note(root: int, peaks: dict[int, float], used: dict[int, tuple[float, float]]) -> None:
    """Note the high-water mark and times of a process and its descendants; one that ended keeps its last figures."""
    parents: dict[int, int] = {}
    marks: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            status = (entry / "status").read_text(encoding="ascii", errors="replace")
        except OSError:  # it ended
            continue
        if (parent := _PARENT.search(status)) and (mark := _HIGH_WATER.search(status)):
            parents[int(entry.name)] = int(parent[1])
            marks[int(entry.name)] = int(mark[1]) / 1024
    ours = {root}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    for pid in ours & marks.keys():
        peaks[pid] = max(peaks.get(pid, 0.0), marks[pid])
        before, now = used.get(pid, (0.0, 0.0)), _seconds(pid)
        used[pid] = max(before[0], now[0]), max(before[1], now[1])


def _seconds(pid: int) -> tuple[float, float]:
    """Return the seconds that a process had a core, and those that its threads were ready for one."""
    process = Path("/proc") / str(pid)
    try:
        fields = (process / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        ready = sum(int(each.read_text().split()[1]) for each in process.glob("task/*/schedstat"))
    except OSError:  # it ended
        return 0.0, 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), ready / 1e9
