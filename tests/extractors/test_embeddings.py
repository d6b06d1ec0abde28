from __future__ import annotations

import subprocess
import sys
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import embeddings
from tests.extractors.versions import version

TEXTS = (
    "The central bank raised its key rate.",
    "Der Bundestag stimmt ab.",
    "",
    "Rebels took the town. " * 200,
    "A short one",
    "Zażółć gęślą jaźń 日本語 \x00 🙂",
)

KNOWN = (0.0368, -0.0399, -0.0555, -0.0129)  # the first four numbers


def test_a_row_is_the_same_to_the_bit_alone_and_in_any_company() -> None:
    together = embeddings.embed(TEXTS)
    backwards = embeddings.embed(TEXTS[::-1])[::-1]
    alone = np.vstack([embeddings.embed([text]) for text in TEXTS])
    assert together.tobytes() == backwards.tobytes() == alone.tobytes()


def test_rows_have_unit_length_and_384_numbers() -> None:
    rows = embeddings.embed(TEXTS)
    assert rows.shape == (len(TEXTS), embeddings.DIMENSIONS)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-6)


def test_no_texts_give_no_rows() -> None:
    assert embeddings.embed([]).shape == (0, embeddings.DIMENSIONS)


def test_nearness_follows_meaning() -> None:
    rate, bond, goal = embeddings.embed(
        ["The bank raised interest rates.", "Lenders made borrowing dearer.", "She scored twice in the cup final."]
    )
    assert rate @ bond > rate @ goal + 0.2


def test_what_lies_beyond_256_tokens_does_not_count() -> None:
    long = "peace talks " * 300
    one, other = embeddings.embed([long, long + "football"])
    assert one.tobytes() == other.tobytes()


def test_a_known_text_has_the_known_embedding() -> None:
    (row,) = embeddings.embed(["The central bank raised its key rate."])
    np.testing.assert_allclose(row[:4], KNOWN, atol=0.005)  # another processor may round otherwise


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_has_an_embedding(text: str) -> None:
    assert np.isfinite(embeddings.embed([text])).all()


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("en", True),
        ("EN", True),
        ("en-GB", True),
        ("en_US", True),
        ("de", False),
        ("enm", False),
        ("", False),
        (None, False),
    ],
)
def test_it_speaks_english_only(language: str | None, *, spoken: bool) -> None:
    assert embeddings.speaks(language) is spoken


def test_a_lead_is_the_title_and_the_beginning_of_the_text() -> None:
    assert (
        embeddings.lead(version(" Rates rise ", "The bank acted.\n\nMore.")) == "Rates rise\nThe bank acted.\n\nMore."
    )
    assert embeddings.lead(version("Rates rise", "Rates rise\n\nThe bank acted.")) == "Rates rise\n\nThe bank acted."
    assert embeddings.lead(version("The bank…", "The bank acted.")) == "The bank acted."
    assert embeddings.lead(version("", "The bank acted.")) == "The bank acted."
    assert embeddings.lead(version("Rates rise", "")) == "Rates rise"
    assert embeddings.lead(version("", "")) == ""


def test_a_lead_is_short_even_of_a_long_text() -> None:
    assert len(embeddings.lead(version("Title", "word " * 100_000))) < 2100


def test_another_model_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "another_model").mkdir()
    (tmp_path / "another_model" / "__init__.py").touch()
    (tmp_path / "another_model" / "model.onnx").write_bytes(b"another model")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(embeddings.ModelError, match=r"another_model has SHA-256 \w{64}, expected 8199be6f"):
        embeddings.model_file("another_model")


def test_a_missing_model_is_named() -> None:
    with pytest.raises(embeddings.ModelError, match="install no-such-model"):
        embeddings.model_file("no_such_model")


def test_importing_the_module_loads_no_model() -> None:
    code = (
        "import sys, extractors.embeddings, extractors.topics; print({'onnxruntime', 'tokenizers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  our own words
    assert done.stdout.strip() == "set()"


def test_the_vocabulary_is_that_of_bert_uncased() -> None:
    words = resources.files("extractors.data").joinpath("bert-uncased-vocab.txt").read_text("utf-8").split()
    assert len(words) == len(set(words)) == 30_522
    assert [words.index(word) for word in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "the")] == [0, 100, 101, 102, 1996]
