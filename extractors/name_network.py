"""spaCy's small English entity recogniser, computed for all words of an article at once instead of word by word.

The same weights and the same arithmetic: word vectors, four residual convolutions over three words with maxout and
layer normalization, and a greedy decoder whose moves begin, continue, end and leave a name (Lample et al., "Neural
architectures for named entity recognition", 2016; Honnibal, "Embed, encode, attend, predict", 2016). spaCy's decoder
goes word by word and asks of each of 74 moves whether it is allowed: half of its CPU. What it sees of the past is only
where the open name began. So outside of names all words are judged at once, then each name is followed from each word
that could begin one, and what begins inside of another name falls away. A word's vector is looked up (`lexicon`).
All in all a quarter of spaCy's CPU or less; the names are spaCy's (each of 10,697 in 129 articles), but for what the
last bit of a sum may decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from extractors.lexicon import PIECES, Floats, Ints, Lexicon, Maxout, Norm, Tokens

if TYPE_CHECKING:
    from spacy.language import Language

_GAP = 4  # rows of zeros around each text: as far as four convolutions see
_TOGETHER = 12  # tokens for which all names are followed at once; what is longer, and hostile, only where it counts
_PART_CHARS = 20_000  # some 4,000 words: 12 MB


class NameNetwork:
    """The recogniser of a loaded pipeline of spaCy's whose entity recogniser has a network of its own."""

    def __init__(self, nlp: Language) -> None:
        """Take the weights out of the pipeline."""
        recogniser: Any = nlp.get_pipe("ner")
        layers = list(recogniser.model.get_ref("tok2vec").walk())
        self._lexicon = Lexicon(nlp)
        maxouts, norms = ([each for each in layers if each.name == name] for name in ("maxout", "layernorm"))
        self._convolutions = [(Maxout(a), Norm(b)) for a, b in zip(maxouts[1:], norms[1:], strict=True)]
        self._decoder = _Decoder(recogniser, next(each for each in layers if each.name == "linear"))

    def names(self, texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        """Return for each text the names found in it as (start, end, label), in order."""
        return [names for part in _parts(texts) for names in self._names(part)]

    def _names(self, texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        tokens = self._lexicon.tokens(texts)
        found: list[list[tuple[int, int, str]]] = [[] for _ in texts]
        if len(tokens.row):
            for first, last, label in self._decoder.names(self._encoded(tokens), tokens):
                found[tokens.text[first]].append((int(tokens.start[first]), int(tokens.end[last]), label))
        return found

    def _encoded(self, tokens: Tokens) -> Floats:
        """Return a vector for each token, made of its own and those of four on each side."""
        places = np.arange(len(tokens.row)) + _GAP * (np.unique(tokens.text, return_inverse=True)[1] + 1)
        rows = np.zeros(places[-1] + _GAP + 1, np.int64)
        rows[places] = tokens.row
        vectors = self._lexicon.vectors[rows]
        width = vectors.shape[1]
        windows = np.zeros((len(vectors), 3 * width), np.float32)
        pieces = np.empty((len(vectors), PIECES * width), np.float32)
        for maxout, norm in self._convolutions:
            windows[1:, :width] = vectors[:-1]
            windows[:, width : 2 * width] = vectors
            windows[:-1, 2 * width :] = vectors[1:]
            np.matmul(windows, maxout.weights, out=pieces)  # with one thread (`flows`) a third faster than spaCy's blis
            pieces += maxout.bias
            vectors += norm(maxout.largest(pieces))
        encoded: Floats = vectors[places]
        return encoded


def _parts(texts: Sequence[str]) -> Iterator[list[str]]:
    """Part texts so that their windows stay small; how many go together hardly changes the CPU."""
    part: list[str] = []
    for text in texts:
        part.append(text)
        if sum(map(len, part)) >= _PART_CHARS:
            yield part
            part = []
    yield part


class _Decoder:
    """Vectors of tokens -> names, by the moves of a pushdown automaton: begin, in, last, unit, out."""

    def __init__(self, recogniser: Any, linear: Any) -> None:  # noqa: ANN401  thinc's types do not tell layers apart
        lower, upper = recogniser.model.get_ref("lower"), recogniser.model.get_ref("upper")
        moves = [recogniser.moves.get_class_name(number) for number in range(recogniser.moves.n_moves)]
        self._labels = [move[2:] for move in moves if move.startswith("B-")]
        features, hidden, pieces, width = lower.get_param("W").shape
        weights = lower.get_param("W").transpose(0, 2, 1, 3).reshape(-1, width)
        self._weights: Floats = np.ascontiguousarray((weights @ linear.get_param("W")).T)
        self._shift: Floats = weights @ linear.get_param("b")
        self._bias: Floats = lower.get_param("b").T.reshape(-1)
        self._missing: Floats = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(features, pieces * hidden)
        begin, inside, last, unit, out = (
            [number for number, move in enumerate(moves) if move.startswith(kind)]
            for kind in ("B-", "I-", "L-", "U-", "O")
        )
        scores, bias = upper.get_param("W"), upper.get_param("b")
        outside = [*begin, *unit[: len(begin)], *out]  # "U-" without a label is never allowed
        self._outside: Floats = np.ascontiguousarray(scores[outside].T)
        self._outside_bias: Floats = bias[outside]
        self._ends: Floats = scores[last] - scores[inside]  # how much rather a name of each label ends than goes on
        self._ends_bias: Floats = bias[last] - bias[inside]

    def names(self, vectors: Floats, tokens: Tokens) -> list[tuple[int, int, str]]:
        """Return the first and the last token of each name, and its label."""
        features = vectors @ self._weights + self._shift
        now, first, before = np.split(features, len(self._missing), axis=1)
        is_last = np.append(tokens.text[1:] != tokens.text[:-1], True)  # of its text
        moves = self._moves(now, tokens.is_space, is_last)
        starts = np.flatnonzero(moves < 2 * len(self._labels))
        labels = moves[starts] % len(self._labels)
        ends = starts.copy()

        def longer(names: Ints) -> Ints:
            """Let these names have one token more; return those that go on."""
            ends[names] += 1
            at, label = ends[names], labels[names]
            hidden = _largest(now[at] + first[starts[names]] + before[at - 1] + self._bias)
            ending = np.einsum("ij,ij->i", hidden, self._ends[label]) + self._ends_bias[label]
            going: Ints = names[~is_last[at] & (ending <= 0)]
            return going

        going = np.flatnonzero(moves[starts] < len(self._labels))
        for _ in range(_TOGETHER):
            going = longer(going)
        kept = list(_apart(starts, ends, set(going.tolist()), longer))
        return [(int(starts[each]), int(ends[each]), self._labels[labels[each]]) for each in kept]

    def _moves(self, now: Floats, is_space: NDArray[np.bool_], is_last: NDArray[np.bool_]) -> Ints:
        """Return the best move at each token when no name is open: the number of its label, of both, or past them."""
        n_labels = len(self._labels)
        hidden = _largest(now + (self._missing[1] + self._missing[2] + self._bias))
        scores = hidden @ self._outside + self._outside_bias
        scores[is_last, :n_labels] = -np.inf
        scores[is_space, : 2 * n_labels] = -np.inf
        best: Ints = scores.argmax(axis=1)
        return best


def _apart(starts: Ints, ends: Ints, going: set[int], longer: Callable[[Ints], Ints]) -> Iterator[int]:
    """Yield of names that overlap the first, as a decoder that goes word by word would; end those that still go on."""
    free = 0
    for name, start in enumerate(starts.tolist()):
        if start >= free:
            while name in going:
                if not len(longer(np.array([name]))):
                    going.remove(name)
            free = int(ends[name]) + 1
            yield name


def _largest(pieces: Floats) -> Floats:
    half = pieces.shape[1] // 2
    found: Floats = np.maximum(pieces[:, :half], pieces[:, half:])
    return found
