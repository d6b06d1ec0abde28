import gzip
import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import article
from extractors.identity import hash_id
from extractors.records import Outcome, Page, Reading, Rejection
from tests.extractors import page

SENTENCES = (
    "The council of Marle voted on Tuesday to rebuild the old market hall that burned down two winters ago.",
    "Work is to begin in March and should take fourteen months, the mayor told reporters after the session.",
    "Traders who lost their stalls will move back in at the rent they paid before, a condition of the grant.",
    "The opposition called the plan too dear and asked for a second estimate, which the council turned down.",
)
BODY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
HEAD = "<!doctype html><html><head><title>Market hall to rise again</title></head>"
HTML = f"{HEAD}<body><article>{BODY}</article></body></html>"
URL = "https://www.marle.example/news/market-hall-42"


def read(body: str | bytes, **fields: object) -> Reading:
    found = article.read(page.of(body, **fields))
    assert isinstance(found, Reading), found
    return found


def rejected(body: str | bytes, **fields: object) -> Rejection:
    found = article.read(page.of(body, **fields))
    assert isinstance(found, Rejection), found
    return found


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.text(st.sampled_from("<>/pdivabh1 ='\"&;#x0&tscr!-"), max_size=400).map(str.encode),
        st.binary(max_size=60).map(lambda noise: HTML.encode()[:200] + noise + HTML.encode()[200:]),
    ),
    st.sampled_from([None, "text/html", "text/plain", "application/pdf"]),
    st.one_of(st.none(), st.just(URL), st.text(max_size=30)),
)
def test_never_raises_and_the_same_page_gives_the_same_records(body: bytes, kind: str | None, url: str | None) -> None:
    one = page.of(body, content_type=kind, url=url)
    assert article.read(one) == article.read(one)


def test_a_plain_page() -> None:
    found = read(HTML, url=URL + "?utm_source=feed#top", source_id="marle")
    assert found.article.title == "Market hall to rise again"
    assert found.version.text == "\n\n".join(SENTENCES)
    assert found.article.article_id == hash_id("article", URL)
    assert found.article.url_canonical == URL
    assert found.article.source_id == "marle"
    assert found.article.first_seen_at == page.FETCHED_AT
    assert found.version.quality_flags == ("undated",)
    assert json.loads(found.version.metadata_from) == {"title": "html", "url_canonical": "url"}
    assert found.version.version_id == hash_id(
        "version", found.article.article_id, found.article.title, found.version.text_sha256, found.version.extractor
    )


@pytest.mark.parametrize(
    ("body", "outcome", "named"),
    [
        (b"", Outcome.NO_TEXT, "empty"),
        (b" \n\t ", Outcome.NO_TEXT, "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", Outcome.NOT_HTML, "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, Outcome.NOT_HTML, "PNG"),
        (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", Outcome.NOT_HTML, "Word"),
        (gzip.compress(HTML.encode()), Outcome.NOT_HTML, "gzip"),
        (b"RIFF\0\0\0\0WEBPVP8 ", Outcome.NOT_HTML, "WebP"),
        (b'<?xml version="1.0"?><!-- x --><rss version="2.0"><channel/></rss>', Outcome.IS_FEED, "<rss>"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', Outcome.IS_FEED, "<feed>"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', Outcome.IS_FEED, "JSON feed"),
        (b'{"a": 1}', Outcome.NOT_HTML, "JSON"),
        (b'<?xml version="1.0"?><urlset></urlset>', Outcome.NOT_HTML, "sitemap"),
        (b'<?xml version="1.0"?><nitf></nitf>', Outcome.NOT_HTML, "<nitf>"),
        (bytes(range(256)) * 9, Outcome.BAD_ENCODING, "charset"),
        (b"<html><body></body></html>", Outcome.NO_TEXT, "no text"),
        (b"<html><body><p>Nothing here.</p></body></html>", Outcome.TOO_SHORT, "words"),
        (b"<p>x" * (3 * 1024 * 1024), Outcome.TOO_LARGE, "bytes"),
    ],
)
def test_what_is_no_article_says_what_it_is(body: bytes, outcome: Outcome, named: str) -> None:
    found = rejected(body, content_type="text/html")
    assert found.outcome is outcome
    assert named in found.reason


def test_content_decides_not_the_declared_type() -> None:
    assert read(HTML, content_type="image/png").article.title == "Market hall to rise again"
    assert read("\n\n".join(SENTENCES), content_type="text/html").version.extractor.startswith("plaintext/")
    assert read(HTML, content_type="text/plain").version.extractor.startswith("html/")


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        ("/news/market-hall-42", URL),
        ("https://marle.example/news/market-hall", "https://marle.example/news/market-hall"),
        ("https://m.marle.example/news/market-hall", "https://m.marle.example/news/market-hall"),
        ("https://other.example/news/market-hall", URL),
        ("https://www.marle.example/", URL),
        ("https://www.marle.example/news", URL),
        ("https://[broken", URL),
        ("", URL),
    ],
)
def test_which_canonical_links_are_believed(link: str, canonical: str) -> None:
    body = HTML.replace("<head>", f'<head><link rel="canonical" href="{link}">')
    assert read(body, url=URL).article.url_canonical == canonical


def test_a_view_of_a_page_is_the_page() -> None:
    body = HTML.replace("<head>", f'<head><link rel="canonical" href="{URL}">')
    assert read(body, url=URL + "/amp").article.article_id == read(body, url=URL).article.article_id


def test_a_file_is_known_by_the_address_it_states_or_by_its_bytes() -> None:
    stated = read(HTML.replace("<head>", f'<head><meta property="og:url" content="{URL}">'), item="a.html")
    assert (stated.article.url_canonical, stated.article.source_id) == (URL, "marle.example")
    assert stated.article.url is None
    bare = read(HTML, item="a.html")
    assert bare.article.url_canonical is None
    assert bare.article.article_id == hash_id("article", bare.version.page_sha256)
    assert bare.article.source_id == "files"


@pytest.mark.parametrize(
    "reference", ["&#12;", "&#1;", "&#11;", "&#31;", "&#xFFFE;", "&#xD800;", "&#0;", "&#99999999;"]
)
def test_a_character_that_stands_for_none_costs_no_text(reference: str) -> None:
    body = HTML.replace("market hall", f"market{reference} hall", 1)
    assert len(read(body).version.text.split()) == len(" ".join(SENTENCES).split())


@pytest.mark.parametrize("depth", [300, 2500])
def test_deep_nesting_costs_no_text(depth: int) -> None:
    body = HTML.replace("<article>", "<article>" + "<div>" * depth).replace(
        "</article>", "</div>" * depth + "</article>"
    )
    assert read(body).version.text.split()[-3:] == ["council", "turned", "down."]


def test_words_part_where_inline_elements_do_not_join_them() -> None:
    body = HTML.replace("rebuild the old", "<b>re</b>build <a href='/x'>the</a> <i>old</i>")
    assert read(body).version.text.startswith("The council of Marle voted on Tuesday to rebuild the old market")


@pytest.mark.parametrize(
    "body", ["<table>" + "<tr><td>cell one</td><td>cell two</td></tr>" * 4000, "<p>tiny</p>" * 8000]
)
def test_a_page_of_many_blocks_is_read_in_fast_mode(body: str) -> None:
    started = time.process_time()
    found = read(HTML.replace("</article>", body + "</article>"))
    assert time.process_time() - started < 5
    assert "fast_mode" in found.version.quality_flags


def test_text_that_only_structured_data_has() -> None:
    node = {"@type": "NewsArticle", "headline": "Hall", "articleBody": "\n".join(SENTENCES)}
    script = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    found = read(f'<html><head>{script}</head><body><div id="app"></div></body></html>')
    assert found.version.text == "\n\n".join(SENTENCES)
    assert "from_structured_data" in found.version.quality_flags


@pytest.mark.parametrize(
    ("raw", "at", "precision"),
    [
        ("2026-11-18T07:42:10+01:00", datetime(2026, 11, 18, 6, 42, 10, tzinfo=UTC), "second"),
        ("2026-11-18 07:42", datetime(2026, 11, 18, 7, 42, tzinfo=UTC), "minute"),
        ("2026-11-18", datetime(2026, 11, 18, tzinfo=UTC), "day"),
        ("1970-01-01", None, None),
        ("1989-12-31", None, None),
        ((page.FETCHED_AT + timedelta(days=3)).isoformat(), None, None),
        ("soon", None, None),
    ],
)
def test_which_dates_are_believed(raw: str, at: datetime | None, precision: str | None) -> None:
    body = HTML.replace("<head>", f'<head><meta property="article:published_time" content="{raw}">')
    found = read(body).article
    assert (found.published_at, found.published_precision) == (at, precision)
    assert found.published_from == ("meta" if at else None)


def test_a_finder_s_date_is_the_next_best() -> None:
    hint = datetime(2026, 11, 19, 8, 30, tzinfo=UTC)
    found = read(HTML, url=URL, published_hint=hint, title_hint="Another").article
    assert (found.published_at, found.published_from, found.title) == (hint, "feed", "Market hall to rise again")


def test_a_clean_up_that_leaves_too_little_is_undone() -> None:
    body = HTML.replace(SENTENCES[0], SENTENCES[0] + "</p><p class='x'>" + SENTENCES[2]).replace(
        "<p>", "<p class='cta'>"
    )
    assert read(body).version.text.count("council") >= 2


def test_a_live_blog_and_a_paywall_lower_the_quality() -> None:
    node = {"@type": "LiveBlogPosting", "headline": "Market hall to rise again", "isAccessibleForFree": "False"}
    body = HTML.replace("<head>", f'<head><script type="application/ld+json">{json.dumps(node)}</script>')
    version = read(body).version
    assert set(version.quality_flags) >= {"live_blog", "paywall"}
    assert version.quality < read(HTML).version.quality
    assert version.is_free is False


def test_the_page_is_all_that_is_needed() -> None:
    assert isinstance(
        article.read(
            Page(
                item="x",
                url=None,
                final_url=None,
                body=HTML.encode(),
                content_type=None,
                charset=None,
                fetched_at=page.FETCHED_AT,
            )
        ),
        Reading,
    )


def test_a_list_of_links_is_no_article() -> None:
    links = "".join(f'<a href="/{n}">Read our story number {n}</a><br>' for n in range(40))
    assert rejected(f"{HEAD}<body>{links}</body></html>").reason == "a list of links, not an article"
    assert read(HTML.replace("market hall", '<a href="/hall">market hall</a>')).version.text.startswith(SENTENCES[0])
