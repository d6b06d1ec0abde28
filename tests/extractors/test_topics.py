from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from extractors import embeddings, topics
from extractors.records import ArticleTopic

LABELS = {topic.topic_id: topic.label for topic in topics.vocabulary()}
LEVELS = {topic.topic_id: topic.level for topic in topics.vocabulary()}
PARENTS = {topic.topic_id: topic.parent_id for topic in topics.vocabulary()}

TALKS = """Envoys of both armies meet as fighting goes on
Negotiators of the two states sat down in a neutral capital on Monday to talk about a ceasefire, while artillery went on
shelling the front line and soldiers were killed on both sides. Diplomats hope for a summit of the presidents."""
CUP = """Rovers win the cup on penalties
Harrow Rovers won the football cup on Sunday after a goalless final that was decided by the last penalty."""
LEADS = (TALKS, CUP, "Storm warning for the coast", "Hospital nurses vote to strike over pay", "x", "")


def assigned(text: str) -> tuple[ArticleTopic, ...]:
    (row,) = embeddings.embed([text])
    return topics.assign("a1", [float(number) for number in row])


def labels(found: tuple[ArticleTopic, ...]) -> set[str]:
    return {LABELS[topic.topic_id] for topic in found}


def test_the_vocabulary_is_a_tree_of_all_active_concepts() -> None:
    assert Counter(LEVELS.values()) == {1: 17, 2: 120, 3: 515, 4: 379, 5: 49, 6: 5}
    for topic in topics.vocabulary():
        assert topic.topic_id.startswith("medtop:")
        assert len(topic.topic_id) == len("medtop:01000000")
        assert topic.label
        assert topic.definition
        assert topic.level == (LEVELS[topic.parent_id] + 1 if topic.parent_id else 1)


def test_an_article_has_each_topic_that_applies() -> None:
    found = labels(assigned(TALKS))
    assert {"politics and government", "international relations", "conflict, war and peace", "armed conflict"} <= found


def test_an_article_of_one_subject_has_it_first_and_far_ahead() -> None:
    first, *others = [topic for topic in assigned(CUP) if LEVELS[topic.topic_id] == 1]
    assert LABELS[first.topic_id] == "sport"
    assert first.score > 0.6
    assert all(topic.score < 0.25 for topic in others)


@pytest.mark.parametrize("text", LEADS)
def test_scores_are_shares_and_ranks_count_within_a_level(text: str) -> None:
    found = assigned(text)
    scores = {topic.topic_id: topic.score for topic in found}
    assert len(scores) == len(found)
    for level in (1, 2, 3):
        of_level = [topic for topic in found if LEVELS[topic.topic_id] == level]
        assert [topic.rank for topic in of_level] == list(range(1, len(of_level) + 1))
        assert [t.score for t in of_level] == sorted((t.score for t in of_level), reverse=True)
        assert sum(topic.score for topic in of_level) <= 1.001
    for topic in found:
        parent = PARENTS[topic.topic_id]
        assert parent is None or topic.score <= scores[parent] + 0.0001
        assert topic.model == topics.MODEL
        assert topic.article_id == "a1"


def test_no_embedding_gives_no_topics() -> None:
    assert topics.assign("a1", ()) == ()


def test_the_same_embedding_gives_the_same_topics() -> None:
    assert assigned(TALKS) == assigned(TALKS)


def test_the_shipped_embeddings_are_those_of_the_shipped_definitions() -> None:
    some = topics.vocabulary()[::100]
    fresh = embeddings.embed([topics.definition_text(topic) for topic in some])
    shipped = topics.definition_embeddings()[::100]
    assert topics.definition_embeddings().shape == (len(topics.vocabulary()), embeddings.DIMENSIONS)
    assert np.sum(fresh * shipped, axis=1).min() > 0.999  # half precision, and another processor may round otherwise
