from __future__ import annotations

import pytest

from extractors import edges, entities, gazetteer, joining, kinds
from extractors.spans import Span
from tests.extractors.versions import version


def types(text: str) -> dict[str, str]:
    return {m.surface: m.type for m in entities.find(version("", text))}


@pytest.mark.parametrize(
    ("name", "said", "meant"),
    [
        ("Indianapolis Colts", "facility", "organization"),
        ("Hugh Ashcombe", "place", "person"),
        ("Rachida Belkacem", "organization", "person"),
        ("Victoria Falls", "place", "place"),
        ("Fundamentalist Church of Latter Days", "person", "organization"),
        ("SAG", "person", "organization"),
        ("GEMA", "group", "organization"),
        ("Philip Street", "organization", "facility"),
        ("Tuscan Wine Festival", "organization", "event"),
        ("Hunger Games", "work", "work"),
        ("Kestrel Tidal", "organization", "organization"),
        ("Kestrel Church", "person", "organization"),
        ("Florida Keys", "place", "place"),
        ("Paul R. Brand", "organization", "person"),
        ("Von Ashcombe", "organization", "person"),
        ("SaltTel", "person", "organization"),
        ("McGrath", "person", "person"),
        ("DeShawn", "person", "person"),
    ],
)
def test_the_words_of_a_name_tell_its_type(name: str, said: str, meant: str) -> None:
    assert kinds.corrected(name, said) == meant


@pytest.mark.parametrize(
    ("name", "nickname"),
    [
        ("Indianapolis Colts", "Colts"),
        ("San Francisco 49ers", "49ers"),
        ("Miami Herald", None),
        ("New York Times", None),
        ("Colorado Springs", None),
        ("Colts", None),
        ("Warren Jeffs", None),
        ("Orlando Pirates", "Pirates"),
        ("Golden Compass", None),
        ("Hurricane Georges", None),
    ],
)
def test_a_team_is_called_after_its_town(name: str, nickname: str | None) -> None:
    assert kinds.team_nickname(name) == nickname


def test_a_team_called_for_short_is_the_team() -> None:
    found = types(
        "Indianapolis Colts coach Chuck Ashcombe said on Friday that the Colts had lost. The Colts play again."
    )
    assert (found["Indianapolis Colts"], found["Colts"]) == ("organization", "organization")


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("Super Bowl", "event"),
        ("Internet Explorer", "product"),
        ("Sikhs", "group"),
        ("Eiffel Tower", "facility"),
        ("Alternative for Germany", "organization"),
        ("Zurich Insurance", "organization"),
    ],
)
def test_well_known_names_have_their_type(name: str, type_: str) -> None:
    entry = gazetteer.lookup(name)
    assert entry is not None
    assert entry.type == type_
    assert gazetteer.by_key(type_, entry.key) is not None


def test_a_company_that_is_a_word_too_needs_the_model() -> None:
    assert gazetteer.needs_support("Apple")
    assert not gazetteer.needs_support("Zurich Insurance")


def test_a_storm_is_no_person() -> None:
    text = (
        "Hurricane Dorian hit the Bahamas on Sunday. Dorian moved north, and forecasters said that Dorian would weaken."
    )
    assert {type_ for surface, type_ in types(text).items() if "Dorian" in surface} == {"event"}


def test_an_acronym_in_brackets_is_found_wherever_it_stands() -> None:
    text = "The Institute for Renewable Tides (IRTID) met on Monday. It lasted long, and IRTID said so on Friday."
    assert types(text)["IRTID"] == "organization"


def test_a_country_is_found_in_a_heading_of_capitals_only_where_nothing_else_is_meant() -> None:
    title = "Minister Hits Turkey Hard as Iran Waits"
    found = entities.find(version(title, "The minister spoke on Monday, and nobody was there to hear him say it."))
    assert [m.surface for m in found if m.part == "title"] == ["Iran"]


def test_a_place_in_two_parts_is_one_and_two_known_ones_are_two() -> None:
    whole = "They met at Casa Santa Vela near London England."
    spans = [
        Span(whole.index(name), whole.index(name) + len(name), "place", "GPE", 0.8, name)
        for name in ("Casa", "Santa Vela", "London", "England")
    ]
    assert [span.surface for span in joining.fields(whole, spans)] == ["Casa Santa Vela", "London", "England"]


def test_an_epithet_belongs_to_its_bearer() -> None:
    text = "It was painted by Lucas Cranach the Elder, they said; Anna Ash the painter disagrees."
    start = text.index("Lucas")
    assert text[slice(*edges.person(text, start, start + 13))] == "Lucas Cranach the Elder"
    start = text.index("Anna")
    assert text[slice(*edges.person(text, start, start + 8))] == "Anna Ash"
