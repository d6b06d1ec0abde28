"""What walls and error pages say, in many languages: the table ``data/walls.tsv``, and how a text is compared with it.

Texts are compared folded: without case, accents, vowel marks and punctuation, words parted by one blank. A phrase
begins where a word begins and may end within one, for many languages inflect there; one in a script that parts no
words may begin anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from extractors import tables, words

_GAP = 60  # characters that a "*" within a phrase stands for, at most
_MARKS = re.compile(r"[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f]+")
_OTHER = re.compile(r"[\W_]+")
_DOTLESS = str.maketrans("\u0131", "i")


@dataclass(frozen=True, slots=True)
class Phrases:
    """What one kind of page is known by.

    `names` are whole folded titles, `patterns` match those with a gap; `marks` give the service that a piece of HTML
    belongs to, "" for none.
    """

    names: frozenset[str]
    patterns: re.Pattern[str]
    says: tuple[tuple[str, ...], ...]
    words: tuple[tuple[str, ...], ...]
    marks: tuple[tuple[str, str], ...]

    def is_name(self, title: str) -> bool:
        """Whether a folded title is the name of such a page."""
        return title in self.names or self.patterns.fullmatch(title) is not None


def folded(text: str) -> str:
    """Return a text as it is compared: " just a moment " for "Just a moment…"."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    plain = plain if plain.isascii() else _MARKS.sub("", plain).translate(_DOTLESS)
    return f" {_OTHER.sub(' ', plain).strip()} "


def stands_in(phrase: tuple[str, ...], text: str) -> bool:
    """Whether the parts of a phrase follow each other closely in a folded text."""
    first, *rest = phrase
    place = text.find(first)
    while place >= 0 and rest:
        end = place + len(first)
        for part in rest:
            found = text.find(part, end, end + _GAP + len(part))
            if found < 0:
                break
            end = found + len(part)
        else:
            return True
        place = text.find(first, place + 1)
    return place >= 0


def those_in(phrases: Iterable[tuple[str, ...]], text: str) -> list[tuple[str, ...]]:
    """Return the phrases that stand in a folded text."""
    return [phrase for phrase in phrases if phrase[0] in text and stands_in(phrase, text)]


@cache
def table() -> dict[str, Phrases]:
    """Return the phrases of each kind of page, in the table's order."""
    values: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for kind, role, of, listed in tables.rows("walls.tsv"):
        values[kind][role] += [(value, of) for value in listed.split(" | ")]
    return {
        kind: Phrases(
            names=frozenset(folded(value) for value, _ in roles["names"] if "*" not in value),
            patterns=_pattern(value for value, _ in roles["names"] if "*" in value),
            says=_phrases(value for value, _ in roles["says"]),
            words=_phrases(value for value, _ in roles["words"]),
            marks=tuple((value, of.strip("-")) for value, of in roles["marks"]),
        )
        for kind, roles in values.items()
    }


def is_named(titles: Collection[str]) -> bool:
    """Whether a folded title is the name of any such page."""
    return any(phrases.is_name(title) for phrases in table().values() for title in titles)


def _phrases(values: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple({tuple(_part(part) for part in value.split("*") if part.strip()): None for value in values})


def _part(text: str) -> str:
    plain = folded(text).rstrip()
    return plain.lstrip() if any(map(words.is_unspaced, plain)) else plain


def _pattern(values: Iterable[str]) -> re.Pattern[str]:
    """Return what matches names with a gap; a gap at an end may be nothing. No name has none, so nothing matches ""."""
    gap = f" ?.{{0,{_GAP}}} ?"
    names = {gap.join(re.escape(folded(part).strip()) for part in value.split("*")) for value in values}
    return re.compile(f" (?:{'|'.join(sorted(names))}) ?")
