"""Every error a user can meet, as one sentence and an exit code.

The tree::

    wrong use or configuration (2)   SettingsError, SourcesError, DecisionsError, TopicsError, NothingToLoad, WrongUse,
                                     BadQuery, typer's own
    failed (1)                       WarehouseError (Locked, TooNew, Damaged), Unreachable, NoWorkers, Busy, NoServer,
                                     FlowFailed, NothingFound, OSError, any other
"""

from __future__ import annotations

import errno

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
    name = type(error).__name__
    if name in _WRONG:
        return _one_line(str(error)), WRONG_USE
    if name in _SENTENCES:
        return _one_line(str(error)), FAILED
    if type(error).__module__.endswith("duckdb"):
        advice = _OF_ENGINE.get(name, "is the disk full? See `newsduck doctor`")
        return f"the warehouse cannot be read or written ({_one_line(str(error).splitlines()[0])}); {advice}", FAILED
    if isinstance(error, OSError):
        return _of_system(error), FAILED
    return f"unexpected {name}: {_one_line(str(error))} (run again with --debug for the traceback)", FAILED


def _of_system(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    advice = {
        errno.ENOSPC: "; free some space and run again, nothing is lost",
        errno.EACCES: "; check who may write there, or set NEWSDUCK_HOME",
        errno.EMFILE: "; let the shell open more files (ulimit -n 4096) and run again",
        errno.EIO: "; the disk or its network fails: see the system's log",
        errno.EROFS: "; set NEWSDUCK_HOME to a folder that can be written",
    }
    return f"{where}{(error.strerror or str(error)).lower()}{advice.get(error.errno or 0, '')}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
