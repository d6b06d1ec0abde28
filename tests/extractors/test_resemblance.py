from __future__ import annotations

from array import array

import numpy as np
import pytest

from extractors import features
from extractors.resemblance import Signatures

WORDS = [f"word{n}" for n in range(5000)]


def signatures(*texts: list[str]) -> Signatures:
    return Signatures([array("I", features.signature(" ".join(text))) for text in texts])


def likeness(one: list[str], other: list[str]) -> tuple[float, float]:
    resemblance, containment = signatures(one, other).likeness(np.array([0]), np.array([1]))
    return float(resemblance[0]), float(containment[0])


def test_of_short_texts_the_shares_are_exact() -> None:
    assert likeness(WORDS[:102], WORDS[:52]) == (0.5, 1.0)
    assert likeness(WORDS[:102], WORDS[50:152]) == (50 / 150, 0.5)
    assert likeness(WORDS[:100], WORDS[100:200]) == (0.0, 0.0)


@pytest.mark.parametrize(("start", "length"), [(0, 200), (300, 1000), (4000, 2000)])
def test_of_long_texts_they_are_near(start: int, length: int) -> None:
    part = [*WORDS[start : start + length // 2], *(f"other{n}" for n in range(length // 2))]
    resemblance, containment = likeness(WORDS, part)
    assert containment == pytest.approx(0.5, abs=0.25)
    assert resemblance == pytest.approx(length / 2 / (5000 + length / 2), abs=0.08)


def test_pairs_are_those_that_may_share_much_with_a_fresh_one() -> None:
    found = signatures(WORDS[:100], WORDS[:60], WORDS[200:300], WORDS[210:290])
    assert pairs(found, [True] * 4) == {(0, 1), (2, 3)}
    assert pairs(found, [True, False, False, False]) == {(0, 1)}
    assert pairs(found, [False, False, False, True]) == {(2, 3)}
    assert pairs(found, [False] * 4) == set()
    assert pairs(signatures(), []) == set()


def test_every_copy_meets_the_first_however_many_share_a_phrase() -> None:
    texts = [[*WORDS[:30], *(f"own{n}-{place}" for place in range(60))] for n in range(50)]
    copies = [[*text, "more"] for text in texts]
    found = pairs(signatures(*texts, *copies), [True] * 100)
    assert {(n, n + 50) for n in range(50)} <= found


def pairs(found: Signatures, fresh: list[bool]) -> set[tuple[int, int]]:
    return {
        (one, other)
        for ones, others in found.pairs(np.array(fresh, bool))
        for one, other in zip(ones.tolist(), others.tolist(), strict=True)
    }
