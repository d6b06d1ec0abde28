from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from extractors import multilingual, taxonomy
from tests.quality import topics_report

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["topics"]


def test_our_own_set_names_known_topics_and_covers_level_1() -> None:
    known = {topic.label: topic.level for topic in taxonomy.vocabulary()}
    rows = [json.loads(line) for line in topics_report.OWN.read_text("utf-8").splitlines()]
    assert {label for row in rows for label in row["topics"] + row["also"]} <= known.keys()
    assert {label for row in rows for label in row["topics"] if known[label] == 1} == topics_report.labels(1)


def test_topics_of_our_own_set_are_no_worse_than_they_were() -> None:
    measured = topics_report.on_own_set()
    assert {name: value for name, value in measured.items() if value < FLOORS[name]} == {}


def test_topics_of_texts_that_nothing_was_fitted_to_are_no_worse_than_they_were() -> None:
    measured = topics_report.on_held_out_set()
    assert multilingual.is_installed() == ("de_fits" in measured)
    assert {name: value for name, value in measured.items() if value < FLOORS[name]} == {}


def test_the_held_out_set_has_each_topic_of_level_1_in_each_language() -> None:
    rows = list(topics_report.held_out())
    for language in ("en", "de", "fr", "es"):
        assert {row.ordered[0] for row in rows if row.language == language} == topics_report.labels(1)


def test_topics_of_real_articles_are_no_worse_than_they_were(dev_data: Path) -> None:
    measured = topics_report.on_real_articles(dev_data, step=10)
    assert {name: value for name, value in measured.items() if value < FLOORS[name]} == {}


@pytest.mark.parametrize("sample", ["000_0a49e8284f5423cd.txt", "003_d11cbeefda0ab4bf.txt"])
def test_talks_about_a_war_are_both_diplomacy_and_conflict(dev_data: Path, sample: str) -> None:
    given = {topic.label for topic in topics_report.assigned((dev_data.parent / "samples" / sample).read_text("utf-8"))}
    assert {"international relations", "diplomacy", "conflict, war and peace", "armed conflict"} <= given
