"""What a stranger's query on the published warehouse could try: it reads that file and nothing else."""

from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from flows.locking import writing
from flows.settings import Settings
from warehouse import database, publishing

WAYS_OUT = (
    "SELECT * FROM read_csv('{secret}')",
    "SELECT * FROM read_text('{secret}')",
    "SELECT * FROM read_blob('{secret}')",
    "SELECT * FROM read_json('{secret}')",
    "SELECT * FROM read_parquet('{secret}')",
    "SELECT * FROM '{secret}'",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM read_text('/proc/self/environ')",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x')",
    "SELECT * FROM 's3://bucket/x.parquet'",
    "COPY (SELECT 1) TO '{folder}/out.csv'",
    "COPY main.topics FROM '{secret}'",
    "EXPORT DATABASE '{folder}/out'",
    "IMPORT DATABASE '{folder}/out'",
    "ATTACH '{folder}/other.duckdb'",
    "ATTACH '{folder}/data/private/newsduck.duckdb' AS private (READ_ONLY)",
    "INSTALL httpfs",
    "INSTALL httpfs FROM 'http://127.0.0.1:9/'",
    "LOAD httpfs",
    "LOAD '{folder}/evil.duckdb_extension'",
    "SET enable_external_access = true",
    "SET GLOBAL enable_external_access = true",
    "PRAGMA enable_external_access = true",
    "RESET enable_external_access",
    "SET lock_configuration = false",
    "SET allowed_directories = ['/']",
    "SET temp_directory = '{folder}/temp'",
    "SET allow_unsigned_extensions = true",
    "SET secret_directory = '{folder}'",
    "CREATE PERSISTENT SECRET s (TYPE s3, KEY_ID 'x', SECRET 'y')",
    "CREATE TABLE published.main.t AS SELECT 1 AS x",
    "DELETE FROM main.topics",
    "DROP SCHEMA report CASCADE",
)


@pytest.mark.parametrize("query", WAYS_OUT)
def test_there_is_no_way_out_of_the_published_warehouse(settings: Settings, tmp_path: Path, query: str) -> None:
    with writing(settings) as db:
        publishing.publish(db, settings.published)
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    before = sorted(path for path in tmp_path.rglob("*"))
    with closing(database.open_published(settings.published)) as db, pytest.raises(duckdb.Error):
        db.execute(query.format(secret=secret, folder=tmp_path)).fetchall()
    assert sorted(path for path in tmp_path.rglob("*")) == before
