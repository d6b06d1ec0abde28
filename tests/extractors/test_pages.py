"""Recorded pages and what they give. `pytest tests/extractors/test_pages.py --accept` takes what they give now."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from extractors import article
from tests.extractors import page

PAGES = Path(__file__).parent.parent / "pages"
ADDRESSES = {
    "harbour_bridge": "https://www.tidewater.example/news/harbour-bridge-closed-48213?utm_source=feed",
    "live_blog": "https://norland.example/politics/election-night-live",
}


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_a_page_gives_its_golden_record(path: Path, request: pytest.FixtureRequest) -> None:
    fields = {"url": ADDRESSES[path.stem]} if path.stem in ADDRESSES else {"item": path.name}
    found = article.read(page.of(path.read_bytes(), **fields))
    record = json.dumps(asdict(found), indent=1, ensure_ascii=False, sort_keys=True, default=str) + "\n"
    golden = path.with_suffix(".json")
    if request.config.getoption("--accept", default=False):
        golden.write_text(record, encoding="utf-8")
    assert record == golden.read_text(encoding="utf-8"), f"accept with --accept if {path.name} should read so"
