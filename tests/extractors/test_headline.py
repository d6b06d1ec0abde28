from __future__ import annotations

import pytest

from extractors import headline, markup, metadata
from extractors.assembly import Facts
from tests.extractors import page

URL = "https://www.marle.example/news/market-hall-42"
SITE = '<meta property="og:site_name" content="The Marle Courier">'


def facts(head: str = "", body: str = "", **fields: object) -> Facts:
    tree = markup.parse(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>")
    assert tree is not None
    return metadata.read(tree, page.of("", **{"url": URL, **fields})).facts


def titled(head: str, body: str = "", **fields: object) -> str:
    return facts(head, body, **fields).title


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("<h1><span class='sr-only'>Exclusive</span>Hall to rise again</h1>", "Hall to rise again"),
        ("<h1><span class='article__kicker'>Marle</span><span>Hall to rise again</span></h1>", "Hall to rise again"),
        ("<h1>Hall to rise<br>Council votes</h1>", "Hall to rise Council votes"),
        ("<h1><span>Hall to</span><span>rise</span></h1>", "Hall to rise"),
        ("<h1>Hall t<b>o</b> rise<svg><title>icon</title></svg></h1>", "Hall to rise"),
        ("<h1>Council &amp;amp; market</h1>", "Council & market"),
        ("<h1><span class='kicker'>Marle:</span> now</h1>", "Marle: now"),
    ],
)
def test_the_text_of_a_headline(heading: str, shown: str) -> None:
    tree = markup.parse(f"<body>{heading}</body>")
    assert tree is not None
    assert [one.plain for one in headline.shown(tree)] == [shown]


def test_what_is_shown_comes_before_what_is_stated_where_both_are_of_one_article() -> None:
    head = '<meta property="og:title" content="Hall to rise: what it costs, who pays">'
    assert titled(head, "<h1>Market hall to rise: who pays what</h1>") == "Market hall to rise: who pays what"
    assert titled(head, "<h1>Latest news</h1>") == "Hall to rise: what it costs, who pays"
    assert titled(head, "<h1>Hall tours</h1><h1>Courier</h1>") == "Hall to rise: what it costs, who pays"


def test_a_kicker_goes_where_the_page_states_the_title_without_it_and_stays_where_it_does_not() -> None:
    og = '<meta property="og:title" content="{}">'
    assert titled(og.format("Hall to rise"), "<h1>Marle: Hall to rise</h1>") == "Hall to rise"
    assert titled(og.format("Kenya: Hall to rise"), "<h1>Hall to rise</h1>") == "Kenya: Hall to rise"


def test_capitals_are_those_of_the_stated_title() -> None:
    assert titled('<meta property="og:title" content="Hall to rise">', "<h1>HALL TO RISE</h1>") == "Hall to rise"


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Hall to rise - marle.example", URL),
        ("Hall to rise | TMC", URL),
        ("Hall to rise | News Marle", "https://news.marle.example/hall"),
        ("Hall to rise – The Marle Courier | Marle", URL),  # noqa: RUF001  a dash as titles have it
        ("Marle Courier | Hall to rise", "https://www.marlecourier.example/hall"),
        ("The Marle Courier: Hall to rise", URL),
        ("Hall to rise :: The Marle Courier", URL),
        ("Hall to rise &amp;#124; The Marle Courier", URL),
    ],
)
def test_a_title_without_the_site(title: str, url: str) -> None:
    assert titled(f"{SITE}<title>{title}</title>", url=url) == "Hall to rise"
    assert titled(f"{SITE}<title>{title}</title>", f"<h1>{title}</h1>", url=url) == "Hall to rise"


@pytest.mark.parametrize("title", ["Dunes - a town rebuilds", "Hall | Market | Marketplace", "Interview: Hall to rise"])
def test_other_parts_stay(title: str) -> None:
    assert titled(f"{SITE}<title>{title}</title>") == title


def test_the_pieces_around_a_headline_end_where_the_text_has_begun() -> None:
    long = f"<p>{'The market hall is to rise again. ' * 10}</p>"
    body = f"<nav>Menu</nav><div><p>18 May</p><h1>Hall</h1> by <b>Jane</b><aside>Ad</aside>{long * 3}<p>End</p></div>"
    tree = markup.parse(f"<body>{body}</body>")
    assert tree is not None
    pieces = [piece.text[:10] for piece in headline.around(headline.shown(tree)[0].element)]
    assert pieces == ["by", "Jane", "The market", "The market", "18 May"]


def test_a_page_nested_very_deeply_is_read() -> None:
    deep = "<div>" * 1500
    assert (
        titled("<title>Hall to rise</title>", f"{deep}<h1>Hall to rise</h1>{deep}<p>By Jane Doe</p>") == "Hall to rise"
    )


def test_the_section_is_stated_or_the_first_breadcrumb() -> None:
    items = '[{"position": 1, "name": "Home"}, {"position": 2, "item": {"name": "Local"}}, {"name": "Hall to rise"}]'
    crumbs = f'<script type="application/ld+json">{{"@type": "BreadcrumbList", "itemListElement": {items}}}</script>'
    assert facts(crumbs).section == "Local"
    assert facts(crumbs + '<meta property="article:section" content="City">').section == "City"


@pytest.mark.parametrize(
    ("head", "free"),
    [
        ('{"@type": "Article", "isAccessibleForFree": false}', False),
        ('{"@type": "Article", "isAccessibleForFree": true, "hasPart": {"isAccessibleForFree": "False"}}', False),
        ('{"@type": "Article", "isAccessibleForFree": "http://schema.org/True"}', True),
        ('{"@type": "Article"}</script><meta name="article:content_tier" content="locked"><script>', False),
        ('{"@type": "Article"}</script><meta name="article:content_tier" content="metered"><script>', True),
        ('{"@type": "Article"}</script><meta name="ispremium" content="true"><script>', False),
        ('{"@type": "Article"}</script><meta name="ispremium" content="false"><script>', None),
        ("{}", None),
    ],
)
def test_whether_everybody_may_read_it(head: str, free: bool | None) -> None:  # noqa: FBT001  a parameter of the table above
    found = facts(f'<script type="application/ld+json">{head}</script>')
    assert found.is_free is free
    assert ("is_free" in found.metadata_from) is (free is not None)
