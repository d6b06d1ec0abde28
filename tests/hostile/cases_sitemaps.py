"""Sitemaps: urlsets, news sitemaps, indexes that lead in circles or too deep, lists of addresses, bombs."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping

from tests.hostile.answers import NEWS, OK, any_of, endless, feed, late, moved, offered, page
from tests.hostile.server import STORED, Case, Exchange, Route, filled

_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_XML = "application/xml"
_NO = ("no_text", "bad_encoding", "too_large", "over_budget", "is_feed", "not_html")
_URL = "<url><loc>@here@/good</loc></url>"


def _urlset(urls: str = _URL, more: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_SPACE}{more}>{urls}</urlset>'


def _index(*sitemaps: str) -> str:
    return (
        f'<?xml version="1.0"?><sitemapindex {_SPACE}>'
        + "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in sitemaps)
        + "</sitemapindex>"
    )


def _sitemap(name: str, body: str | bytes, *polled: str, content_type: str = _XML) -> Case:
    return feed(name, offered(body, content_type), *(polled or ("ok",)), kind="sitemaps")


def _made(name: str, make: Callable[[], str | bytes], *polled: str) -> Case:
    return feed(name, late(make, content_type=_XML), *polled, kind="sitemaps")


def _leading(
    name: str, index: str, routes: Mapping[str, Route], *, reached: bool = True, asked: Mapping[str, int] | None = None
) -> Case:
    """Return a case of an index; `reached` says whether it leads to the good page."""
    ends = {"/good": STORED} if reached else {}
    return feed(name, offered(index, _XML), "ok", routes=routes, ends=ends, asked=asked, kind="sitemaps")


def _zipped(body: str, **fields: str) -> Route:
    def answer(exchange: Exchange) -> None:
        exchange.reply(gzip.compress(filled(exchange, body.encode())), 200, **fields)

    return answer


_CHILD = offered(_urlset(), _XML)

CASES: list[Case] = [
    _sitemap("a plain sitemap", _urlset()),
    Case(
        name="a sitemap where a feed was promised", routes={"/feed": offered(_urlset(), _XML)}, ends={"/good": STORED}
    ),
    _sitemap("a sitemap of blanks around addresses", _urlset("<url><loc>\n  @here@/good\n </loc></url>")),
    _sitemap("a sitemap in another namespace", _urlset().replace("0.9", "0.84")),
    _sitemap("a sitemap without a namespace", _urlset().replace(_SPACE, "")),
    _sitemap(
        "a sitemap with a prefix",
        _urlset()
        .replace("<url", "<s:url")
        .replace("</url", "</s:url")
        .replace("loc>", "s:loc>")
        .replace("xmlns=", "xmlns:s="),
    ),
    _sitemap("a sitemap as plain text", _urlset(), content_type="text/plain"),
    _sitemap("a sitemap as HTML", _urlset(), content_type="text/html"),
    _sitemap("a sitemap with a mark", "\ufeff" + _urlset()),
    feed("a sitemap in UTF-16", offered(_urlset().replace("UTF-8", "UTF-16"), _XML, "utf-16"), "ok", kind="sitemaps"),
    _sitemap("a sitemap with blank lines before it", "\n\n" + _urlset()),
    _sitemap(
        "a news sitemap",
        _urlset(
            "<url><loc>@here@/good</loc><news:news><news:publication><news:name>The Tern</news:name><news:language>en"
            "</news:language></news:publication><news:publication_date>2026-11-20T10:00:00Z</news:publication_date>"
            "<news:title>Of today</news:title></news:news></url>",
            ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"',
        ),
    ),
    _sitemap(
        "a news sitemap without its namespace",
        _urlset(
            "<url><loc>@here@/good</loc><news:news><news:publication_date>2026-11-20</news:publication_date><news:title>x"
            "</news:title></news:news></url>"
        ),
    ),
    _sitemap(
        "a sitemap with images",
        _urlset(
            "<url><loc>@here@/good</loc><image:image><image:loc>@here@/no.png</image:loc></image:image></url>",
            ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"',
        ),
    ),
    _sitemap("a list of addresses", "@here@/good\n", content_type="text/plain"),
    _sitemap("a list with remarks", "# news\n\n@here@/good\n  \n", content_type="text/plain"),
    feed("a sitemap as a gzip file", _zipped(_urlset(), content_type="application/gzip"), "ok", kind="sitemaps"),
    feed(
        "a sitemap as a gzip file that is a coding",
        _zipped(_urlset(), content_type="application/x-gzip", content_encoding="gzip"),
        "ok",
        kind="sitemaps",
    ),
    *(
        _sitemap(f"a sitemap dated {what}", _urlset(f"<url><loc>@here@/good</loc><lastmod>{date}</lastmod></url>"))
        for what, date in {
            "in 2099": "2099-12-31",
            "in the year 0": "0000-00-00",
            "with a word": "today",
            "by nothing": "",
            "with 100,000 digits": "1" * 100_000,
        }.items()
    ),
    # malformed
    _sitemap("a sitemap cut in the middle", _urlset(_URL + "<url><loc>@here@/oth")[: -len("</urlset>")]),
    _sitemap("a sitemap with bare ampersands", _urlset("<url><loc>@here@/good</loc><x>a & b</x></url>")),
    _sitemap("a sitemap whose tags are not closed", _urlset().replace("</url>", "")),
    _sitemap(
        "a sitemap of other schemes",
        _urlset(
            "".join(
                f"<url><loc>{url}</loc></url>"
                for url in ("javascript:alert(1)", "file:///etc/passwd", "ftp://a.invalid/", "", "http://", "data:,x")
            )
            + _URL
        ),
    ),
    _sitemap("a sitemap that lists one page 1,000 times", _urlset(_URL * 1000)),
    *(
        _sitemap(name, body, *_NO)
        for name, body in {
            "an empty sitemap": b"",
            "a page for a sitemap": NEWS,
            "noise for a sitemap": bytes(range(256)) * 40,
            "JSON for a sitemap": b'{"urls": []}',
            "a broken gzip file for a sitemap": b"\x1f\x8b\x08" + b"\xff" * 500,
        }.items()
    ),
    feed("a sitemap without addresses", offered(_urlset(""), _XML), "ok", ends={}, kind="sitemaps"),
    feed("a sitemap that is not there", page(b"", 404), "http_error", kind="sitemaps"),
    # bombs
    _sitemap(
        "laughs in a sitemap",
        '<!DOCTYPE u [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        + _urlset("<url><loc>@here@/good</loc><x>" + "&b;" * 1000 + "</x></url>").partition("\n")[2],
        "bad_encoding",
    ),
    _sitemap(
        "an external entity in a sitemap",
        '<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + _urlset("<url><loc>@here@/&x;</loc></url>" + _URL).partition("\n")[2],
        *_NO,
    ),
    feed(
        "a gzip bomb for a sitemap",
        page(gzip.compress(b"<urlset>" + b" " * 90_000_000), content_type="application/gzip"),
        *_NO,
        kind="sitemaps",
    ),
    feed(
        "an endless sitemap",
        endless(OK + b"Content-Type: text/xml\r\n\r\n<urlset>", b"<url></url>" * 5000),
        "too_large",
        kind="sitemaps",
    ),
    _made("a sitemap 100,000 deep", lambda: _urlset(_URL + "<a>" * 100_000), "ok"),
    _made("a sitemap of 120,000 entries for one page", lambda: _urlset(_URL * 120_000), "ok"),
    _made("an address of 5 MB", lambda: _urlset(f"{_URL}<url><loc>@here@/{'a' * 5_000_000}</loc></url>"), "ok"),
    # indexes
    _leading("an index", _index("@here@/s1"), {"/s1": _CHILD}),
    _leading("an index of a gzip file", _index("@here@/s1.gz"), {"/s1.gz": _zipped(_urlset())}),
    _leading("an index of an index", _index("@here@/i1"), {"/i1": offered(_index("@here@/s1"), _XML), "/s1": _CHILD}),
    _leading("an index of itself", _index("@here@/feed", "@here@/s1"), {"/s1": _CHILD}, asked={"/feed": 1}),
    _leading(
        "two indexes of each other",
        _index("@here@/i1", "@here@/s1"),
        {"/i1": offered(_index("@here@/feed", "@here@/i1"), _XML), "/s1": _CHILD},
        asked={"/feed": 1, "/i1": 1},
    ),
    _leading(
        "indexes without end",
        _index("@here@/i?1"),
        {
            "/i": lambda exchange: exchange.reply(
                _index(f"http://{exchange.headers['host']}{exchange.path}1"), content_type=_XML
            )
        },
        reached=False,
        asked={"/i?111111": 0},
    ),
    _leading(
        "an index of 200 that are not there",
        _index("@here@/s1", *(f"@here@/no{n}" for n in range(200))),
        {"/s1": _CHILD},
        asked={"/no199": 1},
    ),
    _leading("an index that leads to the metadata", _index("http://169.254.169.254/", "@here@/s1"), {"/s1": _CHILD}),
    _leading("an index that leads to a file", _index("file:///etc/passwd", "@here@/s1"), {"/s1": _CHILD}),
    _leading("an index that leads to pages", _index("@here@/good", "@here@/s1"), {"/s1": _CHILD}),
    _leading("an index cut in the middle", _index("@here@/s1", "@here@/s2")[:-50], {"/s1": _CHILD}),
    _leading("an index of a sitemap that moved", _index("@here@/old"), {"/old": moved("/s1", 301), "/s1": _CHILD}),
    _leading(
        "an index of a flood and a good one",
        _index("@here@/flood", "@here@/s1"),
        {"/flood": page(b"<urlset>" + b" " * 11_000_000), "/s1": _CHILD},
    ),
    _leading(
        "an index of a forbidden sitemap",
        _index("@here@/s1", "@here@/s2"),
        {"/robots.txt": page("User-agent: *\nDisallow: /s2\n"), "/s1": _CHILD, "/s2": _CHILD},
        asked={"/s2": 0},
    ),
    feed(
        "an index in which nothing can be had",
        offered(_index("@here@/no1", "@here@/no2"), _XML),
        "ok",
        ends={},
        kind="sitemaps",
    ),
    # what it leads to
    feed(
        "a sitemap of many ends",
        offered(
            _urlset("".join(f"<url><loc>@here@/{path}</loc></url>" for path in ("good", "gone", "image", "empty"))),
            _XML,
        ),
        "ok",
        kind="sitemaps",
        routes={
            "/gone": page(b"", 410),
            "/image": page(b"\x89PNG\r\n\x1a\n" + bytes(99), content_type="image/png"),
            "/empty": page(b""),
        },
        ends={
            "/good": STORED,
            "/gone": any_of("http_error"),
            "/image": any_of("not_html"),
            "/empty": any_of("no_text"),
        },
    ),
]
