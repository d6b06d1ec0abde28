"""JSON-LD as pages carry it: the node that describes the page's own article.

Publishers write it by template, so it is often not quite JSON; what `json` refuses is mended once (comments, CDATA,
trailing commas, raw line breaks) and else left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from lxml.html import HtmlElement

Node = Mapping[str, Any]

_MAX_CHARS = 1_000_000  # of one script; product catalogues are larger, articles never
_MAX_DEPTH = 6
_ARTICLE = re.compile(r"(Article|Posting|Report|Review|Analysis|Opinion|Recipe)$")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?://\s*)?(?:\]\]>|-->)\s*$|/\*\s*\]\]>\s*\*/\s*$"
)
_TAG = re.compile(r"<[a-zA-Z/][^<>]*>")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")


def nodes(tree: HtmlElement) -> list[Node]:
    """Return every node of the page's JSON-LD that could be the page's subject, references within it resolved."""
    found: list[Node] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json":
            found.extend(_flat(_parsed(script.text or "")))
    names = {node["@id"]: node for node in found if isinstance(node.get("@id"), str) and len(node) > 1}
    return [{key: _resolved(value, names) for key, value in node.items()} for node in found]


def article(found: Iterable[Node], headlines: Iterable[str], here: str) -> Node:
    """Return the node of the page's article, {} where there is none.

    Of several, the one of the page's address whose headline it shows elsewhere, then the one that says most.
    """
    shown = [" ".join(headline.split()).casefold() for headline in headlines]
    candidates = [node for node in found if _ARTICLE.search(_type(node))]

    def rank(node: Node) -> tuple[int, int]:
        headline = (text(node.get("headline")) or text(node.get("name")) or "").casefold()
        own = re.split(r"[?#]", here)[0].rstrip("/") in addresses(node)
        known = bool(headline) and any(headline in one or one in headline for one in shown if one)
        return own + known, sum(bool(node.get(key)) for key in ("headline", "author", "datePublished", "articleBody"))

    return max(candidates, key=rank, default={})


def addresses(node: Node) -> set[str]:
    """Return the addresses that a node calls its own, without query and last slash."""
    page = node.get("mainEntityOfPage")
    stated = (node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page)
    return {re.split(r"[?#]", one)[0].rstrip("/") for one in stated if isinstance(one, str)} - {""}


def frame(found: Iterable[Node]) -> Node:
    """Return the node of the page that the article stands on: the one that says most; {} where there is none.

    Yoast, of most WordPress sites, puts the dates there where it knows of no article.
    """
    pages = [node for node in found if any(kind.endswith("Page") for kind in types(node))]
    return max(pages, key=lambda node: sum(bool(node.get(key)) for key in ("datePublished", "author")), default={})


def crumbs(found: Iterable[Node]) -> list[str]:
    """Return the names along the page's path of breadcrumbs, the home page's first."""
    lists = (node.get("itemListElement") for node in found if "BreadcrumbList" in types(node))
    items = next((items for items in lists if isinstance(items, list)), [])
    names = [text(item.get("name")) or text(item.get("item")) for item in items if isinstance(item, dict)]
    return [name for name in names if name]


def is_live_blog(node: Node) -> bool:
    """Say whether the node is several reports on one page."""
    return "LiveBlogPosting" in types(node)


def text(value: object) -> str | None:
    """Return a value as one line of plain text: markup and entities read, the first of a list, a node's name."""
    match value:
        case str():
            plain = unescape(unescape(value)) if "&" in value else value  # templates often escape twice
            return " ".join((_TAG.sub(" ", plain) if "<" in plain else plain).split()) or None
        case list():
            return next((found for one in value if (found := text(one))), None)
        case dict():
            return text(value.get("name") or value.get("@value") or value.get("url") or value.get("contentUrl"))
        case _:
            return None


def texts(value: object) -> tuple[str, ...]:
    """Return all texts of a value: each of a list, the comma-separated parts of a string."""
    parts = [text(one) for one in value] if isinstance(value, list) else (text(value) or "").split(",")
    return tuple(dict.fromkeys(part.strip() for part in parts if part and part.strip()))


def address(value: object) -> str | None:
    """Return the first address of a picture's value: a string, a node, or a list of them."""
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, dict):
        first = first.get("url") or first.get("contentUrl")
    return text(first)


def truth(value: object) -> bool | None:
    """Return a boolean as publishers write it (true, "True", "http://schema.org/False"); None for anything else."""
    if isinstance(value, bool):
        return value
    word = str(value).rsplit("/", 1)[-1].strip().lower()
    return {"true": True, "false": False}.get(word)


def _parsed(script: str) -> object:
    if len(script) > _MAX_CHARS:
        return None
    bare = _WRAPPING.sub("", script)
    for attempt in (bare, _TRAILING_COMMA.sub("", bare), unescape(_TRAILING_COMMA.sub("", bare))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flat(value: object, depth: int = 0) -> Iterator[Node]:
    if isinstance(value, list) and depth < _MAX_DEPTH:
        for one in value:
            yield from _flat(one, depth + 1)
    elif isinstance(value, dict) and depth < _MAX_DEPTH:
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _flat(value.get(key), depth + 1)


def _resolved(value: object, names: Mapping[str, Node]) -> object:
    """Return the node that a reference names, in a value or in the list that it is."""
    if isinstance(value, list):
        return [_resolved(one, names) for one in value]
    if isinstance(value, dict) and isinstance(value.get("@id"), str) and not value.get("name"):
        return names.get(value["@id"], value)
    return value


def types(node: Node) -> tuple[str, ...]:
    """Return what a node says it is."""
    kind = node.get("@type")
    return tuple(map(str, kind)) if isinstance(kind, list) else (str(kind),)


def _type(node: Node) -> str:
    return next((kind for kind in types(node) if _ARTICLE.search(kind)), "")
