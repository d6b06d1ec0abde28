"""How alike two names are: whether they can be one bearer's, how sure that is, and by what.

Names come as words that `extractors.names` folded. Every word of the shorter name must meet its own word of the longer
one (a word without one makes it another person), family names must meet family names, and
what tells bearers apart blocks: generations (Jr, III), initials, numbers. Scores are stated confidences:

    1.0          the same words
    0.9 and up   the same name, written otherwise: transliteration, nickname, order
    0.8 to 0.9   a fuller form: initials, middle names
    0.5 to 0.8   may be meant: one of its words alone, a likely slip of the pen
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors import spelling, tables

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How sure it is that two names can be one bearer's, 0 to 1, and the weakest thing that it rests on."""

    score: float
    # exact, joined, particle, transliteration, nickname, patronymic, order, extended, initial, title, surname,
    # given_name, acronym, sound, typo; "" where they are not alike
    method: str


NONE = Likeness(0.0, "")
GENERATIONS = tables.words("generations")
_PATRONYMIC = re.compile(r"(?:vich|vych|vitch|witsch|vic|vna|wna)$")
_SERVANT = re.compile(r"^(abdal)(?=\w{3})")
_PARTICLES = tables.words("particles")
_FAMILY_FIRST = tables.words("family_first")
_SONS = frozenset({"bin", "ibn", "ben", "bint"})  # Salman bin Muhammad is not Muhammad bin Salman
_SMALL = tables.words("small_words")
_NUMBERS = tables.words("numbers") | GENERATIONS
_AFTER_NAMES = _NUMBERS - {"v", "x", "xi"}  # Xi Jinping, Malcolm X
_EXACT = Likeness(1.0, "exact")
_JOINED = Likeness(0.95, "joined")
_LONG_WORD = 5  # letters; two slips in a shorter one make another word
_SLIPS = (8, 12)  # letters that a name needs for one and for two slips
_LONG_FAMILY = 6  # letters of a family name from which on a slip or another transcription leaves it recognisable
_MANY_WORDS = 3  # of a name that is known in any order
_SHUFFLED = 0.6
_WEAK = 0.8  # a word that is less alike leaves room for doubt

_Pairs = list[tuple[int, int, spelling.Relation]]


def of_persons(first: Words, second: Words, given: frozenset[str]) -> Likeness:
    """Return how alike two persons' names are; `given` holds the words that are given names, so need not be swapped."""
    (shorter, born), (longer, other) = sorted(map(parted, (first, second)), key=lambda apart: (len(apart[0]), apart))
    if born != other or not shorter:
        is_monarch = shorter == longer and len(shorter) == 1 and not (born and other)
        return Likeness(0.6, "title") if is_monarch else NONE  # Charles, Charles III
    if shorter == longer:
        return _EXACT
    if "".join(shorter) == "".join(longer):
        return _JOINED
    if len(shorter) > 2 and longer[: len(shorter)] == shorter:  # noqa: PLR2004  two words would join unlike families
        return Likeness(0.85, "extended")  # Mohammed bin Salman Al Saud
    shorter = _apart(shorter, longer)
    if len(shorter) == 1:
        likeness = _single(shorter[0], longer)
    else:
        likeness = _aligned(_without_particles(shorter), _without_particles(longer))
    if likeness == NONE and not set(shorter) <= given:
        likeness = _swapped(shorter, longer)
    if likeness == NONE:
        likeness = _shuffled(shorter, longer)
    return likeness if likeness != NONE else _slips(shorter, longer)


def _apart(shorter: Words, longer: Words) -> Words:
    """Return a name with the initials that it begins with apart, where the other one has words for them: HC Strache."""
    letters = shorter[0]
    is_initials = 1 < len(letters) < len(longer) and len(shorter) > 1 and letters not in longer
    if is_initials and letters == "".join(word[0] for word in longer[: len(letters)]):
        return (*letters, *shorter[1:])
    return shorter


def _swapped(shorter: Words, longer: Words) -> Likeness:
    """Judge a name whose family name may stand first, as lists and half of the world write it."""
    turned = (_aligned(shorter[at:] + shorter[:at], longer) for at in range(1, len(shorter)))
    best = max(turned, key=lambda likeness: likeness.score, default=NONE)
    return Likeness(0.9 * best.score, "order") if best.score >= _WEAK and best.method != "initial" else NONE


def _shuffled(shorter: Words, longer: Words) -> Likeness:
    """Judge a name of three words or more whose words come in any order, as lists write them; sons have one order."""
    shorter, longer = (() if _SONS & set(words) else _without_particles(words) for words in (shorter, longer))
    may_be = len(shorter) >= _MANY_WORDS and len(set(shorter) & set(longer)) > 1  # spares most of the work
    pairs = _pairs(shorter, longer) if may_be else []
    sure = [pair for pair in pairs if pair[2][1] >= _WEAK and pair[2][0] != "initial"]
    is_one = 0 < len(pairs) == len(shorter) and len(sure) >= max(_MANY_WORDS, len(shorter) - 1)
    return Likeness(_SHUFFLED, "order") if is_one else NONE


def parted(words: Words) -> tuple[Words, str]:
    """Return a name and its generation apart, and the servant apart of whom he serves: Abdul Ghani Baradar."""
    words, born = (words[:-1], words[-1]) if len(words) > 1 and words[-1] in _AFTER_NAMES else (words, "")
    return tuple(part for word in words for part in _SERVANT.sub(r"\1 ", word).split()), born


def _without_particles(words: Words) -> Words:
    return tuple(w for w in words if w not in _PARTICLES) or words


def _single(word: str, longer: Words) -> Likeness:
    """Judge one word against a name: alone it tells a bearer only within a text that names the bearer in full."""
    is_family_first = longer[0] in _FAMILY_FIRST  # Xi Jinping
    family = longer[0] if is_family_first else longer[-1]
    method, score = spelling.alike(word, family)
    if len(longer) == 1:
        return Likeness(score, method) if method != "initial" else NONE
    if len(longer) > 2 and word == "".join(part[0] for part in longer):  # noqa: PLR2004  J.F.K.
        return Likeness(0.55, "acronym")
    if score > 0.9 or (score > 0 and min(len(word), len(family)) >= _LONG_FAMILY):  # noqa: PLR2004  an exact or listed form
        return Likeness(max(0.5, 0.55 * score), "surname")
    return Likeness(0.5, "given_name") if word in {longer[0], longer[-1]} else NONE


def _aligned(shorter: Words, longer: Words) -> Likeness:
    """Align the words of two names in their order and judge by the weakest pair and by what is left over."""
    pairs = _pairs(shorter, longer)
    places = [j for _, j, _ in sorted(pairs)]
    if len(pairs) < len(shorter) or places != sorted(places):
        return NONE
    relations = [relation for _, _, relation in pairs]
    method, score = min(relations, key=lambda relation: relation[1])
    doubts = sum(relation[0] == "typo" for relation in relations)
    sure = [i for i, _, relation in pairs if relation[0] != "initial" and len(shorter[i]) > 1]
    if not sure or doubts > 1 or (doubts and len(shorter) == 1):
        return NONE
    if len(shorter) < len(longer):
        further = [word for j, word in enumerate(longer) if j not in places]
        if 0 in places and all(map(_PATRONYMIC.search, further)):
            return Likeness(0.92 * score, "patronymic")  # Sergey Viktorovich Lavrov
        score *= _share(places, longer)
        method = "extended" if method == "exact" else method
    return Likeness(score, method)


def _share(places: Sequence[int], longer: Words) -> float:
    """Return what a fuller form is worth: middle names and initials more, further names at either end less."""
    if all(len(word) == 1 for word in longer[: places[0]]) and places[-1] == len(longer) - 1:
        return 0.87
    return 0.7


def _pairs(shorter: Words, longer: Words) -> _Pairs:
    """Return each word of the shorter name with its partner, the most alike first, then the nearest in place."""
    found = [
        (-relation[1], abs(i - j), i, j, relation)
        for i, a in enumerate(shorter)
        for j, b in enumerate(longer)
        if (relation := spelling.alike(a, b)) != spelling.UNLIKE
    ]
    pairs: _Pairs = []
    for _, _, i, j, relation in sorted(found):
        if all(i != k and j != m for k, m, _ in pairs):
            pairs.append((i, j, relation))
    return pairs


def of_bodies(first: Words, second: Words) -> Likeness:
    """Return how alike the names of two organizations, places, … are."""
    if first == second:
        return _EXACT
    if _numbers(first) != _numbers(second) or not first or not second:
        return NONE
    if "".join(first) == "".join(second):
        return _JOINED
    if _abbreviates(first, second) or _abbreviates(second, first):
        return Likeness(0.7, "acronym")
    return _in_order(first, second) if len(first) == len(second) else _slips(first, second)


def _abbreviates(acronym: Words, name: Words) -> bool:
    """Tell whether a single word has the initials of a name, of its small words or not."""
    initials = {"".join(w[0] for w in name), "".join(w[0] for w in name if w not in _SMALL)}
    return len(acronym) == 1 and len(acronym[0]) > 1 and acronym[0] in initials


def _numbers(words: Words) -> Sequence[str]:
    return [w for w in words if w.isdigit() or w in _NUMBERS]


def _in_order(first: Words, second: Words) -> Likeness:
    relations = [spelling.alike(a, b) for a, b in zip(first, second, strict=True)]
    method, score = min(relations, key=lambda relation: relation[1])
    doubts = sum(relation[1] < 1 for relation in relations)
    if doubts > 2 or method in {"nickname", "initial"}:  # noqa: PLR2004  slips
        return NONE
    differing = [word for a, b in zip(first, second, strict=True) if a != b for word in (a, b)]
    if score == 0 or doubts > 1:
        return _slips(first, second) if min(map(len, differing)) >= _LONG_WORD else NONE
    return Likeness(score, method)


def _slips(first: Words, second: Words) -> Likeness:
    """Judge names whose words are parted differently by their letters alone."""
    if any(len(word) == 1 for word in first + second):
        return NONE  # an initial too many is no slip
    one, other = "".join(first), "".join(second)
    allowed = _slips_of(min(len(one), len(other)))
    may_be = allowed and abs(len(one) - len(other)) <= allowed
    return Likeness(0.6, "typo") if may_be and spelling.distance(one, other) <= allowed else NONE


def _slips_of(letters: int) -> int:
    return sum(letters >= needed for needed in _SLIPS)
