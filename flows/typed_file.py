"""TOML that a person types: read with kind errors, and what an unknown key may have meant."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path

from pydantic import BaseModel


def table(path: Path, setting: str, error: type[ValueError]) -> dict[str, object]:
    """Return what a TOML file says, unchecked; `setting` is the variable that names it.

    Raises:
        ValueError: as the kind of `error`, where the file is missing, not UTF-8, or no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as cause:
        message = f"{path} cannot be read: {(cause.strerror or str(cause)).lower()}; {setting} names the file"
    except UnicodeDecodeError:
        message = f"{path} is not UTF-8; save it as UTF-8"
    except tomllib.TOMLDecodeError as cause:
        message = f"{path} is not valid TOML: {str(cause)[:1].lower()}{str(cause)[1:]}"
    raise error(message)


def unknown(key: str, model: type[BaseModel]) -> str:
    """Return what to say of a key that a table of the file cannot have."""
    known = list(model.model_fields)
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return f"unknown key {key!r}; " + (f"did you mean {near[0]!r}?" if near else f"the keys are {', '.join(known)}")
