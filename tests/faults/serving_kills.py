"""`newsduck serve` over a changing newspaper, its processes killed one by one at random times, and what is left.

Run as `python -m tests.faults.serving_kills [--kills 20] [--articles 300] [--seed 1] [--keep FOLDER]`. A schedule of
seconds runs the pipeline; each time one of its processes is killed with SIGKILL in mid-run, and a later run must end
well. In the end every article must be stored once or have its outcome, warehouse and archive must agree, no schedule
may be paused and no run be left at "running", in Prefect or in the warehouse. It prints a line a kill and ends with 1
where anything was wrong. Linux only: it finds processes in /proc.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from flows import orchestrator
from flows.locking import writing
from flows.settings import Settings
from tests.faults import agreement, soak
from tests.faults.kills import environment
from tests.faults.newspaper import SECTIONS, Newspaper
from tests.flows.machines import free_port
from tests.flows.serving import below, until
from warehouse import database

#: What is killed, and the words of its command line; "serve" is the command itself, started again as systemd does.
VICTIMS = {
    "flow run": "prefect.engine",
    "worker": "multiprocessing.forkserver",
    "server": "prefect server start",
    "runner": "flows.deployments",
    "serve": "flows serve",
}
_EVERY = "15s"
_WITHIN = 12.0  # seconds of a run in which kills come
_PATIENCE = 400.0  # seconds for a run that ends well after a kill, on a busy machine
_AT_LAST = 3  # runs in peace after the last kill: what failed passingly is tried again in them
_ENDED = """
SELECT count(*)
FROM main.runs AS r
JOIN main.run_steps AS s ON s.run_id = r.run_id AND s.step = 'poll' AND s.n_in = ?  -- that asked every feed
WHERE r.state IN ('completed', 'partial') AND r.started_at > ?
"""
_NOT_DUE = "SELECT count(*) FROM main.feeds AS f WHERE f.next_fetch_at > now()"
_RUNS = "SELECT r.flow || ' ' || r.trigger || ' ' || r.state, count(*) FROM main.runs AS r GROUP BY ALL ORDER BY ALL"
_UNFINISHED = "SELECT name, state_name FROM flow_run WHERE state_type IN ('RUNNING', 'PENDING', 'CANCELLING')"
_PAUSED = (
    "SELECT name FROM deployment WHERE paused UNION ALL SELECT 'a schedule' FROM deployment_schedule WHERE active = 0"
)
_STATES = (
    "SELECT count(*) || ' ' || state_name FROM flow_run WHERE state_type <> 'SCHEDULED' GROUP BY state_name ORDER BY 1"
)


@dataclass
class ServingKills:
    """What was done, and what was found wrong."""

    folder: Path
    seed: int = 1
    killed: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0  # seconds from a kill to the end of a run that began after it and ended well

    def __post_init__(self) -> None:
        self.paper = Newspaper(self.seed)
        self.settings = Settings(home=self.folder / "data")
        self._chance = random.Random(self.seed)  # noqa: S311  the same kills each time
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def go(self, victims: Sequence[str], articles: int) -> None:
        """Kill these, one a time, while the newspaper grows to so many articles; then run in peace and compare."""
        self.paper.publish(articles // 5)
        with self.paper.site:
            (self.folder / "sources.toml").write_text(self.paper.sources(), encoding="utf-8")
            self._serve()
            try:
                for number, victim in enumerate(victims, 1):
                    self._kill(number, victim)
                    self.paper.publish((articles - self.paper.count) // (len(victims) - number + 1))
                    self.paper.edit(2)
                for _ in range(_AT_LAST):
                    self._run_in_peace("in peace")
                self._compare()
                self._stop()
            finally:
                self.process.kill()
                self.process.wait()

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The command that serves."""
        assert self._process is not None
        return self._process

    def counted(self, query: str) -> dict[str, int]:
        """Return what a query of the published warehouse counts."""
        with closing(database.open_published(self.settings.published)) as db:
            return dict(db.execute(query).fetchall())

    def prefect(self, query: str) -> list[tuple[str, ...]]:
        """Return the rows of a query of Prefect's database, which the server has let go."""
        with closing(sqlite3.connect(self.settings.home / "prefect" / "prefect.db")) as db:
            found: list[tuple[str, ...]] = db.execute(query).fetchall()
            return found

    def _serve(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  our own command
                [sys.executable, "-m", "flows", "serve", "--every", _EVERY],
                cwd=self.folder,
                env=environment(self.folder, NEWSDUCK_PORT=str(self._port)),
                stdout=log,
                stderr=log,
            )

    def _kill(self, number: int, victim: str) -> None:
        """Kill one of these at a random time of a run, and let a run that begins later end well."""
        until(lambda: self._find("flow run"), _PATIENCE)
        time.sleep(self._chance.uniform(0, _WITHIN))
        self._an_hour_later()  # or a run may have no need of a worker
        until(lambda: self._find(victim), _PATIENCE)
        if found := self._find(victim):
            os.kill(self._chance.choice(found), signal.SIGKILL)
            self.killed[victim] += 1
        if victim == "serve":
            self.process.wait()
            self._serve()
        took = self._run_in_peace(f"kill {number}, {victim}")
        self.slowest = max(self.slowest, took)
        self._note(f"kill {number}, {victim}", agreement.of_published(self.settings))
        print(
            f"kill {number}: {victim}; {took:.0f} s to a run that ended well; {self.paper.count} articles", flush=True
        )

    def _find(self, victim: str) -> list[int]:
        return [self.process.pid] if victim == "serve" else below(self.process.pid, VICTIMS[victim])

    def _an_hour_later(self) -> None:
        """Let every feed and link be due again, where a feed is not."""
        with writing(self.settings) as db:
            is_due = db.execute(_NOT_DUE).fetchall() == [(0,)]
            for statement in () if is_due else soak.AN_HOUR_LATER:
                db.execute(statement)

    def _run_in_peace(self, when: str) -> float:
        """Wait for the end of a run that begins after now and asks all; return the seconds that it took until then."""
        began, clock = datetime.now(UTC), time.monotonic()
        try:
            until(lambda: self._ended_since(began), _PATIENCE)
        except AssertionError:
            self._note(when, [f"no run ended well within {_PATIENCE:.0f} s: {self._said()}"])
        return time.monotonic() - clock

    def _ended_since(self, began: datetime) -> bool:
        if not self._find("flow run"):  # in the middle of a run, what it found would come over it
            self._an_hour_later()
        if not self.settings.published.exists():
            return False
        with closing(database.open_published(self.settings.published)) as db:
            return db.execute(_ENDED, [SECTIONS, began]).fetchall() != [(0,)]

    def _compare(self) -> None:
        """Compare while it serves: nothing was loaded by hand that serving would have lost."""
        self._note("in the end", agreement.of_published(self.settings))
        self._note("in the end", agreement.of_archive(self.settings))
        self._note("in the end", agreement.with_newspaper(self.settings, self.paper))
        runs = self.counted(_RUNS)
        self._note("in the end", [f"{count} of {what}" for what, count in runs.items() if what.endswith("running")])
        self._note("in the end", [f"batch {path.name} was refused" for path in self.settings.home.glob("refused/*")])
        print(f"runs: {runs}", flush=True)

    def _stop(self) -> None:
        """Stop it in mid-run and look at what Prefect is left with."""
        until(lambda: self._find("flow run"), _PATIENCE)
        time.sleep(self._chance.uniform(0, _WITHIN / 2))
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=120)
        self._note("after SIGTERM", [f"it ended with {code}: {self._said()}"] if code else [])
        self._note(
            "after SIGTERM",
            ["the server still answers"] if orchestrator.answers(f"http://127.0.0.1:{self._port}/api") else [],
        )
        self._note("after SIGTERM", [f"{name} is paused" for (name,) in self.prefect(_PAUSED)])
        self._note("after SIGTERM", [f"flow run {name} is left {state}" for name, state in self.prefect(_UNFINISHED)])
        print(f"flow runs: {', '.join(state for (state,) in self.prefect(_STATES))}", flush=True)

    def _said(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace").strip()[-500:]

    def _note(self, when: str, wrong: list[str]) -> None:
        for each in wrong:
            print(f"WRONG, {when}: {each}", flush=True)
        self.wrong += [f"{when}: {each}" for each in wrong]


def main() -> int:
    """Do what the command line says; return 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="an empty folder to work in, which is left as it is in the end")
    asked = parser.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311  as above
    victims = [name for _ in range(1 + asked.kills // len(VICTIMS)) for name in VICTIMS][: asked.kills]
    chance.shuffle(victims)  # each about as often
    with nullcontext(asked.keep) if asked.keep else tempfile.TemporaryDirectory() as folder:
        kills = ServingKills(Path(folder), asked.seed)
        kills.go(victims, asked.articles)
    served = sum(map(len, kills.paper.served.values()))
    print(f"{kills.killed.total()} kills: {dict(kills.killed.most_common())}; slowest recovery {kills.slowest:.0f} s")
    print(f"{kills.paper.count} articles, {served} pages served, {len(kills.wrong)} things wrong")
    return int(bool(kills.wrong))


if __name__ == "__main__":
    sys.exit(main())
