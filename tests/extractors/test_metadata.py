import json
import time
from dataclasses import replace
from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import authors, markup, metadata
from extractors.assembly import Facts
from tests.extractors import page

URL = "https://www.marle.example/news/market-hall-42"


def facts(head: str = "", body: str = "<p>Text.</p>", **fields: object) -> Facts:
    tree = markup.parse(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return metadata.read(tree, page.of("", **{"url": URL, **fields})).facts


def linked(node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("Von Jörg Müßig und Käthe Brändle", ("Jörg Müßig", "Käthe Brändle")),
        ("Jane Doe, John Roe and Ann-Marie O'Neil", ("Jane Doe", "John Roe", "Ann-Marie O'Neil")),
        ("Jane Doe, Berlin", ("Jane Doe",)),
        ("Doe, Jane", ("Jane Doe",)),
        ("Jane Doe (jane@marle.example) @janedoe", ("Jane Doe",)),
        ("Par Luc Été & Zoë Noël", ("Luc Été", "Zoë Noël")),
        ("J.R. Example/A.B. Sample", ("J.R. Example", "A.B. Sample")),
        ("The Marle Courier", ()),
        ("Redaktion", ()),
        ("admin", ()),
        ("https://www.facebook.com/marle", ()),
        ("山田太郎", ("山田太郎",)),
        ("", ()),
    ],
)
def test_persons(written: str, names: tuple[str, ...]) -> None:
    assert authors.persons([written], ["The Marle Courier"]) == names


def test_json_ld_comes_before_meta_elements_and_each_field_says_where_it_is_from() -> None:
    node = {
        "@type": "NewsArticle",
        "headline": "Hall &amp; market",
        "author": [
            {"@type": "Person", "givenName": "Jane", "familyName": "Doe"},
            {"@type": "Organization", "name": "Courier"},
        ],
        "image": [{"@type": "ImageObject", "url": "/i.jpg"}],
        "keywords": "hall, market",
        "isAccessibleForFree": "False",
    }
    found = facts(
        linked([node]) + '<meta property="og:title" content="Other"><meta name="description" content="Lead.">'
    )
    assert (found.title, found.authors, found.keywords) == ("Hall & market", ("Jane Doe",), ("hall", "market"))
    assert (found.image_url, found.is_free, found.summary) == ("https://www.marle.example/i.jpg", False, "Lead.")
    assert found.metadata_from == {
        "url_canonical": "url",
        "title": "json-ld",
        "authors": "json-ld",
        "keywords": "json-ld",
        "image_url": "json-ld",
        "is_free": "json-ld",
        "summary": "meta",
    }


@pytest.mark.parametrize(
    "script",
    [
        '<!-- {"@type": "Article", "headline": "Mended"} -->',
        '//<![CDATA[\n{"@type": "Article", "headline": "Mended"}\n//]]>',
        '{"@type": "Article", "headline": "Mended",}',
        '{"@type": "Article", "headline": "Men\nded"}',
        '{"@graph": [{"@type": "WebPage", "name": "x"}, {"@type": ["Article"], "headline": "Mended"}]}',
        '{"@type": "WebPage", "mainEntity": {"@type": "ReportageNewsArticle", "headline": "Mended"}}',
    ],
)
def test_json_ld_as_publishers_write_it(script: str) -> None:
    found = facts(f'<script type="application/ld+json">{script}</script><meta property="og:title" content="Other">')
    assert found.title.replace(" ", "") == "Mended"


@pytest.mark.parametrize("script", ["{", "[]", "null", '"x"', "{}", '{"@type": 7, "author": 7}', "[" * 5000])
def test_json_ld_that_says_nothing(script: str) -> None:
    found = facts(f'<script type="application/ld+json">{script}</script><title>Other</title>')
    assert (found.title, found.authors) == ("Other", ())


def test_the_article_is_told_from_teasers_of_others() -> None:
    others = [{"@type": "NewsArticle", "headline": "Elsewhere", "author": "A. Body", "datePublished": "2026-01-01"}]
    own = [{"@type": "NewsArticle", "headline": "Market hall to rise again"}]
    head = linked(others) + linked(own) + '<meta property="og:title" content="Market hall to rise again">'
    assert facts(head).title == "Market hall to rise again"


@pytest.mark.parametrize(
    "title",
    [
        "Hall to rise - The Marle Courier",
        "Hall to rise | Courier | The Marle Courier",
        "The Marle Courier: Hall to rise",
        "Hall to rise | Marle",
    ],
)
def test_the_site_s_name_is_no_part_of_the_title(title: str) -> None:
    site = '<meta property="og:site_name" content="The Marle Courier">'
    heading = "<h1>Hall to rise</h1>" if "| Courier" in title or title.startswith("The") else ""
    assert facts(f"{site}<title>{title}</title>", heading).title == "Hall to rise"


def test_a_dash_within_a_title_stays() -> None:
    assert facts("<title>Dunes - a town rebuilds</title>").title == "Dunes - a town rebuilds"


def test_the_headline_shown_comes_before_a_social_title() -> None:
    head = '<meta property="og:title" content="Hall to rise: what it costs, who pays">'
    assert facts(head, "<h1>Hall to rise: who pays what</h1>").title == "Hall to rise: who pays what"
    assert facts(head, "<h1>The Marle Courier</h1>").title == "Hall to rise: what it costs, who pays"


def test_a_byline_that_only_the_page_shows() -> None:
    body = '<p class="byline">By Jane Doe, Senior Reporter | May 3, 2026</p><p>Text.</p>'
    found = facts(body=body)
    assert (found.authors, found.metadata_from["authors"]) == (("Jane Doe",), "html")


def test_declared_language_and_section() -> None:
    head = '<meta http-equiv="Content-Language" content="de-AT"><meta property="article:section" content="Lokales">'
    found = facts(head)
    assert (found.language_declared, found.section) == ("de", "Lokales")


def test_hints_fill_what_the_page_leaves_open() -> None:
    found = facts(title_hint="From the feed", authors_hint=("Jane Doe",), language_hint="fr")
    assert (found.title, found.authors, found.language_declared) == ("From the feed", ("Jane Doe",), "fr")
    assert set(found.metadata_from.values()) == {"hint", "url"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "name", "url", "item", "hasPart", "Person"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
KEYS = (
    *("@id", "@graph", "headline", "name", "author", "creator", "publisher", "datePublished", "dateModified", "image"),
    *("keywords", "articleSection", "isAccessibleForFree", "hasPart", "inLanguage", "itemListElement", "description"),
)
TYPES = st.sampled_from(["NewsArticle", "WebPage", "BreadcrumbList", ["Article", "WebPage"]])
TAGS = ("h1", "h2", "p", "time", "span class='author'", "a rel='author' href='/x'", "div class='date'", "aside", "b")
WRITTEN = st.text(max_size=25) | st.sampled_from(["By Jane Doe", "Updated: 18 May 2026", "Written by", "Hall to rise"])


@given(st.lists(st.tuples(TYPES, st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6)), max_size=3))
def test_no_structured_data_raises(nodes: list[tuple[object, dict[str, object]]]) -> None:
    found = facts("".join(linked({"@type": kind, **fields}).replace("\ud800", "") for kind, fields in nodes))
    assert isinstance(found, Facts)
    assert set(found.metadata_from.values()) <= {"json-ld", "json-ld (of a change)", "url"}


@given(st.lists(st.tuples(st.sampled_from(TAGS), WRITTEN), max_size=12))
def test_no_page_raises_and_no_title_ends_in_a_blank(parts: list[tuple[str, str]]) -> None:
    body = "".join(f"<{tag}>{escape(text)}</{tag.split()[0]}>" for tag, text in parts)
    found = facts("<title>Hall to rise | Marle</title>", body)
    assert found.title == " ".join(found.title.split())
    assert all(name == name.strip() for name in found.authors)


@pytest.mark.parametrize("unit", ["(", "<a", " | Courier", "By ", "Jane Doe, ", "1/", "<", "&amp;"])
def test_long_values_cost_no_time(unit: str) -> None:
    long = unit * (200_000 // len(unit))
    node = {"@type": "NewsArticle", "headline": long, "author": long, "datePublished": long, "description": long}
    head = linked(node) + f'<meta name="author" content="{escape(long)}"><title>{escape(long)}</title>'
    started = time.process_time()
    facts(head, f"<h1>{escape(long)}</h1><p class='author'>{escape(long)}</p>")
    assert time.process_time() - started < 2.0


@pytest.mark.parametrize(
    ("head", "url", "origin", "address"),
    [
        (f'<link rel="canonical" href="{URL}">', f"{URL}?page=1", "html", URL),
        (f'<meta property="og:url" content="{URL}">', None, "meta", URL),
        (linked({"@type": "Article", "mainEntityOfPage": {"@id": URL}}), None, "json-ld", URL),
        (linked({"@type": "Article", "url": URL}), f"{URL}/amp", "json-ld", URL),
        ('<link rel="canonical" href="/">', URL, "url", URL),
        (linked({"@type": "Article", "mainEntityOfPage": True}), None, None, None),
        ('<link rel="canonical">', None, None, None),
    ],
)
def test_the_canonical_address_and_who_says_so(
    head: str, url: str | None, origin: str | None, address: str | None
) -> None:
    found = facts(head, url=url, final_url=url)
    assert (found.url_canonical, found.metadata_from.get("url_canonical")) == (address, origin)


def test_the_lines_above_the_text_fill_what_the_page_states_nowhere() -> None:
    bare = Facts(title="Hall to rise", site_name="The Marle Courier")
    head = ["Local", "By Jane Doe", "18.11.2026, 12:00 Uhr"]
    found = metadata.credited(bare, head, page.of("", time_zone="Europe/Berlin"))
    assert (found.authors, found.published_at) == (("Jane Doe",), datetime(2026, 11, 18, 11, tzinfo=UTC))
    assert (found.published_precision, found.published_from) == ("minute", "text")
    assert found.metadata_from == {"authors": "byline", "published_at": "text"}
    known = replace(bare, authors=("Ann Poe",), published_at=datetime(2026, 11, 17, tzinfo=UTC))
    assert metadata.credited(known, head, page.of("")) == known
    assert metadata.credited(bare, ["18.11.2031"], page.of("")) == bare


def test_a_picture_without_a_readable_address_is_none() -> None:
    assert facts('<meta property="og:image" content="https://[bad">').image_url is None
    assert facts('<meta property="og:image" content="data:x">').image_url is None


def test_of_several_articles_the_one_at_the_page_s_address_is_the_page_s() -> None:
    other = {"@type": "NewsArticle", "headline": "Bridge closed", "author": "Ann Poe", "datePublished": "2026-01-01"}
    own = {"@type": "NewsArticle", "headline": "A hall, again", "mainEntityOfPage": f"{URL}/", "author": "Jane Doe"}
    assert facts(linked([other, own]), "<h1>Hall to rise</h1>").authors == ("Jane Doe",)
    assert facts(linked([other, own]), url=f"{URL}?from=feed#top").authors == ("Jane Doe",)
