"""Documents as unit vectors over what they name, and the cosines between them through an inverted index.

A component weighs (1 + log count) times its inverse document frequency. A collection may hold two documents, of which
no frequency can be learned, so it is taken as if 1,000 unseen documents of ordinary English were in it too: Zipf's law
gives the share of those that use a word from its rank, and the vocabulary of BERT lists whole words by falling
frequency. A word that it does not list (most names, other languages) counts as used by none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from math import exp, log

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

_UNSEEN = 1000  # documents assumed beside those of the collection
_UNSEEN_WORDS = 250  # words of each
_ZIPF, _MANDELBROT = 0.08, 100  # a word of rank r makes up 0.08 / (r + 100) of English text
_FIRST_WORD = 1996  # line of the vocabulary; before it stand marks and single characters


class Vectors:
    """Unit vectors, one for each document, in the same order: 8 bytes a component by document, and by component."""

    def __init__(self, components: Sequence[Sequence[str]], counts: Sequence[Sequence[int]] | None = None) -> None:
        """Take the components of each document, each once, and how often it has each; once where nothing is said."""
        number: dict[str, int] = {}
        sizes = [len(own) for own in components]
        numbers = (number.setdefault(each, len(number)) for own in components for each in own)
        columns = np.fromiter(numbers, np.int32, sum(sizes))
        times = np.ones(columns.size) if counts is None else _joined(counts, columns.size)
        frequency = np.bincount(columns, minlength=len(number)).tolist()
        weight = [_inverse_frequency(each, used, len(sizes)) for each, used in zip(number, frequency, strict=True)]
        values = (1 + np.log(times)) * np.array(weight)[columns] if columns.size else times
        rows = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        length = np.sqrt(np.bincount(rows, values**2, len(sizes)))
        self._names = list(number)
        self._columns, self._values = columns, (values / np.maximum(length[rows], 1e-12)).astype(np.float32)
        self._row_starts = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
        by_column = np.argsort(columns, kind="stable")  # the users of a component side by side: a third of the time
        self._users, self._used = rows[by_column], self._values[by_column]
        self._column_starts = np.concatenate([[0], np.cumsum(frequency, dtype=np.int64)])
        self.has_any: Flags = length > 0

    def cosines(self, place: int) -> Numbers:
        """Return the cosine of this document with each one; 0 where either has no component."""
        mine = slice(self._row_starts[place], self._row_starts[place + 1])
        columns = self._columns[mine]
        starts = self._column_starts[columns]
        users = self._column_starts[columns + 1] - starts  # of each component; all of them at once, not one by one
        at = np.arange(users.sum()) + np.repeat(starts - np.cumsum(users) + users, users)
        shares = np.repeat(self._values[mine], users) * self._used[at]
        return np.bincount(self._users[at], shares, len(self.has_any)).astype(
            np.float64
        )  # of nothing, it is of integers

    def cosines_with(self, place: int, others: Places) -> Numbers:
        """Return the cosine of this document with each of the others; NaN where either has no component."""
        found = self.cosines(place)[others] if others.size else np.zeros(0)
        return np.where(self.has_any[others] & self.has_any[place], found, np.nan)

    def centralities(self, places: Sequence[int]) -> list[float]:
        """Return, for each of these documents, the product of its vector with the sum of theirs."""
        rows = [slice(self._row_starts[place], self._row_starts[place + 1]) for place in places]
        total = np.zeros(len(self._names))
        for row in rows:
            total[self._columns[row]] += self._values[row]
        return [float(self._values[row] @ total[self._columns[row]]) for row in rows]

    def shared(self, one: int, other: int, limit: int) -> list[str]:
        """Return the components that two documents share, those first that contribute most to their cosine."""
        ours, theirs = self._row(one), self._row(other)
        products = {column: ours[column] * theirs[column] for column in ours.keys() & theirs.keys()}
        best = sorted(products, key=lambda column: (-products[column], self._names[column]))
        return [self._names[column] for column in best[:limit] if products[column] > 0]

    def _row(self, place: int) -> dict[int, float]:
        mine = slice(self._row_starts[place], self._row_starts[place + 1])
        return dict(zip(self._columns[mine].tolist(), self._values[mine].tolist(), strict=True))


class Embeddings:
    """Unit vectors of a model, one for each document; the empty one says nothing."""

    def __init__(self, rows: Sequence[Sequence[float]]) -> None:
        """Take the vectors, all of one length or empty."""
        width = max(map(len, rows), default=0)
        self._rows = np.zeros((len(rows), width), np.float32)
        for place, row in enumerate(rows):
            if len(row) == width:
                self._rows[place] = row
        self.has_any: Flags = (self._rows != 0).any(axis=1)

    def cosines_with(self, place: int, others: Places) -> Numbers:
        """Return the cosine of this document with each of the others; NaN where either has no vector."""
        found = self._rows[others].astype(np.float64) @ self._rows[place]
        return np.where(self.has_any[others] & self.has_any[place], found, np.nan)


def _joined(counts: Sequence[Sequence[int]], size: int) -> Numbers:
    return np.fromiter((count for own in counts for count in own), np.float64, size)


def _inverse_frequency(component: str, used: int, documents: int) -> float:
    return max(0.0, log((_UNSEEN + documents) / (used + 0.5 + _UNSEEN * _common_share(component))))


def _common_share(word: str) -> float:
    """Share of ordinary English documents that use a word, 0 where the vocabulary does not list it."""
    rank = _ranks().get(word)
    return 0.0 if rank is None else 1 - exp(-_UNSEEN_WORDS * _ZIPF / (rank + _MANDELBROT))


@cache
def _ranks() -> dict[str, int]:
    lines = resources.files("extractors.data").joinpath("bert-uncased-vocab.txt").read_text("utf-8").split("\n")
    words = (line for line in lines[_FIRST_WORD:] if line.isalpha())
    return {word: rank for rank, word in enumerate(words, start=1)}
