"""Which entities an article is about: from where it names them and how often.

A score weighs what Dunietz and Gillick (2014, "A New Entity Salience Task with Millions of Training Examples") found to
tell most: the headline, an early first mention, and the count, here as a share of the most frequent entity's. How far a
first mention counts was told from real news whose titles were hidden: the first entity of the text alone is one of the
title's in .678, the most frequent one in .667, the first one named in .543 (`tests.quality.salience_report`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extractors.records import ArticleEntity, Mention

MODEL = "salience/1"

_TITLE, _EARLY, _OFTEN = 0.35, 0.25, 0.40  # weights; their sum is 1
_HALF = 500  # characters into the text after which a first mention is worth half


def rank(mentions: Iterable[Mention]) -> tuple[ArticleEntity, ...]:
    """Return the entities of an article's linked mentions, what it is about first; ties by entity_id."""
    of_entity: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.entity_id:
            of_entity[mention.article_id, mention.entity_id].append(mention)
    most = max(map(len, of_entity.values()), default=1)
    scored = sorted((-_score(found, most), key) for key, found in of_entity.items())
    return tuple(_weighed(of_entity[key], -score, place) for place, (score, key) in enumerate(scored, 1))


def _weighed(mentions: list[Mention], score: float, place: int) -> ArticleEntity:
    return ArticleEntity(
        article_id=mentions[0].article_id,
        entity_id=mentions[0].entity_id or "",
        score=round(score, 4),
        rank=place,
        mention_count=len(mentions),
        in_title=_in_title(mentions),
        first_char=min((m.start_char for m in mentions if m.part != "title"), default=None),
        model=MODEL,
    )


def _score(mentions: list[Mention], most: int) -> float:
    early = max(1.0 if m.part == "title" else _HALF / (_HALF + m.start_char) for m in mentions)
    return _TITLE * _in_title(mentions) + _EARLY * early + _OFTEN * len(mentions) / most


def _in_title(mentions: Iterable[Mention]) -> bool:
    return any(m.part == "title" for m in mentions)
