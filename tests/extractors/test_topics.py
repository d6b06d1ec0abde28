from __future__ import annotations

import json
from collections import Counter

import numpy as np
import pytest

from extractors import embeddings, multilingual, taxonomy, topics
from extractors.records import ArticleTopic

LABELS = {topic.topic_id: topic.label for topic in taxonomy.vocabulary()}
LEVELS = {topic.topic_id: topic.level for topic in taxonomy.vocabulary()}
PARENTS = {topic.topic_id: topic.parent_id for topic in taxonomy.vocabulary()}

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
    for topic in taxonomy.vocabulary():
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
    assert first.score > 0.9
    assert others == []


@pytest.mark.parametrize("text", LEADS)
def test_scores_fall_with_depth_and_ranks_count_within_a_level(text: str) -> None:
    found = assigned(text)
    scores = {topic.topic_id: topic.score for topic in found}
    assert len(scores) == len(found)
    for level in (1, 2, 3):
        of_level = [topic for topic in found if LEVELS[topic.topic_id] == level]
        assert [topic.rank for topic in of_level] == list(range(1, len(of_level) + 1))
        assert [t.score for t in of_level] == sorted((t.score for t in of_level), reverse=True)
    for topic in found:
        parent = PARENTS[topic.topic_id]
        assert parent is None or topic.score <= scores[parent]
        assert topic.model == topics.ENGLISH.model
        assert topic.article_id == "a1"


def test_only_the_first_topic_may_score_low() -> None:
    for text in LEADS:
        assert all(topic.score >= topics.LEAST[LEVELS[topic.topic_id]] for topic in assigned(text)[1:])


def test_what_spoke_for_a_topic_is_one_of_its_own_descriptions() -> None:
    texts = {each.text[:120]: each.kind for each in taxonomy.descriptions()}
    for topic in assigned(TALKS):
        said = json.loads(topic.evidence)
        assert 1 <= len(said) <= 3
        assert all(texts[each["text"]] == each["kind"] for each in said)
        assert [each["weight"] for each in said] == sorted((each["weight"] for each in said), reverse=True)
    (diplomacy,) = [topic for topic in assigned(TALKS) if LABELS[topic.topic_id] == "peace process"]
    assert "ceasefire" in diplomacy.evidence


def test_a_likelihood_grows_with_the_share_and_stays_within_bounds() -> None:
    for level in (1, 2, 3):
        curve = [topics.likelihood(share / 20, level, topics.ENGLISH) for share in range(21)]
        assert curve == sorted(curve)
        assert 0 <= curve[0] < 0.1
        assert 0.9 < curve[-1] <= 1


def test_no_embedding_gives_no_topics() -> None:
    assert topics.assign("a1", ()) == ()


def test_the_same_embedding_gives_the_same_topics() -> None:
    assert assigned(TALKS) == assigned(TALKS)


def test_the_shipped_embeddings_are_those_of_the_shipped_descriptions() -> None:
    some = taxonomy.descriptions()[::100]
    fresh = embeddings.embed([each.text for each in some])
    shipped = topics.rows(topics.ENGLISH)
    assert shipped.shape == (len(taxonomy.descriptions()), embeddings.DIMENSIONS)
    assert np.sum(fresh * shipped[::100], axis=1).min() > 0.999  # half precision, another processor may round otherwise


def test_each_concept_of_level_2_has_examples() -> None:
    shown = Counter(each.concept for each in taxonomy.descriptions() if each.kind == "example")
    assert shown.keys() == {i for i, topic in enumerate(taxonomy.vocabulary()) if topic.level == 2}
    assert min(shown.values()) >= 2


def test_retired_concepts_are_kept_apart() -> None:
    gone = taxonomy.retired()
    assert len(gone) == 302
    assert all(topic.retired_at and topic.retired_at.tzinfo for topic in gone)
    assert not {topic.topic_id for topic in gone} & LABELS.keys()


def test_concepts_have_names_in_thirteen_languages() -> None:
    named = taxonomy.labels()
    assert Counter(each.language for each in named).keys() == {
        *("ar", "da", "de", "en-GB", "en-US", "es", "fr", "nb", "nn", "pt-BR", "pt-PT", "sv", "zh-Hans")
    }
    of_war = {each.language: each.label for each in named if each.topic_id == "medtop:16000000"}
    assert of_war["en-GB"] == "conflict, war and peace"
    assert of_war["de"] == "Krise, Krieg, Konflikte"
    known = LABELS.keys() | {topic.topic_id for topic in taxonomy.retired()}
    assert {each.topic_id for each in named} <= known


def test_a_language_without_a_model_has_no_space() -> None:
    assert topics.space("en-GB") is topics.ENGLISH
    assert topics.space("is") is None
    assert topics.space(None) is None
    assert (topics.space("de") is topics.MULTILINGUAL) is multilingual.is_installed()
