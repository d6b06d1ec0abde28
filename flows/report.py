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
    template = _template(form)
    day, text = _rendered(settings, day, template)
    return pages.deliver(settings, f"{day.isoformat()}{Path(template).suffix}", text, out)


def text(settings: Settings, day: date | None, form: str) -> str:
    """Return a day's brief, as `write` writes it.

    Raises:
        WrongUse: no such form.
        WarehouseError: nothing was published yet.
    """
    return _rendered(settings, day, _template(form))[1]


def _template(form: str) -> str:
    if form not in _TEMPLATES:
        message = f"--format is {form!r}; it is html or markdown"
        raise WrongUse(message)
    return _TEMPLATES[form]


def _rendered(settings: Settings, day: date | None, template: str) -> tuple[date, str]:
    with closing(database.open_published(settings.published)) as db:
        day = day or briefs.latest_day(db) or datetime.now(UTC).date()
        sections = briefs.sections(db, day)
    return day, pages.render(template, day=day, yesterday=day - timedelta(days=1), sections=sections)
