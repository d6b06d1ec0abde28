"""Signatures -> groups of duplicates: which articles repeat the text of another.

A group is an original, the earliest of it by (published_at, article_id), and its duplicates. An article is compared
with originals only, never with duplicates, so groups do not creep from version to version: each duplicate is near the
article that it points at. Candidates come from banded MinHash (Leskovec, Rajaraman and Ullman, "Mining of Massive
Datasets", chapter 3): 64 bands of 2 numbers meet 99.8 % of the pairs at a Jaccard similarity of 0.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from extractors.features import PERMUTATIONS
from extractors.records import Document, Duplicate

_BANDS = PERMUTATIONS // 2
_SIMILAR = 0.3  # Jaccard of the trigrams; the customary 0.7 to 0.8 lose most copies that a desk edited
_OVERLAPPING = 0.2  # enough where the shorter text stands in the longer: cut or wrapped in other matter
_CONTAINED = 0.6
_SIMILAR_SHORT = 0.6  # below _LONG words, where standing phrases alone reach 0.3
_LONG = 40
_MIN_WORDS = 20  # equal texts below that are often notices ("For subscribers only"): then the titles must be equal too
_AT_ONCE = 50_000  # pairs of signatures compared at a time: 50 MB

_Numbers = NDArray[np.float64]
_Places = NDArray[np.int64]


def find(new: Sequence[Document], known: Sequence[Document]) -> tuple[Duplicate, ...]:
    """Return the duplicates among new articles, and the known ones that have another original now.

    A known article appears where a new one was published before it: its duplicates then follow to the new original.
    Nothing points at a duplicate. The order of the arguments' documents does not matter; a document in both is new,
    and what a new document says about its own `duplicate_of` is not read.
    """
    everything = {document.article_id: document for document in (*known, *new)}
    fresh = {document.article_id for document in new}
    settled = {d.article_id: d.duplicate_of for d in known if d.duplicate_of and d.article_id not in fresh}
    originals = _originals([d for d in everything.values() if d.article_id not in settled], fresh)
    for article_id, settled_on in settled.items():
        if settled_on in originals:
            originals[article_id] = originals[settled_on]
    return tuple(_duplicate(everything[article_id], original) for article_id, original in sorted(originals.items()))


def _originals(documents: Sequence[Document], fresh: AbstractSet[str]) -> dict[str, Document]:
    """Tell which of the documents repeat another one, and which: the most similar of the earlier originals."""
    texts: dict[tuple[str, str], list[Document]] = {}
    for document in sorted(documents, key=_when):
        texts.setdefault(_text_key(document), []).append(document)
    firsts = [group[0] for group in texts.values()]  # still in time order
    neighbours = _neighbours(firsts, fresh)
    original_of: dict[str, Document] = {}
    for place, first in enumerate(firsts):
        near = [
            (similarity, -other)
            for other, similarity in neighbours.get(place, ())
            if firsts[other].article_id not in original_of
        ]
        if near:
            original_of[first.article_id] = firsts[-max(near)[1]]
    for first, *repeats in texts.values():
        for repeat in repeats:
            original_of[repeat.article_id] = original_of.get(first.article_id, first)
    return original_of


def _when(document: Document) -> tuple[datetime, str]:
    return document.published_at, document.article_id


def _text_key(document: Document) -> tuple[str, str]:
    return document.text_sha256, "" if document.word_count >= _MIN_WORDS else document.title.casefold().strip()


def _neighbours(documents: Sequence[Document], fresh: AbstractSet[str]) -> dict[int, list[tuple[int, float]]]:
    """Return, for places in the sequence, the places before them whose texts are near, with the share of agreement.

    Only pairs with a fresh document are looked at: the others were looked at when they were fresh.
    """
    places = np.array([n for n, d in enumerate(documents) if d.features.signature and d.word_count >= _MIN_WORDS], int)
    if places.size < 2:  # noqa: PLR2004  a pair
        return {}
    signatures = np.array([documents[place].features.signature for place in places], np.uint32)
    words = np.array([documents[place].word_count for place in places], float)
    is_fresh = np.array([documents[place].article_id in fresh for place in places])
    neighbours: dict[int, list[tuple[int, float]]] = {}
    for earlier, later in _candidates(signatures, is_fresh):
        jaccard = (signatures[earlier] == signatures[later]).mean(axis=1)
        near = _is_near(jaccard, words[earlier], words[later])
        for one, other, similarity in zip(places[earlier[near]], places[later[near]], jaccard[near], strict=True):
            neighbours.setdefault(int(other), []).append((int(one), float(similarity)))
    return neighbours


def _candidates(signatures: NDArray[np.uint32], is_fresh: NDArray[np.bool_]) -> Iterator[tuple[_Places, _Places]]:
    """Yield, in portions, the pairs that agree in a whole band and of which one is fresh: the earlier, the later."""
    count, codes = len(signatures), []
    fresh = np.flatnonzero(is_fresh)
    for band in signatures.reshape(count, _BANDS, -1).transpose(1, 0, 2):
        keys = band[:, 0].astype(np.uint64) << np.uint64(32) | band[:, 1]
        order = np.argsort(keys, kind="stable")
        first = np.searchsorted(keys[order], keys[fresh], "left")
        matches = np.searchsorted(keys[order], keys[fresh], "right") - first
        starts = np.repeat(first - np.cumsum(matches) + matches, matches)
        one, other = np.repeat(fresh, matches), order[starts + np.arange(matches.sum())]
        codes.append(np.unique((np.minimum(one, other) * count + np.maximum(one, other))[one != other]))
    pairs = np.unique(np.concatenate(codes))
    for start in range(0, pairs.size, _AT_ONCE):
        yield np.divmod(pairs[start : start + _AT_ONCE], count)


def _is_near(jaccard: NDArray[np.float64], words: _Numbers, other_words: _Numbers) -> NDArray[np.bool_]:
    shorter = np.minimum(words, other_words)
    contained = _containment(jaccard, words, other_words)
    long = (jaccard >= _SIMILAR) | ((jaccard >= _OVERLAPPING) & (contained >= _CONTAINED))
    return np.where(shorter >= _LONG, long, jaccard >= _SIMILAR_SHORT)


def _containment(jaccard: _Numbers, words: _Numbers, other_words: _Numbers) -> _Numbers:
    """Share of the shorter text that stands in the longer one; a text has about as many trigrams as words."""
    common = jaccard / (1 + jaccard) * (words + other_words)
    return np.minimum(1.0, common / np.maximum(1.0, np.minimum(words, other_words)))


def _duplicate(document: Document, original: Document) -> Duplicate:
    return Duplicate(
        article_id=document.article_id,
        duplicate_of=original.article_id,
        duplicate_kind=_kind(document, original),
        score=_score(document, original),
    )


def _kind(document: Document, original: Document) -> str:
    if document.text_sha256 == original.text_sha256:
        return "exact"
    same_family = (document.family_id or document.source_id) == (original.family_id or original.source_id)
    return "near" if same_family and not (document.is_wire or original.is_wire) else "syndicated"


def _score(document: Document, original: Document) -> float:
    if document.text_sha256 == original.text_sha256:
        return 1.0
    ours, theirs = (np.array(d.features.signature, np.uint32) for d in (document, original))
    jaccard = (ours == theirs).mean(keepdims=True)
    sizes = (np.array([float(d.word_count)]) for d in (document, original))
    return round(float(_containment(jaccard, *sizes)[0]), 4)
