from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from flows import charts

COUNTS = st.lists(st.integers(0, 10_000), min_size=2, max_size=20)


@given(COUNTS)
def test_each_count_above_zero_has_a_bar_that_can_be_seen_and_fits(counts: list[int]) -> None:
    found = charts.bars(counts, 4, 20)
    assert [bar.x for bar in found] == [4 * n for n, count in enumerate(counts) if count]
    assert all(1 <= bar.height <= 20 and abs(bar.y + bar.height - 20) < 0.2 for bar in found)
    assert not found or max(bar.height for bar in found) == 20


@given(st.integers(2, 14).flatmap(lambda steps: st.lists(st.lists(st.integers(0, 99), min_size=steps, max_size=steps))))
def test_layers_stand_on_each_other_and_fill_the_chart(layers: list[list[int]]) -> None:
    polygons = charts.stacked(layers, 700, 200)
    steps = len(layers[0]) if layers else 0
    for below, above in pairwise(polygons):
        assert below[:steps] == above[: steps - 1 : -1]  # the lower edge of one is the upper edge of the other
    corners = [y for polygon in polygons for _, y in polygon]
    assert all(0 <= y <= 200 for y in corners)
    assert min(corners, default=0) == (0 if charts.peak(layers) or not layers else 200)


def test_counts_are_told_in_words_the_largest_where_there_are_many() -> None:
    assert charts.spoken([0, 2, 0, 1], ["00:00", "01:00", "02:00", "03:00"]) == "01:00 2, 03:00 1"
    assert charts.spoken([0, 0], ["a", "b"]) == "none"
    assert charts.spoken([3, 1, 2], ["a", "b", "c"], shown=2) == "a 3, c 2 and 1 more with fewer"
