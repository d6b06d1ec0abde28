"""Where a name starts and ends: what the model's span has too much or too little of.

Functions take and return (start, end) in a text whose quotes are plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from extractors import gazetteer, tables

Ends = tuple[int, int]

_DASHES = "-\u2013\u2014"  # hyphen, en dash, em dash
_CLINGING = f" \t\n\r\f\v\u00a0\"'`,;:!?()[]{{}}<>*_|/\\{_DASHES}•·…«»#@$"
_ARTICLE = re.compile(r"(?:the(?! Hague\b)|a|an)\s+", re.IGNORECASE)
_PREFIX = re.compile(r"(?:pro|anti|non|post|pre|ex|mid|all|un)-", re.IGNORECASE)  # pro-Russian
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$", re.IGNORECASE)
_RESULT = re.compile(rf"(?<=.)\s(?:of\s)?\d+(?:[{_DASHES},.:]\d+)+$|(?<=.)\s\d{{4}}$")  # National League 5-3
_TAIL = re.compile(r"\s(?:of|the|and|in|for|to|at|on|by|with|from|'s)$")
_FULL_STOP = re.compile(r"(?<!\b\w)(?<!\bInc)(?<!\bCorp)(?<!\bLtd)(?<!\bCo)(?<!\bJr)(?<!\bSr)(?<!\bSt)(?<!\bBros)\.$")
_DASH = re.compile(rf"\s*[{_DASHES}/]\s*")
_OPEN_BRACKET = re.compile(r"\s?\((?=[^)]*$)")
_BELONGS_TOGETHER = re.compile(r"\b(?:of|for|Inc|Ltd|LLC|Co|Corp)\b")
_CONNECTORS = tables.words("connectors")
_LOWER_STARTS = tables.words("lower_starts")


@cache
def titles() -> frozenset[str]:
    """Return the words that stand before a person's name, in lower case."""
    return frozenset(tables.lines("titles.txt"))


def is_title(word: str) -> bool:
    """Tell whether a word is a title, alone or as a part of one."""
    return word.rstrip(".,").lower() in titles()


def trimmed(text: str, start: int, end: int) -> Ends:
    """Leave quotes, brackets, articles, the possessive and results of matches outside."""
    before = (-1, -1)
    while before != (start, end):
        before = (start, end)
        while start < end and text[start] in _CLINGING:
            start += 1
        while end > start and text[end - 1] in _CLINGING and not (text[end - 1] == ")" and "(" in text[start:end]):
            end -= 1
        if (article := _ARTICLE.match(text, start, end)) and article.end() < end:
            start = article.end()
        if (prefix := _PREFIX.match(text, start, end)) and gazetteer.lookup(text[prefix.end() : end]):
            start = prefix.end()
        for pattern in (_POSSESSIVE, _RESULT, _TAIL, _FULL_STOP):
            if found := pattern.search(text[start:end]):
                end = start + found.start()
    return start, end


_BASED = re.compile(r"(?<=\w)-(?:based|listed|registered|owned|born|led|backed|made|headquartered|controlled|run)\s")
_STANDS_IN = re.compile(r"\s(?:on|in|near|from|at)\s")
_AND = re.compile(r"\sand\s")
_TOWNS = re.compile(r"\b(?:villages|towns|cities|ports|islands|districts|provinces|regions|suburbs) of\s$")


def parts(text: str, start: int, end: int) -> list[Ends]:
    """Split what is several names: US-Russia, Tesla, Uber and Snapchat, EU (European Union, Russia's Duma.

    Bergen-based Halvorsen, Kestrel on Islay and the villages of Myrtos and Mournies are two names each too.
    """
    surface = text[start:end]
    by_dash = _between(_DASH.finditer(surface), surface)
    if len(by_dash) > 1 and not gazetteer.lookup(surface) and all(gazetteer.lookup(surface[a:b]) for a, b in by_dash):
        found = by_dash
    elif separator := _BASED.search(surface) or _between_places(text, start, surface):
        found = _between([separator], surface)
    elif bracket := _OPEN_BRACKET.search(surface):
        found = _between([bracket], surface)
    elif ", " in surface and not _BELONGS_TOGETHER.search(surface):
        found = _between(re.finditer(r",? and |, ", surface), surface)
    elif (owner := re.search(r"'s ", surface)) and gazetteer.lookup(surface[: owner.start()]):
        found = _between([owner], surface)
    else:
        found = [(0, len(surface))]
    return [(start + a, start + b) for a, b in found]


def _between_places(text: str, start: int, surface: str) -> re.Match[str] | None:
    """Return what stands between a name of one word and its place, or between two towns."""
    stands, joined = _STANDS_IN.search(surface), _AND.search(surface)
    if stands and " " not in surface[: stands.start()] and gazetteer.is_place(surface[stands.end() :]):
        return stands
    return joined if joined and _TOWNS.search(text, max(0, start - 20), start) else None


def _between(separators: Iterable[re.Match[str]], surface: str) -> list[Ends]:
    edges = [0, *(edge for found in separators for edge in found.span()), len(surface)]
    return list(zip(edges[::2], edges[1::2], strict=True))


_PARTICLE = re.compile(
    r"[ -](?:(?:al|el|ul|ur|bin|ibn|bint|von|van|der|den|de|da|di|del|la)[- ])+[A-Z][\w-]+|(?<=[ -]al)-[A-Z][\w-]+"
)
_EPITHET = re.compile(r" the (?:Elder|Younger|Great|Terrible|Conqueror|Magnificent|Wise|Bold|Fair)\b")
_AFTER_PERSON = re.compile(rf"'s\s|,\s(?![JS]r)|\s\(|\s[{_DASHES}]\s")


def person(text: str, start: int, end: int) -> Ends:
    """Leave titles before a person's name and words after it outside, take an Arabic family name's rest in."""
    words = list(re.finditer(r"\S+", text[start:end]))
    first, last = 0, len(words)
    while first < last - 1 and _is_before_name(words[first].group(), words[first + 1].group(), first):
        first += 1
    last = next((n for n in range(first + 1, last) if _is_common(words[n].group())), last)
    start, stop = start + words[first].start(), start + words[last - 1].end()
    if more := _PARTICLE.match(text, stop):
        stop = more.end()
    elif epithet := _EPITHET.match(text, stop):
        stop = epithet.end()
    elif last > first + 1 and words[last - 1].group() in _LOWER_STARTS:  # Abdel Aziz al
        stop -= len(words[last - 1].group()) + 1
    after = _AFTER_PERSON.search(text[start:stop])
    return start, start + after.start() if after else stop


def _is_common(word: str) -> bool:
    """Tell a word in lower case that no name has: Chris Ivory on Injured Reserve."""
    return word[0].islower() and word not in _LOWER_STARTS and "-" not in word and not re.match(r"[a-z]'[A-Z]", word)


def _is_before_name(word: str, following: str, position: int) -> bool:
    lower = word.lower()
    if lower in _CONNECTORS:
        return position > 0
    if word.islower() and lower not in _LOWER_STARTS:
        return True
    return is_title(word) or (gazetteer.lookup(word.removesuffix("'s")) is not None and is_title(following))


def place(text: str, start: int, end: int) -> Ends:
    """Leave common words around a place outside: east Delhi, Lviv region."""
    words = list(re.finditer(r"\S+", text[start:end]))
    while len(words) > 1 and words[0].group().islower():
        words = words[1:]
    while len(words) > 1 and words[-1].group().islower():
        words = words[:-1]
    return (start + words[0].start(), start + words[-1].end()) if words else (start, end)


_BODY = re.compile(
    r"\b(?:Ministry|Department|University|Institute|Bank|Academy|Board|Court|House|Chamber)\s+(?:of|for)\s+(?:the\s+)?$"
)
_FIELD = re.compile(
    r"(?:, [A-Z]\w+(?: [A-Z]\w+)*)*,? and (?:[A-Z]\w+ )*"
    r"(?:Studies|Affairs|Sciences?|Services|Relations|Security|Development|Trade|Industry|Technology|Research|Culture|"
    r"Sports?|Tourism|Education|Health|Welfare|Environment|Infrastructure|Energy|Communications?|Prevention|Control|"
    r"Fisheries|Forestry|Housing|Labou?r|Arts|Engineering|Medicine|Economics|Policy|Cooperation|Democracy|Peace)\b"
)


_BEFORE = re.compile(r"[a-z,] (?:The |A |An )?((?!The |A |An )(?:[A-Z][\w&-]+ )+)$")
_OFFICE_AFTER = re.compile(r"\s(?:spokes(?:man|woman|person)|president|chief|director|chairman|minister|leader)\b")


def organization(text: str, start: int, end: int) -> Ends:
    """Take in what the model left out of a body's name, and leave its officers outside.

    Ministry of Health where it saw Health; Institute of Russian, Eastern European and Central Asian Studies where it
    stopped at the comma.
    """
    head = _BODY.search(text, max(0, start - 40), start)
    if office := _OFFICE_AFTER.search(text, start, end):
        end = office.start()
    while (bare := text[start:end].rpartition(" "))[2].islower() and bare[0]:  # INGV institute
        end = start + len(bare[0])
    fields = _FIELD.match(text, end) if re.search(r"\b(?:of|for)\b", text[start:end]) else None
    return head.start() if head else with_first_words(text, start, end), fields.end() if fields else end


def with_first_words(text: str, start: int, end: int) -> int:
    """Return where a name of one word starts with the capitalised words right before it: News Journos."""
    before = _BEFORE.search(text, max(0, start - 40), start) if " " not in text[start:end] else None
    if before is None or _BASED.search(before[1]) or any(is_title(w) or gazetteer.lookup(w) for w in before[1].split()):
        return start
    return before.start(1)
