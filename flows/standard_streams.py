"""Standard input, output and error, whatever the shell made of them: closed, a full disk, a reader that has gone."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO


def prepare() -> None:
    """Give what was closed (`newsduck … >&-`) a place to go: else the next file opened becomes standard output.

    What a locale's encoding lacks is written as its number (LC_ALL=C with PYTHONUTF8=0): no title ends a command.
    Nor does a message that nobody reads any more (`newsduck run 2>&1 | head`): the work goes on, and so its exit code.
    """
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr = _Unheard(sys.stderr.buffer, sys.stderr.encoding, write_through=True)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  for good
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def silence(stream: TextIO) -> None:
    """Lead what is still to be written to nowhere: its reader has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class _Unheard(TextIOWrapper):
    """Standard error that falls silent where it cannot be written."""

    def write(self, text: str, /) -> int:
        try:
            written = super().write(text)
            self.buffer.flush()
        except OSError:
            silence(self)
            return len(text)
        return written
