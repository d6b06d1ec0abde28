"""The good pages: short articles of a fictional paper, no two alike, and pages and feeds to put texts in.

They are Danish but for one in ten: naming entities and topics in an English one takes ten times the CPU of all else.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

_TOWNS = ("Skagen", "Ribe", "Svaneke", "Thisted", "Nyborg", "Marstal", "Hobro", "Tønder", "Nexø", "Dragør", "Ebeltoft")
_THINGS = ("library", "market hall", "harbour wall", "school kitchen", "town archive", "swimming pool", "water tower")
_TINGENE = ("Biblioteket", "Torvehallen", "Havnemolen", "Skolekøkkenet", "Byarkivet", "Svømmehallen", "Vandtårnet")
_PEOPLE = (
    "Aoife Brennan",
    "Jonas Lindqvist",
    "Maria Sousa",
    "Peter Vandenberg",
    "Helena Horvat",
    "Liis Tamm",
    "Ingrid Solberg",
    "Paolo Ferri",
    "Nora Walsh",
    "Tomas Berg",
    "Ana Kralj",
    "Lucy Chen",
    "Omar Haddad",
)
_ENGLISH = 10  # one in so many


def title(number: int) -> str:
    """Return the headline of the good article with this number."""
    town, weeks = _TOWNS[number % 11], number + 2
    if number % _ENGLISH:
        return f"{_TINGENE[number % 7]} i {town} åbner igen efter {weeks} ugers arbejde"
    return f"{town} {_THINGS[number % 7]} to reopen after {weeks} weeks of repairs"


def paragraphs(number: int) -> tuple[str, str]:
    """Return its two paragraphs."""
    town, weeks, who, other = _TOWNS[number % 11], number + 2, _PEOPLE[number % 13], _PEOPLE[(number * 5 + 3) % 13]
    if number % _ENGLISH:
        return (
            (
                f"{_TINGENE[number % 7]} i {town} åbner igen på mandag efter {weeks} ugers arbejde, siger "
                f"byrådsmedlem {who} til avisen, mens håndværkerne maler den sidste af de {number + 11} døre."
            ),
            (
                f"Arbejdet har kostet {number % 40 + 3} procent mere end ventet, oplyser {other}, der leder byens "
                "kontor for anlæg. Beboerne har også ønsket sig en gangbro, og den skal byrådet tage op i foråret."
            ),
        )
    return (
        (
            f"The {_THINGS[number % 7]} in {town} will open again on Monday after {weeks} weeks of repairs, council "
            f"member {who} told reporters at the site, where workers were painting the last of its {number + 11} doors."
        ),
        (
            f"The work cost {number % 40 + 3} percent more than planned, said {other}, who leads the planning office. "
            "Residents had asked for a footbridge as well, and a decision on that is expected in spring."
        ),
    )


def article(number: int) -> str:
    """Return the page of the good article with this number."""
    return html(title(number), *paragraphs(number), lang="da" if number % _ENGLISH else "en")


def html(title: str, *paragraphs: str, head: str = "", lang: str = "da") -> str:
    """Return a plain news page; its paragraphs are text, its head is markup."""
    text = "".join(f"<p>{escape(each, quote=False)}</p>\n" for each in paragraphs)
    return (
        f'<!doctype html>\n<html lang="{lang}"><head>{head}<title>{escape(title)}</title></head>\n'
        f'<body><nav><a href="/">Home</a></nav><article><h1>{escape(title)}</h1>\n{text}</article></body></html>\n'
    )


def dated(number: int) -> str:
    """Return what a head says of when it was published, before any machine's clock.

    Articles without a date, or of a day to come, would stand where they were read, and their scores with them.
    """
    return f'<meta property="article:published_time" content="2024-11-{number % 20 + 1:02}T{number % 24:02}:00:00Z">'


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
