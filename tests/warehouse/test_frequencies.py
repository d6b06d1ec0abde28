from __future__ import annotations

from datetime import timedelta

import duckdb

from tests.warehouse.samples import NOW
from warehouse import frequencies


def insert(db: duckdb.DuckDBPyConnection, article_id: str, language: str | None, terms: list[str], days: int) -> None:
    row = {
        "article_id": article_id, "source_id": "s", "title": "t", "first_seen_at": NOW - timedelta(days=days),
        "last_seen_at": NOW, "word_count": 1, "version_id": article_id, "version_count": 1,
    }  # fmt: skip
    db.execute(
        "INSERT INTO articles BY NAME SELECT ? AS article_id, ? AS source_id, ? AS title, ? AS first_seen_at,"
        " ? AS last_seen_at, ? AS word_count, ? AS version_id, ? AS version_count",
        list(row.values()),
    )
    db.execute(
        'INSERT INTO article_features BY NAME SELECT ? AS article_id, ? AS version_id, ? AS "language", ?::VARCHAR[]'
        " AS terms, []::INTEGER[] AS counts, []::FLOAT[] AS embedding, []::UINTEGER[] AS signature, 'm' AS model",
        [article_id, article_id, language, terms],
    )


def test_common_terms_are_counted_by_language_over_the_latest_articles(db: duckdb.DuckDBPyConnection) -> None:
    insert(db, "a", "en", ["president", "bridge"], 0)
    insert(db, "b", "en", ["president", "seeds"], 3)
    insert(db, "c", "en", ["old", "president"], 20)
    insert(db, "d", "de", ["brücke"], 1)
    insert(db, "e", None, ["president"], 1)
    assert frequencies.common_terms(db, 0.6) == {"en": (2, {"president": 2}), "de": (1, {"brücke": 1})}


def test_an_empty_warehouse_has_no_common_terms(db: duckdb.DuckDBPyConnection) -> None:
    assert frequencies.common_terms(db, 0.02) == {}
