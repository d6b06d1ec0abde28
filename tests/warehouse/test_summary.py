from __future__ import annotations

from dataclasses import replace

import duckdb

from extractors import records
from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, article, joined, unassigned
from tests.warehouse.test_families import FEED, STORY, member
from warehouse import sources, stories, summary


def test_the_summary_of_a_run_counts_what_it_did(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    lost = records.ItemOutcome(
        run_id="run1",
        item="https://gazette.example/x",
        stage="read",
        outcome="too_short",
        reason="12 words",
        source_id="gazette",
        article_id=None,
        occurred_at=NOW,
    )
    load(joined(article(), {"outcomes": [lost]}))
    [document] = unassigned(db)
    stories.save(db, [STORY], [member("s1", document.article_id)], [])
    found = summary.of(db, "run1")
    assert found.outcomes == {"stored": 1, "too_short": 1}
    assert found.lost == [("https://gazette.example/x", "too_short", "12 words")]
    assert found.stories == [("Mara Quill leaves Veldia", 1, 1, "s1")]
    assert found.totals == {"articles": 1, "stories": 1, "mentions": 7, "entities": 3}
    assert summary.of(db, "no such run").outcomes == {}


def test_a_source_failed_where_none_of_its_feeds_answered(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    request = records.Fetch(
        fetch_id="f1",
        run_id="run1",
        url=FEED.url,
        final_url=None,
        host="gazette.example",
        requested_at=NOW,
        duration_ms=12,
        attempt=1,
        http_status=None,
        outcome="unreachable",
        error="name not found",
        robots_allowed=None,
        redirects=0,
        content_type=None,
        charset=None,
        bytes=0,
        body_sha256=None,
        archive_file=None,
        archive_offset=None,
    )
    sources.save_feeds(db, [FEED])
    load({"fetches": [request]})
    assert summary.of(db, "run1").failed_sources == [("gazette", "name not found")]
    load({"fetches": [replace(request, fetch_id="f2", attempt=2, outcome="ok", error=None)]})
    assert summary.of(db, "run1").failed_sources == []
