from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import overlooked, passages


def named(text: str) -> list[tuple[str, str]]:
    return [(s.surface, s.type) for s in overlooked.names(text, list(passages.split(text, 0)), [])]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Vellamaa, who swam ashore, slept for hours on the beach.", "Vellamaa"),
        ('"We saw no light," Tolvanen said of the night on the water.', "Tolvanen"),
        ('"We saw no light," says Tolvanen of the night on the water.', "Tolvanen"),
        ("Coroner Kevin Mountford heard that the college had not answered.", "Kevin Mountford"),
        ("After the quake Xi Jinping ordered a rescue without delay.", "Xi Jinping"),
    ],
)
def test_persons_are_known_by_their_form_or_by_what_they_do(sentence: str, name: str) -> None:
    assert named(sentence) == [(name, "person")]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Rain fell for two days before the employees of Vellamo could go home.", ("Vellamo", "organization")),
        ("Rain fell for two days upon the residents of Vellamo and their sheep.", ("Vellamo", "place")),
        ("The families were told that the UVRF will pay for their stoves.", ("UVRF", "organization")),
        ("The RSVB's stance brought it into conflict with the hunters.", ("RSVB", "organization")),
    ],
)
def test_bodies_and_places_are_known_by_their_neighbours(sentence: str, expected: tuple[str, str]) -> None:
    assert named(sentence) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "Officials said that nobody had been hurt in the accident.",
        "Seismologists, who had warned of it, were not surprised.",
        "Everyone said that the road would be open by the evening.",
        "The Ministry said that it would look into the matter.",
        "Rain fell for two days. Employees warned of a flood in spring.",
        "Growth of the GDP has been slow, and the VAT will rise in spring.",
        "They sent word by SMS and the GPS's screen was broken.",
        "I believe that they will come, and Monday is what they said.",
    ],
)
def test_words_that_open_a_sentence_are_no_names(sentence: str) -> None:
    assert named(sentence) == []


def test_headings_are_left_alone() -> None:
    assert named("Kevin Mountford Warns Anna Smith of Danger Ahead") == []


@given(st.text(alphabet="AbcXi Jinping,.'\"\n of said who", max_size=80))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    for span in overlooked.names(text, list(passages.split(text, 0)), []):
        assert text[span.start : span.end] == span.surface
        assert span.surface == span.surface.strip() != ""
