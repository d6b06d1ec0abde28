from __future__ import annotations

import base64
import hashlib
import json
import re
from contextlib import closing
from datetime import date, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import cast

import lxml.html
import pytest
from rich.markdown import Markdown

from flows import inert, report
from flows.errors import WrongUse
from flows.settings import Settings
from tests.flows import newsroom
from tests.flows.command import Newsduck
from warehouse import briefs, database, publishing

VOID = {"meta", "link", "br", "hr", "img", "input"}
DRAWN = {"rect", "polygon"}  # SVG, closed by their own slash
SHOWN = {  # section -> what stands on the page for each of its rows
    "stories": "section#stories ol.stories > li",
    "names": "section#names tbody tr:has(td)",
    "topics": "section#topics tbody tr",
    "newcomers": "section#newcomers ul.changes > li",
    "headlines": "section#headlines ul.changes > li",
    "sources": "section#sources tbody tr",
    "outcomes": "section#outcomes tbody tr:has(td)",
    "volume": "header h1",
}
HOSTILE = (
    "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>\x00\x1b[31m\u202egnp.exe\u2066\ufeff"
    "{{ 7 * 7 }} ](javascript:alert(1)) ![x](http://evil.example/x.png) <http://evil.example> `code` &lt;b&gt; #"
)
URLS = (
    "javascript:alert(#)//https://news.example",
    "data:text/html,<script>alert(#)</script>",
    "https://trusted.example@evil.example/#",
    'https://news.example/#" onmouseover="alert(1)',
    "https://news.example/\u202e#",
    "https://[::1/#",
    "//evil.example/#",
)


class Balance(HTMLParser):
    """Notes end tags that close something else than what is open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"{tag} {names}")
        if tag not in VOID | DRAWN:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  its signature
        if tag not in DRAWN:
            self.wrong.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")


def written(settings: Settings, day: date | None = None, form: str = "html") -> str:
    path = report.write(settings, day, form)
    assert path is not None
    return path.read_text(encoding="utf-8")


def links(page: str) -> list[lxml.html.HtmlElement]:
    return [each for each in lxml.html.document_fromstring(page).cssselect("a[href]") if each.get("href", "")[0] != "#"]


def check_safe(page: str) -> None:
    """Nothing runs, nothing is asked for, every link is to the web and tells nobody where it was followed from."""
    assert len(page.encode()) < 300_000
    balance = Balance(page)
    assert (balance.wrong, balance.open) == ([], [])
    tree = lxml.html.document_fromstring(page)
    names = {name for each in tree.iter() for name in each.attrib}
    assert {name for name in names if name.startswith("on")} | (names & {"style", "src", "srcset", "action"}) == set()
    tags = {str(each.tag) for each in tree.iter()}
    assert (
        tags & {"script", "img", "iframe", "object", "embed", "form", "base", "audio", "video", "image", "use"} == set()
    )
    assert [each.get("href") for each in tree.iter("link")] == ["data:,"]
    for each in links(page):
        assert re.match(r"https?://[^@]*$", each.get("href", ""))
        assert each.get("rel") == "noopener noreferrer nofollow"
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]", page)


def test_the_page_is_whole_safe_and_accessible(settings: Settings) -> None:
    newsroom.publish(settings.home, 400)
    page = written(settings)
    check_safe(page)
    tree = lxml.html.document_fromstring(page)
    [policy] = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    [style] = tree.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert tree.get("lang") == "en"
    assert [len(list(tree.iter(tag))) for tag in ("main", "header", "nav", "footer", "h1")] == [1] * 5
    levels = [int(str(each.tag)[1]) for each in tree.iter("h1", "h2", "h3", "h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(table.find("caption") is not None for table in tree.iter("table"))
    assert all(svg.get("aria-label") or svg.get("aria-hidden") for svg in tree.iter("svg"))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")} <= set(ids)
    assert {each for label in tree.xpath("//@aria-labelledby") for each in label.split()} <= set(ids)


def test_each_section_shows_the_rows_that_its_own_sql_gives(settings: Settings) -> None:
    path = newsroom.publish(settings.home, 400)
    tree = lxml.html.document_fromstring(written(settings))
    queries = [each.text_content() for each in tree.cssselect("details pre code")]
    assert len(queries) == len(SHOWN)
    with closing(database.open_published(path)) as db:
        counts = {name: len(db.execute(query).fetchall()) for name, query in zip(SHOWN, queries, strict=True)}
    assert {name: len(tree.cssselect(selector)) for name, selector in SHOWN.items()} == counts
    assert all(counts.values())
    assert counts["stories"] == 10
    assert counts["topics"] == 8


def test_the_same_warehouse_and_day_give_the_same_bytes(settings: Settings) -> None:
    newsroom.publish(settings.home, 3000)
    first = {form: written(settings, newsroom.DAY, form) for form in ("html", "markdown")}
    assert {form: written(settings, newsroom.DAY, form) for form in first} == first
    assert written(settings) == first["html"]  # the day is the latest one


def test_hostile_titles_names_and_addresses_are_inert(settings: Settings) -> None:
    newsroom.publish(settings.home, 160, title=HOSTILE, name=HOSTILE, urls=URLS)
    page = written(settings)
    check_safe(page)
    assert links(page) == []
    assert "alert(1)" in lxml.html.document_fromstring(page).text_content()  # shown as the words that it is
    assert "{{ 7 * 7 }}" in page
    tokens = [child for token in Markdown(written(settings, form="markdown")).parsed for child in token.children or []]
    assert {token.type for token in tokens} <= {
        "text", "strong_open", "strong_close", "code_inline", "softbreak", "text_special",
    }  # fmt: skip
    assert {token.content for token in tokens if token.type == "code_inline"} == {"newsduck report --date 2026-11-20"}


def test_a_page_full_of_the_longest_texts_is_bounded(settings: Settings) -> None:
    widest = "".join((chr(0x1F600) * 40, "'\"<&>" * 100))
    newsroom.publish(settings.home, 5000, title="#~", name=widest, urls=("https://news.example/#?" + "&" * 90,))
    page = written(settings)
    check_safe(page)
    assert len(links(page)) > 80
    assert len(written(settings, form="markdown").encode()) < 200_000


def test_twenty_thousand_articles_make_no_longer_page(settings: Settings) -> None:
    newsroom.publish(settings.home, 20_000)
    assert len(written(settings).encode()) < 120_000


def test_a_day_without_articles_names_the_nearest_ones(settings: Settings) -> None:
    newsroom.publish(settings.home, 40)
    page = written(settings, date(2026, 11, 25))
    check_safe(page)
    assert "No article is dated to this day" in page
    assert "The nearest days with articles: 2026-11-20" in page


def test_an_empty_warehouse_says_how_to_fill_it(settings: Settings) -> None:
    path = newsroom.publish(settings.home, 0)
    with closing(database.open_published(path)) as db:
        assert briefs.latest_day(db) is None
    page = written(settings, newsroom.DAY)
    check_safe(page)
    assert "The warehouse has no articles yet" in page
    assert "# News brief, Friday 20 November 2026" in written(settings, newsroom.DAY, "markdown")


def test_a_day_that_has_only_begun_makes_no_brief_yet(settings: Settings) -> None:
    newsroom.publish(settings.home, 400)
    with closing(database.open_writer(settings.writer)) as db:
        for number, begun in enumerate(("2026-11-21 00:05:00+00", "2026-11-21 00:10:00+00", "2026-11-25 10:00:00+00")):
            query = "UPDATE articles SET published_at = $at, first_seen_at = $at WHERE article_id = $id"
            db.execute(query, {"at": begun, "id": f"a{number * 16}"})
        assert briefs.latest_day(db) == newsroom.DAY
        db.execute("UPDATE articles SET published_at = '2027-01-01 00:00:00+00' WHERE article_id = 'a48'")  # a mistake
        assert briefs.latest_day(db) == newsroom.DAY
        db.execute("DELETE FROM articles WHERE published_at < '2026-11-21 00:00:00+00'")
        assert briefs.latest_day(db) == date(2026, 11, 21)


def test_a_brief_of_a_former_day_knows_nothing_of_later_ones(settings: Settings) -> None:
    path = newsroom.publish(settings.home, 400)
    former = date(2026, 11, 12)
    with closing(database.open_published(path)) as db:
        found = briefs.sections(db, former)
        query = "SELECT count(*) FROM report.articles AS a WHERE a.\"day\" = DATE '2026-11-12'"
        [(articles,)] = db.execute(query).fetchall()
    assert found["volume"].rows[0]["articles"] == articles
    outlets = [each for row in found["stories"].rows for each in cast("list[dict[str, datetime]]", row["outlets"])]
    assert outlets
    assert {each["dated_at"].date() for each in outlets} == {former}


def test_articles_without_a_date_make_no_news_of_the_day_they_were_read(settings: Settings) -> None:
    path = newsroom.publish(settings.home, 400)
    with closing(database.open_writer(settings.writer)) as db:
        db.execute(
            "UPDATE articles SET published_at = NULL, published_precision = NULL, "
            "first_seen_at = '2026-12-24 12:00:00+00' WHERE article_id IN ('a16', 'a32', 'a48', 'a64', 'a80', 'a96')"
        )
        assert briefs.latest_day(db) == newsroom.DAY
        publishing.publish(db, path)
    page = written(settings, date(2026, 12, 24))
    check_safe(page)
    assert "6 of them without a date of their own" in page  # a day with nothing else shows them
    assert "up to" not in page.split('id="names"')[0]  # and draws no hours
    with closing(database.open_writer(settings.writer)) as db:
        db.execute("UPDATE articles SET first_seen_at = '2026-11-20 12:00:00+00' WHERE published_precision IS NULL")
        publishing.publish(db, path)
        found = briefs.sections(db, newsroom.DAY)
    assert found["volume"].rows[0]["undated"] == 6
    stories = {row["story_id"] for row in found["stories"].rows}
    assert stories & {"s0-1", "s0-2", "s0-3", "s0-4", "s0-5", "s0-6"} == set()
    assert "left out of stories, names and new names" in written(settings)


def test_programs_get_the_rows_of_each_section(newsduck: Newsduck) -> None:
    newsroom.publish(newsduck.folder / "data", 40)
    found = json.loads(newsduck("report", "--json").out)
    assert list(found) == ["day", *briefs.SECTIONS]
    assert found["day"] == "2026-11-20"
    assert found["stories"][0]["outlets"]
    assert json.loads(newsduck("report", "--format", "json", "--date", "2026-11-19").out)["day"] == "2026-11-19"


def test_a_file_that_cannot_stand_there_is_refused_in_a_sentence(settings: Settings, tmp_path: Path) -> None:
    newsroom.publish(settings.home, 40)
    for out in (tmp_path, tmp_path / "nowhere" / "brief.html"):
        with pytest.raises(WrongUse, match="--out is"):
            report.write(settings, out=out)
    with pytest.raises(WrongUse, match="html, markdown or json"):
        report.write(settings, form="pdf")
    assert not list(tmp_path.glob(".*"))


def test_the_command_prints_where_the_brief_is(newsduck: Newsduck) -> None:
    nothing = newsduck("report")
    assert (nothing.code, nothing.out) == (1, "")
    assert "newsduck run" in nothing.err
    newsroom.publish(newsduck.folder / "data", 40)
    done = newsduck("report", "--date", "2026-11-19")
    assert (done.code, done.out, done.err) == (0, "data/reports/2026-11-19.html\n", "")
    mail = newsduck("report", "--format", "markdown", "--out", "-")
    assert mail.out.startswith("# News brief, Friday 20 November 2026\n")
    assert newsduck("report", "--date", "yesterday").code == 2


def test_what_can_be_seen_stays_and_what_cannot_goes() -> None:
    assert inert.text("  क्\u200dष \u202eabc\u2028 d\x00e\xad ") == "क्\u200dष abc de"
    assert inert.text("Z" + "\u0301" * 30 + "o\u0323\u0302") == "Z\u0301\u0301o\u0323\u0302"
    assert inert.text("x" * 160) == "x" * 160
    assert inert.text("x" * 161) == "x" * 159 + "…"
    assert inert.link("https://news.example/ä?a=1&b=2") == "https://news.example/ä?a=1&b=2"
    assert inert.link(None) is None
    assert inert.markdown("1. a_b") == r"1\. a\_b"
