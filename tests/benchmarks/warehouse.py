"""What a warehouse costs as it grows: `python -m tests.benchmarks.warehouse 10000 100000 1000000 --keep FOLDER`.

Every view as an analyst asks it, every saved query, searching, loading 1,000 articles, publishing; in CPU seconds of
all threads, with the size of the file. A million need 20 GB of disk and half an hour; FOLDER keeps them.
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

from tests.benchmarks import loading, synthetic
from tests.benchmarks.questions import QUESTIONS
from warehouse import database, landing, loader, publishing, queries, search

Costs = dict[str, float]
_GOAL = 1.5  # CPU seconds of a view or a saved query at a million articles


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
    """Return what a batch of 1,000 articles and publishing cost, on the clock and in CPU seconds."""
    batch = landing.write(home / "landing", f"more-{size}", loading.batch(size))
    with database.open_writer(writer) as db:
        cpu, wall = cost(lambda: loader.load(db, batch, synthetic.ENDS_AT))
        found = {"load 1,000 articles": cpu, "load 1,000 articles, on the clock": wall}
        cpu, wall = cost(lambda: publishing.publish(db, home / f"{size}.published.duckdb"))
        return found | {"publish": cpu, "publish, on the clock": wall}


def measured(size: int, home: Path) -> Costs:
    """Make a warehouse where there is none of this size yet, and return each cost."""
    made, writer = home / f"{size}.duckdb", home / f"{size}.writer.duckdb"
    if not made.exists():
        synthetic.make(home / f"{size}.part", synthetic.Size(articles=size))
        (home / f"{size}.part").rename(made)
    shutil.copyfile(made, writer)
    costs = written(writer, home, size)
    published = home / f"{size}.published.duckdb"
    costs["kB in the file for an article"] = published.stat().st_size / size / 1000
    costs |= asked(published) | searched(published)
    writer.unlink()
    return costs


def table(sizes: list[int], costs: list[Costs]) -> str:
    """Return the costs side by side; the last column is the growth from the last but one size to the last."""
    heads = "".join(f"{size:>12,}" for size in sizes)
    lines = [f"{'CPU seconds, articles:':44}{heads}{'growth':>9}"]
    for name in costs[0]:
        row = [each[name] for each in costs]
        growth = f"{row[-1] / row[-2]:8.1f}x" if len(row) > 1 and row[-2] else ""
        over = " *" if row[-1] > _GOAL and "kB" not in name else ""
        lines.append(f"{name:44}{''.join(f'{value:12.2f}' for value in row)}{growth}{over}")
    return "\n".join([*lines, f"* over {_GOAL} s", ""])


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
