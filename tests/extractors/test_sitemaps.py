from __future__ import annotations

import gzip
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import feeds, packing, sitemaps
from extractors.feeds import FeedReading, Sitemap
from extractors.records import Outcome, Rejection
from tests.extractors.test_feeds import FEED, NOW

BASE = "https://www.news.example/sitemaps/today.xml"
SITEMAP = replace(FEED, kind="sitemap", url=BASE)
XML = '<?xml version="1.0" encoding="UTF-8"?>'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
LARGE = """
import resource, time
from tests.extractors.test_sitemaps import of, read
body = of(f"<url><loc>https://www.news.example/2026/11/20/some-longer-name-of-an-article-{n}</loc>"
          f"<lastmod>2026-11-20T09:00:00+01:00</lastmod></url>" for n in range(50_000))
read(of([]))
before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
links = read(body).links
print(len(links), time.process_time() - started, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


def of(entries: object, root: str = "urlset") -> bytes:
    assert hasattr(entries, "__iter__")
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'{XML}<{root} xmlns="{space}" {NEWS}>{"".join(entries)}</{root}>'.encode()


def read(body: bytes, base: str = BASE) -> FeedReading:
    reading = feeds.links(body, SITEMAP, base=base, now=NOW)
    assert isinstance(reading, FeedReading), reading
    return reading


def test_a_sitemap_gives_addresses_and_when_they_changed() -> None:
    entries = [
        "<url><loc>https://news.example/a</loc><lastmod>2026-11-19T10:00:00+01:00</lastmod></url>",
        "<url><loc>\n https://www.news.example/b?x=1&amp;y=2 </loc><lastmod>2026-11-18</lastmod></url>",
        "<url><loc>https://news.example/c</loc><lastmod>2027-01-01</lastmod><priority>0.5</priority></url>",
    ]
    reading = read(of(entries))
    assert reading.kind == "sitemap"
    assert [(link.url, link.updated_hint) for link in reading.links] == [
        ("https://news.example/a", datetime(2026, 11, 19, 9, tzinfo=UTC)),
        ("https://www.news.example/b?x=1&y=2", datetime(2026, 11, 18, tzinfo=UTC)),
        ("https://news.example/c", None),
    ]
    assert {link.published_hint for link in reading.links} == {None}


def test_a_news_sitemap_gives_titles_and_dates_of_publication() -> None:
    entry = """<url><loc>https://news.example/a</loc><news:news><news:publication><news:name>The Example</news:name>
    <news:language>de</news:language></news:publication><news:publication_date>2026-11-20T09:00+01:00
    </news:publication_date><news:title><![CDATA[Rain & snow]]></news:title></news:news></url>"""
    reading = read(of([entry, entry.replace("/a<", "/b<")]))
    assert (reading.kind, reading.title, reading.language) == ("news_sitemap", "The Example", "de")
    assert [link.title_hint for link in reading.links] == ["Rain & snow"] * 2
    assert reading.links[0].published_hint == datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_a_news_sitemap_in_two_languages_has_none() -> None:
    one = "<url><loc>https://news.example/{}</loc><news:news><news:language>{}</news:language></news:news></url>"
    assert read(of([one.format("a", "de"), one.format("b", "fr")])).language is None


def test_an_index_leads_to_further_sitemaps() -> None:
    entries = [
        "<sitemap><loc>https://news.example/s1.xml.gz</loc><lastmod>2026-11-20</lastmod></sitemap>",
        "<sitemap><loc>s2.xml</loc></sitemap>",
        "<sitemap><loc>https://elsewhere.example.org/s3.xml</loc></sitemap>",
        "<sitemap><lastmod>2026-11-20</lastmod></sitemap>",
    ]
    reading = read(of(entries, "sitemapindex"))
    assert (reading.kind, reading.links) == ("sitemap_index", ())
    assert reading.further == (
        Sitemap(url="https://news.example/s1.xml.gz", modified_at=datetime(2026, 11, 20, tzinfo=UTC)),
        Sitemap(url="https://www.news.example/sitemaps/s2.xml"),
    )
    assert (reading.foreign, reading.unusable) == (1, 1)


def test_a_sitemap_speaks_for_its_own_site_wherever_it_was_moved() -> None:
    body = of(
        f"<url><loc>https://{host}/a</loc></url>"
        for host in ("news.example", "blog.news.example", "bucket.example.net")
    )
    reading = read(body, base="https://bucket.example.net/sitemap.xml")
    assert (len(reading.links), reading.foreign) == (3, 0)
    assert read(body).foreign == 1


def test_a_list_of_addresses_that_a_person_configured_may_name_any_site() -> None:
    body = b"\xef\xbb\xbf# mine\nhttps://news.example/a\r\n\r\nhttps://elsewhere.example.org/b\nnot one\n"
    reading = read(body)
    assert (reading.kind, len(reading.links), reading.unusable) == ("addresses", 2, 1)
    found = feeds.links(body, replace(SITEMAP, parent_id="index"), base=BASE, now=NOW)
    assert isinstance(found, FeedReading)
    assert (len(found.links), found.foreign) == (1, 1)


def test_prose_with_an_address_is_no_list() -> None:
    for text in (b"see\nhttps://news.example/a\nfor more\n", b"https://news.example/a\nis down", b"Not found"):
        assert isinstance(feeds.links(text, SITEMAP, base=BASE, now=NOW), Rejection)


def test_what_is_configured_as_a_sitemap_may_be_a_feed() -> None:
    body = b"<rss version='2.0'><channel><item><link>https://elsewhere.example.org/x</link></item></channel></rss>"
    assert (read(body).kind, read(body).links[0].url) == ("rss", "https://elsewhere.example.org/x")


def test_an_index_and_a_file_are_cut_at_fifty_thousand() -> None:
    entries = [f"<sitemap><loc>https://news.example/{n}</loc></sitemap>" for n in range(sitemaps.MAX_ADDRESSES + 7)]
    reading = read(of(entries, "sitemapindex"))
    assert (len(reading.further), reading.truncated) == (50_000, 7)


def test_fifty_thousand_addresses_take_about_a_second_and_under_100_megabytes() -> None:
    done = subprocess.run([sys.executable, "-c", LARGE], capture_output=True, text=True, check=True)  # noqa: S603  our own text
    count, seconds, megabytes = map(float, done.stdout.split())
    print(f"50,000 addresses: {seconds:.2f} CPU s, {megabytes:.0f} MB")
    assert count == 50_000
    assert seconds < 2.5  # 0.9 on a quiet machine
    assert megabytes < 100


@pytest.mark.parametrize("packed", [gzip.compress, lambda body: gzip.compress(body[:90]) + gzip.compress(body[90:])])
def test_a_gzip_file_is_unpacked(packed: object) -> None:
    assert callable(packed)
    assert len(read(packed(of(["<url><loc>https://news.example/a</loc></url>"]))).links) == 1


def test_a_body_that_is_no_gzip_file_stays_as_it_is() -> None:
    assert packing.unpacked(b"<urlset/>") == b"<urlset/>"


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (gzip.compress(b"x" * 5000)[:-1], Outcome.BAD_ENCODING),
        (gzip.compress(b"x" * 5000)[:20], Outcome.BAD_ENCODING),
        (b"\x1f\x8b", Outcome.BAD_ENCODING),
        (gzip.compress(b"") * 2001, Outcome.BAD_ENCODING),
        (gzip.compress(b"x" * (packing.MAX_BYTES + 1), 1), Outcome.TOO_LARGE),
    ],
)
def test_what_cannot_be_unpacked_whole_is_refused(body: bytes, outcome: Outcome) -> None:
    refused = packing.unpacked(body)
    assert isinstance(refused, Rejection)
    assert refused.outcome is outcome


def test_a_gzip_file_of_exactly_the_limit_is_read() -> None:
    unpacked = packing.unpacked(gzip.compress(b"x" * packing.MAX_BYTES, 1))
    assert isinstance(unpacked, bytes)
    assert len(unpacked) == packing.MAX_BYTES


@given(st.lists(st.binary(max_size=300_000), max_size=4), st.binary(max_size=9).filter(lambda end: end[:1] != b"\x1f"))
def test_unpacking_gives_what_was_packed(parts: list[bytes], padding: bytes) -> None:
    packed = b"".join(map(gzip.compress, parts))
    assert not packed or packing.unpacked(packed + padding) == b"".join(parts)


@given(st.text(max_size=300))
def test_no_text_in_a_sitemap_raises(text: str) -> None:
    started = time.process_time()
    read(of([f"<url><loc>{text}</loc><lastmod>{text}</lastmod></url>"]))
    assert time.process_time() - started < (10 if sys.gettrace() else 1)
