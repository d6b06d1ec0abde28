"""How fast a batch lands and loads: `python -m tests.benchmarks.loading`.

1,000 articles of 600 words with 20 mentions each, into an empty warehouse and then, other articles, into the same one.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.warehouse.samples import NOW, Batch, article, joined
from warehouse import database, landing, loader, publishing

ARTICLES = 1000
NAMES = 20
WORDS = 600


def batch(seed: int) -> Batch:
    """Return articles whose texts share no more than their words."""
    dice = random.Random(seed)  # noqa: S311  the same texts each time, nothing secret
    words = ["".join(dice.choices("abcdefghijklmnoprstuvw", k=6)) for _ in range(20_000)]
    people = [f"{first.title()} {last.title()}" for first, last in zip(words[:3000], words[3000:6000], strict=True)]
    return joined(*(_article(dice, f"{seed}-{number}", words, people) for number in range(ARTICLES)))


def _article(dice: random.Random, name: str, words: list[str], people: list[str]) -> Batch:
    names = dice.sample(people, k=NAMES)
    text = " ".join([*names, *dice.choices(words, k=WORDS)])
    return article(name, text=text, title=" ".join(dice.choices(words, k=9)), names=names)


def _timed(what: str, rows: int, step: Callable[[], object]) -> None:
    cpu, wall = time.process_time(), time.perf_counter()
    step()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    sys.stdout.write(f"{what:28} {rows:7} rows {cpu:6.2f} CPU s {wall:6.2f} s {rows / cpu:9,.0f} rows per CPU s\n")


def main() -> None:
    """Print the cost of each step."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        _timed("open, new file", 0, lambda: database.open_writer(home / "private" / "newsduck.duckdb").close())
        db = database.open_writer(home / "private" / "newsduck.duckdb")
        for seed in (1, 2):
            made = batch(seed)
            rows = sum(map(len, made.values()))
            _timed("landing", rows, partial(landing.write, home / "landing", f"b{seed}", made))
            _timed("load", rows, partial(loader.load, db, home / "landing" / f"b{seed}", NOW))
            landing.write(home / "landing", f"again{seed}", made)
            _timed("load, nothing new", rows, partial(loader.load, db, home / "landing" / f"again{seed}", NOW))
        _timed("publish", 0, lambda: publishing.publish(db, home / "published.duckdb"))
        db.close()
        sys.stdout.write(f"{(home / 'published.duckdb').stat().st_size / 1e6:.1f} MB published\n")


if __name__ == "__main__":
    main()
