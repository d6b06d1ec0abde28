"""How much of their texts two articles share, by their MinHash signatures, and which pairs are worth asking.

Up to the lower of two signatures' last numbers both know all hashes of their texts there, so what lies below is one
sample of both: of it are counted the resemblance (Jaccard similarity) and the containment (the share of the smaller set
that stands in the larger one), after Broder (1997).

Candidates meet in an inverted index of every eighth hash. Standing phrases have thousands of users, so each user of a
hash is paired with the first of them only: what is looked for is the original of a copy, and originals come first.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.features import SIGNATURE

_NONE = 2**32 - 1  # fills the signature of a short text
_SAMPLED = 2**29  # hashes below are in the index, and the first 16 of short texts: a copy of 40 words shares five
_SAMPLED_AT_LEAST = 16
_FIRST_USERS = 32  # of a hash that each of its users is paired with
_HITS = 0.25  # of the smaller sample that a pair must have in common; of copies it is 0.65 and more on average
_AT_ONCE = 4_000  # pairs compared at a time: 24 MB

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Signatures:
    """The signatures of articles, in the order in which one may be the original of another."""

    def __init__(self, signatures: Sequence[array[int]]) -> None:
        """Take signatures: rising numbers, 256 where the text has as many trigrams."""
        self._sizes = np.array([len(each) for each in signatures], np.int64)
        self._rows = np.full((len(signatures), SIGNATURE), _NONE, np.uint32)
        for place, each in enumerate(signatures):
            self._rows[place, : len(each)] = each
        self._horizon = np.where(self._sizes < SIGNATURE, _NONE - 1, self._rows[:, -1])

    def pairs(self, is_fresh: Flags) -> Iterator[tuple[Places, Places]]:
        """Yield, in portions, the pairs that may share much and of which one is fresh: the earlier ones, the later."""
        sampled = (self._rows < _SAMPLED).sum(axis=1)
        sampled = np.minimum(self._sizes, np.maximum(sampled, _SAMPLED_AT_LEAST))
        meetings = self._meetings(sampled, is_fresh)
        pairs, hits = np.unique(meetings, return_counts=True)
        earlier, later = np.divmod(pairs, max(1, len(sampled)))
        worth = hits >= _HITS * np.minimum(sampled[earlier], sampled[later])
        earlier, later = earlier[worth], later[worth]
        for start in range(0, earlier.size, _AT_ONCE):
            yield earlier[start : start + _AT_ONCE], later[start : start + _AT_ONCE]

    def likeness(self, ones: Places, others: Places) -> tuple[Numbers, Numbers]:
        """Return the resemblance and the containment of pairs, each 0 to 1."""
        horizon = np.minimum(self._horizon[ones], self._horizon[others])[:, None]
        one, other = self._rows[ones], self._rows[others]
        sizes, other_sizes = (one <= horizon).sum(axis=1), (other <= horizon).sum(axis=1)
        both = np.sort(np.concatenate([one, other], axis=1), axis=1)
        common = ((both[:, 1:] == both[:, :-1]) & (both[:, 1:] <= horizon)).sum(axis=1)
        smaller = np.minimum(sizes, other_sizes)
        return common / np.maximum(1, sizes + other_sizes - common), common / np.maximum(1, smaller)

    def _meetings(self, sampled: Places, is_fresh: Flags) -> Places:
        """Return each meeting of a pair at a hash as one number: earlier * count + later."""
        rows = np.repeat(np.arange(len(sampled)), sampled)
        hashes = self._rows[np.arange(SIGNATURE) < sampled[:, None]]
        order = np.argsort(hashes, kind="stable")
        hashes, rows = hashes[order], rows[order]
        found = [np.zeros(0, np.int64)]
        first = np.searchsorted(hashes, hashes, "left")
        for ahead in range(_FIRST_USERS):
            users = np.flatnonzero(np.arange(hashes.size) - first > ahead)
            earlier, later = rows[first[users] + ahead], rows[users]
            wanted = is_fresh[earlier] | is_fresh[later]
            found.append(earlier[wanted] * len(sampled) + later[wanted])
        return np.concatenate(found)
