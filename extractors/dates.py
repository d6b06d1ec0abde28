"""When an article was published and last changed: what page, address and finder say, checked against each other.

A statement counts where it can be true: no sooner than 1990, no later than a day after the page was fetched. Midnight
sharp is how content systems write a day; such a statement is of the day it names, and gives way to one with a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from functools import cache
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from extractors import instants, tables, urls
from extractors.assembly import is_credible
from extractors.headline import Piece
from extractors.records import Page
from extractors.statements import Candidate, Statements

_PUBLISHED = re.compile(r"published|pub_?date|publi.*(?:date|time)|posted|entry-date|created|date", re.IGNORECASE)
_CHANGED = re.compile(
    r"updat|modif|chang|edited|revis|review|aktualis|geändert|stand:|mis à jour|màj|actualiz|aggiorn|atualiz|"
    r"bijgewerkt|oppdater|opdater|uppdater|aktualiz|обновл|更新|수정",
    re.IGNORECASE,
)
_DATED = XPath(
    """//body//*[contains(@class, 'date') or contains(@class, 'Date') or contains(@class, 'publish')]
    [not(*/*/*)][not(ancestor::footer or ancestor::nav)]
    [not(ancestor::*[contains(@class, 'comment') or contains(@class, 'related')])]"""
)
_NAMED = XPath("//*[@itemprop='datePublished' or @itemprop='dateModified'][not(self::meta)]")
_ELSEWHERE = re.compile(r"comment|related|recirc", re.IGNORECASE)  # classes of what has times of its own
_OTHERS = frozenset(("aside", "footer", "nav"))
_MAX_TIMES = 20
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2]|(?<=[/-])[1-9])[/-]?(0[1-9]|[12]\d|3[01]|(?<=[/-])[1-9])(?=[/_+-]|$)"
)
_SECONDS, _MINUTES = (
    re.compile(r"\d:\d{2}:\d{2}|^\d{10,13}$"),
    re.compile(r"\d(?::|h|\.)\d{2}\s*(?:Uhr|[ap]\.?m|Z|[+-]|$|\D)"),
)
_MAX_PIECE = 60  # characters of a line that says a date
_SAME = timedelta(hours=36)  # a day in any zone, and an instant of it
_REISSUED = timedelta(days=3)  # after the day in its address, a date is of a new issue
_AMERICAN = frozenset(("US", "PH"))  # regions where the month comes first
_DAY_FIRST_HOSTS = (".uk", ".ie", ".au", ".nz", ".in", ".za", ".pk", ".ng", ".ke", ".my", ".sg")  # English elsewhere
_MAX_SCRIPT = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """An instant in UTC, its precision (second, minute, day), the text it was read from, and where that stood."""

    at: datetime
    precision: str
    raw: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When an article was published and last changed; `only_changed`: the first is the second, for want of another."""

    published: Dated | None
    modified: Dated | None
    only_changed: bool = False


def read(stated: Statements, near: Sequence[Piece]) -> Dates:
    """Return what is known of an article's dates; `near` are the pieces of text around its headline."""
    reader = _Reader(stated, near)
    published, modified = reader.published(), reader.modified()
    if published is None and modified is None and not reader.states_any():
        modified = reader.changed()
    if published is None and modified is not None:
        return Dates(published=modified, modified=modified, only_changed=True)
    earlier = published and modified and modified.at < published.at and modified.at.date() != published.at.date()
    return Dates(published=published, modified=None if earlier else modified)


class _Reader:
    """The statements of one page, read with its zone and its order of day and month."""

    def __init__(self, stated: Statements, near: Sequence[Piece]) -> None:
        self.stated, self.page = stated, stated.page
        self.zone = instants.zone(stated.page.time_zone) or UTC
        self.month_first = _month_first(stated)
        marked = [] if any(self.said("published")) else _NAMED(stated.tree)
        times = _own(list(islice(stated.tree.iter("time"), _MAX_TIMES)) or marked[:_MAX_TIMES])
        self.times = [(one, bool(_CHANGED.search(_called(one)))) for one in times]
        self.near = list(_lines(near))

    def published(self) -> Dated | None:
        """Return the first statement that can be true, or one of the same day that has a time."""
        stated = [*self.said("published"), *self.timed(changed=False), *self.shown(changed=False)]
        address = self.dated(list(_addressed(self.stated.here)))
        found = [*self.dated([*stated, *_hinted(self.page)]), *address]
        if not found and not self.states_any():
            found = self.dated(self.hidden(changed=False))
        if address and found[0].at - address[0].at > _REISSUED:
            return address[0]
        same = (one for one in found if one.precision != "day" and abs(one.at - found[0].at) < _SAME)
        return found[0] if found and found[0].precision != "day" else next(same, found[0] if found else None)

    def modified(self) -> Dated | None:
        """Return the first statement of a change that can be true."""
        stated = [*self.said("modified"), *self.timed(changed=True), *self.shown(changed=True)]
        return next(iter(self.dated(stated)), None)

    def changed(self) -> Dated | None:
        """Return a change shown in less sure places."""
        return next(iter(self.dated(self.hidden(changed=True))), None)

    def states_any(self) -> bool:
        """Say whether the page names a date at all, be it one that cannot be true."""
        stated = (*self.said("published"), *self.timed(changed=False))
        return any(instants.written(raw, month_first=True) for _, raw in stated)

    def hidden(self, *, changed: bool) -> list[Candidate]:
        """Return dates in less sure places: state of scripts, ends of titles, elements called so, times in asides."""
        called = [(" ".join(one.itertext()), one) for one in _DATED(self.stated.tree)]
        short = [(text, f"{_called(one)} {text}") for text, one in called if len(text) <= _MAX_PIECE]
        texts = [("text", text) for text, context in short if bool(_CHANGED.search(context)) is changed]
        times = [("time", one.get("datetime") or "") for one in islice(self.stated.tree.iter("time"), 1)]
        titles = [("text", part) for _, title in self.stated.said("title") for part in title.split(" | ")[1:]]
        return texts if changed else [*_scripted(self.stated.tree), *titles, *texts, *times]

    def dated(self, stated: Sequence[Candidate]) -> list[Dated]:
        """Return those statements that are dates and can be true; of two possible days only where all may be two."""
        for month_first in (None, self.month_first):
            found = [_dated(origin, raw, self.zone, month_first=month_first) for origin, raw in stated]
            if credible := [one for one in found if one and is_credible(one.at, self.page)]:
                return credible
        return []

    def said(self, key: str) -> Iterator[Candidate]:
        """Yield what JSON-LD and meta elements say."""
        for name in tables.document("metadata.toml")["json_ld"][key]:
            yield from self.stated.linked(name)
        yield from self.stated.said(key)

    def timed(self, *, changed: bool) -> Iterator[Candidate]:
        """Yield the page's times of one kind, those called published first, then meta elements that say less."""
        times = [one for one, is_change in self.times if is_change is changed]
        for one in sorted(times, key=lambda one: not _PUBLISHED.search(_called(one))):
            raw = one.get("datetime") or one.get("content") or " ".join(one.itertext())
            if len(raw) <= _MAX_PIECE:
                yield "time", raw
        if not changed:
            yield from self.stated.said("dated")
            yield from self.stated.called(_PUBLISHED, _CHANGED)

    def shown(self, *, changed: bool) -> Iterator[Candidate]:
        """Yield the dates in lines near the headline."""
        return (("text", line) for line, is_change in self.near if is_change is changed)


def _own(found: Sequence[HtmlElement]) -> list[HtmlElement]:
    """Return the elements that are of the article, not of comments and teasers."""
    return [one for one in found if not any(_is_elsewhere(above) for above in one.iterancestors())]


def _is_elsewhere(element: HtmlElement) -> bool:
    return element.tag in _OTHERS or bool(_ELSEWHERE.search(element.get("class") or ""))


def _dated(origin: str, raw: str, zone: tzinfo, *, month_first: bool | None = None) -> Dated | None:
    written = instants.written(raw, month_first=month_first)
    if written is None:
        return None
    how = precision(raw) if written.time() != time() else "day"
    day = datetime(written.year, written.month, written.day, tzinfo=UTC)
    at = day if how == "day" else instants.in_utc(written, zone)
    return Dated(at=at, precision=how, raw=raw[:100], origin=origin)


def precision(raw: str) -> str:
    """Return how exact a written date is."""
    return "second" if _SECONDS.search(raw) else "minute" if _MINUTES.search(raw) else "day"


def _hinted(page: Page) -> Iterator[Candidate]:
    if page.published_hint:
        yield "feed" if page.final_url else "file", page.published_hint.isoformat()


def _addressed(here: str) -> Iterator[Candidate]:
    if match := _IN_ADDRESS.search(here):
        yield "url", f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"


def _lines(near: Sequence[Piece]) -> Iterator[tuple[str, bool]]:
    """Yield the short pieces with a digit, and whether they, or the label before, say that they are of a change."""
    label = ""
    for piece in near:
        if len(piece.text) <= _MAX_PIECE and "©" not in piece.text and any(map(str.isdigit, piece.text)):
            yield piece.text, bool(_CHANGED.search(f"{label} {piece.text}"))
        label = piece.text if len(piece.text) <= _MAX_PIECE else ""


def _scripted(tree: HtmlElement) -> Iterator[Candidate]:
    """Yield the date in the page's state for its own scripts, where that names a single day."""
    raws = [
        match[1]
        for script in tree.iter("script")
        if script.text and len(script.text) < _MAX_SCRIPT
        for match in _in_scripts().finditer(script.text)
    ]
    if len({raw[:10] for raw in raws}) == 1:
        yield "text", raws[0]


@cache
def _in_scripts() -> re.Pattern[str]:
    names = "|".join(tables.document("metadata.toml")["script"]["published"])
    return re.compile(rf'\\?"(?:{names})\\?"\s*:\s*\\?"(\d{{4}}-\d{{2}}-\d{{2}}[T \d:.+Z-]*)')


def _month_first(stated: Statements) -> bool | None:
    """Return whether 03/04 is of March, by the language and region of the page; None where it may be either."""
    root = next(stated.tree.iter("html"), stated.tree)
    tags = (root.get("lang"), *(value for _, value in stated.said("language")))
    codes = [code for tag in tags if tag for code in [tag.replace("_", "-").split("-")]]
    regions = {code[1].upper() for code in codes if len(code) > 1}
    if regions:
        return not _AMERICAN.isdisjoint(regions)
    if not codes:
        return None
    is_elsewhere = (urls.host(stated.here) or "").endswith(_DAY_FIRST_HOSTS)
    return codes[0][0].lower() == "en" and not is_elsewhere


def _called(element: HtmlElement) -> str:
    """Return what a time is called: its own names, and the text right before it."""
    names = [element.get(key) or "" for key in ("itemprop", "class", "pubdate", "id")]
    before = element.getprevious()
    parent = element.getparent()
    label = (before.tail or before.text) if before is not None else parent.text if parent is not None else None
    return " ".join((*names, "pubdate" if "pubdate" in element.attrib else "", (label or "")[-_MAX_PIECE:]))
