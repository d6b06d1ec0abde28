"""Runs on a terminal, each sent a signal in a stage of its own, and what is left of it after the next run.

Run as `python -m tests.faults.signals [--signal TERM]… [--stage resolve]… [--seed 1]`. It prints a line for each signal
and stage and ends with 1 where anything was wrong. The stage is read off the terminal, where a run says what it does,
off the requests that the newspaper gets, and off the files in the home.
"""

from __future__ import annotations

import argparse
import os
import pty
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from flows.settings import Settings
from tests.faults import agreement
from tests.faults.kills import environment
from tests.faults.newspaper import Newspaper
from warehouse import database

_BATCH = 12  # pages; so that a run has three batches
_NEW = 24  # articles before each run
_LONGEST = 300.0  # seconds of a run on a busy machine
_GONE = 10.0  # seconds after which no process of a run is left
_STOPPED = 2.0  # seconds between STOP and CONT
_NOTE = r"\b{}: \d+ in, "
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_COUNT = re.compile(r"(\d+)/(\d+)")
_UNFINISHED = "SELECT r.run_id FROM main.runs AS r WHERE r.state = 'running' AND r.run_id <> ?"
_LAST = "SELECT max(r.run_id) FROM main.runs AS r"


@dataclass(kw_only=True)
class Watched:
    """A run under way in a session of its own, and what shows of it."""

    process: subprocess.Popen[bytes]
    terminal: int
    home: Path
    paper: Newspaper
    asked_before: int
    shown: str = ""

    def __post_init__(self) -> None:
        self._batches = set(self.home.glob("archive/*.gz"))
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with suppress(OSError):  # the terminal is closed
            while found := os.read(self.terminal, 65536):
                self.shown += _ESCAPE.sub("\0", found.decode(errors="replace"))

    def notes(self, stage: str) -> int:
        """Return how often the run said that it is done with a stage."""
        return len(re.findall(_NOTE.format(stage), self.shown))

    def has(self, pattern: str) -> bool:
        """Say whether the home has such a file."""
        return any(True for _ in self.home.glob(pattern))

    def asked(self, prefix: str) -> bool:
        """Say whether the newspaper was asked for such an address since the run began."""
        return any(path.startswith(prefix) for path in self.paper.site.requests[self.asked_before :])

    def archived(self) -> int:
        """Return how many batches of pages the run has archived."""
        return len(set(self.home.glob("archive/*.gz")) - self._batches)

    def share(self) -> float:
        """Return how much of its work the run says it has done."""
        done, total = self._counted()
        return done / total if total else 0.0

    def is_read(self) -> bool:
        """Say whether all batches were read."""
        return self.notes("read") * _BATCH >= max(1, self._counted()[1])

    def _counted(self) -> tuple[int, int]:
        done, total = (_COUNT.findall(self.shown) or [("0", "0")])[-1]
        return int(done), int(total)

    def left(self) -> list[int]:
        """Return the processes of its session that are neither gone nor dead."""
        pids = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
        return [pid for pid in pids if _session(pid) == self.process.pid]


STAGES: dict[str, Callable[[Watched], bool]] = {
    "start": lambda run: run.process.pid > 0,
    "begin": lambda run: run.has("private/alive/*Z-*"),
    "poll": lambda run: run.asked("/feed/"),
    "fetch": lambda run: run.asked("/article/"),
    "archive": lambda run: run.has("archive/.*.tmp"),
    "read": lambda run: run.archived() > 0,
    "enrich": lambda run: run.share() > 0.6,
    "land": lambda run: run.has("landing/*.part"),
    "load ahead": lambda run: run.archived() > 1 and run.has("landing/*[0-9]"),
    "load": lambda run: run.is_read(),
    "resolve": lambda run: run.notes("load") > 1,
    "cluster": lambda run: run.notes("resolve") > 0,
    "check": lambda run: run.notes("cluster") > 0,
    "publish": lambda run: run.notes("check") > 0 or run.has("*.part"),
    "end": lambda run: run.notes("publish") > 0,
}


def _hang_up(run: Watched) -> None:
    os.close(run.terminal)  # as a terminal's window does


def _pause(run: Watched) -> None:
    os.kill(run.process.pid, signal.SIGSTOP)
    time.sleep(_STOPPED)
    os.kill(run.process.pid, signal.SIGCONT)


#: What is done to a run, and the exit codes that it may have then, beside 0 and 3 of one that had ended.
SIGNALS: dict[str, tuple[Callable[[Watched], None], set[int]]] = {
    "TERM": (lambda run: os.kill(run.process.pid, signal.SIGTERM), {143, -signal.SIGTERM}),
    "INT": (lambda run: os.killpg(run.process.pid, signal.SIGINT), {130, -signal.SIGINT}),
    "HUP": (_hang_up, {129, -signal.SIGHUP}),
    "KILL": (lambda run: os.kill(run.process.pid, signal.SIGKILL), {-signal.SIGKILL}),
    "KILL of all": (lambda run: os.killpg(run.process.pid, signal.SIGKILL), {-signal.SIGKILL}),
    "TERM of all": (lambda run: os.killpg(run.process.pid, signal.SIGTERM), {143, -signal.SIGTERM}),
    "STOP": (_pause, set()),
}


@dataclass
class Signalled:
    """A home through all that is done to its runs, and what was found wrong."""

    folder: Path
    seed: int = 1
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)  # stages that a run passed unseen

    def __post_init__(self) -> None:
        self.paper = Newspaper(self.seed)
        self.settings = Settings(home=self.folder / "data")
        self._chance = random.Random(self.seed)  # noqa: S311  reproducible, not secret

    def go(self, signals: Sequence[str], stages: Sequence[str]) -> None:
        """Send each signal in each stage."""
        with self.paper.site:
            (self.folder / "sources.toml").write_text(self.paper.sources(), encoding="utf-8")
            for name in signals:
                for stage in stages:
                    self.paper.publish(_NEW)
                    self.paper.edit(2)
                    self._case(name, stage)

    def _case(self, name: str, stage: str) -> None:
        """Signal a run in a stage, run again at once, and compare."""
        before, began = len(self.wrong), time.monotonic()
        run = self._start()
        reached = self._await(run, STAGES[stage])
        act, codes = SIGNALS[name]
        with suppress(ProcessLookupError):  # it has ended
            act(run)
        code = self._ended(run, codes)
        ended = time.monotonic()
        again = self._start()
        self._note(agreement.of_published(self.settings))
        self._ended(again, set())
        time.sleep(max(0.0, ended + _GONE - time.monotonic()) if run.left() else 0.0)
        self._note([f"process {pid} of the stopped run is left" for pid in run.left()])
        self._compare()
        for each in (run, again):
            with suppress(OSError):  # hung up
                os.close(each.terminal)
        if not reached:
            self.missed.append(f"{name}, {stage}")
        how = "" if reached else " (not met)"
        wrong = "; ".join(self.wrong[before:])
        print(f"{name}, {stage}{how}: exit {code}, {time.monotonic() - began:.1f} s. {wrong or 'well'}", flush=True)

    def _start(self) -> Watched:
        """Start a run on a terminal of its own, which is its session's."""
        terminal, theirs = pty.openpty()
        process = subprocess.Popen(
            ["setsid", "--ctty", sys.executable, "-m", "flows", "run", "--direct"],  # noqa: S607  of util-linux
            cwd=self.folder,
            env=environment(self.folder, NEWSDUCK_BATCH_PAGES=str(_BATCH), TERM="xterm", COLUMNS="60"),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        return Watched(
            process=process,
            terminal=terminal,
            home=self.settings.home,
            paper=self.paper,
            asked_before=len(self.paper.site.requests),
        )

    def _await(self, run: Watched, is_there: Callable[[Watched], bool]) -> bool:
        """Wait until a run is in a stage, and a little longer; say whether it was seen there."""
        while run.process.poll() is None:
            if is_there(run):
                time.sleep(self._chance.uniform(0, 0.05))
                return run.process.poll() is None
            time.sleep(0.001)
        return False

    def _ended(self, run: Watched, codes: set[int]) -> int:
        """Wait for a run's end; note an exit code or words that a person would wonder about."""
        code = run.process.wait(_LONGEST)
        time.sleep(0.05)  # its last words
        if code not in codes | {0, 3}:
            self._note([f"exit code {code}: {run.shown[-300:]!r}"])
        is_ours = code != -signal.SIGINT  # Python's own words, before it has read any of ours
        if ("Traceback" in run.shown and is_ours) or (
            code > 128 and code != 129 and "newsduck: stopped" not in run.shown
        ):
            self._note([f"it said {run.shown[-300:]!r}"])
        return code

    def _compare(self) -> None:
        self._note(agreement.of_published(self.settings))
        self._note(agreement.of_archive(self.settings))
        self._note(agreement.with_newspaper(self.settings, self.paper))
        with closing(database.open_published(self.settings.published)) as db:
            last = db.execute(_LAST).fetchall()[0]
            unfinished = db.execute(_UNFINISHED, last).fetchall()
        self._note([f"run {run_id} is left running" for (run_id,) in unfinished])
        home = self.settings.home
        left = [*home.glob("landing/*"), *home.glob("*.part"), *home.glob("archive/.*"), *home.glob("private/alive/*")]
        self._note([f"{path.relative_to(home)} is left over" for path in [*left, *home.glob("refused/*")]])

    def _note(self, wrong: Sequence[str]) -> None:
        self.wrong += wrong


def _session(pid: int) -> int | None:
    """Return the session of a process that is not dead; None where it is gone."""
    with suppress(OSError):
        state, _, _, session, *_ = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return None if state == "Z" else int(session)
    return None


def main() -> int:
    """Do what the command line says; return 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signal", action="append", choices=SIGNALS)
    parser.add_argument("--stage", action="append", choices=STAGES)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        signalled = Signalled(Path(folder), asked.seed)
        signalled.go(asked.signal or list(SIGNALS), asked.stage or list(STAGES))
    count = len(asked.signal or SIGNALS) * len(asked.stage or STAGES)
    print(f"{count} signals, {len(signalled.missed)} stages not met: {', '.join(signalled.missed)}")
    print(f"{signalled.paper.count} articles, {len(signalled.wrong)} things wrong")
    return int(bool(signalled.wrong))


if __name__ == "__main__":
    sys.exit(main())
