from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.quality import extraction_report

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["extraction"]


@pytest.mark.parametrize("name", extraction_report.SETS)
def test_article_texts_are_no_worse_than_they_were(dev_data: Path, name: str) -> None:
    chosen = list(extraction_report.samples(dev_data, name))[::4]
    found = extraction_report.figures(chosen)
    assert {key: found[key] for key, floor in FLOORS[name].items() if found[key] < floor} == {}
