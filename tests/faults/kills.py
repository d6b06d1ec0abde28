"""Runs over a changing newspaper, killed at random times with or without their workers, and what is left each time.

Run as `python -m tests.faults.kills [--times 100] [--articles 500] [--seed 1] [--keep FOLDER]`. It prints a line a kill
and ends with 1 where anything was lost, doubled or unreadable.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from flows import errors
from flows.settings import Settings
from tests.faults import agreement
from tests.faults.newspaper import Newspaper
from tests.hostile.running import SETTINGS
from warehouse import database

_LONGEST = 600.0  # seconds that a run may take on a busy machine
_STAGES = ("publishing", "writing a batch", "with batches landed", "with the warehouse open")
_SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGINT)
_SPARED = 0.25  # of the kills: the workers then meet the end of their input
_ENDED = {0, 3, errors.STOPPED, -signal.SIGINT}  # exit codes of others; the last two of Ctrl-C, then and at the start
_AT_LAST = 4  # runs in peace after the last kill: what failed passingly is tried again in them


@dataclass
class Kills:
    """What was done, and what was found wrong."""

    folder: Path
    seed: int = 1
    stages: Counter[str] = field(default_factory=Counter)  # what stood in the home when a run was killed
    wrong: list[str] = field(default_factory=list)
    longest: float = 12.0  # seconds of a run, as far as is known: kills come within them

    def __post_init__(self) -> None:
        self.paper = Newspaper(self.seed)
        self.settings = Settings(home=self.folder / "data")
        self._chance = random.Random(self.seed)  # noqa: S311

    def go(self, times: int, articles: int) -> None:
        """Kill so many runs, while the newspaper grows to so many articles; then run in peace and compare."""
        first = articles // 5
        self.paper.publish(first)
        with self.paper.site:
            (self.folder / "sources.toml").write_text(self.paper.sources(), encoding="utf-8")
            for number in range(times):
                self._killed_run(number)
                self.paper.publish((articles - first) * (number + 1) // times - (self.paper.count - first))
                self.paper.edit(2)
            for _ in range(_AT_LAST):
                self._note("after a run in peace", [] if self._run(None) in {0, 3} else [f"it failed: {self._said()}"])
            self._note("in the end", agreement.of_published(self.settings))
            self._note("in the end", agreement.of_archive(self.settings))
            self._note("in the end", agreement.with_newspaper(self.settings, self.paper))
            self._note("in the end", self._left_over())

    def _killed_run(self, number: int) -> None:
        """Kill a run at a random time, or shortly after it reached a stage that is too short to be met by chance."""
        after = self._chance.uniform(0.3, self.longest)
        awaited = self._chance.choice(_STAGES) if number % 2 else None
        code = self._run(after, awaited)
        stage = self._stage() if code in {-signal.SIGKILL, errors.STOPPED} else f"ended by itself with {code}"
        self.stages[stage] += 1
        wrong = agreement.of_published(self.settings)
        if code not in {-signal.SIGKILL, *_ENDED}:
            wrong.append(f"it failed: {self._said()}")
        self._note(f"kill {number + 1}", wrong)
        how = f"awaiting it {awaited}" if awaited else f"after {after:.1f} s"
        print(f"kill {number + 1}: {how}, {stage}; {self.paper.count} articles", flush=True)

    def _run(self, after: float | None, awaited: str | None = None) -> int:
        """Start a run, kill it with its children after so many seconds or when awaited; return its exit code."""
        started = time.monotonic()
        with (self.folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "flows", "run", "--direct"],
                cwd=self.folder,
                env=environment(self.folder),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            try:
                if awaited:
                    self._await(process, awaited)
                code = process.wait(timeout=self._chance.uniform(0, 0.05) if awaited else after or _LONGEST)
                self.longest = min(max(self.longest, time.monotonic() - started), 60.0)
            except subprocess.TimeoutExpired:
                code = self._end(process)
        return code

    def _end(self, process: subprocess.Popen[bytes]) -> int:
        """End a run with all its processes, or without its workers, or as Ctrl-C does; return its exit code."""
        if self._chance.random() < _SPARED:
            process.kill()
        else:
            os.killpg(process.pid, self._chance.choice(_SIGNALS))
        return process.wait(_LONGEST)

    def _await(self, process: subprocess.Popen[bytes], stage: str) -> None:
        """Wait until the home shows that stage, left from the run before or not, at the second look or later."""
        skipped = self._chance.randint(0, 1)  # stages come several times in a run
        was = True
        while process.poll() is None and skipped >= 0:
            now = self._stage() == stage
            skipped -= now and not was
            was = now
            time.sleep(0.001)

    def _stage(self) -> str:
        home = self.settings.home
        if list(home.glob("*.part")):
            return "publishing"
        if list(home.glob("landing/*.part")) or list(home.glob("archive/.*.tmp")):
            return "writing a batch"
        if list(home.glob("landing/*")):
            return "with batches landed"
        if list(home.glob("private/*.wal")):
            return "with the warehouse open"
        return "before or after" if list(home.glob("private/alive/*")) else "starting"

    def _left_over(self) -> list[str]:
        """Return what a run in peace should have cleared away."""
        with closing(database.open_published(self.settings.published)) as db:
            states = dict(db.execute("SELECT r.state, count(*) FROM main.runs AS r GROUP BY r.state").fetchall())
        home = self.settings.home
        files = [*home.glob("landing/*"), *home.glob("*.part"), *home.glob("archive/.*"), *home.glob("private/alive/*")]
        unfinished = [f"{states['running']} runs still run"] if "running" in states else []
        return [*unfinished, *(f"{path.relative_to(home)} is left over" for path in files), *self._refused()]

    def _refused(self) -> list[str]:
        return [f"batch {path.name} was refused" for path in self.settings.home.glob("refused/*")]

    def _said(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace").strip()[-300:]

    def _note(self, when: str, wrong: list[str]) -> None:
        for each in wrong:
            print(f"WRONG, {when}: {each}", flush=True)
        self.wrong += [f"{when}: {each}" for each in wrong]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a run in a folder that holds its sources.toml."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSDUCK_", "PREFECT_"))}
    ours = {"NEWSDUCK_SOURCES": str(folder / "sources.toml"), "NEWSDUCK_BATCH_PAGES": "20", "NEWSDUCK_WORKERS": "1"}
    return kept | SETTINGS | ours | more


def main() -> int:
    """Do what the command line says; return 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="an empty folder to work in, which is left as it is in the end")
    asked = parser.parse_args()
    with nullcontext(asked.keep) if asked.keep else tempfile.TemporaryDirectory() as folder:
        kills = Kills(Path(folder), asked.seed)
        kills.go(asked.times, asked.articles)
    served = sum(map(len, kills.paper.served.values()))
    print(f"{asked.times} kills: {dict(kills.stages.most_common())}")
    print(f"{kills.paper.count} articles, {served} pages served, {len(kills.wrong)} things wrong")
    return int(bool(kills.wrong))


if __name__ == "__main__":
    sys.exit(main())
