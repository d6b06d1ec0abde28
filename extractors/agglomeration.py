"""Groups + how near their members are -> larger groups, the nearest two joined first, as long as any are near enough.

Average-link agglomeration (Sokal and Michener, 1958): two groups are as near as their members on average, with half
a pair more that is not near at all. Pairs that nobody names count as 0, so the work grows with the pairs that are
named and not with the square of the members.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush

_DOUBT = 0.5  # of a pair: lone pairs need half as much again, since chance finds one near pair sooner than four
Pair = tuple[int, int, float]  # two members, and how near they are


class Groups:
    """Members at their instants, each in one group; a group bears the number of its first member."""

    def __init__(self, at: Mapping[int, float]) -> None:
        """Begin with the instant of each member, in seconds; each is a group of its own."""
        self._members = {number: [number] for number in at}
        self._first, self._last = dict(at), dict(at)
        self._sums: dict[int, dict[int, float]] = {number: {} for number in at}

    def members(self) -> list[list[int]]:
        """Return the members of each group, in order."""
        return [sorted(self._members[group]) for group in sorted(self._members)]

    def join(self, pairs: Iterable[Pair], *, threshold: float, reach: float) -> None:
        """Join the two nearest groups, and again, until none are near enough.

        Args:
            pairs: each pair of members once.
            threshold: the least mean over all pairs of their members.
            reach: the longest time that may pass between one group's last member and the other's first.
        """
        for ours, theirs, near in pairs:
            self._sums[ours][theirs] = self._sums[theirs][ours] = near
        waiting = [entry for one in self._sums for entry in self._ahead(one, threshold) if entry[1] == one]
        heapify(waiting)
        while waiting:
            negative, one, other = heappop(waiting)
            if not self._is_so(one, other, -negative) or self._silence(one, other) > reach:
                continue
            self._unite(one, other)
            for entry in self._ahead(one, threshold):
                heappush(waiting, entry)

    def _near(self, one: int, other: int) -> float:
        # Rounded, so that equals are equal whatever the order of summing.
        return round(self._sums[one][other] / (len(self._members[one]) * len(self._members[other]) + _DOUBT), 6)

    def _ahead(self, group: int, threshold: float) -> list[tuple[float, int, int]]:
        """Return the groups that this one is near enough to, as entries of the queue."""
        near = ((self._near(group, other), other) for other in self._sums[group])
        return [(-mean, min(group, other), max(group, other)) for mean, other in near if mean >= threshold]

    def _is_so(self, one: int, other: int, near: float) -> bool:
        return one in self._sums and other in self._sums[one] and self._near(one, other) == near

    def _silence(self, one: int, other: int) -> float:
        return max(self._first[one] - self._last[other], self._first[other] - self._last[one])

    def _unite(self, one: int, other: int) -> None:
        self._first[one] = min(self._first[one], self._first[other])
        self._last[one] = max(self._last[one], self._last[other])
        self._members[one] += self._members.pop(other)
        for third, near in self._sums.pop(other).items():
            del self._sums[third][other]
            if third != one:
                self._sums[one][third] = self._sums[one].get(third, 0.0) + near
                self._sums[third][one] = self._sums[one][third]
