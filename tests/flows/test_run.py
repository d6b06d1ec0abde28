"""Whole runs over a loopback site, called directly, with real worker processes and models."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from flows import archive, direct, load
from flows.frontier import Wanted
from flows.locking import writing
from flows.runs import CurrentRun, Tally
from flows.settings import Settings
from tests.flows.conftest import Query
from tests.flows.site import Site, page, redirect
from warehouse import database, summary

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Post</title>
<item><title>Ferry service resumes</title><link>{base}/ferry</link>
<pubDate>Tue, 17 Nov 2026 08:00:00 GMT</pubDate></item>
<item><title>Council votes on parks</title><link>{base}/parks?utm_source=rss</link></item>
<item><title>Gone</title><link>{base}/gone</link></item>
<item><title>Moved</title><link>{base}/old-ferry</link></item>
</channel></rss>"""
PAGE = """<!doctype html><html lang="en"><head><title>{title} | Post</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>{title}</h1><p>The {topic} in Galway was decided on Tuesday after long talks, Mayor Aoife Brennan said in
a statement to reporters at the town hall, where many residents had gathered.</p><p>Brennan said that the decision on
the {topic} would hold until next summer, when engineers from Germany and France are expected to present a report on
what it costs and how many people it serves.</p></article></body></html>"""


def ferry() -> str:
    return PAGE.format(title="Ferry service resumes in the bay", topic="ferry")


def parks() -> str:
    return PAGE.format(title="Council votes to keep its parks open", topic="park plan")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        site.routes |= {
            "/robots.txt": page("User-agent: *\nDisallow: /private\n", content_type="text/plain"),
            "/feed": page(FEED.format(base=site.url("").rstrip("/")), content_type="application/rss+xml", etag='"1"'),
            "/ferry": page(ferry()),
            "/parks": page(parks()),
            "/gone": page("<p>gone</p>", 410),
            "/old-ferry": redirect("/ferry"),
        }
        yield site


@pytest.fixture
def run(settings: Settings, site: Site) -> Callable[[], str]:
    settings.sources.write_text(f'[[sources]]\nid = "post"\nname = "Post"\nfeeds = ["{site.url("/feed")}"]\n')
    return lambda: direct.run(settings, Wanted(), None, lambda _: None)


def test_each_link_of_a_feed_ends_in_one_outcome(run: Callable[[], str], rows: Query, site: Site) -> None:
    run_id = run()
    found = rows("SELECT item, outcome FROM main.outcomes")
    ended = {str(item).removeprefix(site.url("/")): outcome for item, outcome in found}
    assert len(found) == len(ended) == 4
    assert (ended["parks?utm_source=rss"], ended["gone"]) == ("stored", "http_error")
    # They are one article by two ways, and which comes first is the network's business.
    assert {ended["ferry"], ended["old-ferry"]} == {"stored", "duplicate"}
    assert rows("SELECT run_id, state FROM main.runs") == [(run_id, "completed")]
    assert rows("SELECT count(*) FROM main.articles WHERE source_id = 'post'") == [(2,)]
    assert rows("SELECT DISTINCT name FROM main.entities WHERE type = 'person'") == [("Aoife Brennan",)]


def test_a_page_can_be_traced_to_its_request_and_its_archived_bytes(
    run: Callable[[], str], rows: Query, settings: Settings
) -> None:
    run()
    [(archived, offset)] = rows(
        "SELECT f.archive_file, f.archive_offset FROM main.fetches AS f JOIN main.article_versions AS v"
        " ON v.archive_file = f.archive_file AND v.archive_offset = f.archive_offset"
        " WHERE v.title LIKE 'Council%'"
    )
    assert archive.read(settings.archive, str(archived), int(str(offset))).body.decode() == parks()


def test_every_page_has_its_request_with_it_also_where_batches_are_small(
    settings: Settings, site: Site, rows: Query
) -> None:
    towns = ("Cork", "Limerick", "Sligo", "Ennis", "Tralee")
    items = "".join(f"<item><title>{town}</title><link>{site.url('/' + town)}</link></item>" for town in towns)
    site.routes |= {f"/{town}": page(ferry().replace("Galway", town)) for town in towns}
    site.routes["/towns"] = page(f'<rss version="2.0"><channel>{items}</channel></rss>', content_type="text/xml")
    settings.sources.write_text(f'[[sources]]\nid = "post"\nname = "Post"\nfeeds = ["{site.url("/towns")}"]\n')
    one_a_batch = settings.model_copy(update={"batch_pages": 1})
    direct.run(one_a_batch, Wanted(), None, lambda _: None)
    assert rows("SELECT count(*) FROM main.article_versions") == [(len(towns),)]
    assert rows(
        "SELECT v.title FROM main.article_versions AS v WHERE NOT EXISTS (SELECT 1 FROM main.fetches AS f"
        " WHERE f.archive_file = v.archive_file AND f.archive_offset = v.archive_offset)"
    ) == []  # fmt: skip
    assert rows("SELECT count(*) FROM main.fetches") == [(len(site.requests),)]
    assert rows("SELECT s.n_out FROM main.run_steps AS s WHERE s.step = 'load'") == [(len(towns),)]


def test_a_second_run_asks_for_nothing_it_has(
    run: Callable[[], str], rows: Query, site: Site, settings: Settings
) -> None:
    run()
    before = rows("SELECT article_id, version_id, last_seen_at FROM main.articles ORDER BY ALL")
    asked = len(site.pages_asked())
    run()
    assert site.pages_asked()[asked:] == ["/feed"]
    assert site.request_headers[-1]["if-none-match"] == '"1"'
    direct.run(settings, Wanted(only_due=True), None, lambda _: None)
    assert site.pages_asked()[asked:] == ["/feed"]
    assert rows("SELECT article_id, version_id, last_seen_at FROM main.articles ORDER BY ALL") == before


def test_a_source_that_does_not_answer_is_named_and_the_others_go_on(
    settings: Settings, site: Site, rows: Query
) -> None:
    settings.sources.write_text(
        f'[[sources]]\nid = "post"\nname = "Post"\nfeeds = ["{site.url("/feed")}"]\n'
        '[[sources]]\nid = "dead"\nname = "Dead"\nfeeds = ["http://127.0.0.1:9/feed"]\n'
    )
    run_id = direct.run(settings, Wanted(), None, lambda _: None)
    assert rows("SELECT state FROM main.runs") == [("partial",)]
    with closing(database.open_published(settings.published)) as db:
        found = summary.of(db, run_id)
    assert [source for source, _ in found.failed_sources] == ["dead"]
    assert found.outcomes["stored"] == 2


def test_a_feed_that_is_a_page_is_a_failure_with_its_reason(settings: Settings, site: Site, rows: Query) -> None:
    settings.sources.write_text(f'[[sources]]\nid = "post"\nname = "Post"\nfeeds = ["{site.url("/ferry")}"]\n')
    run_id = direct.run(settings, Wanted(), None, lambda _: None)
    with closing(database.open_published(settings.published)) as db:
        [(source, reason)] = summary.of(db, run_id).failed_sources
    assert source == "post"
    assert "HTML" in reason
    assert rows("SELECT state FROM main.runs") == [("partial",)]


def test_a_watched_folder_is_read_once_and_again_when_a_file_changes(
    settings: Settings, tmp_path: Path, rows: Query
) -> None:
    folder = tmp_path / "clippings"
    folder.mkdir()
    (folder / "a.html").write_text(ferry())
    settings.sources.write_text('[[sources]]\nid = "clips"\nname = "Clips"\nfolder = "clippings"\n')
    for expected in (1, 1):
        direct.run(settings, Wanted(), None, lambda _: None)
        assert rows("SELECT count(*) FROM main.outcomes") == [(expected,)]
    with writing(settings) as db:  # by a clock that was ahead
        db.execute("UPDATE main.links SET last_seen_at = last_seen_at + INTERVAL 1 YEAR")
    (folder / "a.html").write_text(parks())
    direct.run(settings, Wanted(), None, lambda _: None)
    assert rows("SELECT outcome, count(*) FROM main.outcomes GROUP BY ALL") == [("stored", 2)]
    assert rows("SELECT last_seen_at <= now() FROM main.links") == [(True,)]
    assert rows("SELECT DISTINCT source_id FROM main.articles") == [("clips",)]


def test_what_a_killed_run_landed_is_loaded_by_the_next(
    run: Callable[[], str], rows: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    landed = load.landed
    calls = iter([landed, _die])

    def once_then_die(current: CurrentRun) -> Tally:
        return next(calls)(current)

    monkeypatch.setattr(load, "landed", once_then_die)
    with pytest.raises(KeyboardInterrupt):
        run()
    monkeypatch.setattr(load, "landed", landed)
    run()
    assert rows("SELECT count(*), count(DISTINCT article_id) FROM main.articles") == [(2, 2)]
    assert rows("SELECT state, count(*) FROM main.runs GROUP BY ALL ORDER BY ALL") == [("completed", 1), ("failed", 1)]


def test_a_landed_batch_that_cannot_be_loaded_is_set_aside_and_the_others_are_loaded(
    settings: Settings, site: Site, rows: Query
) -> None:
    settings.sources.write_text(f'[[sources]]\nid = "post"\nname = "Post"\nfeeds = ["{site.url("/feed")}"]\n')
    broken = settings.landing / "20200101T000000Z-000000-0001"
    broken.mkdir(parents=True)
    (broken / "articles.parquet").write_bytes(b"PAR1 no more")
    said: list[str] = []
    direct.run(settings, Wanted(), None, said.append)
    assert rows("SELECT count(*) FROM main.articles") == [(2,)]
    assert "20200101T000000Z-000000-0001 was set aside" in said[0]
    assert (settings.home / "refused" / broken.name / "articles.parquet").read_bytes() == b"PAR1 no more"


def _die(_: CurrentRun) -> Tally:
    raise KeyboardInterrupt
