"""What ten new articles cost beside an endless story of look-alikes: `python -m tests.benchmarks.endless [N …]`.

Articles of the made-up newspaper are so alike that they form one story, an hour apart (it goes on for months) or a
minute apart (all of it within the window). Its N articles stand in it already; then the ten next ones come in three
runs. Printed are the CPU seconds of the dearest run of `cluster`, and how many of the new ones joined the story.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from extractors import features
from extractors.records import ArticleVersion, Features, Story, StoryArticle
from flows import cluster, load, runs
from flows.settings import Settings
from tests.benchmarks.warehouse import cost
from tests.faults import newspaper
from tests.warehouse.samples import Batch, article, joined, unassigned
from warehouse import database, landing, stories

_BEGAN = datetime(2024, 3, 1, tzinfo=UTC)
_NEW, _RUNS = 10, 3


def look_alikes(first: int, last: int, apart: timedelta) -> Batch:
    """Return the articles of these numbers, each `apart` from the one before."""
    return joined(*(_article(number, _BEGAN + number * apart) for number in range(first, last)))


def _article(number: int, at: datetime) -> Batch:
    chance = random.Random(number)  # noqa: S311  made up
    text = "\n\n".join(newspaper.paragraph(chance, "de") for _ in range(5))
    made = article(str(number), text=text, title=newspaper.title(5 * number + 1), names=(), published_at=at, seen_at=at)
    return made | {"article_features": list(_features(made))}


def _features(made: Batch) -> Iterator[Features]:
    for version in made["article_versions"]:
        assert isinstance(version, ArticleVersion)
        yield features.of(replace(version, language="de"), ())


def loaded(settings: Settings, batch: Batch) -> runs.CurrentRun:
    """Land and load a batch as a run of its own, and return the run."""
    run = runs.new("load", settings, trigger="manual", parameters={}, say=print)
    landing.write(settings.landing, run.run_id, batch)
    load.landed(run)
    return run


def settle(settings: Settings) -> str:
    """Put all articles into one story, and return its id."""
    with closing(database.open_writer(settings.writer)) as db:
        all_of_it = unassigned(db)
        story = _story(len(all_of_it), all_of_it[0].article_id, all_of_it[-1].published_at)
        members = [
            StoryArticle(
                story_id=story.story_id,
                article_id=each.article_id,
                score=1,
                method="joined",
                evidence="{}",
                assigned_at=_BEGAN,
            )
            for each in all_of_it
        ]
        stories.save(db, [story], members, [])
    return story.story_id


def _story(count: int, opened_by: str, until: datetime) -> Story:
    return Story(
        story_id="endless",
        title="Endless",
        state="open",
        first_published_at=_BEGAN,
        last_published_at=until,
        article_count=count,
        source_count=1,
        lead_article_id=opened_by,
        merged_into=None,
        text_count=count,
        family_count=1,
    )


def measure(home: Path, count: int, apart: timedelta) -> tuple[float, int]:
    """Return the CPU seconds of the dearest run beside a story of so many, and the articles in it in the end."""
    settings = Settings(home=home)
    loaded(settings, look_alikes(0, count, apart))
    story_id = settle(settings)
    took = []
    for first in range(count, count + _RUNS * _NEW, _NEW):
        run = loaded(settings, look_alikes(first, first + _NEW, apart))
        took.append(cost(partial(cluster.cluster, run))[0])
    with closing(database.open_writer(settings.writer)) as db:
        [story] = stories.known(db, [story_id])
    return max(took), story.article_count


def main() -> None:
    """Print a line for each size and pace."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="*", type=int, default=[500, 5000])
    for count in parser.parse_args().articles:
        for apart in (timedelta(hours=1), timedelta(minutes=1)):
            with TemporaryDirectory() as folder:
                took, articles = measure(Path(folder), count, apart)
            print(f"{count:6,} articles {apart} apart: {took:6.2f} CPU s a run; {articles:,} in the story in the end")


if __name__ == "__main__":
    main()
