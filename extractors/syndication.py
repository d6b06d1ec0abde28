"""RSS, Atom and RDF -> what they offer, through feedparser.

feedparser's own network code is never reached, because it is handed bytes, and its guesses at encodings have nothing
to guess. Sanitising and resolving inside item bodies are off: they cost 1.3 CPU seconds a megabyte, and the one reader
of bodies cleans them as it cleans pages.
"""

from __future__ import annotations

import calendar
import io
import re
from datetime import UTC, datetime
from typing import Any

import feedparser

from extractors import full_text, offers, salvage, urls
from extractors.instants import instant, is_zero
from extractors.offers import Item, Offer
from extractors.records import Rejection
from extractors.thinning import thinned
from extractors.xml_text import Document, repaired

_PERIOD_MINUTES = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_OWN_BASE = "xml:base"  # feedparser knows which one holds where
_NEXT = ("next", "prev-archive")  # RFC 5005: the page, or the archive, of what is older


def read(document: Document, base: str, max_items: int) -> Offer | Rejection:
    """Return what a feed offers, and count the items beyond the limit."""
    text, truncated = thinned(document.text, max_items)
    try:
        parsed = parse(text, base if _OWN_BASE in text else None)
    except Exception as error:  # noqa: BLE001  a fault that odd bytes find in feedparser is the feed's end, not the run's
        found = salvage.items(text)
        reason = f"feedparser cannot read it ({type(error).__name__}: {error})"
        return Offer(kind=_kind(document), items=found, truncated=truncated) if found else offers.none(reason)
    if not parsed.get("version") and not parsed.entries:
        return offers.none("neither RSS, Atom nor JSON Feed")
    salvaged = salvage.items(text) if parsed.bozo and _OWN_BASE not in text else []
    return Offer(
        kind=_kind(document),
        items=[*map(_item, parsed.entries[:max_items]), *salvaged],
        title=offers.plain(parsed.feed.get("title")),
        language=parsed.feed.get("language"),
        poll_minutes=_poll_minutes(parsed.feed),
        next_url=_next(parsed.feed.get("links", [])),
        truncated=truncated + max(0, len(parsed.entries) - max_items),
    )


def _kind(document: Document) -> str:
    return {"rdf": "rdf", "feed": "atom"}.get(document.root, "rss")


def parse(text: str, base: str | None) -> Any:  # noqa: ANN401  feedparser has no types
    """Return feedparser's reading of a feed's text.

    Without a base, relative addresses stay as they are, and a number that serves as an id can be told from an address.
    """
    return feedparser.parse(
        io.BytesIO(repaired(text).encode()),
        response_headers={"content-location": base or "", "content-type": "application/xml; charset=utf-8"},
        resolve_relative_uris=False,
        sanitize_html=False,
    )


def _item(entry: Any) -> Item:  # noqa: ANN401
    return Item(
        url=_address(entry),
        title=offers.plain(entry.get("title")),
        published=_date(entry, "published", "created", "updated"),
        updated=_date(entry, "updated"),
        content=_content(entry),
    )


def _address(entry: Any) -> str | None:  # noqa: ANN401
    """Return the address of the page: before a redirecting proxy where it is named, the id where nothing else is.

    An id is an address where it is a whole one or a path from the root: podcasts number their items, and feedparser
    makes a link of every number.
    """
    alternates = [link.get("href") for link in entry.get("links", []) if link.get("rel") == "alternate"]
    stated = (entry.get("link"), *alternates) if any(alternates) else ()
    identity = entry.get("id") or ""
    is_address = urls.is_web(identity) or (identity.startswith("/") and entry.get("guidislink"))
    offered = (entry.get("feedburner_origlink"), *stated, identity if is_address else None)
    return next((url for url in offered if isinstance(url, str) and url.strip()), None)


def _content(entry: Any) -> str | None:  # noqa: ANN401
    """Return the full text as HTML: of several contents the longest, which feedparser repeats for a missing summary."""
    contents = [each for each in entry.get("content", []) if each.get("value")]
    summary = {**(entry.get("summary_detail") or {}), "value": entry.get("summary")}
    is_repeated = any(each["value"] == summary["value"] for each in contents)
    teaser = _markup(summary) if summary["value"] and not is_repeated else None
    return full_text.of_item(max(map(_markup, contents), key=len, default=None), teaser)


def _markup(content: Any) -> str:  # noqa: ANN401
    is_plain = content.get("type") in {"text/plain", "text"}
    return full_text.from_plain(content["value"]) if is_plain else str(content["value"])


def _date(entry: Any, *names: str) -> datetime | None:  # noqa: ANN401
    for name in names:
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


def _next(links: Any) -> str | None:  # noqa: ANN401
    by_relation = {link.get("rel"): link.get("href") for link in links}
    return next((by_relation[relation] for relation in _NEXT if by_relation.get(relation)), None)


def _poll_minutes(channel: Any) -> int | None:  # noqa: ANN401
    """Return <ttl>, or what the syndication module says; WordPress says hourly in every feed."""
    if minutes := _whole_number(channel.get("ttl")):
        return minutes
    period = _PERIOD_MINUTES.get(str(channel.get("sy_updateperiod", "")).strip().lower())
    return period and max(1, period // (_whole_number(channel.get("sy_updatefrequency")) or 1))


def _whole_number(text: object) -> int | None:
    digits = str(text or "").strip()
    return int(digits) if re.fullmatch(r"[0-9]{1,6}", digits) else None
