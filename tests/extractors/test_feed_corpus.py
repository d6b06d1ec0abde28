"""feedparser's own corpus: nothing of it raises here, and what its tests expect still comes out of our text."""

from __future__ import annotations

import io
import json
import re
import tarfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urljoin

import feedparser

from extractors import feeds, xml_text
from extractors.feeds import FeedReading
from extractors.records import Rejection
from tests.extractors.test_feeds import BASE, FEED, NOW

ENTRY_FIELDS = {"title", "link", "id", "guid", "author", "published", "updated", "created"}
FEED_FIELDS = {"title", "link", "id", "guid", "author", "published", "updated", "language"}
Steps = Sequence[str | int]


def files(dev_data: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(dev_data / "fetching/feeds_feedparser.tar.xz") as archive:
        for member in archive:
            file = archive.extractfile(member)
            assert file is not None
            yield member.name, file.read()


def is_core(path: Steps) -> bool:
    """Whether an expectation is on a title, link, id, date, author, language, or on the number of entries."""
    match path:
        case ["entries", int(), str(field)]:
            return field.removesuffix("_parsed") in ENTRY_FIELDS
        case ["feed", str(field)]:
            return field.removesuffix("_parsed") in FEED_FIELDS
    return path == ["entries", "#len"]


def value(found: object, path: Steps) -> object:
    """Return what stands at a path of a parsed feed, None where nothing does."""
    for step in path:
        if step == "#len" and isinstance(found, list):
            found = len(found)
        elif isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and isinstance(step, int):
            found = found[step] if step < len(found) else None
    return list(found) if isinstance(found, time.struct_time) else found


def parsed(name: str, body: bytes, headers: Mapping[str, str]) -> object:
    """Return feedparser's reading of our text with its own cleaning, as its tests have it, and their base."""
    charset = re.search(r"charset=[\"']?([\w.-]+)", headers.get("content-type", ""))
    text = xml_text.decoded(body, charset and charset[1])
    document = text if isinstance(text, Rejection) else xml_text.read(text, feeds.ROOTS)
    if not isinstance(document, xml_text.Document):
        return None
    served = f"http://127.0.0.1:8097/{name}" if "/http" in name else ""
    base = urljoin(served, headers.get("content-location", ""))
    given = {**headers, "content-location": base, "content-type": "application/xml; charset=utf-8"}
    return feedparser.parse(io.BytesIO(xml_text.repaired(document.text).encode()), response_headers=given)


def test_no_feed_of_the_corpus_raises(dev_data: Path) -> None:
    readings = [feeds.links(body, FEED, base=BASE, now=NOW) for _, body in files(dev_data)]
    assert len(readings) == 2106
    refused = [reading for reading in readings if isinstance(reading, Rejection)]
    print(f"read {len(readings) - len(refused)} of {len(readings)} feeds")
    assert len(refused) <= 12  # without a root element, or with entities of their own
    assert all(isinstance(reading, FeedReading | Rejection) for reading in readings)


def test_its_core_expectations_are_met(dev_data: Path) -> None:
    """Missed are an entity that a DTD declares, the link of a feed that is cut, and a base that is no web address."""
    lines = (dev_data / "fetching/feeds_feedparser.jsonl").read_text(encoding="utf-8").splitlines()
    rows = {row["file"]: row for row in map(json.loads, lines)}
    met, missed = 0, []
    for name, body in files(dev_data):
        expected = [one for one in rows[name]["expect"] if is_core(one["path"]) and "eq" in one]
        headers = {key.lower(): field for key, field in rows[name]["headers"].items()}
        found = parsed(name, body, headers) if expected else None
        for one in expected:
            is_met = value(found, one["path"]) == one["eq"]
            met += is_met
            missed += [] if is_met else [(name, one["path"])]
    print(f"core expectations met: {met} of {met + len(missed)}; missed: {missed}")
    assert met + len(missed) == 520
    assert len(missed) <= 3
