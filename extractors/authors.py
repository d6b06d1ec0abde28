"""Names of persons out of what pages put where the author belongs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from extractors import structured, tables, words

_SPLIT = re.compile(
    r"\s*(?:[;|•⋅、，\n]|\s·|·\s|\s[–—/-]\s|(?<=\w{3})/|&|[,\s](?:and|und|et|y|e|og|och|en|en|with|mit|avec|con|и|та|dan|và|ve)\b(?=\s+\w))\s*"  # noqa: RUF001  dashes are meant
)
_ASIDE = re.compile(r"[(\[<][^()\[\]<>]*[)\]>]")
_NOISE = re.compile(r"https?://\S+|www\.\S+|(?<!\S)[^\s@]+@\S+\.\S+|@\w+|\b\d[\d.,:/-]*\b")
_SITE = re.compile(r"\((?:https?:|www\.)|^https?:")
_EDGES = " .:-–—*'\"“”|_~•,"  # noqa: RUF001  dashes are meant
_PARTICLES = (
    *(
        "de",
        "da",
        "di",
        "do",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "bint",
        "ibn",
        "van",
        "von",
        "der",
        "den",
        "del",
        "dos",
    ),
    *("della", "ter", "ten", "zu", "y", "e", "af", "av", "abu", "ben", "dei", "das"),
)
_WORD = r"(?:[^\W\d_a-zß-öø-ÿ][\w'’ʼ\-.]*|[dlO]['’]\w+)"  # noqa: RUF001  apostrophes are meant
_FULL = re.compile(rf"{_WORD}(?:\s(?:{_WORD}|{'|'.join(_PARTICLES)})){{0,4}}\s{_WORD}")
_ONE_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,5}")  # names that no space parts: 山田太郎, 배윤경
_MAX_VALUE, _MAX_NAMES = 1000, 12
_MAX_PARTS, _MAX_UNCASED = 5, 30
_LEAST_LETTERS = 2


def persons(values: Iterable[str | None], houses: Iterable[str | None] = ()) -> tuple[str, ...]:
    """Return the persons whose full names the values have, in order, each once; publishing houses are none."""
    return _chosen(values, houses, is_full)


def given(values: Iterable[str | None], houses: Iterable[str | None] = ()) -> tuple[str, ...]:
    """Return the persons that the values call by a given name alone, as blogs do; user names are none."""
    return _chosen(values, houses, _given_names().__contains__)


def agencies(values: Iterable[str | None]) -> tuple[str, ...]:
    """Return the news agencies that the values name: who wrote an article that no person is named for."""
    found = (name for value in values for name in _pieces(value or ""))
    known = _table()["agencies"]
    return tuple(dict.fromkeys(name for name in found if name.casefold().removeprefix("the ") in known))


def of_node(author: object) -> list[str]:
    """Return the texts of a JSON-LD author."""
    listed = author if isinstance(author, list) else [author]
    named = [_full_name(one) if isinstance(one, dict) else one for one in listed]
    return [text for one in named if (text := structured.text(one))]


def is_full(name: str) -> bool:
    """Say whether it reads as a person's given name and surname."""
    if is_uncased(name):
        return _is_full_uncased(name)
    return bool(_FULL.fullmatch(name)) and _table()["not_persons"].isdisjoint(re.split(r"[\s-]+", name.casefold()))


def _is_full_uncased(name: str) -> bool:
    """Say whether it can be a whole name in a script without capitals: two words, or one that needs no space."""
    parts = re.split("[ ・·]", name)
    lettered = all(part and all(unicodedata.category(char)[0] in "LM" for char in part) for part in parts)
    fits = 1 < len(parts) <= _MAX_PARTS or bool(_ONE_WORD.fullmatch(name))
    return lettered and fits and len(name) <= _MAX_UNCASED and not any(word in name for word in _table()["within"])


def is_uncased(name: str) -> bool:
    """Say whether it is written in a script without capitals."""
    return not any(char.isupper() or char.islower() for char in name)


def _chosen(values: Iterable[str | None], houses: Iterable[str | None], fits: Callable[[str], bool]) -> tuple[str, ...]:
    publishers = {_letters(house) for house in houses if house}
    found: dict[str, str] = {}
    for value in values:
        for name in _pieces(value or ""):
            is_house = _letters(name) in publishers and name.split()[0] not in _given_names()
            if fits(name) and not is_house and not agencies([name]):
                found.setdefault(words.normalised(name), name)
    return tuple(found.values())[:_MAX_NAMES]


def _pieces(value: str) -> list[str]:
    """Return the parts of a value that are names, if any are: credentials and "By" taken off, capitals made usual."""
    value = value[:_MAX_VALUE]
    if _SITE.search(value):  # "Deutsche Welle (www.dw.com)"
        return []
    plain = " ".join(_NOISE.sub(" ", _ASIDE.sub(" | ", value)).split())
    found = [name for part in _SPLIT.split(without_by(plain)) for name in _listed(part)]
    return [_cased(name) for name in found if name]


def _listed(part: str) -> list[str]:
    """Return the names of a comma-separated list; one word after a comma is a role, a place or a given name."""
    first, *rest = (_trimmed(piece) for piece in part.split(","))
    if len(rest) == 1 and rest[0] and all(" " not in one and one[:1].isupper() for one in (first, *rest)):
        return [f"{rest[0]} {first}"]  # "Doe, Jane"
    return [first, *(one for one in rest if " " in one)]


def _trimmed(piece: str) -> str:
    """Return a name without "By" before it and letters of honour behind it."""
    name = without_by(piece.strip(_EDGES)).strip(_EDGES)
    parts = name.split()
    while len(parts) > _LEAST_LETTERS and parts[-1].strip(".").casefold() in _table()["credentials"]:
        parts.pop()
    return " ".join(parts)


def _cased(name: str) -> str:
    """Return a name in capitals as others are written, and one in small letters where it is surely a person's."""
    first = name.split(maxsplit=1)[0].title() if name else ""
    if name.isupper() and len(name) > 4 and " " in name:  # noqa: PLR2004  "AFP" and "dpa" stay
        return name.title()
    return name.title() if name.islower() and " " in name and first in _given_names() else name


def without_by(text: str) -> str:
    """Return a byline without the words that come before its names."""
    found = _by().match(text)
    return text[found.end() :] if found else text


def is_by(text: str) -> bool:
    """Say whether it is nothing but the words that come before the names of a byline."""
    return bool(_by().fullmatch(f"{text} "))


def _full_name(author: Mapping[str, object]) -> object:
    parts = [structured.text(author.get(key)) for key in ("givenName", "familyName")]
    return author.get("name") or " ".join(part for part in parts if part)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, words.normalised(text).removeprefix("the ")))


@cache
def _table() -> dict[str, frozenset[str]]:
    table = tables.document("authors.toml")
    return {key: frozenset(word for words in entry.values() for word in words) for key, entry in table.items()}


@cache
def _given_names() -> frozenset[str]:
    return frozenset(row[0] for row in tables.rows("given_names.tsv"))


@cache
def _by() -> re.Pattern[str]:
    starts = sorted(_table()["by"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, starts))})(?:\s*[:：|/]\s*|\s+)", re.IGNORECASE)  # noqa: RUF001  the wide colon is meant
