"""What feeds and sitemaps say comes out as they said it, in whichever form they say it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import feeds, urls
from extractors.feeds import FeedReading
from extractors.records import Link, Rejection
from tests.extractors.test_feeds import BASE, FEED, NOW

Entry = tuple[str, str, datetime]  # address, title, date
_ADDRESSES = st.from_regex(r"https://news\.example/[a-z0-9/-]{1,20}(\?id=[0-9]{1,6})?", fullmatch=True)
_TITLES = st.text(st.sampled_from("abzAZ éßñ дЖ 中日 س 019 ,.!?'\"-—“”()%"), min_size=1, max_size=30)
_DATES = st.datetimes(datetime(2020, 1, 1), NOW.replace(tzinfo=None), timezones=st.just(UTC))  # noqa: DTZ001  zone beside
ENTRIES = st.lists(st.tuples(_ADDRESSES, _TITLES, _DATES), max_size=8)


def rss(entries: Sequence[Entry]) -> str:
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{escape(url)}</link><pubDate>{format_datetime(at)}</pubDate></item>"
        for url, title, at in entries
    )
    return f"<rss version='2.0'><channel><title>x</title>{items}</channel></rss>"


def rdf(entries: Sequence[Entry]) -> str:
    items = "".join(
        f"<item><title><![CDATA[{title}]]></title><link>{escape(url)}</link><dc:date>{at.isoformat()}</dc:date></item>"
        for url, title, at in entries
    )
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title></channel>{items}</rdf:RDF>'
    )


def atom(entries: Sequence[Entry]) -> str:
    items = "".join(
        f"<entry><title type='text'>{escape(title)}</title><link href='{escape(url)}'/>"
        f"<published>{at.isoformat()}</published></entry>"
        for url, title, at in entries
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{items}</feed>'


def json_feed(entries: Sequence[Entry]) -> str:
    items = [{"id": url, "url": url, "title": title, "date_published": at.isoformat()} for url, title, at in entries]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": items})


def news_sitemap(entries: Sequence[Entry]) -> str:
    items = "".join(
        f"<url><loc>{escape(url)}</loc><n:news><n:publication_date>{at.isoformat()}</n:publication_date>"
        f"<n:title>{escape(title)}</n:title></n:news></url>"
        for url, title, at in entries
    )
    return (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{items}</urlset>'
    )


FORMS = {form.__name__: form for form in (rss, rdf, atom, json_feed, news_sitemap)}


def links(body: str) -> tuple[Link, ...]:
    found = feeds.links(body.encode(), FEED, base=BASE, now=NOW)
    return found.links if isinstance(found, FeedReading) else ()


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@settings(max_examples=25)
@given(entries=ENTRIES)
def test_each_entry_comes_out_once_in_order_with_its_title_and_date(
    form: Callable[[Sequence[Entry]], str], entries: list[Entry]
) -> None:
    first: dict[str, Entry] = {}
    for entry in entries:
        first.setdefault(urls.canonical(entry[0]), entry)
    found = links(form(entries))
    assert [link.url_canonical for link in found] == list(first)
    for link, (_, title, at) in zip(found, first.values(), strict=True):
        assert (link.title_hint or "").split() == title.split()
        assert link.published_hint == at.replace(microsecond=0)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@settings(max_examples=25)
@given(
    entries=ENTRIES,
    cuts=st.lists(st.tuples(st.integers(0, 2000), st.sampled_from("<>&;\"' \0\ufffd]/ax0")), max_size=6),
)
def test_a_spoilt_feed_gives_canonical_links_or_a_reason_and_nothing_of_the_future(
    form: Callable[[Sequence[Entry]], str], entries: list[Entry], cuts: list[tuple[int, str]]
) -> None:
    body = form(entries)
    for at, put in cuts:
        body = body[: at % len(body)] + put + body[at % len(body) + 1 :]
    started = time.process_time()
    found = feeds.links(body.encode(), FEED, base=BASE, now=NOW)
    assert time.process_time() - started < 1
    assert isinstance(found, FeedReading | Rejection)
    for link in found.links if isinstance(found, FeedReading) else ():
        assert urls.canonical(link.url) == link.url_canonical
        assert link.published_hint is None or link.published_hint <= NOW + timedelta(days=2)
        assert len(link.title_hint or "") <= len(body)


@settings(max_examples=25)
@given(entries=st.lists(_ADDRESSES, unique_by=urls.canonical, min_size=1, max_size=8))
def test_a_list_of_addresses_is_those(entries: list[str]) -> None:
    assert [link.url for link in links("\n".join(entries))] == entries


@settings(max_examples=25)
@given(entries=ENTRIES)
def test_repeating_a_feed_offers_nothing_more(entries: list[Entry]) -> None:
    once, twice = links(rss(entries)), links(rss(entries * 2))
    assert once == twice
    assert all(one.url_canonical != other.url_canonical for one, other in pairwise(once))
