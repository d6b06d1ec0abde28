"""Templates into self-contained pages (no script, no request, a policy that allows none) and Markdown; into files.

The same values give the same bytes. Errors: `WrongUse` where a file cannot stand where it was asked for.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from pathlib import Path

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from flows import charts, inert, results
from flows.errors import WrongUse
from flows.settings import Settings
from warehouse.sections import Section

_TEMPLATES = {
    file.name: file.read_text("utf-8")
    for file in (resources.files("flows") / "templates").iterdir()
    if file.name.endswith((".html", ".md", ".css"))
}
_STYLE = _TEMPLATES["page.css"]
_LONGEST_PASSAGE = 500  # characters


def render(template: str, **values: object) -> str:
    """Return a template's text; whatever it puts out passes `inert` first, then the escaping of its form."""
    as_html = template.endswith(".html")
    if as_html:
        digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
        values |= {"style": Markup(_STYLE), "style_digest": digest}  # noqa: S704  our own file
    return _environment(as_html=as_html).get_template(template).render(**values)


def as_json(sections: Mapping[str, Section], **beside: object) -> str:
    """Return the rows of the sections by their names, for programs, and what stands beside them."""
    rows = {name: section.rows for name, section in sections.items()}
    return json.dumps(beside | rows, ensure_ascii=False, indent=1, default=str) + "\n"


def deliver(settings: Settings, name: str, text: str, out: Path | None) -> Path | None:
    """Write a text to `out`, by default into the home's `reports/` by this name; return where, None for "-".

    "-" is standard output. The file is replaced whole or not at all: somebody may be reading the last one.

    Raises:
        WrongUse: there is no such folder, or `out` is one.

    """
    if out == Path("-"):
        sys.stdout.write(text)
        return None
    path = out or settings.home / "reports" / name
    if out is None:
        path.parent.mkdir(parents=True, exist_ok=True)
    if not path.absolute().parent.is_dir() or path.is_dir():
        message = f"--out is {path}, but " + ("that is a folder" if path.is_dir() else f"there is no {path.parent}")
        raise WrongUse(message)
    with results.whole(path) as place:
        place.write_text(text, encoding="utf-8")
    return path


def _environment(*, as_html: bool) -> Environment:
    environment = Environment(
        loader=DictLoader(_TEMPLATES),
        autoescape=as_html,  # noqa: S701  Markdown is escaped by `finalize`
        finalize=inert.html if as_html else inert.markdown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "link": _link,
        "number": _number,
        "day": _day,
        "clock": _clock,
        "dated": _dated,
        "lasting": _lasting,
    }
    environment.filters |= {"passage": _passage, "sql": _sql}
    environment.globals |= {
        "bars": charts.bars,
        "stacked": charts.stacked,
        "peak": charts.peak,
        "spoken": charts.spoken,
        "hours_from": _hours_from,
        "days_to": _days_to,
    }
    return environment


def _link(url: str | None) -> Markup | None:
    """Return an address escaped for an attribute, whole; None where it must not be a link."""
    href = inert.link(url)
    return Markup.escape(href) if href else None


def _passage(value: str) -> Markup:
    """Return a passage of a text, longer than a title may be."""
    return Markup.escape(inert.text(value, _LONGEST_PASSAGE))


def _number(value: float | None) -> Markup:
    """Return a count with thin spaces between thousands; a whole number without its decimals."""
    return Markup.escape("\u2013" if value is None else f"{value:,.1f}".removesuffix(".0").replace(",", "\u202f"))


def _lasting(minutes: int) -> Markup:
    """Return so many minutes as people say them: "45 min", "3 h 51 min", "2 days"."""
    hours, rest = divmod(minutes, 60)
    if hours >= 48:  # noqa: PLR2004  two days
        return Markup.escape(f"{hours // 24} days")
    return Markup.escape(f"{hours} h {rest} min" if hours and rest else f"{hours} h" if hours else f"{rest} min")


def _day(value: date) -> Markup:
    return Markup.escape(f"{value:%A} {value.day} {value:%B %Y}")


def _clock(value: datetime, day: date | None = None) -> Markup:
    """Return the time in UTC, with the date where it is not on this day, and the year where it is not in its year."""
    at = value.astimezone(UTC)
    return Markup.escape(f"{at:%H:%M}" if at.date() == day else f"{_date(at, day)} {at:%H:%M}")


def _dated(value: datetime, precision: str | None) -> Markup:
    """Return when an article was published as exactly as it says; else when it was read, and that it is so."""
    if precision == "day":
        return Markup.escape(_date(value.astimezone(UTC)))
    return _clock(value) if precision else Markup.escape(f"read {_clock(value)}")


def _date(at: datetime, day: date | None = None) -> str:
    year = "" if day and day.year == at.year else f"\u00a0{at.year}"
    return f"{at.day}\u00a0{at:%b}{year}"


def _sql(query: str) -> Markup:
    """Return a query of ours with its lines as they are."""
    return Markup.escape(query)


def _hours_from(start: datetime | date, count: int = 48, step: int = 1) -> list[str]:
    """Return the names of so many times from a start on, each `step` hours after the other."""
    first = start.astimezone(UTC) if isinstance(start, datetime) else datetime(start.year, start.month, start.day)  # noqa: DTZ001  only its names
    times = [first + n * timedelta(hours=step) for n in range(count)]
    return [f"{at.day} {at:%b %H}:00" for at in times]


def _days_to(day: date, count: int) -> list[str]:
    """Return the names of so many days up to a day, itself included."""
    days = [day - timedelta(days=ago) for ago in range(count - 1, -1, -1)]
    return [f"{each.day} {each:%b}" for each in days]
