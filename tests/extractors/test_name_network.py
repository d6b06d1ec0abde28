"""What is computed for all words at once is what spaCy finds word by word."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import lexicon, name_network, spacy_model
from extractors.lexicon import Floats, Lexicon
from extractors.name_network import NameNetwork

TEXTS = [
    "Mara Quill, the mayor of Veldia, told Reuters on Monday that the U.S. would pay $4.5 million for the harbour.",
    "",
    "  The Harbour Board didn't answer;  its chairman, Sir Tobias Lund-Hansen (62), was in New York City.",
    "He's written to https://gazette.example/harbour?id=7 and info@gazette.example :-) e.g. at 5p.m. ",
    "\tOn\u00a0 May 3, 2024,\r\n the European Union's Court of Justice ruled 7-2 against \u201cBaltic Lines\u201d Ltd.",
    "\u00dcber M\u00fcnchen fiel \u96ea; 60% of the Germans \u2014 two-thirds \u2014 stayed home...",
    "Quill",
    "   ",
    "Berlin Paris London Rome Madrid Lisbon Vienna Prague Warsaw Oslo Helsinki Stockholm Copenhagen Dublin",
    "CAN ANYONE STOP MANCHESTER CITY? asked Jo, Kim Lee and J. R. Okonkwo of FC Veldia United",
]
_CHARACTERS = st.sampled_from([*"abzAZ019", *" \t\n\u00a0\u2003", *".,:;'\u2019\"()-/@$%&:)\u00e9\u96ea"])
_PIECES = st.sampled_from(
    [" ", "  ", "don't", "U.S.", ":)", "'s", "e.g.", "Mr.", "10km", "a-b", "http://x.example", "C++"]
)


@pytest.fixture(scope="module")
def network() -> NameNetwork:
    return NameNetwork(spacy_model.load())


@pytest.fixture(scope="module")
def words() -> Lexicon:
    return Lexicon(spacy_model.load())


def _by_spacy(texts: list[str]) -> list[list[tuple[int, int, str]]]:
    docs = spacy_model.load().pipe(texts)
    return [[(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents] for doc in docs]


def test_the_names_are_those_that_spacy_finds(network: NameNetwork) -> None:
    expected = _by_spacy(TEXTS)
    assert sum(map(len, expected)) > 15
    assert network.names(TEXTS) == expected


def test_names_do_not_hang_on_what_was_met_before(network: NameNetwork) -> None:
    fresh = NameNetwork(spacy_model.load())
    assert [fresh.names([text])[0] for text in reversed(TEXTS)][::-1] == network.names(TEXTS)


def test_texts_of_any_length_are_read_in_parts(network: NameNetwork) -> None:
    texts = TEXTS * 40
    assert sum(map(len, texts)) > 20_000
    assert network.names(texts) == network.names(TEXTS) * 40


@pytest.mark.parametrize("together", [0, 1, 100])
def test_names_hang_on_no_number_of_steps(network: NameNetwork, monkeypatch: pytest.MonkeyPatch, together: int) -> None:
    expected = network.names(TEXTS)
    monkeypatch.setattr(name_network, "_TOGETHER", together)
    assert network.names(TEXTS) == expected


def test_no_text_has_no_names(network: NameNetwork) -> None:
    assert network.names([]) == []


def _apart(words: Lexicon, text: str) -> list[tuple[int, str]]:
    tokens = words.tokens([text])
    return [(int(start), text[start:end]) for start, end in zip(tokens.start, tokens.end, strict=True)]


@settings(deadline=None)
@given(st.lists(st.one_of(_CHARACTERS, _PIECES), max_size=40).map("".join))
def test_tokens_are_those_of_the_tokenizer(words: Lexicon, text: str) -> None:
    expected = spacy_model.load().make_doc(text)
    assert _apart(words, text) == [(token.idx, token.text) for token in expected]
    assert words.tokens([text]).is_space.tolist() == [token.is_space for token in expected]


def _vectors(words: Lexicon, texts: list[str]) -> Floats:
    rows = words.tokens(texts).row
    vectors: Floats = words.vectors[rows]
    return vectors


def test_vectors_are_those_of_the_network(words: Lexicon) -> None:
    nlp = spacy_model.load()
    embed = nlp.get_pipe("ner").model.get_ref("tok2vec").layers[0].layers[0]  # type: ignore[attr-defined]
    text = " ".join(TEXTS)
    (expected,) = embed.predict([nlp.make_doc(text)])
    np.testing.assert_allclose(_vectors(words, [text]), expected, atol=1e-4)


def test_what_was_met_is_forgotten_in_time(words: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _vectors(words, TEXTS)
    monkeypatch.setattr(lexicon, "_TOKENS", 5)
    assert words.tokens(["harbour"]).row.tolist() == [1]
    assert _vectors(words, TEXTS).tobytes() == before.tobytes()
