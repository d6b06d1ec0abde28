"""What is read again, taken down, handed out and searched, on a real warehouse without the commands around it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractors.records import Article, ArticleVersion
from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, Batch, article, enriched, joined
from tests.warehouse.test_families import RUN, STORY, link, member
from warehouse import (
    checks,
    compaction,
    database,
    derived,
    exports,
    links,
    publishing,
    runs,
    search,
    stories,
    tombstones,
)
from warehouse.search import Words
from warehouse.tombstones import Tombstone

STONE = Tombstone(
    article_id="", address_ids=("addr",), page_sha256s=(), reason=None, forgotten_at=NOW, to_erase=("20261120.warc.gz",)
)


def parts(batch: Batch) -> tuple[Article, ArticleVersion]:
    [head], [version] = batch["articles"], batch["article_versions"]
    assert isinstance(head, Article)
    assert isinstance(version, ArticleVersion)
    return head, version


def reread(batch: Batch, **changes: object) -> Batch:
    """Return the batch of the same words read again, with another date."""
    head, version = parts(batch)
    later = replace(head, published_at=NOW - timedelta(days=1), author="Someone Else")
    return {
        "articles": [later],
        "article_versions": [replace(version, cause="reprocess", extractor="reader 2", **changes)],  # type: ignore[arg-type]
        "removed_blocks": batch["removed_blocks"][:1],
        "outcomes": [replace(batch["outcomes"][0], run_id="run2")],  # type: ignore[type-var]
    }


def rows(db: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return db.execute(query).fetchall()


def test_the_same_words_read_again_replace_what_stands_beside_them(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article())
    assert load(reread(article())).unchanged == 1
    assert rows(db, "SELECT version_no, cause, extractor FROM article_versions") == [(1, "first", "reader 2")]
    assert rows(db, "SELECT author, published_at FROM articles") == [("Someone Else", NOW - timedelta(days=1))]
    assert rows(db, "SELECT count(*) FROM removed_blocks") == [(1,)]
    assert checks.broken(db) == {}  # the mentions' dates as well


def test_they_are_left_alone_by_a_load_that_is_no_reprocessing(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article())
    batch = reread(article())
    batch["article_versions"] = [replace(batch["article_versions"][0], cause="first")]  # type: ignore[type-var]
    load(batch)
    assert rows(db, "SELECT extractor FROM article_versions") == [("reader 1",)]


def test_stages_of_a_text_read_again_come_in_the_same_batch(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article())
    head, version = parts(article())
    made = enriched(head.article_id, version.version_id, version.title, version.text, names=["Veldia"])
    load(joined(reread(article()), made))
    assert rows(db, "SELECT DISTINCT surface FROM mentions") == [("Veldia",)]
    assert checks.broken(db) == {}


def test_what_runs_like_it_did_before_they_were_stopped(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    for number, (name, state) in enumerate([("run1", "failed"), ("run2", "running"), ("run3", "completed")]):
        at = NOW + timedelta(hours=number)
        runs.save(db, replace(RUN, run_id=name, state=state, started_at=at, flow="reprocess"))
    load(article(run_id="run1"))
    [(article_id,)] = rows(db, "SELECT article_id FROM articles")
    assert runs.done_before(db, "run3") == set()  # one like it has ended well since
    db.execute("DELETE FROM runs WHERE run_id = 'run3'")
    assert runs.done_before(db, "run2") == {article_id}
    db.execute("UPDATE runs SET parameters = '{\"stages\": []}' WHERE run_id = 'run2'")
    assert runs.done_before(db, "run2") == set()


def test_what_was_derived_is_lines_to_compare(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article())
    [(article_id,)] = rows(db, "SELECT article_id FROM articles")
    found = derived.lines(db, [article_id])
    assert found[article_id, "keyphrases"] == ["harbour board"]
    assert "person Mara Quill" in found[article_id, "entities"]
    assert derived.lines(db, ["another"]) == {}


@pytest.fixture
def two(db: duckdb.DuckDBPyConnection, load: Load) -> tuple[str, str]:
    """Two articles of one story, of which the second repeats the first."""
    load(joined(article("a"), article("b", title="Quill gone", names=["Quill"])))
    first, second = (article_id for (article_id,) in rows(db, "SELECT article_id FROM articles ORDER BY title"))
    story = replace(STORY, lead_article_id=first, article_count=2)
    stories.save(db, [story], [member("s1", first), member("s1", second)], [])
    db.execute("UPDATE articles SET duplicate_of = ?, duplicate_kind = 'near' WHERE article_id = ?", [first, second])
    return first, second


def test_of_an_article_taken_down_nothing_is_left(db: duckdb.DuckDBPyConnection, two: tuple[str, str]) -> None:
    first, second = two
    assert tombstones.find(db, "https://gazette.example/a?utm_source=feed") == [first]
    assert tombstones.find(db, first) == [first]
    assert tombstones.copies(db, first) == [second]
    assert tombstones.addresses(db, first) == ["https://gazette.example/a", "https://gazette.example/a?utm_source=feed"]
    assert tombstones.archived(db, first) == {"20261120.warc.gz": {117}}
    assert tombstones.is_used(db, "20261120.warc.gz")
    moved = {("20261120.warc.gz", 117): ("20261120~1.warc.gz", 9)}
    tombstones.forget(db, replace(STONE, article_id=first), moved)
    assert checks.broken(db).keys() == {"tombstones_kept"}
    assert tombstones.pending(db) == ["20261120.warc.gz"]
    tombstones.erased(db)
    assert checks.broken(db) == {}
    query = "SELECT article_id, story_id, duplicate_of, duplicate_kind FROM articles"
    assert rows(db, query) == [(second, None, None, None)]  # judged anew by the next run
    assert rows(db, "SELECT archive_file, archive_offset FROM article_versions") == [("20261120~1.warc.gz", 9)]
    assert rows(db, "SELECT title_hint FROM links WHERE last_outcome = 'forgotten'") == [(None,)]
    assert rows(db, "SELECT name FROM entities WHERE name = 'Harbour Board'") == []


def test_stories_are_undone_whole(db: duckdb.DuckDBPyConnection, two: tuple[str, str]) -> None:
    assert stories.dissolve(db, [two[1], "another"]) == 1
    assert rows(db, "SELECT DISTINCT story_id, duplicate_of FROM articles") == [(None, None)]
    assert rows(db, "SELECT count(*) FROM stories") == rows(db, "SELECT count(*) FROM story_articles") == [(0,)]
    assert stories.dissolve(db, []) == 0


def test_a_feed_that_goes_on_offering_it_brings_no_word_of_it(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article())
    [(article_id, url)] = rows(db, "SELECT article_id, url_canonical FROM articles")
    tombstones.forget(db, replace(STONE, article_id=article_id, to_erase=()), {})
    offered = link("a", url_canonical=url, title_hint="Mara Quill leaves", content="<p>Mara Quill left</p>")
    later = NOW + timedelta(days=1)
    load({"links": [replace(offered, updated_hint=later, last_seen_at=later)]})
    assert rows(db, "SELECT title_hint, content, last_outcome FROM links") == [(None, None, "forgotten")]
    assert links.pending(db, links.Asked(now=later, max_attempts=8, refetch_days=7)) == []


def test_it_does_not_come_back(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article())
    [(article_id,)] = rows(db, "SELECT article_id FROM articles")
    tombstones.forget(db, replace(STONE, article_id=article_id, to_erase=()), {})
    tombstones.forget(db, replace(STONE, article_id=article_id, to_erase=()), {})  # once is enough
    loaded = load(article(run_id="run2", text="Mara Quill is back in Veldia."))
    assert (loaded.stored, loaded.updated, loaded.unchanged, loaded.duplicate) == (0, 0, 0, 0)
    assert rows(db, "SELECT outcome FROM outcomes WHERE run_id = 'run2'") == [("forgotten",)]
    derived = ("mentions", "article_entities", "quotes", "article_features", "enrichments")
    for table in ("articles", "article_versions", "removed_blocks", *derived):
        assert db.table(table).fetchall() == [], table
    assert checks.broken(db) == {}
    [stone] = tombstones.all_of(db)
    assert stone.page_sha256s
    page = stone.page_sha256s[0]
    assert tombstones.known(db, [article_id, "addr", page, "another"]) == dict.fromkeys(
        (article_id, "addr", page), article_id
    )


def test_a_file_written_anew_has_the_same_rows_and_nothing_else(
    db: duckdb.DuckDBPyConnection, load: Load, tmp_path: Path
) -> None:
    load(article())
    path = tmp_path / "private" / "newsduck.duckdb"
    before = {table: rows(db, f"FROM {table}") for table in ("articles", "article_versions", "mentions", "outcomes")}
    db.close()
    compaction.rewrite(path)
    with database.open_writer(path) as again:
        assert {table: rows(again, f"FROM {table}") for table in before} == before
        assert rows(again, "SELECT count(*) FROM report.articles") == [(1,)]
        assert rows(again, "SELECT count(*) FROM duckdb_tables() AS t WHERE t.comment IS NULL") == [(0,)]
        assert checks.broken(again) == {}


@pytest.fixture
def published(
    db: duckdb.DuckDBPyConnection, two: tuple[str, str], tmp_path: Path
) -> Iterator[duckdb.DuckDBPyConnection]:
    assert two
    publishing.publish(db, tmp_path / "published.duckdb")
    (tmp_path / "out").mkdir()
    with closing(database.open_published(tmp_path / "published.duckdb", writable=tmp_path / "out")) as opened:
        yield opened


def test_exported_rows_are_those_of_the_chosen_articles(
    published: duckdb.DuckDBPyConnection, two: tuple[str, str], tmp_path: Path
) -> None:
    assert exports.choose(published, exports.Choice(source_ids=["nobody"])) == 0
    assert [list(exports.rows(published, name)) for name in exports.NAMES] == [[] for _ in exports.NAMES]
    assert exports.choose(published, exports.Choice(since=NOW, source_ids=["gazette"])) == 2
    found = {name: list(exports.rows(published, name)) for name in exports.NAMES}
    assert {row["article_id"] for row in found["articles"]} == set(two)
    assert [block["text"] for block in found["articles"][0]["removed"]] == ["Share.", "Sign up"]
    assert found["stories"][0]["article_ids"] == sorted(two)
    assert all(
        list(row) == [column.name for column in exports.columns(published, "mentions")] for row in found["mentions"]
    )
    assert all(row["entity_id"] for item in exports.items(published) for row in item["mentions"])
    files = exports.parquet(published, "topics", tmp_path / "out" / "topics")
    assert [file.parent.name for file in files] == ["day=2026-11-20"]


def test_words_find_articles(published: duckdb.DuckDBPyConnection, two: tuple[str, str]) -> None:
    search.choose(published, since=None, source_ids=[])
    known = search.terms(published, two[0])
    assert known is not None
    found, dimensions = known
    hits = search.ranked(published, Words(terms=found[:2]), 10)
    assert {hit.article_id for hit in hits} == set(two)
    assert [hit.article_id for hit in search.ranked(published, Words(terms=found[:2]), 10, but=two[0])] == [two[1]]
    assert search.ranked(published, Words(terms=found[:1], phrases=("never said",)), 10) == []
    assert len(search.ranked(published, Words(terms=(), prefixes=(found[0][:3],)), 10)) == 2
    assert search.ranked(published, Words(terms=("nothing",)), 10) == []
    assert search.ranked(published, Words(terms=found[:2]), 10, is_recent=True) == hits
    assert search.terms(published, "nothing") is None
    assert {hit.article_id for hit in search.like(published, two[0], dimensions, 10)} == {two[1]}
