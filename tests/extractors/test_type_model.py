from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import entities, type_model
from tests.extractors.versions import version


def best(scores: type_model.Scores) -> str:
    return type_model.TYPES[scores.index(max(scores))]


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("The talks in Vellamo, ended early.", "place"),
        ("The chief executive of Vellamo said it would hire.", "organization"),
        ("It was late, Mr Vellamo told the court.", "person"),
    ],
)
def test_the_words_beside_a_name_tell_its_type(sentence: str, type_: str) -> None:
    start = sentence.index("Vellamo")
    assert best(type_model.of_context(sentence, start, start + len("Vellamo"))) == type_


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("Katarina Vestergaard", "person"),
        ("Peter Molinaro", "person"),
        ("Association of Nordic Weavers", "organization"),
        ("Tolvanen Bank", "organization"),
        ("Neustadt an der Saale", "place"),
    ],
)
def test_the_words_of_a_name_tell_its_type(name: str, type_: str) -> None:
    assert best(type_model.of_name(name)) == type_


@given(st.text(max_size=40), st.text(min_size=1, max_size=12).filter(str.strip), st.text(max_size=40))
def test_scores_are_logarithms_of_shares(before: str, name: str, after: str) -> None:
    for scores in (
        type_model.of_context(before + name + after, len(before), len(before) + len(name)),
        type_model.of_name(name),
    ):
        assert math.isclose(sum(map(math.exp, scores)), 1)


def test_a_name_that_no_table_knows_gets_the_type_that_its_words_and_neighbours_tell() -> None:
    text = "The market waits for a sign, said Haitham Vestergaardi of Saxo in Copenhagen on Monday morning."
    assert ("Haitham Vestergaardi", "person") in {(m.surface, m.type) for m in entities.find(version("", text))}
