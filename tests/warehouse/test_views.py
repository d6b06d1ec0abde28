from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import duckdb

from extractors import records
from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, Batch, article, entity_id, joined, unassigned
from tests.warehouse.test_families import FEED, GAZETTE, REPEAT, RUN, STORY, member
from warehouse import articles, checks, queries, runs, sources, stories, vocabulary

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HERALD = replace(GAZETTE, source_id="herald", name="The Herald", family_id=None, is_wire=True)


def rows(db: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return db.execute(query).fetchall()


def stream(source_id: str, *days_and_counts: tuple[int, int], names: tuple[str, ...] = ()) -> Batch:
    """Return so many articles of a source that many days ago, seen at once."""
    return joined(
        *(
            article(f"{source_id}{days}-{n}", source_id=source_id, published_at=at, seen_at=at, names=names)
            for days, count in days_and_counts
            for n in range(count)
            for at in [NOW - days * DAY - HOUR]
        )
    )


def told(db: duckdb.DuckDBPyConnection, load: Load) -> dict[str, str]:
    """Store a story of three articles, the last a copy of the first; return name -> article id."""
    sources.save(db, [GAZETTE, HERALD])
    load(
        joined(
            article("first", published_at=NOW, source_id="herald"),
            article("second", published_at=NOW + HOUR),
            article("copy", published_at=NOW + 2 * HOUR),
        )
    )
    names = dict(zip(("first", "second", "copy"), (d.article_id for d in unassigned(db)), strict=True))
    story = replace(
        STORY,
        lead_article_id=names["first"],
        article_count=3,
        text_count=2,
        source_count=2,
        family_count=2,
        last_published_at=NOW + 2 * HOUR,
    )
    copy = replace(REPEAT, article_id=names["copy"], duplicate_of=names["first"], duplicate_kind="syndicated")
    stories.save(db, [story], [member("s1", each) for each in names.values()], [copy])
    return names


def test_volume_counts_articles_texts_families_and_stories_side_by_side(
    db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    told(db, load)
    query = 'SELECT d."day", d.articles, d.texts, d.sources, d.families, d.stories FROM report.daily_volume AS d'
    assert rows(db, query) == [(NOW.date(), 3, 2, 2, 2, 1)]


def test_days_are_those_of_utc_wherever_the_reader_is(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article(published_at=datetime.fromisoformat("2026-11-20T01:30:00+00:00")))
    db.execute("SET TimeZone = 'America/Los_Angeles'")
    assert rows(db, 'SELECT a."day"::VARCHAR FROM report.articles AS a') == [("2026-11-20",)]
    assert rows(db, 'SELECT DISTINCT e."day"::VARCHAR FROM report.entity_daily AS e') == [("2026-11-20",)]


def test_the_story_views_tell_who_was_first_and_who_copied(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    names = told(db, load)
    board = "SELECT b.articles, b.texts, b.sources, b.families, b.languages, b.hours FROM report.story_board AS b"
    assert rows(db, board) == [(3, 2, 2, 2, ["en"], 2.0)]
    timeline = "SELECT t.article_id, t.position, t.minutes_after_first FROM report.story_timeline AS t"
    assert rows(db, timeline) == [(names["first"], 1, 0), (names["second"], 2, 60), (names["copy"], 3, 120)]
    first = "SELECT f.source, f.next_source, f.minutes_ahead, f.families FROM report.first_to_report AS f"
    assert rows(db, first) == [("The Herald", "The Gazette", 60, 2)]
    copies = "SELECT s.original_source, s.source, s.duplicate_kind, s.articles FROM report.syndication AS s"
    assert rows(db, copies) == [("The Herald", "The Gazette", "syndicated", 1)]


def test_a_date_without_a_time_is_never_first(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    told(db, load)
    db.execute("UPDATE articles SET published_precision = 'day' WHERE source_id = 'herald'")
    assert rows(db, "FROM report.first_to_report") == []


def test_trending_compares_two_days_with_the_fourteen_before(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    usual = stream("gazette", *((days, 4) for days in range(16)), names=("Veldia",))
    sudden = stream("herald", (0, 4), (1, 4), names=("Mara Quill",))
    load(joined(usual, sudden))
    query = """
    SELECT t.entity, t.articles, t.articles_before, t.expected, t.residual, t.sources
    FROM report.trending_entities AS t
    """
    assert rows(db, query) == [("Mara Quill", 8, 0, 1.78, 4.67, 1), ("Veldia", 8, 56, 14.22, -1.65, 1)]
    topics = "SELECT DISTINCT t.articles, t.articles_before, t.residual FROM report.trending_topics AS t"
    assert rows(db, topics) == [(16, 56, 0.0)]


def test_topics_are_counted_by_articles_texts_and_publishers(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(joined(article("a"), article("b")))
    daily = "SELECT DISTINCT d.articles, d.texts, d.sources, d.families FROM report.topic_daily AS d"
    assert rows(db, daily) == [(2, 2, 1, 1)]
    trending = "SELECT DISTINCT t.articles, t.texts, t.sources, t.families FROM report.trending_topics AS t"
    assert rows(db, trending) == [(2, 2, 1, 1)]


def test_a_topic_says_what_spoke_for_it(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article("a"))
    said = (
        '[{"kind": "keyword", "text": "bridge", "weight": 0.5}, {"kind": "example", "text": "It fell.", "weight": 0}]'
    )
    db.execute("UPDATE article_topics SET evidence = ?", [said])
    shown = "SELECT DISTINCT t.evidence FROM report.article_topics AS t"
    assert rows(db, shown) == [(["keyword: bridge", "example: It fell."],)]


def test_a_date_in_the_future_does_not_move_the_window(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(stream("gazette", (0, 3), (5, 3), names=("Veldia",)))
    load(article("later", published_at=NOW + 300 * DAY, names=("Mara Quill",)))
    assert rows(db, "SELECT t.entity, t.articles FROM report.trending_entities AS t") == [("Veldia", 3)]
    assert rows(db, queries.text("places"))[0][:2] == ("Veldia", 6)


def test_the_saved_queries_name_the_persons_of_each_story(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    told(db, load)
    assert rows(db, queries.text("people")) == [("Mara Quill", 3, 2, 12)]
    assert rows(db, queries.text("story_people")) == [("Mara Quill leaves Veldia", 2, 3, ["Mara Quill"])]
    assert [row[:4] for row in rows(db, queries.text("stories"))] == [("Mara Quill leaves Veldia", 3, 2, 2)]


def test_merged_entities_count_as_one(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(joined(article("a", names=("Mara Quill", "Veldia")), article("b", names=("Mara Quill", "Harbour Board"))))
    db.execute(
        "UPDATE entities SET merged_into = ? WHERE entity_id = ?", [entity_id("Veldia"), entity_id("Harbour Board")]
    )
    daily = "SELECT d.entity, d.articles FROM report.entity_daily AS d ORDER BY d.entity"
    assert rows(db, daily) == [("Mara Quill", 2), ("Veldia", 2)]
    [(names, shared, overlap)] = rows(
        db, "SELECT [c.entity_a, c.entity_b].list_sort(), c.articles, c.overlap FROM report.entity_cooccurrence AS c"
    )
    assert (names, shared, overlap) == (["Mara Quill", "Veldia"], 2, 1.0)
    spelled = "SELECT a.alias FROM report.entity_aliases AS a WHERE a.entity = 'Veldia' ORDER BY a.alias"
    assert rows(db, spelled) == [("Harbour Board",), ("Veldia",)]


def test_a_source_is_judged_by_its_own_usual_day(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    before = range(1, 15)
    streams = {
        "steady": [(0, 5), *((day, 5) for day in before)],
        "hushed": [(0, 1), *((day, 6) for day in before)],
        "gone": [(day, 5) for day in before],
        "sparse": [(0, 0), (4, 1), (20, 1)],
        "dead": [(20, 3), (30, 3)],
        "burst": [(0, 40), *((day, 5) for day in before)],
        "young": [(0, 2), (3, 1)],
    }
    sources.save(db, [replace(GAZETTE, source_id=name, name=name) for name in (*streams, "unheard")])
    load(joined(*(stream(name, *counts) for name, counts in streams.items())))
    runs.save(db, replace(RUN, started_at=NOW))
    assert dict(rows(db, "SELECT h.source, h.health FROM report.source_health AS h")) == {
        "steady": "ok",
        "hushed": "low",
        "gone": "silent",
        "sparse": "ok",
        "dead": "silent",
        "burst": "flood",
        "young": "new",
        "unheard": "never",
    }


def test_feeds_show_how_the_last_request_ended(db: duckdb.DuckDBPyConnection) -> None:
    sources.save(db, [GAZETTE])
    sources.save_feeds(db, [replace(FEED, status="failing", failures=2.0)])
    db.execute(
        """INSERT INTO fetches BY NAME
        SELECT
            x.n::VARCHAR AS fetch_id, 'run1' AS run_id, ? AS url, 'h' AS host,
            ?::TIMESTAMPTZ + x.n * INTERVAL 1 HOUR AS requested_at, 1 AS duration_ms, 1 AS attempt,
            x.n AS http_status, 'http_error' AS outcome, 0 AS redirects, 0 AS bytes,
            0 AS waited_ms, []::VARCHAR[] AS reservations
        FROM range(500, 504) AS x(n)""",
        [FEED.url, NOW],
    )
    query = "SELECT f.source, f.failures, f.last_outcome, f.http_status FROM report.feed_health AS f"
    assert rows(db, query) == [("The Gazette", 2.0, "http_error", 503)]


def test_a_changed_headline_is_shown_with_both_wordings(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article(title="Quill may quit"))
    load(article(title="Quill quits", seen_at=NOW + 3 * HOUR))
    load(article(title="Quill quits", text="More was said.", seen_at=NOW + 4 * HOUR))
    query = "SELECT h.title_before, h.title_after, h.minutes_after_publication FROM report.headline_changes AS h"
    assert rows(db, query) == [("Quill may quit", "Quill quits", 180)]


def test_the_lag_counts_only_dates_with_a_time(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(
        joined(
            article("a"),
            article("b", seen_at=NOW + HOUR),
            article("c", seen_at=NOW - HOUR),
            article("d", published_at=None),
        )
    )
    query = "SELECT l.articles, l.median_minutes, l.dated_ahead FROM report.ingest_lag AS l"
    assert rows(db, query) == [(3, 10.0, 1)]


def test_runs_show_what_became_of_their_items(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    runs.save(db, replace(RUN, state="completed", finished_at=NOW + timedelta(seconds=90)))
    ends = ["too_short", "too_short", "deferred", "not_modified"]
    [stored] = article()["outcomes"]
    assert isinstance(stored, records.ItemOutcome)
    others = [replace(stored, item=str(n), outcome=end, article_id=None) for n, end in enumerate(ends)]
    load(joined(article(), {"outcomes": list(others)}))
    summary = """
    SELECT r.items, r.stored, r.known, r.deferred, r.rejected, r.seconds FROM report.run_summary AS r
    """
    assert rows(db, summary) == [(5, 1, 1, 1, 2, 90.0)]
    funnel = "SELECT f.outcome, f.items, f.percent FROM report.funnel AS f"
    assert rows(db, funnel)[0] == ("too_short", 2, 40.0)
    assert sum(row[1] for row in rows(db, funnel)) == 5


def test_removed_blocks_and_quality_are_told_by_source(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(joined(article("a"), article("b", published_at=None)))
    removed = "SELECT b.rule, b.blocks, b.articles, b.most_frequent FROM report.removed_boilerplate AS b"
    assert rows(db, removed) == [("newsletter", 2, 2, "Sign up"), ("share", 2, 2, "Share.")]
    quality = "SELECT q.articles, q.mean_quality, q.without_date, q.flagged FROM report.extraction_quality AS q"
    assert rows(db, quality) == [(2, 0.9, 1, 0)]


def test_removed_blocks_follow_their_article_to_another_source(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article("a"))
    load(article("a", source_id="herald", text="More was said.", seen_at=NOW + HOUR))
    removed = "SELECT b.source_id, b.articles, b.blocks FROM report.removed_boilerplate AS b"
    assert rows(db, removed) == [("herald", 1, 2), ("herald", 1, 2)]
    assert {name for name in checks.broken(db) if name.startswith("removed")} == set()


def test_what_other_models_made_is_stale(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    old, failed, fresh = article("old"), article("failed"), article("fresh", models={"entities": "ner 2"} | REST)
    [ended, *others] = failed["enrichments"]
    assert isinstance(ended, records.Enrichment)
    failed["enrichments"] = [replace(ended, model=None, state="failed", reason="killed"), *others[1:]]
    load(joined(old, failed, fresh))
    for stage, model in ({"entities": "ner 2", "topics": "topics 1"} | {"reading": "reader 1"}).items():
        vocabulary.save_models(db, [records.Model(model=model, stage=stage, version="1", config="{}", is_current=True)])
    ids = {name: batch["articles"][0].article_id for name, batch in (("old", old), ("failed", failed))}  # type: ignore[attr-defined]
    query = "SELECT s.stage, s.reason, s.article_id FROM report.stale_rows AS s ORDER BY ALL"
    assert rows(db, query) == [
        ("entities", "failed", ids["failed"]),
        ("entities", "other model", ids["old"]),
        ("topics", "missing", ids["failed"]),
    ]
    assert articles.stale(db) == {"entities": sorted(ids.values()), "topics": [ids["failed"]]}


REST = {"topics": "topics 1", "keyphrases": "phrases 1", "features": "minhash 1"}
