from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import entities, spacy_model
from extractors.records import Mention
from tests.extractors.versions import version

BODY = (
    "US Secretary of State Marco Rubio met Russian Foreign Minister Sergey Lavrov in Riyadh on Tuesday.\n\n"
    "The Role of Saudi Arabia in the Talks\n\n"
    "“We are not there yet,” Rubio said. US-Russia relations matter to Prince Faisal bin Farhan and to Musaed "
    "al-Aiban, who spoke for the European Union (EU) as well.\n\n"
    "Critics of Mr. Lavrov\u2019s offer, such as the Institute of Russian, Eastern European and Central Asian Studies, "
    "were not heard. Then Lavrov left. Later the U.S. and Ukraine spoke."
)


def surfaces(text: str, title: str = "") -> list[tuple[str, str]]:
    return [(m.surface, m.type) for m in entities.find(version(title, text))]


@pytest.fixture(scope="module")
def mentions() -> tuple[Mention, ...]:
    return entities.find(version("Rubio and Lavrov Meet in Saudi Arabia", BODY))


def test_importing_does_not_import_spacy() -> None:
    code = "import sys, extractors.entities, extractors.aliases; sys.exit('spacy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603  our own interpreter and code


@pytest.mark.parametrize(
    ("language", "known"), [("en", True), ("en-GB", True), ("EN_us", True), ("de", False), (None, False)]
)
def test_there_is_a_model_for_english_only(language: str | None, *, known: bool) -> None:
    found = entities.model(language)
    assert (found is not None) is known
    assert (entities.find(version("A", BODY, language)) != ()) is known
    if found:
        assert found.model == entities.MODEL
        assert found.stage == "entities"


def test_a_surface_is_what_stands_at_its_offsets(mentions: tuple[Mention, ...]) -> None:
    for mention in mentions:
        text = "Rubio and Lavrov Meet in Saudi Arabia" if mention.part == "title" else BODY
        assert text[mention.start_char : mention.end_char] == mention.surface


def test_titles_possessives_and_articles_stay_outside(mentions: tuple[Mention, ...]) -> None:
    persons = {m.surface for m in mentions if m.type == "person"}
    assert persons == {"Marco Rubio", "Rubio", "Sergey Lavrov", "Lavrov", "Faisal bin Farhan", "Musaed al-Aiban"}
    assert not any(m.surface in {"State", "Secretary", "Foreign Minister"} for m in mentions)


def test_a_compound_of_countries_is_two_mentions(mentions: tuple[Mention, ...]) -> None:
    start = BODY.index("US-Russia")
    found = [(m.surface, m.start_char - start) for m in mentions if m.part == "body" and 0 <= m.start_char - start < 9]
    assert found == [("US", 0), ("Russia", 3)]


def test_names_of_the_text_are_found_in_headings_and_titles(mentions: tuple[Mention, ...]) -> None:
    assert [m.surface for m in mentions if m.part == "title"] == ["Rubio", "Lavrov", "Saudi Arabia"]


def test_parts_are_title_lead_and_body(mentions: tuple[Mention, ...]) -> None:
    assert {m.part for m in mentions if m.surface == "Marco Rubio"} == {"lead"}
    assert {m.part for m in mentions if m.surface == "Ukraine"} == {"body"}


def test_organizations_are_whole(mentions: tuple[Mention, ...]) -> None:
    found = {m.surface for m in mentions if m.type == "organization"}
    assert found == {
        "European Union",
        "EU",
        "Institute of Russian, Eastern European and Central Asian Studies",
    }


@pytest.mark.parametrize("country", ["US", "U.S.", "United States", "America", "the US"])
def test_each_name_of_a_country_is_a_place(country: str) -> None:
    name = country.removeprefix("the ")
    text = f"The minister said on Monday that {country} would send more money to the region next year."
    assert surfaces(text) == [(name, "place")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The bond will be sold by Bergen-based Halvorsen in May. Halvorsen Marin said it had buyers.",
            [("Bergen", "place"), ("Halvorsen", "organization"), ("Halvorsen Marin", "organization")],
        ),
        (
            "Two houses in the villages of Myrtos and Mournies in Crete fell down on Friday.",
            [("Myrtos", "place"), ("Mournies", "place"), ("Crete", "place")],
        ),
        (
            "The bishops met on Friday, and the INGV institute in Rome wrote to them.",
            [("INGV", "organization"), ("Rome", "place")],
        ),
    ],
)
def test_names_are_parted_from_what_stands_beside_them(text: str, expected: list[tuple[str, str]]) -> None:
    assert surfaces(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ministers reviewed it under the National Security and Investment Act on Monday.", "law"),
        ("They slept in the sports hall on Viale dell’Agricoltura that night.", "facility"),  # noqa: RUF001
        ("It lies on the floor of the Pacific, in the Clarion-Clipperton Zone, they said.", "place"),
    ],
)
def test_the_first_or_last_word_of_a_name_tells_its_type(text: str, expected: str) -> None:
    assert {type_ for surface, type_ in surfaces(text) if " " in surface} == {expected}


def test_a_plain_noun_at_the_start_of_a_sentence_is_no_group() -> None:
    text = "Seismologists warned of more on Friday. Hungarians stayed at home. Democrats voted against it."
    assert {s for s, _ in surfaces(text)} <= {"Hungarians", "Democrats"}
    text = "Vaccine doses ran out on Friday. Each vaccine had been paid for, and Okafor had asked for more."
    assert [s for s, _ in surfaces(text)] == ["Okafor"]


def test_a_foreign_title_stays_outside() -> None:
    text = "Ornella Santacroce, 71, went home. Signora Santacroce had slept in the hall beside Herr Brandt."
    assert [s for s, type_ in surfaces(text) if type_ == "person"] == ["Ornella Santacroce", "Santacroce", "Brandt"]


def test_the_type_of_a_persons_full_name_wins_over_the_models() -> None:
    text = "Donald Trump spoke first. Trump Says Deal Is Close. “We will see,” Trump told reporters, and Trump left."
    assert {type_ for surface, type_ in surfaces(text) if "Trump" in surface} == {"person"}


def test_a_family_name_in_a_longer_name_is_not_the_person() -> None:
    text = "Donald Trump arrived in New York on Friday. He spoke at Trump Tower before Melania Trump did."
    assert ("Trump", "person") not in surfaces(text)


def test_dates_numbers_money_and_calendar_words_are_no_entities() -> None:
    assert surfaces("On Monday, 3 March 2025, the bank lost $4 million, or 12 percent, in January.") == []


def test_only_the_first_characters_of_a_long_text_are_searched() -> None:
    filler = "nothing happened here today and nobody came to see it either. " * 1700
    assert len(filler) > entities.MAX_CHARS
    assert surfaces(filler + "Then Ukraine spoke.") == []
    assert surfaces("Then Ukraine spoke. " + filler) == [("Ukraine", "place")]


@pytest.mark.parametrize("text", ["", " \n\n ", "\u2019", "\n", "US", "\ud800 Rubio", "a" * 5000, "(EU", "Mr. ", "'s"])
def test_odd_texts_do_no_harm(text: str) -> None:
    entities.find(version(text.replace("\n", " "), text))


names = st.sampled_from(
    ["Marco Rubio", "Rubio", "the US", "U.S.", "US-Russia", "Prince", "Mr.", "Ms. Ortega", "EU", "(EU)", "Ministry of",
     "al-Aiban", "said", "and", "of", "\u2019s", "\u201c", "\u201d", ",", ".", "\n\n", "\n", "Secretary of State",
     "Georgia", "BBC"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(title=st.lists(names, max_size=6).map(" ".join), words=st.lists(names, max_size=40).map(" ".join))
def test_mentions_are_in_order_do_not_overlap_and_are_where_they_say(title: str, words: str) -> None:
    title = " ".join(title.split())
    end = {"title": 0, "text": 0}
    for mention in entities.find(version(title, words)):
        part = "title" if mention.part == "title" else "text"
        assert (title if part == "title" else words)[mention.start_char : mention.end_char] == mention.surface
        assert end[part] <= mention.start_char < mention.end_char
        assert 0 < mention.score <= 1
        end[part] = mention.end_char


def test_a_changed_model_is_refused(tmp_path: Path) -> None:
    for file in spacy_model.folder().rglob("*"):
        if file.is_file():
            copy = tmp_path / file.relative_to(spacy_model.folder())
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.symlink_to(file)
    spacy_model.check(tmp_path)
    (tmp_path / "ner" / "model").unlink()
    (tmp_path / "ner" / "model").write_bytes(b"another")
    with pytest.raises(spacy_model.ModelError, match="ner/model"):
        spacy_model.check(tmp_path)
    (tmp_path / "more").touch()
    with pytest.raises(spacy_model.ModelError, match="more"):
        spacy_model.check(tmp_path)
