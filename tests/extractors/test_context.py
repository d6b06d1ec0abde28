from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import context, entities, gazetteer, tables
from tests.extractors.versions import version


def told(text: str, name: str) -> str | None:
    start = text.index(name)
    found = context.told(text, start, start + len(name))
    return found[0] if found else None


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("A helicopter landed in Vellamo on Friday.", "Vellamo", "place"),
        ("Roads near Vellamo were shut.", "Vellamo", "place"),
        ("The mayor of Vellamo thanked them.", "Vellamo", "place"),
        ("Trains to Vellamo, Finland, were late.", "Vellamo", "place"),
        ("The Vellamo-based charity closed.", "Vellamo", "place"),
        ("Vellamo residents fled.", "Vellamo", "place"),
        ("The road to Vellamo was shut.", "Vellamo", "place"),
        ("They flew food and blankets to Vellamo.", "Vellamo", "place"),
        ("Rocks fell into the Vellamo gorge.", "Vellamo", "place"),
        ("Shares in Vellamo fell.", "Vellamo", "organization"),
        ("She invested in Vellamo early.", "Vellamo", "organization"),
        ("Vellamo's employees went home.", "Vellamo", "organization"),
        ("Vellamo, a Finnish maker of boats, went bust.", "Vellamo", "organization"),
        ("The boat maker Vellamo went bust.", "Vellamo", "organization"),
        ("Vellamo said it would appeal.", "Vellamo", "organization"),
        ("Anna Vellamo, 41, swam ashore.", "Anna Vellamo", "person"),
        ("Anna Vellamo, who swam ashore, slept.", "Anna Vellamo", "person"),
        ("The ferry Vellamo sank.", "Vellamo", "product"),
        ("They showed a quantum chip called Vellamo.", "Vellamo", "product"),
        ("The Vellamo ferry was late.", "Vellamo", None),
        ("The study was published in Vellamo on Friday.", "Vellamo", None),
        ("In Vellamo's view it was late.", "Vellamo", None),
        ("Then Vellamo left.", "Vellamo", None),
        ("Vellamo, 40 percent of it, burnt.", "Vellamo", None),
        ("She came in.\nVellamo left.", "Vellamo", None),
    ],
)
def test_neighbours_tell_a_type(text: str, name: str, expected: str | None) -> None:
    assert told(text, name) == expected


def types(text: str) -> dict[str, str]:
    return {m.surface: m.type for m in entities.find(version("", text))}


@pytest.mark.parametrize("city", ["Duisburg", "Sulmona", "Inverness", "Heraklion", "Missoula", "Crete", "L’Aquila"])  # noqa: RUF001  a typographic apostrophe
def test_a_city_is_a_place_whatever_the_model_takes_it_for(city: str) -> None:
    text = f"Rescuers searched the ruins in {city} through the night. {city} had been warned, and {city} slept."
    assert types(text) == {city: "place"}


def test_a_person_with_the_name_of_a_city_stays_one() -> None:
    text = "Samuel Jackson, 52, won on Tuesday. Jackson thanked Abraham Lincoln and Paris Hilton, 41. Lincoln had lost."
    assert set(types(text).values()) == {"person"}


def test_a_company_that_has_its_founders_name_is_told_by_what_it_has() -> None:
    text = "Varley said it would cut 4,000 jobs. Varley's employees went on strike. Henry Varley founded the company."
    assert types(text) == {"Varley": "organization", "Henry Varley": "person"}
    text = (
        "Henry Varley spoke. Varley's staff were tired, and Varley's bid had failed, he said. Varley's spokesman left."
    )
    assert set(types(text).values()) == {"person"}


def test_a_company_called_after_its_city_stays_one() -> None:
    text = "Shares in Bergen Energi fell on Monday. Bergen Energi employs 200 people in Bergen, its chairman said."
    assert {name: type_ for name, type_ in types(text).items() if "Bergen" in name} == {
        "Bergen Energi": "organization",
        "Bergen": "place",
    }


def test_a_city_of_one_country_has_its_code_and_another_has_none() -> None:
    codes = {name: found.country if (found := gazetteer.locality(name)) else "?" for name in ("Duisburg", "Kingston")}
    assert codes == {"Duisburg": "DE", "Kingston": None}
    assert gazetteer.locality("DUISBURG") == gazetteer.locality("Duisburg")
    assert gazetteer.locality("duisburg") is None


def test_a_city_that_the_model_missed_is_found_where_the_context_tells_a_place() -> None:
    text = (
        "The chase ended near baytown and Baytown, Texas, was quiet. A man was held in Baytown on Friday, police said."
    )
    assert [m.start_char for m in entities.find(version("", text)) if m.surface == "Baytown"] == [
        text.index("Baytown"),
        text.rindex("Baytown"),
    ]


_LISTED = sorted(set().union(*map(tables.words, ("bodies", "body_parts", "products", "place_parts"))))
_BEFORE = """the The a of for at in near outside north South of rural downtown to from via into between shares stakes
invested acquired take over scored sign chairman flew road supplies aid bought sells named dubbed, U.S. chief-of (in
said""".split()  # noqa: SIM905  a literal would take a line for each


@given(st.lists(st.sampled_from(_LISTED) | st.sampled_from(_BEFORE), max_size=5).map(" ".join), st.sampled_from(" -"))
def test_words_that_may_tell_are_all_looked_at(words: str, last: str) -> None:
    before = words + last
    told = context._sure(before, "", is_full=True) or context._is_at(before, "")  # noqa: SLF001  what the patterns say
    towards = context._TOWARDS.search(before) or context._BOUGHT.search(before)  # noqa: SLF001
    assert context._may_tell(before) or not (told or towards)  # noqa: SLF001
