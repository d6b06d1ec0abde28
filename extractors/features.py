"""Article -> what duplicates and stories compare articles by: its terms, a MinHash signature, an embedding.

Terms are words, case folded, without the stop words of the article's language; scripts that part no words by spaces
give overlapping character pairs. The signature is MinHash over word trigrams (Broder, "On the resemblance and
containment of documents", 1997) with multiply-shift hashing (Dietzfelbinger et al., 1997): two texts agree in a share
of its numbers that estimates the Jaccard similarity of their trigrams, with a standard deviation of 0.04 at 0.3.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b, shake_256
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from extractors import stop_words
from extractors.records import ArticleVersion, Features

MODEL = "terms-minhash/1"
PERMUTATIONS = 128
_SHINGLE = 3  # words; copies that were cut or re-edited keep a mean trigram Jaccard of 0.3, and far less of longer ones
_TITLE_WEIGHT = 2  # occurrences that one in the title counts
_MAX_TERMS = 300  # the most frequent; 9 of 10 news texts have fewer
_MIN_LETTERS = 4  # of a term, in languages whose stop words nobody listed: most of those are shorter
_CHUNK = 4096  # shingles hashed at a time: 4 MB
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_UNSPACED_RUN = re.compile(rf"[{_UNSPACED}]")
_NOT = re.compile(r"n['’]t\b")  # noqa: RUF001  the typographic apostrophe is meant
_INITIAL = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]\b)")
_KEYS = np.frombuffer(shake_256(MODEL.encode()).digest(PERMUTATIONS * 16), "<u8").reshape(2, PERMUTATIONS, 1)
_MULTIPLIERS, _OFFSETS = _KEYS[0] | np.uint64(1), _KEYS[1]


def of(version: ArticleVersion, embedding: Sequence[float]) -> Features:
    """Return the features of a version; the embedding is passed through, empty where no model speaks the language."""
    counts = terms(version.title, version.text, version.language)
    return Features(
        article_id=version.article_id,
        version_id=version.version_id,
        language=version.language,
        terms=tuple(counts),
        counts=tuple(counts.values()),
        embedding=tuple(map(float, embedding)),
        signature=signature(version.text),
        model=MODEL,
    )


def terms(title: str, text: str, language: str | None) -> dict[str, int]:
    """Return the terms of an article with their counts, the most frequent first, then as they appear.

    At most 300; those of the title count double.
    """
    counts: Counter[str] = Counter()
    for part, weight in ((title, _TITLE_WEIGHT), (text, 1)):
        for token in _tokens(part):
            counts[token] += weight
    kept = Counter({term: count for term, count in counts.items() if _tells_something(term, language)})
    return dict(kept.most_common(_MAX_TERMS))


def signature(text: str) -> tuple[int, ...]:
    """Return the 128 MinHash numbers of a text's word trigrams, each 0 .. 2^32-1; () for a text without words."""
    hashes = np.array([_hash(token) for token in _tokens(text)], np.uint64)
    if not hashes.size:
        return ()
    size = min(_SHINGLE, hashes.size)
    shingles = np.zeros(hashes.size - size + 1, np.uint64)
    for place in range(size):  # a polynomial in the words' hashes, so that their order counts
        shingles = shingles * np.uint64(0x9E3779B97F4A7C15) + hashes[place : place + shingles.size]
    return tuple(_least(np.unique(shingles)).tolist())


def _least(shingles: NDArray[np.uint64]) -> NDArray[np.uint64]:
    least = np.full(PERMUTATIONS, 2**32 - 1, np.uint64)
    for start in range(0, shingles.size, _CHUNK):
        hashed = (_MULTIPLIERS * shingles[start : start + _CHUNK] + _OFFSETS) >> np.uint64(32)
        least = np.minimum(least, hashed.min(axis=1))
    return least


def _hash(token: str) -> int:
    return int.from_bytes(blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _tokens(text: str) -> list[str]:
    """Words in order, case folded; apostrophes part them, the dots of U.S. do not, and the not of don't is left out."""
    plain = _INITIAL.sub(r"\1", _NOT.sub(" ", normalize("NFKC", text).casefold()))
    found: list[str] = []
    for token in _TOKEN.findall(plain):
        found += _pairs(token) if _UNSPACED_RUN.match(token) else [token]
    return found


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)] or [run]


def _tells_something(term: str, language: str | None) -> bool:
    if _UNSPACED_RUN.match(term):
        return len(term) > 1
    common = stop_words.of(language[:2].lower()) if language else None
    if common is None:
        return len(term) >= _MIN_LETTERS
    return len(term) > 1 and term not in common
