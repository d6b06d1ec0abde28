"""Status codes, alone and in sequences: what is final, what is asked again, and how long a host is left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.hostile.answers import NEWS, feed, hostile, in_turn, offered, page, raw
from tests.hostile.articles import items, rss
from tests.hostile.server import STORED, Case, Exchange, Route

_NO = "http_error"
_FEED = offered(rss(items(["@here@/good"])))


def _wait(value: str, status: int = 429) -> Route:
    return page(b"", status, retry_after=value)


def _wait_a_date(exchange: Exchange) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    exchange.reply(b"", 503, retry_after=until)


_PLEADED = {f"/p{n}": frozenset({_NO, "deferred"}) for n in range(1, 21)}

CASES: list[Case] = [
    *(
        hostile(f"status {status}", page(NEWS, status), _NO, asked={"/page": 1})
        for status in (400, 402, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 416, 418, 421, 422, 428, 451)
    ),
    hostile(
        "status 401 with a challenge",
        page(NEWS, 401, www_authenticate='Basic realm="x"'),
        _NO,
        "wall",
        asked={"/page": 1},
    ),
    hostile("status 403", page(NEWS, 403), _NO, "wall", asked={"/page": 1}),
    *(
        hostile(f"status {status}", page(NEWS, status), _NO, asked={"/page": 2})
        for status in (408, 425, 429, 500, 501, 502, 503, 504, 505, 507, 511, 520, 522, 529, 530, 599)
    ),
    *(
        hostile(
            f"status {status}, which nobody knows",
            raw(b"HTTP/1.1 %d Odd\r\nContent-Length: 2\r\n\r\nok" % status),
            _NO,
            "unreachable",
            asked={"/page": 2},
        )
        for status in (222, 299, 399, 499, 600, 700, 999)
    ),
    hostile("202 Accepted, a waiting room", page(NEWS, 202), _NO, "wall"),
    hostile("203 through a proxy", page(NEWS, 203), "stored"),
    hostile("201 Created", page(NEWS, 201), _NO, "stored"),
    hostile("206, a part", page(NEWS, 206, content_range="bytes 0-99/999"), _NO),
    hostile("226 IM Used", page(NEWS, 226), _NO, "stored"),
    # sequences
    hostile("500 once", in_turn(page(b"", 500), page(NEWS)), "stored", asked={"/page": 2}),
    hostile("503 once", in_turn(page(b"", 503), page(NEWS)), "stored", asked={"/page": 2}),
    hostile("503 twice", in_turn(page(b"", 503), page(b"", 503), page(NEWS)), _NO, asked={"/page": 2}),
    hostile("a reset once", in_turn(raw(b"", reset=True), page(NEWS)), "stored", asked={"/page": 2}),
    hostile(
        "a cut body once",
        in_turn(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<p>"), page(NEWS)),
        "stored",
        asked={"/page": 2},
    ),
    hostile("429 once, wait a second", in_turn(_wait("1"), page(NEWS)), "stored", asked={"/page": 2}),
    hostile("503 once, wait two seconds", in_turn(_wait("2", 503), page(NEWS)), "stored", asked={"/page": 2}),
    hostile("503 once, wait until a date", in_turn(_wait_a_date, page(NEWS)), "stored", asked={"/page": 2}),
    hostile("503 once, waited for already", in_turn(_wait("Fri, 20 Nov 2020 10:00:00 GMT", 503), page(NEWS)), "stored"),
    hostile("429, wait an hour", _wait("3600"), _NO, asked={"/page": 1}),
    hostile("429, wait a century", _wait("Fri, 31 Dec 2126 23:59:59 GMT"), _NO, asked={"/page": 1}),
    hostile("429, wait 10^30 seconds", _wait("1" + "0" * 30), _NO, asked={"/page": 1}),
    *(
        hostile(f"429, wait {what}", _wait(value), _NO, asked={"/page": 2})
        for what, value in {
            "a negative time": "-5",
            "a word": "soon",
            "nothing": "",
            "an infinity": "inf",
            "not a number": "nan",
            "half a second": "0.5",
            "no day": "Thu, 99 Foo 99999 GMT",
            "Arabic digits": "\u00b2",
            "very many digits": "9" * 4000,
        }.items()
    ),
    hostile(
        "a host that asks everybody to wait",
        _wait("600"),
        _NO,
        "deferred",
        ends=_PLEADED | {"/good": frozenset({"stored", "deferred"})},
        routes={link: _wait("600") for link in _PLEADED},
    ),
    hostile(
        "a host that fails always",
        page(b"", 500),
        _NO,
        ends={f"/p{n}": frozenset({_NO, "deferred"}) for n in range(1, 9)} | {"/good": STORED},
        routes={f"/p{n}": page(b"", 500) for n in range(1, 9)},
    ),
    # feeds
    *(
        feed(f"a feed of status {status}", page(b"", status), _NO, asked={"/feed": 2})
        for status in (400, 401, 403, 404, 410, 429, 500, 503)
    ),
    feed("a feed of 503 once", in_turn(page(b"", 503), _FEED), "ok", asked={"/feed": 2}),
    feed("a feed to wait an hour for", _wait("3600"), _NO, asked={"/feed": 1}),
    feed("a feed that is not modified though nobody asked", page(b"", 304), _NO),
    feed("a feed of 206", page(b"<rss/>", 206), _NO),
    feed("a feed of 204", page(b"", 204), "no_text", _NO),
]
