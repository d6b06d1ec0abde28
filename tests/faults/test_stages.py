"""Stages behind the reader on texts that repeat what they look for; `python -m tests.faults.stages` has all."""

import pytest

from tests.extractors.versions import version
from tests.faults import stages, traps

_SIZE = 12_000
_MOST = 1.5  # CPU seconds on a busy machine; each of these took from 2 to 20 while its rule was quadratic


@pytest.mark.parametrize(
    ("stage", "name"),
    [
        ("after entities", "persons with one given name"),
        ("after entities", "persons of four words"),
        ("after entities", "bodies with acronyms"),
        ("after entities", "sentences of a word"),
        ("stories", "'1'"),
        ("sentences", "'.'"),
        ("quotes", "' '"),
    ],
)
def test_a_text_costs_little(stage: str, name: str) -> None:
    work = stages.STAGES[stage]
    work(version("", "The council of Galway met Aoife Brennan."))  # what is loaded once
    article = version("The harbour of Galway", dict(stages.texts(_SIZE))[name])
    assert traps.cpu(lambda: work(article)) < _MOST


def test_each_text_has_the_size_that_was_asked_for() -> None:
    assert {len(text) for _, text in stages.texts(960)} == {960}
