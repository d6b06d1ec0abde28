from __future__ import annotations

import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import entities, sentences
from tests.extractors.versions import version

OWN = Path(__file__).parents[1] / "quality" / "sentences.txt"
TEXTS = st.text(st.sampled_from("aBé.!?… \n\"'“”»«()。」3UDr,-\u3000"), max_size=80)


def texts_of(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences.split(text)]


@given(TEXTS)
def test_sentences_are_all_of_the_text_but_blanks_in_order(text: str) -> None:
    found = sentences.split(text)
    assert "".join("".join(texts_of(text)).split()) == "".join(text.split())
    assert all(start < end for start, end in found)
    assert all(end <= start for (_, end), (start, _) in pairwise(found))
    assert all(each == each.strip() and "\n" not in each for each in texts_of(text))


@given(TEXTS, TEXTS)
def test_lines_are_split_each_by_itself(first: str, second: str) -> None:
    assert texts_of(f"{first}\n{second}") == texts_of(first) + texts_of(second)


def test_sentences_of_our_own_set_are_nearly_all_found() -> None:
    lines = [line for line in OWN.read_text("utf-8").splitlines() if not line.startswith("#")]
    right = marked = made = 0
    for line in lines:
        expected = [part.strip() for part in line.split("‖")]
        found = texts_of(line.replace(" ‖ ", " ").replace("‖", ""))
        right += sum((Counter(found) & Counter(expected)).values())
        made, marked = made + len(found), marked + len(expected)
    assert len(lines) >= 30
    assert min(right / made, right / marked) >= 0.97  # measured 1.000


@pytest.mark.parametrize("piece", ["Dr. ", "a.b.", '"', "... ", "said. He ", "。「", "1. ", "« oui. » "])
def test_the_time_is_linear_in_the_length(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    began = time.process_time()
    sentences.split(text)
    assert time.process_time() - began < 8


def test_each_mention_stands_in_its_sentence() -> None:
    title = "Shares of Yahoo! Japan rise in U.S. trade"
    article = version(
        title,
        "Mr. Kenji Morita of Yahoo! Japan flew to the U.S. on Monday.\n\nU.S. President Carla Jensen was away. So?",
    )
    mentions = sentences.mark(entities.find(article), article)
    assert len(mentions) >= 5
    for mention in mentions:
        text = title if mention.part == "title" else article.text
        assert mention.sentence_start is not None
        sentence = text[mention.sentence_start : mention.sentence_end]
        assert mention.surface in sentence
        assert sentence == title or sentence in article.text.split("\n\n")[0] or sentence.endswith("was away.")
    assert {m.part for m in mentions} >= {"title", "lead", "body"}


def test_a_text_without_mentions_has_none_to_mark() -> None:
    assert sentences.mark((), version("", "")) == ()
