"""A story that goes on without end costs a run no more than a short one, and stays whole."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from extractors import stories
from flows import cluster
from flows.settings import Settings
from tests.benchmarks import endless
from tests.quality import stories_report
from tests.quality.test_stories import FLOORS
from warehouse import checks, database, documents

_MINUTE = timedelta(minutes=1)
_STORIES = "SELECT s.story_id, s.article_count FROM main.stories AS s WHERE s.merged_into IS NULL"
_COUNTED = "SELECT a.story_id FROM main.articles AS a"


def counted(settings: Settings) -> Counter[str]:
    """Return how many articles each story has, by its own count, which is that of its articles."""
    with closing(database.open_writer(settings.writer)) as db:
        assert checks.broken(db) == {}
        said = Counter(dict(db.execute(_STORIES).fetchall()))
        assert said == Counter(story_id for (story_id,) in db.execute(_COUNTED).fetchall())
        return said


def test_a_new_article_is_compared_with_a_bounded_part_of_an_endless_story(tmp_path: Path) -> None:
    settings, count = Settings(home=tmp_path), stories.MEMBERS + 60
    endless.loaded(settings, endless.look_alikes(0, count, _MINUTE))
    story_id = endless.settle(settings)
    run = endless.loaded(settings, endless.look_alikes(count, count + 3, _MINUTE))
    with closing(database.open_writer(settings.writer)) as db:
        _, at = documents.unassigned(db)[0]
        assert len(documents.window(db, at, at, cluster.REACH)) == stories.MEMBERS + 1
    cluster.cluster(run)
    assert counted(settings) == {story_id: count + 3}


def test_more_new_articles_than_are_compared_at_once_make_the_same_story(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path)
    monkeypatch.setattr(cluster, "AT_ONCE", 7)
    cluster.cluster(endless.loaded(settings, endless.look_alikes(0, 30, _MINUTE)))
    assert list(counted(settings).values()) == [30]


def test_real_stories_are_as_good_where_a_bounded_part_of_them_is_read(
    tmp_path: Path, dev_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "AT_ONCE", 100)  # of 772 articles
    monkeypatch.setattr(cluster, "REACH", replace(cluster.REACH, members=10))  # events have up to 22
    assert stories_report.in_warehouse(dev_data, tmp_path) >= FLOORS["real_runs_f1"]
