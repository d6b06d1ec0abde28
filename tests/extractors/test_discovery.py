from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import discovery
from extractors.discovery import Candidate, Site

HOME = "https://www.daily-example.example/"


def found(head: str = "", body: str = "") -> list[str]:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()
    return [candidate.url.removeprefix(HOME) for candidate in discovery.feeds(page, HOME)]


def link(href: str, kind: str = "application/rss+xml", title: str = "", rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="{kind}" title="{title}" href="{href}">'


def test_a_declared_feed_has_its_title_and_kind() -> None:
    page = link("/feed", title="News &amp; more") + link("/atom.xml", "application/atom+xml; charset=utf-8")
    page += link("/feed.json", "application/feed+json")
    assert discovery.feeds(page.encode(), HOME) == (
        Candidate(url=HOME + "feed", title="News & more", kind="rss"),
        Candidate(url=HOME + "atom.xml", title=None, kind="atom"),
        Candidate(url=HOME + "feed.json", title=None, kind="json"),
    )


def test_declared_feeds_stand_before_linked_ones_and_comments_last() -> None:
    head = link("/comments/feed/", title="Kommentare") + link("/world.xml", title="World")
    body = '<a href="/rss/sport.xml">Sport</a><a href="/world.xml#top">again</a><a href="/story">Story</a>'
    assert found(head, body) == ["world.xml", "rss/sport.xml", "comments/feed/"]


@pytest.mark.parametrize(
    "noise",
    [
        link("/wp-json/wp/v2/pages/2", "application/json"),
        link("/wp-json/oembed/1.0/embed?url=x", "application/json+oembed"),
        link("/de/", "text/html"),
        link("/style.css", "text/css", rel="stylesheet"),
        link("/feed", rel="search"),
        link("javascript:feed()"),
        link("", title="nothing"),
    ],
)
def test_other_alternates_are_no_feeds(noise: str) -> None:
    assert found(noise) == []


@pytest.mark.parametrize(
    "path",
    [
        *(
            "feed",
            "feed/",
            "blog/feed/",
            "rss",
            "rss.xml",
            "rss/world",
            "rss_all.xml",
            "news-rss",
            "atom.xml",
            "x.atom",
        ),
        *("feeds/news.xml", "feed.json", "index.rdf", "?feed=rss2", "index.php?format=feed&type=rss", "rss.php?id=3"),
    ],
)
def test_what_looks_like_a_feed_is_found_among_the_links(path: str) -> None:
    assert found(body=f'<a href="/{path}">RSS</a>'.replace("&", "&amp;")) == [path]


@pytest.mark.parametrize(
    "href",
    [
        *(
            "/cattle-feed",
            "/feedback",
            "/rss.html",
            "/press/",
            "/story?feed=1",
            "/feed-the-birds-2026",
            "mailto:feed@x.example",
        ),
        *("https://feedly.com/i/subscription/feed/https://news.example/feed", "https://elsewhere.example.org/feed"),
    ],
)
def test_what_only_sounds_like_a_feed_is_not(href: str) -> None:
    assert found(body=f'<a href="{href}">x</a>') == []


def test_a_host_that_is_named_for_feeds_counts() -> None:
    assert found(body='<a href="https://feeds.daily.example.org/rss">x</a>') == ["https://feeds.daily.example.org/rss"]


def test_the_base_element_is_respected() -> None:
    assert found('<base href="/en/">' + link("feed")) == ["en/feed"]
    assert found('<base href="mailto:x">' + link("feed")) == ["feed"]


def test_at_most_a_hundred_candidates() -> None:
    assert len(found("".join(link(f"/{n}.rss") for n in range(300)))) == 100


def test_what_is_no_page_has_no_feeds_and_no_name() -> None:
    for body in (b"", b"\0\1\2" * 99, b"\x89PNG\r\n\x1a\n" + bytes(99)):
        assert discovery.feeds(body, HOME) == ()
        assert discovery.site(body, HOME) == Site(name=None, language=None)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('<meta property="og:site_name" content="The Daily Example"><title>x</title>', "The Daily Example"),
        ('<meta name="application-name" content="Daily">', "Daily"),
        ('<script type="application/ld+json">{"@type":"WebSite","name":"Daily LD"}</script>', "Daily LD"),
        ("<title>News, sport and weather | The Daily Example</title>", "The Daily Example"),
        ("<title>Daily Example - all that happens</title>", "Daily Example"),
        ("<title>Der Bote – Nachrichten aus Stadt und Land</title>", "Der Bote"),  # noqa: RUF001  so are titles
        ("", None),
    ],
)
def test_a_site_has_a_name(head: str, name: str | None) -> None:
    assert discovery.site(f"<html><head>{head}</head><body>x</body></html>".encode(), HOME).name == name


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ('<html lang="en-GB"><body>x', "en"),
        ('<html xml:lang="fr"><body>x', "fr"),
        ('<html><head><meta property="og:locale" content="de_AT"></head><body>x', "de"),
        ('<html lang="?"><head><meta http-equiv="Content-Language" content="es"></head><body>x', "es"),
        ("<html><body>x", None),
    ],
)
def test_a_site_has_a_language(page: str, language: str | None) -> None:
    assert discovery.site(page.encode(), HOME).language == language


def test_the_sitemap_lines_of_a_robots_txt() -> None:
    text = """\ufeffSitemap: https://news.example/a.xml
User-agent: *
Disallow: /sitemap: https://news.example/no.xml
  sitemap:https://news.example/b.xml.gz # the archive\r
SITEMAP : https://news.example/c.xml?x=1
Sitemap: /relative.xml
Sitemap:
Sitemap: https://news.example/a.xml
"""
    expected = ("https://news.example/a.xml", "https://news.example/b.xml.gz", "https://news.example/c.xml?x=1")
    assert discovery.robots_sitemaps(text) == expected


def test_well_known_paths_are_those_of_the_site() -> None:
    tried = discovery.well_known("https://news.example/de/home?x#y")
    assert {"https://news.example/feed", "https://news.example/sitemap.xml"} <= set(tried)
    assert len(tried) == len(discovery.WELL_KNOWN)


@given(st.text(max_size=300), st.text(max_size=50))
def test_nothing_raises(text: str, base: str) -> None:
    discovery.feeds(text.encode("utf-8", "replace"), base)
    discovery.site(text.encode("utf-8", "replace"), base)
    discovery.robots_sitemaps(text)
    discovery.well_known(base)
