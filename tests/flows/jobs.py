"""Jobs for the tests of the worker pool; a module of its own because workers import it."""

import gc
import os
import re
import signal
import sys
import time
from pathlib import Path

LOADED: list[str] = []


def double(n: int) -> int:
    return 2 * n


def rest(n: int) -> int:
    time.sleep(0.01)
    return n


def misbehave(how: str) -> str:
    match how:
        case "spin":
            while True:
                pass
        case "trap":  # inside C code, where no Python signal handler would run
            re.match(r"(a|aa)+$", "a" * 60 + "b")
        case "hoard":
            return str(len(b"x" * 2**31))
        case "die":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "raise":
            raise ValueError(how)
        case "sleep":
            time.sleep(600)
    return how


def trap(told: Path) -> None:
    """Say which process this is, and never end."""
    told.with_suffix(".part").write_text(str(os.getpid()))
    told.with_suffix(".part").rename(told)
    misbehave("trap")


def load() -> None:
    LOADED.append("once")
    time.sleep(0.01)


def loaded(_: int) -> int:
    return len(LOADED)


def models_loaded(_: None) -> dict[str, bool]:
    """Say what this process holds before its first use of it."""
    return {name: name in sys.modules for name in ("spacy", "onnxruntime")} | {"frozen": gc.get_freeze_count() > 0}


def threads_of_numpy(_: None) -> int:
    """Multiply matrices large enough for several threads; return how many this process has."""
    import numpy as np  # noqa: PLC0415  in the worker, as the models do

    half = np.full((500, 500), 0.5, np.float32)
    np.matmul(half, half)
    return len(list(Path("/proc/self/task").iterdir()))
