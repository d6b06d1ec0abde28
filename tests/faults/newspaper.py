"""A newspaper on loopback whose articles and feeds change, fail and recover, and which knows what it served."""

from __future__ import annotations

import random
import re
import threading
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.flows.site import Exchange, Site, page

SECTIONS = 10
LISTED = 40  # articles in a feed at most, the latest
_START = datetime.now(UTC) - timedelta(hours=20)
_PLACES = (
    "Galway",
    "Bremen",
    "Tromsø",
    "Utrecht",
    "Ghent",
    "Aarhus",
    "Leipzig",
    "Turku",
    "Graz",
    "Porto",
    "Sligo",
    "Bergen",
)
_THINGS = {
    "en": ("harbour", "library", "tramway", "hospital", "market", "bridge", "museum", "theatre", "stadium", "airport"),
    "de": ("Hafen", "Bahnhof", "Fluss", "Betrieb", "Markt", "Turm", "Garten", "Verein", "Wald", "Bezirk"),
}
_SENTENCES = {
    "en": (
        "The council of {place} decided on Tuesday that the {thing} will be rebuilt with {n} million euros.",
        "Residents had asked for years that the {thing} be kept open, and {n} of them came to the meeting.",
        "Mayor {name} said that work on the {thing} begins in {month} and lasts about {n} weeks.",
        "Engineers from {place} had examined the {thing} and found {n} faults in its foundations.",
        "The opposition called the plan for the {thing} too expensive and asked for a vote in {month}.",
        "Nearby, {n} shops and a school depend on the {thing}, which was opened in 19{n}.",
        "A spokeswoman of the region said that {place} could count on help until {month}.",
        "Last year {n} people were hurt in accidents near the {thing}, as the police reported.",
    ),
    "de": (
        "Der Rat von {place} hat am Dienstag beschlossen, dass der {thing} für {n} Millionen Euro erneuert wird.",
        "Die Anwohner hatten seit Jahren gefordert, den {thing} zu erhalten, und {n} von ihnen kamen zur Sitzung.",
        "Bürgermeisterin {name} sagte, die Arbeiten am {thing} begännen im {month} und dauerten etwa {n} Wochen.",
        "Fachleute aus {place} hatten den {thing} untersucht und {n} Schäden im Fundament gefunden.",
        "Die Opposition nannte den Plan für den {thing} zu teuer und verlangte eine Abstimmung im {month}.",
        "In der Nähe sind {n} Läden und eine Schule auf den {thing} angewiesen, der 19{n} eröffnet wurde.",
        "Eine Sprecherin des Landes sagte, {place} könne bis {month} auf Hilfe zählen.",
        "Im vergangenen Jahr wurden bei Unfällen am {thing} {n} Menschen verletzt, wie die Polizei mitteilte.",
    ),
}
_NAMES = (
    "Aoife Brennan",
    "Jonas Weber",
    "Ingrid Solberg",
    "Pieter Vos",
    "Marta Lindqvist",
    "Emil Hansen",
    "Clara Novak",
)
_MONTHS = {"en": ("March", "June", "October", "December"), "de": ("März", "Juni", "Oktober", "Dezember")}
_EDITION = re.compile(r"(?:Edition|Ausgabe) (\d+)")


class Newspaper:
    """Articles 0..count-1 stand; each has an edition that grows when it is edited. Safe to ask from many threads.

    Of 25 articles one is gone (410) and one fails at its first request (503); the others are pages of a few hundred
    words, one in five in English and the others in German, for which no entities are looked for. They are `apart`, the
    first from the instant `began` on.
    """

    def __init__(self, seed: int = 1, *, began: datetime = _START, apart: timedelta = timedelta(minutes=1)) -> None:
        self.site = Site(
            {"/robots.txt": page("User-agent: *\nAllow: /\n", content_type="text/plain"), "*": self._answer}
        )
        self._began, self._apart = began, apart
        self.count = 0
        self.ill: set[int] = set()  # sections whose feed does not answer well
        self.editions: dict[int, int] = {}
        self.edited_at: dict[int, datetime] = {}
        self.served: dict[int, list[int]] = defaultdict(list)  # article -> the editions that were sent, in order
        self._asked: set[int] = set()
        self._chance = random.Random(seed)  # noqa: S311  reproducible, not secret
        self._lock = threading.Lock()

    def publish(self, count: int) -> None:
        """Add so many articles."""
        with self._lock:
            for number in range(self.count, self.count + count):
                self.editions[number] = 1
                self.edited_at[number] = self.published_at(number)
            self.count += count

    def edit(self, count: int) -> None:
        """Give so many of the latest articles another text."""
        with self._lock:
            for number in self._chance.sample(range(max(0, self.count - 100), self.count), min(count, self.count)):
                self.editions[number] += 1
                self.edited_at[number] = datetime.now(UTC)

    def fall_ill(self, share: float) -> None:
        """Let each feed fail from now on with this chance, and recover otherwise."""
        self.ill = {section for section in range(SECTIONS) if self._chance.random() < share}

    def sources(self) -> str:
        """Return the sources.toml of the newspaper: a source a section."""
        return "".join(
            f'[[sources]]\nid = "section{n}"\nname = "Section {n}"\nfeeds = ["{self.site.url(f"/feed/{n}")}"]\n'
            for n in range(SECTIONS)
        )

    def url(self, number: int) -> str:
        """Return the address of an article."""
        return self.site.url(f"/article/{number}")

    def published_at(self, number: int) -> datetime:
        """Return when an article was published."""
        return self._began + number * self._apart

    def is_gone(self, number: int) -> bool:
        """Say whether the article answers 410."""
        return number % 25 == 7

    def _answer(self, exchange: Exchange) -> None:
        kind, _, number = exchange.path.strip("/").partition("/")
        if kind == "feed":
            self._send_feed(exchange, int(number))
        elif kind == "article":
            self._send_article(exchange, int(number))
        else:
            exchange.reply("<p>No such page.</p>", 404)

    def _send_feed(self, exchange: Exchange, section: int) -> None:
        if section in self.ill:
            ways = (("", 503), ("<html><p>Back soon.", 200), ("<rss><channel><item><title>cut", 200), ("", 404))
            exchange.reply(*ways[section % len(ways)])
            return
        with self._lock:
            ours = [number for number in range(self.count) if number % SECTIONS == section][-LISTED:]
            entries = "".join(map(self._entry, reversed(ours)))
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Section {section}</title>{entries}</feed>'
        exchange.reply(feed, content_type="application/atom+xml")

    def _entry(self, number: int) -> str:
        return (
            f"<entry><id>tag:{number}</id><title>{title(number)}</title><link href='{self.url(number)}'/>"
            f"<published>{self.published_at(number).isoformat()}</published>"
            f"<updated>{self.edited_at[number].isoformat()}</updated></entry>"
        )

    def _send_article(self, exchange: Exchange, number: int) -> None:
        with self._lock:
            first, edition = number not in self._asked, self.editions[number]
            self._asked.add(number)
        if self.is_gone(number):
            exchange.reply("<p>Gone.</p>", 410)
            return
        if number % 25 == 13 and first:
            exchange.reply("", 503)
            return
        tag = f'"{edition}"'
        if exchange.headers.get("if-none-match") == tag:
            exchange.reply(b"", 304, etag=tag)
            return
        exchange.reply(article(number, edition, self.published_at(number)), etag=tag)
        with self._lock:
            self.served[number].append(edition)


def edition_in(text: str) -> int | None:
    """Return the edition that an article's text says it is."""
    found = _EDITION.search(text)
    return int(found[1]) if found else None


def article(number: int, edition: int, at: datetime) -> str:
    """Return the page of an article of that instant in an edition."""
    language = _language(number)
    chance = random.Random(number)  # noqa: S311
    paragraphs = [paragraph(chance, language) for _ in range(5)]
    word = {"en": "Edition", "de": "Ausgabe"}[language]
    stamp = {
        "en": "of this report on the {}, as the town knows it now.",
        "de": "dieses Berichts über den {}, wie er nun ist.",
    }
    paragraphs.insert(1, f"{word} {edition} {stamp[language].format(chance.choice(_THINGS[language]))}")
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title(number)} | The Loop</title>'
        f'<meta name="date" content="{format_datetime(at)}"></head><body><nav><a href="/">Home</a></nav><article>'
        f"<h1>{title(number)}</h1>{body}</article><footer>All rights reserved.</footer></body></html>"
    )


def _language(number: int) -> str:
    return "en" if number % 5 == 0 else "de"


def title(number: int) -> str:
    chance = random.Random(-number - 1)  # noqa: S311
    place, name = chance.choice(_PLACES), chance.choice(_NAMES)
    thing = chance.choice(_THINGS[_language(number)])
    if _language(number) == "en":
        return f"{name} opens the {thing} of {place} after {number + 2} days"
    return f"{name} eröffnet nach {number + 2} Tagen den {thing} von {place}"


def paragraph(chance: random.Random, language: str) -> str:
    return " ".join(
        sentence.format(
            place=chance.choice(_PLACES),
            thing=chance.choice(_THINGS[language]),
            n=chance.randint(11, 99),
            name=chance.choice(_NAMES),
            month=chance.choice(_MONTHS[language]),
        )
        for sentence in chance.sample(_SENTENCES[language], 3)
    )
