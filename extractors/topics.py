"""Embedding of a lead -> topics of IPTC Media Topics, from the concepts' own definitions and no training data.

A concept stands at the embedding of its "label: definition". The 60 concepts nearest to an article vote, each with the
square of how much nearer it is than the 61st, for itself and for everything above it. Concepts of crowded fields (sport
has 211 of the 1,085) have more chances to be near by accident, so a vote is divided by the fourth root of its field's
size. A topic's score is its share of all votes: the scores of level 1 sum to 1, and no topic scores more than its
parent. This is the distance-weighted nearest-neighbour rule (Dudani, 1976) with definitions as the neighbours.

The constants stand on plateaus: 40 or 60 neighbours, and no root to the square root, score within a point of each other
on 982 news articles marked by hand at level 1 (first topic acceptable for .895 of them, the marked one for .642).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors import embeddings
from extractors.records import ArticleTopic, Topic

MODEL = f"mediatopics-neighbours/1+{embeddings.MODEL}"
_NEIGHBOURS = 60
_CROWDING = 0.25
# With these, .91 of the topics of level 1, .88 of level 2 and .73 of level 3 are right on our own set (tests/quality).
_LEAST_SHARE = {1: 0.15, 2: 0.08, 3: 0.12}


class _Taxonomy(NamedTuple):
    topics: tuple[Topic, ...]
    lineages: tuple[tuple[int, ...], ...]  # of each topic: its own index, then its ancestors'
    embeddings: NDArray[np.float32]  # a unit-length row for each topic
    vote_weights: NDArray[np.float64]  # of each topic


def vocabulary() -> tuple[Topic, ...]:
    """Return the 1,085 active concepts of all levels, depth first; retired ones are left out, as none is assigned."""
    return _taxonomy().topics


def assign(article_id: str, embedding: Sequence[float]) -> tuple[ArticleTopic, ...]:
    """Return the topics of the article with this embedding (`embeddings.embed`), by level and rank; () if it is empty.

    Levels 1 to 3, each only below a topic that is assigned itself. A score is the topic's share of the votes, 0 to 1.
    """
    if not len(embedding):
        return ()
    shares, topics = _shares(embedding), vocabulary()
    found: list[ArticleTopic] = []
    assigned: set[str | None] = {None}  # the parent of level 1
    for level, least in _LEAST_SHARE.items():
        members = [i for i in shares if topics[i].level == level and topics[i].parent_id in assigned]
        ranked = sorted((i for i in members if shares[i] >= least), key=lambda i: (-shares[i], i))
        for rank, i in enumerate(ranked, 1):
            topic_id, score = topics[i].topic_id, round(shares[i], 4)
            found.append(ArticleTopic(article_id=article_id, topic_id=topic_id, score=score, rank=rank, model=MODEL))
        assigned.update(topics[i].topic_id for i in ranked)
    return tuple(found)


def definition_embeddings() -> NDArray[np.float32]:
    """Return the unit-length rows that stand for the topics of the vocabulary, in its order."""
    return _taxonomy().embeddings


def definition_text(topic: Topic) -> str:
    """Return the text whose embedding stands for a topic."""
    return f"{topic.label}: {topic.definition}"


def read_topic(line: str) -> Topic:
    """Return the topic of a line of the table."""
    topic_id, level, parent_id, label, definition = line.split("\t")
    return Topic(topic_id=topic_id, label=label, parent_id=parent_id or None, level=int(level), definition=definition)


def _shares(embedding: Sequence[float]) -> dict[int, float]:
    """Return index of a topic -> its share of the votes, for each topic that has one."""
    taxonomy = _taxonomy()
    similarities = taxonomy.embeddings @ np.asarray(embedding, np.float32)
    order = np.argsort(-similarities, kind="stable")[: _NEIGHBOURS + 1]
    nearer = (similarities[order[:-1]] - similarities[order[-1]]).astype(np.float64)
    votes = nearer**2 * taxonomy.vote_weights[order[:-1]]
    shares: dict[int, float] = defaultdict(float)
    for neighbour, share in zip(order[:-1].tolist(), (votes / votes.sum()).tolist(), strict=True):
        for i in taxonomy.lineages[neighbour]:
            shares[i] += share
    return shares


@cache
def _taxonomy() -> _Taxonomy:
    data = resources.files("extractors.data")
    lines = data.joinpath("topics.tsv").read_text("utf-8").splitlines()
    topics = tuple(read_topic(line) for line in lines if not line.startswith("#"))
    with data.joinpath("topics.npy").open("rb") as file:
        rows = np.load(file, allow_pickle=False).astype(np.float32)
    lineages = _lineages(topics)
    fields = np.array([lineage[-1] for lineage in lineages])
    weights = np.bincount(fields)[fields].astype(np.float64) ** -_CROWDING
    return _Taxonomy(topics, lineages, rows / np.linalg.norm(rows, axis=1, keepdims=True), weights)


def _lineages(topics: tuple[Topic, ...]) -> tuple[tuple[int, ...], ...]:
    known: dict[str, tuple[int, ...]] = {}
    for i, topic in enumerate(topics):  # depth first: a parent comes before its children
        known[topic.topic_id] = (i, *(known[topic.parent_id] if topic.parent_id else ()))
    return tuple(known.values())
