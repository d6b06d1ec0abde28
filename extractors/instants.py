"""A date as feeds and files write it -> an instant in UTC.

Understood are ISO 8601, RFC 822 and its variants, Unix time, and dates as people write them ("20.11.2026, 14:30 Uhr",
"Nov. 16, 2026, 10:57 a.m.", "20 de noviembre de 2026"). A date without a zone is taken as UTC, one without a time as
midnight. What could be two dates ("03/04/2026") is none where nobody
says which order is meant.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_MAX_CHARS = 100
_EPOCH = re.compile(r"\d{9,10}|\d{13}")  # seconds since 1973, or milliseconds
_ISO = re.compile(r"\d{4}-?\d{2}-?\d{2}(?!\d)")
_TIME = re.compile(
    r"(?P<before>[上下]午|午[前後]|오[전후])?\s*"
    r"(?<!\d)(?P<hour>\d{1,2})(?::|h|\.(?=\d{2} ?Uhr))(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?!\d)"
    r"\s*(?P<half>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")

_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>\d{4})\s?[-/.年년]\s?(?P<m>\d{1,2})\s?[-/.月월]\s?(?P<d>\d{1,2})(?!\d)")
_POINTS = re.compile(r"(?<!\d)(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4}|\d{2})(?!\d)")
_SLASHES = re.compile(r"(?<!\d)(?P<a>\d{1,2})(?P<mark>[/-])(?P<b>\d{1,2})(?P=mark)(?P<y>\d{4}|\d{2})(?!\d)")
_DAY_MONTH = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th|er)?[.º]?[ -]?(?:de |of )?(?P<name>[^\W\d_]{3,})\.?,?[ -]?(?:del? )?"
    r"(?P<y>\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"(?P<name>[^\W\d_]{3,})\.? ?(?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})(?!\d)", re.IGNORECASE
)
# How month names begin in English, German, French, Spanish, Italian, Portuguese and Dutch, without accents.
_MONTHS = {
    1: ("jan", "ene", "gen"),
    2: ("feb", "fev"),
    3: ("mar", "mrz", "maa"),
    4: ("apr", "avr", "abr"),
    5: ("may", "mai", "mag", "mei"),
    6: ("jun", "juin", "giu"),
    7: ("jul", "juil", "lug"),
    8: ("aug", "aou", "ago"),
    9: ("sep", "set"),
    10: ("oct", "okt", "ott", "out"),
    11: ("nov",),
    12: ("dec", "dez", "dic"),
}
_ZONE_HOURS = {
    **dict.fromkeys(("Z", "UT", "UTC", "GMT", "WET"), 0.0),
    **dict.fromkeys(("BST", "WEST", "CET", "MET", "MEZ"), 1.0),
    **dict.fromkeys(("CEST", "MEST", "MESZ", "EET", "SAST"), 2.0),
    **dict.fromkeys(("EEST", "MSK"), 3.0),
    "IST": 5.5,
    **dict.fromkeys(("HKT", "SGT"), 8.0),
    **dict.fromkeys(("JST", "KST"), 9.0),
    "AEST": 10.0,
    "AEDT": 11.0,
    "NZST": 12.0,
    "NZDT": 13.0,
    "ADT": -3.0,
    **dict.fromkeys(("AST", "AT", "EDT"), -4.0),
    **dict.fromkeys(("EST", "ET", "CDT"), -5.0),
    **dict.fromkeys(("CST", "CT", "MDT"), -6.0),
    **dict.fromkeys(("MST", "MT", "PDT"), -7.0),
    **dict.fromkeys(("PST", "PT"), -8.0),
}


def instant(raw: str, zone: tzinfo = UTC, *, month_first: bool | None = None) -> datetime | None:
    """Return the instant in UTC that a date names; None where it names none, or the zero of a clock never set.

    `zone` is of dates that name none, `month_first` how its writers mean 03/04/2026, None where that is not known.
    """
    found = written(raw, month_first=month_first)
    return found and in_utc(found, zone)


def written(raw: str, *, month_first: bool | None = None) -> datetime | None:
    """Return a date as it is written: in its own zone, without one where it names none, at midnight without a time."""
    text = " ".join(unicodedata.normalize("NFKC", raw[:_MAX_CHARS]).split())
    try:
        found = _epoch(text) or _iso(text) or _written(text, month_first=month_first)
        return None if found is None or is_zero(in_utc(found)) else found
    except (ValueError, OverflowError):  # a 31st of February, an hour of 25
        return None


def in_utc(found: datetime, zone: tzinfo = UTC) -> datetime:
    """Return the instant of a date as it is written, whole seconds; `zone` is of dates that name none."""
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC).replace(microsecond=0)


def is_zero(moment: datetime) -> bool:
    """Say whether it is the zero of a clock that was never set: the year 1 of some, 1970-01-01 of others."""
    return moment.year < 1000 or moment.timestamp() == 0  # noqa: PLR2004


def _epoch(text: str) -> datetime | None:
    if not _EPOCH.fullmatch(text):
        return None
    return datetime.fromtimestamp(int(text[:-3]) if len(text) > 10 else int(text), UTC)  # noqa: PLR2004


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if _ISO.match(text) else None
    except ValueError:
        return None


def _written(text: str, *, month_first: bool | None) -> datetime | None:
    time = _TIME.search(text)
    if time is None:
        return _day(text, month_first=month_first)
    after = text[time.end() :]
    american = True if time["half"] and month_first is None else month_first
    day = _day(f"{text[: time.start()]} {_OFFSET.sub('', after, count=1)}", month_first=american)
    return day and day.replace(
        hour=_hour(time), minute=int(time["minute"]), second=int(time["second"] or 0), tzinfo=_zone(after)
    )


def _hour(time: re.Match[str]) -> int:
    half = (time["half"] or time["before"] or "").lower()
    if not half:
        return int(time["hour"])
    return int(time["hour"]) % 12 + (12 if half[0] in "p下" or half[1] in "後후" else 0)


def _zone(after: str) -> timezone | None:
    """Return the zone named after the time: an offset ("GMT-07:00") before a name ("EST")."""
    if offset := _OFFSET.search(after):
        size = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"]))
        return timezone(size if offset["sign"] == "+" else -size)
    hours = next((_ZONE_HOURS[word] for word in _WORD.findall(after) if word in _ZONE_HOURS), None)
    return None if hours is None else timezone(timedelta(hours=hours))


def _day(text: str, *, month_first: bool | None) -> datetime | None:
    text = " ".join(text.split())
    for pattern in (_YEAR_FIRST, _POINTS):
        if found := pattern.search(text):
            return datetime(_year(found["y"]), int(found["m"]), int(found["d"]))  # noqa: DTZ001  the zone comes last
    for pattern in (_DAY_MONTH, _MONTH_DAY):
        for found in pattern.finditer(text):
            if month := _month(found["name"]):
                return datetime(_year(found["y"]), month, int(found["d"]))  # noqa: DTZ001
    found = _SLASHES.search(text)
    return _slashed(found, month_first=month_first) if found else None


def _slashed(found: re.Match[str], *, month_first: bool | None) -> datetime | None:
    """Return the day where only one order is possible or the order is known."""
    a, b, year = int(found["a"]), int(found["b"]), _year(found["y"])
    if a > 12 or a == b:  # noqa: PLR2004  months in a year
        return datetime(year, b, a)  # noqa: DTZ001
    if b <= 12 and month_first is None:  # noqa: PLR2004
        return None
    return datetime(year, a, b) if b > 12 or month_first else datetime(year, b, a)  # noqa: DTZ001, PLR2004


def _month(name: str) -> int | None:
    bare = "".join(char for char in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(char))
    return next((month for month, starts in _MONTHS.items() if bare.startswith(starts)), None)


def _year(digits: str) -> int:
    if len(digits) > 2:  # noqa: PLR2004
        return int(digits)
    return int(digits) + (2000 if int(digits) < 70 else 1900)  # noqa: PLR2004  as POSIX reads two digits
