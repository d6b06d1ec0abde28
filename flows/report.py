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
    """Write a day's brief and return where it stands; None where that is standard output.

    Args:
        settings: Name the published warehouse, which is all that is read, and the folder for reports.
        day: In UTC; by default the latest with articles (`briefs.latest_day`), today where there are none.
        form: html, markdown, or json: the rows of each section, by its name.
        out: The file, "-" for standard output, where JSON goes by default; the others go to `reports/DATE.html`, `.md`.

    Raises:
        WrongUse: no such form, or no such folder.
        WarehouseError: nothing was published yet.

    """
    day, text = _rendered(settings, day, form)
    name = f"{day.isoformat()}{Path(_TEMPLATES.get(form, '')).suffix}"
    return pages.deliver(settings, name, text, out or (Path("-") if form == "json" else None))


def text(settings: Settings, day: date | None, form: str) -> str:
    """Return a day's brief, as `write` writes it.

    Raises:
        WrongUse: no such form.
        WarehouseError: nothing was published yet.
    """
    return _rendered(settings, day, form)[1]


def _rendered(settings: Settings, day: date | None, form: str) -> tuple[date, str]:
    if form not in {*_TEMPLATES, "json"}:
        message = f"--format is {form!r}; it is html, markdown or json"
        raise WrongUse(message)
    with closing(database.open_published(settings.published)) as db:
        day = day or briefs.latest_day(db) or datetime.now(UTC).date()
        sections = briefs.sections(db, day)
    if form == "json":
        return day, pages.as_json(sections, day=day)
    return day, pages.render(_TEMPLATES[form], day=day, yesterday=day - timedelta(days=1), sections=sections)
