"""Keys of names: equal for spellings of one name, different for different names.

A key folds what never tells two bearers apart: case, diacritics, possessive, hyphens and apostrophes, honorifics of
persons, corporate suffixes of companies, and the choices of romanisation (Sergei, Sergey, Sergej). It does not
guess: no edit distance, no sorting of words, no nicknames, because a wrong merge costs a reader more than a missed
one. Rules are few and bound to where Slavic and Arabic names vary; the rest stands in ``data/name_spellings.txt``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from extractors import tables

_LETTERS = str.maketrans(dict(tables.rows("letters.tsv")))
GENERATIONS = tables.words("generations")
_CORPORATE = tables.words("corporate_forms")
_AMERICAN = dict(tables.rows("american_spelling.tsv"))
_CORPORATE_FIRST = frozenset({"oao", "ooo", "zao", "pao", "ojsc", "pjsc", "jsc"})  # Russian companies: OAO Gazprom
_FORMS = re.compile("|".join(rf"\b{form.replace('-', ' ')}\b" for form in sorted(tables.words("corporate_phrases"))))
_NICKNAME = re.compile(
    r"\s*[\"\u201c\u201d(\[].*?[\"\u201c\u201d)\]]\s*|(?<=\s)['\u2018]\w+['\u2019](?=\s)"
)  # Vincent "The Chin" Gigante
_SMALL = tables.words("small_words")


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return text in lower case without diacritics, possessive, apostrophes, dots and hyphens; words by one space."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = re.sub(r"(?<=\w)'s(?!\w)|(?<=s)'(?!\w)", "", text).replace("&", " and ")
    text = re.sub(r"['.]", "", re.sub(r"(?<=\b\w)\.\s(?=\w\.)", "", text))
    return " ".join(re.sub(r"[^\w]+|_", " ", text).split())


@cache
def _spellings() -> dict[str, str]:
    rows = (line.split() for line in tables.lines("name_spellings.txt"))
    return {spelling: row[0] for row in rows for spelling in row}


@lru_cache(maxsize=1 << 16)
def romanised(word: str) -> str:
    """Return the key of one folded word of a person's name, the same for each romanisation of it."""
    if word in _spellings():
        return _spellings()[word]
    if len(word) > 4:  # noqa: PLR2004  shorter words differ by such letters: Kay and Kai, May and Mai
        word = re.sub(r"(?:iy|yy|yi|ij|ii)$", "y", word)  # Navalny, Navalnyy
        word = re.sub(r"(?<=[stc])k[iy]$", "ky", word)  # Zelensky, Zelenski
    return word


def words(name: str) -> tuple[str, ...]:
    """Return a person's name as folded, romanised words, without honorifics and with Arabic articles joined on."""
    name = _NICKNAME.sub(" ", name).strip() or name
    family, comma, given = name.partition(", ")
    if comma and family and given and fold(given) not in GENERATIONS:
        name = f"{given} {family}"  # Putin, Vladimir
    folded = name.casefold().translate(_LETTERS)
    folded = re.sub(r"\b(?:al|el)-(?=\w)|(?<=\w )(?:al|el) (?=\w)", "al", folded)  # el-Sisi, Al Sisi: alsisi
    folded = re.sub(r"\babd[aeu]l[- ]?(?=\w)|\babd[- ](?:al|el)[- ]?(?=\w)", "abdal", folded)
    parts = fold(folded).split()
    while len(parts) > 1 and parts[0] in _honorifics():
        parts = parts[1:]
    return tuple(romanised(part) for part in parts)


def is_romanised(word: str) -> bool:
    """Tell whether a word is a name of the table of spellings."""
    return fold(word) in _spellings()


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(fold(word) for word in tables.lines("titles.txt"))


def person_key(name: str) -> str:
    """Return the key of a person's full name."""
    return " ".join(words(name))


@lru_cache(maxsize=1 << 14)
def organization_key(name: str) -> str:
    """Return the key of an organization's name: no leading article, no corporate form, American spelling."""
    parts = [_AMERICAN.get(part, part) for part in _FORMS.sub("", fold(name)).split()] or fold(name).split()
    while len(parts) > 1 and parts[0] == "the":
        parts = parts[1:]
    while len(parts) > 1 and (parts[-1] in _CORPORATE or parts[-1] == "and"):  # JPMorgan Chase & Co.
        parts = parts[:-1]
    while len(parts) > 1 and parts[0] in _CORPORATE_FIRST:
        parts = parts[1:]
    return " ".join(parts)


def key(type_: str, name: str) -> str:
    """Return the key that a name of this entity type has."""
    return person_key(name) if type_ == "person" else organization_key(name)


def initials(name: str) -> str:
    """Return the acronym of a name of several words, in upper case; "" for one word."""
    letters = [part[0] for part in fold(name).split() if part not in _SMALL]
    return "".join(letters).upper() if len(letters) > 1 else ""


def extends(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    """Tell whether within one document the longer name may be a fuller form of the shorter (both of two words or more).

    Sergey Viktorovich Lavrov extends Sergey Lavrov (first and last word agree, the rest in order), Mohammed bin
    Salman Al Saud extends Mohammed bin Salman, and Donald J. Trump extends Donald Trump. Generations do not.
    """
    if len(shorter) < 2 or len(longer) <= len(shorter) or longer[0] != shorter[0]:  # noqa: PLR2004  needs a full name
        return False
    if longer[-1] in GENERATIONS or shorter[-1] in GENERATIONS:
        return False
    if longer[: len(shorter)] == shorter and len(shorter) > 2:  # noqa: PLR2004  two words would join unlike families
        return True
    rest = iter(longer)
    return longer[-1] == shorter[-1] and all(word in rest for word in shorter)
