from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractors import records
from tests.warehouse.conftest import Load
from tests.warehouse.samples import MODELS, NOW, article, enriched, joined
from warehouse import checks, database, landing, loader, tables

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


def test_a_return_to_an_earlier_text_is_a_third_version_with_an_id_of_its_own(
    db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    for text, page in (("One.", "1"), ("Two.", "2"), ("One.", "3")):
        load(article(text=f"Mara Quill spoke. {text}", page=page, run_id=f"run{page}"))
    versions = db.execute("SELECT v.version_no, v.version_id, v.cause FROM article_versions AS v ORDER BY 1").fetchall()
    assert [(number, cause) for number, _, cause in versions] == [(1, "first"), (2, "edit"), (3, "edit")]
    assert len({version_id for _, version_id, _ in versions}) == 3
    current = db.execute("SELECT a.version_id FROM articles AS a").fetchall()
    assert current == [(versions[2][1],)]
    for table in ("mentions", "article_features", "enrichments"):
        assert db.execute(tables.named("SELECT DISTINCT t.version_id FROM {table} AS t", table)).fetchall() == current
    blocks = "SELECT count(*) FROM removed_blocks AS b JOIN articles AS a USING (version_id)"
    assert db.execute(blocks).fetchall() == [(2,)]
    assert checks.broken(db) == {}


def test_the_same_page_read_anew_is_a_reprocessed_version(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article(page="the page"))
    load(article(page="the page", text=EDITED, extractor="reader 2"))
    causes = db.execute("SELECT v.cause, v.extractor FROM article_versions AS v ORDER BY v.version_no").fetchall()
    assert causes == [("first", "reader 1"), ("reprocess", "reader 2")]


def test_an_edit_keeps_story_and_duplicate_and_a_changed_headline_alone_is_an_edit(
    db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    load(article())
    db.execute("UPDATE articles SET story_id = 's1', duplicate_of = 'x', duplicate_kind = 'near'")
    assert load(article(title="Quill quits")).updated == 1
    state = "SELECT a.title, a.story_id, a.duplicate_of, a.duplicate_kind FROM articles AS a"
    assert db.execute(state).fetchall() == [("Quill quits", "s1", "x", "near")]


def test_of_two_rows_of_an_article_in_a_batch_the_first_counts(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    again = article(run_id="run1")
    again["outcomes"] = [replace(row, item="second") for row in again["outcomes"]]  # type: ignore[type-var]
    loaded = load(joined(article(), again))
    assert (loaded.stored, loaded.duplicate) == (1, 1)
    assert db.execute("SELECT o.item, o.outcome FROM outcomes AS o ORDER BY o.outcome").fetchall() == [
        ("second", "duplicate"),
        ("https://gazette.example/a", "stored"),
    ]
    assert checks.broken(db) == {}


def test_of_two_texts_of_an_article_in_a_batch_the_first_counts(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    other = article(text=EDITED)
    loaded = load(joined(article(), {table: rows for table, rows in other.items() if table != "outcomes"}))
    assert (loaded.stored, loaded.duplicate) == (1, 1)
    assert db.execute("SELECT count(*) FROM article_versions AS v WHERE v.text = ?", [EDITED]).fetchall() == [(0,)]
    assert checks.broken(db) == {}


def test_a_run_killed_before_it_removed_a_batch_does_no_harm(tmp_path: Path) -> None:
    batch = landing.write(tmp_path / "landing", "b1", article())
    path = tmp_path / "newsduck.duckdb"
    with database.open_writer(path) as db:
        first = loader.load(db, batch, NOW)
    with database.open_writer(path) as db:
        before = dump(db)
        assert landing.batches(tmp_path / "landing") == [batch]
        assert loader.load(db, batch, NOW) == first
        assert dump(db) == before
        assert checks.broken(db) == {}


def test_a_killed_process_leaves_all_of_a_batch_or_nothing(tmp_path: Path) -> None:
    batch = landing.write(tmp_path / "landing", "b1", joined(*(article(str(n)) for n in range(50))))
    path = tmp_path / "newsduck.duckdb"
    script = (
        "import os, sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from warehouse import database, loader, tables\n"
        "script = loader.script\n"
        "def until(step):\n"
        "    if step == sys.argv[3]: os.kill(os.getpid(), 9)\n"
        "    return script(step)\n"
        "loader.script = until\n"
        "db = database.open_writer(Path(sys.argv[1]))\n"
        "loader.load(db, Path(sys.argv[2]), datetime.now(UTC))\n"
        "os.kill(os.getpid(), 9)\n"
    )
    for step, articles in (("links", 0), ("outcomes", 0), ("never", 50)):
        ended = subprocess.run([sys.executable, "-c", script, path, batch, step], check=False)  # noqa: S603  our own
        assert ended.returncode == -9
        with database.open_writer(path) as db:
            assert db.execute("SELECT count(*) FROM articles AS a").fetchall() == [(articles,)]
            assert checks.broken(db) == {}
    with database.open_writer(path) as db:
        assert loader.load(db, batch, NOW).stored == 50
        assert db.execute("SELECT count(*) FROM articles AS a").fetchall() == [(50,)]


@pytest.mark.parametrize("table", ["outcomes", "mentions", "surprise"])
def test_a_batch_with_a_bad_file_is_rolled_back_whole(
    db: duckdb.DuckDBPyConnection, tmp_path: Path, table: str
) -> None:
    batch = landing.write(tmp_path / "landing", "b1", article())
    before = dump(db)
    (batch / f"{table}.parquet").write_bytes(b"PAR1 this is no Parquet")
    with pytest.raises(database.Damaged, match=r"Batch .*b1 cannot be loaded \(.*\): move it away"):
        loader.load(db, batch, NOW)
    assert dump(db) == before
    assert db.execute("SELECT count(*) FROM loaded_batches AS b").fetchall() == [(0,)]


def test_a_batch_that_lost_a_file_is_refused(db: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    batch = landing.write(tmp_path, "b1", article())
    (batch / "mentions.parquet").unlink()
    with pytest.raises(database.Damaged, match=r"mentions.parquet is not what was written"):
        loader.load(db, batch, NOW)


def test_a_batch_whose_columns_do_not_fit_is_rolled_back_whole(db: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    batch = landing.write(tmp_path / "landing", "b1", article())
    file = str(batch / "outcomes.parquet")
    db.sql("SELECT NULL::VARCHAR AS run_id, * EXCLUDE (run_id) FROM read_parquet(?) AS o", params=[file]).write_parquet(
        file + ".new"
    )
    Path(file + ".new").rename(file)
    (batch / "SHA256SUMS").unlink()
    before = dump(db)
    with pytest.raises(database.Damaged, match="NOT NULL"):
        loader.load(db, batch, NOW)
    assert dump(db) == before


def test_an_article_without_its_version_is_refused(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    batch = article()
    del batch["article_versions"]
    with pytest.raises(database.Damaged, match="comes without its version"):
        load(batch)
    assert db.execute("SELECT count(*) FROM articles AS a").fetchall() == [(0,)]


def test_a_stage_run_again_replaces_its_rows_and_no_others(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    batch = article()
    load(batch)
    [head], [version] = batch["articles"], batch["article_versions"]
    assert isinstance(head, records.Article)
    assert isinstance(version, records.ArticleVersion)
    models = {"entities": "ner 2", "topics": "topics 2", "keyphrases": "phrases 2", "features": "minhash 2"}
    again = enriched(head.article_id, version.version_id, version.title, version.text, names=["Veldia"], models=models)
    again["enrichments"] = again["enrichments"][:1]  # of the entities
    load(again)
    assert db.execute("SELECT DISTINCT m.model, m.surface FROM mentions AS m").fetchall() == [("ner 2", "Veldia")]
    assert db.execute("SELECT DISTINCT t.model FROM article_topics AS t").fetchall() == [("topics 1",)]
    made_by = db.execute("SELECT e.model FROM enrichments AS e ORDER BY e.stage").fetchall()
    assert made_by == [("ner 2",), *((model,) for stage, model in sorted(MODELS.items()) if stage != "entities")]
    assert checks.broken(db) == {}


def test_a_stage_that_saw_an_older_text_is_ignored(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article())
    load(article(text=EDITED))
    before = dump(db)
    first = article()
    load({table: first[table] for table in ("mentions", "entities", "aliases", "enrichments", "article_features")})
    assert dump(db) == before


def test_a_batch_that_landed_before_an_upgrade_takes_the_new_columns_from_their_defaults(
    db: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    batch = landing.write(tmp_path / "landing", "b1", article())
    file = batch / "removed_blocks.parquet"
    older = duckdb.sql("SELECT b.* EXCLUDE (score) FROM read_parquet(?) AS b", params=[str(file)]).fetchall()
    duckdb.sql("SELECT b.* EXCLUDE (score) FROM read_parquet(?) AS b", params=[str(file)]).write_parquet(
        str(tmp_path / "older.parquet")
    )
    (tmp_path / "older.parquet").replace(file)
    (batch / "SHA256SUMS").unlink()  # it is younger too
    assert loader.load(db, batch, NOW).stored == 1
    assert db.execute("SELECT b.score FROM removed_blocks AS b").fetchall() == [(1.0,)] * len(older)
