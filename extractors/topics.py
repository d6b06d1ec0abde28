"""Embedding of a lead -> topics of IPTC Media Topics, each with how likely it is and what spoke for it.

A concept stands at the embeddings of its "label: definition" and, on level 2, of a few example texts of ours. The 100
of these 1,414 descriptions that are nearest to an article vote, each with the square of how much nearer it is than the
101st, for its concept and for everything above it; an example counts double. Concepts of crowded fields (sport has 211
of the 1,085) have more chances to be near by accident, so a vote is divided by the fourth root of its field's size.
A topic's share of all votes becomes its score by a logistic curve for its level, fitted to articles marked by hand
(Platt scaling), so that of the topics with score .7 about seven in ten are right. This is the distance-weighted
nearest-neighbour rule (Dudani, 1976) with descriptions as the neighbours; it has learned nothing from articles but the
two numbers of each curve.

The constants stand on plateaus: 60 to 200 neighbours, examples counted once or four times, powers 1.5 to 3, no root or
the square root are within a point of each other (`tests/quality/topics_report.py`). A logistic regression on the same
descriptions and on marked articles of other events, alone or beside this, gained no more than that.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from math import exp, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors import embeddings, multilingual, taxonomy
from extractors.records import ArticleTopic

NAME = "mediatopics-neighbours/2"
_NEIGHBOURS = 100
_CROWDING = 0.25
_EXAMPLE = 2.0  # votes of an example
_EVIDENCE = 3  # descriptions named for each topic
_TEXT_CHARS = 120  # of each
#: The least score of a topic that is assigned, by level; the first topic of level 1 always is.
LEAST = {1: 0.5, 2: 0.5, 3: 0.5}


@dataclass(frozen=True, slots=True)
class Space:
    """An embedding model with the descriptions embedded by it."""

    name: str  # of the model
    embed: Callable[[Sequence[str]], NDArray[np.float32]]
    file: str  # of the rows, in order of `taxonomy.descriptions`
    curves: Mapping[int, tuple[float, float]]  # level -> intercept and slope over the logit of a share

    @property
    def model(self) -> str:
        """What assigned a topic, for its row."""
        return f"{NAME}+{self.name}"

    def __hash__(self) -> int:
        """Tell spaces apart by their model."""
        return hash(self.name)


class Votes(NamedTuple):
    """The descriptions near an article and how they vote."""

    near: tuple[int, ...]  # places in `taxonomy.descriptions`, nearest first
    weights: NDArray[np.float64]  # of each, not negative
    horizon: float  # cosine similarity of the first that votes no more


# Written down from `python -m tests.quality.calibrate_topics`.
ENGLISH = Space(embeddings.MODEL, embeddings.embed, "topics.npy", {1: (2.21, 1.46), 2: (4.3, 1.73), 3: (4.42, 1.43)})
MULTILINGUAL = Space(
    multilingual.MODEL,
    multilingual.embed,
    "topics_multilingual.npy",
    {1: (2.2, 1.46), 2: (3.89, 1.58), 3: (4.35, 1.34)},
)


def spaces() -> tuple[Space, ...]:
    """Return those whose model is installed."""
    return (ENGLISH, MULTILINGUAL) if multilingual.is_installed() else (ENGLISH,)


def space(language: str | None) -> Space | None:
    """Return the one that speaks this language (ISO 639-1); None where no installed model does."""
    if embeddings.speaks(language):
        return ENGLISH
    return MULTILINGUAL if multilingual.is_installed() and multilingual.speaks(language) else None


def assign(article_id: str, embedding: Sequence[float], within: Space = ENGLISH) -> tuple[ArticleTopic, ...]:
    """Return the topics of the article with this embedding, made within this space, by level and rank; () if empty.

    Levels 1 to 3, each only below a topic that is assigned itself; no topic scores more than its parent.
    """
    if not len(embedding):
        return ()
    cast = votes(embedding, within)
    topics, shares = taxonomy.vocabulary(), _shares(cast)
    scores: dict[str | None, float] = {None: 1.0}  # of what is assigned; the parent of level 1 is
    found: list[ArticleTopic] = []
    for level, least in LEAST.items():
        best = max((i for i in shares if topics[i].level == level), key=lambda i: shares[i]) if level == 1 else None
        for i in [i for i in shares if topics[i].level == level and topics[i].parent_id in scores]:
            score = min(likelihood(shares[i], level, within), scores[topics[i].parent_id])
            if score >= least or i == best:
                found.append(_row(article_id, i, score, within, _evidence(cast, i)))
        scores |= {topic.topic_id: topic.score for topic in found}
    return ranked(found)


def votes(embedding: Sequence[float], within: Space) -> Votes:
    """Return how the descriptions of a space vote on an embedding."""
    point = np.asarray(embedding, np.float32)  # in halves: above 460,800 numbers OpenBLAS starts threads, 6 ms for .1
    similarities = np.concatenate([half @ point for half in np.array_split(rows(within), 2)])
    order = np.argsort(-similarities, kind="stable")[: _NEIGHBOURS + 1]
    horizon = float(similarities[order[-1]])
    nearer = (similarities[order[:-1]] - horizon).astype(np.float64)
    return Votes(tuple(order[:-1].tolist()), nearer**2 * vote_weights()[order[:-1]], horizon)


def likelihood(share: float, level: int, within: Space) -> float:
    """Return how likely a topic of this level with this share of the votes is right, 0 to 1."""
    intercept, slope = within.curves[level]
    bounded = min(max(share, 1e-6), 1 - 1e-6)
    return 1 / (1 + exp(-intercept - slope * log(bounded / (1 - bounded))))


def ranked(found: Iterable[ArticleTopic], of_own: Mapping[str, int] | None = None) -> tuple[ArticleTopic, ...]:
    """Return the topics of one article in order of level and score, with their ranks; `of_own` are further levels."""
    levels = _levels() | dict(of_own or {})
    by_level: dict[int, list[ArticleTopic]] = defaultdict(list)
    for topic in sorted(found, key=lambda topic: (-topic.score, topic.topic_id)):
        by_level[levels[topic.topic_id]].append(topic)
    return tuple(
        replace(topic, rank=rank) for _, members in sorted(by_level.items()) for rank, topic in enumerate(members, 1)
    )


@cache
def _levels() -> dict[str, int]:
    return {topic.topic_id: topic.level for topic in taxonomy.vocabulary()}


@cache
def rows(within: Space) -> NDArray[np.float32]:
    """Return the unit-length rows of a space, in the order of `taxonomy.descriptions`."""
    with resources.files("extractors.data").joinpath(within.file).open("rb") as file:
        stored = np.load(file, allow_pickle=False).astype(np.float32)
    unit: NDArray[np.float32] = stored / np.linalg.norm(stored, axis=1, keepdims=True)
    return unit


@cache
def vote_weights() -> NDArray[np.float64]:
    """Return what each description's vote counts."""
    described = taxonomy.descriptions()
    fields = np.array([taxonomy.lineages()[each.concept][-1] for each in described])
    kinds = np.array([_EXAMPLE if each.kind == "example" else 1.0 for each in described])
    weights: NDArray[np.float64] = kinds * np.bincount(fields)[fields].astype(np.float64) ** -_CROWDING
    return weights


def shares(embedding: Sequence[float], within: Space) -> dict[int, float]:
    """Return place of a concept in the vocabulary -> its share of the votes, for each that has one."""
    return _shares(votes(embedding, within))


def _shares(cast: Votes) -> dict[int, float]:
    found: dict[int, float] = defaultdict(float)
    for i, share in _by_description(cast):
        for concept in taxonomy.lineages()[taxonomy.descriptions()[i].concept]:
            found[concept] += share
    return found


def _by_description(cast: Votes) -> Iterator[tuple[int, float]]:
    return zip(cast.near, (cast.weights / cast.weights.sum()).tolist(), strict=True)


def _evidence(cast: Votes, concept: int) -> str:
    described, lineages = taxonomy.descriptions(), taxonomy.lineages()
    own = [(share, described[i]) for i, share in _by_description(cast) if concept in lineages[described[i].concept]]
    best = sorted(own, key=lambda pair: -pair[0])[:_EVIDENCE]
    said = [{"kind": each.kind, "text": each.text[:_TEXT_CHARS], "weight": round(share, 3)} for share, each in best]
    return json.dumps(said, ensure_ascii=False)


def _row(article_id: str, concept: int, score: float, within: Space, evidence: str) -> ArticleTopic:
    return ArticleTopic(
        article_id=article_id,
        topic_id=taxonomy.vocabulary()[concept].topic_id,
        score=round(score, 4),
        rank=0,  # until `ranked`
        model=within.model,
        evidence=evidence,
    )
