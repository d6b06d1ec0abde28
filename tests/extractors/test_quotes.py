from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import aliases, entities, quotations, quotes
from extractors.records import Quote
from tests.extractors.versions import version

TEXTS = st.text(st.sampled_from('aBc .,!?:\n"“”„«»‘’「」'), max_size=60)  # noqa: RUF001  the marks themselves
WORDS = "one two three four five"


def quoted(text: str, language: str | None = "en") -> list[Quote]:
    article = version("Mayor speaks", text, language)
    return list(quotes.find(article, aliases.resolve(entities.find(article), article).mentions))


@given(TEXTS)
def test_quotations_stand_in_order_within_the_text_and_in_their_marks(text: str) -> None:
    found = quotations.find(text)
    assert all(each.opened_at < each.start < each.end < each.closed_at <= len(text) for each in found)
    assert all(first.closed_at <= second.opened_at for first, second in pairwise(found))
    assert all(text[each.start : each.end].strip() == text[each.start : each.end] for each in found)


@given(TEXTS, st.sampled_from(["en", "de", "fr", "es", "ja", None]))
def test_any_text_gives_quotes_whose_offsets_give_their_words(text: str, language: str | None) -> None:
    article = version("", f"Ana Costa said: {text}", language)
    for quote in quotes.find(article, ()):
        assert article.text[quote.start_char : quote.end_char] == quote.quote
        assert 0 < quote.score <= 1
        assert quote.entity_id is None


@pytest.mark.parametrize("marks", ["“”", "„“", "„”", "””", "«»", "»«", '""', "\u2018\u2019", "「」"])
def test_each_pair_of_marks_opens_and_closes(marks: str) -> None:
    text = f"It is {marks[0]}{WORDS}{marks[1]}, they say."
    assert [text[each.start : each.end] for each in quotations.find(text)] == [WORDS]


@pytest.mark.parametrize(
    "text",
    [
        "The dogs' owner isn't there, it's 'em that are",
        'The 6\' 2" striker has a 32" screen',
        "He said “we will not and never closed it.\n\nAnother paragraph.",
        "The families\u2019 letters and the mayors\u2019 answers",
        'They made it to the top 5" of snow fell',
    ],
)
def test_apostrophes_inches_and_marks_without_partner_quote_nothing(text: str) -> None:
    assert quotations.find(text) == []


def test_a_quotation_over_paragraphs_is_one() -> None:
    text = "“One two three four.\n\n“Five six.\n\n“Seven eight.”\n\nNine."
    [quote] = quoted(text)
    assert quote.quote == "One two three four.\n\n“Five six.\n\n“Seven eight."


@pytest.mark.parametrize(
    "piece", ['"a ', '" "', "“a ", "\u2018a ", "\u2019 ", "« ", '"a" said b. ', "a said, ", "„x“, sagte Y. "]
)
def test_the_time_is_linear_in_the_length(piece: str) -> None:
    article = version("", piece * (100_000 // len(piece)))
    began = time.process_time()
    quotes.find(article, ())
    assert time.process_time() - began < 10


def test_the_speaker_is_linked_to_the_mention() -> None:
    text = "Helen Marsh, the mayor, came late. “We are not going to sign it,” Marsh said."
    [quote] = quoted(text)
    assert (quote.speaker, quote.verb, quote.score) == ("Marsh", "said", 0.95)
    assert quote.entity_id is not None
    assert quote.speaker_start == text.rindex("Marsh")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Helen Marsh spoke to Mary Quinn. “We are not going to sign,” she said.", None),
        ("Helen Marsh spoke to Peter Quinn. “We are not going to sign,” she said.", "Helen Marsh"),
        ("“We are not going to sign,” Helen Marsh\u2019s lawyer said.", "Helen Marsh\u2019s lawyer"),
        ("Helen Marsh was told: “We are not going to sign it.”", None),
        ("“We are not going to sign,” said a friend of Helen Marsh.", "a friend of Helen Marsh"),
    ],
)
def test_nobody_says_what_the_text_does_not_give_them(text: str, speaker: str | None) -> None:
    [quote] = quoted(text)
    assert quote.speaker == speaker
    assert (quote.entity_id is not None) == (speaker == "Helen Marsh")


def test_a_language_without_verbs_has_quotes_without_speakers() -> None:
    [quote] = quoted("„Demisi předám dnes osobně panu prezidentovi,“ řekl Petr Fiala.", "cs")
    assert (quote.speaker, quote.verb, quote.score) == (None, None, 0.5)
