"""Countries and cities that play: England beat Spain 2-1, Sri Lanka captain Shanaka, 14 points for Boston.

A place's name stands for its team where the text is about sport and the words right around the name say that it plays.
Each mention is judged by itself, since the same text has the place as well: in Spain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from extractors import gazetteer, tables
from extractors.spans import Span

_SCORE = r"\d{1,3}\s?[-\u2013:]\s?\d{1,3}\b"
_NEARBY = 40  # characters on either side
_FEWEST = 2  # words of sport that a text must have, different ones, or one beside a result
_TEAM_SCORE = 0.7
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_RESULT = re.compile(rf"(?<![\d-]){_SCORE}")


def named(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the spans, of which those places that play in this text are organizations."""
    spans = list(spans)
    if not _is_about_sport(text):
        return spans
    return [_team(s) if s.type == "place" and _plays(text, s.start, s.end) else s for s in spans]


def _team(span: Span) -> Span:
    return replace(span, type="organization", score=_TEAM_SCORE)


def _is_about_sport(text: str) -> bool:
    found = tables.words("sport_words").intersection(_WORD.findall(text))
    return len(found) >= _FEWEST or (bool(found) and _RESULT.search(text) is not None)


def _plays(text: str, start: int, end: int) -> bool:
    if not gazetteer.is_place(text[start:end]):
        return False
    before, after = text[max(0, start - _NEARBY) : start].rpartition("\n")[2], text[end : end + _NEARBY]
    is_of = re.search(r"\b(?:in|at|near|of|from|to|across|around|outside|into) (?:the )?$", before)
    if is_of and not re.search(r"\b(?:lost|lose|losing|defeat) to $", before):
        return False
    return _before().search(before) is not None or _after().match(after) is not None


@cache
def _before() -> re.Pattern[str]:
    games = (
        "win|victory|defeat|match|game|draw|test|tie|friendly|qualifier|(?:(?:semi|quarter)-)?final|clash|series|try"
    )
    return re.compile(
        rf"\b(?:{_any('beats')}|lost to|lose to|losing to|host(?:s|ed)?|meets?|faces?|faced) (?:the )?$"
        rf"|\b(?:{games}|goals?|wickets?|innings) (?:over|against|with|by|for) (?:the )?$"
        r"|\b(?:against|versus|vs?\.?) (?:the )?$"
        r"|\b(?:points|scored|goals?|runs|tries|caps|appearances|twice|play(?:s|ed|ing)?|debut) for $"
    )


@cache
def _after() -> re.Pattern[str]:
    return re.compile(
        rf"(?:'s)? (?:[a-z-]+ )?(?:{_any('players')})\b"
        rf"| (?:{_any('beats')}|led|won|bowled|qualified|trail(?:ed)?|conceded|are|were|have|stay|remain)\b"
        rf"| \(?{_SCORE}| \d{{1,3}}[,;.](?! ?\d{{3}})"
    )


def _any(name: str) -> str:
    return "|".join(sorted(map(re.escape, tables.words(name)), key=len, reverse=True))
