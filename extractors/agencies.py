"""Which news agency an article names as its source: in its dateline, in the credit at its end, or as its author.

The names, in the spellings of many languages, are a table (`data/agencies.tsv`); a name alone says nothing, since news
tells of agencies too. It counts in brackets before the first sentence, "BERLIN (dpa) -", in a line at the end that
gives credit, "Quelle: dpa/AFP", and where only persons should stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractors import tables

_LEAD = 160  # characters in which a dateline ends
_LAST_LINES, _CREDIT = 3, 160  # in which a credit stands, and characters that one has at most
_FEW = 4  # words of a line that is a credit without saying so: "dpa/AFP (kle)"
_BETWEEN = r"(?:[ ]?[/,;&+–-][ ]?|[ ](?:and|und|et|y|e|en|og|och|with|mit|avec|con)[ ])"  # noqa: RUF001  a dash is meant
_CUE = re.compile(
    r"^\W*(?:©|\(c\)|copyright|(?:(?:source|quelle|fuente|fonte|bron|kilde|källa|lähde|źródło|zdroj|forrás|izvor|kaynak|sursa)"
    r"[sn]?|источник|джерело|πηγή|出典|来源|來源)\s?[:\uff1a(]|(?:with|mit|avec|con|met)\b)"
    r"|\b(?:contributed to th|(?:was|were) used in th|(?:first|originally) (?:published|appeared))",
    re.IGNORECASE,
)
_EDITED_BY = re.compile(r"\((?:additional )?reporting by [^()]*[;.] ?(?:writing|editing) by\b", re.IGNORECASE)


def named(text: str, authors: Sequence[str] = ()) -> str | None:
    """Return the agency that an article names as its source, by its usual name; the first one where it names several.

    Args:
        text: the text of the article.
        authors: who signs it.
    """
    return _in_dateline(text[:_LEAD]) or _in_credit(text) or _among(authors)


def _in_dateline(lead: str) -> str | None:
    found = _datelines().search(lead)
    return _usual(next(filter(None, found.groups()))) if found else None


def _in_credit(text: str) -> str | None:
    for line in reversed(text.rstrip().split("\n")[-_LAST_LINES:]):
        credit = line[-_CREDIT:]
        if _EDITED_BY.search(credit):
            return "Reuters"
        whole = len(line) <= _CREDIT and (_CUE.search(line) or len(line.split()) <= _FEW)
        found = _names().search(credit) if whole else _closing().search(credit)
        if found:
            return _usual(found[1])
    return None


def _among(authors: Sequence[str]) -> str | None:
    for author in authors:
        if found := re.match(rf"(?:the )?({_spelled()})(?:$|{_BETWEEN})", author.strip()):
            return _usual(found[1])
    return None


def _usual(spelling: str) -> str:
    return _spellings()[spelling]


@cache
def _spellings() -> dict[str, str]:
    return {spelling: name for name, others in tables.rows("agencies.tsv") for spelling in (name, *others.split("|"))}


@cache
def _spelled() -> str:
    return "|".join(sorted(map(re.escape, _spellings()), key=len, reverse=True))


@cache
def _names() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)({_spelled()})(?!\w)")


@cache
def _datelines() -> re.Pattern[str]:
    """Match (dpa) - and /TASS/. and [Tokyo, 3 Reuters] before the first sentence, and 新华社北京11月3日电."""
    several = rf"(?:[^()\[\]/\n]{{0,20}}[ ])?({_spelled()})(?:{_BETWEEN}[^()\[\]\n]{{1,30}})?"
    return re.compile(
        rf"^[^.!?\n]{{0,70}}?[.]?[ ]?[(/\[（［]{several}[)/\]）］][ ]?(?:[-–—:.]|\n|$)"  # noqa: RUF001  dashes are meant
        rf"|^[ ]?【[^】]{{0,20}}?({_spelled()})】"
        rf"|^\W?({_spelled()})[^\s，。,]{{0,20}}[电電讯訊]"  # noqa: RUF001  its comma is meant
    )


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"[(\[（—–-][ ]?({_spelled()})(?:{_BETWEEN}[^()\[\]]{{1,30}})?[)\]）]?\.?$")  # noqa: RUF001  dashes are meant
