"""Which persons a document names, and whom each spelling in it means.

A person is introduced by a full name of two words or more. Longer forms of it (Sergey Viktorovich Lavrov) and forms
with an initial (S. Lavrov) join it; a family name or another single word joins the one person that it can mean. Where
it could mean several, or none, it stays without a person: a wrong merge is worse than a missed one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractors import alignment, blocking, gazetteer, names, spelling, tables

_NUMERAL = re.compile(r"[ivx]+$")
_CALLED_AL = tables.words("called_al")
_PARTICLES = tables.words("particles")
_FAMILY_FIRST = tables.words("family_first")
_INITIALS = 3  # letters of a word that may be initials or a numeral: III
_MANY_WORDS = 4  # of a full name, one of which may be what its bearer goes by
_MANY = 2_000  # full names of a text; articles have dozens
_SAME_PERSON = 0.8  # likeness of two full names in one text: other spellings and fuller forms
_MOST_BEARERS = 50  # of a short name that are looked at; so many are a list, and the name means none of them
_SAME_WORD = 0.95  # likeness of two family names: other spellings


@dataclass(frozen=True, slots=True)
class Named:
    """A person's name where it stands: its position in title and text, the name, a title that has to be told."""

    position: int
    name: str
    title: str = ""  # pope, king, queen: what makes a single name a full one
    gender: str = ""  # f or m, where a title before the name tells it: Mrs, Mr


@dataclass(frozen=True, slots=True)
class Reference:
    """Whom a name means: the key of the person, and how that was seen."""

    key: str
    method: str  # exact, transliteration, nickname, order, extended, initial, surname, acronym, given_name, …


_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Person:
    """A person of the document: the words of the name, where it first stands, and what is known of the gender."""

    words: _Words
    position: int
    gender: str


def references(found: Sequence[Named]) -> dict[Named, Reference]:
    """Return whom each name means; names that mean nobody or one of several are left out."""
    full = {words for n in found if _is_full(words := names.words(n.name))}
    bases = _bases(full - _family_names(full))
    people = _People(found, bases)
    regal = {names.words(n.name): f"{n.title} {names.person_key(n.name)}" for n in found if n.title}
    numbered = _numbered(regal)
    resolved: dict[Named, Reference] = {}
    for named in found:
        words = names.words(named.name)
        if words in bases:
            resolved[named] = _full(named.name, words, bases[words])
        elif short := people.called(words, named):
            resolved[named] = short
        elif monarch := numbered.get(words) or regal.get(words):
            resolved[named] = Reference(monarch, "title")
        elif known := _well_known(words, named, people):
            resolved[named] = known
    return resolved


def _well_known(words: _Words, named: Named, people: _People) -> Reference | None:
    """Return whom the news of the world mean by this one name, where the document names nobody else who has it."""
    full = gazetteer.well_known(" ".join(words))
    if full is None or words[0] in people.words:
        return None
    meant = names.words(full)
    if {named.gender, _gender(meant)} == {"f", "m"}:
        return None
    return Reference(" ".join(meant), "well_known")


def _introduced(found: Iterable[Named], bases: Mapping[_Words, _Words]) -> list[_Person]:
    """Return the persons whom the document names in full."""
    positions: dict[_Words, list[int]] = defaultdict(list)
    genders: dict[_Words, set[str]] = defaultdict(set)
    for named in found:
        if base := bases.get(words := names.words(named.name)):
            positions[base].append(named.position)
            genders[base] |= {named.gender or _gender(words)} - {""}
    return [_Person(b, min(positions[b]), "".join(genders[b])) for b in sorted(positions)]


def _gender(words: _Words) -> str:
    return "" if words[0] in _FAMILY_FIRST else names.gender_of(words[0])


def _numbered(regal: Mapping[_Words, str]) -> dict[_Words, str]:
    """Return whom a name of a pope or a king means without its number: Charles is Charles III where he is the only."""
    keys: dict[_Words, list[str]] = defaultdict(list)
    for words, key in regal.items():
        if words and _NUMERAL.match(words[-1]):
            keys[words[:-1]].append(key)
    return {words: meant[0] for words, meant in keys.items() if len(meant) == 1}


def _is_full(words: _Words) -> bool:
    """Tell a full name: two words that are no initials, or W. Mark Felt, but not van der Bellen."""
    whole = [word for word in words if len(word) > 1 and word not in names.GENERATIONS]
    if len(whole) < 2 or words[1] in names.GENERATIONS:  # noqa: PLR2004  a full name has two words
        return False
    return whole[0] not in _PARTICLES or (whole[0] == "al" and whole[1] in _CALLED_AL)


def _family_names(full: Collection[_Words]) -> set[_Words]:
    """Return Smith Robinson beside Ashley Smith Robinson, but not Mark Felt, who is W. Mark Felt too."""
    ends = ((words[at:], words) for words in full for at in range(1, len(words)))
    return {end for end, words in ends if end in full and _likeness(end, words).score < _SAME_PERSON}


def _bases(full: Collection[_Words]) -> dict[_Words, _Words]:
    """Return for each full name the shortest one of the document that it is a form of, itself where none or several.

    So many that they make a list, or a trap, are nobody's forms: 7,600 of one given name took 2.3 CPU s.
    """
    if len(full) > _MANY:
        return {words: words for words in full}
    like: dict[_Words, set[_Words]] = defaultdict(set)
    blocks = blocking.Blocks(full)
    for words in full:
        for other in blocks.fuller(words):
            if _likeness(words, other).score >= _SAME_PERSON:
                like[words].add(other)
                like[other].add(words)
    bases: dict[_Words, _Words] = {}
    for words in sorted(full, key=lambda w: (len(w), w)):
        shorter = {bases[other] for other in like[words] if other in bases}
        bases[words] = shorter.pop() if len(shorter) == 1 else words
    return bases


def _likeness(first: _Words, second: _Words) -> alignment.Likeness:
    return alignment.of_persons(first, second, names.given_names())


def _full(name: str, words: _Words, base: _Words) -> Reference:
    if words != base:
        return Reference(" ".join(base), _likeness(words, base).method)
    same = names.fold(name).replace(" ", "").endswith("".join(base))
    return Reference(" ".join(base), "exact" if same else "transliteration")


class _People:
    """The persons whom the document names in full, and whom short names mean among them."""

    def __init__(self, found: Iterable[Named], bases: Mapping[_Words, _Words]) -> None:
        self._persons = {person.words: person for person in _introduced(found, bases)}
        self._blocks = blocking.Blocks(self._persons)
        self._bearers: dict[_Words, dict[str, list[_Person]]] = {}
        self.words = {word for words in self._persons for word in words}

    def called(self, words: _Words, named: Named) -> Reference | None:
        """Return the one person that a short name can mean: by initial, by family name, else by given name."""
        if words not in self._bearers:
            self._bearers[words] = self._fitting(words)
        for method, bearers in self._bearers[words].items():
            if meant := [p for p in bearers if {p.gender, named.gender} != {"f", "m"}]:
                agreeing = [p for p in meant if named.gender and p.gender == named.gender]
                one = _the_one(agreeing or meant, named.position)
                if method == "given_name" and one and 0 <= named.position < one.position:
                    return None  # a given name alone is told only of somebody whom the text has introduced
                return Reference(" ".join(one.words), method) if one else None
        return None

    def _fitting(self, words: _Words) -> dict[str, list[_Person]]:
        """Return the bearers of a short name by what makes them so; the first of very many."""
        near = [self._persons[each] for each in sorted(self._blocks.sharing(words))]
        fitting = {method: [p for p in near if fits(words, p.words)] for method, fits in _SHORT_FORMS.items()}
        return {
            method: sorted(bearers, key=lambda p: p.position)[:_MOST_BEARERS] for method, bearers in fitting.items()
        }


def _the_one(meant: list[_Person], position: int) -> _Person | None:
    """Choose among bearers: not the son who is called junior; else the only one named in full so far."""
    elders = [p for p in meant if p.words[-1] not in names.GENERATIONS] or meant
    known = elders if len(elders) == 1 else [p for p in elders if p.position < position]
    return known[0] if len(known) == 1 else None


def _fits_initial(words: _Words, person: _Words) -> bool:
    return len(words) > 1 and len(words[0]) == 1 and words[0] == person[0][0] and words[-1] == person[-1]


def _fits_family(words: _Words, person: _Words) -> bool:
    ends = _without_generation(person)
    if len(words) > 1:  # bin Salman, van der Bellen, Smith Robinson
        return len(words) < len(ends) and ends[-len(words) :] == words
    if not words:
        return False
    is_first = ends[0] in _FAMILY_FIRST and words[0] == ends[0]  # Xi Jinping
    return is_first or spelling.alike(words[0], ends[-1])[1] >= _SAME_WORD


def _fits_letters(words: _Words, person: _Words) -> bool:
    """Tell JFK and AKK, which begin each word of the name."""
    return len(person) > 2 and words == ("".join(word[0] for word in person),)  # noqa: PLR2004  two letters tell too little


def _fits_given(words: _Words, person: _Words) -> bool:
    is_middle = len(words) == 1 and words[0] in person[1:-1] and words[0] not in _PARTICLES
    if is_middle and len(person) >= _MANY_WORDS:
        return True  # Lula, of Luiz Inácio Lula da Silva
    return len(words) == 1 and spelling.alike(words[0], person[0])[0] in {"exact", "transliteration", "nickname"}


_SHORT_FORMS = {
    "initial": _fits_initial,
    "surname": _fits_family,
    "acronym": _fits_letters,
    "given_name": _fits_given,
}


def _without_generation(person: _Words) -> _Words:
    return person[:-1] if person[-1] in names.GENERATIONS else person


def spellings(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return for each person's key the spelling to show: the most frequent one, in capitals only as a last resort."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, name in found:
        counts[key][name] += 1
    return {key: min(c, key=lambda n: (_has_capitals(n), -c[n], len(n), n)) for key, c in counts.items()}


def _has_capitals(name: str) -> bool:
    """Tell PETER Capaldi, as an article starts, from J.K. Rowling and John Smith III."""
    return any(len(word) > _INITIALS and word.isupper() for word in name.split())
