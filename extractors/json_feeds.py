"""JSON Feed (jsonfeed.org, versions 1 and 1.1) -> what it offers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from extractors import full_text, offers, urls
from extractors.instants import instant
from extractors.offers import Item, Offer
from extractors.records import Rejection


def read(text: str, max_items: int) -> Offer | Rejection:
    """Return what a JSON Feed offers; a Rejection where the text is no JSON or is JSON of another kind."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        return offers.none(f"neither XML nor JSON: {error}")
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return offers.none("JSON, but not a JSON Feed")
    found = [_item(item) if isinstance(item, dict) else Item(url=None) for item in _newest(items, max_items)]
    return Offer(
        kind="json",
        items=found,
        title=offers.plain(feed.get("title")),
        language=_string(feed.get("language")),
        next_url=_string(feed.get("next_url")),
        truncated=max(0, len(items) - max_items),
    )


def _newest(items: list[Any], max_items: int) -> list[Any]:
    """Return the first items, or the last where these are newer."""
    ends = [_item(item).published if isinstance(item, dict) else None for item in (*items[:1], *items[-1:])]
    is_oldest_first = all(ends) and ends[:1] < ends[1:]
    return items[-max_items:] if is_oldest_first else items[:max_items]


def _item(item: dict[str, Any]) -> Item:
    return Item(
        url=_address(item),
        title=offers.plain(item.get("title")),
        published=next(_dates(item, "date_published", "date_modified"), None),
        updated=next(_dates(item, "date_modified"), None),
        content=_content(item),
    )


def _address(item: dict[str, Any]) -> str | None:
    """Return the page's address; an id serves where it is a web address, for many are numbers."""
    identity = _string(item.get("id"))
    stated = _string(item.get("url")) or _string(item.get("external_url"))
    return stated or (identity if urls.is_web(identity) else None)


def _content(item: dict[str, Any]) -> str | None:
    text, summary = _string(item.get("content_text")), _string(item.get("summary"))
    markup = _string(item.get("content_html")) or (full_text.from_plain(text) if text else None)
    return full_text.of_item(markup, full_text.from_plain(summary) if summary else None)


def _dates(item: dict[str, Any], *names: str) -> Iterator[datetime]:
    for name in names:
        found = instant(_string(item.get(name)) or "")
        if found is not None:
            yield found


def _string(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
