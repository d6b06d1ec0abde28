import asyncio
from dataclasses import replace
from datetime import timedelta

from extractors.feeds import Sitemap
from extractors.records import Feed, Link, Outcome
from flows import following
from flows.feed_states import Polled
from flows.fetch import Client
from tests.flows.asking import LIMITS, NOW, a_link
from tests.flows.site import Site, page
from tests.flows.test_polling import a_feed

INDEX = a_feed("https://news.example/index.xml", kind="sitemap")
DAY = timedelta(days=1)


def index(*children: Sitemap) -> Polled:
    return Polled(feed=INDEX, asked=INDEX.url, links=(), outcome="ok", reason=None, further=children)


def child(name: str, age: timedelta | None = None) -> Sitemap:
    return Sitemap(url=f"https://news.example/{name}.xml", modified_at=None if age is None else NOW - age)


def paths(feeds: list[Feed]) -> list[str]:
    return [feed.url.removeprefix("https://news.example/").removesuffix(".xml") for feed in feeds]


def test_an_index_leads_to_its_recent_sitemaps_the_latest_first() -> None:
    found = following.sitemaps(index(child("week", 7 * DAY), child("2019", 2500 * DAY), child("today", DAY)), {}, NOW)
    assert paths(found) == ["today", "week"]
    assert {feed.parent_id for feed in found} == {INDEX.feed_id}
    assert {feed.source_id for feed in found} == {INDEX.source_id}


def test_an_index_within_an_index_belongs_to_the_configured_one() -> None:
    inner = replace(index(child("a")), feed=replace(INDEX, feed_id="inner", parent_id="root"))
    assert [feed.parent_id for feed in following.sitemaps(inner, {}, NOW)] == ["root"]


def test_a_known_sitemap_is_asked_before_its_time_only_where_it_changed() -> None:
    offered = (child("changed", DAY), child("same", 3 * DAY), child("undated"), child("dead", DAY))
    known = {feed.feed_id: feed for feed in following.sitemaps(index(*offered), {}, NOW)}
    answered = {
        feed_id: replace(feed, last_success_at=NOW - 2 * DAY)
        if "dead" not in feed.url
        else replace(feed, failures=1.0, status="failing")
        for feed_id, feed in known.items()
    }
    assert paths(following.sitemaps(index(*offered), answered, NOW)) == ["changed"]


def test_of_a_thousand_sitemaps_fifty_are_asked() -> None:
    undated = [child(f"{number}") for number in range(1000)]
    found = paths(following.sitemaps(index(*undated), {}, NOW))
    assert len(found) == 50
    assert {"0", "24", "975", "999"} <= set(found)
    assert paths(following.sitemaps(index(*undated, child("dated", DAY)), {}, NOW))[0] == "dated"


def offered(kind: str, *links: Link) -> Polled:
    return Polled(feed=INDEX, asked=INDEX.url, links=links, outcome="ok", reason=None, kind=kind)


def old_ones(polled: Polled, unseen: set[str]) -> list[str]:
    marked = following.recent(polled, unseen, NOW).links
    return [link.url for link in marked if link.last_outcome == Outcome.TOO_OLD]


def test_what_a_sitemap_dates_long_ago_is_its_archive_but_a_feeds_old_item_is_not() -> None:
    links = (
        a_link("new", published_hint=NOW - DAY),
        a_link("old", published_hint=NOW - 40 * DAY),
        a_link("changed", published_hint=None, updated_hint=NOW - 40 * DAY),
        a_link("known", published_hint=NOW - 40 * DAY),
    )
    unseen = {"new", "old", "changed"}
    assert old_ones(offered("sitemap", *links), unseen) == ["old", "changed"]
    assert old_ones(offered("rss", *links), unseen) == []
    assert old_ones(offered("news_sitemap", *links), unseen) == []


def test_of_a_sitemap_without_dates_the_first_five_hundred_new_addresses_are_news() -> None:
    links = [a_link(f"{number}", published_hint=None) for number in range(1200)]
    known = {link.url for link in links[:100]}
    old = old_ones(offered("sitemap", *links), {link.url for link in links} - known)
    assert old == [f"{number}" for number in range(600, 1200)]


FEED = '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>News</title>{next}{items}</channel></rss>'


def pages(site: Site, *items: range) -> Polled:
    """Serve a feed in pages of these items and return the poll of its first."""
    for number, of_page in enumerate(items, 1):
        has_next = number < len(items)
        further = f'<atom:link rel="next" href="{site.url(f"/feed/{number + 1}")}"/>' if has_next else ""
        rows = "".join(f"<item><title>N{item}</title><link>{site.url(f'/{item}')}</link></item>" for item in of_page)
        site.routes[f"/feed/{number}"] = page(FEED.format(next=further, items=rows), content_type="text/xml")
    feed = a_feed(site.url("/feed/1"), last_new_at=NOW - DAY)
    first = tuple(a_link(site.url(f"/{item}")) for item in items[0])
    return Polled(
        feed=feed, asked=feed.url, links=first, outcome="ok", reason=None, kind="rss", next_url=site.url("/feed/2")
    )


def caught_up(polled: Polled, known: set[str]) -> list[str]:
    async def ask() -> Polled:
        async with Client(LIMITS, "run") as client:
            return await following.older(
                client.get, polled, lambda links: {link.url_canonical for link in links} - known, NOW, None
            )

    return [link.url.rpartition("/")[2] for link in asyncio.run(ask()).links]


def test_after_an_outage_the_older_pages_are_read_until_something_is_known() -> None:
    with Site() as site:
        polled = pages(site, range(3), range(3, 6), range(6, 9), range(9, 12))
        assert caught_up(polled, {site.url("/7")}) == [str(number) for number in range(9)]
        assert caught_up(polled, {site.url("/1")}) == ["0", "1", "2"]
        never_read = replace(polled, feed=replace(polled.feed, last_new_at=None))
        assert caught_up(never_read, set()) == ["0", "1", "2"]


def test_catching_up_is_bounded_and_ends_quietly_where_a_page_is_missing() -> None:
    with Site() as site:
        polled = pages(site, *(range(number, number + 1) for number in range(12)))
        assert caught_up(polled, set()) == ["0", "1", "2", "3", "4", "5"]
        site.routes["/feed/3"] = page("<p>none</p>", 404)
        assert caught_up(polled, set()) == ["0", "1"]
        site.routes["/feed/3"] = page("<p>no feed</p>")
        assert caught_up(polled, set()) == ["0", "1"]
