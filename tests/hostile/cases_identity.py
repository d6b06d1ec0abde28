"""What is one article and what is another: canonical links that lie, pages under many addresses, dates out of time."""

from __future__ import annotations

from tests.hostile import articles
from tests.hostile.answers import NEWS, PARAGRAPHS, TITLE, any_of, hostile, page
from tests.hostile.server import STORED, Case, Exchange, Route, filled

_ONE = any_of("stored", "duplicate")


def _claiming(head: str, number: int = 0) -> Route:
    """Return the route of a page with marks in its head, of other texts for another number."""
    texts = PARAGRAPHS if number == 0 else articles.paragraphs(7000 + number)
    title = TITLE if number == 0 else articles.title(7000 + number)

    def answer(exchange: Exchange) -> None:
        exchange.reply(filled(exchange, articles.html(title, *texts, head=head).encode()))

    return answer


def _canonical(address: str) -> str:
    return f'<link rel="canonical" href="{address}">'


def _dated(date: str) -> Route:
    return _claiming(f'<meta property="article:published_time" content="{date}">')


def _two(name: str, first: Route, second: Route, ends: frozenset[str] = STORED) -> Case:
    """Return a case of two pages."""
    return hostile(name, first, *ends, routes={"/page2": second}, ends={"/page2": ends})


CASES: list[Case] = [
    hostile("a canonical link to the home page", _claiming(_canonical("@here@/")), "stored"),
    hostile("a canonical link to another host", _claiming(_canonical("http://evil.invalid/x")), "stored"),
    hostile("a canonical link that is no address", _claiming(_canonical("javascript:alert(1)")), "stored"),
    hostile("an empty canonical link", _claiming(_canonical("")), "stored"),
    hostile(
        "a canonical link of 1 MB",
        page(articles.html(TITLE, *PARAGRAPHS, head=_canonical("/" + "a" * 1_000_000))),
        "stored",
    ),
    hostile("a canonical link to the metadata", _claiming(_canonical("http://169.254.169.254/")), "stored"),
    hostile("a canonical link with a password", _claiming(_canonical("http://ann:hunter2@127.0.0.1/x")), "stored"),
    hostile("two canonical links", _claiming(_canonical("@here@/a") + _canonical("@here@/b")), "stored"),
    hostile("a canonical link to a page of 404", _claiming(_canonical("@here@/nowhere")), "stored"),
    _two(
        "two pages that claim the home page", _claiming(_canonical("@here@/"), 1), _claiming(_canonical("@here@/"), 2)
    ),
    _two(
        "two pages that claim each other's host",
        _claiming(_canonical("http://a.invalid/"), 3),
        _claiming(_canonical("http://a.invalid/"), 4),
    ),
    _two(
        "two addresses of one canonical page",
        _claiming(_canonical("@here@/one")),
        _claiming(_canonical("@here@/one")),
        _ONE,
    ),
    _two("two addresses of one text", page(NEWS), page(NEWS)),
    hostile(
        "a page that redirects to its neighbour",
        lambda exchange: exchange.reply(b"", 302, location="/good"),
        "stored",
        "duplicate",
        ends={"/good": _ONE},
    ),
    hostile(
        "an address with a session",
        page(NEWS),
        "stored",
        ends={"/good?PHPSESSID=1": _ONE, "/good": _ONE},
        routes={"/good?PHPSESSID=1": page(NEWS)},
    ),
    hostile(
        "a page that differs each time",
        lambda exchange: exchange.reply(NEWS.replace(b"</nav>", b"</nav><!-- %d -->" % id(exchange))),
        "stored",
    ),
    *(
        hostile(f"a page dated {what}", _dated(date), "stored")
        for what, date in {
            "in 2099": "2099-12-31T23:59:59Z",
            "in the year 1": "0001-01-01T00:00:00Z",
            "in 1970": "1970-01-01T00:00:00Z",
            "in the year 9999": "9999-12-31T23:59:59.999999Z",
            "in the year 99999": "99999-01-01",
            "on day 32": "2026-11-32",
            "by a word": "last Tuesday",
            "by a number": "1763600000",
            "by a huge number": "9" * 400,
            "with a zone of 99 hours": "2026-11-20T10:00:00+99:00",
            "by nothing": "",
            "by a script": "<script>",
        }.items()
    ),
    hostile(
        "a page of another's name", _claiming('<meta property="og:site_name" content="' + "x" * 50_000 + '">'), "stored"
    ),
    hostile(
        "a page in a language nobody speaks", page(articles.html(TITLE, *PARAGRAPHS, lang="x-" + "y" * 5000)), "stored"
    ),
    hostile("an author of 100 KB", _claiming('<meta name="author" content="' + "Ann " * 25_000 + '">'), "stored"),
    hostile(
        "5,000 authors", _claiming("".join(f'<meta name="author" content="Ann B{n}">' for n in range(5000))), "stored"
    ),
    hostile(
        "10,000 keywords",
        _claiming('<meta name="keywords" content="' + ", ".join(map(str, range(10_000))) + '">'),
        "stored",
    ),
    hostile("an image at a script", _claiming('<meta property="og:image" content="javascript:alert(1)">'), "stored"),
    hostile(
        "a link of the feed with quotes", page(NEWS), "stored", routes={"/it's": page(NEWS)}, ends={"/it's": STORED}
    ),
    hostile(
        "an address of percent signs", page(NEWS), "stored", routes={"/100%25": page(NEWS)}, ends={"/100%25": STORED}
    ),
    hostile(
        "an address of dots",
        page(NEWS),
        "stored",
        routes={"/a/../page3": page(NEWS), "/page3": page(NEWS)},
        ends={"/a/../page3": STORED},
    ),
]
