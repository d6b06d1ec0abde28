"""A date as feeds and files write it -> an instant in UTC.

Understood are ISO 8601, RFC 822 and its variants, Unix time, and dates as people write them in some 35 languages
("20.11.2026, 14:30 Uhr", "Nov. 16, 2026, 10:57 a.m.", "20 de noviembre de 2026"). A date without a zone is taken as UTC
where nobody names another, one without a time as midnight. What could be two dates ("03/04/2026") is none where nobody
says which order is meant; nor is one with a time that is spoilt.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import MAXYEAR, UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from extractors import tables

_MAX_CHARS = 100
_EPOCH = re.compile(r"\d{9,10}|\d{13}")  # seconds since 1973, or milliseconds
_ISO = re.compile(r"\d{4}-?\d{2}-?\d{2}(?:[T ]|$)")
_TIME = re.compile(
    r"(?P<before>[上下]午|午[前後]|오[전후])?\s*"
    r"(?<!\d)(?P<hour>\d{1,2})(?::|h|\.(?=\d{2} ?Uhr))(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?(?!\d)"
    r"\s*(?P<half>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})(?!\d|[^\W\d]{2})")
_PLACE = re.compile(r"\b[A-Z][a-z]+/[A-Z]\w+\b")  # "America/Los_Angeles"
_SPOILT = re.compile(r"\d:\w+:|\d:[^\W\d]|\d:\d:|^\s*[+-](?!\d\d:?\d\d(?!\d|[^\W\d]{2}))\w")  # a time that is none
_WORD = re.compile(r"[^\W\d_]+")

_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>\d{4})\s?[-/.年년]\s?(?P<m>\d{1,2})\s?[-/.月월]\s?(?P<d>\d{1,2})(?![-/]?\d)")
_YEAR_NAME = re.compile(r"(?<!\d)(?P<y>\d{4})[-. ]{1,2}(?P<name>[^\W\d_]{3,})[-. ]{1,2}(?P<d>\d{1,2})(?!\d)")
_POINTS = re.compile(r"(?<!\d)(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4}|\d{2})(?!\d)")
_SLASHES = re.compile(r"(?<![\d/-])(?P<a>\d{1,2})(?P<mark>[/-])(?P<b>\d{1,2})(?P=mark)(?P<y>\d{4}|\d{2})(?![-/]?\d)")
_HANGUL = re.compile(r"[가-힣]")
# What feeds may write by W3CDTF and ISO 8601: a year, a month, a century left out, the day of the year.
_PARTS = re.compile(r"(?P<y>\d{4})(?:-(?P<m>\d\d))?|-?(?P<yy>\d\d)-?(?:(?P<mm>\d\d)(?:-?(?P<d>\d\d))?|(?P<day>\d{3}))")
_DAY_MONTH = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th|er)?[.º]?[ -]?(?:de |of )?(?P<name>[^\W\d_]{3,})\.?,?[ -]?(?:del? )?"
    r"(?P<y>\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"(?P<name>[^\W\d_]{3,})\.? ?(?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})(?!\d)", re.IGNORECASE
)
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


def of_feed(raw: str) -> datetime | None:
    """Return the instant of a feed's date, which may name a year, a month, or the day of a year, for its beginning."""
    found = _PARTS.fullmatch(raw.strip())
    if found is None:
        return instant(raw)
    year = int(found["y"]) if found["y"] else _year(found["yy"])
    try:
        first = datetime(year, int(found["m"] or found["mm"] or 1), int(found["d"] or 1), tzinfo=UTC)
    except ValueError:  # the 13th month
        return None
    return first + timedelta(days=int(found["day"] or 1) - 1)


def written(raw: str, *, month_first: bool | None = None) -> datetime | None:
    """Return a date as it is written: in its own zone, without one where it names none, at midnight without a time."""
    text = " ".join(unicodedata.normalize("NFKC", raw[:_MAX_CHARS]).split())
    try:
        found = _epoch(text) or _iso(text) or _written(text, month_first=month_first)
        return None if found is None or is_zero(in_utc(found)) or _is_last(found) else found
    except (ValueError, OverflowError):  # a 31st of February, an hour of 25
        return None


def in_utc(found: datetime, zone: tzinfo = UTC) -> datetime:
    """Return the instant of a date as it is written, whole seconds; `zone` is of dates that name none."""
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC).replace(microsecond=0)


def zone(name: str | None) -> tzinfo | None:
    """Return the time zone of an IANA name, None where it is none or this machine's table lacks it."""
    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError):
        return None


def is_zero(moment: datetime) -> bool:
    """Say whether it is the zero of a clock that was never set (the year 1, 1970-01-01), or older than newspapers."""
    return moment.year < 1600 or moment.timestamp() == 0  # noqa: PLR2004


def _is_last(moment: datetime) -> bool:
    """Say whether it is of the last year that there is: in some zone its end is beyond that."""
    return moment.year == MAXYEAR


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
    after = text[time.end() :] if time else text
    if _SPOILT.search(after):
        return None
    if time is None:
        return _day(text, month_first=month_first)
    american = True if time["half"] and month_first is None else month_first
    day = _day(f"{text[: time.start()]} {_OFFSET.sub('', after, count=1)}", month_first=american)
    return day and day.replace(
        hour=_hour(time), minute=int(time["minute"]), second=int(time["second"] or 0), tzinfo=_zone(after, text)
    )


def _hour(time: re.Match[str]) -> int:
    half = (time["half"] or time["before"] or "").lower()
    if not half:
        return int(time["hour"])
    return int(time["hour"]) % 12 + (12 if half[0] in "p下" or half[1] in "後후" else 0)


def _zone(after: str, text: str) -> tzinfo | None:
    """Return the zone named after the time: an offset ("GMT-07:00"), a place, a name ("EST"); Korean has but one."""
    if offset := _OFFSET.search(after):
        size = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"]))
        return timezone(size if offset["sign"] == "+" else -size)
    if place := _PLACE.search(after):
        return zone(place[0])
    if _HANGUL.search(text):
        return timezone(timedelta(hours=_ZONE_HOURS["KST"]))
    hours = next((_ZONE_HOURS[word] for word in _WORD.findall(after) if word in _ZONE_HOURS), None)
    return None if hours is None else timezone(timedelta(hours=hours))


def _day(text: str, *, month_first: bool | None) -> datetime | None:
    text = " ".join(text.split())
    for pattern in (_YEAR_FIRST, _POINTS):
        if found := pattern.search(text):
            return datetime(_year(found["y"]), int(found["m"]), int(found["d"]))  # noqa: DTZ001  the zone comes last
    for pattern in (_DAY_MONTH, _MONTH_DAY, _YEAR_NAME):
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
    decomposed = unicodedata.normalize("NFKD", name.lower().removeprefix("ב"))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    starts, wholes = _months()
    return wholes.get(bare) or next((month for start, month in starts.items() if bare.startswith(start)), None)


@cache
def _months() -> tuple[dict[str, int], dict[str, int]]:
    """Return the months by how their names begin, and by whole names where a beginning would fit other words."""
    rows = [(int(month), starts.split(), names.split()) for month, starts, names in tables.rows("months.tsv")]
    starts = {start: month for month, found, _ in rows for start in found}
    return starts, {name: month for month, _, names in rows for name in names}


def _year(digits: str) -> int:
    if len(digits) > 2:  # noqa: PLR2004
        return int(digits)
    return int(digits) + (2000 if int(digits) < 70 else 1900)  # noqa: PLR2004  as POSIX reads two digits
