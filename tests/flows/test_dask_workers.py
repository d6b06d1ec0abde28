"""Work on a Dask cluster: every item ends once, also one that kills its process there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from flows.dask_workers import DaskWorkers
from flows.worker import NoWorkers
from flows.workers import Budget, Ended, Job, Killed
from tests.flows import jobs, machines
from tests.flows.command import ROOT

BUDGET = Budget(cpu_seconds=1.0, memory_mb=512)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    with machines.site(tmp_path_factory.mktemp("dask"), {"PYTHONPATH": str(ROOT)}) as site:
        yield site.dask(1)


@pytest.fixture
def workers(cluster: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[DaskWorkers]:
    monkeypatch.setattr("flows.dask_workers._PATIENCE_SECONDS", 300)
    with DaskWorkers(cluster, BUDGET, preload="tests.flows.jobs") as pool:
        yield pool


def test_every_item_ends_once_and_what_kills_its_process_ends_as_that(workers: DaskWorkers) -> None:
    names = [f"page {number}" for number in range(20)]
    ended = dict(workers.map(Job(jobs.misbehave), [*names[:10], "spin", "hoard", "die", *names[10:]]))
    killed = {name: ended.pop(name) for name in ("spin", "hoard", "die")}
    assert all(isinstance(each, Killed) and each.over_budget for each in killed.values())
    assert ended == {name: name for name in names}
    assert workers.cpu_seconds > 0
    assert list(workers.map(Job(jobs.double), [])) == []


def test_who_waits_is_told_that_the_pool_ended(cluster: str) -> None:
    pool = DaskWorkers(cluster, BUDGET, preload="tests.flows.jobs")
    with ThreadPoolExecutor(1) as other:
        with pool:
            assert list(pool.map(Job(jobs.double), [1])) == [(1, 2)]
            waiting = other.submit(lambda: list(pool.map(Job(jobs.misbehave), ["sleep", "a"])))
            time.sleep(0.5)
        assert isinstance(waiting.exception(timeout=20), Ended | RuntimeError)  # the client says the latter


def test_a_scheduler_that_does_not_answer_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    monkeypatch.setattr("flows.dask_workers._PATIENCE_SECONDS", 1)
    nowhere = f"tcp://127.0.0.1:{machines.free_port()}"
    with (
        DaskWorkers(nowhere, BUDGET, preload="tests.flows.jobs") as pool,
        pytest.raises(NoWorkers, match="no Dask worker answers"),
    ):
        list(pool.map(Job(jobs.double), [1]))
