"""Commands that are killed at random moments and run again, against the same ones left in peace: one state in the end.

Run as `python -m tests.faults.command_kills [--times 6] [--command forget]… [--seed 1]`. It prints a line a command and
ends with 1 where a state was another one, a check of the warehouse did not hold, or something was left lying about.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from flows.settings import Settings
from flows.unpacking import unpacked
from tests.faults import newspaper
from tests.faults.kills import environment
from warehouse import checks, database

_RECORDED = Path(__file__).parents[1] / "warehouse" / "recorded"
_ARTICLES = 12
_LONGEST = 300.0
_TRIES = 3  # for each kill: some commands end before it
_NAMES = "Aoife Brennan", "Jonas Weber"  # of the newspaper
#: Each begins in a folder with `in/` to load, a home that has loaded it, and a backup of that.
COMMANDS: dict[str, tuple[str, ...]] = {
    "migrate": ("migrate",),
    "load": ("load", "--direct", "in", "more"),
    "reprocess": ("reprocess", "--direct"),
    "forget": ("forget", "https://loop.example/article/5.html"),
    "merge": ("entities", "merge", *_NAMES),
    "backup": ("backup", "kept.tar", "--force"),
    "restore": ("restore", "kept.tar", "--force"),
    "export": ("export", "out"),
    "maintain": ("maintain", "--compact"),
}
_NOT_COMPARED = ("runs", "run_steps", "loaded_batches", "fetches", "outcomes", "models", "resolutions")  # of each run
_COLUMNS = """
SELECT c.table_name, list(c.column_name ORDER BY c.column_name)
FROM duckdb_columns() AS c
WHERE c.schema_name = 'main' AND c.database_name = current_database() AND NOT c.internal
    AND c.data_type NOT LIKE 'TIMESTAMP%' AND NOT c.column_name SIMILAR TO '.*(run_id|archive|decision_id|revision).*'
GROUP BY ALL
ORDER BY ALL
"""
State = dict[str, object]


@dataclass
class CommandKills:
    """Where it is done, and what was found wrong."""

    folder: Path
    seed: int = 1
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # noqa: S311  reproducible, not secret
        self._start = self.folder / "start"

    def go(self, commands: list[str], times: int) -> None:
        """Kill each command so many times."""
        self._prepare()
        for name in commands:
            self._command(name, times)

    def _prepare(self) -> None:
        for place, numbers in (("in", range(_ARTICLES)), ("more", range(_ARTICLES, 2 * _ARTICLES))):
            (self._start / place).mkdir(parents=True)
            for number in numbers:
                page = newspaper.article(5 * number, 1, datetime(2024, 3, 1 + number, tzinfo=UTC))
                canonical = f'<link rel="canonical" href="https://loop.example/article/{number}.html">'
                (self._start / place / f"{number}.html").write_text(page.replace("<title>", canonical + "<title>", 1))
        (self._start / "sources.toml").touch()
        for words in (("load", "--direct", "in"), ("backup", "kept.tar")):
            code, _ = self._run(self._start, words)
            assert code == 0, (words, _said(self._start))

    def _command(self, name: str, times: int) -> None:
        folder = self._fresh(name)
        code, took = self._run(folder, COMMANDS[name])
        if code:
            self.wrong.append(f"{name} in peace ended with {code}: {_said(folder)}")
        expected = _state(folder, name)
        before, killed, tries, at_work = len(self.wrong), 0, 0, took
        while killed < times and tries < _TRIES * times:
            tries += 1
            folder = self._fresh(name)
            code, done_in = self._run(folder, COMMANDS[name], self._chance.uniform(0, at_work))
            at_work = at_work if code == -signal.SIGKILL else min(at_work, done_in)  # the next one is in time
            killed += code == -signal.SIGKILL
            self._again(name, folder, expected, f"{name}, kill {tries}")
        wrong = "; ".join(self.wrong[before:])
        print(f"{name}: {took:.1f} s of work in peace, {killed} of {tries} killed. {wrong or 'well'}", flush=True)

    def _again(self, name: str, folder: Path, expected: State, case: str) -> None:
        """Run a command again and compare what is there then."""
        code, _ = self._run(folder, COMMANDS[name])
        done_before = (name, code) in {("forget", 1), ("merge", 2)}  # there is nothing left to do
        if code and not done_before:
            self.wrong.append(f"{case}: the next one ended with {code}: {_said(folder)}")
        found = _state(folder, name)
        differ = sorted(each for each in expected | found if expected.get(each) != found.get(each))
        self.wrong += [f"{case}: {each}: {found.get(each)}" for each in differ]

    def _fresh(self, name: str) -> Path:
        """Return the folder that a command begins with."""
        folder = self.folder / "now"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._start, folder)
        if name == "restore":
            shutil.rmtree(folder / "data")
        if name == "migrate":
            shutil.rmtree(folder / "data")
            (folder / "data" / "private").mkdir(parents=True)
            oldest = min(_RECORDED.glob("*.sql"), key=lambda path: int(path.name.partition("-")[0]))
            with duckdb.connect(folder / "data" / "private" / "newsduck.duckdb") as db:
                db.execute("SET TimeZone = 'UTC'")
                db.execute(oldest.read_text("utf-8"))
        return folder

    def _run(self, folder: Path, words: tuple[str, ...], after: float | None = None) -> tuple[int, float]:
        """Run a command, kill it with its children after so many seconds of work; return its exit code and that time.

        Its work begins where it first changes a file: before that it imports modules, longer than many then work.
        """
        before = _newest(folder)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603  our own command
                [sys.executable, "-m", "flows", *words],
                cwd=folder,
                env=environment(folder),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
            while process.poll() is None and _newest(folder) == before:
                time.sleep(0.005)
            began = time.monotonic()
            try:
                code = process.wait(_LONGEST if after is None else after)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                code = process.wait()
        return code, time.monotonic() - began


def _newest(folder: Path) -> int:
    """Return when anything but the log in a folder last changed, in nanoseconds."""
    latest = 0
    for path in (folder / "data", *(folder / "data").rglob("*"), *folder.glob("kept*"), *folder.glob("out*")):
        with suppress(FileNotFoundError):  # gone meanwhile
            latest = max(latest, path.stat().st_mtime_ns)
    return latest


def _state(folder: Path, name: str) -> State:
    """Return what a folder holds, by table or kind of file, without what differs from run to run."""
    settings = Settings(home=folder / "data")
    with closing(database.open_writer(settings.writer)) as db:
        columns = [each for each in db.execute(_COLUMNS).fetchall() if each[0] not in _NOT_COMPARED]
        found: State = {"checks": checks.broken(db)} | {table: _content(db, table, names) for table, names in columns}
    with closing(database.open_published(settings.published)) as db:
        found["stale for readers"] = [table for table, names in columns if _content(db, table, names) != found[table]]
    home = settings.home
    left = [*home.glob("*.part"), *home.glob("landing/*"), *home.glob("refused/*"), *home.glob("archive/.*")]
    left += [*home.glob(".restoring"), *home.glob("private/.*"), *folder.glob(".*")]
    found["left over"] = sorted(str(path.relative_to(folder)) for path in left)
    if name == "backup":
        with tempfile.TemporaryDirectory() as staging:
            kept = unpacked(folder / "kept.tar", Path(staging) / "home")
            found["backup"] = (kept.files, kept.articles)
    if name == "export":
        found["export"] = sorted((path.name, path.stat().st_size) for path in (folder / "out").rglob("*"))
    return found


def _content(db: duckdb.DuckDBPyConnection, table: str, columns: list[str]) -> object:
    listed = ", ".join(f't."{column}"' for column in columns)
    query = f"SELECT count(*), bit_xor(hash(row({listed}))) FROM main.{table} AS t"  # noqa: S608  names of the catalog
    return db.execute(query).fetchall()[0]


def _said(folder: Path) -> str:
    return (folder / "log").read_text(encoding="utf-8", errors="replace").strip()[-300:]


def main() -> int:
    """Do what the command line says; return 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=6)
    parser.add_argument("--command", action="append", choices=COMMANDS)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kills = CommandKills(Path(folder), asked.seed)
        kills.go(asked.command or list(COMMANDS), asked.times)
    print(f"{len(kills.wrong)} things wrong")
    return int(bool(kills.wrong))


if __name__ == "__main__":
    sys.exit(main())
