from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb

from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, article
from warehouse import landing, loader, tables

EDITED = "Mara Quill left Veldia on Saturday. Veldia was quiet."


def dump(db: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[Any, ...]]]:
    return {table: db.execute(tables.named("FROM main.{table}", table)).fetchall() for table in tables.TABLES}


def test_an_article_is_stored_with_all_that_was_derived_from_it(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    batch = article()
    assert load(batch) == loader.Loaded(batch_id="batch0", stored=1, updated=0, unchanged=0, duplicate=0)
    assert {table: len(rows) for table, rows in dump(db).items() if rows} == {
        table: len(rows) for table, rows in batch.items()
    }


def test_loading_the_same_articles_again_changes_nothing_but_adds_their_outcome(
    db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load(article())
    before = dump(db)
    assert load(article(run_id="run2", seen_at=NOW + timedelta(days=1))).unchanged == 1
    after = dump(db)
    assert [row[3] for row in after.pop("outcomes")] == ["stored", "unchanged"]
    assert [row[7] for row in after.pop("links")] == [NOW + timedelta(days=1)]
    del before["outcomes"], before["links"]
    assert after == before


def test_a_batch_in_the_ledger_is_not_loaded_again(db: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    batch = landing.write(tmp_path / "landing", "b1", article())
    first = loader.load(db, batch, NOW)
    before = dump(db)
    assert loader.load(db, batch, NOW + timedelta(days=1)) == first
    assert dump(db) == before


def test_an_edit_makes_a_second_version_and_replaces_what_was_derived(
    db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load(article())
    assert load(article(text=EDITED, seen_at=NOW + timedelta(hours=2))).updated == 1
    assert db.execute("SELECT version_no, cause FROM article_versions AS v ORDER BY version_no").fetchall() == [
        (1, "first"),
        (2, "edit"),
    ]
    current = "SELECT v.text, a.version_count, a.first_seen_at, a.last_seen_at FROM articles AS a JOIN article_versions"
    assert db.execute(f"{current} AS v USING (version_id)").fetchall() == [
        (EDITED, 2, NOW + timedelta(minutes=10), NOW + timedelta(hours=2))
    ]
    for table in ("mentions", "article_features", "enrichments"):
        stale = "SELECT count(*) FROM {table} AS t WHERE version_id NOT IN (SELECT a.version_id FROM articles AS a)"
        assert db.execute(tables.named(stale, table)).fetchall() == [(0,)]
    assert db.execute("SELECT count(*) FROM removed_blocks AS b").fetchall() == [(4,)]
    assert db.execute("SELECT outcome FROM outcomes AS o").fetchall() == [("stored",), ("updated",)]
