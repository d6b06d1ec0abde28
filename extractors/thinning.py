"""The text of a feed without what would cost feedparser more than it is worth.

feedparser takes 10 µs a tag and 0.3 ms an item, and grows with the square of some things: 100,000 attributes took it
94 CPU seconds, an author's name of 100 KB 36, 20,000 categories 6. Persons and categories are read from the page, so
here they go; a tag with more attributes than any feed has loses them; what is beyond the bounds is cut off.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from extractors.instants import instant

_MAX_TAGS = 60_000  # 1,000 items have 20,000 to 50,000
_LONG_TAG = 400  # characters
_MAX_ATTRIBUTES = 60
_UNREAD = (
    *("author", "category", "contributor", "creator", "credit", "email", "keywords", "managingeditor"),
    *("name", "publisher", "subject", "tags", "uri", "webmaster"),
)
# What has no end takes all the rest, or many of them would cost quadratic time
_CDATA, _COMMENT = r"<!\[CDATA\[(?:.*?\]\]>|.*)", r"<!--(?:.*?-->|.*)"
_PREFIX = r"(?:[\w.-]{1,60}:)?"
_TAG = re.compile(
    rf"{_CDATA}|{_COMMENT}|<(?:(?P<end>/?){_PREFIX}(?P<item>item|entry)(?=[\s/>])[^<>]*>?)?", re.DOTALL | re.IGNORECASE
)
_DATE = re.compile(r"<(?:[\w.-]{1,60}:)?(?:pubdate|published|updated|date)\s*>\s*([^<]{1,100})", re.IGNORECASE)
_ITEM_CHARS = 100_000  # of an item, in which its date is looked for
_NOISE = re.compile(
    rf"{_CDATA}|{_COMMENT}|<(?P<end>/?){_PREFIX}(?P<unread>{'|'.join(_UNREAD)})(?=[\s/>])[^<>]*>"
    rf"(?(end)|[^<]*(?:{_CDATA})?)|"
    rf"""<(?P<name>[\w.:-]{{1,120}})(?=\s)(?P<attributes>(?:[^<>"']|"[^"<]*"|'[^'<]*')*+)(?P<close>>)""",
    re.DOTALL | re.IGNORECASE,
)


class Thinned(NamedTuple):
    """The text that is left, and how many items lie beyond the bounds."""

    text: str
    truncated: int


def thinned(text: str, max_items: int) -> Thinned:
    """Return the newest items of a feed and what stands around them; they keep their addresses, titles and texts."""
    tags, last_end, starts = 0, 0, list[int]()
    cut: int | None = None
    kept_items = 0
    for token in _TAG.finditer(text):
        is_start = token["item"] is not None and not token["end"]
        tags += not token[0].startswith("<!")
        starts += [token.start()] if is_start else []
        if cut is None and (len(starts) > max_items or tags > _MAX_TAGS):
            cut, kept_items = token.start(), len(starts) - is_start
        if token["item"] and token["end"]:
            last_end = token.end()
    if len(starts) > max_items and _is_oldest_first(text, starts):
        newest = thinned(text[: starts[0]] + text[starts[-max_items] :], max_items)
        return newest._replace(truncated=newest.truncated + len(starts) - max_items)
    if cut is not None:
        text = text[:cut] + (text[last_end:] if last_end > cut else "")
    return Thinned(_NOISE.sub(_reduced, text), len(starts) - kept_items if cut is not None else 0)


def _is_oldest_first(text: str, starts: list[int]) -> bool:
    first, last = (
        _DATE.search(text, *span) for span in ((starts[0], starts[1]), (starts[-1], starts[-1] + _ITEM_CHARS))
    )
    earliest, latest = (instant(found[1]) if found else None for found in (first, last))
    return earliest is not None and latest is not None and earliest < latest


def _reduced(token: re.Match[str]) -> str:
    if token["unread"]:
        return ""
    flood = token["name"] and len(token["attributes"]) > _LONG_TAG and token["attributes"].count("=") > _MAX_ATTRIBUTES
    return f"<{token['name']}>" if flood else token[0]
