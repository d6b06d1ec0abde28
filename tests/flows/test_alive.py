"""What of a killed process is told from what still works."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows import alive, runs
from flows.settings import Settings
from warehouse import lakes

HOLD = """
import time
from flows import alive, settings
alive.hold(settings.read(), "r1")
print(flush=True)
time.sleep(60)
"""


def test_a_run_is_alive_until_it_is_released(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert not alive.is_alive(settings, "r1")
    alive.hold(settings, "r1")
    assert alive.is_alive(settings, "r1")
    alive.release(settings, "r1")
    assert not alive.is_alive(settings, "r1")
    assert not alive.was_here(settings, "r1")
    alive.release(settings, "r1")  # no harm


@pytest.mark.usefixtures("ducklake")
def test_a_run_that_cannot_say_that_it_failed_is_told_by_its_lock(tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path, warehouse="ducklake:postgres:dbname=no host=/nowhere", warehouse_data=str(tmp_path)
    )
    run = runs.new("load", settings, trigger="hand", parameters={}, say=lambda _: None)
    alive.hold(settings, run.run_id)
    with pytest.raises(lakes.Unreachable), runs.recorded(run):
        raise ValueError(run.run_id)
    assert alive.was_here(settings, run.run_id)
    alive.release(settings, run.run_id)


def test_a_killed_process_is_not_alive_any_more(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    holder = subprocess.Popen(  # noqa: S603  the text above
        [sys.executable, "-c", HOLD], stdout=subprocess.PIPE, env={**os.environ, "NEWSDUCK_HOME": str(tmp_path)}
    )
    assert holder.stdout
    with holder.stdout:
        assert holder.stdout.readline() == b"\n"
    assert alive.is_alive(settings, "r1")
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert alive.was_here(settings, "r1")
    assert not alive.is_alive(settings, "r1")
    assert not alive.was_here(settings, "r1")
