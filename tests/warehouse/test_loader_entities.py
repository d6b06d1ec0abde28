from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb

from tests.warehouse.conftest import Load
from tests.warehouse.samples import NOW, article, entity_id, joined
from warehouse import checks, database, landing, loader


def test_names_and_counts_of_entities_do_not_depend_on_the_order_of_batches(tmp_path: Path) -> None:
    spelled = {"a": "Mara Quill", "b": "Marah Quill", "c": "Marah Quill"}
    found = []
    for order in ("abc", "cba", "bac"):
        with database.open_writer(tmp_path / f"{order}.duckdb") as db:
            for name in order:
                batch = article(name, text=f"{spelled[name]} spoke.", title="News", names=[spelled[name]])
                same = {"entity_id": entity_id("Mara Quill")}
                for table in ("mentions", "entities", "aliases", "article_entities", "quotes"):
                    batch[table] = [replace(row, **same) for row in batch[table]]  # type: ignore[type-var]
                loader.load(db, landing.write(tmp_path / order, name, batch), NOW)
            rows = db.execute("SELECT a.alias, a.article_count FROM aliases AS a ORDER BY a.alias").fetchall()
            found.append((rows, db.execute("SELECT e.name FROM entities AS e").fetchall()))
            assert checks.broken(db) == {}
    assert found == [([("Mara Quill", 1), ("Marah Quill", 2)], [("Marah Quill",)])] * 3


def test_an_edit_lowers_the_counts_of_spellings_that_are_gone(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(joined(article("a"), article("b")))
    load(article("a", text="Nothing of note.", title="News", run_id="run2"))
    counts = db.execute("SELECT DISTINCT a.article_count FROM aliases AS a").fetchall()
    assert counts == [(1,)]
    assert checks.broken(db) == {}


def test_a_name_with_a_title_is_counted_where_the_name_stands(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    batch = article(text="Mara Quill spoke.", title="News", names=["Mara Quill"])
    batch["aliases"] = [replace(row, alias="Queen Mara Quill", kind="title") for row in batch["aliases"]]  # type: ignore[type-var]
    load(batch)
    assert db.execute("SELECT a.article_count FROM aliases AS a").fetchall() == [(1,)]
    assert db.execute("SELECT e.name FROM entities AS e").fetchall() == [("Mara Quill",)]
    assert checks.broken(db) == {}


def test_the_gazetteers_name_is_kept(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    batch = article(text="Veldia won.", title="News", names=["Veldia"])
    batch["entities"] = [replace(row, name="Republic of Veldia", created_by="gazetteer") for row in batch["entities"]]  # type: ignore[type-var]
    load(batch)
    assert db.execute("SELECT e.name FROM entities AS e").fetchall() == [("Republic of Veldia",)]
