"""Redirects: chains, loops, other schemes, and addresses that no request may go to."""

from __future__ import annotations

from itertools import pairwise

from tests.hostile.answers import HTML, NEWS, PARAGRAPHS, hostile, in_turn, moved, page, raw, then_silent
from tests.hostile.server import Case, Exchange, Route

_FOUND = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n"
_TARGET = {"/target": page(NEWS)}
_REFUSED = "blocked_address"
_TEXT = {"/page": PARAGRAPHS[0]}


def _chain(length: int) -> dict[str, Route]:
    """Return the routes of a chain of so many redirects that begins at /page."""
    steps = ["/page", *(f"/hop{n}" for n in range(1, length)), "/target"]
    return {step: moved(to) for step, to in pairwise(steps)} | _TARGET


def _until_cookie(exchange: Exchange) -> None:
    if "seen=1" in exchange.headers.get("cookie", ""):
        exchange.reply(NEWS)
    else:
        exchange.reply(b"", 302, location="/page", set_cookie="seen=1; Path=/")


def _growing(exchange: Exchange) -> None:
    exchange.reply(b"", 302, location=exchange.path + ("&" if "?" in exchange.path else "?") + "a" * 500)


CASES: list[Case] = [
    *(
        hostile(f"{status} to a page", moved("/target", status), "stored", routes=_TARGET, texts=_TEXT)
        for status in (301, 302, 303, 307, 308)
    ),
    hostile("300 with a location", moved("/target", 300), "stored", "http_error", routes=_TARGET),
    hostile("305 Use Proxy", moved("@there@/good", 305), "http_error"),
    hostile("304 with a location", moved("/target", 304), "http_error", routes=_TARGET),
    hostile("eight redirects", _chain(8)["/page"], "stored", routes=_chain(8)),
    hostile("nine redirects", _chain(9)["/page"], "http_error", routes=_chain(9)),
    hostile("a redirect to itself", moved("/page"), "http_error", asked={"/page": 9}),
    hostile("a redirect there and back", moved("/other"), "http_error", routes={"/other": moved("/page")}),
    hostile("a loop over two hosts", moved("@there@/back"), "http_error", there={"/back": moved("@here@/page")}),
    hostile("a redirect that grows", _growing, "http_error", _REFUSED),
    hostile("a redirect that wants its cookie back", _until_cookie, "stored", texts=_TEXT),
    hostile("a redirect and then a page at one address", in_turn(moved("/page"), page(NEWS)), "stored"),
    hostile("a redirect to a fragment", moved("/target#part"), "stored", routes=_TARGET),
    hostile("a redirect to a query", moved("?x=1"), "http_error", asked={"/page?x=1": 9}),
    hostile("a redirect to the host by two slashes", moved("//@there@/good".replace("//@there@", "@there@")), "stored"),
    hostile(
        "a redirect with a password",
        moved("@here@/target".replace("@here@", "http://ann:hunter2@127.0.0.1:1")),
        "unreachable",
        _REFUSED,
    ),
    hostile("a relative redirect", moved("target"), "stored", routes=_TARGET),
    hostile("a redirect with dots", moved("/a/../../target"), "stored", routes=_TARGET),
    hostile(
        "two locations",
        raw(_FOUND + b"Location: /target\r\nLocation: /nowhere\r\n\r\n"),
        "stored",
        "http_error",
        routes=_TARGET,
    ),
    hostile(
        "a location with a line of its own",
        raw(_FOUND + b"Location: /target\r\n Set-Cookie: a=b\r\n\r\n"),
        "http_error",
        "stored",
        _REFUSED,
        "unreachable",
    ),
    hostile("no location", raw(_FOUND + b"\r\n"), "http_error"),
    hostile("an empty location", raw(_FOUND + b"Location: \r\n\r\n"), "http_error"),
    hostile("a page instead of a location", page(NEWS, 302), "http_error"),
    hostile(
        "a location in Latin-1",
        raw(_FOUND + b"Location: /caf\xe9\r\n\r\n"),
        "http_error",
        "stored",
        routes={"/caf%E9": page(NEWS), "/caf%C3%A9": page(NEWS)},
    ),
    hostile(
        "a location in UTF-8",
        raw(_FOUND + "Location: /café\r\n\r\n".encode()),
        "stored",
        "http_error",
        routes={"/caf%C3%A9": page(NEWS)},
    ),
    hostile("a location with blanks", moved("/the target"), "stored", routes={"/the%20target": page(NEWS)}),
    hostile(
        "a location of 70 KB",
        raw(_FOUND + b"Location: /" + b"a" * 70_000 + b"\r\n\r\n"),
        _REFUSED,
        "http_error",
        "unreachable",
    ),
    hostile("a location of backslashes", moved("\\\\evil.invalid\\x"), "http_error", _REFUSED, "unreachable"),
    hostile(
        "a location that is noise",
        raw(_FOUND + b"Location: \x01\x02http://\x7f\r\n\r\n"),
        "http_error",
        _REFUSED,
        "unreachable",
    ),
    hostile("a location with a NUL", raw(_FOUND + b"Location: /a\0b\r\n\r\n"), "http_error", _REFUSED, "unreachable"),
    *(
        hostile(f"a redirect to {what}", moved(location), _REFUSED)
        for what, location in {
            "a file": "file:///etc/passwd",
            "a file on a host": "file://localhost/etc/passwd",
            "FTP": "ftp://ftp.invalid/article",
            "gopher": "gopher://127.0.0.1:70/_x",
            "a script": "javascript:alert(1)",
            "data": "data:text/html,<p>An%20article</p>",
            "a mailbox": "mailto:ann@news.example",
            "a unix socket": "unix:///var/run/docker.sock",
            "a web socket": "ws://127.0.0.1/",
            "port 70000": "http://127.0.0.1:70000/",
            "a port that is a word": "http://127.0.0.1:http/",
            "a host with a blank": "http://a b.invalid/",
            "a host with a NUL": "http://a%00b.invalid/",
            "brackets without an address": "http://[nonsense]/",
            "an open bracket": "http://[::1/",
            "the clouds' metadata": "http://169.254.169.254/latest/meta-data/",
            "the metadata as one number": "http://2852039166/latest/meta-data/",
            "the metadata in hexadecimal": "http://0xa9fea9fe/latest/",
            "the metadata in octal": "http://0251.0376.0251.0376/latest/",
            "the metadata in two parts": "http://169.16689662/latest/",
            "the metadata in IPv6": "http://[::ffff:169.254.169.254]/",
            "the metadata behind NAT64": "http://[64:ff9b::a9fe:a9fe]/",
            "the metadata behind 6to4": "http://[2002:a9fe:a9fe::1]/",
            "the metadata with a password": "http://ann:hunter2@169.254.169.254/",
            "Azure's metadata": "http://168.63.129.16/metadata",
            "Alibaba's metadata": "http://100.100.100.200/latest/meta-data/",
            "Amazon's metadata in IPv6": "http://[fd00:ec2::254]/latest/",
            "link-local IPv6": "http://[fe80::1]/",
            "link-local IPv6 with a zone": "http://[fe80::1%25lo]/",
        }.items()
    ),
    hostile(
        "a chain that ends at the metadata",
        moved("@there@/on"),
        _REFUSED,
        there={"/on": moved("http://169.254.169.254/")},
    ),
    hostile(
        "a link to the metadata", page(NEWS), "stored", ends={"http://169.254.169.254/latest/": frozenset({_REFUSED})}
    ),
    hostile(
        "a link to the metadata as one number",
        page(NEWS),
        "stored",
        ends={"http://2852039166/latest/": frozenset({_REFUSED})},
    ),
    *(
        hostile(f"a redirect to {what}", moved(location), _REFUSED, "http_error", "unreachable")
        for what, location in {
            "no host": "http:///etc/passwd",
            "an empty host": "http://",
            "port 0": "http://127.0.0.1:0/",
        }.items()
    ),
    hostile("a redirect to a name that is not there", moved("http://no-such-name.invalid/"), "unreachable"),
    hostile("a redirect to a closed port", moved("http://127.0.0.1:1/"), "unreachable"),
    hostile("a redirect to TLS that is none", moved("https://127.0.0.1:@port@/good"), "unreachable"),
    hostile("a redirect to a label too long", moved("http://" + "a" * 70 + ".invalid/"), "unreachable", _REFUSED),
    hostile("a redirect to a name too long", moved("http://" + "a." * 200 + "invalid/"), "unreachable", _REFUSED),
    hostile(
        "a redirect to a forbidden path",
        moved("/private/page"),
        "blocked_by_robots",
        routes={"/robots.txt": page("User-agent: *\nDisallow: /private/\n"), "/private/page": page(NEWS)},
        asked={"/private/page": 0},
    ),
    hostile(
        "a redirect to a host that forbids",
        moved("@there@/target"),
        "blocked_by_robots",
        asked={},
        there={"/robots.txt": page("User-agent: *\nDisallow: /\n"), "/target": page(NEWS)},
    ),
    hostile(
        "a redirect to an image",
        moved("/image"),
        "not_html",
        routes={"/image": page(b"\x89PNG\r\n\x1a\n" + bytes(500), content_type="image/png")},
    ),
    hostile("a redirect to 404", moved("/nowhere"), "http_error"),
    hostile("a redirect to 500", moved("/broken"), "http_error", routes={"/broken": page(b"", 500)}),
    hostile("a redirect to a flood", moved("/flood"), "too_large", routes={"/flood": page(b"<p>x</p>" * 1_500_000)}),
    hostile("a redirect to another site's page", moved("@there@/good"), "stored"),
    hostile(
        "a redirect with an endless body",
        raw(b"HTTP/1.1 302 Found\r\nLocation: /target\r\n" + HTML + b"\r\n" + b"x" * 100_000),
        "stored",
        routes=_TARGET,
    ),
    hostile(
        "a redirect whose body never comes",
        then_silent(b"HTTP/1.1 302 Found\r\nLocation: /target\r\nContent-Length: 500\r\n\r\n", 9),
        "stored",
        routes=_TARGET,
    ),
    hostile(
        "a meta refresh to another page",
        page('<html><head><meta http-equiv="refresh" content="0; url=/target"></head><body></body></html>'),
        "no_text",
        "stored",
        "too_short",
        "wall",
        "soft_404",
        routes=_TARGET,
    ),
]
