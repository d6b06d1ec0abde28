"""TOML that a person types: read with kind errors, and what an unknown key may have meant."""

from __future__ import annotations

import difflib
import errno
import os
import re
import stat
import tomllib
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel

_ENDLESS_KEY = re.compile(r"""(?<![\w"'-])(?:[\w"'-]++[ \t]*\.[ \t]*){100}""")
_LARGEST = 20_000_000  # bytes: 100,000 sources; a device never ends
_TOLD = 20  # mistakes; a person mends the first ones first


def table(path: Path, setting: str, error: type[ValueError]) -> dict[str, object]:
    """Return what a TOML file says, unchecked; `setting` is the variable that names it.

    Raises:
        ValueError: as the kind of `error`, where the file is missing, not UTF-8, or no TOML.
    """
    try:
        return parsed(_bytes(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))
    except OSError as cause:
        message = f"{path} cannot be read: {(cause.strerror or str(cause)).lower()}; {setting} names the file"
    except UnicodeDecodeError:
        message = f"{path} is not UTF-8; save it as UTF-8"
    except ValueError as cause:
        message = f"{path} is not valid TOML: {str(cause)[:1].lower()}{str(cause)[1:]}"
    raise error(message)


def parsed(text: str) -> dict[str, object]:
    """Return what TOML says.

    Raises:
        ValueError: it is none, has a number of thousands of digits, brackets inside of each other without end, or a key
            of over a hundred parts: one of 50,000 took 50 s.
    """
    if _ENDLESS_KEY.search(text):
        message = "a key has over a hundred parts"
        raise ValueError(message)
    try:
        return tomllib.loads(text)
    except RecursionError:
        message = "its brackets are too deep inside of each other"
        raise ValueError(message) from None


def mistakes(path: Path, found: Iterable[str]) -> str:
    """Return the sentence of the mistakes in a file, each beginning as it stands behind the file's name."""
    told = [f"{path}{each}" for each in found]
    more = [f"and {len(told) - _TOLD:,} more"] if len(told) > _TOLD else []
    return "; ".join([*told[:_TOLD], *more])


def _bytes(path: Path) -> bytes:
    """Return what the file holds; a pipe, for which one would wait, is no file, nor is what does not end."""
    if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir() and path.resolve() != Path(os.devnull):
        raise OSError(errno.EINVAL, "it is no file")
    with path.open("rb") as file:
        found = file.read(_LARGEST + 1)
    if len(found) > _LARGEST:
        raise OSError(errno.EFBIG, f"it has over {_LARGEST:,} bytes")
    return found


def unknown(key: str, model: type[BaseModel]) -> str:
    """Return what to say of a key that a table of the file cannot have."""
    known = list(model.model_fields)
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return f"unknown key {key!r}; " + (f"did you mean {near[0]!r}?" if near else f"the keys are {', '.join(known)}")
