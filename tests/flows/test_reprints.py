"""Copies that come long after their original, or long before what was taken for it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from tests.flows.command import Newsduck
from warehouse import checks, database

WORDS = random.Random(3).choices([f"word{n}" for n in range(900)], k=900)  # noqa: S311  test data
TEXT = "Mara Quill opened the harbour of Galway on Tuesday. " + " ".join(WORDS[:150])
SAME = {"text": TEXT, "title": "Harbour opens"}
ORIGINAL = {"url": "https://post.example/harbour", "published_at": "2026-01-06T09:00:00Z", **SAME}
REPRINT = {"url": "https://star.example/a-year-in-review", "published_at": "2026-09-01T09:00:00Z", **SAME}
CUT = {
    "url": "https://bugle.example/harbour",
    "published_at": "2026-09-02T10:00:00Z",
    "title": "Look back",
    "text": TEXT[:700],
}
OTHER = {
    "url": "https://post.example/trial",
    "published_at": "2026-09-01T10:00:00Z",
    "title": "Trial ends",
    "text": "The trial of Jan Petersen ended on Monday. " + " ".join(WORDS[300:420]),
}
FIRST = {"url": "https://echo.example/harbour", "published_at": "2025-06-01T09:00:00Z", **SAME}

COPIES = """
SELECT a.url_canonical AS copy, o.url_canonical AS original, a.duplicate_kind AS kind
FROM main.articles AS a JOIN main.articles AS o ON o.article_id = a.duplicate_of ORDER BY ALL
"""
STORIES = """
SELECT s.article_count AS articles, s.text_count AS texts,
    string_agg(a.url_canonical, ' ' ORDER BY a.published_at) AS urls
FROM main.stories AS s JOIN main.articles AS a ON a.story_id = s.story_id
GROUP BY s.story_id, s.article_count, s.text_count, s.first_published_at ORDER BY s.first_published_at
"""
EVERYTHING = "SELECT * FROM main.articles ORDER BY ALL"


def load(newsduck: Newsduck, name: str, *rows: dict[str, str]) -> None:
    (newsduck.folder / name).write_text("\n".join(map(json.dumps, rows)))
    done = newsduck("load", name)
    assert done.code == 0, done.err


def pairs(newsduck: Newsduck) -> dict[object, object]:
    return {row["copy"]: row["original"] for row in newsduck.rows(COPIES)}


def stories(newsduck: Newsduck) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in newsduck.rows(STORIES)]


def broken(newsduck: Newsduck) -> dict[str, str]:
    with database.open_writer(newsduck.folder / "data" / "private" / "newsduck.duckdb") as db:
        return checks.broken(db)


@pytest.fixture
def newsduck(tmp_path: Path) -> Newsduck:
    return Newsduck(tmp_path)


def test_a_reprint_of_months_later_has_its_original_and_a_story_of_its_own_days(newsduck: Newsduck) -> None:
    load(newsduck, "old.jsonl", ORIGINAL)
    [(_, _, old)] = stories(newsduck)
    load(newsduck, "late.jsonl", OTHER, CUT, REPRINT)
    assert pairs(newsduck) == {REPRINT["url"]: ORIGINAL["url"], CUT["url"]: ORIGINAL["url"]}
    assert {row["kind"] for row in newsduck.rows(COPIES)} == {"exact", "syndicated"}
    # The two reprints stand together, one text, and the old story is as it was.
    assert stories(newsduck) == [(1, 1, old), (2, 1, f"{REPRINT['url']} {CUT['url']}"), (1, 1, OTHER["url"])]
    before = newsduck.rows(EVERYTHING)
    load(newsduck, "late.jsonl", OTHER, CUT, REPRINT)
    assert newsduck("reprocess", "--stage", "stories").code == 0
    assert newsduck.rows(EVERYTHING) == before
    assert broken(newsduck) == {}


def test_copies_follow_to_an_earlier_original_and_to_another_when_it_is_taken_down(newsduck: Newsduck) -> None:
    load(newsduck, "old.jsonl", ORIGINAL, REPRINT, CUT)  # in one load, months apart
    assert pairs(newsduck) == {REPRINT["url"]: ORIGINAL["url"], CUT["url"]: ORIGINAL["url"]}
    load(newsduck, "first.jsonl", FIRST)
    assert pairs(newsduck) == dict.fromkeys((ORIGINAL["url"], REPRINT["url"], CUT["url"]), FIRST["url"])
    assert broken(newsduck) == {}
    assert newsduck("forget", FIRST["url"]).code == 0
    assert pairs(newsduck) == {REPRINT["url"]: ORIGINAL["url"], CUT["url"]: ORIGINAL["url"]}
    assert broken(newsduck) == {}
