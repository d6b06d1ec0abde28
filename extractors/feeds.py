"""Feed bytes -> links: RSS, Atom and RDF through feedparser, JSON Feed by ourselves.

feedparser is silent about what is no feed, so that is told apart first; its own network code is never reached,
because it is handed bytes. Sanitising and resolving inside item bodies, which nobody reads here, are off: they cost
1.3 CPU seconds a megabyte.
"""

from __future__ import annotations

import calendar
import html
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urljoin

import feedparser

from extractors import urls
from extractors.instants import instant, is_zero
from extractors.records import Feed, Link, Outcome, Rejection

MAX_ITEMS = 1000
_MAX_TITLE_CHARS = 500
_FUTURE = timedelta(days=1)  # beyond it a date is a mistake, not a time zone
_HEAD_BYTES = 65_536
# Comments and processing instructions; one without an end takes all the rest, or many of them would cost quadratic time
_COMMENT = re.compile(rb"<!--(?:.*?-->|.*)|<\?(?:.*?\?>|.*)", re.DOTALL)
_ROOT = re.compile(rb"<([A-Za-z][\w.:-]*)")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_NOT_FEEDS = {
    b"html": "an HTML page, not a feed",
    b"body": "an HTML page, not a feed",
    b"urlset": "a sitemap, not a feed",
    b"sitemapindex": "a sitemap index, not a feed",
    b"opml": "a list of feeds (OPML), not a feed",
}
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--(?:.*?-->|.*)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")
_PERIOD_MINUTES = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReading:
    """What a feed says: its links in its order, its name, and the minutes it asks to be left alone for."""

    links: tuple[Link, ...]
    title: str | None
    poll_minutes: int | None


@dataclass(frozen=True, slots=True)
class _Item:
    url: str | None
    title: str | None
    published: datetime | None


def links(body: bytes, feed: Feed, *, base: str, now: datetime) -> FeedReading | Rejection:
    """Return the links of the first 1,000 items of a feed, each once.

    `base` is the address that the body came from; relative links are resolved against it, and what is then no
    http(s) address is left out. A body that is no feed is a `Rejection` with the outcome no_text, one that declares
    XML entities of its own (which can explode, and which no feed needs) one with bad_encoding.
    """
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    if not start:
        return _no_feed("an empty body")
    parsed = _json_feed(body) if start.startswith((b"{", b"[")) else _xml_feed(body, base)
    if isinstance(parsed, Rejection):
        return parsed
    items, title, poll_minutes = parsed
    found = _unique(_links(islice(items, MAX_ITEMS), feed, base, now))
    return FeedReading(links=tuple(found), title=title, poll_minutes=poll_minutes)


_Parsed = tuple[Iterable[_Item], str | None, int | None]  # items, title, minutes between two polls


def _no_feed(reason: str) -> Rejection:
    return Rejection(outcome=Outcome.NO_TEXT, reason=reason)


def _links(items: Iterable[_Item], feed: Feed, base: str, now: datetime) -> Iterator[Link]:
    for item in items:
        url = _resolved(base, item.url)
        if url is None:
            continue
        is_believed = item.published is not None and item.published <= now + _FUTURE
        yield Link(
            url_canonical=urls.canonical(url),
            url=url,
            feed_id=feed.feed_id,
            source_id=feed.source_id,
            title_hint=item.title,
            published_hint=item.published if is_believed else None,
            first_seen_at=now,
            last_seen_at=now,
            article_id=None,
            attempts=0,
            last_outcome=None,
        )


def _unique(found: Iterable[Link]) -> Iterator[Link]:
    seen: set[str] = set()
    for link in found:
        if link.url_canonical not in seen:
            seen.add(link.url_canonical)
            yield link


def _resolved(base: str, url: str | None) -> str | None:
    try:
        url = urljoin(base, url.strip()) if url and url.strip() else None
    except ValueError:  # brackets that hold no IPv6 address
        return None
    return url if urls.is_web(url) else None


def _plain(text: object) -> str | None:
    """Return a title without tags, entities and control characters."""
    if not isinstance(text, str):
        return None
    text = _CONTROL.sub(" ", html.unescape(_TAG.sub("", text))).strip()
    text = text[:_MAX_TITLE_CHARS].encode("utf-8", "replace").decode()  # "\ud800" of JSON is no character
    return text.strip() or None


# RSS, Atom, RDF


def _xml_feed(body: bytes, base: str) -> _Parsed | Rejection:
    refusal = _refusal(body)
    if refusal is not None:
        return refusal
    try:
        parsed = feedparser.parse(
            io.BytesIO(body),
            response_headers={"content-location": base},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # noqa: BLE001  a fault that odd bytes find in feedparser is the feed's end, not the run's
        return _no_feed(f"feedparser cannot read it ({type(error).__name__}: {error})")
    if not parsed.version and not parsed.entries:
        return _no_feed("neither RSS, Atom nor JSON Feed")
    return (_entry(entry) for entry in parsed.entries), _plain(parsed.feed.get("title")), _poll_minutes(parsed.feed)


def _refusal(body: bytes) -> Rejection | None:
    head = _COMMENT.sub(b"", body[:_HEAD_BYTES].replace(b"\0", b""))  # without NUL, UTF-16 is seen through
    root = _ROOT.search(head)
    if _ENTITY.search(head, 0, root.start() if root else len(head)):
        return Rejection(outcome=Outcome.BAD_ENCODING, reason="its DTD declares entities")
    reason = _NOT_FEEDS.get(root[1].lower()) if root else None
    return _no_feed(reason) if reason else None


def _entry(entry: Any) -> _Item:  # noqa: ANN401  feedparser has no types
    return _Item(_entry_url(entry), _plain(entry.get("title")), _entry_published(entry))


def _entry_url(entry: Any) -> str | None:  # noqa: ANN401
    """Return the address of the page: before a redirecting proxy where it is named, the id where nothing else is."""
    offered = (entry.get("feedburner_origlink"), entry.get("link"), entry.get("id"))
    return next((url for url in offered if isinstance(url, str) and url.strip()), None)


def _entry_published(entry: Any) -> datetime | None:  # noqa: ANN401
    for name in ("published", "created", "updated"):
        if name in entry:  # get() would map "updated" to "published", with a warning
            found = instant(str(entry[name])) or _from_struct(entry.get(f"{name}_parsed"))
            if found is not None:
                return found
    return None


def _from_struct(struct: Any) -> datetime | None:  # noqa: ANN401
    """Return feedparser's own reading: it knows dates that we do not, such as Greek ones."""
    try:
        found = datetime.fromtimestamp(calendar.timegm(struct), UTC) if struct else None
    except (ValueError, OverflowError, OSError):
        return None
    return None if found is None or is_zero(found) else found


def _poll_minutes(channel: Any) -> int | None:  # noqa: ANN401
    """Return <ttl>, or what the syndication module says; WordPress says hourly in every feed."""
    if minutes := _whole_number(channel.get("ttl")):
        return minutes
    period = _PERIOD_MINUTES.get(str(channel.get("sy_updateperiod", "")).strip().lower())
    return period and max(1, period // (_whole_number(channel.get("sy_updatefrequency")) or 1))


def _whole_number(text: object) -> int | None:
    digits = str(text or "").strip()
    return int(digits) if re.fullmatch(r"[0-9]{1,6}", digits) else None


# JSON Feed


def _json_feed(body: bytes) -> _Parsed | Rejection:
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        return _no_feed(f"neither XML nor JSON: {error}")
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return _no_feed("JSON, but not a JSON Feed")
    return (_json_item(item) for item in items if isinstance(item, dict)), _plain(feed.get("title")), None


def _json_item(item: dict[str, Any]) -> _Item:
    address = next((url for url in (item.get("url"), item.get("id")) if isinstance(url, str) and url.strip()), None)
    dates = (instant(date) for date in (item.get("date_published"), item.get("date_modified")) if isinstance(date, str))
    return _Item(address, _plain(item.get("title")), next((date for date in dates if date), None))
