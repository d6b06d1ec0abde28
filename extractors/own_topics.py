"""Topics of the user's own: an article has one if it is near to what describes it, or says its keywords.

Description and examples vote beside the taxonomy's descriptions in the same way (`extractors.topics`), each topic by
itself, so that topics of one's own take nothing from those of the taxonomy or from each other. Keywords are evidence of
another kind: n occurrences, one in the title counting for three, make n / (n + 2). A topic's score is how likely one of
the two is right (noisy or). Keywords need no model and work in every language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from extractors import topics
from extractors.identity import hash_id
from extractors.records import ArticleTopic, ArticleVersion, Topic
from extractors.words import is_unspaced

KEYWORDS = "topic-keywords/1"
PREFIX = "own:"
_LEVEL = 1  # whose curve fits: by that of level 3, mining of the sea bed would be tidal power with a score of .8
_EXAMPLE_VOTE = 0.75  # of one text; the taxonomy's examples have .5 to .75, by their field's size
_MOST_TEXTS = 3  # nearest ones that vote, so that a topic is no likelier for having many examples
_IN_TITLE = 3
_HALF = 2.0  # occurrences of keywords that make a score of one half
_MAX_CHARS = 40_000
_TEXT_CHARS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTopic:
    """A topic as its user describes it; at least one of texts and keywords is there."""

    topic: Topic
    texts: tuple[str, ...] = ()  # the description, if there is one, and example articles
    keywords: tuple[str, ...] = ()  # words or phrases; a star at the end stands for any ending
    threshold: float = 0.5  # least score


def fingerprint(own: Sequence[OwnTopic]) -> str:
    """Return what tells this set of topics from any other, to stand in a model's name; empty for none."""
    return f"+own:{hash_id(*(repr(each) for each in own))[:8]}" if own else ""


def model(within: topics.Space | None, own: Sequence[OwnTopic]) -> str | None:
    """Return what assigns topics in this space, or None where nothing can."""
    if within is None:
        return KEYWORDS + fingerprint(own) if any(each.keywords for each in own) else None
    return within.model + fingerprint(own)


def find(
    version: ArticleVersion, embedding: Sequence[float], within: topics.Space | None, own: Sequence[OwnTopic]
) -> tuple[ArticleTopic, ...]:
    """Return those of these topics that the article has, unranked; without a space by keywords alone."""
    cast = topics.votes(embedding, within) if own and within and len(embedding) else None
    found = []
    for each in own:
        near, near_evidence = _nearness(each, embedding, within, cast) if within and cast else (0.0, [])
        said, said_evidence = _said(each, version)
        score = 1 - (1 - near) * (1 - said)
        if score >= each.threshold:
            evidence = json.dumps([*near_evidence, *said_evidence], ensure_ascii=False)
            found.append(_row(version, each, score, model(within, own) or KEYWORDS, evidence))
    return tuple(found)


def warm_up(own: tuple[OwnTopic, ...]) -> None:
    """Embed what describes the topics, so that the first article does not pay for it."""
    for within in topics.spaces():
        for each in own:
            _rows(each.texts, within)


def levels(own: Sequence[OwnTopic]) -> dict[str, int]:
    """Return topic_id -> level."""
    return {each.topic.topic_id: each.topic.level for each in own}


def _nearness(
    own: OwnTopic, embedding: Sequence[float], within: topics.Space, cast: topics.Votes
) -> tuple[float, list[dict[str, object]]]:
    if not own.texts:
        return 0.0, []
    similarities = _rows(own.texts, within) @ np.asarray(embedding, np.float32)
    nearest = np.argsort(-similarities, kind="stable")[:_MOST_TEXTS].tolist()
    votes = [max(0.0, float(similarities[i]) - cast.horizon) ** 2 * _EXAMPLE_VOTE for i in nearest]
    share = sum(votes) / (sum(votes) + float(cast.weights.sum()))
    total = sum(votes) or 1.0
    evidence: list[dict[str, object]] = [
        {"kind": "example", "text": own.texts[i][:_TEXT_CHARS], "weight": round(share * vote / total, 3)}
        for i, vote in zip(nearest, votes, strict=True)
        if vote
    ]
    return topics.likelihood(share, _LEVEL, within), evidence


def _said(own: OwnTopic, version: ArticleVersion) -> tuple[float, list[dict[str, object]]]:
    counts: dict[str, int] = {}
    for keyword in own.keywords:
        pattern = _pattern(keyword)
        in_text, in_title = pattern.findall(version.text[:_MAX_CHARS]), pattern.findall(version.title)
        if n := len(in_text) + _IN_TITLE * len(in_title):
            counts[keyword] = n
    n = sum(counts.values())
    evidence: list[dict[str, object]] = [
        {"kind": "keyword", "text": keyword, "weight": round(count / (n + _HALF), 3)}
        for keyword, count in counts.items()
    ]
    return n / (n + _HALF), evidence


@cache
def _pattern(keyword: str) -> re.Pattern[str]:
    """Return what finds a keyword: whole words, in whatever case; any characters in scripts without spaces."""
    words = r"\s+".join(re.escape(word) for word in keyword.removesuffix("*").split())
    if any(map(is_unspaced, keyword)):
        return re.compile(words)
    return re.compile(rf"(?<!\w){words}" + ("" if keyword.endswith("*") else r"(?!\w)"), re.IGNORECASE)


@cache
def _rows(texts: tuple[str, ...], within: topics.Space) -> NDArray[np.float32]:
    return within.embed(texts)


def _row(version: ArticleVersion, own: OwnTopic, score: float, made_by: str, evidence: str) -> ArticleTopic:
    return ArticleTopic(
        article_id=version.article_id,
        topic_id=own.topic.topic_id,
        score=round(score, 4),
        rank=0,  # until `topics.ranked`
        model=made_by,
        evidence=evidence,
    )


def merged(
    found: Sequence[ArticleTopic], of_own: Sequence[ArticleTopic], own: Sequence[OwnTopic]
) -> tuple[ArticleTopic, ...]:
    """Return both kinds of topics of an article, ranked together, as made by both."""
    mark = fingerprint(own)
    marked = (replace(topic, model=topic.model + mark) for topic in found)
    return topics.ranked([*marked, *of_own], levels(own))
