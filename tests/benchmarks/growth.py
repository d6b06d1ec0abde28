"""Whether an article costs the same in a small warehouse and a large one: `python -m tests.benchmarks.growth [N]`.

Days of 1,000 made-up articles each, N in all (20,000), go through the stages that see what is stored already: land,
load, resolve, cluster, publish, each day as a run of its own. The articles are those of `stories.stream`: words and
names by Zipf's law, events of two to nine reports, every tenth report a copy. Printed are CPU ms of all threads for
each article of the first day, of those when the window of stories has just filled, after a third of the days, and of
the last, with the peak of the process's memory then, and how much each stage grew since the window is full. Reading
and enriching know nothing of what is stored: their cost for each article is that of `tests.benchmarks.pipeline`.
"""

from __future__ import annotations

import argparse
import resource
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors.records import Document, Features
from flows import cluster, load, memory, publish, resolve, runs
from flows.settings import Settings
from tests.benchmarks import goals
from tests.benchmarks.stories import stream
from tests.benchmarks.warehouse import cost
from tests.warehouse.samples import Batch, article, joined
from warehouse import landing

DAY = 1000  # articles
_STAGES = ("land", "load", "resolve", "cluster", "publish")
_SYLLABLES = ("ba", "de", "fo", "gu", "hi", "ja", "ke", "lo", "mu", "ni", "pa", "re", "so", "tu", "vi", "za")
_FLAT = 1.2  # times the cost when the window has filled
_FULL = 8  # days after which the window of stories is full; before that an article has fewer to be compared to
_MEAN_OF = 3  # days of which a printed figure is the mean: one may have a checkpoint more


def day(number: int, begins_at: datetime) -> Batch:
    """Return the articles of a day."""
    documents = list(stream(DAY, seed=number))
    first = min(each.published_at for each in documents)
    span = max(each.published_at for each in documents) - first
    return joined(
        *(
            _article(f"{number}-{place}", each, begins_at + (each.published_at - first) / span * timedelta(days=1))
            for place, each in enumerate(documents)
        )
    )


def _article(name: str, like: Document, at: datetime) -> Batch:
    names = [_name(int(each[1:])) for each in dict.fromkeys(like.entity_ids)]
    text = " ".join([*names, *like.terms, name])
    source_id, title = f"s{like.source_id[1:]}", f"{names[0]} {' '.join(like.terms[:6])}"
    made = article(
        name, text=text, title=title, names=names, source_id=source_id, published_at=at, seen_at=at + timedelta(hours=1)
    )
    return made | {"article_features": [_features(each, like) for each in made["article_features"]]}


def _features(made: object, like: Document) -> Features:
    assert isinstance(made, Features)
    return replace(
        made,
        terms=like.terms,
        counts=tuple(like.counts),
        embedding=tuple(like.embedding),
        signature=tuple(like.signature),
    )


def _name(number: int) -> str:
    """Return a name of two words; of 60,000 numbers some share the second, as families do."""
    return f"{_word(number % 211)} {_word(number % 30_011)}"


def _word(number: int) -> str:
    said = ""
    while number or not said:
        number, place = divmod(number, len(_SYLLABLES))
        said += _SYLLABLES[place]
    return said.capitalize()


def days(count: int, home: Path) -> Iterator[dict[str, float]]:
    """Yield for each day the CPU milliseconds of an article by stage."""
    settings = Settings(home=home)
    for number in range(count):
        run = runs.new("load", settings, trigger="manual", parameters={}, say=print)
        made = day(number, runs.now() - timedelta(days=count - number))
        steps: dict[str, Callable[[], object]] = {
            "land": partial(landing.write, settings.landing, run.run_id, made),
            "load": partial(load.landed, run),
            "resolve": partial(resolve.resolve, run),
            "cluster": partial(cluster.cluster, run),
            "publish": partial(publish.publish, run),
        }
        yield {name: 1000 * cost(steps[name])[0] / DAY for name in _STAGES}


def table(found: list[dict[str, float]], peaks: list[float]) -> Iterator[str]:
    """Yield the lines: the first day, then means up to a full window, a third and the end."""
    ends = sorted({1, _FULL, max(_FULL, len(found) // 3), len(found)})
    yield (
        f"{'CPU ms of an article, with articles stored:':44}"
        + "".join(f"{DAY * end:>10,}" for end in ends)
        + "  growth"
    )
    shown = {end: found[max(0, end - _MEAN_OF) if end > 1 else 0 : end] for end in ends}
    for stage in (*_STAGES, "all of these"):
        row = [
            sum(sum(each.values()) if stage not in each else each[stage] for each in shown[end]) / len(shown[end])
            for end in ends
        ]
        growth = row[-1] / max(row[1], 1e-9)
        yield (
            f"{stage:44}"
            + "".join(f"{value:10.2f}" for value in row)
            + f"{growth:7.2f}x"
            + goals.at_most(growth, _FLAT)
        )
    yield f"{'MB at most':44}" + "".join(f"{peaks[end - 1]:10.0f}" for end in ends)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="?", type=int, default=20_000)
    asked = parser.parse_args()
    memory.return_what_is_freed()  # as each run does
    found, peaks = [], []
    with TemporaryDirectory() as folder:
        for each in days(max(2 * _FULL, asked.articles // DAY), Path(folder)):
            found.append(each)
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(*table(found, peaks), sep="\n")


if __name__ == "__main__":
    main()
