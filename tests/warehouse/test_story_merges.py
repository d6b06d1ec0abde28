"""A story that is merged into another, as the warehouse keeps it."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, article, joined
from tests.warehouse.test_families import STORY, member
from warehouse import documents, stories


def test_a_merged_story_says_where_it_went_and_its_articles_count_there_alone(
    db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load(joined(article("first"), article("second", text="Another text about the harbour of Veldia.")))
    one, other = (document.article_id for document in documents.unassigned(db))
    older, newer = (replace(STORY, story_id=s, lead_article_id=a) for s, a in (("s1", one), ("s2", other)))
    stories.save(db, [older, newer], [member("s1", one), member("s2", other)], [])

    whole, gone = replace(older, article_count=2), replace(newer, state="closed", merged_into="s1")
    stories.save(db, [whole, gone], [replace(member("s1", other), method="merged")], [])

    assert {document.story_id for document in documents.window(db, NOW, NOW)} == {"s1"}
    assert [story.merged_into for story in stories.known(db, ["s1", "s2"])] == [None, "s1"]
    assert db.execute("SELECT b.story_id, b.articles FROM report.story_board AS b").fetchall() == [("s1", 2)]


def test_a_story_keeps_saying_where_it_was_split_from(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article("first"))
    [document] = documents.unassigned(db)
    story = replace(STORY, lead_article_id=document.article_id, split_from="s0")
    stories.save(db, [story], [member("s1", document.article_id)], [])
    stories.save(db, [replace(story, split_from=None, title="Another")], [], [])
    assert stories.known(db, ["s1"]) == [replace(story, title="Another")]


def test_a_story_with_an_article_that_was_dated_anew_is_found_and_judged_anew(
    db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load(joined(article("first"), article("second", text="Another text about the harbour of Veldia.")))
    one, other = (document.article_id for document in documents.unassigned(db))
    stories.save(db, [replace(STORY, lead_article_id=one)], [member("s1", one), member("s1", other)], [])
    assert stories.redated(db) == []
    db.execute("UPDATE articles SET published_at = published_at + INTERVAL 5 DAY WHERE article_id = ?", [other])
    assert stories.dissolve(db, stories.redated(db)) == 1
    assert {document.article_id for document in documents.unassigned(db)} == {one, other}


def test_copies_are_looked_up_whatever_their_age_and_only_among_judged_originals(
    db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    text = "Mara Quill opened the harbour of Galway on Tuesday, and the ferry sailed at noon with forty cars aboard it."
    load(article("a", text=text))
    [old] = documents.unassigned(db)
    load(
        joined(
            article("b", text=f"{text} Nobody complained."),
            article("c", text="Another text, which shares nothing at all."),
        )
    )
    new = [each.article_id for each in documents.unassigned(db) if each.article_id != old.article_id]
    assert documents.alike(db, new, []) == []  # it is not judged yet
    stories.save(db, [replace(STORY, lead_article_id=old.article_id)], [member("s1", old.article_id)], [])
    assert [each.article_id for each in documents.alike(db, new, [])] == [old.article_id]
    assert documents.alike(db, new, [old.article_id]) == []
    assert documents.copies(db, [old.article_id]) == []
