"""Names that the model overlooked, told by their form or by their neighbours: Xi Jinping, Caplan argues.

spaCy's small model misses names that it has never seen, most where they open a sentence. A run of capitalised words
that no span covers is a name where its words or its neighbours say so; the document votes on its type with the others.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from extractors import context, kinds, tables
from extractors.edges import is_title
from extractors.passages import Passage
from extractors.spans import LONGEST, Span

LABEL = "form"
_SCORE = 0.7
_LONGEST = 6  # words
_RARE_WORD = 4  # letters at least
_SHORTEST_BODY = 3  # letters
_RUN = re.compile(
    r"(?<![\w'&-])[^\W\d_a-z][\w'-]*"
    r"(?: (?:(?:of|for|the|de|da|del|di|van|von|der|al|el|bin|des|du|and) ){0,2}[^\W\d_a-z][\w'-]*)*"
)
_ODD = re.compile(r"[0-9]|'[a-z]")  # IE11, I'll
_OPENS = re.compile(r"(?:^|[.!?:\n\"'(]\s*)$")
_SPEAKS = (
    "said|says|told|asked|added|explained|explains|suggested|suggests|argued|argues|wrote|writes|recalled|recalls|insisted|"
    "insists|warned|admitted|admits|joked|replied|testified|tweeted|believes|noted|declined|dismisses|dismissed|acknowledged|"
    "conceded|denied|laughed|smiled|himself|herself"
)
_AFTER_PERSON = re.compile(rf",? who\b| (?:\w+ly )?(?:{_SPEAKS})\b|,? (?:himself|herself)\b")
_BEFORE_PERSON = re.compile(r"[\"'],? (?:said|says|asked|added|explained|explains|recalled|wrote) $")
_ACRONYM = re.compile(r"[A-Z]{3,6}")
_AFTER_BODY = re.compile(
    r"'s (?!\w+ing\b)|"
    r" (?:will|would|can|could|may|has|had|wants|plans|hopes|called|announced|published|warned|said|says)\b"
)
_SPOKEN_BY = re.compile(r",\" $")


def names(text: str, lines: Iterable[Passage], spans: Sequence[Span]) -> Iterator[Span]:
    """Yield the names that no span covers, in sentences only."""
    starts, ends = [s.start for s in spans], [s.end for s in spans]
    for line in lines:
        if line.is_heading:
            continue
        for run in _RUN.finditer(text, line.start, line.end):
            at = bisect_left(ends, run.start() + 1)
            if at < len(spans) and starts[at] <= run.start() and run.end() <= ends[at]:  # as most are
                continue
            start, end = _bare(text, run.start(), run.end())
            at = bisect_left(ends, start + 1)
            if start < end and (at == len(spans) or starts[at] >= end) and (type_ := _type(text, start, end)):
                yield Span(start, end, type_, LABEL, _SCORE, text[start:end])


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave titles, articles and other words that only open the sentence outside, and the possessive."""
    words = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
    while words and (_is_plain(text[slice(*words[0])]) or is_title(text[slice(*words[0])])):
        words = words[1:]
    if not words or len(words) > _LONGEST or words[-1][1] - words[0][0] > LONGEST:
        return start, start
    return words[0][0], words[-1][1] - (2 if text[start:end].endswith("'s") else 0)


def _is_plain(word: str) -> bool:
    return word.lower() in _plain_words()


def _type(text: str, start: int, end: int) -> str | None:
    """Return the type that a run's words or neighbours tell, None where they tell none."""
    name = text[start:end]
    told = context.told(text, start, end)
    if told and told[0] in {"organization", "place", "product"}:
        return told[0] if told[1] == context.SURE and _is_within(text, start, name) else None
    if " " in name:
        return "person" if kinds.is_personal(name) or _is_family_first(name) or _acts(text, start, end, name) else None
    if _ACRONYM.fullmatch(name):
        return "organization" if _acts_as_body(text, start, end) and name.lower() not in _generic() else None
    is_known = len(name) < _RARE_WORD or name.isupper() or not name.isalpha()
    return "person" if not is_known and _acts(text, start, end, name) else None


def _acts_as_body(text: str, start: int, end: int) -> bool:
    """Tell an acronym with an article that does what bodies do: the RSPB's stance, the UVRF will pay."""
    has_article = text[max(0, start - 4) : start].lower() == "the "
    return has_article and _AFTER_BODY.match(text, end) is not None


def _is_within(text: str, start: int, name: str) -> bool:
    """Tell a name within a sentence from words that have a capital because they open one, or stand in a list."""
    return (
        re.search(r"[a-z,] $", text[max(0, start - 2) : start]) is not None
        and len(name) >= _SHORTEST_BODY
        and not _ODD.search(name)
    )


def _is_family_first(name: str) -> bool:
    family, _, given = name.partition(" ")
    return (
        family.lower() in tables.words("family_first") and re.fullmatch(r"[A-Z][a-z]+(?:-[a-z]+)?", given) is not None
    )


def _acts(text: str, start: int, end: int, name: str) -> bool:
    """Tell whether a run does what persons do; a lone word that opens a sentence must be a rare one as well."""
    before = text[max(0, start - 14) : start]
    is_rare = " " in name or not _OPENS.search(before) or _SPOKEN_BY.search(before) or _is_rare(name)
    return bool(is_rare) and acts(text, start, end)


def acts(text: str, start: int, end: int) -> bool:
    """Tell whether what stands beside text[start:end] is what persons do: said X, X argues, X, who."""
    before = text[max(0, start - 14) : start]
    return _AFTER_PERSON.match(text, end) is not None or _BEFORE_PERSON.search(before) is not None


def _is_rare(word: str) -> bool:
    """Tell a word that is no common English one, nor the plural of one."""
    return word.lower() not in _common_words() and not word.endswith("s")


@cache
def _common_words() -> frozenset[str]:
    return frozenset(tables.lines("bert-uncased-vocab.txt"))


@cache
def _plain_words() -> frozenset[str]:
    return tables.words("no_names") | tables.words("calendar") | tables.words("openers") | tables.words("state_words")


@cache
def _generic() -> frozenset[str]:
    return tables.words("no_bodies")
