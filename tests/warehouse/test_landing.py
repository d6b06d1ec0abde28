from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import records
from tests.warehouse.samples import NOW, article
from warehouse import landing, tables

INSTANTS = st.datetimes(
    datetime(1700, 1, 1),  # noqa: DTZ001  hypothesis wants naive bounds
    datetime(2200, 1, 1),  # noqa: DTZ001  hypothesis wants naive bounds
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30))]),
)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
BLOCKS = st.builds(
    records.RemovedBlock, version_id=TEXTS, ordinal=st.integers(0, 2**31 - 1), text=TEXTS, rule=TEXTS, layer=TEXTS
)
RUNS = st.builds(
    records.Run,
    run_id=TEXTS,
    flow=TEXTS,
    trigger=TEXTS,
    state=TEXTS,
    started_at=INSTANTS,
    finished_at=st.none() | INSTANTS,
    parameters=TEXTS,
    code_version=TEXTS,
    prefect_flow_run_id=st.none() | TEXTS,
)
FEATURES = st.builds(
    records.Features,
    article_id=TEXTS,
    version_id=TEXTS,
    language=st.none() | TEXTS,
    terms=st.lists(TEXTS, max_size=3).map(tuple),
    counts=st.lists(st.integers(0, 9), max_size=3).map(tuple),
    embedding=st.lists(st.floats(-1, 1, width=32), max_size=3).map(tuple),
    signature=st.lists(st.integers(0, 2**32 - 1), max_size=3).map(tuple),
    model=TEXTS,
)


def landed(batch: Path, table: str) -> list[object]:
    with duckdb.connect() as db:
        db.execute("SET TimeZone = 'UTC'")
        return tables.read(tables.TABLES[table], db.execute("FROM read_parquet(?)", [str(batch / f"{table}.parquet")]))


@settings(max_examples=10, deadline=None)
@given(st.lists(BLOCKS, min_size=1), st.lists(RUNS, min_size=1), st.lists(FEATURES, min_size=1))
def test_what_lands_is_what_was_written(
    tmp_path_factory: pytest.TempPathFactory,
    blocks: list[records.RemovedBlock],
    runs: list[records.Run],
    features: list[records.Features],
) -> None:
    written: dict[str, list[Any]] = {"removed_blocks": blocks, "runs": runs, "article_features": features}
    batch = landing.write(tmp_path_factory.mktemp("landing"), "b1", written)
    assert {table: landed(batch, table) for table in written} == written


@settings(max_examples=10, deadline=None)
@given(st.lists(RUNS, min_size=1), st.lists(FEATURES, min_size=1))
def test_what_is_staged_is_what_was_given(runs: list[records.Run], features: list[records.Features]) -> None:
    with duckdb.connect() as db:
        db.execute("SET TimeZone = 'UTC'")
        for table, rows in (("runs", runs), ("article_features", features)):
            tables.stage(db, table, rows)
            staged = tables.named("SELECT s.* EXCLUDE (row_no) FROM staged_{table} AS s ORDER BY s.row_no", table)
            assert tables.read(tables.TABLES[table], db.execute(staged)) == rows


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return landing.write(tmp_path_factory.mktemp("standing"), "b1", article())


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_byte_of_a_batch_that_is_lost_or_changed_anywhere_is_told(standing: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(standing.iterdir())))
    whole = file.read_bytes()
    at, bits = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 255))
    try:
        file.write_bytes(whole[:at] + (bytes([whole[at] ^ bits]) if bits else b"") + whole[at + 1 :])
        with pytest.raises(ValueError, match="is not what was written"):
            landing.tables_of(standing)
    finally:
        file.write_bytes(whole)
    assert landing.tables_of(standing).keys() == article().keys()


def test_a_lone_surrogate_becomes_a_question_mark_and_no_offset_moves(tmp_path: Path) -> None:
    block = records.RemovedBlock(version_id="v", ordinal=1, text="a\ud800b\x00c\n\u2028d", rule="r", layer="rule")
    batch = landing.write(tmp_path, "b1", {"removed_blocks": [block]})
    [read] = landed(batch, "removed_blocks")
    assert isinstance(read, records.RemovedBlock)
    assert read.text == "a?b\x00c\n\u2028d"


def test_batches_are_listed_oldest_first_without_those_being_written(tmp_path: Path) -> None:
    folder = tmp_path / "landing"
    assert landing.batches(folder) == []
    first, second = (landing.write(folder, name, article()) for name in ("z", "a"))
    os.utime(first, (1, 1))
    (folder / "c.part").mkdir()
    (folder / "README").touch()
    assert landing.batches(folder) == [first, second]
    landing.remove(first)
    assert landing.batches(folder) == [second]


def test_a_batch_holds_a_file_for_each_table_that_has_rows(tmp_path: Path) -> None:
    batch = landing.write(tmp_path, "b1", {**article(), "feeds": []})
    assert landing.tables_of(batch) == {table: batch / f"{table}.parquet" for table in article()}
    sums = (batch / "SHA256SUMS").read_text().splitlines()
    digests = [sha256((batch / f"{table}.parquet").read_bytes()).hexdigest() for table in sorted(article())]
    assert [line.partition("  ")[0] for line in sums] == digests


def test_what_a_killed_writer_left_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "b1.part").mkdir()
    (tmp_path / "b1.part" / "articles.parquet").write_bytes(b"half")
    batch = landing.write(tmp_path, "b1", article())
    assert landed(batch, "articles") == article()["articles"]
    assert not (tmp_path / "b1.part").exists()


def test_a_batch_that_stands_is_left_as_it_is(tmp_path: Path) -> None:
    batch = landing.write(tmp_path, "b1", article())
    assert landing.write(tmp_path, "b1", article(text="Other.", seen_at=NOW)) == batch
    assert landed(batch, "articles") == article()["articles"]


def test_an_unknown_table_is_our_own_mistake(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        landing.write(tmp_path, "b1", {"surprises": [object()]})
    assert landing.batches(tmp_path) == []
