"""Signals that end a command as Ctrl-C does, with an exit code that says which it was.

systemd, Docker and a host that shuts down send SIGTERM, a terminal that is closed SIGHUP. Untold, either would end a
run without a word, and its row would say "running" until the next one.
"""

from __future__ import annotations

import signal
from types import FrameType
from typing import NoReturn

from flows.errors import STOPPED


class Told(KeyboardInterrupt):
    """One of them came. Were it KeyboardInterrupt itself, Python would end by SIGINT where an `exec` met it."""


_heard: list[int] = []


def heed() -> None:
    """Let both signals end the command, but for one that its starter had ignored, as nohup does."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _stop)


def code() -> int:
    """Return the exit code of a stopped command, as shells say it: 128 and the signal's number."""
    return 128 + _heard[0] if _heard else STOPPED


def _stop(number: int, _: FrameType | None) -> NoReturn:
    _heard.append(number)
    raise Told
