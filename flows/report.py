"""The daily brief as a file. Errors: `WrongUse` where the file cannot stand where it was asked for."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from flows import brief
from flows.errors import WrongUse
from flows.settings import Settings
from warehouse import briefs, database

_FORMS = {"html": (".html", brief.html), "markdown": (".md", brief.markdown)}


def write(settings: Settings, day: date | None = None, form: str = "html", out: Path | None = None) -> Path | None:
    """Write a day's brief and return where it stands; None where `out` is "-", standard output.

    Args:
        settings: Name the published warehouse, which is all that is read, and the folder for reports.
        day: In UTC; by default the latest that articles are dated, today where there are none.
        form: html or markdown.
        out: The file; by default `reports/DATE.html` (or `.md`) in the home.

    Raises:
        WrongUse: no such form, or no such folder.
        WarehouseError: nothing was published yet.

    """
    if form not in _FORMS:
        message = f"--format is {form!r}; it is html or markdown"
        raise WrongUse(message)
    ending, rendered = _FORMS[form]
    with closing(database.open_published(settings.published)) as db:
        day = day or briefs.latest_day(db) or datetime.now(UTC).date()
        text = rendered(day, briefs.sections(db, day))
    if out == Path("-"):
        sys.stdout.write(text)
        return None
    path = out or settings.home / "reports" / f"{day.isoformat()}{ending}"
    if out is None:
        path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, text)
    return path


def _replace(path: Path, text: str) -> None:
    """Write the file whole or not at all: somebody may be reading the last one."""
    if not path.absolute().parent.is_dir() or path.is_dir():
        message = f"--out is {path}, but " + ("that is a folder" if path.is_dir() else f"there is no {path.parent}")
        raise WrongUse(message)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
