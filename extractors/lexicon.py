"""Texts -> their words, and for each word the vector with which spaCy's small English network begins.

The vector hangs on nothing but the word's norm, first and last letters and shape (spaCy's `MultiHashEmbed`, Serra and
Karatzoglou, "Getting deep recommenders fit: Bloom embeddings", 2017), so that it is computed once for each word that is
met and kept; so is how the tokenizer parts a run of characters between blanks, which hangs on nothing around it. What
is kept does not change what is found: each row is computed by itself, from tables multiplied with the mixing layer's
weights beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.language import Language

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# As spaCy's tokenizer parts a text: of the blanks behind a word the first, if it is a plain one, belongs to no token.
_CHUNK = re.compile(r"\S+|(?:^|(?<= )|(?=[^\S ]))\s+")
_ATTRIBUTES = ("NORM", "PREFIX", "SUFFIX", "SHAPE")  # in the order of the network's tables
_LEXICAL = (*_ATTRIBUTES, "IS_SPACE")  # of 23 attributes that spaCy would work out for each new word
_TOKENS = 70_000  # kept, of some 50,000 words: 25 MB; 40 articles of 1,700 words have 22,000
PIECES = 3  # of a maxout layer


class Norm:
    """A layer normalization (Ba et al., 2016)."""

    def __init__(self, layer: Any) -> None:  # noqa: ANN401  thinc's types do not tell layers apart
        self._scale, self._shift = layer.get_param("G"), layer.get_param("b")

    def __call__(self, rows: Floats) -> Floats:
        """Return these rows normalized, in place."""
        rows -= rows.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + 1e-8
        rows *= (1 / np.sqrt(variance)).astype(np.float32)[:, None]
        rows *= self._scale
        rows += self._shift
        return rows


class Maxout:
    """The weights of a maxout layer (Goodfellow et al., 2013), its pieces one beside the other, not interleaved."""

    def __init__(self, layer: Any) -> None:  # noqa: ANN401
        weights = layer.get_param("W")  # width, pieces, inputs
        self.weights: Floats = np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(weights.shape[2], -1))
        self.bias: Floats = layer.get_param("b").T.reshape(-1).copy()

    @staticmethod
    def largest(pieces: Floats) -> Floats:
        """Return of each number's pieces the largest."""
        first, second, third = np.split(pieces, PIECES, axis=1)
        found: Floats = np.maximum(first, second)
        return np.maximum(found, third, out=found)


class _Table:
    """Rows that are added; room for twice as many is made where there is none."""

    def __init__(self, width: int, kind: type) -> None:
        self.rows: NDArray[Any] = np.zeros((1024, width), kind)
        self.count = 0

    def add(self, rows: NDArray[Any]) -> int:
        """Add rows; return the number of the first."""
        first, self.count = self.count, self.count + len(rows)
        if self.count > len(self.rows):
            more = np.zeros((2 * self.count - len(self.rows), self.rows.shape[1]), self.rows.dtype)
            self.rows = np.concatenate([self.rows, more])
        self.rows[first : self.count] = rows
        return first


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of some texts, one after the other: arrays of one length."""

    text: Ints  # which text each is of
    start: Ints
    end: Ints
    row: Ints  # of `Lexicon.vectors`
    is_space: NDArray[np.bool_]


class Lexicon:
    """The words that were met; past a number of them all are forgotten."""

    def __init__(self, nlp: Language) -> None:
        """Take the tables out of a loaded pipeline."""
        from spacy.attrs import IDS  # type: ignore[import-not-found]  # noqa: PLC0415  at first use: a second of CPU
        from thinc.api import NumpyOps  # noqa: PLC0415

        self._nlp, self._hashes = nlp, NumpyOps().hash
        vocab: Any = nlp.vocab
        vocab.lex_attr_getters = {IDS[name]: vocab.lex_attr_getters[IDS[name]] for name in _LEXICAL}
        layers = list(nlp.get_pipe("ner").model.get_ref("tok2vec").walk())  # type: ignore[attr-defined]
        self._mix = Maxout(next(each for each in layers if each.name == "maxout"))
        self._norm = Norm(next(each for each in layers if each.name == "layernorm"))
        tables = [each for each in layers if each.name == "hashembed"]
        parts = np.split(self._mix.weights, len(tables))
        self._tables = [
            (each.attrs["seed"], each.get_param("E") @ part) for each, part in zip(tables, parts, strict=True)
        ]
        self._forget()

    def _forget(self) -> None:
        width = len(self._mix.bias) // PIECES
        self._vectors, self._tokens = _Table(width, np.float32), _Table(4, np.int64)
        self._vectors.add(np.zeros((1, width), np.float32))  # row 0 is no word: what stands between texts
        self._chunks: dict[str, tuple[int, int]] = {}  # -> first of its tokens, how many
        self._words: dict[bytes, int] = {}  # attributes -> row

    @property
    def vectors(self) -> Floats:
        """A row for each word; row 0 is zeros."""
        return self._vectors.rows

    def tokens(self, texts: Sequence[str]) -> Tokens:
        """Return the tokens of these texts, as spaCy's tokenizer parts them."""
        if self._tokens.count > _TOKENS:
            self._forget()
        self._meet({chunk for text in texts for chunk in _CHUNK.findall(text)} - self._chunks.keys())
        found = [
            (number, chunk.start(), *self._chunks[chunk.group()])
            for number, text in enumerate(texts)
            for chunk in _CHUNK.finditer(text)
        ]
        text, at, first, count = np.array(found, np.int64).reshape(-1, 4).T
        before = np.cumsum(count) - count  # tokens of the chunks before each
        which = np.repeat(first - before, count) + np.arange(count.sum())
        start, end, row, is_space = self._tokens.rows[which].T
        at = np.repeat(at, count)
        return Tokens(np.repeat(text, count), start + at, end + at, row, is_space.astype(bool))

    def _meet(self, chunks: set[str]) -> None:
        """Have the tokenizer part these chunks, on a line each: no rule of it spans lines."""
        blanks = {chunk for chunk in chunks if chunk.isspace()}
        if words := sorted(chunks - blanks):
            self._keep(words, "\n".join(words))
        for chunk in blanks:
            self._keep([chunk], chunk)

    def _keep(self, chunks: list[str], text: str) -> None:
        with self._nlp.memory_zone():
            table = self._nlp.tokenizer(text).to_array([*_ATTRIBUTES, "LENGTH", "SPACY"]).astype(np.uint64, copy=False)
        attributes, (lengths, spaces) = table[:, :-2], table[:, -2:].astype(np.int64).T
        starts = np.cumsum(lengths + spaces) - lengths - spaces
        begins = np.cumsum([0, *(len(chunk) + 1 for chunk in chunks)])
        owner = np.searchsorted(begins, starts, side="right") - 1
        inside = starts < begins[owner + 1] - 1  # not the line's end
        starts = (starts - begins[owner])[inside]
        rows = self._rows(attributes[inside])
        is_space = np.full(len(starts), chunks[0].isspace())
        first = self._tokens.add(np.column_stack([starts, starts + lengths[inside], rows, is_space]))
        counts = np.bincount(owner[inside], minlength=len(chunks))
        firsts = first + np.cumsum(counts) - counts
        self._chunks.update(zip(chunks, zip(firsts.tolist(), counts.tolist(), strict=True), strict=True))

    def _rows(self, attributes: NDArray[np.uint64]) -> Ints:
        """Return the rows of words with these attributes, computing those of new ones."""
        keys = [each.tobytes() for each in attributes]
        new = {key: number for number, key in enumerate(keys) if key not in self._words}
        if new:
            first = self._vectors.add(self._vectors_of(attributes[list(new.values())]))
            self._words.update(zip(new, range(first, first + len(new)), strict=True))
        return np.array([self._words[key] for key in keys], np.int64)

    def _vectors_of(self, attributes: NDArray[np.uint64]) -> Floats:
        pieces = np.tile(self._mix.bias, (len(attributes), 1))
        for column, (seed, table) in enumerate(self._tables):
            hashes = self._hashes(np.ascontiguousarray(attributes[:, column]), seed) % len(table)
            for each in hashes.T:
                pieces += table[each]
        return self._norm(self._mix.largest(pieces))
