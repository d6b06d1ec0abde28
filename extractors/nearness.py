"""How near an article is to each story, in three spaces: its terms, its entities, the embedding of its lead.

Terms carry the score. Entities and embeddings speak where both sides have them, for or against: articles on one
subject that name nobody in common are not one event, and two desks may say the same in other words. On 772 articles of
66 look-alike events (ECB+) B-cubed F1 was 0.874 from terms, 0.875 with embeddings, 0.880 with both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from extractors.records import Document
from extractors.vectors import Embeddings, Numbers, Places, Vectors, sums

_SUPPORT = 0.3  # weight of entities, and of embeddings
_NEUTRAL_ENTITIES = 0.15  # the cosine that speaks neither for nor against
_ENOUGH_ENTITIES = 0.3  # more counts no further: two short texts that name the same country are not yet one event
_NEUTRAL_EMBEDDING = 0.7
_NAMED = 8  # shared terms and entities that the evidence lists
NO_STORY = -1


@dataclass(frozen=True, slots=True)
class Nearness:
    """Cosines of one article with the centroid of each story, NaN where a space says nothing."""

    document: int
    rows: tuple[Numbers, ...]  # its cosine with each document, in each space
    terms: Numbers
    entities: Numbers
    embedding: Numbers

    @property
    def scores(self) -> Numbers:
        """The combined similarity to each story: the cosine of terms, moved by -0.26 to 0.14."""
        entities = np.nan_to_num(np.minimum(self.entities, _ENOUGH_ENTITIES) - _NEUTRAL_ENTITIES)
        embedding = np.nan_to_num(self.embedding - _NEUTRAL_EMBEDDING)
        # Rounded, so that equals are equal whatever the order of summing.
        return np.round(np.nan_to_num(self.terms) + _SUPPORT * (entities + embedding), 6)


class Spaces:
    """Documents and the centroids of their stories in each of the spaces."""

    def __init__(self, documents: Sequence[Document], stories: Places) -> None:
        """Begin with the story's number of each document, NO_STORY for those that have none or are copies."""
        self._documents = documents
        self._stories = stories
        self._terms = Vectors([dict(zip(d.features.terms, d.features.counts, strict=True)) for d in documents])
        self._entities = Vectors([dict.fromkeys(d.entity_ids, 1) for d in documents])
        embeddings = Embeddings([d.features.embedding for d in documents])
        self._all: tuple[Vectors | Embeddings, ...] = (self._terms, self._entities, embeddings)
        self._squared = [space.squared_lengths(stories, len(documents)) for space in self._all]

    def nearness(self, document: int) -> Nearness:
        """Compare a document with each story."""
        rows = tuple(space.cosines(document) for space in self._all)
        terms, entities, embedding = (self._with_centroids(document, n, row) for n, row in enumerate(rows))
        return Nearness(document, rows, terms, entities, embedding)

    def join(self, nearness: Nearness, story: int) -> None:
        """Count a document into a story's centroid."""
        for space, squared, row in zip(self._all, self._squared, nearness.rows, strict=True):
            if space.has_any[nearness.document]:
                squared[story] += 1 + 2 * row[self._stories == story].sum()
        self._stories[nearness.document] = story

    def evidence(self, nearness: Nearness, story: int) -> dict[str, object]:
        """Say how a document compares with a story, and what it shares with the nearest article in it."""
        members = np.flatnonzero(self._stories == story)
        members = members[members != nearness.document]
        if not members.size:
            return {}
        nearest = int(members[np.argmax(np.round(nearness.rows[0][members], 6))])
        return {
            "terms": _rounded(nearness.terms[story]),
            "entities": _rounded(nearness.entities[story]),
            "embedding": _rounded(nearness.embedding[story]),
            "nearest": self._documents[nearest].article_id,
            "nearest_terms": _rounded(nearness.rows[0][nearest]),
            "shared_entities": self._entities.shared(nearness.document, nearest, _NAMED),
            "shared_terms": self._terms.shared(nearness.document, nearest, _NAMED),
        }

    def most_central(self, documents: Sequence[int]) -> int:
        """Return the first of the documents whose terms are nearest to those of all of them."""
        return documents[int(np.argmax(np.round(self._terms.centralities(documents), 6)))]

    def _with_centroids(self, document: int, space: int, row: Numbers) -> Numbers:
        inside = self._stories != NO_STORY
        products = sums(self._stories[inside], row[inside], len(self._documents))
        squared = self._squared[space]
        usable = (squared > 0) & self._all[space].has_any[document]
        cosines: Numbers = np.where(usable, products / np.sqrt(np.where(usable, squared, 1.0)), np.nan)
        return cosines


def _rounded(cosine: float) -> float | None:
    return None if np.isnan(cosine) else round(float(cosine), 4)
