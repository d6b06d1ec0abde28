from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

from extractors import stories
from tests.quality import stories_report

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["stories"]


def below(measured: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in measured.items() if value < FLOORS[name]}


def test_our_own_set_has_events_of_several_articles_and_articles_that_stand_alone() -> None:
    sizes = Counter(row["event"] for row in stories_report.own_rows()).values()
    assert sum(size > 1 for size in sizes) >= 10
    assert sum(size == 1 for size in sizes) >= 5


def test_stories_of_our_own_set_are_no_worse_than_they_were() -> None:
    assert below(stories_report.on_own_set()) == {}


def test_daily_templates_swallow_no_event_and_stand_alone() -> None:
    assert below(stories_report.among_templates()) == {}


def test_stories_and_copies_of_real_articles_are_no_worse_than_they_were(dev_data: Path) -> None:
    assert below(stories_report.on_real_articles(dev_data)) == {}
    assert below(stories_report.on_real_copies(dev_data)) == {}


def test_the_two_samples_alone_in_the_world_are_one_story(dev_data: Path) -> None:
    texts = [path.read_text("utf-8") for path in sorted((dev_data.parent / "samples").glob("*.txt"))]
    rows = [{"id": str(number), "title": "", "text": text} for number, text in enumerate(texts)]
    documents = [stories_report.as_document(row) for row in rows]
    assignment = stories.assign(documents, (), now=documents[0].published_at)
    assert [story.article_count for story in assignment.stories] == [2]
