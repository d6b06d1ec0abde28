"""Signatures -> groups of duplicates: which articles repeat the text of another.

A group is an original and its duplicates. The original is what a news agency published itself, else the earliest, of
those at one instant (many sites give only the day) the longest. An article is compared with originals only, never with
duplicates, so groups do not creep from version to version: each duplicate is near the article that it points at.

Two texts are near where most of the shorter stands in the longer (`extractors.resemblance`): among 1,462 real articles
of look-alike events all 480 copies that were cut, wrapped, reordered or reworded share 0.76 of their trigrams and more,
and articles that quote each other 0.69 at most. The issues of a series (`extractors.series`) share their furniture and
are no copies of each other, unless they are word for word the same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from extractors import series
from extractors.records import Document, Duplicate
from extractors.resemblance import Flags, Numbers, Signatures

MODEL = "duplicates-containment/2"
_CONTAINED = 0.68  # share of the shorter text's trigrams that stand in the longer one
_CONTAINED_SHORT = 0.8  # below _LONG words, where standing phrases alone make much
_RESEMBLES = 0.1  # a text ten times as long, a newsletter say, is no copy of what it contains
_LONG = 40
_MIN_WORDS = 20  # equal texts below that are often notices ("For subscribers only"): then the titles must be equal too


@dataclass(frozen=True, slots=True)
class _Match:
    """An earlier article whose text is near."""

    place: int
    resemblance: float
    containment: float

    def rank(self) -> tuple[float, float, int]:
        """Return what the best match has most of; in a text that holds two others both stand whole."""
        return round(self.containment, 1), self.resemblance, -self.place


def find(new: Sequence[Document], known: Sequence[Document]) -> tuple[Duplicate, ...]:
    """Return the duplicates among new articles, and the known ones that have another original now.

    A known article appears where a new one comes before it: its duplicates then follow to the new original. Nothing
    points at a duplicate. The order of the arguments' documents does not matter; a document in both is new, and what a
    new document says about its own `duplicate_of` is not read.
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
    """Tell which of the documents repeat another one, and which: the most similar of the originals before it."""
    texts: dict[tuple[str, str], list[Document]] = {}
    for document in sorted(documents, key=_precedence):
        texts.setdefault(_text_key(document), []).append(document)
    firsts = [group[0] for group in texts.values()]  # still in order of precedence
    matches = _matches(firsts, fresh)
    original_of: dict[str, Document] = {}
    for place, first in enumerate(firsts):
        near = [match for match in matches.get(place, ()) if firsts[match.place].article_id not in original_of]
        if near:
            original_of[first.article_id] = firsts[max(near, key=_Match.rank).place]
    for first, *repeats in texts.values():
        for repeat in repeats:
            original_of[repeat.article_id] = original_of.get(first.article_id, first)
    return original_of


def _precedence(document: Document) -> tuple[bool, datetime, int, str]:
    return not document.is_wire, document.published_at, -document.word_count, document.article_id


def _text_key(document: Document) -> tuple[str, str]:
    return document.text_sha256, "" if document.word_count >= _MIN_WORDS else document.title.casefold().strip()


def _matches(documents: Sequence[Document], fresh: AbstractSet[str]) -> dict[int, list[_Match]]:
    """Return, for places in the sequence, the places before them whose texts are near.

    Only pairs with a fresh document are looked at: the others were looked at when they were fresh.
    """
    places = np.array([n for n, d in enumerate(documents) if d.signature and d.word_count >= _MIN_WORDS], np.int64)
    signatures = Signatures([documents[place].signature for place in places])
    words = np.array([documents[place].word_count for place in places], float)
    is_fresh = np.array([documents[place].article_id in fresh for place in places], bool)
    issues = series.issues(documents)
    found: dict[int, list[_Match]] = {}
    for earlier, later in signatures.pairs(is_fresh):
        resemblance, containment = signatures.likeness(earlier, later)
        near = _is_near(resemblance, containment, np.minimum(words[earlier], words[later]))
        shares = zip(resemblance[near].tolist(), containment[near].tolist(), strict=True)
        ones, others = places[earlier[near]].tolist(), places[later[near]].tolist()
        for one, other, (resembling, contained) in zip(ones, others, shares, strict=True):
            if series.may_repeat(issues[one], issues[other]):
                found.setdefault(other, []).append(_Match(one, resembling, contained))
    return found


def _is_near(resemblance: Numbers, containment: Numbers, shorter: Numbers) -> Flags:
    enough = np.where(shorter >= _LONG, _CONTAINED, _CONTAINED_SHORT)
    near: Flags = (containment >= enough) & (resemblance >= _RESEMBLES)
    return near


def _duplicate(document: Document, original: Document) -> Duplicate:
    resemblance, containment = _shares(document, original)
    evidence = {
        "resemblance": round(resemblance, 4),
        "containment": round(containment, 4),
        "words": document.word_count,
        "words_of_original": original.word_count,
        "agency": document.agency,
        "agency_of_original": original.agency,
    }
    return Duplicate(
        article_id=document.article_id,
        duplicate_of=original.article_id,
        duplicate_kind=_kind(document, original),
        score=round(containment, 4),
        reason=_reason(document, original),
        evidence=json.dumps(evidence, sort_keys=True, ensure_ascii=False),
        model=MODEL,
    )


def _shares(document: Document, original: Document) -> tuple[float, float]:
    if document.text_sha256 == original.text_sha256:
        return 1.0, 1.0
    resemblance, containment = Signatures([document.signature, original.signature]).likeness(_FIRST, _SECOND)
    return float(resemblance[0]), float(containment[0])


def _kind(document: Document, original: Document) -> str:
    if document.text_sha256 == original.text_sha256:
        return "exact"
    same_family = (document.family_id or document.source_id) == (original.family_id or original.source_id)
    of_agency = document.is_wire or original.is_wire or document.agency or original.agency
    return "near" if same_family and not of_agency else "syndicated"


def _reason(document: Document, original: Document) -> str:
    """Say why the original precedes its copy."""
    if original.is_wire and not document.is_wire:
        return "wire"
    if original.published_at != document.published_at:
        return "earliest"
    return "longest" if original.word_count > document.word_count else "first_id"


_FIRST, _SECOND = np.array([0]), np.array([1])
