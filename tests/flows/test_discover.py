from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from flows import discover
from flows.discover import Found
from flows.errors import NothingFound
from flows.fetch import Client
from flows.workers import Budget, Workers
from tests.flows.asking import LIMITS, NOW
from tests.flows.site import Site, dripping, in_turn, page, redirect, silent

HOME = (
    '<!doctype html><html lang="en-GB"><head><meta property="og:site_name" content="The Echo">{head}</head>'
    "<body><p>News</p></body></html>"
)
LINK = '<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'
NEWS = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{base}/a</loc><news:news>'
    "<news:publication><news:name>Echo</news:name><news:language>en</news:language></news:publication>"
    "<news:publication_date>2026-11-20T08:00:00Z</news:publication_date><news:title>A</news:title></news:news></url></urlset>"
)
PLAIN = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{base}/a</loc></url></urlset>'
INDEX = "<sitemapindex><sitemap><loc>{base}/2026.xml</loc><lastmod>2026-11-20</lastmod></sitemap></sitemapindex>"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>E</title><entry><link href="/a"/></entry></feed>'
JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "E", "items": [{"url": "/a"}]}'


def rss(date: str = "Fri, 20 Nov 2026 08:00:00 GMT", title: str = "Echo: all news") -> str:
    item = f"<item><title>A</title><link>/a</link><pubDate>{date}</pubDate></item>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{item}</channel></rss>'


@pytest.fixture(scope="module")
def pool() -> Iterator[Workers]:
    with Workers(1, Budget(cpu_seconds=5.0, memory_mb=512), preload="flows.discover") as workers:
        yield workers


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        yield served


def found(pool: Workers, url: str) -> discover.Site:
    async def ask() -> discover.Site:
        async with Client(LIMITS, "run", clock=lambda: NOW) as client:
            return await discover.site(client, pool, url)

    return asyncio.run(ask())


def chosen(pool: Workers, site: Site) -> list[tuple[str, str]]:
    """Return the form and path of what would be added for the site's home page."""
    return [(each.form, each.url.removeprefix(site.url(""))) for each in best(pool, site)]


def best(pool: Workers, site: Site) -> list[Found]:
    return discover.best(found(pool, site.url("/")).found, NOW)


def home(*links: tuple[str, str]) -> str:
    return HOME.format(head="".join(LINK.format(title=title, href=href) for title, href in links))


def robots(*lines: str) -> str:
    return "\n".join(("User-agent: *", "Disallow: /private", *lines))


def test_the_announced_feed_and_the_news_sitemap_are_found(site: Site, pool: Workers) -> None:
    base = site.url("")
    site.routes |= {
        "/": page(home(("Comments", "/comments/feed"), ("Echo", "/rss"))),
        "/rss": page(rss()),
        "/comments/feed": page(rss(title="Comments on Echo")),
        "/robots.txt": page(robots(f"Sitemap: {base}/all.xml", f"Sitemap: {base}/google-news.xml")),
        "/all.xml": page(PLAIN.format(base=base)),
        "/google-news.xml": page(NEWS.format(base=base)),
    }
    told = found(pool, site.url("/"))
    assert (told.name, told.language, told.home) == ("The Echo", "en", site.url("/"))
    assert len(told.found) == 4
    feed, sitemap = discover.best(told.found, NOW)
    assert (feed.url, feed.form, feed.kind, feed.items) == (site.url("/rss"), "rss", "feed", 1)
    assert feed.newest == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert (sitemap.url, sitemap.form, sitemap.kind) == (site.url("/google-news.xml"), "news_sitemap", "sitemap")
    assert site.requests.count("/robots.txt") == 1


def test_what_is_announced_but_dead_or_stale_gives_way(site: Site, pool: Workers) -> None:
    site.routes |= {
        "/": page(home(("Gone", "/gone/feed"), ("Old", "/old.rss"), ("Page", "/soft.rss"), ("Live", "/live.rss"))),
        "/old.rss": page(rss("Fri, 20 Nov 2020 08:00:00 GMT")),
        "/soft.rss": page("<!doctype html><html><body><p>We have no feed any more.</p>"),
        "/live.rss": page(rss()),
    }
    assert chosen(pool, site) == [("rss", "/live.rss")]
    reasons = {each.url: each.reason for each in found(pool, site.url("/")).found}
    assert reasons[site.url("/gone/feed")] == "404 Not Found"
    assert reasons[site.url("/soft.rss")] == "an HTML page, not a feed"


def test_a_stale_feed_is_better_than_none(site: Site, pool: Workers) -> None:
    site.routes |= {"/": page(home(("Old", "/old.rss"))), "/old.rss": page(rss("Fri, 20 Nov 2020 08:00:00 GMT"))}
    assert chosen(pool, site) == [("rss", "/old.rss")]


def test_comments_alone_are_not_enough(site: Site, pool: Workers) -> None:
    base = site.url("")
    site.routes |= {
        "/": page(home(("Comments", "/comments/feed"))),
        "/comments/feed": page(rss(title="Comments")),
        "/robots.txt": page(robots(f"Sitemap: {base}/sitemap.xml")),
        "/sitemap.xml": page(INDEX.format(base=base)),
    }
    assert chosen(pool, site) == [("sitemap_index", "/sitemap.xml")]


def test_only_what_is_missing_is_looked_for_at_usual_addresses(site: Site, pool: Workers) -> None:
    base = site.url("")
    site.routes |= {
        "/": page(home()),
        "/robots.txt": page(robots(f"Sitemap: {base}/google-news.xml")),
        "/google-news.xml": page(NEWS.format(base=base)),
        "/feed": page(rss()),
    }
    assert chosen(pool, site) == [("rss", "/feed"), ("news_sitemap", "/google-news.xml")]
    assert not [path for path in site.requests if "sitemap" in path]


def test_the_news_sitemap_inside_an_index_is_found(site: Site, pool: Workers) -> None:
    base = site.url("")
    names = ("posts-1.xml", "news-2026-11.xml", "news-sitemap.xml")
    index = "".join(f"<sitemap><loc>{base}/{name}</loc></sitemap>" for name in names)
    site.routes |= {
        "/": page(home(("Echo", "/rss"))),
        "/rss": page(rss()),
        "/robots.txt": page(robots(f"Sitemap: {base}/index.xml")),
        "/index.xml": page(f"<sitemapindex>{index}</sitemapindex>"),
        "/news-sitemap.xml": page(NEWS.format(base=base)),
    }
    assert chosen(pool, site) == [("rss", "/rss"), ("news_sitemap", "/news-sitemap.xml")]
    assert not {"/posts-1.xml", "/news-2026-11.xml"} & set(site.requests)


@pytest.mark.parametrize(
    ("path", "body", "form"),
    [
        ("/feed", rss().encode(), "rss"),
        ("/atom.xml", ATOM.encode(), "atom"),
        ("/feed.xml", JSON.encode(), "json"),
        ("/sitemap.xml", gzip.compress(PLAIN.encode()), "sitemap"),
    ],
)
def test_where_nothing_is_announced_the_usual_addresses_are_tried(
    site: Site, pool: Workers, path: str, body: bytes, form: str
) -> None:
    if body.startswith(b"\x1f\x8b"):
        body = gzip.compress(PLAIN.format(base=site.url("")).encode())
    site.routes |= {"/": page(home()), path: page(body)}
    assert chosen(pool, site) == [(form, path)]


@pytest.mark.parametrize("path", ["/feed", "/news.xml"])
def test_a_feed_or_sitemap_is_taken_by_its_own_address(site: Site, pool: Workers, path: str) -> None:
    site.routes |= {"/feed": page(rss()), "/news.xml": page(NEWS.format(base=site.url("")))}
    told = found(pool, site.url(path))
    assert [each.url for each in told.found] == [site.url(path)]
    assert told.home is None
    assert site.pages_asked() == [path]  # nothing else is asked


def test_where_it_has_moved_for_good_is_written_down(site: Site, pool: Workers) -> None:
    site.routes |= {
        "/": redirect("/en/", 302),
        "/en/": page(home(("Echo", "/old"), ("Echo again", "/new"), ("For now", "/now"))),
        "/old": redirect("/new", 301),
        "/new": page(rss()),
        "/now": redirect("/new?session=1", 302),
        "/new?session=1": page(rss()),
    }
    told = found(pool, site.url("/"))
    assert told.home == site.url("/en/")
    assert [each.url for each in told.found][:1] == [site.url("/new")]
    assert [each.url for each in told.found].count(site.url("/new")) == 1


def test_a_site_that_shuts_its_home_page_may_have_an_open_feed(site: Site, pool: Workers) -> None:
    site.routes |= {"/": page("<p>Forbidden", 403), "/feed": page(rss())}
    assert chosen(pool, site) == [("rss", "/feed")]


@pytest.mark.parametrize(
    ("routes", "reason"),
    [
        ({"/robots.txt": page("User-agent: *\nDisallow: /")}, "the robots.txt of 127.0.0.1 asks us not to"),
        ({"/robots.txt": page("", 503)}, "cannot be had: robots.txt: 503"),
        ({"/": page("<p>gone", 410)}, "cannot be had: 410 Gone"),
        ({"/": page("<p>oops", 500)}, "cannot be had: 500"),
        ({"/": page(b"\x89PNG\r\n", content_type="image/png")}, "cannot be had: image/png"),
        ({"/": silent()}, "cannot be had: "),
        ({"/": dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"<p>")}, "cannot be had: "),
        ({"/": redirect("http://169.254.169.254/latest/")}, "cannot be had: "),
        ({"/": redirect("/")}, "cannot be had: redirects in a circle"),
        ({"/": page(home())}, "0 announced and 9 usual addresses were tried; if you know one, give its address"),
        (
            {"/": page(home(("E", "/rss"))), "/rss": page('<!DOCTYPE x [<!ENTITY a "b">]><rss><channel/></rss>')},
            "1 announced and 9 usual addresses were tried; {base}/rss: ",
        ),
        ({"/": page(home(("E", "/rss"))), "/rss": page("<rss><channel/></rss>")}, "{base}/rss: no articles"),
        (
            {"/": page(home(("Comments", "/comments.rss"))), "/comments.rss": page(rss(title="Comments"))},
            "1 announced and 9 usual addresses were tried; {base}/comments.rss: no articles",
        ),
    ],
)  # fmt: skip
def test_what_gives_nothing_is_told_in_one_sentence(
    site: Site, pool: Workers, routes: dict[str, discover.Answer], reason: str
) -> None:
    site.routes |= routes  # type: ignore[arg-type]  # a route each
    started = time.monotonic()
    with pytest.raises(NothingFound) as caught:
        found(pool, site.url("/"))
    assert reason.replace("{base}", site.url("")) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert time.monotonic() - started < 15


@pytest.mark.parametrize(("status", "fields"), [(429, {"retry_after": "60"}), (503, {}), (404, {})])
def test_a_host_that_fails_or_asks_to_wait_is_not_asked_on(
    site: Site, pool: Workers, status: int, fields: dict[str, str]
) -> None:
    site.routes["/"] = page("", status, **fields)
    with pytest.raises(NothingFound, match=f"cannot be had: {status}"):
        found(pool, site.url("/"))
    assert set(site.pages_asked()) == {"/"}


def test_nobody_there_is_told(pool: Workers) -> None:
    with pytest.raises(NothingFound, match=r"^http://127\.0\.0\.1:1/ cannot be had: no connection"):
        found(pool, "http://127.0.0.1:1/")


def test_a_page_that_holds_the_parser_ends_with_its_budget(site: Site) -> None:
    site.routes["/"] = page(HOME.format(head="<script type='application/ld+json'>" + "[" * 4_000_000))
    with (
        Workers(1, Budget(cpu_seconds=0.05, memory_mb=512), preload="flows.discover") as tight,
        pytest.raises(NothingFound, match=r"cannot be read: (reading it took more than|too much time)"),
    ):
        found(tight, site.url("/"))


def test_slow_ones_are_not_waited_for_longer_than_a_person_would(
    site: Site, pool: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discover, "_SECONDS", 0.3)
    monkeypatch.setattr("tests.flows.test_discover.LIMITS", replace(LIMITS, read_seconds=9.0, total_seconds=9.0))
    site.routes |= {
        "/": in_turn(page(home(("Slow", "/slow.rss"), ("Quick", "/quick.rss")))),
        "/slow.rss": silent(),
        "/quick.rss": page(rss()),
    }
    told = {each.url: each.reason for each in found(pool, site.url("/")).found}
    assert told == {site.url("/quick.rss"): None, site.url("/slow.rss"): "no answer within 0 seconds"}
