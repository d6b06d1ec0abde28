from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import duckdb

from extractors import records
from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, article
from tests.warehouse.test_families import FEED, GAZETTE, RUN
from warehouse import runs, source_checks, sources
from warehouse.source_checks import FeedCheck

LINK = records.Link(
    url_canonical="https://gazette.example/x",
    url="https://gazette.example/x",
    feed_id=FEED.feed_id,
    source_id="gazette",
    title_hint=None,
    published_hint=None,
    first_seen_at=NOW - timedelta(hours=2),
    last_seen_at=NOW,
    article_id=None,
    attempts=0,
    last_outcome=None,
)
REQUEST = records.Fetch(
    fetch_id="f1",
    run_id="run1",
    url=FEED.url,
    final_url=None,
    host="gazette.example",
    requested_at=NOW - timedelta(hours=1),
    duration_ms=12,
    attempt=1,
    http_status=404,
    outcome="http_error",
    error="404 Not Found",
    robots_allowed=True,
    redirects=0,
    content_type=None,
    charset=None,
    bytes=0,
    body_sha256=None,
    archive_file=None,
    archive_offset=None,
)


def listed(db: duckdb.DuckDBPyConnection, *feeds: records.Feed) -> None:
    sources.save(db, [GAZETTE])
    sources.save_feeds(db, feeds)
    runs.save(db, RUN)


def only(db: duckdb.DuckDBPyConnection) -> FeedCheck:
    (found,) = source_checks.feeds(db)
    return found


def test_an_empty_warehouse_has_nothing_to_check(db: duckdb.DuckDBPyConnection) -> None:
    assert (source_checks.feeds(db), source_checks.sources(db), source_checks.pages(db)) == ([], [], {})


def test_a_feed_shows_its_last_request(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    listed(db, FEED)
    assert (only(db).status, only(db).last_outcome, only(db).robots_allowed) == ("new", None, None)
    load({"fetches": [REQUEST]})
    assert (only(db).http_status, only(db).error, only(db).robots_allowed) == (404, "404 Not Found", True)
    later = replace(REQUEST, fetch_id="f2", requested_at=NOW, http_status=None, outcome="timeout", robots_allowed=None)
    load({"fetches": [replace(later, error="too slow")]})
    assert (only(db).last_outcome, only(db).http_status, only(db).error) == ("timeout", None, "too slow")
    assert only(db).robots_allowed is None
    answered = replace(REQUEST, fetch_id="f3", requested_at=NOW + timedelta(1), http_status=200, outcome="ok")
    load({"fetches": [replace(answered, error=None)]})
    assert (only(db).last_outcome, only(db).error) == ("ok", None)  # what once went wrong is not told for ever


def test_an_index_speaks_for_what_it_leads_to(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    index = replace(FEED, kind="sitemap", status="ok")
    children = [
        replace(index, feed_id=f"child{n}", url=f"{FEED.url}/{n}", parent_id=FEED.feed_id, status=status)
        for n, status in enumerate(["ok", "failing", "removed"])
    ]
    listed(db, index, *children)
    of_child = replace(LINK, url_canonical="https://gazette.example/y", feed_id="child0")
    old = replace(LINK, url_canonical="https://gazette.example/z", first_seen_at=NOW - timedelta(days=2))
    load({"links": [LINK, of_child, old]})
    found = only(db)
    assert (found.new_links, found.children, found.failing_children) == (2, 2, 1)


def test_sources_tell_their_health_lag_and_pages(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    listed(db, FEED)
    load(article("a"))
    wall = records.ItemOutcome(
        run_id="run1",
        item="https://gazette.example/x",
        stage="read",
        outcome="wall",
        reason="login",
        source_id="gazette",
        article_id=None,
        occurred_at=NOW,
    )
    earlier = replace(wall, run_id="run0", outcome="timeout", occurred_at=NOW - timedelta(hours=3))
    long_ago = replace(wall, run_id="run00", item="https://gazette.example/old", occurred_at=NOW - timedelta(days=9))
    load({"outcomes": [wall, earlier, long_ago]})
    (source,) = source_checks.sources(db)
    assert (source.source_id, source.health, source.articles, source.lag_minutes) == ("gazette", "new", 1, 10.0)
    assert source_checks.pages(db) == {"gazette": {"stored": 1, "wall": 1}}


def test_a_source_that_is_not_active_is_not_checked(db: duckdb.DuckDBPyConnection) -> None:
    listed(db, FEED)
    sources.save(db, [])
    assert (source_checks.feeds(db), source_checks.sources(db)) == ([], [])
