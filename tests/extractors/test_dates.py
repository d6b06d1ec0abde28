from __future__ import annotations

from datetime import UTC, datetime

import pytest

from extractors import article, assembly, markup, metadata
from extractors.assembly import Facts
from extractors.records import Reading
from tests.extractors import page

URL = "https://www.marle.example/news/market-hall-42"
NOON = datetime(2026, 11, 18, 11, tzinfo=UTC)
DAY = datetime(2026, 11, 18, tzinfo=UTC)


def facts(head: str = "", body: str = "", lang: str = "en-GB", **fields: object) -> Facts:
    text = (
        f'<!doctype html><html lang="{lang}"><head><title>Hall to rise</title>{head}</head><body>{body}</body></html>'
    )
    tree = markup.parse(text)
    assert tree is not None
    return metadata.read(tree, page.of("", **{"url": URL, **fields})).facts


def published(
    head: str = "", body: str = "", lang: str = "en-GB", **fields: object
) -> tuple[datetime | None, str | None, str | None]:
    found = facts(head, body, lang, **fields)
    return found.published_at, found.published_precision, found.published_from


def linked(fields: str) -> str:
    return (
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Hall to rise", {fields}}}</script>'
    )


HEAD = "<h1>Hall to rise</h1>"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (linked('"datePublished": "2026-11-18T12:00:00+01:00"'), "", (NOON, "second", "json-ld")),
        (
            '<script type="application/ld+json">{"@type": "WebPage", "datePublished": "2026-11-18T11:00Z"}</script>',
            "",
            (NOON, "minute", "json-ld"),
        ),
        ('<meta name="published" content="Nov. 18, 2026">', "", (DAY, "day", "meta")),
        ("", '<time datetime="2026-11-18T11:00:00Z">today</time>', (NOON, "second", "time")),
        ("", "<time>18 November 2026</time>", (DAY, "day", "time")),
        ("", f"{HEAD}<p>Jane Doe</p><p>18 November 2026, 11:00 UTC</p>", (NOON, "minute", "text")),
        ("", f"<p>Published</p><p>18 November 2026</p>{HEAD}", (None, None, None)),
        ("", f"<div><p>18.11.2026</p>{HEAD}</div>", (DAY, "day", "text")),
        ("", '<p class="dateline">Nov 18, 2026</p>', (DAY, "day", "text")),
        ('<script>var page = {"publishedAt": "2026-11-18"}</script>', "", (DAY, "day", "text")),
        ('<script>[{"publishedAt": "2026-11-18"}, {"publishedAt": "2026-11-17"}]</script>', "", (None, None, None)),
        ("", f"{HEAD}<p>Sales rose to 1,811 in 2026</p><footer>18 November 2026</footer>", (None, None, None)),
        ("", f"{HEAD}<p>© 18 November 2026 Marle</p>", (None, None, None)),
    ],
)
def test_where_a_date_may_stand(head: str, body: str, expected: tuple[object, ...]) -> None:
    assert published(head, body) == expected


def test_a_time_in_an_aside_is_of_something_else_where_the_article_has_its_own() -> None:
    body = (
        '<aside><time datetime="2026-11-01">1 Nov</time></aside><article><time datetime="2026-11-18">x</time></article>'
    )
    assert published(body=body) == (DAY, "day", "time")


def test_midnight_is_a_day_as_it_is_written() -> None:
    assert published(linked('"datePublished": "2026-11-18T00:00:00+09:00"')) == (DAY, "day", "json-ld")


def test_a_day_gives_way_to_a_statement_of_the_same_day_with_its_time() -> None:
    head = (
        linked('"datePublished": "2026-11-18"') + '<meta property="article:published_time" content="2026-11-18T11:00Z">'
    )
    assert published(head) == (NOON, "minute", "meta")
    other = head.replace("18T11:00Z", "13T11:00Z")
    assert published(other) == (DAY, "day", "json-ld")


@pytest.mark.parametrize("impossible", ["2031-01-01T10:00:00Z", "1970-01-01T00:00:00Z", "1985-05-05T10:00:00Z", "2026"])
def test_what_cannot_be_true_leaves_it_to_the_next(impossible: str) -> None:
    assert published(linked(f'"datePublished": "{impossible}", "dateCreated": "2026-11-18"')) == (DAY, "day", "json-ld")


def test_the_source_s_zone_is_of_dates_that_name_none() -> None:
    head = '<meta property="article:published_time" content="2026-11-18 12:00:00">'
    assert published(head, time_zone="Europe/Berlin") == (NOON, "second", "meta")
    assert published(head, time_zone="Nowhere/At_All")[0] == datetime(2026, 11, 18, 12, tzinfo=UTC)
    assert published(head.replace(" 12:00:00", ""), time_zone="Asia/Tokyo") == (DAY, "day", "meta")


@pytest.mark.parametrize(
    ("lang", "url", "day"),
    [
        ("en-US", URL, (2026, 3, 4)),
        ("en-GB", URL, (2026, 4, 3)),
        ("de", URL, (2026, 4, 3)),
        ("en", URL, (2026, 3, 4)),
        ("en", "https://www.marle.co.uk/news/hall", (2026, 4, 3)),
    ],
)
def test_the_order_of_day_and_month_is_that_of_the_region(lang: str, url: str, day: tuple[int, int, int]) -> None:
    assert published('<meta name="date" content="03/04/2026">', lang=lang, url=url)[0] == datetime(*day, tzinfo=UTC)


def test_a_sure_date_comes_before_one_that_may_be_two() -> None:
    head = '<meta property="article:published_time" content="03-04-2026">'
    assert published(head, f"{HEAD}<p>Published 4 March 2026</p>", lang="en-GB")[0] == datetime(2026, 3, 4, tzinfo=UTC)


def test_a_date_in_the_address() -> None:
    url = "https://www.marle.example/2026/11/18/hall"
    assert published(url=url) == (DAY, "day", "url")
    reissued = linked('"datePublished": "2026-11-20T09:00:00Z"')
    assert published(reissued, url=url)[2] == "json-ld"
    assert published(reissued, url=url.replace("11/18", "10/02")) == (datetime(2026, 10, 2, tzinfo=UTC), "day", "url")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (linked('"datePublished": "2026-11-17", "dateModified": "2026-11-18T11:00:00Z"'), ""),
        ('<meta property="article:modified_time" content="2026-11-18T11:00:00Z">', ""),
        ("", '<time class="updated" datetime="2026-11-18T11:00:00Z">x</time>'),
        ("", '<p>Aktualisiert: <time datetime="2026-11-18T11:00:00Z">x</time></p>'),
        ("", f"{HEAD}<p>17 November 2026</p><p>Updated</p><p>18 November 2026 11:00 GMT</p>"),
        ("", f'{HEAD}<p class="pub-date">Updated 18 November 2026, 11:00 GMT</p>'),
    ],
)
def test_when_it_was_changed(head: str, body: str) -> None:
    assert facts(head, body).modified_at == NOON


def test_a_change_before_the_publication_is_none() -> None:
    head = linked('"datePublished": "2026-11-18T11:00:00Z", "dateModified": "2026-11-16T11:00:00Z"')
    assert facts(head).modified_at is None


def test_where_only_a_change_is_known_it_stands_in_and_says_so() -> None:
    found = facts('<meta property="article:modified_time" content="2026-11-18T11:00:00Z">')
    assert found.published_at == found.modified_at == NOON
    assert found.metadata_from["published_at"] == "meta (of a change)"


def test_the_change_is_in_the_version() -> None:
    text = "<p>" + "The market hall is to rise again, the council of Marle said on Wednesday evening. " * 5 + "</p>"
    head = linked('"dateModified": "2026-11-18T11:00Z"')
    html = f"<html><head>{head}</head><body>{HEAD}{text}</body></html>"
    found = article.read(page.of(html, url=URL))
    assert isinstance(found, Reading)
    assert found.version.modified_at == NOON
    assert assembly.is_credible(NOON, page.of(""))
