from __future__ import annotations

import subprocess
import sys

import pytest

from extractors import stop_words


@pytest.mark.parametrize(
    ("language", "word"), [("en", "the"), ("de", "und"), ("fr", "les"), ("es", "los"), ("no", "og")]
)
def test_languages_have_stop_words(language: str, word: str) -> None:
    assert word in (stop_words.of(language) or ())


@pytest.mark.parametrize("language", ["", "qq", "..", "../en", "日本"])
def test_what_is_no_listed_language_has_none(language: str) -> None:
    assert stop_words.of(language) is None


def test_a_list_does_not_load_spacy() -> None:
    code = "import sys; from extractors import stop_words; stop_words.of('fr'); print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  our own words
    assert done.stdout.strip() == "False"
