"""Each saved query on the sample articles; those that ask for what a single load cannot hold, on what is made here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import duckdb
import pytest

from tests import readme
from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, article, joined
from tests.warehouse.test_families import FEED, GAZETTE, RUN
from tests.warehouse.test_views import stream
from warehouse import database, queries, runs, sources

ARTICLES = 19  # of deploy/samples

Rows = list[dict[str, Any]]


def asked(db: duckdb.DuckDBPyConnection, name: str) -> Rows:
    result = db.execute(queries.text(name))
    columns = [column[0] for column in result.description or []]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    folder = tmp_path_factory.mktemp("queries") / "sample"
    readme.loaded(folder)
    with closing(database.open_published(folder / "data" / "published.duckdb")) as db:
        yield db


def falling(rows: Rows, *columns: str) -> bool:
    values = [tuple(row[column] for column in columns) for row in rows]
    return bool(values) and values == sorted(values, reverse=True)


ON_THE_SAMPLE: dict[str, Callable[[Rows], bool]] = {
    "articles": lambda rows: len(rows) == ARTICLES and falling(rows, "day"),
    "boilerplate": lambda rows: falling(rows, "blocks"),
    "copies": lambda rows: (
        ("Meridian Press Agency", "syndicated") in {(row["original_source"], row["duplicate_kind"]) for row in rows}
    ),
    "first": lambda rows: falling(rows, "stories_first"),
    "funnel": lambda rows: (
        [(row["outcome"], row["items"], row["percent"]) for row in rows] == [("stored", ARTICLES, 100)]
    ),
    "lag": lambda rows: all(0 < row["median_minutes"] <= row["p90_minutes"] for row in rows) and len(rows) > 1,
    "outcomes": lambda rows: len({row["item"] for row in rows}) == ARTICLES,
    "people": lambda rows: falling(rows, "articles", "mentions") and rows[0]["sources"] > 1,
    "places": lambda rows: falling(rows, "articles", "mentions") and "Norway" in {row["place"] for row in rows},
    "quality": lambda rows: sum(row["articles"] for row in rows) == ARTICLES,
    "quotes": lambda rows: all(row["quote"] for row in rows) and bool(rows),
    "rising_topics": lambda rows: falling(rows, "residual"),
    "runs": lambda rows: (
        [(row["flow"], row["stored"], row["state"]) for row in rows] == [("load", ARTICLES, "completed")]
    ),
    "same_text": lambda rows: min(row["texts"] / row["articles"] for row in rows) < 1,
    "spellings": lambda rows: all(len(row["spellings"]) > 1 for row in rows) and bool(rows),
    "stories": lambda rows: falling(rows, "families", "articles") and rows[0]["families"] > 2,
    "story_people": lambda rows: falling(rows, "families", "articles") and any(row["persons"] for row in rows),
    "timeline": lambda rows: [row["position"] for row in rows] == list(range(1, len(rows) + 1)) and len(rows) > 2,
    "together": lambda rows: falling(rows, "articles", "overlap") and rows[0]["articles"] > 1,
    "topics": lambda rows: falling(rows, "articles"),
    "trending": lambda rows: falling(rows, "residual", "articles"),
    "volume": lambda rows: sum(row["articles"] for row in rows) == ARTICLES,
}

ON_OTHERS = {"edits", "feeds", "headlines", "health", "silent", "stale"}  # the sample has no edit, feed or old model


@pytest.mark.parametrize("name", sorted(ON_THE_SAMPLE))
def test_the_sample_answers(sample: duckdb.DuckDBPyConnection, name: str) -> None:
    rows = asked(sample, name)
    assert ON_THE_SAMPLE[name](rows), rows


def test_nothing_of_a_fresh_sample_is_stale_or_ill(sample: duckdb.DuckDBPyConnection) -> None:
    assert [asked(sample, name) for name in sorted(ON_OTHERS)] == [[]] * len(ON_OTHERS)


def test_edits_of_headlines_and_paragraphs_are_told(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    first = (
        "Mara Quill left Veldia on Friday.\n\nNobody knows why.\n\nThe Harbour Board met on Monday to talk about it."
    )
    then = "Mara Quill left Veldia on Friday.\n\nThe Harbour Board met on Tuesday to talk about it.\n\nIt rained."
    runs.save(db, RUN)
    load(article(text=first))
    load(
        article(
            text=then, title="Mara Quill is gone", seen_at=NOW + timedelta(hours=1), names=["Veldia"], run_id="run2"
        )
    )
    [headline] = asked(db, "headlines")
    assert (headline["title_before"], headline["title_after"]) == ("Mara Quill leaves Veldia", "Mara Quill is gone")
    [edit] = asked(db, "edits")
    assert edit["before"] == ["Nobody knows why.", "The Harbour Board met on Monday to talk about it."]
    assert edit["after"] == ["The Harbour Board met on Tuesday to talk about it.", "It rained."]
    changes = "SELECT t.change, t.paragraph_before, t.paragraph_after FROM report.text_changes AS t"
    assert db.execute(changes).fetchall() == [
        ("removed", "Nobody knows why.", None),
        (
            "rewritten",
            "The Harbour Board met on Monday to talk about it.",
            "The Harbour Board met on Tuesday to talk about it.",
        ),
        ("added", None, "It rained."),
    ]


def test_a_text_read_again_by_another_reader_is_no_edit(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article(page="<p>one"))
    load(article(page="<p>one", text="Mara Quill left Veldia.", names=["Veldia"], extractor="reader 2", run_id="run2"))
    assert db.execute("SELECT v.cause FROM main.article_versions AS v ORDER BY ALL").fetchall() == [
        ("first",),
        ("reprocess",),
    ]
    assert asked(db, "edits") == []


def test_a_silent_source_is_told_with_its_feed(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    herald = replace(GAZETTE, source_id="herald", name="The Herald")
    sources.save(db, [GAZETTE, herald])
    broken = replace(FEED, status="failing", failures=4.0)
    sources.save_feeds(db, [broken, replace(FEED, feed_id="herald-rss", source_id="herald", status="ok")])
    load(
        joined(
            stream("gazette", *((days, 4) for days in range(2, 12))),
            stream("herald", *((days, 4) for days in range(12))),
        )
    )
    runs.save(db, replace(RUN, started_at=NOW))
    assert [(row["source"], row["health"], row["status"]) for row in asked(db, "silent")] == [
        ("The Gazette", "silent", "failing")
    ]
    assert [row["source"] for row in asked(db, "feeds")] == ["The Gazette"]
    assert [(row["source"], row["health"]) for row in asked(db, "health")] == [
        ("The Gazette", "silent"),
        ("The Herald", "ok"),
    ]


def test_each_saved_query_has_its_test_and_there_are_enough() -> None:
    names = {name for name, _ in queries.names()}
    assert names - ON_THE_SAMPLE.keys() - ON_OTHERS == set()
    assert len(names) >= 25
