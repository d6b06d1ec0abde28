# ruff: noqa: RUF001  digits of another script are meant
"""Feeds: bombs, malformed ones that are read as far as they go, links that lead nowhere, dates out of time."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

from tests.hostile.answers import NEWS, OK, PARAGRAPHS, any_of, endless, feed, in_turn, late, moved, offered, page, raw
from tests.hostile.articles import html, items, paragraphs, rss
from tests.hostile.server import STORED, Case, Exchange, Route, filled

_RSS = "application/rss+xml"
_ITEM = "<item><title>Of today</title><link>@here@/good</link></item>"
_SOUND = rss(_ITEM)
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_NO = ("no_text", "bad_encoding", "too_large", "over_budget", "is_feed", "not_html")
_OTHER = {"/other": page(NEWS)}
_TWO = {"/good": STORED, "/other": STORED}


def _made(name: str, make: Callable[[], str | bytes], *polled: str) -> Case:
    """Return a case of a feed that is made when it is asked for."""
    return feed(name, late(make, content_type=_RSS), *polled)


def _text(name: str, body: str | bytes, *polled: str, content_type: str = _RSS, codec: str = "utf-8") -> Case:
    """Return a case of a feed with this body; where it can be read it leads to the good page."""
    return feed(name, offered(body, content_type, codec), *(polled or ("ok",)))


def _two(name: str, body: str | bytes, content_type: str = _RSS) -> Case:
    """Return a case of a feed that leads to two pages."""
    return feed(name, offered(body, content_type), "ok", routes=_OTHER, ends=_TWO)


def _atom(entries: str, root: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"{root}><title>The Tern</title>'
        f"<id>urn:x</id><updated>2026-11-20T10:00:00Z</updated>{entries}</feed>"
    )


def _json(*entries: object, **more: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "The Tern", "items": entries} | more)


def _dated(date: str) -> str:
    return rss(f"<item><title>Of no day</title><link>@here@/good</link><pubDate>{date}</pubDate></item>")


def _zipped(**fields: str) -> Route:
    def answer(exchange: Exchange) -> None:
        exchange.reply(gzip.compress(filled(exchange, _SOUND.encode())), 200, **fields)

    return answer


def _titled(title: str) -> str:
    return rss(f"<item><title>{title}</title><link>@here@/good</link></item>")


def _linked(link: str) -> str:
    return rss(f"<item><title>Elsewhere</title><link>{link}</link></item>{_ITEM}")


def _chain(length: int) -> dict[str, Route]:
    hops = {f"/f{n}": moved(f"/f{n + 1}", 301) for n in range(1, length)}
    return {"/feed": moved("/f1", 301)} | hops | {f"/f{length}": offered(_SOUND)}


_FULL = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    "<title>The Tern</title><item><title>Stormen holder bådene i Skagen i havn</title><link>@here@/page</link>"
    f"<content:encoded><![CDATA[<p>{'</p><p>'.join((*PARAGRAPHS, *paragraphs(9001)))}</p>]]></content:encoded></item>"
    f"{_ITEM}</channel></rss>"
)


def _full(name: str, route: Route, *outcomes: str) -> Case:
    """Return a case of a feed with full texts, whose page cannot be had."""
    return feed(
        name,
        offered(_FULL),
        "ok",
        routes={"/page": route},
        ends={"/page": any_of(*(outcomes or ("stored",))), "/good": STORED},
        texts={} if outcomes else {"/page": PARAGRAPHS[0]},
    )


CASES: list[Case] = [
    # bombs
    _text("a billion laughs", f'<!DOCTYPE rss [<!ENTITY l0 "ha">{_LAUGHS}]>' + _titled("&l9;"), "bad_encoding"),
    _text(
        "quadratic laughs", f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]>' + _titled("&a;" * 20_000), "bad_encoding"
    ),
    _text(
        "an entity that holds itself",
        '<!DOCTYPE rss [<!ENTITY a "&b;"><!ENTITY b "&a;">]>' + _titled("&a;"),
        "bad_encoding",
    ),
    _text(
        "an external entity in a feed",
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + _titled("&x;"),
        "bad_encoding",
    ),
    _text(
        "an external entity on the network",
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "@there@/evil">]>' + _titled("&x;"),
        "bad_encoding",
    ),
    _text(
        "parameter entities", '<!DOCTYPE rss [<!ENTITY % p SYSTEM "@there@/evil.dtd"> %p;]>' + _SOUND, "bad_encoding"
    ),
    _text("an external DTD", '<!DOCTYPE rss SYSTEM "@there@/evil.dtd">' + _SOUND),
    _text("a public DTD", '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "@there@/rss.dtd">' + _SOUND),
    _text(
        "laughs in UTF-16",
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{_LAUGHS}]>' + _titled("&l9;"),
        "bad_encoding",
        codec="utf-16",
    ),
    _text(
        "an inclusion",
        rss('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>' + _ITEM),
    ),
    _text("a style sheet of a feed", '<?xml-stylesheet href="@there@/evil.xsl" type="text/xsl"?>' + _SOUND),
    feed("a gzip bomb as a feed", page(gzip.compress(bytes(60_000_000)), content_encoding="gzip"), "too_large"),
    feed(
        "a gzip bomb as a feed's file",
        page(gzip.compress(b"<rss>" + b" " * 90_000_000), content_type="application/gzip"),
        *_NO,
    ),
    feed(
        "an endless feed",
        endless(OK + b"Content-Type: text/xml\r\n\r\n<rss><channel>", b"<item></item>" * 4000),
        "too_large",
    ),
    _made("100,000 nested elements in a feed", lambda: rss(_ITEM + "<a>" * 100_000), "ok"),
    _made("a title of 5 MB", lambda: _titled("word " * 1_000_000), "ok"),
    _made("a link of 5 MB", lambda: _linked("@here@/" + "a" * 5_000_000), "ok"),
    _made(
        "an item of 200,000 attributes",
        lambda: rss("<item " + " ".join(f'a{n}="1"' for n in range(200_000)) + f"></item>{_ITEM}"),
        "ok",
    ),
    _made(
        "200,000 namespaces",
        lambda: (
            '<rss version="2.0" '
            + " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(200_000))
            + f"><channel>{_ITEM}</channel></rss>"
        ),
        "ok",
    ),
    _made("50,000 items of one link", lambda: rss(_ITEM * 50_000), "ok"),
    _made("50,000 items without a link", lambda: rss(_ITEM + "<item><title>x</title></item>" * 50_000), "ok"),
    _made("100,000 comments in a feed", lambda: rss("<!-- x -->" * 100_000 + _ITEM), "ok"),
    _made("100,000 comments without end in a feed", lambda: rss(_ITEM + "<!-- " * 100_000), "ok"),
    _made(
        "a description of 8 MB",
        lambda: rss(f"<item><link>@here@/good</link><description>{'&lt;p&gt;word' * 600_000}</description></item>"),
        "ok",
    ),
    _made(
        "100,000 categories",
        lambda: rss(f"<item><link>@here@/good</link>{'<category>a</category>' * 100_000}</item>"),
        "ok",
    ),
    _made("a date of 200,000 digits", lambda: _dated("1" * 200_000), "ok"),
    _made("JSON 100,000 deep", lambda: '{"version":"https://jsonfeed.org/version/1","items":' + "[" * 100_000, *_NO),
    _made("a JSON feed of a number of 5 MB", lambda: '{"items": ' + "1" * 5_000_000 + "}", *_NO),
    # not feeds
    *(
        _text(name, body, *_NO, content_type=content_type)
        for name, body, content_type in (
            ("an empty feed", b"", _RSS),
            ("a feed of blanks", b" \n" * 500, _RSS),
            ("a feed of NUL bytes", bytes(5000), _RSS),
            ("a page for a feed", NEWS, "text/html"),
            ("a page that claims to be a feed", NEWS, _RSS),
            ("a PNG for a feed", b"\x89PNG\r\n\x1a\n" + bytes(500), "image/png"),
            ("a PDF for a feed", b"%PDF-1.7\n" + bytes(500), "application/pdf"),
            ("JSON for a feed", b'{"articles": []}', "application/json"),
            ("a JSON list for a feed", b"[1, 2]", _RSS),
            ("a word for a feed", b"nothing", "text/plain"),
            ("null for a feed", b"null", "application/json"),
            ("another XML document for a feed", b"<note><to>x</to></note>", "text/xml"),
            (
                "a list of feeds for a feed",
                b'<opml version="2.0"><body><outline xmlUrl="http://a.invalid/"/></body></opml>',
                "text/xml",
            ),
        )
    ),
    # feeds without anything
    *(
        feed(name, offered(body), "ok", ends={})
        for name, body in (
            ("a feed without items", rss("")),
            ("an Atom feed without entries", _atom("")),
            ("a JSON feed without items", _json()),
            ("items without links", rss("<item><title>A</title></item><item/>")),
            (
                "links that are no web addresses",
                rss(
                    "".join(
                        f"<item><title>x</title><link>{link}</link></item>"
                        for link in (
                            "javascript:alert(1)",
                            "data:text/html,x",
                            "file:///etc/passwd",
                            "ftp://a.invalid/",
                            "mailto:a@b.invalid",
                            "about:blank",
                            "http://",
                            "http:///x",
                            "://x",
                            "urn:isbn:1",
                            "tel:+1",
                            "http://[::1",
                            "ssh://a.invalid",
                        )
                    )
                ),
            ),
        )
    ),
    # malformed, read as far as it goes
    _text("a feed cut in its second item", _SOUND.replace("</channel></rss>", "<item><title>Cut of")),
    _text("a feed cut in a tag", _SOUND.replace("</channel></rss>", "<item><tit")),
    _text("a feed cut in a CDATA section", _SOUND.replace("</channel></rss>", "<item><title><![CDATA[ Cut")),
    _text("bare ampersands", _titled("Fish & chips & more & so on")),
    feed(
        "an ampersand in a link",
        offered(rss("<item><link>@here@/good?a=1&b=2</link></item>")),
        "ok",
        ends={"/good?a=1&b=2": STORED},
    ),
    _text("names of entities that XML lacks", _titled("Caf&eacute; &nbsp;&mdash; &rsquo;s")),
    _text("HTML in a title", _titled("A <b>bold</b> step <br> here")),
    _text("tags that are not closed", rss("<item><link>@here@/good</link><title>Of today</item>")),
    _text("tags closed in the wrong order", _SOUND.replace("</link></item>", "</item></link>")),
    _text("two roots", _SOUND + _SOUND),
    _text("blank lines before the declaration", "\n\n  " + _SOUND),
    _text("a byte order mark and blanks", "\ufeff\n" + _SOUND),
    _text("a notice of PHP before the feed", "Warning: Undefined variable $x in /srv/feed.php on line 3\n" + _SOUND),
    _text("a comment before the feed", "<!-- made by hand -->" + _SOUND),
    _text("a script behind the feed", _SOUND + "<script>track()</script>"),
    _text("no declaration", _SOUND.partition("\n")[2]),
    _text("two declarations", _SOUND.partition("\n")[0] + _SOUND),
    _text("controls in a title", _titled("Of\x01 to\x0bday\x1f")),
    _text("NUL bytes in a title", _titled("Of\0today")),
    _text("an unknown prefix", rss("<x:y>1</x:y>" + _ITEM)),
    _text("attributes without quotes", _SOUND.replace('version="2.0"', "version=2.0")),
    _text("RSS in capitals", _SOUND.replace("<rss", "<RSS").replace("</rss", "</RSS").replace("channel>", "CHANNEL>")),
    _text("RSS of no version", _SOUND.replace(' version="2.0"', "")),
    _text("items outside the channel", f'<rss version="2.0"><channel><title>x</title></channel>{_ITEM}</rss>'),
    _text("a channel without rss", f"<channel><title>x</title>{_ITEM}</channel>"),
    _text("broken UTF-8 in a title", _titled("Caf@").encode().replace(b"Caf@", b"Caf\xe9")),
    _text("windows-1252 that is declared as UTF-8", _titled("Café “Zürich”").encode("cp1252")),
    _text(
        "windows-1251 by its declaration",
        _titled("Новости дня").replace('encoding="utf-8"', 'encoding="windows-1251"').encode("cp1251"),
    ),
    _text("a charset that nobody knows", _SOUND.replace('encoding="utf-8"', 'encoding="klingon"')),
    _text("UTF-16 that says so", _SOUND.replace('encoding="utf-8"', 'encoding="utf-16"'), codec="utf-16"),
    _text("UTF-16 that says UTF-8", _SOUND, codec="utf-16"),
    _text("UTF-32 for a feed", _SOUND, "ok", codec="utf-32"),
    _text("a feed as plain text", _SOUND, content_type="text/plain"),
    _text("a feed as HTML", _SOUND, content_type="text/html"),
    _text("a feed as bytes", _SOUND, content_type="application/octet-stream"),
    feed("a feed as an image", page(b"<rss/>", content_type="image/png"), "not_html"),
    feed("a feed in gzip", _zipped(content_encoding="gzip"), "ok"),
    feed("a feed as a gzip file", _zipped(content_type="application/x-gzip"), "ok"),
    feed(
        "a feed cut on its way",
        raw(OK + b"Content-Type: text/xml\r\nContent-Length: 9000\r\n\r\n" + _SOUND.encode()),
        "unreachable",
    ),
    # formats
    _text("RSS 0.91", _SOUND.replace("2.0", "0.91")),
    _text(
        "RSS 1.0",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel rdf:about="x"><title>x</title></channel><item rdf:about="@here@/good"><title>y</title>'
        "<link>@here@/good</link></item></rdf:RDF>",
    ),
    _text("Atom", _atom('<entry><title>x</title><id>1</id><link href="@here@/good"/></entry>')),
    _text(
        "Atom with links of every kind",
        _atom(
            '<entry><title>x</title><link rel="self" href="@here@/no1"/><link rel="edit" '
            'href="@here@/no2"/><link rel="enclosure" href="@here@/no3"/><link rel="alternate" '
            'href="@here@/good"/></entry>'
        ),
    ),
    _text("Atom with a base", _atom('<entry><title>x</title><link href="good"/></entry>', ' xml:base="@here@/"')),
    _text(
        "Atom 0.3",
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>x</title><link rel="alternate" '
        'type="text/html" href="@here@/good"/></entry></feed>',
    ),
    _text("a JSON Feed", _json({"id": "1", "url": "@here@/good"}), content_type="application/feed+json"),
    _text("a JSON Feed with a mark", "\ufeff" + _json({"url": "@here@/good"}), content_type="application/json"),
    _text(
        "a JSON Feed of odd types",
        _json(
            7,
            None,
            [],
            {"url": 7},
            {"url": "@here@/good", "title": ["x"], "date_published": 5, "authors": "x", "content_html": {}, "tags": 1},
        ),
        content_type="application/json",
    ),
    _text(
        "a JSON Feed that repeats a key",
        '{"version": "https://jsonfeed.org/version/1", "items": [], "items": [{"url": "@here@/good"}]}',
        content_type="application/json",
    ),
    _text("a JSON Feed with NaN", _json({"url": "@here@/good", "x": float("nan")}), content_type="application/json"),
    # links
    _two("relative links", rss("<item><link>/good</link></item><item><link>other</link></item>")),
    _two(
        "links in two slashes",
        rss(
            "<item><link>@here@/good</link></item><item><link>@here@/other</link></item>".replace(
                "@here@/other", "/other"
            )
        ),
    ),
    _two(
        "links in CDATA",
        rss("<item><link><![CDATA[ @here@/good ]]></link></item><item><link>\n@here@/other\n</link></item>"),
    ),
    _two(
        "only a permanent guid",
        rss('<item><guid isPermaLink="true">@here@/good</guid></item><item><guid>@here@/other</guid></item>'),
    ),
    feed("one link 50 times", offered(rss(_ITEM * 50)), "ok", asked={"/good": 1}),
    feed(
        "one link in many spellings",
        offered(
            rss(
                items(
                    "@here@/good" + tail for tail in ("", "#a", "#b", "?utm_source=rss", "?fbclid=1", "?utm_medium=x#y")
                )
            )
        ),
        "ok",
        ends={"/good": STORED},
        asked={"/good": 1, "/good?utm_source=rss": 0},
    ),
    feed("a link with a password", offered(_linked("http://ann:hunter2@127.0.0.1:1/secret")), "ok"),
    feed(
        "a link to the feed itself",
        offered(_linked("@here@/feed")),
        "ok",
        ends={"/feed": any_of("is_feed"), "/good": STORED},
    ),
    feed("a link of 9 KB", offered(_linked("@here@/" + "a" * 9000)), "ok"),
    feed("a link with blanks", offered(_linked("@here@/a b c")), "ok", routes={"/a%20b%20c": page(NEWS)}),
    feed(
        "a link beyond ASCII",
        offered(_linked("@here@/straße")),
        "ok",
        routes={"/stra%C3%9Fe": page(NEWS)},
        ends={"/good": STORED},
    ),
    feed(
        "a link to nowhere",
        offered(_linked("http://no-such-name.invalid/x")),
        "ok",
        ends={"http://no-such-name.invalid/x": any_of("unreachable"), "/good": STORED},
    ),
    feed(
        "a link to the metadata in a feed",
        offered(_linked("http://169.254.169.254/latest/")),
        "ok",
        ends={"http://169.254.169.254/latest/": any_of("blocked_address"), "/good": STORED},
    ),
    feed(
        "an enclosure and no page",
        offered(rss(f'<item><title>x</title><enclosure url="@here@/a.mp3" type="audio/mpeg"/></item>{_ITEM}')),
        "ok",
    ),
    # dates
    *(
        _text(f"a date {what}", _dated(date))
        for what, date in {
            "of 2099": "Thu, 31 Dec 2099 23:59:59 GMT",
            "of 1969": "Wed, 31 Dec 1969 23:59:59 GMT",
            "of the year 0": "Sat, 01 Jan 0000 00:00:00 GMT",
            "of the year 9999": "9999-12-31T23:59:59Z",
            "of the year 10000": "10000-01-01T00:00:00Z",
            "of month 13": "2026-13-45T99:99:99Z",
            "that is a word": "yesterday",
            "that is a huge number": "9" * 30,
            "that is negative": "-1",
            "with a zone of 99 hours": "Fri, 20 Nov 2026 10:00:00 +9900",
            "in Arabic digits": "٢٠٢٦-١١-٢٠",
            "that is empty": "",
            "of leap second": "2016-12-31T23:59:60Z",
            "in a zone nobody knows": "Fri, 20 Nov 2026 10:00:00 XYZ",
        }.items()
    ),
    # redirects and sequences
    Case(name="a feed that moved for good", routes=_chain(1), ends={"/good": STORED}),
    Case(name="a feed in eight hops", routes=_chain(8), ends={"/good": STORED}),
    feed("a feed in a circle", moved("/feed"), "http_error", asked={"/feed": 9}),
    feed("a feed that moved to the metadata", moved("http://169.254.169.254/"), "blocked_address"),
    feed("a feed that moved to a file", moved("file:///etc/passwd"), "blocked_address"),
    feed(
        "a feed that moved to the home page", moved("/"), "no_text", routes={"/": page(html("The Tern", *PARAGRAPHS))}
    ),
    Case(
        name="a feed on another host",
        routes={"/feed": moved("@there@/feed", 301)},
        there={"/feed": offered(rss(items(["@there@/good"])))},
        ends={"@there@/good": STORED},
    ),
    feed("a feed that is reset once", in_turn(raw(b"", reset=True), offered(_SOUND)), "ok", asked={"/feed": 2}),
    # full texts
    _full("full text for a page of 403", page(b"", 403)),
    _full("full text for a page of 404", page(b"", 404), "http_error", "stored"),
    _full("full text for a page that is reset", raw(b"", reset=True), "stored", "unreachable"),
    _full(
        "full text for a login wall",
        page(
            "<html><head><title>Log in</title></head><body><h1>Log in to continue reading"
            "</h1><form action='/login'><input type='password'></form><p>Register now for free and read five "
            "articles a "
            "month.</p></body></html>"
        ),
    ),
    _full("full text for an empty page", page(b"")),
    _full("full text for a page that can be had", page(NEWS)),
]
