"""What goes by age, and what stays because a later run stands on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractors.records import Feed, Fetch, ItemOutcome, Outcome
from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, article, joined
from tests.warehouse.test_families import FEED, GAZETTE, link
from warehouse import checks, links, retention, sources

DAY = timedelta(days=1)
BEFORE = NOW - 90 * DAY


def rows(db: duckdb.DuckDBPyConnection, query: str) -> list[Any]:
    return [row if len(row) > 1 else row[0] for row in db.execute(query).fetchall()]


def request(name: str, at: datetime, **changes: object) -> Fetch:
    made = Fetch(
        fetch_id=f"{name} {at:%m-%d}",
        run_id="run1",
        url=link(name).url,
        final_url=None,
        host="gazette.example",
        requested_at=at,
        duration_ms=1,
        attempt=1,
        http_status=200,
        outcome="ok",
        error=None,
        robots_allowed=True,
        redirects=0,
        content_type=None,
        charset=None,
        bytes=1,
        body_sha256=None,
        archive_file=None,
        archive_offset=None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # a test names the fields that it means


def polled(**changes: object) -> Feed:
    return replace(replace(FEED, status="ok", last_success_at=NOW, last_new_at=NOW), **changes)  # type: ignore[arg-type]


@pytest.fixture
def gazette(db: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    sources.save(db, [GAZETTE])
    old = {"first_seen_at": BEFORE - 60 * DAY}
    links.save(db, [link("gone", last_seen_at=BEFORE - 40 * DAY, **old), link("offered", last_seen_at=NOW, **old)])
    links.save(db, [link("still", last_seen_at=BEFORE - 5 * DAY, **old)])
    return db


LINKS = "SELECT split_part(l.url_canonical, '/', 4) FROM main.links AS l ORDER BY ALL"


def test_links_that_no_feed_offers_any_more_go(gazette: duckdb.DuckDBPyConnection) -> None:
    sources.save_feeds(gazette, [polled()])
    assert retention.drop_links(gazette, BEFORE) == (3, 1)
    assert rows(gazette, LINKS) == ["offered"]


def test_links_of_a_feed_that_has_sent_the_same_body_ever_since_stay(gazette: duckdb.DuckDBPyConnection) -> None:
    sources.save_feeds(gazette, [polled(last_new_at=BEFORE - 5 * DAY)])  # its last reading had `still` in it
    assert retention.drop_links(gazette, BEFORE) == (3, 2)
    assert rows(gazette, LINKS) == ["offered", "still"]


@pytest.mark.parametrize(
    ("feed", "left"),
    [
        (polled(last_new_at=None), 3),  # it answers, and what it offers was first offered by another
        (polled(last_new_at=BEFORE - 60 * DAY, last_success_at=BEFORE - DAY), 1),  # it does not answer any more
        (polled(last_new_at=BEFORE - 60 * DAY, status="removed"), 1),
    ],
)
def test_only_feeds_that_answer_hold_links(gazette: duckdb.DuckDBPyConnection, feed: Feed, left: int) -> None:
    sources.save_feeds(gazette, [feed])
    assert retention.drop_links(gazette, BEFORE) == (3, left)


def test_requests_go_but_for_the_last_to_each_feed_and_refusals_of_known_links(
    gazette: duckdb.DuckDBPyConnection, load: Load
) -> None:
    sources.save_feeds(gazette, [polled()])
    feed = {"url": FEED.url}
    old = BEFORE - DAY
    load(
        {
            "fetches": [
                request("rss", old - DAY, **feed),
                request("rss", old, **feed),
                request("offered", old, http_status=404),
                request("nowhere", old, http_status=404),
                request("page", old),
                request("page", NOW),
            ]
        }
    )
    assert retention.drop_fetches(gazette, BEFORE) == (6, 3)
    assert rows(gazette, "SELECT f.fetch_id FROM main.fetches AS f ORDER BY ALL") == [
        f"offered {old:%m-%d}",
        f"page {NOW:%m-%d}",
        f"rss {old:%m-%d}",
    ]
    [health] = rows(gazette, "SELECT f.last_fetch_at FROM report.feed_health AS f")
    assert health == old


def test_which_run_stored_what_stays_known(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    refused = ItemOutcome(
        run_id="run1",
        item="https://gazette.example/x",
        stage="read",
        outcome=Outcome.NO_TEXT,
        reason="empty",
        source_id="gazette",
        article_id=None,
        occurred_at=BEFORE - DAY,
    )
    load(joined(article(seen_at=BEFORE - DAY), {"outcomes": [refused]}))
    assert retention.drop_outcomes(db, BEFORE) == (2, 1)
    assert checks.broken(db) == {}


def test_archive_files_are_released_before_they_go(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(joined(article(), {"fetches": [request("page", NOW, archive_file="20261120.warc.gz", archive_offset=117)]}))
    assert retention.used_archives(db) == {"20261120.warc.gz"}
    retention.release(db, ["20261120.warc.gz"])
    assert retention.used_archives(db) == set()
    nothing = "SELECT count(*) FROM main.{} AS t WHERE t.archive_file IS NOT NULL OR t.archive_offset IS NOT NULL"
    assert rows(db, nothing.format("fetches")) + rows(db, nothing.format("article_versions")) == [0, 0]


def test_what_was_deleted_is_free(db: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert retention.free_share(db) < 0.5
    db.execute("CREATE TABLE much AS SELECT random() AS number FROM range(2_000_000)")
    retention.free_share(db)
    db.execute("DROP TABLE much")
    assert retention.free_share(db) > 0.5
    assert (tmp_path / "private" / "newsduck.duckdb").stat().st_size > 10_000_000
