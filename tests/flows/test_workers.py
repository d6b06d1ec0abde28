import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import workers
from flows.workers import Budget, Job, Killed, Workers
from tests.flows import jobs
from tests.flows.command import ROOT


@pytest.fixture
def pool() -> Iterator[Workers]:
    with Workers(2, Budget(cpu_seconds=0.3, memory_mb=256), preload="tests.flows.jobs") as pool:
        yield pool


def test_every_item_ends_once_with_its_result(pool: Workers) -> None:
    assert sorted(pool.map(Job(jobs.double), range(50))) == [(n, 2 * n) for n in range(50)]


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("spin", "more than 0.3 CPU seconds"),
        ("trap", "more than 0.3 CPU seconds"),
        ("hoard", "more than 256 MB"),
        ("die", "SIGSEGV"),
    ],
)
def test_a_job_over_its_budget_is_killed_and_the_others_go_on(pool: Workers, how: str, reason: str) -> None:
    ended = dict(pool.map(Job(jobs.misbehave), ["a", how, "b", "c", "d"]))
    killed = ended.pop(how)
    assert isinstance(killed, Killed)
    assert killed.over_budget
    assert reason in killed.reason
    assert ended == {"a": "a", "b": "b", "c": "c", "d": "d"}


def test_a_long_temporary_folder_is_no_hindrance(tmp_path: Path) -> None:
    # Where multiprocessing puts its sockets is settled once a process, so that one is made for it.
    long = tmp_path / ("a" * 90)
    long.mkdir()
    script = (
        "from flows.workers import Budget, Job, Workers\nfrom tests.flows import jobs\n"
        "with Workers(1, Budget(cpu_seconds=1, memory_mb=256), preload='tests.flows.jobs') as pool:\n"
        "    print(list(pool.map(Job(jobs.double), [21])))\n"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script],
        cwd=ROOT, env=os.environ | {"TMPDIR": str(long)}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("[(21, 42)]\n", "")


def test_an_error_of_ours_is_a_value_with_its_name(pool: Workers) -> None:
    [(_, killed)] = pool.map(Job(jobs.misbehave), ["raise"])
    assert killed == Killed("ValueError: raise", over_budget=False)


def test_a_job_that_uses_no_cpu_ends_at_the_wall(pool: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs_of_both = pool.map(Job(jobs.misbehave), ["a", "b", "c", "d"])
    assert len(dict(jobs_of_both)) == 4  # both are up and warm: a busy machine starts them late
    monkeypatch.setattr(workers, "_WALL_FACTOR", 5)
    ended = dict(pool.map(Job(jobs.misbehave), ["sleep", "a"]))
    assert ended == {"sleep": Killed("too much time", over_budget=True), "a": "a"}


def test_warm_up_runs_once_in_a_process() -> None:
    with Workers(1, Budget(cpu_seconds=1, memory_mb=256), preload="tests.flows.jobs") as pool:
        assert [n for _, n in pool.map(Job(jobs.loaded, jobs.load), range(5))] == [1] * 5
