"""Keeps processes alive: one that ends by itself is started again, and none outlives us. Imports no Prefect."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_LOOK_SECONDS = 0.5
_LONG_ALIVE = 60.0  # seconds after which an end counts as the first again
_LONGEST_PAUSE = 60.0
_MOST_STARTS = 8  # in a row, none alive for long: with pauses doubling from 1 s, about two minutes
_PR_SET_PDEATHSIG = 1  # of Linux: what a process gets when its parent dies


class KeepsDying(Exception):  # noqa: N818  it reads as what it says
    """A process ended each time it was started; the message says where it says why."""


class Child:
    """A process to be kept alive.

    Args:
        name: What people call it.
        words: Its command line.
        environment: All of its environment.
        log: Where its output goes, at the end of what is there; None for our own.

    """

    def __init__(self, name: str, words: Sequence[str], environment: Mapping[str, str], log: Path | None) -> None:
        self.name, self.words, self.environment, self.log = name, list(words), dict(environment), log
        self.starts = 0  # in a row
        self._started_at = self._not_before = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Its process id while it lives."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self) -> None:
        """Start it, in a session of its own: Ctrl-C reaches us, and we stop them in order."""
        self.starts += 1
        self._started_at = time.monotonic()
        output = self.log.open("ab") if self.log else None
        try:
            self._process = subprocess.Popen(  # noqa: S603  its words are ours
                self.words,
                stdout=output,
                stderr=output,
                env=self.environment,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509  we have no threads
            )
        finally:
            if output:
                output.close()

    def mend(self, say: Callable[[str], None]) -> None:
        """Start it again where it has ended: at once the first time, then after pauses that double.

        Raises:
            KeepsDying: it has ended too often in a row.
        """
        if self.pid:
            if time.monotonic() - self._started_at > _LONG_ALIVE:
                self.starts = 1
            return
        if self._process:
            code, self._process = self._process.returncode, None
            if self.starts >= _MOST_STARTS:
                message = f"{self.name} ended {self.starts} times in a row; {self.log or 'what it printed'} says why"
                raise KeepsDying(message)
            say(f"{self.name} ended by itself ({_how(code)}); starting it again")
            self._not_before = time.monotonic() + min(2.0 ** (self.starts - 1) - 1, _LONGEST_PAUSE)
        if time.monotonic() >= self._not_before:
            self.start()

    def stop(self, patience: float) -> None:
        """Ask it to end and wait; after so many seconds kill it."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def keep(children: Sequence[Child], say: Callable[[str], None]) -> None:
    """Look after these, which were started, until an exception ends it: KeyboardInterrupt, as a rule.

    Raises:
        KeepsDying: one of them cannot be kept alive.
    """
    while True:
        for child in children:
            child.mend(say)
        time.sleep(_LOOK_SECONDS)


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
