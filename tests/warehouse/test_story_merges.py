"""Stories that merge, and long ones of which not every article is read, as the warehouse keeps them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import duckdb

from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, article, joined, unassigned
from tests.warehouse.test_families import REACH, REPEAT, STORY, member
from warehouse import checks, documents, stories, story_counts


def test_a_merged_story_says_where_it_went_and_its_articles_count_there_alone(
    db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load(joined(article("first"), article("second", text="Another text about the harbour of Veldia.")))
    one, other = (document.article_id for document in unassigned(db))
    older, newer = (replace(STORY, story_id=s, lead_article_id=a) for s, a in (("s1", one), ("s2", other)))
    stories.save(db, [older, newer], [member("s1", one), member("s2", other)], [])

    whole, gone = replace(older, article_count=2), replace(newer, state="closed", merged_into="s1")
    stories.save(db, [whole, gone], [replace(member("s1", other), method="merged")], [])

    assert {document.story_id for document in documents.window(db, NOW, NOW, REACH)} == {"s1"}
    assert [story.merged_into for story in stories.known(db, ["s1", "s2"])] == [None, "s1"]
    assert db.execute("SELECT b.story_id, b.articles FROM report.story_board AS b").fetchall() == [("s1", 2)]


def test_a_story_keeps_saying_where_it_was_split_from(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article("first"))
    [document] = unassigned(db)
    story = replace(STORY, lead_article_id=document.article_id, split_from="s0")
    stories.save(db, [story], [member("s1", document.article_id)], [])
    stories.save(db, [replace(story, split_from=None, title="Another")], [], [])
    assert stories.known(db, ["s1"]) == [replace(story, title="Another")]


def test_a_story_with_an_article_that_was_dated_anew_is_found_and_judged_anew(
    db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load(joined(article("first"), article("second", text="Another text about the harbour of Veldia.")))
    one, other = (document.article_id for document in unassigned(db))
    stories.save(db, [replace(STORY, lead_article_id=one)], [member("s1", one), member("s1", other)], [])
    assert story_counts.redated(db) == []
    db.execute("UPDATE articles SET published_at = published_at + INTERVAL 5 DAY WHERE article_id = ?", [other])
    assert stories.dissolve(db, story_counts.redated(db)) == 1
    assert {document.article_id for document in unassigned(db)} == {one, other}


def test_copies_are_looked_up_whatever_their_age_and_only_among_judged_originals(
    db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    text = "Mara Quill opened the harbour of Galway on Tuesday, and the ferry sailed at noon with forty cars aboard it."
    load(article("a", text=text))
    [old] = unassigned(db)
    load(
        joined(
            article("b", text=f"{text} Nobody complained."),
            article("c", text="Another text, which shares nothing at all."),
        )
    )
    new = [each.article_id for each in unassigned(db) if each.article_id != old.article_id]
    assert documents.alike(db, new, []) == []  # it is not judged yet
    stories.save(db, [replace(STORY, lead_article_id=old.article_id)], [member("s1", old.article_id)], [])
    assert [each.article_id for each in documents.alike(db, new, [])] == [old.article_id]
    assert documents.alike(db, new, [old.article_id]) == []
    assert documents.copies(db, [old.article_id]) == []


def hourly(db: duckdb.DuckDBPyConnection, load: Load, count: int) -> list[str]:
    """Load articles, the last one at NOW and each an hour before the next, and return their ids in order."""
    load(
        joined(
            *(
                article(str(n), text=f"Text {n} about Veldia.", published_at=NOW - timedelta(hours=count - 1 - n))
                for n in range(count)
            )
        )
    )
    return [document.article_id for document in unassigned(db)]


def test_of_a_long_story_its_first_article_and_the_nearest_are_read_originals_before_copies(
    db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    ids = hourly(db, load, 9)
    copy = replace(REPEAT, article_id=ids[7], duplicate_of=ids[1])
    stories.save(db, [replace(STORY, lead_article_id=ids[0])], [member("s1", each) for each in ids], [copy])

    def read(hours: int, members: int) -> list[int]:
        reach = documents.Reach(near=timedelta(hours=1), around=timedelta(hours=hours), members=members)
        return [ids.index(each.article_id) for each in documents.window(db, NOW, NOW, reach)]

    assert read(4, 9) == [0, 4, 5, 6, 7, 8]
    assert read(4, 3) == [0, 5, 6, 8]
    assert read(99, 8) == [0, 1, 2, 3, 4, 5, 6, 8]
    nobody = documents.window(db, NOW + timedelta(hours=2), NOW + timedelta(hours=3), REACH)
    assert len(nobody) == len(ids)  # within its reach
    assert documents.window(db, NOW + timedelta(days=9), NOW + timedelta(days=9), REACH) == []


def test_what_was_not_read_of_a_merged_story_and_the_copies_of_what_moved_go_along(
    db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    ids = hourly(db, load, 6)
    copies = [replace(REPEAT, article_id=ids[5], duplicate_of=ids[2])]
    long, short, third = (
        replace(STORY, story_id=s, lead_article_id=ids[n]) for s, n in (("s1", 0), ("s2", 3), ("s3", 2))
    )
    stories.save(
        db, [long, short], [member("s1", ids[n]) for n in (0, 1, 2, 5)] + [member("s2", ids[n]) for n in (3, 4)], copies
    )

    merged = replace(short, state="closed", merged_into="s1", article_count=1, title="Not all of it was seen")
    moved = [replace(member("s1", ids[3]), method="merged"), replace(member("s3", ids[2]), method="moved")]
    stories.save(db, [long, merged, third], moved, [])

    told = dict(db.execute("SELECT t.article_id, t.story_id FROM story_articles AS t").fetchall())
    assert [told[each] for each in ids] == ["s1", "s1", "s3", "s1", "s1", "s3"]
    assert told == dict(db.execute("SELECT a.article_id, a.story_id FROM articles AS a").fetchall())
    methods = dict(db.execute("SELECT t.article_id, t.method FROM story_articles AS t").fetchall())
    assert (methods[ids[4]], methods[ids[5]]) == ("merged", "moved")
    found = {each.story_id: each for each in stories.known(db, ["s1", "s2", "s3"])}
    assert {name: each.article_count for name, each in found.items()} == {"s1": 4, "s2": 2, "s3": 2}
    assert (found["s2"].title, found["s2"].merged_into) == (STORY.title, "s1")
    assert (found["s1"].first_published_at, found["s1"].last_published_at) == (
        NOW - timedelta(hours=5),
        NOW - timedelta(hours=1),
    )
    assert story_counts.redated(db) == []
    assert checks.broken(db) == {}
