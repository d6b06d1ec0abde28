"""Article -> what duplicates and stories compare articles by: its terms, a MinHash signature, an embedding, an agency.

Terms are words, case folded, without the stop words of the article's language; scripts that part no words by spaces
give overlapping character pairs. The signature is MinHash in its first form: the least hashes of the text's word
trigrams (Broder, "On the resemblance and containment of documents", 1997). It holds all of them of a text of up to 256,
and of two longer ones a common sample, so it tells both the share of trigrams that two texts have in common and the
share of the shorter that stands in the longer; one number for each of many hash functions tells the second badly.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from hashlib import blake2b
from unicodedata import normalize

import numpy as np

from extractors import agencies, stop_words
from extractors.records import ArticleVersion, Features

MODEL = "terms-minhash/2"
SIGNATURE = 256  # numbers of it at most
_SHINGLE = (
    3  # words; of copies with every 20th word changed three quarters of the trigrams are left, of 5-grams two thirds
)
_TITLE_WEIGHT = 2  # occurrences that one in the title counts
_MAX_TERMS = 300  # the most frequent; 9 of 10 news texts have fewer
_MIN_LETTERS = 4  # of a term, in languages whose stop words nobody listed: most of those are shorter
_MIX = np.uint64(0x9E3779B97F4A7C15)  # odd, so that multiplying loses nothing
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_UNSPACED}]+|[^\W_{_UNSPACED}]+")
_UNSPACED_RUN = re.compile(rf"[{_UNSPACED}]")
_NOT = re.compile(r"n['’]t\b")  # noqa: RUF001  the typographic apostrophe is meant
_INITIAL = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]\b)")


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
        agency=agencies.named(version.text, version.authors),
    )


def terms(title: str, text: str, language: str | None) -> dict[str, int]:
    """Return the terms of an article with their counts, the most frequent first, then as they appear.

    At most 300; those of the title count double.
    """
    counts: Counter[str] = Counter()
    for token in _tokens(title):
        counts[token] += _TITLE_WEIGHT
    counts.update(_tokens(text))
    common = stop_words.of(language[:2].lower()) if language else None
    kept = Counter({term: count for term, count in counts.items() if _tells_something(term, common)})
    return dict(kept.most_common(_MAX_TERMS))


def signature(text: str) -> tuple[int, ...]:
    """Return the least 256 of the hashes of a text's word trigrams, rising, each 0 .. 2^32-1; () without words."""
    tokens = _tokens(text)
    known = {token: _hash(token) for token in set(tokens)}
    hashes = np.array([known[token] for token in tokens], np.uint64)
    if not hashes.size:
        return ()
    size = min(_SHINGLE, hashes.size)
    shingles = np.zeros(hashes.size - size + 1, np.uint64)
    for place in range(size):  # a polynomial in the words' hashes, so that their order counts
        shingles = shingles * _MIX + hashes[place : place + shingles.size]
    mixed = (shingles ^ (shingles >> np.uint64(31))) * _MIX >> np.uint64(32)
    return tuple(np.unique(mixed)[:SIGNATURE].tolist())


@lru_cache(1 << 15)  # most words of an article stood in others
def _hash(token: str) -> int:
    return int.from_bytes(blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@lru_cache(1)  # the terms and the signature are of one text
def _tokens(text: str) -> tuple[str, ...]:
    """Words in order, case folded; apostrophes part them, the dots of U.S. do not, and the not of don't is left out."""
    plain = _INITIAL.sub(r"\1", _NOT.sub(" ", normalize("NFKC", text).casefold()))
    found: list[str] = []
    for token in _TOKEN.findall(plain):
        found += _pairs(token) if _UNSPACED_RUN.match(token) else [token]
    return tuple(found)


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)] or [run]


def _tells_something(term: str, common: Collection[str] | None) -> bool:
    if _UNSPACED_RUN.match(term):
        return len(term) > 1
    if common is None:
        return len(term) >= _MIN_LETTERS
    return len(term) > 1 and term not in common
