from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import vouching
from extractors.spans import Span

_LONG = "The board met on a cold morning and talked of the harbour for an hour, as it does each week. " * 12


def left(text: str, *named: str, type_: str = "person") -> list[str]:
    """Return which of these names stay where each stands once in a text, which begins with a long one."""
    whole = _LONG + text
    starts = [whole.rindex(name) for name in named]
    spans = [
        Span(start, start + len(name), type_, "PERSON", 0.8, name) for start, name in zip(starts, named, strict=True)
    ]
    return [span.surface for span in vouching.vouched(whole, spans)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It was Anna Halvorsen, a retired pilot.", "Anna Halvorsen"),
        ("It was Madison Halvorsen, a retired pilot.", "Madison Halvorsen"),
        ("They had asked Mrs Halvorsen.", "Halvorsen"),
        ("Halvorsen said that the pier would hold.", "Halvorsen"),
        ('"The pier will hold," said Halvorsen.', "Halvorsen"),
        ("A year ago Halvorsen, 61, sold the yard.", "Halvorsen"),
        ("A year ago Halvorsen's widow sold the yard.", "Halvorsen"),
        ("The pier is called after Putin.", "Putin"),
        ("The pier was mended by Anna.", "Anna"),
    ],
)
def test_a_person_is_vouched_for_by_name_title_words_or_deeds(text: str, name: str) -> None:
    assert left(text, name) == [name]


def test_a_full_name_vouches_for_its_parts() -> None:
    assert left("Anna Halvorsen came. The pier is that of Halvorsen.", "Anna Halvorsen", "Halvorsen") == [
        "Anna Halvorsen",
        "Halvorsen",
    ]


def test_full_names_that_nobody_knows_stay_where_the_text_names_persons() -> None:
    assert left("Anna Halvorsen met Bukaro Ngonyani.", "Anna Halvorsen", "Bukaro Ngonyani") == [
        "Anna Halvorsen",
        "Bukaro Ngonyani",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The best of them is the Ring.", "Ring"),
        ("Compared with Marmot, its zips are flimsy.", "Marmot"),
        ("Pack a Sleeping Bag, for no other bag is as warm.", "Sleeping Bag"),
        ("Anna Halvorsen packs a Nemo Bag, for no other bag is as warm.", "Nemo Bag"),
    ],
)
def test_what_nothing_vouches_for_is_no_person(text: str, name: str) -> None:
    assert left(text, name) == []


def test_what_begins_the_name_of_a_body_is_the_body() -> None:
    text = _LONG + "The shares of Halvorsen Marin fell, for Halvorsen pays too much."
    first, second = text.index("Halvorsen"), text.rindex("Halvorsen")
    spans = [
        Span(first, first + 15, "organization", "ORG", 0.8, "Halvorsen Marin"),
        Span(second, second + 9, "person", "PERSON", 0.8, "Halvorsen"),
    ]
    assert [span.type for span in vouching.vouched(text, spans)] == ["organization", "organization"]


def test_other_types_need_no_voucher() -> None:
    assert left("The best of them is the Ring.", "Ring", type_="product") == ["Ring"]


def test_a_short_text_may_leave_out_what_vouches() -> None:
    text = "The pier is that of Halvorsen."
    spans = [Span(20, 29, "person", "PERSON", 0.8, "Halvorsen")]
    assert vouching.vouched(text, spans) == spans


@given(st.lists(st.sampled_from(["Ring", "Anna", "Anna Ring", "Nemo Bag", "Putin"]), unique=True))
def test_what_is_left_is_left_again(named: list[str]) -> None:
    text = " and the ".join(named) + "."
    once = left(text, *named)
    assert left(text, *once) == once
