"""Readers in a loop while runs go on: `python -m tests.benchmarks.readers [--runs 50] [--readers 10]`.

Each run is the command `newsduck load` of a few more articles. Each reader opens the published file again and again,
every other time keeps it open for a while, and asks what a half-written warehouse would answer wrong. Prints how often
they read, what they saw, and every error; exits with 1 where there was one.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb

# Rows that a half-state would have: a current version that is missing, a story whose members are not there, an article
# that stands in no story, a run that is not at its end.
HALF = """
SELECT
    (SELECT count(*) FROM main.articles AS a
     WHERE NOT EXISTS (SELECT 1 FROM main.article_versions AS v WHERE v.version_id = a.version_id))
    + (SELECT count(*) FROM main.stories AS s
       WHERE s.merged_into IS NULL
         AND s.article_count <> (SELECT count(*) FROM main.story_articles AS m WHERE m.story_id = s.story_id))
    + (SELECT count(*) FROM main.articles AS a WHERE a.story_id IS NULL)
    + (SELECT count(*) FROM main.runs AS r WHERE r.state = 'running')
"""


def read(path: Path, stopped: Event, told: Queue[tuple[int, int, list[str]]]) -> None:
    """Read until it is stopped; tell how often, how many states were seen, and what went wrong."""
    reads, states, errors = 0, set(), []
    while not stopped.is_set():
        try:
            with duckdb.connect(path, read_only=True) as db:
                for _ in range(1 + 2 * (reads % 2)):  # every other time the file stays open over some of a run
                    half = db.execute(HALF).fetchall()[0][0]
                    states.add(db.execute("SELECT count(*) FROM report.articles AS a").fetchall()[0][0])
                    if half:
                        errors.append(f"{half} rows of a half-state")
                    time.sleep(0.02)
        except duckdb.Error as error:
            errors.append(str(error))
        reads += 1
    told.put((reads, len(states), errors))


def load(home: Path, number: int) -> None:
    """Load two articles more."""
    file = home.parent / f"{number}.jsonl"
    text = f"The council of ward {number} voted on Monday to keep the library open. " * 12
    rows = [f'{{"text": "{text} Part {part}.", "title": "Ward {number} votes, {part}"}}' for part in range(2)]
    file.write_text("\n".join(rows), encoding="utf-8")
    environment = os.environ | {"NEWSDUCK_HOME": str(home), "NEWSDUCK_WORKERS": "1"}
    subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "flows", "load", "--direct", str(file)], check=True, env=environment, capture_output=True
    )


def measure(runs: int, readers: int) -> tuple[int, int, list[str]]:
    """Return how often was read, the most states that one reader saw, and the errors of all."""
    context = multiprocessing.get_context("spawn")
    stopped, told = context.Event(), context.Queue()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "data"
        load(home, 0)
        crowd = [context.Process(target=read, args=(home / "published.duckdb", stopped, told)) for _ in range(readers)]
        for each in crowd:
            each.start()
        try:
            for number in range(1, runs + 1):
                load(home, number)
        finally:
            stopped.set()
            found = [told.get() for _ in crowd]
            for each in crowd:
                each.join()
    return sum(f[0] for f in found), max(f[1] for f in found), [error for f in found for error in f[2]]


def main() -> int:
    """Measure and print; return 1 where a reader met an error or a half-state."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--readers", type=int, default=10)
    asked = parser.parse_args()
    reads, states, errors = measure(asked.runs, asked.readers)
    print(
        f"{asked.readers} readers during {asked.runs} runs: {reads} reads, up to {states} states, {len(errors)} errors"
    )
    for error, times in Counter(errors).most_common():
        print(f"{times} times: {error}")
    return int(bool(errors))


if __name__ == "__main__":
    sys.exit(main())
