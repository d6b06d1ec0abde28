"""The items of a feed that is not well-formed, by its start tags alone.

feedparser loses what stands in a title without an end, or a link whose end tag comes too late. What it did read comes
first; these items only add the addresses that it has not.
"""

from __future__ import annotations

import re

from extractors import offers, urls, xml_text
from extractors.instants import instant
from extractors.offers import Item

_FIELDS = {"link": "url", "title": "title", "pubdate": "published", "published": "published", "date": "published"}
# What has no end takes all the rest, or many of them would cost quadratic time
_TOKEN = re.compile(
    r"<(?:[\w.-]{1,60}:)?(?P<name>item|entry|link|guid|title|pubdate|published|date)(?=[\s/>])(?P<attributes>[^<>]*)>"
    r"\s*(?:<!\[CDATA\[)?(?P<text>[^<\]]*)|<!\[CDATA\[(?:.*?\]\]>|.*)|<!--(?:.*?-->|.*)",
    re.DOTALL | re.IGNORECASE,
)
_HREF = re.compile(r"""\bhref\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
_OTHER_LINK = re.compile(r"""\brel\s*=\s*["']?(?!alternate)\w""", re.IGNORECASE)


def items(text: str) -> list[Item]:
    """Return what looks like an item and has an address, in order."""
    found: list[dict[str, str]] = []
    for token in _TOKEN.finditer(text):
        name = (token["name"] or "").lower()
        if name in {"item", "entry"}:
            found.append({})
        elif name and found and (value := _value(name, token)):
            found[-1].setdefault(_FIELDS.get(name, name), value)
    return [_item(fields) for fields in found if _address(fields)]


def _value(name: str, token: re.Match[str]) -> str:
    href = _HREF.search(token["attributes"]) if name == "link" else None
    if name == "link" and _OTHER_LINK.search(token["attributes"]):
        return ""
    return xml_text.unescaped(href[1] if href else token["text"]).strip()


def _address(fields: dict[str, str]) -> str | None:
    identity = fields.get("guid")
    return fields.get("url") or (identity if urls.is_web(identity) else None)


def _item(fields: dict[str, str]) -> Item:
    return Item(
        url=_address(fields),
        title=offers.plain(fields.get("title")),
        published=instant(fields.get("published", "")),
    )
