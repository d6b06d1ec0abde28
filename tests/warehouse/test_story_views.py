"""The views on stories, against a story made by hand: who told what, when, and how much of it was copied."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import duckdb
import pytest

from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, article, joined, unassigned
from tests.warehouse.test_families import GAZETTE, REPEAT, STORY, member
from tests.warehouse.test_views import rows
from warehouse import sources, stories

HOUR = timedelta(hours=1)
EVENING = replace(GAZETTE, source_id="evening", name="The Evening")  # of the Gazette's family
HERALD = replace(GAZETTE, source_id="herald", name="The Herald", family_id=None)
TOLD = {"first": ("herald", 0), "second": ("gazette", 2), "copy": ("evening", 20), "late": ("herald", 30)}


@pytest.fixture
def ids(db: duckdb.DuckDBPyConnection, load: Load) -> dict[str, str]:
    """Store a story of four articles, the third a copy of the second, and one that is alone; name -> article id."""
    sources.save(db, [GAZETTE, EVENING, HERALD])
    told = [
        article(name, source_id=source, published_at=NOW + at * HOUR, seen_at=NOW + (at + 1) * HOUR)
        for name, (source, at) in TOLD.items()
    ]
    last = NOW + 40 * HOUR
    alone = article("alone", text="Bread.", title="Bread", names=(), published_at=last, seen_at=last)
    load(joined(*told, alone))
    db.execute("UPDATE article_features SET agency = 'AP' WHERE article_id = ?", [told[1]["articles"][0].article_id])  # type: ignore[attr-defined]
    ids = dict(zip((*TOLD, "alone"), (d.article_id for d in unassigned(db)), strict=True))
    story = replace(
        STORY,
        lead_article_id=ids["first"],
        article_count=4,
        text_count=3,
        source_count=3,
        family_count=2,
        last_published_at=NOW + 30 * HOUR,
    )
    other = replace(STORY, story_id="s2", title="Bread", lead_article_id=ids["alone"])
    other = replace(other, first_published_at=last, last_published_at=last)
    copy = replace(REPEAT, article_id=ids["copy"], duplicate_of=ids["second"])
    members = [member("s1", ids[name]) for name in TOLD]
    stories.save(db, [story, other], [*members, member("s2", ids["alone"])], [copy])
    return ids


def test_the_board_counts_articles_texts_and_families_and_how_fast_they_come(
    db: duckdb.DuckDBPyConnection, ids: dict[str, str]
) -> None:
    query = """SELECT b.story_id, b.articles, b.texts, b.sources, b.families, b.hours, b.articles_6h, b.articles_24h,
                      b.lead_article_id FROM report.story_board AS b"""
    assert rows(db, query) == [
        ("s1", 4, 3, 3, 2, 30.0, 0, 2, ids["first"]),
        ("s2", 1, 1, 1, 1, 0.0, 1, 1, ids["alone"]),
    ]


def test_the_timeline_counts_what_was_told_until_then(db: duckdb.DuckDBPyConnection, ids: dict[str, str]) -> None:
    query = """SELECT t.article_id, t.position, t.minutes_after_first, t.texts, t.families, t.duplicate_kind
               FROM report.story_timeline AS t WHERE t.story_id = 's1' ORDER BY t.position"""
    assert rows(db, query) == [
        (ids["first"], 1, 0, 1, 1, None),
        (ids["second"], 2, 120, 2, 2, None),
        (ids["copy"], 3, 1200, 2, 2, "near"),
        (ids["late"], 4, 1800, 3, 2, None),
    ]


def test_the_first_to_report_is_a_family(db: duckdb.DuckDBPyConnection, ids: dict[str, str]) -> None:
    query = """SELECT f.article_id, f.source, f.next_source, f.minutes_ahead, f.articles, f.texts, f.families
               FROM report.first_to_report AS f"""
    assert rows(db, query) == [(ids["first"], "The Herald", "The Gazette", 120, 4, 3, 2)]


def test_syndication_tells_whose_texts_are_printed_and_which_agency_they_name(
    db: duckdb.DuckDBPyConnection, ids: dict[str, str]
) -> None:
    query = """SELECT s.original_source, s.source, s.duplicate_kind, s.articles, s.texts, s.is_one_family, s.agencies,
                      s.median_minutes_later, s.original_source_id, s.source_id FROM report.syndication AS s"""
    assert rows(db, query) == [("The Gazette", "The Evening", "near", 1, 1, True, ["AP"], 1080.0, "gazette", "evening")]
    assert ids


def test_a_story_has_topics_and_those_of_most_texts_come_first(
    db: duckdb.DuckDBPyConnection, ids: dict[str, str]
) -> None:
    db.execute("DELETE FROM article_topics WHERE topic_id = 'medtop:20000593' AND article_id = ?", [ids["late"]])
    query = """SELECT t.topic_id, t.articles, t.texts, t.families, t.rank FROM report.story_topics AS t
               WHERE t.story_id = 's1' ORDER BY t.rank"""
    assert rows(db, query) == [("medtop:11000000", 4, 3, 2, 1), ("medtop:20000593", 3, 2, 2, 2)]


MENTIONED = """
INSERT INTO mentions BY NAME
SELECT
    a.article_id, a.version_id, i * 9 AS start_char, i * 9 + 3 AS end_char, 'One' AS surface, 'person' AS "type",
    'body' AS part, $entity AS entity_id, 1 AS score, '' AS label, 'm' AS model, a.source_id,
    a.first_seen_at AS published_at
FROM articles AS a
CROSS JOIN range(2) AS r(i)
WHERE a.article_id = $article
"""


def test_a_story_has_entities_and_a_merged_one_counts_for_what_it_was_merged_into(
    db: duckdb.DuckDBPyConnection, ids: dict[str, str]
) -> None:
    people = """SELECT e.entity, e.articles, e.texts, e.families, e.rank FROM report.story_entities AS e
                WHERE e.story_id = 's1' ORDER BY e.rank"""
    db.execute("DELETE FROM article_entities")
    for name, entity, score in (("first", "one", 0.6), ("copy", "other", 0.9), ("late", "other", 0.5)):
        db.execute("INSERT INTO article_entities VALUES (?, ?, ?, 1, 2, false, 0, 'm')", [ids[name], entity, score])
        db.execute(MENTIONED, {"article": ids[name], "entity": entity})
    db.execute("INSERT INTO entities (entity_id, \"type\", name, created_by) VALUES ('one', 'person', 'One', 'm')")
    db.execute("INSERT INTO entities (entity_id, \"type\", name, created_by) VALUES ('other', 'place', 'Other', 'm')")
    assert rows(db, people) == [("One", 1, 1, 1, 1), ("Other", 2, 1, 2, 2)]
    db.execute("UPDATE entities SET merged_into = 'one' WHERE entity_id = 'other'")
    assert rows(db, people) == [("One", 3, 2, 2, 1)]


def test_counts_on_the_board_are_those_of_the_rows(db: duckdb.DuckDBPyConnection, ids: dict[str, str]) -> None:
    query = """SELECT s.article_count = b.articles AND s.text_count = b.texts AND s.source_count = b.sources
                      AND s.family_count = b.families FROM report.story_board AS b
               JOIN main.stories AS s ON s.story_id = b.story_id"""
    assert ids
    assert rows(db, query) == [(True,), (True,)]
