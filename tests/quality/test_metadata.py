from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.quality import metadata_report

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["metadata"]


@pytest.mark.parametrize("name", metadata_report.SETS)
def test_titles_authors_and_dates_are_no_worse_than_they_were(dev_data: Path, name: str) -> None:
    chosen = metadata_report.samples(dev_data, name)[::2]
    found = metadata_report.scores(chosen, metadata_report.by_newsduck)
    assert {key: found[key] for key, floor in FLOORS[name].items() if found[key] < floor} == {}
