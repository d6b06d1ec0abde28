"""Daily templates among the news of our own set: weather, markets, horoscope, lottery, newsletter, live blog.

Ten issues each, of sources that also report the events. Each issue tells of its own day, so two issues in one story are
a mistake, and so is an issue that brings two events into one story.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

Row = Mapping[str, str]

_FIRST = datetime(2026, 5, 4, tzinfo=UTC)
_DAYS = 10
_SKIES = ("sunny", "cloudy", "wet", "windy", "foggy", "bright", "stormy", "mild", "cool", "hazy")
_WINDS = ("west", "north-west", "south", "east", "south-west")
_HIMMEL = ("sonnig", "wolkig", "nass", "windig", "neblig", "heiter", "stürmisch", "mild", "kühl", "diesig")
_WERKTAG = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_MOODS = (
    "Patience",
    "Candour",
    "A walk",
    "An old friend",
    "Thrift",
    "A long letter",
    "Courage",
    "Rest",
    "Order",
    "Luck",
)
_SHARES = ("Orbanta", "Tessaly Chemicals", "Norvane Air", "Helvex", "Ostmark Rail", "Kelland Bank")


def rows(news: Sequence[Row]) -> list[Row]:
    """Return the issues; newsletter and live blog tell of the news of their day. `event` is empty."""
    made: list[Row] = []
    for number in range(_DAYS):
        day = _FIRST + timedelta(days=number)
        briefs = [row["text"].split(". ")[0] + "." for row in news if row["published_at"][:10] == str(day.date())]
        for kind, hour, source, title, text in _issues(number, day, briefs):
            at = day + timedelta(hours=hour)
            language = "de" if source == "abendpost" else "en"
            names = {"id": f"{kind}-{number}", "event": "", "published_at": at.isoformat(), "source": source}
            made.append({**names, "language": language, "title": title, "text": text})
    return made


def series(row_id: str) -> str:
    """Return the template that an issue is of."""
    return row_id.rpartition("-")[0]


def _issues(number: int, day: datetime, briefs: Sequence[str]) -> list[tuple[str, int, str, str, str]]:
    name, date = f"{day:%A}", f"{day:%B} {day.day}"
    return [
        ("weather", 5, "courier", f"Weather on {name}", _weather(number)),
        ("outlook", 6, "tribune", "Harrowgate weather forecast", _outlook(number)),
        ("markets", 17, "ledger", f"Harrowgate shares close {('higher', 'lower')[number % 2]}", _markets(number)),
        ("horoscope", 4, "tribune", f"Your horoscope for {date}", _horoscope(number)),
        ("lottery", 20, "northwire", f"Lottery: the numbers of {date}", _lottery(number)),
        ("letter", 7, "courier", f"Morning briefing: {name}, {date}", _letter(briefs)),
        ("live", 22, "northwire", "News of the day as it happened", _live(briefs)),
        ("wetter", 5, "abendpost", f"Wetter am {_WERKTAG[day.weekday()]}", _wetter(number)),
    ]


def _weather(n: int) -> str:
    return (
        f"It will be {_SKIES[n]} in Harrowgate and along the coast, with highs of {11 + n % 5} degrees and a "
        "light wind from "
        f"the {_WINDS[n % 5]}. In the Brackwater hills showers are possible after noon. Nights stay cool, "
        f"around {4 + n % 3} "
        f"degrees. Sunrise is at 5.{40 - n}, sunset at 20.{20 + n}. Pollen count: moderate. High water at Port "
        "Linden is at "
        f"{n % 12 + 1}.15. The outlook for the following days: changeable, with sunny spells in the south of Kestria."
    )


def _outlook(n: int) -> str:
    return (
        f"Harrowgate wakes to a {_SKIES[-n]} sky today. Temperatures reach {12 + n % 4} degrees in the city and "
        f"{9 + n % 4} "
        f"in the hills; the chance of rain is {10 * (n % 7)} percent. Winds blow from the {_WINDS[-n % 5]} at "
        f"up to {15 + n} "
        "kilometres an hour. Drivers should expect mist near the river in the early hours. The weather service "
        "has issued no "
        "warnings. Tomorrow brings much the same, with clouds giving way to sun towards the evening."
    )


def _markets(n: int) -> str:
    up, down = _SHARES[n % 6], _SHARES[(n + 2) % 6]
    return (
        f"Shares in Harrowgate closed {('higher', 'lower')[n % 2]}. The leading index moved {0.2 + n / 10:.1f} "
        "percent to "
        f"{4100 + 13 * n} points in thin trading. {up} led the gainers with a rise of {1 + n / 5:.1f} percent, "
        f"while {down} lost "
        f"{2 - n / 10:.1f} percent. The crown traded at {1.08 + n / 1000:.3f} to the euro. Oil cost "
        f"{71 + n % 4} crowns a barrel, "
        "gold was little changed. Traders pointed to interest rates and to the results that companies publish "
        "this week."
    )


def _horoscope(n: int) -> str:
    signs = ("Aries", "Taurus", "Gemini", "Cancer", "Leo", "Virgo", "Libra", "Scorpio")
    lines = (f"{sign}: {_MOODS[(n + 3 * k) % 10]} helps you at work and at home today." for k, sign in enumerate(signs))
    return " ".join(lines) + " The stars ask for a calm evening. Trust what you feel, and answer the letter that waits."


def _lottery(n: int) -> str:
    numbers = ", ".join(str(1 + (7 * n + 11 * k) % 49) for k in range(6))
    return (
        f"The winning numbers of the state lottery are {numbers}; the bonus number is {1 + n * 5 % 49}. The "
        "jackpot of "
        f"{3 + n} million crowns was not won and rolls over to the next draw. Winners have thirteen weeks to "
        "come forward at "
        "any lottery office in Valdora. All figures without guarantee. Play responsibly: help is there for "
        "those who need it."
    )


def _letter(briefs: Sequence[str]) -> str:
    news = " ".join(briefs) or "It is a quiet morning in the newsroom."
    return (
        f"Good morning. Here is what you need to know today. {news} Elsewhere: the arts pages visit a harbour "
        "choir, and the "
        "crossword is by Quill. Thank you for reading the Courier's briefing. Tell a friend, and write to us "
        "with your tips."
    )


def _live(briefs: Sequence[str]) -> str:
    news = " ".join(reversed(briefs)) or "Little happened, and that is news too."
    return (
        f"Our reporters follow the news as it happens; the latest entry stands first. {news} That is all "
        "for today. Good night."
    )


def _wetter(n: int) -> str:
    return (
        f"Es wird {_HIMMEL[n]} in Ostmark, die Höchstwerte liegen bei {12 + n % 5} Grad. Der Wind weht schwach "
        "aus Westen. "
        f"In den Bergen sind am Nachmittag Schauer möglich, nachts kühlt es auf {4 + n % 3} Grad ab. Die Sonne "
        f"geht um 5.{40 - n} "
        f"Uhr auf und um 20.{20 + n} Uhr unter. Die Aussichten für die nächsten Tage: wechselhaft, im Süden "
        "freundlicher."
    )
