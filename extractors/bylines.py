"""Lines that say who wrote an article, where and when: bylines and datelines."""

from __future__ import annotations

import re

_NAME_WORD = r"(?:[^\W\d_a-zß-öø-ÿ]['’]?[\w'’\-]*\.?)"  # noqa: RUF001  the typographic apostrophe is meant
_PARTICLE = r"(?:de|da|di|del|della|der|den|van|von|zu|zur|bin|bint|ibn|al|el|la|le|du|dos|ter|ten|y|e)"
_NAME = re.compile(rf"{_NAME_WORD}(?:[ ](?:{_PARTICLE}[ ]){{0,2}}{_NAME_WORD}){{1,4}}$")
_BY = re.compile(
    r"(?:(?:words|story|text|report|reporting|written|posted|published|reported|article)[ ]+)?"
    r"(?:by|von|par|por|di|door|av|af)[ :]+",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[ ]*(?:[,;|•·/&–—]|\b(?:and|und|et|y|e|en|og|och|with|mit|avec|con)\b|[ ]-[ ])[ ]*")  # noqa: RUF001  dashes are meant
_NOT_NAMES = re.compile(
    r"\b(?:staff|news|editor|editors|reporter|reporters|correspondent|writer|desk|press|agency|agencies|reuters|afp|ap|dpa"
    r"|redaktion|rédaction|redacción|team|online|media|times|post|tribune|daily|chief|bureau|associated|bloomberg"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_a-zß-öø-ÿ][\w'’.\- /]{2,40}?(?:,[ ][^\W\d_][\w.' ]{1,25}?)??)"  # noqa: RUF001  the typographic apostrophe is meant
    r"(?:,?[ ](?P<date>[^\W\d_]{3,9}\.?[ ]\d{1,2}(?:,?[ ]\d{4})?|\d{1,2}\.?[ ][^\W\d_]{3,9}\.?(?:[ ]\d{4})?))?"
    r"(?:[ ]?\((?P<agency>[A-Za-z][\w./ \-]{1,30})\))?"
    r"[ ]?(?:[-–—]{1,2})[ ]+(?=\S)"  # noqa: RUF001  dashes are meant
)
_LONGEST = 200


def authors(line: str) -> tuple[str, ...]:
    """Return the persons a byline names, in order, without roles and houses; empty where it is no byline.

    A line counts as one when it begins with "By" in one of nine languages and a name of two words or more follows.
    """
    line = " ".join(line[:_LONGEST].split())
    begins = _BY.match(line)
    return names(line[begins.end() :]) if begins and len(line) < _LONGEST else ()


def names(text: str) -> tuple[str, ...]:
    """Return the names at the start of a list of names, up to the first part that is none."""
    found: list[str] = []
    for part in _BETWEEN.split(text):
        name = part.strip(" .()")
        if not name and found:
            continue
        if not _NAME.match(name) or _NOT_NAMES.search(name):
            break
        found.append(name.title() if name.isupper() else name)
    return tuple(dict.fromkeys(found))


def dateline(paragraph: str) -> re.Match[str] | None:
    """Return the dateline a paragraph opens with ("RIYADH, Feb 18 (Reuters) -"): groups place, date and agency.

    It must be sure: the place in capitals, or a date or an agency beside it.
    """
    found = _DATELINE.match(paragraph[:_LONGEST])
    sure = found and (found["date"] or found["agency"] or found["place"].partition(",")[0].isupper())
    return found if sure else None
