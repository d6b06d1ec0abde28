"""Every error a user can meet, as one sentence and an exit code.

The tree::

    wrong use or configuration (2)   SettingsError, SourcesError, DecisionsError, TopicsError, NothingToLoad, WrongUse,
                                     BadQuery, typer's own
    failed (1)                       WarehouseError (Locked, TooNew, Damaged), Unreachable, NoWorkers, Busy, NoServer,
                                     KeepsDying, FlowFailed, ModelError, NothingFound, Stopped, OSError, any other
    stopped by Ctrl-C (130)          KeyboardInterrupt; also by SIGTERM (143) and SIGHUP (129): `flows.stopping`
"""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

_LONGEST = 4000  # characters of a sentence
NO_FOLDER = "the folder that this shell stands in was deleted; change into another one"
STOPPED = 130  # by Ctrl-C, as shells say it
DONE, FAILED, WRONG_USE, SOME_SOURCES_FAILED, CHECK_FAILED = range(5)  # exit codes
_WRONG = {"SettingsError", "SourcesError", "DecisionsError", "TopicsError", "NothingToLoad", "WrongUse", "BadQuery"}
_SENTENCES = {
    "NothingFound",
    "WarehouseError",
    "Locked",
    "TooNew",
    "Damaged",
    "Busy",
    "NoServer",
    "FlowFailed",
    "KeepsDying",
    "ModelError",
    "NoWorkers",
    "Stopped",
    "Unreachable",
}

_OF_ENGINE = {  # what DuckDB raises -> what to do
    "BinderException": "its tables are not those of this version: `newsduck migrate`, or report it",
    "CatalogException": "its tables are not those of this version: `newsduck migrate`, or report it",
    "OutOfMemoryException": "the machine has too little memory left: close something, or set NEWSDUCK_BATCH_PAGES=50",
}


class WrongUse(ValueError):  # noqa: N818  it reads as what it says
    """Arguments that cannot be meant; one sentence."""


class NothingFound(RuntimeError):  # noqa: N818
    """What was looked for on the web is not there; one sentence."""


def sentence(error: BaseException) -> tuple[str, int]:
    """Return what to tell the user, and the exit code.

    Errors are told apart by name, so that a command need not import the modules of all others.
    """
    said, code = _said(error)
    return _inert(said), code


def _said(error: BaseException) -> tuple[str, int]:
    name = type(error).__name__
    if is_by_hand(error):
        return "stopped; nothing is left half done", STOPPED
    if hasattr(error, "format_message"):
        return _of_typer(error)
    if name in _WRONG:
        return _one_line(str(error)), WRONG_USE
    if _is_folder_gone():
        return NO_FOLDER, FAILED  # whatever it led to: a process begins in the folder of the one that starts it
    if name in _SENTENCES:
        return _one_line(str(error)), FAILED
    return _of_others(error), FAILED


def is_by_hand(error: BaseException) -> bool:
    """Say whether an error is Ctrl-C, which DuckDB calls otherwise while it computes."""
    return isinstance(error, KeyboardInterrupt) or (
        isinstance(error, RuntimeError) and str(error).strip() == "Query interrupted"
    )


def _is_folder_gone() -> bool:
    try:
        Path.cwd()
    except FileNotFoundError:
        return True
    return False


def _of_others(error: BaseException) -> str:
    """Say what an error is that is not one of ours."""
    name = type(error).__name__
    if type(error).__module__.endswith("duckdb"):
        advice = _OF_ENGINE.get(name, "is the disk full? See `newsduck doctor`")
        return f"the warehouse cannot be read or written ({_one_line(str(error).splitlines()[0])}); {advice}"
    if isinstance(error, OSError):
        return _of_system(error)
    return f"unexpected {name}: {_one_line(str(error))} (run again with --debug for the traceback)"


def _of_typer(error: Any) -> tuple[str, int]:  # noqa: ANN401  its classes stand nowhere in public
    """Return what is wrong with the words of a command; nothing where typer has shown the help instead."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return "", WRONG_USE
    told = _one_line(error.format_message()).removeprefix("Invalid value: ").removesuffix(".")
    command = error.ctx.command_path if error.ctx else "newsduck"
    return f"{told[:1].lower()}{told[1:]} (`{command} --help` says more)", WRONG_USE


def _of_system(error: OSError) -> str:
    name = error.filename2 or error.filename  # of two it is the place that is taken
    where = f"{name}: " if name else ""
    advice = {
        errno.ENOSPC: "; free some space and run again, nothing is lost",
        errno.EACCES: "; check who may write there, or set NEWSDUCK_HOME",
        errno.EMFILE: "; let the shell open more files (ulimit -n 4096) and run again",
        errno.EIO: "; the disk or its network fails: see the system's log",
        errno.EISDIR: "; a file belongs there: move the folder away and run again",
        errno.EROFS: "; set NEWSDUCK_HOME to a folder that can be written",
    }
    return f"{where}{(error.strerror or str(error)).lower()}{advice.get(error.errno or 0, '')}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _inert(text: str) -> str:
    """Return a sentence that names what strangers wrote, without what a terminal would obey or nobody would read."""
    cut = text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 2 :]}"
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in cut)
