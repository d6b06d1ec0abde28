"""The made-up warehouse that benchmarks ask is one that the loader could have written."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks import synthetic
from warehouse import checks, database


def test_every_rule_holds_of_a_made_up_warehouse(tmp_path: Path) -> None:
    synthetic.make(tmp_path / "made.duckdb", synthetic.Size(articles=60))
    with database.open_writer(tmp_path / "made.duckdb") as db:
        assert checks.broken(db) == {}
        assert db.execute("SELECT count(*) > 100 FROM main.entity_counts AS c").fetchall() == [(True,)]
