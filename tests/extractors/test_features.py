from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors import features
from tests.extractors.versions import version


def agreement(one: Sequence[int], other: Sequence[int]) -> float:
    """Return the share of the least numbers of both that both have: an estimate of how much they resemble."""
    least = sorted({*one, *other})[: features.SIGNATURE]
    return len({*one} & {*other} & {*least}) / len(least)


def test_features_name_their_article_version_language_and_model() -> None:
    found = features.of(version("Floods", "Rivers rise.", "en"), [0.6, 0.8])
    assert (found.article_id, found.version_id, found.language, found.model) == ("a1", "v1", "en", features.MODEL)
    assert found.embedding == (0.6, 0.8)
    assert len(found.terms) == len(found.counts)


def test_title_terms_count_double_and_stop_words_not_at_all() -> None:
    assert features.terms("Flood in Arvik", "The flood was over by the evening.", "en") == {
        "flood": 3,
        "arvik": 2,
        "evening": 1,
    }


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        ("The U.S. and the US don't agree.", "en", {"agree"}),
        ("Marenia\u2019s and Marenia's ports", "en", {"marenia", "ports"}),
        ("Die Koalition ist zerbrochen", "de", {"koalition", "zerbrochen"}),
        ("La réforme d'un système", "fr", {"réforme", "système"}),
        ("習近平主席", "zh", {"習近", "近平", "平主", "主席"}),
        ("an bhfuil rialtas nua", "xx", {"bhfuil", "rialtas"}),
        ("\uff26\uff2c\uff2f\uff2f\uff24 Flood", "en", {"flood"}),
        ("word word", None, {"word"}),
    ],
)
def test_terms_of_many_scripts(text: str, language: str | None, terms: set[str]) -> None:
    assert set(features.terms("", text, language)) == terms


def test_only_the_most_frequent_terms_are_kept() -> None:
    text = " ".join(f"word{n}" for n in range(400)) + " word399 word399"
    found = features.terms("", text, "en")
    assert len(found) == 300
    assert next(iter(found.items())) == ("word399", 3)


def test_signatures_estimate_how_much_two_texts_share() -> None:
    words = [f"word{n}" for n in range(1000)]
    whole, half = features.signature(" ".join(words)), features.signature(" ".join(words[:500]))
    assert agreement(whole, half) == pytest.approx(0.5, abs=0.15)  # more than three standard deviations
    assert agreement(whole, features.signature(" ".join(reversed(words)))) < 0.05
    assert agreement(whole, features.signature(" ".join(words).upper())) == 1


def test_a_signature_holds_the_least_of_a_long_text_and_all_of_a_short_one() -> None:
    assert features.signature("  … !") == ()
    assert len(features.signature("Flood")) == 1
    assert len(features.signature("Rivers rise in the north")) == 3
    words = [f"word{n}" for n in range(9000)]
    whole = features.signature(" ".join(words))
    assert len(whole) == features.SIGNATURE
    assert list(whole) == sorted(whole)
    parts = (features.signature(" ".join(words[start : start + 3002])) for start in (0, 3000, 6000))
    assert list(whole) == sorted({number for part in parts for number in part})[: features.SIGNATURE]


def test_scripts_without_spaces_have_signatures_of_their_characters() -> None:
    text = "国家主席习近平星期五在北京会见了来访的外国客人双方就共同关心的问题交换了意见"
    assert len(features.signature(text)) == len(text) - 3
    assert agreement(features.signature(text), features.signature(text[4:])) > 0.8
    assert agreement(features.signature(text), features.signature(text[::-1])) == 0


def test_features_are_the_same_in_another_process() -> None:
    code = "from extractors import features; print(features.signature('Rivers rise in the north of Marenia')[:4])"
    command = [sys.executable, "-c", code]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  our own code
    assert printed.strip() == str(features.signature("Rivers rise in the north of Marenia")[:4])


@given(st.text(max_size=300), st.text(max_size=40), st.sampled_from(["en", "de", "zh", "xx", None]))
def test_any_text_has_features(text: str, title: str, language: str | None) -> None:
    found = features.of(version(title, text, language), ())
    assert found == features.of(version(title, text, language), ())
    assert len(set(found.terms)) == len(found.terms) == len(found.counts)
    assert all(count >= 1 for count in found.counts)
    assert len(found.signature) <= features.SIGNATURE
    assert list(found.signature) == sorted(set(found.signature))
    assert all(0 <= number < 2**32 for number in found.signature)
