"""Which persons a document names, and whom each spelling in it means.

A person is introduced by a full name of two words or more. Longer forms of it (Sergey Viktorovich Lavrov) and forms
with an initial (S. Lavrov) join it; a family name or another single word joins the one person that it can mean. Where
it could mean several, or none, it stays without a person: a wrong merge is worse than a missed one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors import names, tables

_NUMERAL = re.compile(r"[ivx]+$")
_PARTICLES = tables.words("particles")


@dataclass(frozen=True, slots=True)
class Named:
    """A person's name where it stands: its position in title and text, the name, a title that has to be told."""

    position: int
    name: str
    title: str = ""  # pope, king, queen: what makes a single name a full one


@dataclass(frozen=True, slots=True)
class Reference:
    """Whom a name means: the key of the person, and how that was seen."""

    key: str
    method: str  # exact, transliteration, extended, initial, surname, given_name, title


_Words = tuple[str, ...]


def references(found: Sequence[Named]) -> dict[Named, Reference]:
    """Return whom each name means; names that mean nobody or one of several are left out."""
    first_seen: dict[_Words, int] = {}
    for named in sorted(found, key=lambda n: n.position):
        first_seen.setdefault(names.words(named.name), named.position)
    bases = _bases([w for w in first_seen if _is_full(w)])
    regal = {names.words(n.name): f"{n.title} {names.person_key(n.name)}" for n in found if n.title}
    people: dict[_Words, int] = {}
    for words, base in bases.items():
        people[base] = min(people.get(base, first_seen[words]), first_seen[words])
    resolved: dict[Named, Reference] = {}
    for named in found:
        words = names.words(named.name)
        if words in bases:
            resolved[named] = _full(named.name, words, bases[words])
        elif short := _short(words, named.position, people):
            resolved[named] = short
        elif monarch := _monarch(words, regal):
            resolved[named] = Reference(monarch, "title")
    return resolved


def _monarch(words: _Words, regal: dict[_Words, str]) -> str | None:
    """Return whom a name of a pope or a king means: Charles is Charles III where he is the only one."""
    numbered = [key for other, key in regal.items() if other[:-1] == words and _NUMERAL.match(other[-1])]
    return numbered[0] if len(numbered) == 1 else regal.get(words)


def _is_full(words: _Words) -> bool:
    return len(words) > 1 and len(words[0]) > 1 and words[0] not in _PARTICLES and words[1] not in names.GENERATIONS


def _bases(full: Iterable[_Words]) -> dict[_Words, _Words]:
    """Return for each full name the shortest one of the document that it extends, itself where none or several."""
    full = sorted(set(full), key=lambda w: (len(w), w))
    bases: dict[_Words, _Words] = {}
    for words in full:
        shorter = {bases[other] for other in full if other in bases and names.extends(words, other)}
        bases[words] = shorter.pop() if len(shorter) == 1 else words
    return bases


def _full(name: str, words: _Words, base: _Words) -> Reference:
    if words != base:
        return Reference(" ".join(base), "extended")
    same = names.fold(name).replace(" ", "").endswith("".join(base))
    return Reference(" ".join(base), "exact" if same else "transliteration")


def _short(words: _Words, position: int, people: dict[_Words, int]) -> Reference | None:
    """Return the one person that a short name can mean: by initial, by family name, else by given name."""
    for method, fits in (("initial", _fits_initial), ("surname", _fits_family), ("given_name", _fits_given)):
        if meant := [p for p in people if fits(words, p)]:
            one = _the_one(meant, position, people)
            if method == "given_name" and one and 0 <= position < people[one]:
                return None  # a given name alone is told only of somebody whom the text has introduced
            return Reference(" ".join(one), method) if one else None
    return None


def _the_one(meant: list[_Words], position: int, people: dict[_Words, int]) -> _Words | None:
    """Choose among bearers: not the son who is called junior; else the only one named in full so far."""
    elders = [p for p in meant if p[-1] not in names.GENERATIONS] or meant
    known = elders if len(elders) == 1 else [p for p in elders if people[p] < position]
    return known[0] if len(known) == 1 else None


def _fits_initial(words: _Words, person: _Words) -> bool:
    return len(words) > 1 and len(words[0]) == 1 and words[0] == person[0][0] and words[-1] == person[-1]


def _fits_family(words: _Words, person: _Words) -> bool:
    ends = _without_generation(person)
    if len(words) > 1:  # bin Salman, van der Bellen
        return words[0] in _PARTICLES and len(words) < len(ends) and ends[-len(words) :] == words
    return bool(words) and words[0] in {ends[-1], ends[-1].removeprefix("al")} and words[0] != ""


def _fits_given(words: _Words, person: _Words) -> bool:
    return len(words) == 1 and words[0] == person[0]


def _without_generation(person: _Words) -> _Words:
    return person[:-1] if person[-1] in names.GENERATIONS else person


def spellings(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each person's key the spelling to show: of those with as many words as the key the most frequent."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, name in found:
        counts[key][name] += 1
    return {key: min(c, key=lambda n: (-c[n], len(n), n)) for key, c in counts.items()}
