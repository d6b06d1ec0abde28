"""The good pages: short articles of a fictional paper, no two alike, and pages and feeds to put texts in."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

_TOWNS = (
    "Galway",
    "Tromsø",
    "Utrecht",
    "Bergamo",
    "Coimbra",
    "Gdynia",
    "Maribor",
    "Tartu",
    "Umeå",
    "Windhoek",
    "Zadar",
)
_THINGS = (
    "ferry",
    "library",
    "tram line",
    "market hall",
    "harbour wall",
    "school kitchen",
    "town archive",
    "night bus",
    "swimming pool",
    "museum roof",
    "water tower",
    "river path",
    "fire station",
)
_PEOPLE = ("Aoife Brennan", "Jonas Lindqvist", "Maria Sousa", "Katarzyna Nowak", "Peter Vandenberg", "Helena Horvat",
           "Liis Tamm", "Samuel Amutenya", "Ingrid Solberg", "Paolo Ferri", "Nora Walsh", "Tomas Berg", "Ana Kralj",
           "Ruth Okafor", "Dmitri Volkov", "Lucy Chen", "Omar Haddad")  # fmt: skip
_MONEY = ("two", "three", "four", "six", "nine", "twelve", "eighteen")


def title(number: int) -> str:
    """Return the headline of the good article with this number."""
    return f"{_TOWNS[number % 11]} {_THINGS[number % 13]} to reopen after {number + 2} weeks of repairs"


def paragraphs(number: int) -> tuple[str, str]:
    """Return its two paragraphs."""
    town, thing, who = _TOWNS[number % 11], _THINGS[number % 13], _PEOPLE[number % 17]
    other, money = _PEOPLE[(number * 5 + 3) % 17], _MONEY[number % 7]
    return (
        (
            f"The {thing} in {town} will open again on Monday after {number + 2} weeks of repairs, council member "
            f"{who} told reporters at the site, where workers were still painting the last of its {number + 11} doors."
        ),
        (
            f"The work cost {money} million euros, {number % 40 + 3} percent more than planned, said {other}, who "
            f"leads the planning office. Residents had asked for a footbridge as well, and a decision on that is "
            "expected in spring."
        ),
    )


def article(number: int) -> str:
    """Return the page of the good article with this number."""
    return html(title(number), *paragraphs(number))


def html(title: str, *paragraphs: str, head: str = "", lang: str = "en") -> str:
    """Return a plain news page; its paragraphs are text, its head is markup."""
    text = "".join(f"<p>{escape(each, quote=False)}</p>\n" for each in paragraphs)
    return (
        f'<!doctype html>\n<html lang="{lang}"><head>{head}<title>{escape(title)}</title></head>\n'
        f'<body><nav><a href="/">Home</a></nav><article><h1>{escape(title)}</h1>\n{text}</article></body></html>\n'
    )


def rss(items: str, channel: str = "") -> str:
    """Return an RSS feed of these items."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>The Tern</title>'
        f"{channel}{items}</channel></rss>"
    )


def items(urls: Iterable[str]) -> str:
    """Return an RSS item for each address."""
    return "".join(
        f"<item><title>Of today, {n}</title><link>{escape(url)}</link></item>\n" for n, url in enumerate(urls)
    )
