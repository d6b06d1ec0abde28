"""What a feed or a sitemap offers, as its reader found it: items and further sitemaps, before they become links."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from extractors.records import Outcome, Rejection

MAX_TITLE_CHARS = 500
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--(?:.*?-->|.*)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """A sitemap that a sitemap index names, and when it says that one was last changed."""

    url: str
    modified_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry as written: its address not yet resolved, its dates not yet doubted."""

    url: str | None
    title: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    content: str | None = None  # HTML


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """All that one body offers. Its `kind` is what it turned out to be, whatever it was configured as."""

    kind: str  # rss, rdf, atom, json, sitemap, news_sitemap, sitemap_index, addresses
    items: Sequence[Item]
    title: str | None = None
    language: str | None = None  # as written
    poll_minutes: int | None = None
    next_url: str | None = None  # as written
    further: Sequence[Sitemap] = ()
    truncated: int = 0  # items that were left unread, since there are too many


def none(reason: str) -> Rejection:
    """Return the rejection of a body that offers nothing."""
    return Rejection(outcome=Outcome.NO_TEXT, reason=reason)


def plain(text: object) -> str | None:
    """Return a title without tags, entities and control characters, at most 500 characters of it."""
    if not isinstance(text, str):
        return None
    text = _CONTROL.sub(" ", html.unescape(_TAG.sub("", text[: 20 * MAX_TITLE_CHARS]))).strip()
    text = text[:MAX_TITLE_CHARS].encode("utf-8", "replace").decode()  # "\ud800" of JSON is no character
    return text.strip() or None
