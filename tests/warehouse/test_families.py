from __future__ import annotations

from dataclasses import astuple, replace
from datetime import timedelta

import duckdb

from extractors import records
from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, article, entity_id, joined, unassigned
from warehouse import articles, documents, links, runs, sources, stories

REACH = documents.Reach(near=timedelta(days=1), around=timedelta(days=3), members=9)
GAZETTE = records.Source(
    source_id="gazette",
    name="The Gazette",
    domain="gazette.example",
    kind="feed",
    url="https://gazette.example",
    family_id="quill-press",
    country="GB",
    language="en",
    is_wire=False,
    tags=("local", "harbours"),
    active=True,
)
FEED = records.Feed(
    feed_id="gazette-rss",
    source_id="gazette",
    kind="feed",
    url="https://gazette.example/rss",
    etag=None,
    last_modified=None,
    poll_minutes=30,
    next_fetch_at=None,
    failures=0,
    status="new",
    last_success_at=None,
    last_new_at=None,
)
RUN = records.Run(
    run_id="run1",
    flow="pipeline",
    trigger="hand",
    state="running",
    started_at=NOW,
    finished_at=None,
    parameters="{}",
    code_version="0.1.0",
    prefect_flow_run_id=None,
)
STORY = records.Story(
    story_id="s1",
    title="Mara Quill leaves Veldia",
    state="open",
    first_published_at=NOW,
    last_published_at=NOW,
    article_count=1,
    source_count=1,
    lead_article_id="a",
    merged_into=None,
)


def link(name: str, **changes: object) -> records.Link:
    fresh = records.Link(
        url_canonical=f"https://gazette.example/{name}",
        url=f"https://gazette.example/{name}?from=rss",
        feed_id="gazette-rss",
        source_id="gazette",
        title_hint=None,
        published_hint=None,
        first_seen_at=NOW,
        last_seen_at=NOW,
        article_id=None,
        attempts=0,
        last_outcome=None,
    )
    return replace(fresh, **changes)  # type: ignore[arg-type]  # a test names the fields that it means


REPEAT = records.Duplicate(
    article_id="b",
    duplicate_of="a",
    duplicate_kind="near",
    score=0.9,
    reason="earliest",
    evidence='{"containment": 0.9}',
    model="duplicates 1",
)


def member(story_id: str, article_id: str) -> records.StoryArticle:
    return records.StoryArticle(
        story_id=story_id, article_id=article_id, score=1.0, method="opened", evidence="{}", assigned_at=NOW
    )


def test_a_source_that_is_no_longer_configured_becomes_inactive(db: duckdb.DuckDBPyConnection) -> None:
    other, files = replace(GAZETTE, source_id="herald"), replace(GAZETTE, source_id="samples", kind="file")
    sources.save(db, [GAZETTE, other])
    sources.add(db, [files])
    sources.save(db, [replace(GAZETTE, name="Gazette")])
    assert sources.known(db) == [replace(GAZETTE, name="Gazette"), replace(other, active=False), files]


def test_only_active_sources_are_polled_and_a_known_feed_keeps_its_polling_state(db: duckdb.DuckDBPyConnection) -> None:
    polled = replace(FEED, status="ok", etag='"7"', next_fetch_at=NOW, last_success_at=NOW, last_new_at=NOW)
    sources.save(db, [GAZETTE])
    sources.save_feeds(db, [FEED, replace(FEED, feed_id="old", source_id="gone")])
    assert sources.feeds(db) == [FEED]
    sources.save_feeds(db, [polled])
    sources.save_feeds(db, [replace(FEED, url="https://gazette.example/new")])
    assert sources.feeds(db) == [replace(polled, url="https://gazette.example/new")]
    sources.save_feeds(db, [replace(polled, etag=None, failures=1.5, status="failing", last_success_at=None)])
    assert sources.feeds(db) == [replace(polled, etag=None, failures=1.5, status="failing")]


def test_feeds_that_leave_the_list_are_removed_with_what_they_led_to(db: duckdb.DuckDBPyConnection) -> None:
    child = replace(FEED, feed_id="child", status="ok", parent_id=FEED.feed_id)
    other = replace(FEED, feed_id="other")
    sources.save(db, [GAZETTE])
    sources.configure_feeds(db, [FEED, other])
    sources.save_feeds(db, [child])
    sources.configure_feeds(db, [FEED, other])
    assert {feed.feed_id for feed in sources.feeds(db)} == {FEED.feed_id, "child", "other"}
    sources.configure_feeds(db, [other])
    assert sources.feeds(db) == [other]
    sources.configure_feeds(db, [FEED, other])
    assert {feed.feed_id: feed.status for feed in sources.feeds(db)} == {FEED.feed_id: "new", "other": "new"}


def test_links_are_seen_once_and_merged(db: duckdb.DuckDBPyConnection) -> None:
    late, early = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
    links.save(db, [link("a"), link("a", feed_id="other", title_hint="From the other feed", last_seen_at=late)])
    links.save(db, [link("a", first_seen_at=late, last_seen_at=early, attempts=1, last_outcome="timeout")])
    links.save(db, [link("a", last_seen_at=late)])
    assert links.pending(db, links.Asked(now=NOW, max_attempts=3)) == [
        link("a", title_hint="From the other feed", last_seen_at=late, attempts=1, last_outcome="timeout")
    ]
    assert links.unseen(db, [link("a").url_canonical, "https://gazette.example/b"]) == {"https://gazette.example/b"}
    assert links.last_seen(db, [link("a").url_canonical, "https://x.example"]) == {link("a").url_canonical: late}


def test_pending_links_are_those_without_an_end_newest_hint_first(db: duckdb.DuckDBPyConnection) -> None:
    waiting = [
        link("newest", published_hint=NOW + timedelta(hours=2)),
        link("deferred", last_outcome="deferred"),
        link("old", published_hint=NOW - timedelta(days=3), source_id="herald"),
    ]
    ended = [
        link("read", article_id="x"),
        link("gone", last_outcome="too_short", attempts=1),
        link("hopeless", last_outcome="timeout", attempts=3),
        replace(link("note"), url_canonical="file:///note.txt"),
    ]
    links.save(db, [*reversed(waiting), *ended])
    assert links.pending(db, links.Asked(now=NOW, max_attempts=3)) == waiting
    assert links.pending(db, links.Asked(now=NOW, max_attempts=3, limit=1)) == waiting[:1]
    assert links.pending(db, links.Asked(now=NOW, max_attempts=3, since=NOW - timedelta(days=1))) == waiting[:2]
    assert links.pending(db, links.Asked(now=NOW, max_attempts=3, source_ids=("herald",))) == waiting[2:]


def test_runs_left_running_are_swept(db: duckdb.DuckDBPyConnection) -> None:
    done = replace(RUN, run_id="run0", state="completed", finished_at=NOW)
    runs.save(db, done)
    runs.save(db, RUN)
    assert runs.sweep(db, NOW + timedelta(hours=1), lambda _: False) == ["run1"]
    assert db.execute("SELECT r.state, r.finished_at FROM runs AS r ORDER BY r.run_id").fetchall() == [
        ("completed", NOW),
        ("failed", NOW + timedelta(hours=1)),
    ]
    runs.save(db, replace(RUN, state="completed", finished_at=NOW))
    assert runs.sweep(db, NOW, lambda _: False) == []


def test_a_step_is_saved_once(db: duckdb.DuckDBPyConnection) -> None:
    step = records.RunStep(run_id="run1", step="read", n_in=3, n_out=2, n_failed=1, cpu_seconds=0.5, seconds=1.0)
    runs.save_steps(db, [step, replace(step, step="load")])
    runs.save_steps(db, [replace(step, n_in=4)])
    assert db.execute("SELECT t.step, t.n_in FROM run_steps AS t ORDER BY t.step").fetchall() == [
        ("load", 3),
        ("read", 4),
    ]


def test_what_is_known_of_pages_and_texts(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    old, new = article(), article(text="Another text.", page="other")
    load(old)
    load(new)
    head, version = new["articles"][0], new["article_versions"][0]
    assert isinstance(head, records.Article)
    assert isinstance(version, records.ArticleVersion)
    former = old["article_versions"][0]
    assert isinstance(former, records.ArticleVersion)
    pages = articles.known_pages(db, [version.page_sha256, former.page_sha256, "x"])
    assert pages == {version.page_sha256: (head.article_id, "reader 1")}
    assert articles.known_texts(db, [head.article_id, "x"]) == {head.article_id: (head.title, version.text_sha256)}
    [reading] = articles.readings(db, [head.article_id])
    assert reading.version == replace(version, version_no=2, cause="edit")
    assert reading.article == replace(head, version_count=2)
    assert reading.removed == tuple(new["removed_blocks"])
    assert articles.ids(db, since=NOW) == [head.article_id]
    assert articles.ids(db, source_ids=("herald",)) == []


def test_documents_carry_what_stories_compare(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    sources.save(db, [replace(GAZETTE, is_wire=True)])
    batch = article(published_at=None)
    load(joined(batch, article("undated", source_id="herald", seen_at=NOW)))
    undated, document = unassigned(db)
    assert (undated.family_id, undated.is_wire) == (None, False)
    made = batch["article_features"][0]
    for name in ("language", "agency", "terms", "counts", "embedding", "signature"):
        assert list(getattr(document, name) or ()) == list(getattr(made, name) or ()), name
    assert (undated.is_dated, document.is_dated) == (True, False)
    assert document.published_at == document.first_seen_at == NOW + timedelta(minutes=10)
    assert (document.family_id, document.is_wire, document.story_id) == ("quill-press", True, None)
    assert set(document.entity_ids) == {entity_id(name) for name in ("Mara Quill", "Veldia", "Harbour Board")}
    assert document.entity_ids[0] == entity_id("Mara Quill")


def test_stories_are_saved_with_members_and_duplicates(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(joined(article("a"), article("b", published_at=NOW - timedelta(days=2))))
    b, a = (document.article_id for document in unassigned(db))
    repeat = replace(REPEAT, article_id=a, duplicate_of=b)
    stories.save(db, [STORY, replace(STORY, story_id="s2")], [member("s1", a), member("s2", b)], [repeat])
    assert unassigned(db) == []
    assert db.execute("SELECT d.* FROM duplicates AS d").fetchall() == [astuple(repeat)]
    today = documents.window(db, NOW, NOW, REACH)
    assert [(each.article_id, each.duplicate_of) for each in today] == [(a, b)]
    stories.save(db, [STORY], [member("s1", b)], [])
    # The first article of a story comes too, and those around.
    assert [each.story_id for each in documents.window(db, NOW, NOW, REACH)] == ["s1", "s1"]
    assert db.execute("SELECT count(*) FROM story_articles AS t").fetchall() == [(2,)]
    counted = replace(STORY, article_count=2, first_published_at=NOW - timedelta(days=2))
    assert stories.known(db, ["s1"]) == [counted]
    stories.close(db, NOW)
    assert stories.known(db, ["s1"])[0].state == "open"
    stories.close(db, NOW + timedelta(seconds=1))
    assert stories.known(db, ["s1"])[0].state == "closed"


def test_a_link_whose_host_said_that_it_is_gone_is_not_pending(db: duckdb.DuckDBPyConnection) -> None:
    answers = {404: False, 403: False, 408: True, 429: True, 503: True}
    links.save(db, [link(str(status), last_outcome="http_error", attempts=1) for status in answers])
    db.execute(
        """INSERT INTO fetches BY NAME
        SELECT
            x.status::VARCHAR AS fetch_id, 'run1' AS run_id, x.url, 'h' AS host, ?::TIMESTAMPTZ AS requested_at,
            1 AS duration_ms, 1 AS attempt, x.status AS http_status, 'http_error' AS outcome, 0 AS redirects,
            0 AS bytes, 0 AS waited_ms, []::VARCHAR[] AS reservations
        FROM (SELECT unnest(?::INTEGER[]) AS status, unnest(?::VARCHAR[]) AS url) AS x""",
        [NOW, list(answers), [link(str(status)).url for status in answers]],
    )
    waiting = {
        each.url_canonical.rpartition("/")[2] for each in links.pending(db, links.Asked(now=NOW, max_attempts=3))
    }
    assert waiting == {str(status) for status, again in answers.items() if again}


def test_a_story_that_fell_silent_is_closed(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article("a"))
    [document] = unassigned(db)
    stories.save(db, [replace(STORY, state="open", last_published_at=NOW)], [member("s1", document.article_id)], [])
    stories.close(db, NOW)
    assert [each.state for each in stories.known(db, ["s1"])] == ["open"]
    stories.close(db, NOW + timedelta(seconds=1))
    assert [each.state for each in stories.known(db, ["s1"])] == ["closed"]
