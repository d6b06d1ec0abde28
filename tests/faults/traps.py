"""Texts on which a careless rule takes quadratic time, through the reader of pages: CPU at one size and at twice it.

Run as `python -m tests.faults.traps [--size 20000]`. It prints a line for each stage and trap that costs more than half
a CPU second, the most costly first.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from extractors import article, feeds
from extractors.records import Feed, Page, Rejection

#: What is repeated: beginnings of what rules look for, which never end as they should.
UNITS = (
    *(
        " ",
        "\n",
        "\t\n",
        "a",
        "A",
        "1",
        ".",
        ",",
        "-",
        "—",
        '"',
        "“",
        "«",
        "'",
        "(",
        "[",
        "<",
        "&",
        "&#",
        "#",
        "@",
        "/",
        "é",
    ),
    *("a ", "A ", "Aa ", "Aa Bb ", "Aa-", "Aa, ", "A. ", "A.B.", "Mr. ", "By ", "by Aa ", "von ", "and ", "of the "),
    *(
        "said ",
        "“a ",
        "\u201ca\u201d said ",
        "1 ",
        "1.",
        "1:",
        "1,",
        "12 May ",
        "2026-",
        "2026-11-",
        "10:",
        "http://",
        "www.",
    ),
    *(
        "a@",
        "a.b",
        "x=",
        "Read more ",
        "Share ",
        "Copyright ",
        "© ",
        "Source: ",
        "(AP) ",
        "| ",
        "* ",
        "- a\n",
        "# ",
        "\u00a0",
    ),
    *(
        "\u200b",
        "\u202e",
        "e\u0301",
        "\U0001f468\u200d",
        "字",
        "। ",
        "。",
        "\r",
        "\x0b",
        "A\n",
        "a:\n",
        "1. a\n",
        "> ",
        "=\n",
    ),
)
_WORDS = "The council of Galway decided on Tuesday that its harbour will be rebuilt, Mayor Aoife Brennan said there. "
_NOW = datetime(2026, 11, 20, tzinfo=UTC)
_FEED = Feed(
    feed_id="f",
    source_id="s",
    kind="feed",
    url="https://a.example/feed",
    etag=None,
    last_modified=None,
    poll_minutes=60,
    next_fetch_at=None,
    failures=0,
    status="new",
    last_success_at=None,
    last_new_at=None,
)


def texts(size: int) -> Iterator[tuple[str, str]]:
    """Yield for each unit its name and so many characters of it."""
    for unit in UNITS:
        yield ascii(unit), (unit * (size // len(unit) + 1))[:size]


def _page(body: str, kind: str) -> Page:
    return Page(
        item="x", url=None, final_url=None, body=body.encode(), content_type=kind, charset="utf-8", fetched_at=_NOW
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _html(head: str, inside: str) -> Page:
    prose = "".join(f"<p>{_WORDS * 2}</p>" for _ in range(4))
    body = (
        f"<html><head>{head}</head><body><article><h1>A harbour for Galway</h1>{inside}{prose}</article></body></html>"
    )
    return _page(body, "text/html")


#: Where a trap stands.
PLACES: dict[str, Callable[[str], Page]] = {
    "plain text": lambda text: _page(f"A harbour for Galway\n\n{_WORDS * 4}\n\n{text}\n\n{_WORDS * 4}", "text/plain"),
    "paragraph": lambda text: _html("", f"<p>{_escaped(text)}</p>"),
    "title": lambda text: _html(f"<title>{_escaped(text)}</title>", ""),
    "byline": lambda text: _html("", f'<p class="byline">By {_escaped(text)}</p><time>{_escaped(text)}</time>'),
    "author": lambda text: _html(f'<meta name="author" content="{_escaped(text).replace(chr(34), "&quot;")}">', ""),
    "date": lambda text: _html(f'<meta name="date" content="{_escaped(text).replace(chr(34), "&quot;")}">', ""),
}


def cpu(read: Callable[[], object]) -> float:
    """Return the CPU seconds of a call."""
    started = time.process_time()
    read()
    return time.process_time() - started


def measure(size: int) -> Iterator[tuple[float, str, str]]:
    """Yield CPU seconds, place and unit of each trap."""
    for name, text in texts(size):
        for place, page in PLACES.items():
            trap = page(text)
            yield cpu(lambda trap=trap: article.read(trap)), place, name  # type: ignore[misc]  # bound at once
        item = f"<item><title>{_escaped(text)}</title><pubDate>{_escaped(text)}</pubDate></item>"
        feed = f"<rss><channel>{item}</channel></rss>"
        yield cpu(lambda feed=feed: _links(feed)), "feed", name  # type: ignore[misc]


def _links(feed: str) -> Rejection | object:
    return feeds.links(feed.encode(), _FEED, base=_FEED.url, now=_NOW)


def main() -> None:
    """Print the costly ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=20_000)
    size = parser.parse_args().size
    for seconds, place, unit in sorted(measure(size), reverse=True)[:25]:
        print(f"{seconds:6.2f} CPU s  {place:12} {unit}", flush=True)


if __name__ == "__main__":
    main()
