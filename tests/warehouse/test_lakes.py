"""A lake as the warehouse: published snapshots, one catalog in a DuckDB file, rows in and out; see test_distributed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.samples import NOW, article
from warehouse import checks, compaction, database, lakes, landing, loader, publishing
from warehouse.lakes import Lake

COUNT = "SELECT count(*) FROM main.articles"
LONG_AGO, LATER = datetime(2000, 1, 1, tzinfo=NOW.tzinfo), datetime(2100, 1, 1, tzinfo=NOW.tzinfo)


@pytest.fixture
def lake(tmp_path: Path, ducklake: Path) -> Lake:
    assert ducklake.exists()
    return Lake(catalog=f"{tmp_path}/catalog.ducklake", data=f"{tmp_path}/parquet", folder=tmp_path)


@pytest.fixture
def db(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(database.open_writer(lake)) as db:
        yield db


def load(db: duckdb.DuckDBPyConnection, folder: Path, name: str, text: str) -> None:
    loader.load(db, landing.write(folder / "landing", name, article(text=text, run_id=name)), NOW)


def count(lake: Lake) -> int:
    with closing(database.open_published(lake)) as db:
        return int(db.execute(COUNT).fetchall()[0][0])


def test_nothing_is_there_before_something_was_published(lake: Lake, tmp_path: Path) -> None:
    assert not lake.exists()
    with pytest.raises(database.WarehouseError, match="nothing was published"):
        database.open_published(lake)
    with closing(database.open_writer(lake)) as db:
        load(db, tmp_path, "a", "Mara Quill opened the bridge.")
    assert not lake.exists()
    with closing(database.open_writer(lake)) as db:
        publishing.publish(db, lake)
    assert lake.exists()


def test_readers_see_what_was_published_last_and_nothing_since(lake: Lake, tmp_path: Path) -> None:
    with closing(database.open_writer(lake)) as db:
        publishing.publish(db, lake)
        load(db, tmp_path, "a", "Mara Quill opened the bridge.")
    assert count(lake) == 0
    with closing(database.open_writer(lake)) as db:
        publishing.publish(db, lake)
    assert count(lake) == 1


def test_a_reader_can_neither_write_nor_leave_the_lake(lake: Lake, db: duckdb.DuckDBPyConnection) -> None:
    publishing.publish(db, lake)
    db.close()
    with closing(database.open_published(lake)) as reader:
        for statement in (
            "DELETE FROM main.articles",
            "SELECT * FROM read_text('/etc/passwd')",
            "COPY (SELECT 1) TO '/tmp/out.csv'",
            "SET enable_external_access = true",
            f"ATTACH '{lake.catalog}' AS catalog",
        ):
            with pytest.raises(duckdb.Error):
                reader.execute(statement)


def test_a_lake_goes_into_a_file_and_comes_back(lake: Lake, tmp_path: Path) -> None:
    with closing(database.open_writer(lake)) as db:
        load(db, tmp_path, "a", "Mara Quill opened the bridge.")
        publishing.publish(db, tmp_path / "copy.duckdb")
        db.execute("DELETE FROM main.articles")
        compaction.put_in(db, tmp_path / "copy.duckdb")
        assert checks.broken(db) == {}
        assert db.execute(COUNT).fetchall() == [(1,)]
    with closing(database.open_writer(tmp_path / "copy.duckdb")) as copy:
        assert checks.broken(copy) == {}
        assert copy.execute(COUNT).fetchall() == [(1,)]


def test_compaction_leaves_one_file_a_table_and_nothing_of_what_was_deleted(lake: Lake, tmp_path: Path) -> None:
    with closing(database.open_writer(lake)) as db:
        for name in ("a", "b", "c"):
            load(db, tmp_path, name, f"Mara Quill opened bridge {name}.")
        publishing.publish(db, lake)
        before = {path.name for path in Path(lake.data).rglob("*.parquet")}
        lakes.compact(db, LONG_AGO)
        kept = {path.name for path in Path(lake.data).rglob("*.parquet")}
        assert before - kept == set()
        db.execute("DELETE FROM main.article_versions WHERE text LIKE '%bridge a%'")
        lakes.compact(db, LATER)
        left = list(Path(lake.data).rglob("article_versions/*.parquet"))
        assert len(left) == 1
        texts = db.execute("SELECT v.text FROM main.article_versions AS v").fetchall()
        assert duckdb.connect().execute("SELECT p.text FROM read_parquet(?) AS p", [str(left[0])]).fetchall() == texts
        assert len(texts) == 2
    assert count(lake) == 1


@pytest.mark.usefixtures("ducklake")
def test_a_catalog_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    away = Lake(catalog="postgres:host=/nowhere dbname=news", data=f"{tmp_path}/parquet", folder=tmp_path)
    with pytest.raises(lakes.Unreachable, match="cannot be opened"):
        away.exists()
    with pytest.raises(lakes.Unreachable, match="cannot be opened"):
        database.open_writer(away)


def test_former_states_stay_as_long_as_they_are_kept(lake: Lake, db: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    load(db, tmp_path, "a", "Mara Quill opened the bridge.")
    publishing.publish(db, lake)
    snapshots = "SELECT count(*) FROM ducklake_snapshots('warehouse')"
    (before,) = db.execute(snapshots).fetchall()[0]
    lakes.compact(db, datetime.now(NOW.tzinfo) - timedelta(days=1))
    assert db.execute(snapshots).fetchall()[0][0] >= before
    lakes.compact(db, LATER)
    assert db.execute(snapshots).fetchall()[0][0] == 1
