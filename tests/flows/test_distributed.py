"""Beyond one machine: the same rows from workers, Dask and a DuckLake in PostgreSQL as from one process and files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from flows.settings import Settings
from tests.flows import machines
from tests.flows.command import ROOT
from tests.flows.comparing import differing, tables
from tests.flows.machines import Site
from tests.hostile import articles, running
from warehouse import database, lakes

PAGES = 180  # besides the sample articles
_END_LOADERS = """
FROM postgres_query(
    'loader', 'SELECT pg_terminate_backend(l.pid) AS ended FROM pg_locks AS l WHERE l.locktype = ''advisory'''
)
"""


@pytest.fixture(scope="module")
def postgres(ducklake: Path) -> Iterator[Path]:  # noqa: ARG001  skips without it
    with machines.postgres() as folder:
        yield folder


def halves(folder: Path) -> tuple[Path, Path]:
    """Write two folders of pages, the sample articles among the first."""
    first, second = folder / "first", folder / "second"
    for half in (first, second):
        half.mkdir(parents=True)
    for path in sorted((ROOT / "deploy" / "samples").iterdir()):
        (first / path.name).write_bytes(path.read_bytes().replace(b"2026", b"2024"))  # before any machine's clock
    for number in range(PAGES):
        lang = "da" if number % 10 else "en"
        text = articles.html(
            articles.title(number), *articles.paragraphs(number), head=articles.dated(number), lang=lang
        )
        ((first, second)[number % 2] / f"{number:04}.html").write_text(text, encoding="utf-8")
    return first, second


def lake_at(setting: str, folder: Path) -> Settings:
    return Settings(home=folder / "reader", warehouse=setting, warehouse_data=str(folder / "parquet"))


def two_loaders(folder: Path, postgres: Path, name: str) -> tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]:
    """Return two connections that can hold the lock of one new lake."""
    lake = lake_at(machines.create_database(postgres, name), folder).lake
    assert lake is not None
    one, other = lakes.loader(lake), lakes.loader(lake)
    assert one is not None
    assert other is not None
    return one, other


def test_two_workers_a_dask_cluster_and_a_lake_make_the_rows_of_one_process(tmp_path: Path, postgres: Path) -> None:
    pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    first, second = halves(tmp_path / "pages")
    setting = machines.create_database(postgres, "news")
    shared = {"NEWSDUCK_WAREHOUSE": setting, "NEWSDUCK_WAREHOUSE_DATA": str(tmp_path / "parquet")}
    with machines.site(tmp_path, shared) as site:
        site.prefect_server(postgres)
        site.environment["NEWSDUCK_DASK"] = site.dask(2)
        site.deploy()
        for name in ("worker1", "worker2"):
            site.worker(name)
        for half in (first, second):
            done = site.ended(site.run("load/by-hand", paths=[str(half)]))
            assert done["state_type"] == "COMPLETED", done["state_name"]
        _compare(tmp_path, setting, (first, second))
        _check_both_at_once(site, lake_at(setting, tmp_path), (first, second))


def _compare(folder: Path, setting: str, pages: tuple[Path, ...]) -> None:
    for each in pages:
        done = running.run(folder, "load", str(each), longest=1200)
        assert done.code == 0, done.err
    embedded, lake = Settings(home=folder / "data"), lake_at(setting, folder)
    held = tables(lake)
    assert len(held["articles"]) > PAGES
    assert min(len(held[name]) for name in ("mentions", "entities", "article_topics", "stories", "outcomes")) > 0
    assert differing(embedded, lake) == {}


def _check_both_at_once(site: Site, lake: Settings, pages: tuple[Path, ...]) -> None:
    """Load the same again on both workers at once: they take turns at the lake, and no row is doubled."""
    before = tables(lake)
    runs = [site.run("load/by-hand", paths=[str(each)]) for each in pages]
    ended = [site.ended(run) for run in runs]
    assert [each["state_type"] for each in ended] == ["COMPLETED", "COMPLETED"]
    with closing(database.open_published(lake.published)) as db:
        assert db.execute("SELECT count(*) FROM main.runs AS r WHERE r.state = 'completed'").fetchall() == [(4,)]
    after = tables(lake)
    assert {name for name in before if before[name] != after[name]} == {"outcomes"}
    assert all((site.folder / name / "home" / "private").is_dir() for name in ("worker1", "worker2"))


def test_a_second_loader_waits_on_another_machine_as_well(tmp_path: Path, postgres: Path) -> None:
    one, other = two_loaders(tmp_path, postgres, "turns")
    assert (lakes.is_held(one), lakes.is_held(other), lakes.is_held(one)) == (True, False, True)
    lakes.release(one)
    assert lakes.is_held(other)
    lakes.release(other)


def test_a_loader_whose_connection_is_lost_says_so_and_another_goes_on(tmp_path: Path, postgres: Path) -> None:
    one, other = two_loaders(tmp_path, postgres, "lost")
    assert lakes.is_held(one)
    other.execute(_END_LOADERS).fetchall()
    with pytest.raises(duckdb.Error):
        lakes.is_held(one)
    lakes.release(one)  # closing it alone would abort the process
    assert lakes.is_held(other)
    lakes.release(other)
