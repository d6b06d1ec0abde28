from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.quality import entities_report

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["entities"]


def below_floor(measured: dict[str, float]) -> dict[str, float]:
    return {name: value for name, value in measured.items() if value < FLOORS[name]}


def test_our_own_set_is_marked_where_the_text_has_the_names() -> None:
    articles = [*entities_report.own_set(), *entities_report.own_set(entities_report.NEWS)]
    assert len(articles) >= 70
    for article in articles:
        for part, start, end, _ in article.names:
            surface = (article.version.title if part == "title" else article.version.text)[start:end]
            assert surface == surface.strip()
            assert any(c.isupper() for c in surface)


def test_entities_of_our_own_set_are_no_worse_than_they_were() -> None:
    assert below_floor(entities_report.on_own_set()) == {}


def test_entities_of_our_own_news_are_no_worse_than_they_were() -> None:
    assert below_floor(entities_report.on_news()) == {}


@pytest.mark.parametrize("name", ["seeds", "pud-news"])
def test_entities_of_real_articles_are_no_worse_than_they_were(dev_data: Path, name: str) -> None:
    assert below_floor(entities_report.on_real_articles(dev_data, name)) == {}
