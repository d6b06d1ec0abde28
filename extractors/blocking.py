"""Names by the forms of their words: which of many names are worth comparing with one.

Record linkage calls it blocking (Fellegi and Sunter, "A Theory for Record Linkage", 1969). Comparing all names of a
document in pairs costs ten CPU seconds for a list of 600; what is left out here could not be alike, a test compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from extractors import alignment, spelling, tables
from extractors.alignment import Words

_PARTICLES = tables.words("particles")


@lru_cache(maxsize=1 << 16)
def forms(word: str) -> frozenset[str]:
    """Return what a word of a name has in common with each word that is the same, by more than its sound."""
    rows = (f"row {number}" for number in spelling.rows_of_variants(word))
    names = (f"name {name}" for name in (word, *spelling.full_forms(word)))
    return frozenset({word, word.removeprefix("al"), *rows, *names})


class Blocks:
    """Persons' names, each as folded words."""

    def __init__(self, names: Iterable[Words]) -> None:
        self._forms = {words: _offered(words) | _offered(alignment.parted(words)[0]) for words in names}
        self._having: dict[str, list[Words]] = defaultdict(list)
        for words, offered in self._forms.items():
            for form in offered:
                self._having[form].append(words)

    def fuller(self, words: Words) -> Iterator[Words]:
        """Yield the names that can be this one written otherwise, or a fuller form of it: each word has its like."""
        parted = alignment.parted(words)[0]
        needed = [_wanted(word, is_first=not place) for place, word in enumerate(parted) if _tells(word)]
        rarest = min(needed, key=self._size, default=frozenset[str]())
        found = {name for form in rarest for name in self._having.get(form, ())}
        yield from (name for name in found if all(not each.isdisjoint(self._forms[name]) for each in needed))
        yield from self._having.get(_joined(parted), ())

    def sharing(self, words: Words) -> set[Words]:
        """Return the names that have the first or last of these words, or are abbreviated by it."""
        wanted = (form for word in {*words[:1], *words[-1:]} for form in (*forms(word), _letters(word)))
        return {name for form in wanted for name in self._having.get(form, ())}

    def _size(self, wanted: frozenset[str]) -> int:
        return sum(len(self._having.get(form, ())) for form in wanted)


def _tells(word: str) -> bool:
    """Tell a word that every other form of its name has, or one like it, from an initial or a particle."""
    return len(word) > 1 and word not in _PARTICLES


def _wanted(word: str, *, is_first: bool) -> frozenset[str]:
    return forms(word) | {_initial(word)} | ({_letters(word)} if is_first else set())


def _offered(words: Words) -> frozenset[str]:
    initials = "".join(word[0] for word in words)
    abbreviated = {_letters(initials[:count]) for count in range(2, len(initials) + 1)}
    letters = {_initial(word) for word in words if len(word) == 1}
    return frozenset({_joined(words), *abbreviated, *letters, *(form for word in words for form in forms(word))})


def _initial(word: str) -> str:
    return f"initial {word[0]}"


def _letters(word: str) -> str:
    return f"letters {word}"


def _joined(words: Words) -> str:
    return f"joined {''.join(words)}"
