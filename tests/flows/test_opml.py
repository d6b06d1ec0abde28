from __future__ import annotations

import unicodedata
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from flows import opml
from flows.opml import Subscription
from flows.sources import SourcesError

NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
HEAD = '<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>mine</title></head><body>'
TAIL = "</body></opml>"


def read(text: str | bytes) -> list[Subscription]:
    return opml.read(text.encode() if isinstance(text, str) else text, name="mine.opml")


def urls(text: str | bytes) -> list[str]:
    return [each.url for each in read(text)]


def test_nested_outlines_and_categories_are_tags() -> None:
    found = read(
        HEAD
        + """
        <outline text="News">
          <outline text="Europe">
            <outline type="rss" text="Echo" title="The Echo" xmlUrl="https://echo.example/feed?a=1&amp;b=2"
              htmlUrl="https://echo.example/" category="/World/UK,agency" language="en-gb"/>
          </outline>
        </outline>
        <outline text="Post" xmlUrl="https://post.example/feed"/>
        <outline text="an outline without a feed"/>
        """
        + TAIL
    )
    assert found == [
        Subscription(
            url="https://echo.example/feed?a=1&b=2",
            kind="feed",
            name="The Echo",
            home="https://echo.example/",
            tags=("News", "Europe", "World", "UK", "agency"),
            language="en",
        ),
        Subscription(url="https://post.example/feed", kind="feed", name="Post", home=None, tags=()),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<OPML><BODY><OUTLINE TEXT="A" XMLURL="http://a.example/"/></BODY></OPML>', ["http://a.example/"]),
        ('<opml><body><outline text="F & G" xmlUrl="http://a.example/?a=1&b=2&copy=3"/>', ["http://a.example/?a=1&b=2&copy=3"]),
        ('<opml><body><outline text="a < b" xmlUrl="http://a.example/"/>', ["http://a.example/"]),
        ("<opml><body><outline text=A xmlUrl=http://a.example/>", ["http://a.example/"]),
        ('<opml><body><outline xmlUrl="http://a.example/"/><outline xmlUrl="http://b.exam', ["http://a.example/"]),
        ('<opml><body><outline text="A" text="B" xmlUrl="http://a.example/"/>', ["http://a.example/"]),
        (
            '<opml><body><outline xmlUrl="http://a.example/"><outline xmlUrl="http://b.example/"></body></opml>',
            ["http://a.example/", "http://b.example/"],
        ),
        ('<opml><body><outline xmlUrl="feed://a.example/f"/>', ["http://a.example/f"]),
        ('<opml><body><outline xmlUrl="feed:https://a.example/f"/>', ["https://a.example/f"]),
        ('<opml><body><outline xmlUrl="  http://a.example/\n "/>', ["http://a.example/"]),
        ('<opml><body><outline type="link" url="http://a.example/page"/>', []),
        ('<opml><body><outline type="rss" xmlUrl=""/>', []),
        ("<opml><body></body></opml>", []),
        ("<opml/>", []),
    ],
)  # fmt: skip
def test_malformed_lists_are_read_as_far_as_they_go(text: str, expected: list[str]) -> None:
    assert urls(text) == expected


def test_an_outline_left_open_is_no_folder_of_the_next() -> None:
    text = '<opml><body><outline text="F"><outline text="A" xmlUrl="http://a/"><outline text="B" xmlUrl="http://b/"></body>'
    assert [each.tags for each in read(text)] == [("F",), ("F",)]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1251"])
def test_names_are_read_in_the_charset_that_is_declared(charset: str) -> None:
    name = "Вести" if charset == "windows-1251" else "Écho"
    declared = charset.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?><opml><body><outline text="{name}" xmlUrl="http://a.example/"/>'
    assert [each.name for each in read((text + TAIL).encode(charset))] == [name]


def test_entities_that_html_knows_are_letters() -> None:
    assert read('<opml><body><outline text="Caf&eacute;&nbsp;1" xmlUrl="http://a.example/"/>')[0].name == "Café 1"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><opml><body/></opml>', "it declares entities"),
        ('<!DOCTYPE opml [<!entity a "x">]><opml/>'.encode("utf-16"), "it declares entities"),
        (b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml/>', "it declares entities"),
        (b"<rss><channel/></rss>", "it has no <opml> element"),
        (b"<html><body><p>Not found", "it has no <opml> element"),
        (b"", "it has no <opml> element"),
        (b"\x00\x01\x02\x03" * 100, "the bytes are not text"),
        (b"<opml>" + b" " * opml.MAX_BYTES, "it has more than 10 MB"),
    ],
)
def test_what_is_no_list_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(SourcesError, match=r"^mine\.opml cannot be read as OPML: ") as caught:
        read(body)
    assert reason in str(caught.value)


def test_a_deep_list_is_read_as_far_as_it_goes() -> None:
    nested = '<outline text="d">' * 50_000 + '<outline xmlUrl="http://a.example/"/>'
    text = '<opml><body><outline xmlUrl="http://first.example/"/>' + nested
    assert urls(text) == ["http://first.example/"]  # the parser stops at 256 levels


def test_what_is_written_is_opml_2_that_any_reader_takes() -> None:
    feed = Subscription(
        url="https://a.example/?x=1&y=<2>",
        kind="feed",
        name='A "&" B\x00',
        home="https://a.example/",
        tags=("t", "u"),
        source_id="a",
    )
    sitemap = Subscription(url="https://a.example/news.xml", kind="sitemap", name=None, home=None, tags=())
    tree = etree.fromstring(opml.write([feed, sitemap], title="newsduck", now=NOW))
    assert (tree.tag, tree.get("version")) == ("opml", "2.0")
    assert tree.findtext("head/title") == "newsduck"
    assert tree.findtext("head/dateCreated") == "Sun, 22 Nov 2026 06:00:00 GMT"
    first, second = tree.findall("body/outline")
    assert dict(first.attrib) == {
        "type": "rss",
        "text": 'A "&" B',
        "title": 'A "&" B',
        "xmlUrl": "https://a.example/?x=1&y=<2>",
        "htmlUrl": "https://a.example/",
        "category": "t,u",
        "{urn:newsduck:opml}id": "a",
    }
    assert second.get("xmlUrl") is None  # another reader would take it for a feed


_words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), min_size=1, max_size=30)
_addresses = st.builds("https://{}.example/{}?a=1&{}".format, st.sampled_from("abc"), _words, _words).filter(
    lambda address: unicodedata.is_normalized("NFC", address)  # others are composed as they are read
)


@given(
    st.lists(
        st.builds(
            Subscription,
            url=_addresses,
            kind=st.sampled_from(["feed", "sitemap"]),
            name=_words,
            home=st.none() | _addresses,
            tags=st.lists(st.sampled_from(["agency", "Wörld", "a b"]), unique=True).map(tuple),
            language=st.sampled_from([None, "en", "de"]),
            source_id=st.sampled_from([None, "a-b.c"]),
        ),
        max_size=5,
    )
)
def test_what_is_written_is_read_again(given_: list[Subscription]) -> None:
    read_again = opml.read(opml.write(given_, title="t", now=NOW), name="t")
    assert [replace(each, name="") for each in read_again] == [replace(each, name="") for each in given_]


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_else(body: bytes) -> None:
    with suppress(SourcesError):
        assert all(each.url for each in read(b'<opml><body><outline xmlUrl="http://a.example/"' + body))
