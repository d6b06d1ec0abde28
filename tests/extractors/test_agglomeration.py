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
