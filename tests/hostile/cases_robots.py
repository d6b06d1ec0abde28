"""robots.txt: every state that RFC 9309 names, and what is meant to break its reader."""

from __future__ import annotations

import gzip
from collections.abc import Mapping

from tests.hostile.answers import NEWS, OK, endless, feed, in_turn, moved, offered, page, raw
from tests.hostile.articles import items, rss
from tests.hostile.server import Case, Route

_BLOCKED = "blocked_by_robots"


def _robots(  # noqa: PLR0913  what a case may say
    name: str,
    rules: Route | bytes | str,
    outcome: str,
    path: str = "/page",
    *,
    routes: Mapping[str, Route] | None = None,
    there: Mapping[str, Route] | None = None,
) -> Case:
    """Return a case of a good page under these rules, beside one that they do not forbid."""
    return Case(
        name=name,
        routes={"/robots.txt": _route(rules), path: page(NEWS), **(routes or {})},
        there=there or {},
        ends={path: frozenset({outcome}), "/good": frozenset({"stored"})},
        asked={path: 0} if outcome == _BLOCKED else {},
    )


def _closed(name: str, rules: Route | bytes | str, *polled: str) -> Case:
    """Return a case whose whole host is closed to us, its feed included."""
    forbidden = offered(rss(items(["@here@/good"])))
    return feed(name, forbidden, *(polled or (_BLOCKED,)), asked={"/feed": 0}, routes={"/robots.txt": _route(rules)})


def _route(rules: Route | bytes | str) -> Route:
    return rules if callable(rules) else page(rules, content_type="text/plain")


_NO_PAGE = "Disallow: /page\n"
_OTHERS = "".join(f"User-agent: bot{n}\nDisallow: /{n}\n" for n in range(12_000))

CASES: list[Case] = [
    _closed("all is forbidden to all", "User-agent: *\nDisallow: /\n"),
    _closed("all is forbidden to us", "User-agent: newsduck\nDisallow: /\n\nUser-agent: *\nAllow: /\n"),
    _closed("the feed is forbidden", "User-agent: *\nDisallow: /feed\n"),
    _robots("the page is forbidden to all", f"User-agent: *\n{_NO_PAGE}", _BLOCKED),
    _robots("the page is forbidden to us", f"User-agent: NewsDuck\n{_NO_PAGE}", _BLOCKED),
    _robots("the page is forbidden to others", f"User-agent: otherbot\n{_NO_PAGE}", "stored"),
    _robots("we have a group of our own", f"User-agent: *\n{_NO_PAGE}\nUser-agent: newsduck\nAllow: /\n", "stored"),
    _robots("two groups for us", f"User-agent: newsduck\nAllow: /a\n\nUser-agent: newsduck\n{_NO_PAGE}", _BLOCKED),
    _robots("a name with a version", f"User-agent: newsduck/1.0\n{_NO_PAGE}", _BLOCKED),
    _robots("a name that holds ours", f"User-agent: newsducker\n{_NO_PAGE}", "stored"),
    _robots("names one below the other", f"User-agent: a\nUser-agent: newsduck\nUser-agent: b\n{_NO_PAGE}", _BLOCKED),
    _robots("the longer rule wins", "User-agent: *\nDisallow: /\nAllow: /feed\nAllow: /good\nAllow: /page\n", "stored"),
    _robots("allow wins a tie", "User-agent: *\nDisallow: /page\nAllow: /page\n", "stored"),
    _robots("a star", "User-agent: *\nDisallow: /*age\n", _BLOCKED),
    _robots("a dollar", "User-agent: *\nDisallow: /page$\n", _BLOCKED),
    _robots("a dollar elsewhere", "User-agent: *\nDisallow: /pag$\n", "stored"),
    _robots("a query", "User-agent: *\nDisallow: /*?id=\n", _BLOCKED, "/page?id=7"),
    _robots("an escaped letter", "User-agent: *\nDisallow: /p%61ge\n", _BLOCKED),
    _robots("a letter beyond ASCII", "User-agent: *\nDisallow: /bücher\n", _BLOCKED, "/b%C3%BCcher"),
    _robots("an empty disallow", "User-agent: *\nDisallow:\n", "stored"),
    _robots("a byte order mark", f"\ufeffUser-agent: *\n{_NO_PAGE}", _BLOCKED),
    _robots("carriage returns", "User-agent: *\rDisallow: /page\r", _BLOCKED),
    _robots("blanks and tabs", "  User-agent :\t*  \n\tDisallow :  /page  # no\n", _BLOCKED),
    _robots("comments", "# hello\nUser-agent: * # all\nDisallow: /page # this\n", _BLOCKED),
    _robots("a misspelt rule", "User-agent: *\nDissallow: /page\n", _BLOCKED),
    _robots("capitals", "USER-AGENT: NEWSDUCK\nDISALLOW: /page\n", _BLOCKED),
    _robots("rules before any name", f"{_NO_PAGE}User-agent: *\nDisallow: /x\n", "stored"),
    _robots("a sitemap between name and rule", f"User-agent: *\nSitemap: http://a.invalid/s.xml\n{_NO_PAGE}", _BLOCKED),
    _robots("an unknown line in a group", f"User-agent: *\nNoindex: /x\n{_NO_PAGE}", _BLOCKED),
    _robots("NUL bytes", f"User-agent: *\n\0\0\n{_NO_PAGE}", _BLOCKED),
    _robots("Latin-1", f"# caf\xe9\nUser-agent: *\n{_NO_PAGE}".encode("latin-1"), _BLOCKED),
    _robots("a page instead of rules", page("<html><body>Not found</body></html>"), "stored"),
    _robots("an image instead of rules", page(b"\x89PNG\r\n\x1a\n" + bytes(99), content_type="image/png"), "stored"),
    _robots("noise instead of rules", bytes(range(256)) * 100, "stored"),
    _robots("an empty file", b"", "stored"),
    _robots("a file as a page", page(f"User-agent: *\n{_NO_PAGE}", content_type="text/html"), _BLOCKED),
    _robots(
        "rules in gzip", page(gzip.compress(f"User-agent: *\n{_NO_PAGE}".encode()), content_encoding="gzip"), _BLOCKED
    ),
    *(
        _robots(f"robots.txt of status {status}", page(b"User-agent: *\nDisallow: /", status), "stored")
        for status in (204, 400, 401, 402, 403, 404, 405, 410, 418, 451)
    ),
    *(_closed(f"robots.txt of status {status}", page(b"", status)) for status in (429, 500, 502, 503, 504, 520)),
    _closed("robots.txt to wait an hour for", page(b"", 503, retry_after="3600")),
    _robots("robots.txt of 503 once", in_turn(page(b"", 503), page(b"", 404)), "stored"),
    _robots(
        "robots.txt that is reset once", in_turn(raw(b"", reset=True), page(f"User-agent: *\n{_NO_PAGE}")), _BLOCKED
    ),
    _closed("robots.txt that is reset always", raw(b"", reset=True), "unreachable", _BLOCKED),
    _closed("robots.txt that is noise, not HTTP", raw(b"SSH-2.0-x\r\n"), "unreachable", _BLOCKED),
    _closed("robots.txt that is cut", raw(OK + b"Content-Length: 99\r\n\r\nUser-agent: *\n"), "unreachable", _BLOCKED),
    _robots(
        "robots.txt elsewhere on the host",
        moved("/rules"),
        _BLOCKED,
        routes={"/rules": page(f"User-agent: *\n{_NO_PAGE}")},
    ),
    _robots(
        "robots.txt on another host",
        moved("@there@/rules"),
        _BLOCKED,
        there={"/rules": page(f"User-agent: *\n{_NO_PAGE}")},
    ),
    _robots(
        "robots.txt in five hops",
        moved("/r1"),
        _BLOCKED,
        routes={f"/r{n}": moved(f"/r{n + 1}") for n in range(1, 5)} | {"/r5": page(f"User-agent: *\n{_NO_PAGE}")},
    ),
    _robots("robots.txt without end of hops", moved("/robots.txt"), "stored"),
    _closed("robots.txt that leads to the metadata", moved("http://169.254.169.254/"), "blocked_address", _BLOCKED),
    _robots("a robots.txt of 600 KB of comments", "#" * 600_000 + f"\nUser-agent: *\n{_NO_PAGE}", "stored"),
    _robots("rules before 10 MB of comments", f"User-agent: *\n{_NO_PAGE}" + "# no\n" * 2_000_000, _BLOCKED),
    _robots(
        "rules before an endless robots.txt",
        endless(OK + b"Content-Type: text/plain\r\n\r\nUser-agent: *\n" + _NO_PAGE.encode(), b"# more\n" * 9000),
        _BLOCKED,
    ),
    _robots("a gzip bomb as robots.txt", page(gzip.compress(b"\n" * 50_000_000), content_encoding="gzip"), "stored"),
    _robots("12,000 groups", _OTHERS + f"User-agent: *\n{_NO_PAGE}", _BLOCKED),
    _robots(
        "12,000 names and 12,000 rules",
        "".join(f"User-agent: b{n}\n" for n in range(12_000))
        + "User-agent: *\n"
        + "".join(f"Disallow: /{n}\n" for n in range(12_000))
        + _NO_PAGE,
        _BLOCKED,
    ),
    _robots("a rule of 100 stars", "User-agent: *\nDisallow: /" + "*a" * 100 + "*b\n", "stored", "/" + "a" * 200),
    _robots("a rule of 30,000 stars", "User-agent: *\nDisallow: /" + "*" * 30_000 + "x\n", "stored"),
    _robots(
        "2,000 rules of 20 stars",
        "User-agent: *\n" + "".join(f"Disallow: /{'*a' * 20}*{n}z\n" for n in range(2000)),
        "stored",
        "/" + "a" * 100,
    ),
    _robots("a line of 400 KB", "User-agent: *\nDisallow: /" + "a" * 400_000 + f"\n{_NO_PAGE}", _BLOCKED),
    _robots("a rule with brackets and such", "User-agent: *\nDisallow: /([a-z+]*(?:x\n" + _NO_PAGE, _BLOCKED),
    *(
        _robots(
            f"a crawl-delay of {value[:12] or 'nothing'}",
            f"User-agent: *\nCrawl-delay: {value}\nDisallow: /x\n",
            "stored",
        )
        for value in ("0.2", "", "-5", "nan", "soon", "1,5", "0x10")
    ),
]
