"""Readers of the published file while runs go on."""

from tests.benchmarks import readers


def test_readers_see_whole_states_only() -> None:
    reads, states, errors = readers.measure(runs=3, readers=2)
    assert errors == []
    assert reads > 3
    assert states >= 2
