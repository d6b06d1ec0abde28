"""The daily brief as a file. Errors: `WrongUse`, also of `pages`; the warehouse's own."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flows import pages
from flows.errors import WrongUse
from flows.settings import Settings
from warehouse import briefs, database

_TEMPLATES = {"html": "brief.html", "markdown": "brief.md"}


def write(settings: Settings, day: date | None = None, form: str = "html", out: Path | None = None) -> Path | None:
    """Write a day's brief and return where it stands; None where `out` is "-", standard output.

    Args:
        settings: Name the published warehouse, which is all that is read, and the folder for reports.
        day: In UTC; by default the latest with articles (`briefs.latest_day`), today where there are none.
        form: html or markdown.
        out: The file; by default `reports/DATE.html` (or `.md`) in the home.

    Raises:
        WrongUse: no such form, or no such folder.
        WarehouseError: nothing was published yet.

    """
    if form not in _TEMPLATES:
        message = f"--format is {form!r}; it is html or markdown"
        raise WrongUse(message)
    with closing(database.open_published(settings.published)) as db:
        day = day or briefs.latest_day(db) or datetime.now(UTC).date()
        sections = briefs.sections(db, day)
    template = _TEMPLATES[form]
    text = pages.render(template, day=day, yesterday=day - timedelta(days=1), sections=sections)
    return pages.deliver(settings, f"{day.isoformat()}{Path(template).suffix}", text, out)
