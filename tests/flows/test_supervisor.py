"""Processes kept alive: what ends is started again, and none outlives who looks after it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows import supervisor
from flows.supervisor import Child, KeepsDying

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
PARENT = """
import os, sys, time
from pathlib import Path
from flows.supervisor import Child
child = Child("it", [sys.executable, "-c", "import time; time.sleep(60)"], os.environ, None)
child.start()
print(child.pid, flush=True)
time.sleep(60)
"""


def until(what: Callable[[], object], seconds: float = 30) -> None:
    ends = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends
        time.sleep(0.05)


def exists(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_what_is_killed_is_started_again() -> None:
    said: list[str] = []
    child = Child("the thing", SLEEP, os.environ, None)
    child.start()
    first = child.pid
    assert first
    child.mend(said.append)
    assert child.pid == first
    os.kill(first, signal.SIGKILL)
    until(lambda: child.pid is None)
    child.mend(said.append)
    assert child.pid not in {first, None}
    assert said == ["the thing ended by itself (SIGKILL); starting it again"]
    child.stop(5)
    assert child.pid is None


def test_what_ends_again_and_again_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "_LONGEST_PAUSE", 0.01)
    monkeypatch.setattr(supervisor, "_LOOK_SECONDS", 0.01)
    log = tmp_path / "log"
    child = Child("the thing", [sys.executable, "-S", "-c", "print('no'); raise SystemExit(3)"], os.environ, log)
    child.start()
    said: list[str] = []
    with pytest.raises(KeepsDying, match=f"the thing ended 8 times in a row; {log} says why"):
        supervisor.keep([child], said.append)
    assert said == ["the thing ended by itself (exit code 3); starting it again"] * 7
    assert log.read_text() == "no\n" * 8
    child.stop(1)


def test_what_does_not_listen_is_killed(tmp_path: Path) -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    child = Child("it", [sys.executable, "-c", deaf], os.environ, tmp_path / "log")
    child.start()
    until(lambda: "deaf" in (tmp_path / "log").read_text())
    child.stop(0.2)
    assert child.pid is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent has died")
def test_nothing_outlives_a_supervisor_that_was_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as parent:  # noqa: S603  the text above
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert exists(child)
        parent.kill()
    until(lambda: not exists(child))
