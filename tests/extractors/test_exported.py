from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import pytest

from extractors import article, exported
from extractors.records import Outcome, Reading, Rejection
from tests.extractors import page

TEXT = """Harbour bridge closes after inspectors find cracks

By Nora Hale

The old harbour bridge in Galway was closed to all traffic on Tuesday after inspectors found cracks in two supports.

Share.
"""


def row(reading: Reading) -> dict[str, Any]:
    """Return the row that an export makes of a reading."""
    joined = asdict(reading.article) | asdict(reading.version) | {"removed": [asdict(each) for each in reading.removed]}
    made: dict[str, Any] = json.loads(json.dumps(joined, default=datetime.isoformat))
    return made | {"format": exported.FORMAT}


def read(values: dict[str, Any]) -> Reading | Rejection:
    return article.read(page.of(json.dumps(values), content_type=exported.FORMAT))


@pytest.fixture(params=[None, "https://post.example/bridge"])
def given(request: pytest.FixtureRequest) -> Reading:
    fields = {"url": request.param} if request.param else {}
    found = article.read(page.of(TEXT, content_type="text/plain", **fields))
    assert isinstance(found, Reading)
    return found


def test_an_exported_row_is_the_article_that_it_was(given: Reading) -> None:
    found = read(row(given))
    assert isinstance(found, Reading)
    own = {"version_id", "page_sha256", "extractor"}
    same = {name: getattr(given.version, name) for name in own}
    assert replace(found.version, **same) == given.version
    assert replace(found.article, version_id=given.article.version_id) == given.article
    assert [replace(each, version_id="") for each in found.removed] == [
        replace(each, version_id="") for each in given.removed
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"article_id": "../../etc/passwd"},
        {"article_id": 7},
        {"url_canonical": "https://other.example/"},
        {"title": None},
        {"text": 7},
        {"quality": "high"},
        {"published_at": "soon"},
        {"authors": "Nora Hale"},
        {"keywords": [7]},
        {"removed": [{"text": "Share."}]},
    ],
)
def test_a_row_that_is_not_as_exported_is_no_article(given: Reading, change: dict[str, Any]) -> None:
    found = read(row(given) | change)
    assert isinstance(found, Rejection)
    assert found.outcome == Outcome.NO_TEXT
    assert "no whole row of an export" in found.reason


@pytest.mark.parametrize("body", ["[]", "7", "{", '{"format": "newsduck article/1"}', "[" * 100_000])
def test_what_is_no_row_is_no_article(body: str) -> None:
    assert isinstance(article.read(page.of(body, content_type=exported.FORMAT)), Rejection)


def test_whole_numbers_and_instants_without_a_zone_are_understood(given: Reading) -> None:
    found = read(row(given) | {"quality": 1, "published_at": "2026-11-17T08:00:00"})
    assert isinstance(found, Reading)
    assert found.version.quality == 1.0
    assert found.article.published_at is not None
    assert found.article.published_at.isoformat() == "2026-11-17T08:00:00+00:00"
