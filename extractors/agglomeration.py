"""Groups + how near their members are -> larger groups, the nearest two joined first, as long as any are near enough.

Average-link agglomeration (Sokal and Michener, 1958): two groups are as near as their members on average, with half
a pair more that is not near at all. Pairs that nobody names count as 0, so the work grows with the pairs that are
named and not with the square of the members.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heapify, heappop, heappush

import numpy as np

from extractors.vectors import Numbers, Places

_DOUBT = 0.5  # of a pair: lone pairs need half as much again, since chance finds one near pair sooner than four
_GONE = 1 << 62  # a step that never comes
Pair = tuple[int, int, float]  # two members, and how near they are
_Entry = tuple[float, int, int]  # how near two groups are, negative, and both, the lower first
_Head = tuple[float, int, int, int, Iterator[_Entry]]  # the nearest of a list, when that was made, and the others


class Groups:
    """Members at their instants, each in one group; a group bears the place of its first member among all."""

    def __init__(self, at: Mapping[int, float]) -> None:
        """Begin with the instant of each member, in seconds; each is a group of its own."""
        self._numbers = np.array(sorted(at), np.int64)
        self._first = np.array([at[number] for number in sorted(at)], float)
        self._last = self._first.copy()
        self._size = np.ones(len(at))
        self._group_of = np.arange(len(at))
        self._changed = [0] * len(at)  # the step in which each group became what it is
        self._rows: list[tuple[Places, Numbers]] = []  # of each group: what it was near to, and the sums over pairs

    def members(self) -> list[list[int]]:
        """Return the members of each group, in order."""
        found: dict[int, list[int]] = {}
        for group, number in zip(self._group_of.tolist(), self._numbers.tolist(), strict=True):
            found.setdefault(group, []).append(number)
        return [found[group] for group in sorted(found)]

    def join(self, pairs: Iterable[Pair], *, threshold: float, reach: float) -> None:
        """Join the two nearest groups, and again, until none are near enough.

        What a group is near enough to is a sorted list, of which only the head waits among all: most lists are out of
        date before they are looked at further, for a group that has changed makes a new one.

        Args:
            pairs: each pair of members once.
            threshold: the least mean over all pairs of their members.
            reach: the longest time that may pass between one group's last member and the other's first.
        """
        self._read(pairs)
        lists = (self._ahead(one, 0, threshold, reach) for one in range(self._numbers.size))
        waiting: list[_Head] = [(*entry, 0, rest) for rest in lists for entry in _head(rest)]
        heapify(waiting)
        step = 0
        while waiting:
            _, one, other, made, rest = heappop(waiting)
            if self._is_so(one, other, made):
                step += 1
                self._unite(one, other, step)
                ours = self._ahead(one, step, threshold, reach)
                for entry in _head(ours):
                    heappush(waiting, (*entry, step, ours))
            for entry in _head(rest):
                heappush(waiting, (*entry, made, rest))

    def _read(self, pairs: Iterable[Pair]) -> None:
        """Take each pair into the rows of both."""
        read = np.fromiter(pairs, np.dtype([("one", "i8"), ("other", "i8"), ("near", "f8")]))
        one, other = (np.searchsorted(self._numbers, read[name]) for name in ("one", "other"))
        ours, theirs = np.concatenate([one, other]), np.concatenate([other, one])
        order = np.argsort(ours, kind="stable")
        starts = np.searchsorted(ours[order], np.arange(1, self._numbers.size))
        near = np.concatenate([read["near"], read["near"]])[order]
        self._rows = list(zip(np.split(theirs[order], starts), np.split(near, starts), strict=True))

    def _ahead(self, group: int, made: int, threshold: float, reach: float) -> Iterator[_Entry]:
        """Yield the groups that this one is near enough to, the nearest first, as long as both are what they were."""
        others, sums = self._rows[group]
        # Rounded, so that equals are equal whatever the order of summing.
        means = np.round(sums / (self._size[group] * self._size[others] + _DOUBT), 6)
        silence = np.maximum(self._first[group] - self._last[others], self._first[others] - self._last[group])
        kept = (means >= threshold) & (silence <= reach) & ((made > 0) | (others > group))  # at first each pair once
        means, others = means[kept], others[kept]
        low, high = np.minimum(others, group), np.maximum(others, group)
        order = np.lexsort((high, low, -means))
        entries = zip((-means[order]).tolist(), low[order].tolist(), high[order].tolist(), strict=True)
        return (entry for entry in entries if self._is_so(entry[1], entry[2], made))

    def _is_so(self, one: int, other: int, made: int) -> bool:
        return self._changed[one] <= made and self._changed[other] <= made

    def _unite(self, one: int, other: int, step: int) -> None:
        self._first[one] = min(self._first[one], self._first[other])
        self._last[one] = max(self._last[one], self._last[other])
        self._size[one] += self._size[other]
        self._group_of[self._group_of == other] = one
        self._changed[one], self._changed[other] = step, _GONE
        (ours, near), (theirs, as_near) = self._rows[one], self._rows[other]
        groups = self._group_of[np.concatenate([ours, theirs])]
        sums: Numbers = np.bincount(groups, np.concatenate([near, as_near]), self._numbers.size).astype(float)
        sums[one] = 0.0
        others: Places = np.flatnonzero(sums)
        self._rows[one], self._rows[other] = (others, sums[others]), (others[:0], sums[:0])


def _head(entries: Iterator[_Entry]) -> list[_Entry]:
    """Return the next entry, or none where there is none left."""
    return [entry for entry in [next(entries, None)] if entry is not None]
