from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.agglomeration import Groups, Pair


def joined(at: dict[int, float], pairs: list[Pair], threshold: float = 0.5, reach: float = 10.0) -> list[list[int]]:
    groups = Groups(at)
    groups.join(pairs, threshold=threshold, reach=reach)
    return groups.members()


@pytest.mark.parametrize(("near", "expected"), [(0.75, [[0, 1]]), (0.74, [[0], [1]])])
def test_two_alone_need_half_as_much_again(near: float, expected: list[list[int]]) -> None:
    assert joined({0: 0.0, 1: 0.0}, [(0, 1, near)]) == expected


def test_the_nearest_join_first_and_then_the_mean_over_all_pairs_counts() -> None:
    at = dict.fromkeys(range(4), 0.0)
    pairs = [(0, 1, 1.0), (2, 3, 1.0), (1, 2, 0.9), (0, 2, 0.1)]
    assert joined(at, pairs) == [[0, 1], [2, 3]]
    assert joined(at, [*pairs, (0, 3, 0.8), (1, 3, 0.8)]) == [[0, 1, 2, 3]]


def test_nothing_joins_over_a_silence_longer_than_the_reach_but_what_lies_between_bridges_it() -> None:
    pairs = [(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0)]
    assert joined({0: 0.0, 2: 11.0}, [(0, 2, 1.0)]) == [[0], [2]]
    assert joined({0: 0.0, 1: 5.0, 2: 11.0}, pairs) == [[0, 1, 2]]


def test_no_members_and_no_pairs_are_fine() -> None:
    assert joined({}, []) == []
    assert joined({3: 0.0, 1: 0.0}, []) == [[1], [3]]


@given(st.lists(st.floats(0, 2), min_size=15, max_size=15), st.randoms(use_true_random=False))
def test_the_order_of_pairs_does_not_matter_and_each_member_is_in_one_group(
    nears: list[float], chance: random.Random
) -> None:
    at = {number: float(number) for number in range(6)}
    pairs = [(one, other, near) for (one, other), near in zip(combinations(at, 2), nears, strict=True)]
    found = joined(at, pairs)
    assert sorted(member for group in found for member in group) == list(at)
    assert joined(at, chance.sample(pairs, len(pairs))) == found


def plainly(at: dict[int, float], pairs: list[Pair], threshold: float, reach: float) -> list[list[int]]:
    """Return what `joined` does, by its definition."""
    groups, near = [[number] for number in at], {frozenset(pair[:2]): pair[2] for pair in pairs}
    while True:
        found = []
        for one, other in combinations(sorted(groups), 2):
            total = sum(near.get(frozenset((a, b)), 0.0) for a in one for b in other)
            mean = round(total / (len(one) * len(other) + 0.5), 6)
            early, late = sorted((one, other), key=lambda group: min(at[each] for each in group))
            if mean >= threshold and min(at[each] for each in late) - max(at[each] for each in early) <= reach:
                found.append((-mean, one[0], other[0], one, other))
        if not found:
            return sorted(groups)
        one, other = min(found)[3:]
        groups = [each for each in groups if each not in (one, other)] + [sorted(one + other)]


@given(st.randoms(use_true_random=False), st.integers(0, 9), st.sampled_from([0.3, 1.0]))
def test_groups_are_those_of_the_definition(chance: random.Random, size: int, share: float) -> None:
    at = {number: chance.uniform(0, 30) for number in chance.sample(range(100), size)}
    every = [pair for pair in combinations(sorted(at), 2) if chance.random() < share]
    pairs = [(one, other, chance.randint(4, 32) / 20) for one, other in every]
    assert joined(at, pairs, 0.57, 10.0) == plainly(at, pairs, 0.57, 10.0)
