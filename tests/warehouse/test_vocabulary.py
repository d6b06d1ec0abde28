from __future__ import annotations

from dataclasses import replace

import duckdb

from extractors import records
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
    vocabulary.save_topics(db, [war, replace(war, topic_id="medtop:1")])
    vocabulary.save_topics(db, [replace(war, label="conflict, war and peace")])
    found = db.execute("SELECT t.topic_id, t.label FROM topics AS t ORDER BY t.topic_id").fetchall()
    assert found == [("medtop:1", "conflict"), ("medtop:16000000", "conflict, war and peace")]
