from __future__ import annotations

import numpy as np
import pytest

from extractors import multilingual

pytestmark = pytest.mark.skipif(not multilingual.is_installed(), reason="the multilingual model is not installed")


def test_texts_of_one_meaning_are_near_in_any_language() -> None:
    storm, sturm, cup = multilingual.embed(
        ["A storm has cut off the island.", "Ein Sturm hat die Insel abgeschnitten.", "Sie hat das Finale gewonnen."]
    )
    assert storm @ sturm > 0.6
    assert storm @ cup < 0.3


def test_a_row_is_of_unit_length_and_depends_on_its_own_text_only() -> None:
    texts = ["Un orage arrive.", "", "x" * 5000]
    rows = multilingual.embed(texts)
    assert rows.shape == (3, multilingual.DIMENSIONS)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.array_equal(rows[0], multilingual.embed(texts[:1])[0])
    assert multilingual.embed([]).shape == (0, multilingual.DIMENSIONS)


def test_it_speaks_what_it_was_trained_on() -> None:
    assert multilingual.speaks("de")
    assert multilingual.speaks("pt-BR")
    assert not multilingual.speaks("is")
    assert not multilingual.speaks(None)
