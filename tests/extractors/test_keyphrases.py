from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import keyphrases
from extractors.records import Keyphrase
from tests.extractors.versions import version

EN_TITLE = "Harbour tunnel delayed again as costs climb"
EN = """The opening of the harbour tunnel will be delayed by another year, Transport Minister Lena Okafor said on
Tuesday. Rising costs and flooded shafts have held back the tunnel boring machine, which has not moved since
March.

Okafor told parliament that the National Audit Office would examine the contract. The audit office had
warned of rising costs in an earlier report. "We will not pour more money into the harbour tunnel without a
review," Okafor said.

The builder, Brandt & Sons, blamed the flooded shafts on wrong maps. The opposition called on the minister
to resign. The Bank of Northmarch, which lent most of the money, declined to comment. Brandt & Sons expects
the tunnel boring machine to start again in May."""

DE_TITLE = "Stadtrat streitet über die neue Straßenbahn"
DE = """Der Stadtrat von Lindenau hat am Dienstag erneut über die neue Straßenbahn gestritten. Oberbürgermeisterin
Petra Holm verteidigte die Straßenbahnlinie nach Osten, die 120 Millionen Euro kosten soll.

Die Baukosten seien gestiegen, sagte Holm, doch ohne die Straßenbahn drohe der Verkehrskollaps. Die
Opposition verlangt einen Bürgerentscheid. Ein Bürgerentscheid über die Straßenbahn wäre der erste seit
zwölf Jahren.

Der Verein Freie Fahrt sammelt bereits Unterschriften für den Bürgerentscheid. Nach Angaben der
Stadtverwaltung sind die Baukosten in zwei Jahren um ein Drittel gewachsen. Petra Holm will im Mai über die
Baukosten berichten."""

FR_TITLE = "Grève des éboueurs : la mairie de Saint-Vaury cherche un accord"
FR = """La grève des éboueurs entre dans sa deuxième semaine à Saint-Vaury. La maire, Claire Dubreuil, a proposé
mardi une hausse des salaires de trois pour cent.

Les syndicats jugent la hausse des salaires insuffisante et demandent l'embauche de vingt agents. « La grève
continuera », a dit Karim Belkacem, délégué du Syndicat national des agents publics. Claire Dubreuil espère
un accord avant la fin de la semaine.

Les déchets ménagers s'entassent dans les rues et la Croix-Rouge s'inquiète des risques pour la santé
publique. Le ramassage des déchets ménagers coûte quatre millions d'euros par an. La santé publique passe
avant tout, a répondu Dubreuil."""

ES_TITLE = "La sequía obliga a cortar el agua en el valle de Aldara"
ES = """La sequía obligará a cortar el agua por las noches en el valle de Aldara desde el lunes, anunció la
consejera Marta Ibáñez. Los embalses están al doce por ciento de su capacidad.

Los agricultores del valle de Aldara piden ayudas y critican la gestión del agua. «La gestión del agua lleva
años sin cambios», dijo Ibáñez. La Confederación Hidrográfica del Norte estudia abrir pozos de emergencia.

Según la consejera, los pozos de emergencia darán agua a veinte mil personas. Marta Ibáñez pidió a los
vecinos que ahorren. El cambio climático, añadió, hará más frecuente la sequía; el cambio climático ya no es
un debate."""


def found(title: str, text: str, language: str | None) -> dict[str, float]:
    return {phrase.phrase: phrase.score for phrase in keyphrases.find(version(title, text, language))}


def test_english_phrases_are_what_the_article_is_about() -> None:
    phrases = list(found(EN_TITLE, EN, "en"))
    assert phrases[:2] == ["harbour tunnel", "Lena Okafor"]
    assert {"tunnel boring machine", "rising costs", "flooded shafts"} <= set(phrases)
    assert {"National Audit Office", "Brandt & Sons", "Bank of Northmarch"} <= set(phrases)


def test_german_phrases_are_nouns_and_names() -> None:
    phrases = list(found(DE_TITLE, DE, "de"))
    assert {"Straßenbahn", "Bürgerentscheid", "Baukosten", "Petra Holm", "Verein Freie Fahrt"} <= set(phrases)
    assert all(phrase[0].isupper() for phrase in phrases)


def test_french_phrases_hold_their_small_words() -> None:
    phrases = set(found(FR_TITLE, FR, "fr"))
    assert {"grève des éboueurs", "hausse des salaires", "déchets ménagers", "santé publique"} <= phrases
    assert {"Claire Dubreuil", "Karim Belkacem"} <= phrases


def test_spanish_phrases_hold_their_small_words() -> None:
    phrases = set(found(ES_TITLE, ES, "es"))
    assert {"valle de Aldara", "gestión del agua", "pozos de emergencia", "cambio climático", "Marta Ibáñez"} <= phrases


def test_a_surname_counts_for_the_full_name() -> None:
    phrases = found(EN_TITLE, EN, "en")
    assert "Okafor" not in phrases
    assert phrases["Lena Okafor"] > phrases["National Audit Office"]


def test_a_place_is_no_surname_of_what_is_named_after_it() -> None:
    text = "Kelland votes. The Bank of Kelland is shut. People in Kelland wait, and Kelland hopes. " * 3
    assert "Kelland" in found("", text, "en")


def test_a_title_before_a_name_is_not_part_of_it() -> None:
    text = (
        "Talks with Foreign Minister Ana Prout began. Then Ana Prout left. Secretary of State Jon Marsh met Ana Prout."
    )
    assert {"Ana Prout", "Jon Marsh"} <= set(found("", text, "en"))


def test_plural_and_singular_are_one_phrase() -> None:
    text = "A wind farm stands there. Two wind farms are planned. The wind farm is large."
    assert list(found("", text, "en")) == ["wind farm"]


def test_a_longer_phrase_says_what_its_parts_would() -> None:
    text = "The tunnel boring machine stopped. A tunnel boring machine is dear. The tunnel boring machine was repaired."
    assert list(found("", text, "en")) == ["tunnel boring machine"]


def test_a_headline_in_capitals_makes_no_names() -> None:
    text = "The council closed the swimming pool. Swimmers want the swimming pool back."
    assert next(iter(found("Council Leaves Angry Swimmers Without Swimming Pool", text, "en"))) == "swimming pool"


def test_a_title_made_of_the_first_sentence_counts_once() -> None:
    text = "Old ferries cross the grey strait. Nobody else does."
    assert found("Old ferries cross the grey…", text, "en") == {}


def test_possession_parts_phrases() -> None:
    text = "Kelland's water supply failed. The water supply is old. Kelland\u2019s water supply must be renewed."
    assert "Kelland's water supply" not in found("", text, "en")
    assert "water supply" in found("", text, "en")


@pytest.mark.parametrize(("title", "text"), [("", ""), (" ", "\n\n"), ("", "and of the"), ("", "12 345, 6.")])
def test_nothing_gives_nothing(title: str, text: str) -> None:
    assert found(title, text, "en") == {}


def test_scripts_without_spaces_give_nothing() -> None:
    assert found("台風", "台風が近づいている。" * 5, "ja") == {}


@pytest.mark.parametrize("language", [None, "", "xx", "is", "pt-BR", "../en", "1"])
def test_any_language_has_phrases(language: str | None) -> None:
    text = "Lagarfoss Energia vandar orkuver. Lagarfoss Energia hefur orkuver. Nýtt orkuver rís."
    assert "Lagarfoss Energia" in found("", text, language)


WORDS = st.sampled_from(
    ["the", "The", "of", "and", "said", "it's", "New", "US", "U.S.", "Harbour", "tunnel", "tunnels", "Minister", "Lena",
     "\n\n", "Okafor", "&", "l'eau", "d\u2019État", "\u2019", "2026", "4.5", "COVID-19", "東京", "-", "“", "."]
)  # fmt: skip


@given(
    st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=60),
    st.lists(WORDS, max_size=80).map(" ".join) | st.text(max_size=200),
    st.sampled_from(["en", "de", "fr", "es", "it", "ja", None]),
)
def test_phrases_are_few_scored_spelt_as_in_the_text_and_the_same_again(title: str, text: str, language: str) -> None:
    phrases = keyphrases.find(version(title, text, language))
    assert phrases == keyphrases.find(version(title, text, language))
    assert len(phrases) <= 10
    scores = [phrase.score for phrase in phrases]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert scores[:1] in ([], [1.0])
    assert len({phrase.phrase.casefold() for phrase in phrases}) == len(phrases)
    for phrase in phrases:
        assert isinstance(phrase, Keyphrase)
        assert phrase.model == keyphrases.MODEL
        assert " ".join(phrase.phrase.split()) in " ".join(text.split()) + "\n" + " ".join(title.split())


@pytest.mark.parametrize(
    "text", [EN * 1000, "Haus Baum " * 9000, "of the " * 9000, "& " * 9000, "Ab.C" * 9000, "x" * 90_000]
)
def test_a_very_long_text_costs_no_more_than_its_beginning(text: str) -> None:
    started = time.process_time()
    for language in ("en", "de"):
        keyphrases.find(version("", text, language))
    assert time.process_time() - started < 3.0


def test_words_that_all_the_news_says_weigh_less() -> None:
    title, text = "Ministers meet", "Trade talks went on. Trade talks and bridge repair. Bridge repair is dear." * 2
    plain = [phrase.phrase for phrase in keyphrases.find(version(title, text))]
    window = keyphrases.Window(1000, {"trade": 700, "talks": 600})
    weighed = {phrase.phrase: phrase.score for phrase in keyphrases.find(version(title, text), window)}
    assert plain[0].casefold() == "trade talks"
    assert next(iter(weighed)).casefold() == "bridge repair"
    assert min(weighed.values()) >= 0.2


def test_a_small_window_tells_nothing() -> None:
    assert keyphrases.Window(20, {"talks": 20}).rarity("talks") == 1
    assert keyphrases.Window(1000, {"talks": 1000}).rarity("talks") == 0.1
    assert keyphrases.Window(1000, {"talks": 20}).rarity("talks") == pytest.approx(1)
    assert keyphrases.Window(1000, {"talks": 1000}).rarity("bridge talks") == pytest.approx(0.5)
    assert keyphrases.Window(1000, {"talks": 1000}).rarity("&") == 1


def test_the_adjective_of_a_place_is_no_phrase_but_its_people_are() -> None:
    text = "Talks with the Norwegian side. A Norwegian ship. Norwegian law. Kurds fled. Kurds met. Many Kurds stay."
    phrases = [phrase.phrase for phrase in keyphrases.find(version("Talks", text))]
    assert "Norwegian" not in phrases
