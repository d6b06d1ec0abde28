"""Commands that are told to end, and workers whose run was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

WORK = """
import sys
from pathlib import Path
from flows.workers import Budget, Job, Workers
from tests.flows import jobs
with Workers(1, Budget(cpu_seconds=60, memory_mb=500), preload="tests.flows.jobs") as pool:
    list(pool.map(Job(jobs.trap), [Path(sys.argv[1])]))
"""
INTERRUPTED = """
import signal, sys
from pathlib import Path
from flows.locking import writing
from flows.settings import Settings
signal.signal(signal.SIGALRM, signal.default_int_handler)
settings = Settings(home=Path(sys.argv[1]))
with writing(settings):
    pass
for number in range(5):
    try:
        with writing(settings) as db:
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            while True:
                db.execute("CREATE OR REPLACE TEMP TABLE t AS SELECT md5(n::VARCHAR) AS x FROM range(60000) AS r(n)")
    except (RuntimeError, KeyboardInterrupt):
        print("stopped")
"""
ROOT = Path(__file__).parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def waiting(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command that waits for its input; to what the tests' process is deaf it is, too."""
    command = [sys.executable, "-m", "flows", "load", "-"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(  # noqa: S603  our own command
        command, cwd=tmp_path, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        until(lambda: hears(process.pid, signal.SIGTERM))
        yield process
        process.kill()


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def hears(pid: int, number: int) -> bool:
    """Say whether a process has a handler of its own for a signal."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    caught = next(line for line in lines if line.startswith("SigCgt:"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


def ended(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    assert process.stderr
    return process.wait(30), process.stderr.read()


@pytest.fixture
def hearing() -> Iterator[None]:
    former = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # also where nohup began the tests
    yield
    signal.signal(signal.SIGHUP, former)


@linux
@pytest.mark.usefixtures("hearing")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_told_to_end_says_so(waiting: subprocess.Popen[bytes], number: signal.Signals) -> None:
    waiting.send_signal(number)
    assert ended(waiting) == (128 + number, b"newsduck: stopped; nothing is left half done\n")


@pytest.fixture
def deaf() -> Iterator[None]:
    former = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup makes its command
    yield
    signal.signal(signal.SIGHUP, former)


@linux
@pytest.mark.usefixtures("deaf")
def test_what_the_starter_had_ignored_stays_ignored(waiting: subprocess.Popen[bytes]) -> None:
    waiting.send_signal(signal.SIGHUP)
    waiting.send_signal(signal.SIGTERM)
    assert ended(waiting)[0] == 143


@linux
def test_a_worker_ends_with_the_run_that_was_killed(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    process = subprocess.Popen([sys.executable, "-c", WORK, str(told)], cwd=ROOT)  # noqa: S603  the text above
    until(told.exists)
    worker = int(told.read_text(encoding="ascii"))
    process.kill()
    process.wait()
    until(lambda: not is_running(worker))


def test_the_warehouse_opens_again_after_what_a_signal_stopped(tmp_path: Path) -> None:
    command = [sys.executable, "-c", INTERRUPTED, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120)  # noqa: S603  above
    assert done.stdout.split("\n")[:-1] == ["stopped"] * 5


def is_running(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
