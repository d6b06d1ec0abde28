from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from extractors import article
from extractors.records import Page, Reading
from flows import files

SAMPLES = Path(__file__).parents[2] / "deploy" / "samples"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def readings() -> list[Reading]:
    pages = list(files.pages([SAMPLES], now=NOW))
    assert all(isinstance(page, Page) for page in pages)
    found = [article.read(page) for page in pages if isinstance(page, Page)]
    assert all(isinstance(reading, Reading) for reading in found)
    return [reading for reading in found if isinstance(reading, Reading)]


def test_every_sample_is_an_article() -> None:
    found = readings()
    assert Counter(reading.article.language for reading in found) == {"en": 13, "de": 5, "fr": 1}
    assert all(reading.article.title and 200 <= reading.article.word_count <= 600 for reading in found)
    dates = [reading.article.published_at for reading in found if reading.article.published_at]
    assert len(dates) >= 16
    assert min(dates).date().isoformat() == "2026-11-17"
    assert max(dates).date().isoformat() == "2026-11-20"


def test_the_furniture_of_the_samples_is_not_in_their_texts() -> None:
    texts = "\n".join(reading.version.text for reading in readings())
    for furniture in (
        "Cookie",
        "Advertisement",
        "Share this",
        "Exit mobile version",
        "All rights reserved",
        "riverrat58",
    ):
        assert furniture not in texts


def test_a_body_cut_by_advertisements_is_whole() -> None:
    texts = {reading.article.title: reading.version.text for reading in readings()}
    whole = texts["Lisbon deal puts deep-sea mining on hold for a decade"]
    assert whole.startswith("When Inês Montalvão")
    assert "bargain about money" in whole
    assert whole.endswith("she would first like to sleep.")
