"""What the words around a name say of its type, better than a small model guesses it.

In Sulmona, the mayor of Sulmona and Sulmona, Italy tell a place; shares in Kestrel, Kestrel's employees and Kestrel, a
turbine maker, tell a company; Ines Costa, 41, tells a person.
"""

from __future__ import annotations

import re
from functools import cache

from extractors import gazetteer, tables

Evidence = tuple[str, int]  # a type and its votes

SURE, _LIKELY = 3, 1
_NEARBY = 60  # characters on either side
_ASIDE = re.compile(
    r", (?:the )?([A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3}?)"
    r"(?=[,.;:)\n]| (?:on|in|after|when|where|said|has|have|was|were|is|are)\b)"
)
_AGED = re.compile(
    r", (?:aged )?[1-9]\d(?:[,.;:)](?!\d)| (?:from|who|was|is|has|had|said|told|died)\b)"
    r"|'s (?:wife|husband|son|daughter|mother|father|brother|sister|lawyer|widow)\b"
    r"| (?:himself|herself)\b"
    r"| and (?:his|her) (?:wife|husband|family|sons?|daughters?|children|parents|brothers?|sisters?|team|party)\b"
)
_BASED = re.compile(r"-(?:based|born)\b")
_WHO = re.compile(r", who\b")
_AT = re.compile(
    r"(?:^|(\w+) )(?:in|near|outside|throughout|(?:north|south|east|west) of)"
    r"(?: (?:northern|southern|eastern|western|central|nearby|downtown|neighbou?ring|rural|coastal))? $",
    re.IGNORECASE,
)

_TOWARDS = re.compile(r"\b(?:at|via|into|between) $")
_ON_THE_WAY = re.compile(
    r"\b(?:roads?|trains?|flights?|ferry|ferries|supplies|aid|flew|flown|fl(?:y|ies|ying)|fled|drove|driven|driving|sail(?:ed|ing)|"
    r"travel(?:l?ed|l?ing|s)?|evacuated|deported|shipped|exported)(?: [a-z]+){0,3} (?:to|from) $"
)
_LAST_WORD = re.compile(r"\w+$", re.MULTILINE)
_LAST = frozenset(  # of the patterns below and above that stand before a name
    """of at for in over acquire acquires acquired acquiring called named dubbed near outside throughout northern
    southern eastern western central nearby downtown neighboring neighbouring rural coastal via into between to from buy
    buys bought buying owns sell sells sold selling""".split()  # noqa: SIM905  a literal would take a line for each
)
_BOUGHT = re.compile(r"\b(?:buy|buys|bought|buying|owns|sells?|sold|selling) $")


def told(text: str, start: int, end: int) -> Evidence | None:
    """Return the type of the name at text[start:end] that its neighbours tell, None where they tell none."""
    before, after = text[max(0, start - _NEARBY) : start].rpartition("\n")[2], text[end : end + _NEARBY]
    if not _may_tell(before):
        before = ""
    if sure := _sure(before, after, is_full=" " in text[start:end]):
        return sure, SURE
    if _is_at(before, after) or (_TOWARDS.search(before) and gazetteer.locality(text[start:end])):
        return "place", _LIKELY
    return ("organization", _LIKELY) if _BOUGHT.search(before) else None


def _may_tell(before: str) -> bool:
    """Tell whether a pattern for what stands before may match, by the last word: of most names none does."""
    last = before[:-1].rpartition(" ")[2]
    return before.endswith(" ") and (not last.isalnum() or last.lower() in _last_words())


def _sure(before: str, after: str, *, is_full: bool) -> str | None:
    """Return the type of which the words leave no doubt; `is_full` is a name of several words."""
    told = (
        ("place", _BASED.match(after) is not None),
        ("product", _before_product().search(before) is not None),
        ("organization", _is_body(before, after)),
        ("person", _AGED.match(after) is not None or (is_full and _WHO.match(after) is not None)),
        ("place", _is_place(before, after)),
    )
    return next((type_ for type_, is_told in told if is_told), None)


def _is_body(before: str, after: str) -> bool:
    return any(pattern.search(before) for pattern in _before_body()) or any(p.match(after) for p in _after_body())


def _is_place(before: str, after: str) -> bool:
    aside = _ASIDE.match(after)
    if aside and (entry := gazetteer.lookup(aside.group(1))) and entry.type == "place":
        return True
    is_reached = _ON_THE_WAY.search(before) is not None
    return is_reached or _before_place().search(before) is not None or _after_place().match(after) is not None


def _is_at(before: str, after: str) -> bool:
    at = _AT.search(before)
    return at is not None and (at.group(1) or "").lower() not in tables.words("not_at") and not after.startswith("'s")


@cache
def _before_body() -> tuple[re.Pattern[str], ...]:
    parts, bodies = _any("body_parts"), _any("bodies")
    return (
        re.compile(rf"\b(?:{parts}|chairman|chairwoman|chief executive|CEO|owners?) (?:of|at|for) $", re.IGNORECASE),
        re.compile(
            r"\b(?:shares?|stakes?|invest\w*) in $|\b(?:acquir(?:e|es|ed|ing)|take over|takes over) $", re.IGNORECASE
        ),
        re.compile(rf"\b[\w-]+ (?:{bodies}) $"),
        re.compile(r"\b(?:sign|play|scor)(?:e|s|es|ed|ing)? for $"),
    )


@cache
def _after_body() -> tuple[re.Pattern[str], ...]:
    parts, bodies = _any("body_parts"), _any("bodies")
    owned = _any("body_parts", but="personal_parts")
    return (
        re.compile(
            rf"(?:'s|') (?:[\w-]+ ){{0,2}}?(?:{owned}|chief executive|CEO)\b| (?:{parts}|said it|says it|said its)\b"
        ),
        re.compile(rf",? (?:a|an|the|one of the) (?:[\w'-]+ ){{0,4}}?(?:{bodies})\b"),
        re.compile(r" \((?:NYSE|NASDAQ|Nasdaq|LSE|LON)\b"),
    )


@cache
def _before_product() -> re.Pattern[str]:
    """A ship of its own name, or what is said to be called so: not the maker's name, which stands before the thing."""
    return re.compile(
        rf"\b(?:an?|the|its|their|new) (?:[\w-]+ ){{0,2}}?(?:{_any('products')})(?: called| named| dubbed)? $",
        re.IGNORECASE,
    )


@cache
def _before_place() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any('place_parts')}) of $", re.IGNORECASE)


@cache
def _after_place() -> re.Pattern[str]:
    return re.compile(rf" (?:{_any('place_parts')})\b")


@cache
def _last_words() -> frozenset[str]:
    """Return the words with which the patterns for what stands before a name end, in lower case."""
    listed = tables.words("bodies") | tables.words("products")
    return frozenset(_LAST_WORD.findall("\n".join(listed).lower())) | _LAST


def _any(name: str, but: str = "") -> str:
    words = tables.words(name) - (tables.words(but) if but else frozenset())
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
