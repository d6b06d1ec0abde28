"""The daily brief as one HTML page or as Markdown, from its sections. The same sections give the same bytes."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from importlib import resources

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from flows import charts, inert
from warehouse.briefs import Section

_TEMPLATES = {
    file.name: file.read_text("utf-8")
    for file in (resources.files("flows") / "templates").iterdir()
    if file.name.endswith((".html", ".md", ".css"))
}
_STYLE = _TEMPLATES["brief.css"]


def html(day: date, sections: Mapping[str, Section]) -> str:
    """Return the brief as one self-contained page: no script, no request, a policy that allows none."""
    page = _environment(as_html=True).get_template("brief.html")
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    style = Markup(_STYLE)  # noqa: S704  our own file
    return page.render(day=day, sections=sections, style=style, style_digest=digest)


def markdown(day: date, sections: Mapping[str, Section]) -> str:
    """Return the brief as Markdown, for mail: the same rows without charts and SQL."""
    return _environment(as_html=False).get_template("brief.md").render(day=day, sections=sections)


def _environment(*, as_html: bool) -> Environment:
    """Return the templates' environment; whatever they put out passes `inert` first, then the escaping of its form."""
    environment = Environment(
        loader=DictLoader(_TEMPLATES),
        autoescape=as_html,  # noqa: S701  Markdown is escaped by `finalize`
        finalize=inert.html if as_html else inert.markdown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"link": _link, "number": _number, "day": _day, "clock": _clock, "sql": _sql}
    environment.globals |= {
        "bars": charts.bars,
        "stacked": charts.stacked,
        "peak": charts.peak,
        "spoken": charts.spoken,
        "hours_to": _hours_to,
        "days_to": _days_to,
    }
    return environment


def _link(url: str | None) -> Markup | None:
    """Return an address escaped for an attribute, whole; None where it must not be a link."""
    href = inert.link(url)
    return Markup.escape(href) if href else None


def _number(value: float | None) -> Markup:
    """Return a count with thin spaces between thousands; a whole number without its decimals."""
    return Markup.escape("-" if value is None else f"{value:,.1f}".removesuffix(".0").replace(",", "\u202f"))


def _day(value: date) -> Markup:
    return Markup.escape(f"{value:%A} {value.day} {value:%B %Y}")


def _clock(value: datetime, day: date) -> Markup:
    """Return the time in UTC, with the date where it is not on this day."""
    at = value.astimezone(UTC)
    return Markup.escape(f"{at:%H:%M}" if at.date() == day else f"{at.day} {at:%b} {at:%H:%M}")


def _sql(query: str) -> Markup:
    """Return a query of ours with its lines as they are."""
    return Markup.escape(query)


def _hours_to(day: date) -> list[str]:
    """Return the names of the 48 hours up to the end of a day."""
    return [f"{each.day} {each:%b} {hour:02}:00" for each in (day - timedelta(days=1), day) for hour in range(24)]


def _days_to(day: date, count: int) -> list[str]:
    """Return the names of so many days up to a day, itself included."""
    days = [day - timedelta(days=ago) for ago in range(count - 1, -1, -1)]
    return [f"{each.day} {each:%b}" for each in days]
