from __future__ import annotations

import pytest

from extractors import authors, markup, metadata
from extractors.assembly import Facts
from tests.extractors import page

URL = "https://www.marle.example/news/market-hall-42"
SITE = '<title>Hall to rise</title><meta property="og:site_name" content="The Marle Courier">'
HEADLINE = "<h1>Hall to rise</h1>"


def facts(head: str = "", body: str = "", **fields: object) -> Facts:
    tree = markup.parse(f"<!doctype html><html><head>{SITE}{head}</head><body>{body}</body></html>")
    assert tree is not None
    return metadata.read(tree, page.of("", **{"url": URL, **fields})).facts


def written_by(head: str = "", body: str = "") -> tuple[str, ...]:
    return facts(head, body).authors


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Dr. Jane Doe, MD, PhD", ("Dr. Jane Doe",)),
        ("Jane Doe, Home and Digital Security Expert", ("Jane Doe",)),
        ("Jane Doe, John Roe, and Ann Poe", ("Jane Doe", "John Roe", "Ann Poe")),
        ("Jane Doe y Juan de la Cruz", ("Jane Doe", "Juan de la Cruz")),
        ("JANE DOE", ("Jane Doe",)),
        ("jane doe", ("Jane Doe",)),
        ("Bill McCARTHY et Léa D'Été", ("Bill McCARTHY", "Léa D'Été")),
        ("Андрей Колесников", ("Андрей Колесников",)),
        ("Ярослав Кузишин, Антон Зелинский", ("Ярослав Кузишин", "Антон Зелинский")),
        ("배윤경", ("배윤경",)),
        ("责任编辑：牛镛、岳弘彬", ("牛镛", "岳弘彬")),  # noqa: RUF001  the wide colon is meant
        ("ジョン・スミス", ("ジョン・スミス",)),
        ("محمد أحمد علي", ("محمد أحمد علي",)),
        ("राहुल शर्मा", ("राहुल शर्मा",)),
        ("朝日新聞", ()),
        ("연합뉴스", ()),
        ("وكالة الأنباء", ()),
        ("Lê Phương", ("Lê Phương",)),
        ("Jane Doe (Reuters)", ("Jane Doe",)),
        ("Guardian staff reporter", ()),
        ("Marle Courier Staff", ()),
        ("q_admin", ()),
        ("JaneD", ()),
        ("Reuters", ()),
        ("Associated Press", ()),
        ("Deutsche Marlewelle (www.marle.example)", ()),
        ("page.head.extra.author", ()),
        ("Nov 20", ()),
    ],
)
def test_full_names(value: str, names: tuple[str, ...]) -> None:
    assert authors.persons([value], ["The Marle Courier"]) == names


def test_agencies_and_given_names_are_asked_for_by_themselves() -> None:
    assert authors.agencies(["By Reuters", "The Associated Press", "Jane Doe"]) == ("Reuters", "The Associated Press")
    assert authors.given(["Melissa", "JaneD", "Gizmo"]) == ("Melissa",)


@pytest.mark.parametrize(
    "body",
    [
        f"{HEADLINE}<p>By Jane Doe</p>",
        f"{HEADLINE}<p>Von: <span>Jane DOE,</span></p>".replace("DOE", "Doe"),
        f"{HEADLINE}<p>A standfirst.</p><p>By <a>Jane Doe</a> ⋅ Review Editor</p>",
        f"{HEADLINE}<div><a href='/authors/jane-doe'>Jane Doe</a> Senior Reporter</div>",
        f"{HEADLINE}<div>Jane Doe</div><div>Co-Founder</div><div>18 November 2026</div>",
        f"{HEADLINE}<div>Jane Doe</div><div>5 min read</div>",
        "<aside><a rel='author' href='/x'>Jane Doe</a></aside>",
        "<p class='c-byline'><img alt='x'><span>JD</span> <b>Jane Doe</b> <i>Last updated 1 May</i></p>",
        "<span itemprop='author'><span itemprop='name'>Jane Doe</span></span>",
        "<p>Text.</p><h3>Written by Jane Doe</h3>",
        "<p>Text.</p><h3>Article by</h3><p>Jane Doe</p>",
        "<ul><li><strong>Autorin/Autor</strong>\nJane Doe\n</li></ul>",
    ],
)
def test_where_a_page_may_name_its_author(body: str) -> None:
    found = facts(body=body)
    assert (found.authors, found.metadata_from["authors"]) == (("Jane Doe",), "html")


@pytest.mark.parametrize(
    "body",
    [
        f"{HEADLINE}<p>By subscribing you agree to our terms</p>",
        f"{HEADLINE}<div>Find Care</div><div>18 November 2026</div><p>Where to find care in Marle, and who pays.</p>",
        f"{HEADLINE}<div>Jane Doe</div><div>Market Square</div><div>18 November 2026</div>",
        f"{HEADLINE}<div><a href='/local'>Local Politics</a></div><div>18 November 2026</div>",
        "<div class='comments'><span class='comment-author'>Jane Doe</span></div>",
        "<footer><p class='author'>Jane Doe</p></footer>",
        "<p class='author'>The Marle Courier</p>",
        "<div class='related-authors'><a class='author' href='/x'>Jane Doe</a></div>",
    ],
)
def test_what_is_no_signature(body: str) -> None:
    assert written_by(body=body) == ()


def test_several_authors_as_long_as_they_are_joined() -> None:
    names = "By <a>Jane Doe</a><sup>1</sup>, <a>John Roe</a> and <a>Ann Poe</a>"
    assert written_by(body=f"{HEADLINE}<p>{names} <a>Max Elsewhere</a></p>") == ("Jane Doe", "John Roe", "Ann Poe")


def test_structured_data_comes_first_and_a_full_name_before_a_handle() -> None:
    author = '{{"@type": "Person", "name": "{}"}}'
    node = f'<script type="application/ld+json">{{{{"@type": "Article", "author": {author}}}}}</script>'
    byline = f"{HEADLINE}<p>By Ann Poe</p>"
    assert written_by(node.format("Jane Doe"), byline) == ("Jane Doe",)
    assert written_by(node.format("janed"), byline) == ("Ann Poe",)
    assert written_by(node.format("Melissa"), byline) == ("Ann Poe",)
    assert written_by(node.format("Melissa")) == ("Melissa",)
    assert written_by(node.format("The Marle Courier")) == ()
    assert written_by(node.format("Reuters")) == ("Reuters",)


def test_a_site_that_is_a_person_s_own() -> None:
    head = """<script type="application/ld+json">{"@type": "Article", "author": {"name": "Gabby Boucher"},
    "publisher": {"@type": ["Person", "Organization"], "name": "Gabby Boucher"}}</script>"""
    assert written_by(head) == ("Gabby Boucher",)
    assert written_by(head.replace('"Person", ', "")) == ()


def test_a_twitter_card_names_the_author() -> None:
    card = '<meta name="twitter:label1" content="Verfasst von"><meta name="twitter:data1" content="Jane Doe">'
    assert written_by(card) == ("Jane Doe",)
    assert written_by(card.replace("Verfasst von", "Price")) == ()
