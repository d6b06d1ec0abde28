"""How processes are told to end: by signals that do what Ctrl-C does, and by the end of the process above them.

systemd, Docker and a host that shuts down send SIGTERM, a terminal that is closed SIGHUP. Untold, either would end a
run without a word, and its row would say "running" until the next one.
"""

from __future__ import annotations

import ctypes
import signal
import sys
from types import FrameType
from typing import NoReturn

from flows.errors import STOPPED

_PR_SET_PDEATHSIG = 1  # of Linux: what a process gets when its parent dies
_heard: list[int] = []


def heed() -> None:
    """Let both signals end the command, but for one that its starter had ignored, as nohup does."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _stop)


def code() -> int:
    """Return the exit code of a stopped command, as shells say it: 128 and the signal's number."""
    return 128 + _heard[0] if _heard else STOPPED


def with_parent(number: int = signal.SIGTERM) -> None:
    """Have this process get a signal when its parent ends; elsewhere than on Linux nothing happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)


def _stop(number: int, _: FrameType | None) -> NoReturn:
    _heard.append(number)
    raise KeyboardInterrupt
