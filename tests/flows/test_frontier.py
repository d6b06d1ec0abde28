"""Runs one after the other over a loopback site that changes between them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from flows import direct
from flows.frontier import Wanted
from flows.locking import writing
from flows.settings import Settings
from tests.flows.conftest import Query
from tests.flows.site import Exchange, Site, page, redirect
from tests.flows.test_run import ferry, parks

RSS = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Post</title>{}</channel></rss>'
ITEM = "<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>{more}</item>"
URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</urlset>'
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{}</sitemapindex>'
LATER = "UPDATE feeds SET next_fetch_at = NULL"
HOURS_AGO = (
    "UPDATE links SET fetched_at = fetched_at - INTERVAL 3 HOUR, first_seen_at = first_seen_at - INTERVAL 4 HOUR"
)
AHEAD = """
UPDATE feeds SET
    last_success_at = last_success_at + INTERVAL 3 DAY,
    next_fetch_at = next_fetch_at + CASE WHEN last_success_at IS NULL THEN INTERVAL 1 YEAR ELSE INTERVAL 3 DAY END
"""

KNOWN_FOR_AN_HOUR = "UPDATE links SET first_seen_at = fetched_at - INTERVAL 1 HOUR"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/ferry": page(ferry(), etag='"f1"'), "/parks": page(parks())}) as site:
        yield site


Run = Callable[..., list[str]]


@pytest.fixture
def run(settings: Settings, site: Site) -> Run:
    """Run over what these lines of the source list say and return the paths asked for."""

    def once(*lines: str, wanted: Wanted = Wanted(), **changes: object) -> list[str]:  # noqa: B008  frozen
        if lines:
            entry = ["[[sources]]", 'id = "post"', 'name = "Post"', *lines]
            settings.sources.write_text("\n".join(entry) + "\n", encoding="utf-8")
        before = len(site.pages_asked())
        direct.run(settings.model_copy(update=changes), wanted, None, lambda _: None)
        return site.pages_asked()[before:]

    return once


def later(settings: Settings, *statements: str) -> None:
    with writing(settings) as db:
        for statement in (LATER, *statements):
            db.execute(statement)


def item(site: Site, path: str, title: str, hours: int = 24, more: str = "") -> str:
    """Return an item of a feed that was published, or edited, so many hours ago."""
    date = format_datetime(datetime.now(UTC) - timedelta(hours=hours))
    return ITEM.format(title=title, link=site.url(path), date=date, more=more)


def test_an_index_leads_to_sitemaps_and_these_to_articles(run: Run, site: Site, rows: Query) -> None:
    site.routes |= {
        "/index.xml": page(
            INDEX.format(
                f"<sitemap><loc>{site.url('/new.xml')}</loc></sitemap>"
                f"<sitemap><loc>{site.url('/2015.xml')}</loc><lastmod>2015-12-31</lastmod></sitemap>"
                f"<sitemap><loc>{site.url('/index.xml')}</loc></sitemap>"
            ),
            content_type="application/xml",
        ),
        "/new.xml": page(
            URLSET.format(
                f"<url><loc>{site.url('/ferry')}</loc></url>"
                f"<url><loc>{site.url('/parks')}</loc><lastmod>2015-01-01</lastmod></url>"
            ),
            content_type="application/xml",
        ),
    }
    assert run(f'sitemaps = ["{site.url("/index.xml")}"]') == ["/index.xml", "/new.xml", "/ferry"]
    assert rows("SELECT last_outcome FROM main.links ORDER BY url") == [("stored",), ("too_old",)]
    assert rows("SELECT kind, parent_id IS NULL FROM main.feeds ORDER BY url") == [
        ("sitemap", True),
        ("sitemap", False),
    ]


def test_what_is_taken_off_the_list_is_asked_no_more(run: Run, site: Site, rows: Query, settings: Settings) -> None:
    site.routes |= {path: page(RSS.format(""), content_type="text/xml") for path in ("/a", "/b")}
    assert sorted(run(f'feeds = ["{site.url("/a")}", "{site.url("/b")}"]')) == ["/a", "/b"]
    later(settings)
    assert run(f'feeds = ["{site.url("/b")}"]') == ["/b"]
    assert rows("SELECT status FROM main.feeds ORDER BY url") == [("removed",), ("ok",)]
    assert rows("SELECT url FROM report.feed_health") == [(site.url("/b"),)]
    later(settings)
    assert sorted(run(f'feeds = ["{site.url("/a")}", "{site.url("/b")}"]')) == ["/a", "/b"]


def test_the_same_body_again_costs_one_request_and_has_nothing_new(
    run: Run, site: Site, rows: Query, settings: Settings
) -> None:
    site.routes["/feed"] = page(RSS.format(item(site, "/ferry", "Ferry")), content_type="text/xml")
    assert run(f'feeds = ["{site.url("/feed")}"]') == ["/feed", "/ferry"]
    later(settings)
    assert run() == ["/feed"]
    assert rows("SELECT count(*) FROM main.articles") == [(1,)]
    assert rows("SELECT status, poll_minutes FROM main.feeds") == [("ok", 90)]


def test_a_clock_that_was_ahead_does_not_keep_feeds_waiting(run: Run, site: Site, settings: Settings) -> None:
    site.routes["/feed"] = page(RSS.format(item(site, "/ferry", "Ferry")), content_type="text/xml")
    site.routes["/never"] = page("", 404)
    run(f'feeds = ["{site.url("/feed")}", "{site.url("/never")}"]')
    with writing(settings) as db:
        db.execute(AHEAD)
    assert sorted(run(wanted=Wanted(only_due=True))) == ["/feed", "/never"]


def test_an_edited_article_is_asked_for_again_and_becomes_a_version(
    run: Run, site: Site, rows: Query, settings: Settings
) -> None:
    site.routes["/feed"] = page(RSS.format(item(site, "/ferry", "Ferry")), content_type="text/xml")
    run(f'feeds = ["{site.url("/feed")}"]')
    site.routes["/feed"] = page(RSS.format(item(site, "/ferry", "Ferry stays in port")), content_type="text/xml")
    later(settings, KNOWN_FOR_AN_HOUR)
    assert run() == ["/feed"]  # looked at less than an hour ago
    site.routes["/ferry"] = page(ferry().replace("next summer", "the spring"), etag='"f2"')
    later(settings, HOURS_AGO)
    assert run() == ["/feed", "/ferry"]
    assert site.request_headers[-1]["if-none-match"] == '"f1"'
    assert rows("SELECT version_no, cause FROM main.article_versions ORDER BY version_no") == [
        (1, "first"),
        (2, "edit"),
    ]
    assert rows("SELECT outcome FROM main.outcomes ORDER BY occurred_at") == [("stored",), ("updated",)]
    later(settings, HOURS_AGO)
    assert run() == ["/feed"]


def test_a_page_that_was_not_edited_after_all_says_so_without_its_body(
    run: Run, site: Site, rows: Query, settings: Settings
) -> None:
    def unchanged(exchange: Exchange) -> None:
        is_known = exchange.headers.get("if-none-match") == '"f1"'
        exchange.reply(b"" if is_known else ferry(), 304 if is_known else 200, etag='"f1"')

    site.routes["/ferry"] = unchanged
    site.routes["/feed"] = page(RSS.format(item(site, "/ferry", "Ferry")), content_type="text/xml")
    run(f'feeds = ["{site.url("/feed")}"]')
    site.routes["/feed"] = page(RSS.format(item(site, "/ferry", "Ferry", hours=1)), content_type="text/xml")
    later(settings, HOURS_AGO)
    assert run() == ["/feed", "/ferry"]
    assert rows("SELECT outcome, article_id IS NOT NULL FROM main.outcomes ORDER BY occurred_at") == [
        ("stored", True),
        ("not_modified", True),
    ]
    assert rows("SELECT version_count FROM main.articles") == [(1,)]


def test_the_feeds_own_text_is_used_where_the_page_cannot_be_had(run: Run, site: Site, rows: Query) -> None:
    sentence = "The ferry to the islands will not sail before Friday, Mayor Aoife Brennan said in Galway on Tuesday. "
    more = f"<content:encoded><![CDATA[<p>{sentence * 8}</p>]]></content:encoded>"
    items = item(site, "/gone", "Ferry stays", more=more) + item(site, "/also-gone", "No text of this")
    site.routes |= {
        "/feed": page(RSS.format(items), content_type="text/xml"),
        "/gone": page("<p>gone</p>", 410),
        "/also-gone": page("<p>gone</p>", 410),
    }
    run(f'feeds = ["{site.url("/feed")}"]')
    assert rows("SELECT outcome, reason FROM main.outcomes ORDER BY outcome") == [
        ("http_error", "410 Gone"),
        ("stored", "the feed's own text, since the page could not be had"),
    ]
    titles = rows("SELECT v.title, v.quality_flags FROM main.article_versions AS v")
    assert titles == [("Ferry stays", ["feed_text"])]
    assert rows("SELECT count(*) FROM main.links WHERE content IS NOT NULL") == [(0,)]


def test_a_feed_that_moved_for_good_is_asked_where_it_is(run: Run, site: Site, rows: Query, settings: Settings) -> None:
    site.routes |= {
        "/old": redirect("/feed", 301),
        "/feed": page(RSS.format(item(site, "/ferry", "Ferry")), content_type="text/xml"),
    }
    assert run(f'feeds = ["{site.url("/old")}"]') == ["/old", "/feed", "/ferry"]
    later(settings)
    assert run() == ["/feed"]
    del site.routes["/feed"]
    later(settings)
    assert run() == ["/feed"]
    site.routes["/old"] = page(RSS.format(""), content_type="text/xml")
    later(settings)
    assert run() == ["/old"]
    assert rows("SELECT url, moved_to, status FROM main.feeds") == [(site.url("/old"), None, "ok")]


def test_single_addresses_of_the_list_are_fetched_once(run: Run, site: Site, rows: Query) -> None:
    asked = run(f'addresses = ["{site.url("/ferry")}", "{site.url("/parks")}"]')
    assert sorted(asked) == ["/ferry", "/parks"]  # on two connections, so in either order
    assert run() == []
    assert rows("SELECT DISTINCT source_id FROM main.articles") == [("post",)]


def test_of_a_long_list_a_run_takes_a_part_and_the_next_run_goes_on(run: Run, site: Site) -> None:
    site.routes["/list.txt"] = page(f"{site.url('/ferry')}\n{site.url('/parks')}\n", content_type="text/plain")
    first = run(f'sitemaps = ["{site.url("/list.txt")}"]', links_per_source=1)
    assert first == ["/list.txt", "/ferry"]
    assert run() == ["/list.txt", "/parks"]


def test_robots_txt_is_asked_once_a_day_and_a_source_has_its_own_name(run: Run, site: Site, rows: Query) -> None:
    site.routes |= {
        "/robots.txt": page("User-agent: *\nDisallow: /parks\n", content_type="text/plain"),
        "/feed": page(
            RSS.format(item(site, "/ferry", "Ferry") + item(site, "/parks", "Parks")), content_type="text/xml"
        ),
    }
    run(f'feeds = ["{site.url("/feed")}"]', 'user_agent = "postreader/1.0 (+https://ours.example)"')
    assert site.requests.count("/robots.txt") == 1
    assert {each["user-agent"] for each in site.request_headers[1:]} == {"postreader/1.0 (+https://ours.example)"}
    assert rows("SELECT outcome FROM main.outcomes ORDER BY outcome") == [("blocked_by_robots",), ("stored",)]
    assert rows("SELECT policy, http_status FROM main.robots") == [("rules", 200)]


def test_reserved_rights_are_recorded_and_honoured_where_the_settings_say_so(
    run: Run, site: Site, rows: Query, settings: Settings
) -> None:
    site.routes |= {
        "/ferry": page(ferry(), tdm_reservation="1"),
        "/parks": page(parks().replace("<head>", '<head><meta name="robots" content="noai">')),
        "/feed": page(
            RSS.format(item(site, "/ferry", "Ferry") + item(site, "/parks", "Parks")), content_type="text/xml"
        ),
    }
    run(f'feeds = ["{site.url("/feed")}"]', honour_reservations=True)
    assert rows("SELECT outcome, reason FROM main.outcomes ORDER BY reason") == [
        ("rights_reserved", "its publisher reserves: noai"),
        ("rights_reserved", "its publisher reserves: tdm-reservation"),
    ]
    assert rows("SELECT count(*) FROM main.articles") == [(0,)]
    assert list(Path(settings.archive).glob("*.warc.gz")) == []
    assert rows("SELECT reservations FROM main.fetches WHERE url LIKE '%/ferry'") == [(["tdm-reservation"],)]
