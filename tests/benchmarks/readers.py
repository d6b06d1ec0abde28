"""Readers in a loop while runs go on: `python -m tests.benchmarks.readers [--runs 50] [--readers 10]`.

Each run is the command `newsduck load` of two more articles. Each reader opens the published file again and again,
every other time keeps it open for a while, and asks for counts of nine tables that must agree in one state. A reading
costs 0.05 CPU s: without pauses ten readers would take both cores from the runs, so each waits 0.5 to 1.5 s, none as
long as another. Prints how often they read, how many states they saw, and every error; exits with 1 where there was
one.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections import Counter
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb

from warehouse import checks

# What a half-state would not agree on, each in one answer and so of one state: each run loads as many articles as any
# other and is at its end, with its steps; they stand in the ledger, in the outcomes and in the counts of stories, but
# for those that a busy machine gave no features in time.
HALF = """
SELECT
    (SELECT count(*) FROM main.articles AS a) AS articles,
    (SELECT count(*) FROM main.runs AS r WHERE r.state = 'completed') * $each AS of_runs,
    (SELECT count(DISTINCT s.run_id) FROM main.run_steps AS s) * $each AS of_steps,
    (SELECT sum(b.stored) FROM main.loaded_batches AS b) AS of_ledger,
    (SELECT count(*) FROM main.outcomes AS o WHERE o.outcome = 'stored') AS of_outcomes,
    (SELECT sum(s.article_count) FROM main.stories AS s WHERE s.merged_into IS NULL)
        + (SELECT count(*) FROM main.articles AS a WHERE a.story_id IS NULL) AS of_stories,
    (SELECT count(*) FROM main.article_versions AS v
     JOIN main.articles AS a ON a.version_id = v.version_id) AS of_versions,
    (SELECT count(DISTINCT e.article_id) FROM main.enrichments AS e) AS of_enrichments,
    (SELECT count(*) FROM report.articles AS a) AS of_view
"""
EACH = 2  # articles a run


def read(path: Path, pause: float, stopped: Event, told: Queue[tuple[int, int, list[str]]]) -> None:
    """Read until it is stopped; tell how often, how many states were seen, and what went wrong.

    Of each state that this reader has not met yet, all rules of `newsduck doctor` are checked, too.
    """
    reads, states, errors = 0, [0], []
    while not stopped.is_set():
        try:
            with duckdb.connect(path, read_only=True) as db:
                for _ in range(1 + 2 * (reads % 2)):  # every other time the file stays open over some of a run
                    errors += _wrong(db, states)
                    stopped.wait(pause)
        except duckdb.Error as error:
            errors.append(str(error))
            stopped.wait(pause)
        reads += 1
    told.put((reads, len(states) - 1, errors))


def _wrong(db: duckdb.DuckDBPyConnection, states: list[int]) -> list[str]:
    """Return what is wrong with the state that this reader sees; add it to the states, counted in articles."""
    counts = db.execute(HALF, {"each": EACH}).fetchall()[0]
    wrong = [] if len(set(counts)) == 1 else [f"half a state: {counts}"]
    if counts[0] < states[-1]:
        wrong.append(f"back from {states[-1]} articles to {counts[0]}")
    if counts[0] > states[-1]:
        states.append(counts[0])
        wrong += checks.broken(db)
    return wrong


def load(home: Path, number: int) -> None:
    """Load two articles more."""
    file = home.parent / f"{number}.jsonl"
    text = f"The council of ward {number} voted on Monday to keep the library open. " * 12
    rows = [f'{{"text": "{text} Part {part}.", "title": "Ward {number} votes, {part}"}}' for part in range(EACH)]
    file.write_text("\n".join(rows), encoding="utf-8")
    environment = os.environ | {"NEWSDUCK_HOME": str(home), "NEWSDUCK_WORKERS": "1"}
    command = [sys.executable, "-m", "flows", "load", "--direct", str(file)]
    ended = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)  # noqa: S603  our own command
    if ended.returncode:
        raise RuntimeError(ended.stderr)


def measure(runs: int, readers: int) -> tuple[int, int, list[str]]:
    """Return how often was read, the most states that one reader saw, and the errors of all."""
    context = multiprocessing.get_context("spawn")
    stopped, told = context.Event(), context.Queue()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "data"
        load(home, 0)
        crowd = [
            context.Process(target=read, args=(home / "published.duckdb", 0.5 + number / readers, stopped, told))
            for number in range(readers)
        ]
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
