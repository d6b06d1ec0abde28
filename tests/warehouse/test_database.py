from __future__ import annotations

import subprocess
import sys
from datetime import UTC
from pathlib import Path

import duckdb
import pytest

from warehouse import database

HOLD = "import sys, duckdb; db = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


def test_a_new_file_is_made_with_its_folders_in_a_storage_version_that_1_4_reads(tmp_path: Path) -> None:
    path = tmp_path / "private" / "deep" / "newsduck.duckdb"
    with database.open_writer(path) as db:
        assert path.exists()
        version = "SELECT d.tags['storage_version'] FROM duckdb_databases() AS d WHERE d.path IS NOT NULL"
        assert db.execute(version).fetchall() == [("v1.4.0+",)]
        [(moment, zone)] = (
            db.cursor().execute("SELECT TIMESTAMPTZ '2026-11-20 12:00:00+02', current_setting('TimeZone')").fetchall()
        )
        assert (moment.hour, zone) == (10, "UTC")
        assert moment.astimezone(UTC) == moment


def test_migrating_again_does_nothing(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "a.duckdb") as db:
        done = database.migrate(db)
        assert done[0] == "0001_tables.sql"
        assert done[-1].startswith("views ")
        assert database.migrate(db) == []


def test_a_failed_migration_leaves_nothing_behind(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "a.duckdb") as db:
        db.execute("CREATE TABLE articles AS SELECT 1 AS in_the_way")
        with pytest.raises(duckdb.CatalogException):
            database.migrate(db)
        assert db.execute("SELECT t.table_name FROM duckdb_tables() AS t").fetchall() == [("articles",)]


def test_a_file_held_by_another_process_is_locked_and_the_message_names_it(tmp_path: Path) -> None:
    path = tmp_path / "newsduck.duckdb"
    database.open_writer(path).close()
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:  # noqa: S603  our own
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(database.Locked, match=rf"is open in process {holder.pid}: wait until that has finished"):
            database.open_writer(path)
        holder.communicate("")
    database.open_writer(path).close()


def test_a_warehouse_of_a_newer_newsduck_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "newsduck.duckdb"
    with database.open_writer(path) as db:
        db.execute("INSERT INTO schema_migrations VALUES (9001, '9001_later.sql', now())")
    with pytest.raises(database.TooNew, match="has migration 9001 of a newer newsduck: install"):
        database.open_writer(path)
    with duckdb.connect(path) as db:
        assert db.execute("SELECT max(m.version) FROM schema_migrations AS m").fetchall() == [(9001,)]


def test_a_file_of_a_newer_duckdb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "newsduck.duckdb"
    database.open_writer(path).close()
    body = bytearray(path.read_bytes())
    words = [int.from_bytes(body[at : at + 8], "little") for at in (0, 8)]  # the header's checksum, and its first word
    newer = words[1] | 0xFF << 32  # behind four letters of magic begins the storage version
    factor = 0xBF58476D1CE4E5B9  # DuckDB's checksum is the exclusive or of the words times this
    words[0] ^= (words[1] * factor ^ newer * factor) & (1 << 64) - 1
    body[:16] = words[0].to_bytes(8, "little") + newer.to_bytes(8, "little")
    path.write_bytes(body)
    with pytest.raises(database.TooNew, match="was written by a newer DuckDB"):
        database.open_writer(path)


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "newsduck.duckdb"
    path.write_text("once upon a time " * 1000, encoding="utf-8")
    for opened in (database.open_writer, database.open_published):
        with pytest.raises(database.Damaged, match="cannot be opened as a DuckDB database"):
            opened(path)


def test_without_a_published_file_the_error_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(database.WarehouseError, match="run `newsduck run` or `newsduck load`"):
        database.open_published(tmp_path / "published.duckdb")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO main.sources SELECT * FROM main.sources",
        "CREATE TABLE main.mine AS SELECT 1 AS one",
        "COPY main.sources TO '{folder}/out.csv'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('{folder}/newsduck.duckdb')",
        "ATTACH '{folder}/other.duckdb' AS other",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "INSTALL httpfs",
        "LOAD httpfs",
    ],
)
def test_from_the_published_file_there_is_no_way_out(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "it's published.duckdb"
    database.open_writer(path).close()
    with database.open_published(path) as db:
        assert db.execute("SELECT count(*) FROM report.articles AS a").fetchall() == [(0,)]
        with pytest.raises(duckdb.Error):
            db.execute(statement.replace("{folder}", str(tmp_path)))


def test_exports_may_write_to_the_one_folder_that_is_named(tmp_path: Path) -> None:
    path, folder = tmp_path / "published.duckdb", tmp_path / "exports"
    folder.mkdir()
    database.open_writer(path).close()
    with database.open_published(path, writable=folder) as db:
        db.execute(f"COPY main.sources TO '{folder}/sources.parquet'")
        with pytest.raises(duckdb.PermissionException):
            db.execute(f"COPY main.sources TO '{tmp_path}/sources.parquet'")
    assert (folder / "sources.parquet").exists()


def test_a_transaction_keeps_all_or_nothing(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "a.duckdb") as db:
        db.execute("CREATE TABLE numbers (number INTEGER)")
        with database.transaction(db):
            db.execute("INSERT INTO numbers VALUES (1)")
        with pytest.raises(ZeroDivisionError), database.transaction(db):
            db.execute("INSERT INTO numbers VALUES (?)", [1 // 0])
        with pytest.raises(duckdb.Error), database.transaction(db):
            db.execute("INSERT INTO numbers VALUES (2); INSERT INTO numbers VALUES ('two')")
        assert db.execute("SELECT n.number FROM numbers AS n").fetchall() == [(1,)]
