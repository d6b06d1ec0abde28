"""Words of names: the form in which they are compared, and how alike two of them are.

Two spellings of one word are the same after folding and romanisation, or stand in a row of a table: spellings that
transcription gives one name (Selenskyj, Zelenskyy), a given name and its short forms (Mike, Michael). What only sounds
alike or is a letter or two away (Damerau-Levenshtein distance, restricted: optimal string alignment) is a lead and no
proof.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import product

from extractors import tables

Relation = tuple[str, float]  # how two words are alike, and how far that carries, 0 to 1

UNLIKE: Relation = ("", 0.0)
_LETTERS = str.maketrans(dict(tables.rows("letters.tsv")))
# Serbian's own letters tell its words; the others are then what they are in its Latin alphabet: č, and not ch.
_SERBIAN, _GAJ = re.compile("[ђћљњџј]"), str.maketrans(dict(tables.rows("serbian.tsv")))
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_GREEK_SOUNDS = tuple((re.compile(letters), sound) for letters, sound in tables.rows("greek.tsv"))
_SYLLABLES = "\u2e80"  # from here on a character is a syllable or a word
_ONE_TYPO, _TWO_TYPOS = 4, 8  # letters that a word needs for so many to be a slip and not another name


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return text in lower case without diacritics, possessive, apostrophes, dots and hyphens; words by one space."""
    text = transcribed(unicodedata.normalize("NFKC", text))
    text = _unmarked(text).translate(_LETTERS)  # again: ǿ and ӣ have lost their marks, not more
    text = re.sub(r"(?<=\w)'s(?!\w)|(?<=s)'(?!\w)", "", text).replace("&", " and ")
    text = re.sub(r"['.]", "", re.sub(r"(?<=\b\w)\.\s(?=\w\.)", "", text))
    return " ".join(re.sub(r"[^\w]+|_", " ", text).split())


def transcribed(text: str) -> str:
    """Return text in lower case with the letters that have no diacritic to lose written in Latin ones: ø, ß, ж, ψ.

    Greek loses its diacritics too, since two letters may be one sound: Παπανδρέου, Papandreou.
    """
    text = text.casefold()
    if _SERBIAN.search(text):
        text = text.translate(_GAJ)
    if _GREEK.search(text):
        text = _unmarked(text)
        for letters, sound in _GREEK_SOUNDS:
            text = letters.sub(sound, text)
    return text.translate(_LETTERS)


def _unmarked(text: str) -> str:
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", text)  # Korean syllables come apart above


@cache
def _spellings() -> dict[str, str]:
    rows = (line.split() for line in tables.lines("name_spellings.txt"))
    return {spelling: row[0] for row in rows for spelling in row}


def is_listed(word: str) -> bool:
    """Tell whether a word is a name of the table of romanisations."""
    return fold(word) in _spellings()


@lru_cache(maxsize=1 << 16)
def romanised(word: str) -> str:
    """Return the key of one folded word of a person's name, the same for each romanisation of it."""
    if word in _spellings():
        return _spellings()[word]
    if word.startswith("al") and word[2:] in _spellings():  # al-Qaddafi
        return "al" + _spellings()[word[2:]]
    if len(word) > 4:  # noqa: PLR2004  shorter words differ by such letters: Kay and Kai, May and Mai
        word = re.sub(r"(?:iy|yy|yi|ij|ii)$", "y", word)  # Navalny, Navalnyy
        word = re.sub(r"(?<=[stc])k[iy]$", "ky", word)  # Zelensky, Zelenski
    return word


@cache
def _variants() -> dict[str, tuple[int, ...]]:
    """Return each word of the table of variants with the numbers of its rows."""
    found: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(tables.lines("name_variants.txt")):
        for word in line.split():
            found[word] = (*found.get(word, ()), number)
    return found


def rows_of_variants(word: str) -> tuple[int, ...]:
    """Return the numbers of the rows of spellings of one name in which a word stands."""
    return _variants().get(word, ())


def _is_variant(first: str, second: str) -> bool:
    return not set(rows_of_variants(first)).isdisjoint(rows_of_variants(second))


@cache
def _short_forms() -> frozenset[tuple[str, str]]:
    """Return given names, each with one of its short forms."""
    found = {(name, short) for name, *shorts in map(str.split, tables.lines("nicknames.txt")) for short in shorts}
    for line in tables.lines("short_forms.txt"):
        full, short = ([romanised(fold(word)) for word in part.split()] for part in line.split(":"))
        found |= set(product(full, short))
    return frozenset(found)


@lru_cache(maxsize=1 << 16)
def alike(first: str, second: str) -> Relation:
    """Return how two folded, romanised words of names are alike, `UNLIKE` where they are not."""
    if first == second:
        return "exact", 1.0
    if len(first) == 1 or len(second) == 1:
        return ("initial", 0.8) if first[0] == second[0] else UNLIKE
    same = next((method for method, test in _SAME.items() if test(first, second)), None)
    return (same, _SURE[same]) if same else _resembling(first, second)


@cache
def _full_forms() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, short in sorted(_short_forms()):
        found[short] = (*found.get(short, ()), name)
    return found


def full_forms(word: str) -> tuple[str, ...]:
    """Return the given names that a word is a short form of: Michael of Mike."""
    return _full_forms().get(word, ())


def _differ_by_article(first: str, second: str) -> bool:
    """Tell Assad from al-Assad and nothing else."""
    is_long = min(len(first), len(second)) > _ONE_TYPO  # Bert is not Albert
    return is_long and first.removeprefix("al") == second.removeprefix("al")


def _is_short_form(first: str, second: str) -> bool:
    return (first, second) in _short_forms() or (second, first) in _short_forms()


_SAME = {"particle": _differ_by_article, "transliteration": _is_variant, "nickname": _is_short_form}
_SURE = {"particle": 0.95, "transliteration": 0.95, "nickname": 0.92}


def _resembling(first: str, second: str) -> Relation:
    if len(sound(first)) > 2 and sound(first) == sound(second):  # noqa: PLR2004  fewer consonants tell nothing
        return "sound", 0.75
    shorter = min(len(first), len(second)) if first < _SYLLABLES else 0
    allowed = (shorter >= _ONE_TYPO) + (shorter >= _TWO_TYPOS)
    may_be_slip = abs(len(first) - len(second)) <= allowed  # spares most of the work
    return ("typo", 0.65) if may_be_slip and distance(first, second) <= allowed else UNLIKE


_WRITTEN = {
    "schtsch": "s", "shch": "s", "stsch": "s", "tsch": "s", "tch": "s", "sch": "s", "dzh": "s", "zh": "s", "kh": "h",
    "gh": "g", "sh": "s", "cz": "s", "sz": "s", "ch": "s", "ck": "k", "ts": "s", "tz": "s", "dj": "s", "th": "t",
    "ph": "f", "x": "ks", "w": "v", "q": "k",
}  # fmt: skip
_ANY_WRITTEN = re.compile("|".join(sorted(_WRITTEN, key=len, reverse=True)))


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """Return the consonants of a word, alike for the ways to write one sound; its first letter stays, or is y for j."""
    word = _ANY_WRITTEN.sub(lambda found: _WRITTEN[found.group()], word)
    first = "y" if word[:1] == "j" else word[:1]  # Janukowitsch
    word = re.sub(r"(.)\1+", r"\1", first + re.sub(r"[aeiouyjh]", "", word[1:]))
    return word.replace("c", "k").replace("z", "s")


def distance(first: str, second: str) -> int:
    """Return how many letters must be put in, left out, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        above, before, row = before, row, [i]
        for j, b in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]
