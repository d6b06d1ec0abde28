"""Keys of names: equal for spellings of one name, different for different names; and how alike two names are.

A key folds what never tells two bearers apart: case, diacritics, possessive, hyphens and apostrophes, honorifics of
persons, corporate forms of companies, and the choices of romanisation (Sergei, Sergey, Sergej). It does not
guess: no edit distance, no sorting of words, no nicknames, because a wrong merge costs a reader more than a missed
one. What needs judgement is `likeness`, which says how sure it is and why.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache

from extractors import alignment, spelling, tables
from extractors.alignment import GENERATIONS, Likeness
from extractors.spelling import fold

__all__ = [
    "GENERATIONS",
    "fold",
    "gender",
    "gender_of",
    "given_names",
    "initials",
    "is_given",
    "key",
    "likeness",
    "organization_key",
    "person_key",
    "same",
    "words",
]

_CORPORATE = tables.words("corporate_forms")
_FORMS_OF_WORDS = dict(tables.rows("word_forms.tsv"))
_CORPORATE_FIRST = frozenset({"oao", "ooo", "zao", "pao", "ojsc", "pjsc", "jsc"})  # Russian companies: OAO Gazprom
_FORMS = re.compile("|".join(rf"\b{form.replace('-', ' ')}\b" for form in sorted(tables.words("corporate_phrases"))))
_NICKNAME = re.compile(  # Vincent "The Chin" Gigante
    r"(?<!\s)\s*[\"\u201c\u201d(\[][^\"\u201c\u201d()\[\]\n]*[\"\u201c\u201d)\]]\s*"
    r"|(?<=\s)['\u2018]\w+['\u2019](?=\s)"
)
_OF_WOMEN, _OF_MEN = tables.words("titles_of_women"), tables.words("titles_of_men")
_SMALL = tables.words("small_words")


def words(name: str) -> tuple[str, ...]:
    """Return a person's name as folded, romanised words, without honorifics and with Arabic articles joined on."""
    name = _NICKNAME.sub(" ", name).strip() or name
    family, comma, given = name.partition(", ")
    if comma and family and given and fold(given) not in GENERATIONS:
        name = f"{given} {family}"  # Putin, Vladimir
    folded = spelling.transcribed(name)
    folded = re.sub(r"\b(?:al|el)-(?=\w)|(?<=\w )(?:al|el) (?=\w)", "al", folded)  # el-Sisi, Al Sisi: alsisi
    folded = re.sub(r"\babd[aeu]l[- ]?(?=\w)|\babd[- ](?:al|el)[- ]?(?=\w)", "abdal", folded)
    parts = _without_leading(fold(folded).split(), _honorifics())
    return tuple(spelling.romanised(part) for part in parts)


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(fold(word) for word in tables.lines("titles.txt"))


def person_key(name: str) -> str:
    """Return the key of a person's full name."""
    return " ".join(words(name))


@lru_cache(maxsize=1 << 14)
def organization_key(name: str) -> str:
    """Return the key of an organization's name: no leading article, no corporate form, one form of each word."""
    parts = _FORMS.sub("", fold(name)).split() or fold(name).split()
    if len(parts) > 1:  # Us alone is a magazine
        parts = [_FORMS_OF_WORDS.get(part, part) for part in parts]
    parts = _without_leading(parts, {"the"})
    while len(parts) > 1 and (parts[-1] in _CORPORATE or parts[-1] == "and"):  # JPMorgan Chase & Co.
        parts.pop()
    parts = _without_leading(parts, _CORPORATE_FIRST)
    return re.sub(r"\b([2-9])0 ([1-9])\b", r"\1\2", " ".join(parts))  # forty-four


def _without_leading(parts: list[str], left_out: Collection[str]) -> list[str]:
    """Return words from the first one that is not left out, at least the last."""
    kept = next((at for at, part in enumerate(parts[:-1]) if part not in left_out), len(parts) - 1)
    return parts[max(kept, 0) :]


def key(type_: str, name: str) -> str:
    """Return the key that a name of this entity type has."""
    return person_key(name) if type_ == "person" else organization_key(name)


def likeness(first: str, second: str, type_: str) -> Likeness:
    """Return how alike two names of entities of this type are, 0 to 1, and by what (`extractors.alignment`).

    From 0.9 they are one name written otherwise, from 0.8 one is a fuller form of the other; below they only may be
    meant alike, which is no reason to merge.
    """
    if type_ == "person":
        if {gender(first), gender(second)} == {"f", "m"}:
            return alignment.NONE
        parts = words(first), words(second)
        is_family_name = any(a and a == b[-len(a) :] for a, b in (parts, parts[::-1]))  # Johnson Sirleaf
        if not is_family_name and not _are_forms(*parts) and {gender_of(p[0]) for p in parts if p} == {"f", "m"}:
            return alignment.NONE  # Bernardo, Bernarda
        return alignment.of_persons(*parts, given_names())
    return alignment.of_bodies(tuple(organization_key(first).split()), tuple(organization_key(second).split()))


def _are_forms(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Tell whether one given name is a short form of the other: Bibi is a woman's name elsewhere."""
    return bool(first and second) and spelling.alike(first[0], second[0])[0] == "nickname"


def same(first: str, second: str, type_: str) -> float:
    """Return the score of `likeness`: 0.5 and up where two names may be one bearer's."""
    return likeness(first, second, type_).score


def gender(name: str) -> str:
    """Return "f" or "m" where a title before a person's name tells it, else ""."""
    title = fold(name.partition(" ")[0])
    return "f" if title in _OF_WOMEN else "m" if title in _OF_MEN else ""


@cache
def _given() -> dict[str, str]:
    """Return each given name with the gender of nearly all who have it, "" where it is told of both."""
    return {spelling.romanised(fold(name)): gender for name, gender in tables.rows("given_names.tsv")}


@cache
def given_names() -> frozenset[str]:
    """Return the words of `words` that are known as given names."""
    return frozenset(_given())


def is_given(word: str) -> bool:
    """Tell whether a word of `words` is a given name."""
    return word in _given()


def gender_of(word: str) -> str:
    """Return "f" or "m" where a given name, as a word of `words`, tells it, else ""."""
    return _given().get(word, "")


def initials(name: str) -> str:
    """Return the acronym of a name of several words, in upper case; "" for one word."""
    letters = [part[0] for part in fold(name).split() if part not in _SMALL]
    return "".join(letters).upper() if len(letters) > 1 else ""
