"""Rules on texts that repeat what they look for: a few of the traps; `python -m tests.faults.traps` has all."""

import pytest

from extractors import article
from tests.faults import traps

_SIZE = 12_000
_MOST = 3.0  # CPU seconds on a busy machine; a quadratic rule takes more, and a page has ten


@pytest.mark.parametrize(
    ("place", "unit"),
    [
        ("title", "| "),
        ("title", "A News | "),
        ("author", "@"),
        ("byline", "By Aa "),
        ("paragraph", "\u201ca"),
        ("plain text", " "),
    ],
)
def test_a_trap_costs_little(place: str, unit: str) -> None:
    article.read(traps.PLACES[place]("a"))  # what is loaded once
    page = traps.PLACES[place]((unit * _SIZE)[:_SIZE])
    assert traps.cpu(lambda: article.read(page)) < _MOST


def test_each_unit_stands_in_each_place_once() -> None:
    assert len(set(traps.UNITS)) == len(traps.UNITS) > 60
    assert all(len(text) == 100 for _, text in traps.texts(100))
