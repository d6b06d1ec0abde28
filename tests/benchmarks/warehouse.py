"""What a warehouse costs as it grows: `python -m tests.benchmarks.warehouse 10000 100000 1000000 --keep FOLDER`.

Every view as an analyst asks it, every saved query, searching, loading 1,000 articles, publishing; in CPU seconds of
all threads, with the size of the file, and whether the largest size meets the goal that each figure has at a million.
A million take 500 CPU s to make, 8 GB as a file, three times that while it is measured; FOLDER keeps the files made.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import duckdb

from tests.benchmarks import loading, synthetic
from tests.benchmarks.questions import QUESTIONS
from warehouse import database, landing, loader, publishing, queries, search, tables

Costs = dict[str, float]
# CPU seconds at a million articles: of a view or a saved query, and of what has a goal of its own, or none (None).
_GOAL = 1.5
_GOALS = {
    "load 1,000 articles": None,
    "merge 1,000 articles": 0.2,
    "publish": 2.0,
    "seconds to load": None,
    "seconds to publish": None,
    "kB in the file for an article": None,
    "search, two words in all": None,
    "search, two words in a month": None,
}


class Clocked:
    """A connection that keeps what each text of SQL cost."""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        """Clock what is asked of this connection."""
        self.db = db
        self.costs: Costs = {}

    def execute(self, sql: str, parameters: object = None) -> duckdb.DuckDBPyConnection:
        """Execute it, clocked."""
        self.costs[sql], _ = cost(lambda: self.db.execute(sql, parameters))
        return self.db


def cost(step: Callable[[], object]) -> tuple[float, float]:
    """Return the CPU seconds of all threads and children, and the seconds on the clock, that a step takes."""
    cpu, wall = _spent(), time.perf_counter()
    step()
    return _spent() - cpu, time.perf_counter() - wall


def _spent() -> float:
    of = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in of)


def asked(published: Path) -> Costs:
    """Return what each question costs a reader who opens the file for it."""
    saved = {f"saved: {name}": queries.text(name) for name, _ in queries.names()}
    return {name: cost(partial(_ask, published, sql))[0] for name, sql in (QUESTIONS | saved).items()}


def _ask(published: Path, sql: str) -> None:
    with closing(database.open_published(published)) as db:
        db.execute(sql).fetchall()


def searched(published: Path) -> Costs:
    """Return what searching costs."""
    month = synthetic.ENDS_AT.replace(month=10)
    words = search.Words(terms=("baran", "lunatol"))
    return {
        "search, two words in all": cost(partial(_find, published, words, None))[0],
        "search, two words in a month": cost(partial(_find, published, words, month))[0],
    }


def _find(published: Path, words: search.Words, since: datetime | None) -> None:
    with closing(database.open_published(published)) as db:
        search.choose(db, since=since, source_ids=())
        search.ranked(db, words, 10, is_recent=since is not None)


def written(writer: Path, home: Path, size: int) -> Costs:
    """Return what a batch of 1,000 articles, its MERGE alone, and publishing cost, in CPU seconds and on the clock."""
    batch = landing.write(home / "landing", f"more-{size}", loading.batch(size))
    with database.open_writer(writer) as db:
        clocked = Clocked(db)
        load, load_wall = cost(
            lambda: loader.load(cast("duckdb.DuckDBPyConnection", clocked), batch, synthetic.ENDS_AT)
        )
        publish, publish_wall = cost(lambda: publishing.publish(db, home / f"{size}.published.duckdb"))
    landing.remove(batch)
    return {
        "load 1,000 articles": load,
        "merge 1,000 articles": clocked.costs[tables.script("articles")],
        "publish": publish,
        "seconds to load": load_wall,
        "seconds to publish": publish_wall,
    }


def measured(size: int, home: Path) -> Costs:
    """Make a warehouse where there is none of this size yet, and return each cost."""
    made, writer = home / f"{size}.duckdb", home / f"{size}.writer.duckdb"
    if not made.exists():
        synthetic.make(home / f"{size}.part", synthetic.Size(articles=size))
        (home / f"{size}.part").rename(made)
    shutil.copyfile(made, writer)
    database.open_writer(writer).close()  # a kept file of an earlier schema is migrated before anything is measured
    costs = written(writer, home, size)
    published = home / f"{size}.published.duckdb"
    costs["kB in the file for an article"] = published.stat().st_size / size / 1000
    costs |= asked(published) | searched(published)
    writer.unlink()
    published.unlink()
    return costs


def table(sizes: list[int], costs: list[Costs]) -> str:
    """Return the costs side by side, how they grew from the last but one size, and whether the last meets its goal."""
    heads = "".join(f"{size:>12,}" for size in sizes)
    lines = [f"{'CPU seconds, articles:':44}{heads}{'growth':>9}{'goal':>6}"]
    missed = 0
    for name in costs[0]:
        row, goal = [each[name] for each in costs], _GOALS.get(name, _GOAL)
        growth = f"{row[-1] / row[-2]:8.1f}x" if len(row) > 1 and row[-2] else ""
        missed += goal is not None and row[-1] > goal
        judged = "" if goal is None else f"{goal:6.1f} {'met' if row[-1] <= goal else 'MISSED'}"
        lines.append(f"{name:44}{''.join(f'{value:12.2f}' for value in row)}{growth:>9}{judged}")
    return "\n".join([*lines, f"{missed} over their goals at {sizes[-1]:,} articles", ""])


def main() -> None:
    """Measure each size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--keep", type=Path, help="a folder for the warehouses, used again next time")
    given = parser.parse_args()
    with TemporaryDirectory() as temporary:
        home = given.keep or Path(temporary)
        home.mkdir(parents=True, exist_ok=True)
        sys.stdout.write(table(given.sizes, [measured(size, home) for size in given.sizes]))


if __name__ == "__main__":
    main()
