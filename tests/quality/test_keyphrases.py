from __future__ import annotations

import tomllib
from pathlib import Path

from tests.quality import keyphrases_report

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["keyphrases"]


def test_keyphrases_are_no_worse_than_they_were_and_hold_no_junk() -> None:
    measured = keyphrases_report.measured(keyphrases_report.ours)
    assert {name: measured[name] for name, floor in FLOORS.items() if measured[name] < floor} == {}
    assert measured["junk"] == 0


def test_they_are_better_than_frequent_words_and_rake() -> None:
    ours = keyphrases_report.measured(keyphrases_report.ours)
    for method in (keyphrases_report.most_frequent, keyphrases_report.rake):
        other = keyphrases_report.measured(method)
        assert ours["recall"] > other["recall"] + 0.2
        assert ours["precision"] > other["precision"] + 0.2
