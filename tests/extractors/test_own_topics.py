from __future__ import annotations

import json

import pytest

from extractors import embeddings, multilingual, own_topics, topics
from extractors.own_topics import OwnTopic
from extractors.records import ArticleTopic, Topic
from tests.extractors.versions import version

TITLE = "Tunnel under the harbour opens a year late"
TEXT = """Cars can drive through the new harbour tunnel from Monday, the city said. The tunnel boring machine had stood
still for months because two shafts were flooded, and the builders now ask for another 40 million."""
OTHER = "Rovers beat City on penalties and go through to the cup final, in which they meet the holders."


def topic(topic_id: str = "tunnel", level: int = 1, parent_id: str | None = None) -> Topic:
    return Topic(
        topic_id=f"own:{topic_id}", label="harbour tunnel", parent_id=parent_id, level=level, definition="The tunnel"
    )


DESCRIBED = OwnTopic(topic=topic(), texts=("harbour tunnel: The building of the road tunnel under the harbour",))
KEYED = OwnTopic(topic=topic("keyed"), keywords=("tunnel boring machine", "shaft*"))


def found(title: str, text: str, *own: OwnTopic, language: str = "en") -> tuple[ArticleTopic, ...]:
    read = version(title, text, language)
    within = topics.space(language)
    embedding = within.embed([embeddings.lead(read)])[0].tolist() if within else ()
    return own_topics.find(read, embedding, within, own)


def test_a_description_finds_its_articles_and_no_others() -> None:
    (tunnel,) = found(TITLE, TEXT, DESCRIBED)
    assert tunnel.topic_id == "own:tunnel"
    assert tunnel.score > 0.5
    assert json.loads(tunnel.evidence)[0]["text"].startswith("harbour tunnel: The building")
    assert found("Rovers win", OTHER, DESCRIBED) == ()


def test_examples_make_a_topic_no_likelier_by_their_number() -> None:
    text = DESCRIBED.texts[0]
    many = OwnTopic(topic=topic(), texts=(text, *(f"{text} {n}" for n in range(9))))
    some = OwnTopic(topic=topic(), texts=many.texts[:3])
    assert found(TITLE, TEXT, many)[0].score == pytest.approx(found(TITLE, TEXT, some)[0].score, abs=0.03)


def test_keywords_count_as_whole_words_or_by_their_beginning() -> None:
    (tunnel,) = found(TITLE, TEXT, KEYED)
    assert {each["text"] for each in json.loads(tunnel.evidence)} == {"tunnel boring machine", "shaft*"}
    assert tunnel.score == 0.5  # two occurrences of n / (n + 2)
    assert found("Shafts of light", "A craftsman made it.", OwnTopic(topic=topic(), keywords=("craft",))) == ()


def test_the_title_counts_for_three_and_a_threshold_holds() -> None:
    own = OwnTopic(topic=topic(), keywords=("harbour",), threshold=0.66)
    assert found("Harbour festival", "It rained.", own) == ()
    assert found("Harbour festival", "The harbour was full.", own)[0].score == pytest.approx(4 / 6, abs=1e-4)


def test_keywords_need_no_model_and_no_spaces_between_words() -> None:
    (tunnel,) = found(
        "横浜港のトンネル", "トンネルが開通した。", OwnTopic(topic=topic(), keywords=("トンネル",)), language="xx"
    )
    assert tunnel.model.startswith(own_topics.KEYWORDS)
    assert found("横浜港のトンネル", "開通した。", DESCRIBED, language="xx") == ()


def test_the_model_names_what_the_topics_were() -> None:
    assert own_topics.model(topics.ENGLISH, ()) == topics.ENGLISH.model
    assert own_topics.model(None, ()) is None
    assert own_topics.model(None, [DESCRIBED]) is None
    assert own_topics.model(None, [KEYED]) is not None
    names = {own_topics.model(topics.ENGLISH, own) for own in ((), (DESCRIBED,), (KEYED,), (DESCRIBED, KEYED))}
    assert len(names) == 4


def test_own_topics_take_nothing_from_the_others_and_are_ranked_among_them() -> None:
    (row,) = embeddings.embed([f"{TITLE}\n{TEXT}"])
    given = topics.assign("a1", row.tolist())
    merged = own_topics.merged(given, found(TITLE, TEXT, DESCRIBED), (DESCRIBED,))
    assert {each.topic_id: each.score for each in given}.items() <= {
        each.topic_id: each.score for each in merged
    }.items()
    first_level = [each for each in merged if each.topic_id == "own:tunnel" or each.topic_id[7] != "2"]
    assert [each.rank for each in first_level] == list(range(1, len(first_level) + 1))
    assert {each.model for each in merged} == {own_topics.model(topics.ENGLISH, (DESCRIBED,))}


@pytest.mark.skipif(not multilingual.is_installed(), reason="the multilingual model is not installed")
def test_an_english_description_finds_a_german_article() -> None:
    text = (
        "Der neue Straßentunnel unter dem Hafen wird ein Jahr später fertig. Die Bohrmaschine stand monatelang still."
    )
    assert found("Hafentunnel öffnet später", text, DESCRIBED, language="de")
    assert found("Pokalfinale", "Der FC hat im Elfmeterschießen gewonnen.", DESCRIBED, language="de") == ()
