import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from flows import worker
from flows.workers import Budget, Ended, Job, Killed, Workers
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


def test_a_fork_server_that_was_ended_is_told(tmp_path: Path) -> None:
    (tmp_path / "dying.py").write_text("import os\n\nos._exit(1)\n")  # as where memory is short
    code = "from flows.worker import Worker, Budget; from flows import fork_server as f; "
    code += "Worker(f.context('dying'), Budget(cpu_seconds=1, memory_mb=99))"
    paths = os.pathsep.join([str(ROOT), str(tmp_path)])
    done = subprocess.run(  # noqa: S603  our own code
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "flows.worker.NoWorkers: no process for reading pages could be started" in done.stderr


def test_ctrl_c_does_not_wait_for_models_that_load(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text("import time\ntime.sleep(30)\n")
    script = (
        "import os, signal, threading\nfrom flows.workers import Budget, Job, Workers\nfrom tests.flows import jobs\n"
        "threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "try:\n"
        "    with Workers(1, Budget(cpu_seconds=1, memory_mb=256), preload='slow') as pool:\n"
        "        list(pool.map(Job(jobs.double), [21]))\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')\n"
    )
    with (tmp_path / "out").open("w") as out:  # a pipe would be the fork server's as well, for as long as it loads
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", script], cwd=ROOT, env=os.environ | {"PYTHONPATH": f"{ROOT}:{tmp_path}"}, stdout=out
        )
        assert process.wait(timeout=20) == 0
    assert (tmp_path / "out").read_text() == "stopped\n"


def test_an_error_of_ours_is_a_value_with_its_name(pool: Workers) -> None:
    [(_, killed)] = pool.map(Job(jobs.misbehave), ["raise"])
    assert killed == Killed("ValueError: raise", over_budget=False)


def test_a_job_that_uses_no_cpu_ends_at_the_wall(pool: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs_of_both = pool.map(Job(jobs.misbehave), ["a", "b", "c", "d"])
    assert len(dict(jobs_of_both)) == 4  # both are up and warm: a busy machine starts them late
    monkeypatch.setattr(worker, "_WALL_FACTOR", 5)
    ended = dict(pool.map(Job(jobs.misbehave), ["sleep", "a"]))
    assert ended == {"sleep": Killed("too much time", over_budget=True), "a": "a"}


def test_what_comes_first_goes_before_what_another_thread_gave() -> None:
    begun: list[int] = []

    def later(pool: Workers) -> None:
        begun.extend(n for n, _ in pool.map(Job(jobs.rest), range(20)))

    with Workers(1, Budget(cpu_seconds=1, memory_mb=256), preload="tests.flows.jobs") as pool:
        assert list(pool.map(Job(jobs.double), [1])) == [(1, 2)]
        other = threading.Thread(target=later, args=(pool,))
        other.start()
        while not begun:
            time.sleep(0.001)
        assert [n for n, _ in pool.map(Job(jobs.double), range(5), first=True)] == list(range(5))
        assert len(begun) < 20
        other.join()
    assert begun == list(range(20))


def test_who_waits_is_told_that_the_pool_ended() -> None:
    pool = Workers(1, Budget(cpu_seconds=20, memory_mb=256), preload="tests.flows.jobs")
    with ThreadPoolExecutor(1) as other:
        with pool:
            assert list(pool.map(Job(jobs.double), [1])) == [(1, 2)]
            waiting = other.submit(lambda: list(pool.map(Job(jobs.misbehave), ["sleep", "a"])))
            time.sleep(0.1)
        assert isinstance(waiting.exception(timeout=20), Ended)
    with pytest.raises(Ended):
        list(pool.map(Job(jobs.double), [1]))


def test_what_cannot_be_sent_is_told_where_it_was_given(pool: Workers) -> None:
    with pytest.raises((AttributeError, pickle.PicklingError)):
        list(pool.map(Job(lambda n: 2 * n), [1, 2, 3]))


def test_cpu_is_told_once(pool: Workers) -> None:
    assert len(list(pool.map(Job(jobs.misbehave), ["spin", "a"]))) == 2
    assert pool.told() == pytest.approx(0.3, abs=0.2)
    assert pool.told() == 0


def test_warm_up_runs_once_in_a_process() -> None:
    with Workers(1, Budget(cpu_seconds=1, memory_mb=256), preload="tests.flows.jobs") as pool:
        assert [n for _, n in pool.map(Job(jobs.loaded, jobs.load), range(5))] == [1] * 5
