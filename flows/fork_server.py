"""The fork server, from which worker processes come: a place for its sockets, and its start."""

from __future__ import annotations

import errno
import os
import signal
import tempfile
from multiprocessing import forkserver, get_context, resource_tracker, util
from multiprocessing.context import ForkServerContext

_ADDRESS_BYTES = 104  # of a socket's path: 108 on Linux, 104 on macOS
_NAME_BYTES = len("/pymp-01234567/listener-01234567") + 1
_SHORT = "/tmp"  # noqa: S108  what is made in there gets a name of its own, and is its maker's alone


def context(preload: str) -> ForkServerContext:
    """Return what starts processes that share this module.

    Raises:
        NotADirectoryError: no folder for temporary files has a path that is short enough for sockets.
    """
    _make_room_for_sockets()
    found = get_context("forkserver")
    found.set_forkserver_preload([preload])
    return found


def start() -> None:
    """Start the server, which loads what its processes share; the first process waits for it otherwise."""
    resource_tracker.ensure_running()  # the server starts it otherwise, which lets SIGINT through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()  # inherits the mask: Ctrl-C reaches the whole group; the parent decides
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _make_room_for_sockets() -> None:
    """Have the sockets of this process made in a folder whose path is short enough for them."""
    usual = tempfile.gettempdir()
    if len(os.fsencode(usual)) + _NAME_BYTES <= _ADDRESS_BYTES:
        return
    if not os.access(_SHORT, os.W_OK | os.X_OK):
        message = f"its path is too long for sockets, and {_SHORT} cannot be written; set TMPDIR to a shorter one"
        raise NotADirectoryError(errno.ENOTDIR, message, usual)
    former, tempfile.tempdir = tempfile.tempdir, _SHORT
    try:
        util.get_temp_dir()  # multiprocessing keeps to it from now on
    finally:
        tempfile.tempdir = former
