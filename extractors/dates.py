"""When an article was published: the first credible statement of the page, of its address, or of its finder."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from htmldate import find_date
from lxml.html import HtmlElement

from extractors import instants, structured
from extractors.assembly import is_credible
from extractors.records import Page
from extractors.structured import Node

# Names of meta elements, best first; those of a change of the page are left out.
_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "published_time",
    "publish-date",
    "publish_date",
    "published-date",
    "publication_date",
    "pubdate",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "article:published",
    "dcterms.created",
    "dc.date.issued",
    "dcterms.date",
    "dc.date",
    "dcterms.issued",
    "citation_publication_date",
    "datecreated",
    "bt:pubdate",
    "originalpublicationdate",
    "rnews:datepublished",
    "date",
    "creation_date",
    "ptime",
    "pub_date",
    "last-modified-original",
)
_PUBLISHED = re.compile(r"publi|pubdate|posted|entry-date|created|date", re.IGNORECASE)
_CHANGED = re.compile(r"updat|modif|changed|aktualis", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/-]|$)")
_SECONDS, _MINUTES = (
    re.compile(r"\d:\d{2}:\d{2}|^\d{10,13}$"),
    re.compile(r"\d(?::|h|\.)\d{2}\s*(?:Uhr|[ap]\.?m|Z|[+-]|$|\D)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """An instant in UTC, its precision (second, minute, day), the text it was read from, and where that stood."""

    at: datetime
    precision: str
    raw: str
    origin: str


def published(tree: HtmlElement, page: Page, node: Node, meta: Mapping[str, Sequence[str]]) -> Published | None:
    """Return when the article was published by the first statement that can be believed, None where there is none."""
    stated = list(_stated(tree, node, meta))
    for origin, raw in (*stated, *_known(page)):
        at = instants.instant(raw)
        if at and is_credible(at, page):
            return Published(at=at, precision=precision(raw), raw=raw[:100], origin=origin)
    return None if stated else _guessed(tree, page)


def precision(raw: str) -> str:
    """Return how exact a written date is."""
    return "second" if _SECONDS.search(raw) else "minute" if _MINUTES.search(raw) else "day"


def _stated(tree: HtmlElement, node: Node, meta: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield what the page says in so many words, best first: origin and date."""
    for key in ("datePublished", "dateCreated", "uploadDate"):
        if raw := structured.text(node.get(key)):
            yield "json-ld", raw
    for name in _NAMES:
        for raw in meta.get(name, ()):
            yield "meta", raw
    for raw in _times(tree):
        yield "time", raw


def _known(page: Page) -> Iterator[tuple[str, str]]:
    """Yield what its finder said and what its address says."""
    if page.published_hint:
        yield "feed" if page.final_url else "file", page.published_hint.isoformat()
    if match := _IN_ADDRESS.search(page.final_url or page.url or ""):
        yield "url", f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"


def _guessed(tree: HtmlElement, page: Page) -> Published | None:
    """Return htmldate's reading of the page's text: right for 2 of 3 pages that state no date.

    Without its extensive search, which may fall through into dateparser: 2 CPU s for the first page of a process.
    """
    latest = (page.fetched_at + timedelta(days=1)).strftime("%Y-%m-%d")
    raw = find_date(tree, extensive_search=False, original_date=True, max_date=latest, url=None)
    at = instants.instant(raw) if raw else None
    return Published(at=at, precision="day", raw=raw, origin="text") if raw and at and is_credible(at, page) else None


def _times(tree: HtmlElement) -> Iterator[str]:
    """Yield the machine-readable times of the page: those called published before others, none called changed."""
    times = [(element, _called(element)) for element in tree.iter("time") if element.get("datetime")]
    times = [(element, name) for element, name in times if not _CHANGED.search(name)]
    named = [element for element, name in times if _PUBLISHED.search(name)]
    for element in (*named, *(element for element, _ in times)):
        yield element.get("datetime")


def _called(element: HtmlElement) -> str:
    names = [element.get(key) or "" for key in ("itemprop", "class", "pubdate", "id")]
    return " ".join((*names, "pubdate" if "pubdate" in element.attrib else ""))
