"""Which articles are issues of a series: a source's weather, market report, horoscope, newsletter, day after day.

Their titles come back: with another date in them each time ("Weather on Monday"), or the same on three days. The issues
of different days tell of different things, however much their words are the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from extractors import tables
from extractors.records import Document

_DAYS = 3  # on which the same title without a date makes a series: on two it may be a report and what came of it
_DATED = 2  # different dates in otherwise equal titles
_ANY = "§"  # stands for a date
_NUMBERED = r"(?:no|nr|nº|n°|num|vol|issue|episode|edition|folge|ausgabe|week|woche|kw)"


@dataclass(frozen=True, slots=True)
class Issue:
    """Of which series an article is an issue, and of which day."""

    series: tuple[str, str]  # its source and its title, without dates
    number: str  # the dates in its title, and the day of its publication
    published_on: date | None  # None where nobody said


def issues(documents: Sequence[Document]) -> list[Issue | None]:
    """Return for each document which issue of which series it is, None for those of none."""
    found = [_issue(document) for document in documents]
    days: dict[tuple[str, str], set[str]] = defaultdict(set)
    for issue in filter(None, found):
        days[issue.series].add(issue.number)
    return [issue if issue and _is_series(issue.series[1], len(days[issue.series])) else None for issue in found]


def may_repeat(one: Issue | None, other: Issue | None) -> bool:
    """Tell whether one article may be a copy of another, by what they are issues of.

    An issue repeats no other issue of its series, none of another day, and no article that is no issue: a newsletter
    holds the beginnings of many.
    """
    if one is None or other is None:
        return one is other
    if one.series == other.series:
        return one.number == other.number
    return None in (one.published_on, other.published_on) or one.published_on == other.published_on


def _issue(document: Document) -> Issue | None:
    dates: list[str] = []

    def noted(match: re.Match[str]) -> str:
        dates.append(match[0])
        return _ANY

    title = " ".join(_dates().sub(noted, document.title.casefold()).split())
    if not title or not (dates or document.is_dated):
        return None
    published_on = document.published_at.date() if document.is_dated else None
    return Issue((document.source_id, title), " ".join((*dates, str(published_on))), published_on)


def _is_series(title: str, days: int) -> bool:
    return days >= (_DATED if _ANY in title else _DAYS)


@cache
def _dates() -> re.Pattern[str]:
    words = {word for line in tables.lines("calendar.txt") for word in line.split()}
    names = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    ordinal = r"(?:st|nd|rd|th|er|º|\.)?"
    also_words = r"(?:may|mar|mai|mars|set|sun|sat)"  # months and days only beside a number
    before = rf"(?:\b\d\d?{ordinal} (?:of |de |d')?)?"
    after = rf"[.]?(?:,? \d\d?{ordinal}(?!\d))?(?:,? (?:of |de )?\d{{4}})?"
    return re.compile(
        rf"\d{{4}}-\d\d?-\d\d?|\b\d\d?[./-]\d\d?[./-](?:\d{{4}}|\d\d)?(?!\d)|(?:\d{{1,4}} ?[年月日])+"
        rf"|(?:#|\b{_NUMBERED}\b[.]? ?)\d+|{before}(?<!\w)(?:{names})(?!\w){after}"
        rf"|\b{also_words}[.]? \d\d?{ordinal}(?!\d)|\b\d\d?{ordinal} {also_words}\b"
    )
