"""What of a killed process is told from what still works."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from flows import alive
from flows.settings import Settings

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
