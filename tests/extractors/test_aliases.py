from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import aliases, entities, names, persons
from extractors.aliases import Resolved
from extractors.identity import hash_id
from tests.extractors.versions import version

UNITED_STATES = hash_id("entity", "place", "US")


def resolved(text: str, title: str = "") -> Resolved:
    article = version(title, text)
    return aliases.resolve(entities.find(article), article)


def links(text: str, title: str = "") -> list[tuple[str, str | None]]:
    found = resolved(text, title)
    names = {e.entity_id: e.name for e in found.entities}
    return [(m.surface, names[m.entity_id] if m.entity_id else None) for m in found.mentions]


def methods(text: str) -> dict[str, str | None]:
    return {m.surface: m.link_method for m in resolved(text).mentions}


def test_a_family_name_means_the_person_named_in_full() -> None:
    text = "Marco Rubio met Sergey Lavrov on Monday. Rubio spoke first. Then Lavrov answered him."
    assert links(text) == [
        ("Marco Rubio", "Marco Rubio"), ("Sergey Lavrov", "Sergey Lavrov"),
        ("Rubio", "Marco Rubio"), ("Lavrov", "Sergey Lavrov"),
    ]  # fmt: skip
    assert methods(text)["Rubio"] == "surname"


def test_a_family_name_without_a_full_one_means_nobody() -> None:
    found = resolved("The talks went well, Mr. Lavrov said on Tuesday in Riyadh.")
    assert [(m.surface, m.entity_id, m.link_method) for m in found.mentions if m.type == "person"] == [
        ("Lavrov", None, "short_form")
    ]


def test_a_given_name_that_is_a_town_or_a_club_means_nobody() -> None:
    text = "Chelsea Clinton spoke in London on Friday. Clinton left early. Chelsea beat the visitors that night."
    assert [name for surface, name in links(text) if surface == "Chelsea"] in ([None], ["Chelsea"])


def test_a_family_name_of_two_means_the_one_introduced_so_far_else_nobody() -> None:
    text = "Robert Kincaid won. Kincaid smiled. Later James Kincaid lost, and Kincaid wept, they said."
    assert [name for surface, name in links(text) if surface == "Kincaid"] == ["Robert Kincaid", None]


def test_the_father_is_meant_where_the_son_is_called_junior() -> None:
    text = "Donald Trump came with Donald Trump Jr. to Florida. “Good,” Trump said."
    assert links(text)[-1] == ("Trump", "Donald Trump")
    assert len({name for surface, name in links(text) if surface.startswith("Donald")}) == 2


def test_two_spellings_of_a_name_are_one_entity_and_another_name_is_not() -> None:
    ids = {
        name: {m.entity_id for m in resolved(f"On Friday {name} spoke to reporters in Geneva.").mentions[:1]}
        for name in ("Sergei Lavrov", "Sergey Lavrov", "Sergey Ryabkov")
    }
    assert ids["Sergei Lavrov"] == ids["Sergey Lavrov"] == {hash_id("entity", "person", "sergei lavrov")}
    assert ids["Sergey Ryabkov"] != ids["Sergey Lavrov"]


def test_each_name_of_the_united_states_is_one_entity() -> None:
    text = "The United States, the US, the U.S. and America are one. American officials agreed with Ukraine."
    found = resolved(text)
    assert {m.surface for m in found.mentions if m.entity_id == UNITED_STATES} == {
        "United States", "US", "U.S.", "America", "American",
    }  # fmt: skip
    states = next(e for e in found.entities if e.entity_id == UNITED_STATES)
    assert (states.name, states.type, states.country_code, states.created_by) == (
        "United States", "place", "US", "gazetteer",
    )  # fmt: skip
    kinds = {a.alias: a.kind for a in found.aliases if a.entity_id == UNITED_STATES}
    assert kinds == {
        "United States": "full",
        "US": "acronym",
        "U.S.": "acronym",
        "America": "full",
        "American": "demonym",
    }


def test_an_acronym_in_brackets_means_the_name_before_it() -> None:
    text = (
        "The National Disaster Response Force (NDRF) sent boats to the valley. The NDRF lost none of them. "
        "Menon thanked the NDRF."
    )
    assert {name for _, name in links(text) if name} == {"National Disaster Response Force"}
    assert methods(text)["NDRF"] == "acronym"


def test_an_acronym_means_the_name_in_its_document_and_not_the_usual_one() -> None:
    text = (
        "The European Underwriters (EU) met in Zurich on Monday. The European Underwriters said premiums rose, "
        "and the EU expects more."
    )
    assert {name for surface, name in links(text) if surface == "EU"} == {"European Underwriters"}


def test_an_institution_of_every_country_is_linked_with_its_country_only() -> None:
    text = "The Russian Foreign Ministry rejected the offer, and so did the Senate in Paris."
    found = dict(links(text))
    assert found["Russian Foreign Ministry"] == "Foreign Ministry (Russia)"
    assert found["Senate"] is None
    assert methods(text)["Senate"] == "generic"


def test_georgia_is_the_country_only_beside_other_names_of_it() -> None:
    country = resolved("Protests went on in Georgia on Friday. Police in Tbilisi arrested ten people.")
    state = resolved("Voters went to the polls in Georgia on Friday. The count in Atlanta took hours.")
    codes = [{e.name: e.country_code for e in found.entities}.get("Georgia") for found in (country, state)]
    assert codes == ["GE", None]


def test_a_senate_of_a_country_is_that_countrys() -> None:
    found = dict(links("The bill went to the Senate of France. Nobody there had read it before the vote on Monday."))
    assert found["Senate"] == "Senate (France)"


def test_a_ministry_is_one_in_either_word_order() -> None:
    text = "Russia's Defence Ministry denied it. The Russian Ministry of Defence spoke again on Friday in Moscow."
    ids = {m.entity_id for m in resolved(text).mentions if "Ministry" in m.surface}
    assert len(ids) == 1
    assert None not in ids


def test_a_company_of_the_gazetteer_has_its_name_there() -> None:
    found = resolved("Shares of Gazprom fell in Moscow on Tuesday, and those of JPMorgan Chase & Co. rose.")
    assert {e.name for e in found.entities if e.type == "organization"} == {"Gazprom", "JPMorgan Chase"}
    assert {e.created_by for e in found.entities if e.type == "organization"} == {"gazetteer"}


def test_a_company_is_meant_by_its_first_word_once_it_is_introduced() -> None:
    text = "Shares in Kestrel Tidal rose on Monday. Kestrel's board agreed, and Kestrel said it would pay. The NBA too."
    assert {name for surface, name in links(text) if "Kestrel" in surface} == {"Kestrel Tidal"}
    assert methods(text)["Kestrel"] == "part"


def test_a_company_is_not_meant_by_the_first_word_of_a_later_or_a_longer_name() -> None:
    text = (
        "Shares in Amazon rose on Monday. Amazon's board had sold Amazon Prime, it said. Investors in Amazon cheered."
    )
    assert ("Amazon", "Amazon") in links(text)


@pytest.mark.parametrize(
    ("text", "city", "code"),
    [
        ("Trains stopped in Duisburg on Friday, and nobody in Duisburg knew why.", "Duisburg", "DE"),
        ("The prison in Florence, Colorado, was shut on Friday, and guards left Florence.", "Florence", None),
        ("The museum in Florence was shut on Friday, as all were in Italy.", "Florence", "IT"),
        ("Ships were late in Kingston on Friday. Nobody in Kingston knew why.", "Kingston", None),
    ],
)
def test_a_city_has_its_country_where_nothing_speaks_against_it(text: str, city: str, code: str | None) -> None:
    assert {e.name: e.country_code for e in resolved(text).entities}[city] == code


def test_a_king_and_a_pope_are_whole_names() -> None:
    found = resolved("On Sunday Pope Francis spoke in Rome. Francis blessed the crowd.")
    names = {e.entity_id: e.name for e in found.entities}
    assert {names[m.entity_id] for m in found.mentions if m.surface == "Francis" and m.entity_id} == {"Pope Francis"}


def test_forms_with_and_without_a_middle_name_are_one_person_in_a_document() -> None:
    text = "Sergey Viktorovich Lavrov arrived on Monday. Sergey Lavrov left on Friday, and S. Lavrov signed."
    assert {name for surface, name in links(text) if "Lavrov" in surface} == {"Sergey Lavrov"}


@pytest.mark.parametrize(
    ("text", "surface", "meant"),
    [
        ("Mike Waltz spoke on Monday. Michael Waltz left early, they said.", "Michael Waltz", "Michael Waltz"),
        ("W. Mark Felt died on Friday. Mr. Felt was 95 years old.", "Felt", "W. Mark Felt"),
        (
            "Jailed woman Ashley Smith Robinson was freed on Monday. Ms. Smith Robinson wept in court, she said.",
            "Smith Robinson",
            "Ashley Smith Robinson",
        ),
        ("President Xi Jinping of China met them in Beijing on Monday. Mr. Xi left early.", "Xi", "Xi Jinping"),
        (
            "Bill Clinton came with Hillary Clinton on Friday. Mrs. Clinton spoke first, they said. Mr. Clinton wept.",
            "Clinton",
            "Bill Clinton",
        ),
    ],
)
def test_other_forms_of_a_full_name_mean_the_person(text: str, surface: str, meant: str) -> None:
    assert [name for s, name in links(text) if s == surface][-1] == meant


@pytest.mark.parametrize(
    ("text", "surface", "meant"),
    [
        ("The treaty was signed on Friday, and Putin said nothing about it to reporters.", "Putin", "Vladimir Putin"),
        ("Melania Trump came to Florida on Friday. Trump said nothing to reporters.", "Trump", "Melania Trump"),
        ("Robert Trump met his sister Elizabeth Trump in Florida. Then Trump said nothing, they said.", "Trump", None),
        ("They stayed at home on Friday, and Mrs. Putin said nothing to reporters.", "Putin", None),
    ],
)
def test_a_well_known_name_is_its_bearers_unless_the_text_names_another(
    text: str, surface: str, meant: str | None
) -> None:
    assert [name for s, name in links(text) if s == surface] == [meant]


def test_a_name_in_capitals_is_shown_only_where_there_is_no_other() -> None:
    shown = [("a", "PETER Ashcombe"), ("a", "PETER Ashcombe"), ("a", "Peter Ashcombe"), ("b", "J.K. Orme III")]
    assert persons.spellings([*shown, ("c", "ORME")]) == {"a": "Peter Ashcombe", "b": "J.K. Orme III", "c": "ORME"}


def test_a_person_of_the_other_gender_is_not_meant() -> None:
    text = "Angela Brandt won the vote in Berlin on Monday. Mr. Brandt, who is not related to her, lost it."
    assert [name for surface, name in links(text) if surface == "Brandt"] == [None]


def test_an_acronym_in_brackets_means_the_name_before_it_whatever_its_letters() -> None:
    text = "The Social Democratic Party of Germany (SPD) lost votes on Sunday. The SPD fell to 15 percent."
    assert len({name for surface, name in links(text) if "S" in surface and surface != "Sunday"}) == 1


def test_a_navy_is_that_of_the_country_whose_navy_was_named() -> None:
    text = "The Indian Navy sank a pirate boat on Thursday. The Navy said that the U.S. had been told."
    assert [name for surface, name in links(text) if surface.endswith("Navy")] == ["Navy (India)", "Navy (India)"]


def test_aliases_name_entities_once() -> None:
    found = resolved("Marco Rubio spoke. Rubio left. Rubio came back. Marco Rubio slept in the United States.")
    assert len({(a.alias, a.entity_id) for a in found.aliases}) == len(found.aliases)
    assert {a.entity_id for a in found.aliases} <= {e.entity_id for e in found.entities}
    assert all(a.article_count == 1 and not a.blocked for a in found.aliases)
    assert {(a.alias, a.alias_key, a.kind, a.origin) for a in found.aliases} == {
        ("Marco Rubio", "marco rubio", "full", "document"),
        ("Rubio", "rubio", "surname", "document"),
        ("United States", "united states", "full", "gazetteer"),
    }


def test_nothing_is_resolved_to_nothing() -> None:
    assert aliases.resolve((), version("", "")) == Resolved(mentions=(), entities=(), aliases=())


ARTICLES = [
    "Sergei Lavrov met Marco Rubio in Riyadh. Lavrov left for Russia.",
    "Sergey Lavrov is in the US. Sergey Ryabkov is not, the Russian diplomat said.",
    "U.S. envoy Steve Witkoff saw Vladimir Putin in Moscow. Putin said little to Witkoff.",
    "The European Union (EU) and the United Arab Emirates (UAE) signed. The EU paid.",
]


@settings(max_examples=5, deadline=None)
@given(st.randoms())
def test_the_order_of_articles_does_not_matter(order: random.Random) -> None:
    shuffled = order.sample(ARTICLES, len(ARTICLES))
    ids = {text: [m.entity_id for m in resolved(text).mentions] for text in shuffled}
    assert ids == {text: [m.entity_id for m in resolved(text).mentions] for text in ARTICLES}


def test_the_order_of_mentions_does_not_matter() -> None:
    article = version("", " ".join(ARTICLES))
    mentions = entities.find(article)
    there, back = aliases.resolve(mentions, article), aliases.resolve(mentions[::-1], article)
    assert there.mentions == back.mentions[::-1]
    assert there.entities == back.entities
    assert there.aliases == back.aliases


def test_every_mention_comes_back_and_every_entity_is_named() -> None:
    for text in ARTICLES:
        article = version("", text)
        mentions = entities.find(article)
        found = aliases.resolve(mentions, article)
        assert [(m.start_char, m.surface) for m in found.mentions] == [(m.start_char, m.surface) for m in mentions]
        assert {m.entity_id for m in found.mentions} - {None} == {e.entity_id for e in found.entities}
        assert all(m.link_method for m in found.mentions)


@pytest.mark.parametrize("sample", ["000_0a49e8284f5423cd.txt", "003_d11cbeefda0ab4bf.txt"])
def test_the_samples_name_whom_a_reader_finds_in_them(dev_data: Path, sample: str) -> None:
    found = resolved((dev_data.parent / "samples" / sample).read_text("utf-8"))
    names = {(e.type, e.name) for e in found.entities}
    persons = {"Marco Rubio", "Mike Waltz", "Steve Witkoff", "Yuri Ushakov", "Donald Trump"}
    places = {"Saudi Arabia", "Russia", "Ukraine", "United States"}
    assert {("person", p) for p in persons} | {("place", p) for p in places} <= names
    assert hash_id("entity", "person", "sergei lavrov") in {e.entity_id for e in found.entities}
    lavrov = [m for m in found.mentions if m.entity_id == hash_id("entity", "person", "sergei lavrov")]
    assert {m.surface for m in lavrov} <= {"Sergei Lavrov", "Sergey Lavrov", "Lavrov"}


@pytest.mark.parametrize(
    ("text", "surface", "meant"),
    [
        (
            "Germany voted on Sunday. The SPD won, and Berlin's Social Democrats were glad of it in Germany.",
            "Social Democrats",
            "Social Democratic Party of Germany",
        ),
        ("The Green Party won on Sunday. The Greens were glad of it, they said.", "Greens", "Green Party"),
        (
            "The German SPD sent a greeting to Sweden. All over Sweden the Social Democrats had lost on Sunday.",
            "Social Democrats",
            "Social Democrats",
        ),
    ],
)
def test_members_of_a_party_are_the_party_where_it_is_the_only_one(text: str, surface: str, meant: str) -> None:
    assert dict(links(text))[surface] == meant


def test_an_institution_is_of_the_country_named_last_if_that_one_was_named_with_it() -> None:
    text = "The US Supreme Court agreed on Monday. The Supreme Court had heard it in May."
    assert dict(links(text))["Supreme Court"] == "Supreme Court (United States)"
    text = "The US Supreme Court agreed on Monday. Italy waited. Later the Supreme Court was asked again, they said."
    assert dict(links(text)).get("Supreme Court") is None


@pytest.mark.parametrize(
    ("text", "surface", "meant"),
    [
        (
            "John F. Kennedy spoke on Monday in Berlin. “JFK will be back,” Mr. Kennedy's aide said.",
            "JFK",
            "John F. Kennedy",
        ),
        (
            "Luiz Inácio Lula da Silva spoke on Monday. Reporters asked Lula for more.",
            "Lula",
            "Luiz Inácio Lula da Silva",
        ),
    ],
)
def test_letters_and_the_name_in_use_mean_the_one_named_in_full(text: str, surface: str, meant: str) -> None:
    found = persons.references([persons.Named(text.index(meant), meant), persons.Named(text.rindex(surface), surface)])
    assert {reference.key for reference in found.values()} == {names.person_key(meant)}
    assert len(found) == 2


def test_thousands_of_names_mean_themselves() -> None:
    many = [
        persons.Named(3 * n, f"Anna {chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}ova")
        for n in range(2001)
    ]
    found = persons.references([*many, persons.Named(9000, "Ana Aaaova")])
    assert found[many[0]].key == "anna aaaova"
    assert found[persons.Named(9000, "Ana Aaaova")].key == "ana aaaova"
    assert persons.references([many[0], persons.Named(9000, "Anna B. Aaaova")])[many[0]].key == "anna aaaova"
