from __future__ import annotations

import tomllib
from pathlib import Path

from tests.quality import quotes_report, salience_report

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))


def test_our_own_sets_are_large_enough_and_marked_where_the_text_has_the_words() -> None:
    marked = list(quotes_report.own_set())
    assert len(marked) >= 30
    assert sum(len(each.quotes) for each in marked) >= 40
    assert all("[[" not in each.version.text for each in marked)
    assert len(list(salience_report.own_set())) == 20


def test_quotes_of_our_own_set_are_no_worse_than_they_were() -> None:
    measured = quotes_report.on_own_set()
    assert {name: value for name, value in measured.items() if value < FLOORS["quotes"][name]} == {}


def test_salience_is_no_worse_than_it_was_nor_than_counting_or_reading_in_order() -> None:
    measured = {most: salience_report.precision(salience_report.by_weights, most) for most in (1, 2, 3)}
    assert {most: value for most, value in measured.items() if value < FLOORS["salience"][f"p{most}"]} == {}
    for most, value in measured.items():
        assert value >= salience_report.precision(salience_report.by_count, most)
        assert value > salience_report.precision(salience_report.by_place, most)


def test_salience_finds_what_a_hidden_title_names_better_than_counting_does(dev_data: Path) -> None:
    measured = salience_report.on_hidden_titles(dev_data, step=12)
    assert measured["weights"] >= FLOORS["salience"]["hidden_p1"]
    assert measured["weights"] >= max(measured["count"], measured["place"])
