from __future__ import annotations

from dataclasses import replace

import duckdb

from extractors import records
from tests.warehouse.samples import NOW
from warehouse import vocabulary


def test_the_given_models_are_the_current_ones_of_their_stages(db: duckdb.DuckDBPyConnection) -> None:
    first = records.Model(model="ner/1", stage="entities", version="1", config="{}", is_current=True)
    reader = records.Model(model="html/1", stage="reading", version="1", config="{}", is_current=True)
    vocabulary.save_models(db, [first, reader, replace(reader, model="plain/1")])
    vocabulary.save_models(db, [replace(first, model="ner/2")])
    current = "SELECT m.model FROM models AS m WHERE m.is_current ORDER BY m.model"
    assert db.execute(current).fetchall() == [("html/1",), ("ner/2",), ("plain/1",)]


def test_topics_are_replaced_and_none_is_lost(db: duckdb.DuckDBPyConnection) -> None:
    war = records.Topic(topic_id="medtop:16000000", label="conflict", parent_id=None, level=1, definition="…")
    vocabulary.save_topics(db, [war, replace(war, topic_id="medtop:1")], NOW)
    vocabulary.save_topics(db, [replace(war, label="conflict, war and peace")], NOW)
    found = db.execute("SELECT t.topic_id, t.label FROM topics AS t ORDER BY t.topic_id").fetchall()
    assert found == [("medtop:1", "conflict"), ("medtop:16000000", "conflict, war and peace")]


def test_a_topic_of_ones_own_is_retired_when_it_is_dropped_and_comes_back(db: duckdb.DuckDBPyConnection) -> None:
    war = records.Topic(topic_id="medtop:16000000", label="conflict", parent_id=None, level=1, definition="…")
    tunnel = replace(war, topic_id="own:tunnel", label="harbour tunnel")
    retired = "SELECT t.topic_id FROM topics AS t WHERE t.retired_at IS NOT NULL"
    vocabulary.save_topics(db, [war, tunnel], NOW)
    vocabulary.save_topics(db, [], NOW)
    assert db.execute(retired).fetchall() == [("own:tunnel",)]
    vocabulary.save_topics(db, [war, tunnel], NOW)
    assert db.execute(retired).fetchall() == []


def test_labels_are_those_that_were_saved_last(db: duckdb.DuckDBPyConnection) -> None:
    german = records.TopicLabel(topic_id="medtop:1", language="de", label="Krieg")
    vocabulary.save_labels(db, [german, replace(german, language="fr", label="guerre")])
    vocabulary.save_labels(db, [replace(german, label="Konflikt")])
    assert db.execute("SELECT l.language, l.label FROM topic_labels AS l").fetchall() == [("de", "Konflikt")]


def test_only_a_current_model_is_known(db: duckdb.DuckDBPyConnection) -> None:
    model = records.Model(model="mediatopics/1", stage="taxonomy", version="1", config="{}", is_current=True)
    assert not vocabulary.knows(db, model)
    vocabulary.save_models(db, [model])
    assert vocabulary.knows(db, model)
    vocabulary.save_models(db, [replace(model, model="mediatopics/2")])
    assert not vocabulary.knows(db, model)
