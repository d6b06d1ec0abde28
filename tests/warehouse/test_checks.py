from __future__ import annotations

from dataclasses import replace

import duckdb
import pytest

from extractors import records
from extractors.decisions import decided
from flows import resolve
from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, article, entity_id, joined, unassigned
from tests.warehouse.test_families import FEED, GAZETTE, RUN, STORY, member
from warehouse import checks, decisions, runs, sources, stories, vocabulary

# One fault for each check: a statement that breaks this rule, and maybe others, of a sound warehouse.
AGAIN = "INSERT INTO {table} SELECT t.* FROM {table} AS t LIMIT 1"
REPEAT = "INSERT INTO duplicates VALUES ('a', 'b', 'near', 1.0, 'earliest', '{}', 'duplicates 1')"
FAULTS = {
    **{
        f"{table}_unique": AGAIN.replace("{table}", table)
        for table in (
            *("sources", "feeds", "fetches", "links", "outcomes", "articles", "article_versions", "removed_blocks"),
            *(
                "mentions",
                "entities",
                "aliases",
                "entity_decisions",
                "topics",
                "topic_labels",
                "article_topics",
                "article_keyphrases",
            ),
            *("article_features", "enrichments", "stories", "story_articles", "runs", "run_steps", "models"),
            *("loaded_batches", "tombstones", "entity_merges", "resolutions", "resolved_entities", "entity_counts"),
            *("article_entities", "quotes", "identities"),
        )
    },
    "aliases_count": "UPDATE aliases SET article_count = article_count + 1",
    "aliases_entity": "UPDATE aliases SET entity_id = 'nobody' WHERE kind = 'surname'",
    "article_entities_entity": "UPDATE article_entities SET entity_id = 'nobody'",
    "article_features_current": "UPDATE article_features SET version_id = 'another'",
    "article_features_sketch": "UPDATE article_features SET sketch = NULL",
    "article_keyphrases_article": "UPDATE article_keyphrases SET article_id = 'another'",
    "article_topics_article": "UPDATE article_topics SET article_id = 'another'",
    "article_versions_numbered": "UPDATE article_versions SET version_no = 3",
    "articles_current_version": "UPDATE articles SET title = 'Another'",
    "duplicates_article": REPEAT,
    "duplicates_unique": f"{REPEAT}; {REPEAT}",
    "duplicates_original": "UPDATE articles SET duplicate_of = article_id, duplicate_kind = 'near'",
    "enrichments_current": "UPDATE enrichments SET version_id = 'another'",
    "entities_merged": "UPDATE entities SET merged_into = 'nobody'",
    "entity_counts": "UPDATE entity_counts SET articles = articles + 1",
    "entity_decisions_links": "UPDATE mentions SET entity_id = document_entity_id, document_entity_id = NULL",
    "entity_decisions_merged": "UPDATE entities SET merged_into = NULL",
    "entity_decisions_names": "UPDATE entities SET name = 'Another'",
    "entity_merges_entity": "DELETE FROM entity_merges",
    "entity_pairs_unique": "INSERT INTO entity_pairs VALUES ('b', 'a', 'joined', 0.95)",
    "mentions_current": "UPDATE mentions SET version_id = 'another'",
    "mentions_entity": "UPDATE mentions SET entity_id = 'nobody'",
    "mentions_offsets": "UPDATE mentions SET start_char = start_char + 1, end_char = end_char + 1 WHERE part = 'title'",
    "mentions_sentence": "UPDATE mentions SET sentence_start = start_char + 1, sentence_end = end_char",
    "mentions_source": "UPDATE mentions SET published_at = published_at + INTERVAL 1 HOUR",
    "outcomes_articles": "UPDATE outcomes SET article_id = NULL",
    "outcomes_ledger": "UPDATE loaded_batches SET stored = 7",
    "outcomes_stored": "UPDATE outcomes SET outcome = 'unchanged'",
    "quotes_current": "UPDATE quotes SET version_id = 'another'",
    "quotes_entity": "UPDATE quotes SET entity_id = 'nobody'",
    "quotes_offsets": "UPDATE quotes SET start_char = start_char + 1",
    "removed_blocks_source": "UPDATE removed_blocks SET source_id = 'another'",
    "removed_blocks_version": "UPDATE removed_blocks SET version_id = 'another'",
    "stories_counts": "UPDATE stories SET text_count = 9",
    "stories_families": "UPDATE stories SET family_count = 9",
    "stories_members": "UPDATE story_articles SET story_id = 's2'",
    "topic_labels_topic": "UPDATE topic_labels SET topic_id = 'another'",
    "tombstones_kept": "UPDATE tombstones SET to_erase = ['a.warc.gz']",
}


@pytest.fixture
def sound(db: duckdb.DuckDBPyConnection, load: Load) -> duckdb.DuckDBPyConnection:
    """A warehouse with a row in every table."""
    request = records.Fetch(
        fetch_id="f1",
        run_id="run1",
        url=FEED.url,
        final_url=FEED.url,
        host="gazette.example",
        requested_at=NOW,
        duration_ms=12,
        attempt=1,
        http_status=200,
        outcome="ok",
        error=None,
        robots_allowed=True,
        redirects=0,
        content_type="application/rss+xml",
        charset="utf-8",
        bytes=1234,
        body_sha256="0" * 64,
        archive_file=None,
        archive_offset=None,
    )
    sources.save(db, [GAZETTE])
    sources.save_feeds(db, [FEED])
    runs.save(db, RUN)
    runs.save_steps(
        db, [records.RunStep(run_id="run1", step="read", n_in=1, n_out=1, n_failed=0, cpu_seconds=1.0, seconds=1.0)]
    )
    vocabulary.save_topics(
        db, [records.Topic(topic_id="medtop:11000000", label="politics", parent_id=None, level=1, definition="…")], NOW
    )
    vocabulary.save_labels(db, [records.TopicLabel(topic_id="medtop:11000000", language="de", label="Politik")])
    vocabulary.save_models(
        db, [records.Model(model="ner 1", stage="entities", version="1", config="{}", is_current=True)]
    )
    load(joined(article(), {"fetches": [request]}))
    [document] = unassigned(db)
    lead = replace(STORY, lead_article_id=document.article_id)
    stories.save(db, [lead], [member("s1", document.article_id)], [])
    _decide(db)
    db.execute("INSERT INTO identities VALUES ('a.csv', 2, 'Veldia', ['place veldia'], NULL, 'Q1', NULL, [])")
    db.execute("INSERT INTO tombstones VALUES ('gone', [], [], NULL, now(), [])")
    return db


def _decide(db: duckdb.DuckDBPyConnection) -> None:
    board, land = entity_id("Harbour Board"), entity_id("Veldia")
    block = decided("block", NOW, alias="Quill", reason="ambiguous")
    merge, rename = (
        decided("merge", NOW, entity_a=board, entity_b=land),
        decided("rename", NOW, entity_a=land, name="V"),
    )
    decisions.save(db, [block, merge, rename], now=NOW)
    resolve.resolved(db)


def test_all_checks_hold_of_a_sound_warehouse(sound: duckdb.DuckDBPyConnection) -> None:
    found = checks.run(sound)
    assert [check.name for check in found if not check.ok] == []
    assert all(check.detail.endswith(".") for check in found)


def test_there_is_a_fault_for_each_check(db: duckdb.DuckDBPyConnection) -> None:
    assert {check.name for check in checks.run(db)} == FAULTS.keys()


def test_each_check_finds_its_fault(sound: duckdb.DuckDBPyConnection) -> None:
    for name, fault in FAULTS.items():
        sound.execute("BEGIN")
        sound.execute(fault)
        [check] = [check for check in checks.run(sound) if check.name == name]
        sound.execute("ROLLBACK")
        assert not check.ok, name
        assert "Broken" in check.detail
    assert all(check.ok for check in checks.run(sound))


def test_offsets_count_code_points_as_python_does(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article(text="👩‍👩‍👧 é e\u0301 🇩🇪: Mara Quill spoke.", title="🎉 Mara Quill", names=["Mara Quill"]))
    assert all(check.ok for check in checks.run(db))


def test_a_broken_rule_says_how_often_and_where(sound: duckdb.DuckDBPyConnection) -> None:
    sound.execute("UPDATE loaded_batches SET stored = 7")
    [check] = [check for check in checks.run(sound) if not check.ok]
    assert check.detail == (
        "The outcomes add up to what the batches stored and updated. Broken 1 times, first by: 1, 7, 0, 0"
    )
