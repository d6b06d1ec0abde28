"""Where a page without an article sends its reader: ``<meta http-equiv="refresh" content="0; url=…">``.

The content is read as HTML's "shared declarative refresh steps" say (WHATWG HTML, section 4.2.5.3). A page with text
that refreshes itself, or goes on after a while, is a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from extractors import markup, urls, words

_MOST_SECONDS = 5  # later ones are read first: slide shows, "you will be sent on", session ends
_MOST_WORDS = 60  # of a page that has no article: "You are being redirected. Click here if nothing happens."
_MOST_ADDRESS = 4000  # characters
_MOST_CHARS = 200_000  # of a page that only sends on; looked at before anything is parsed
_CONTENT = re.compile(  # possessive: no digit and no blank is tried twice
    r"(?P<seconds>\d++|(?=\.))[\d.]*+ ?(?:[;,]|(?<= )) ?(?:url ?= ?)?+(?P<quote>[\"']?)(?P<address>[^\"'].*)",
    re.IGNORECASE,
)
_STATED = re.compile(r"http-equiv\s{0,9}=\s{0,9}[\"']?\s{0,9}refresh", re.IGNORECASE)
_UNSHOWN = frozenset(("head", "noscript", "script", "style", "template", "title"))


def target(html: str, base: str) -> str | None:
    """Return the web address to which a page sends its reader within five seconds; None for an article, or its own.

    `base` is the page's address. The answer may be any web address: whoever follows it judges it as any redirect.
    """
    if len(html) > _MOST_CHARS or not _STATED.search(html):
        return None
    tree = markup.parse(html)
    if tree is None:
        return None
    address = next(_addresses(tree), None)
    if address is None or words.count(" ".join(_shown(tree))) > _MOST_WORDS:
        return None
    return _absolute(address, tree, base)


def _addresses(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("meta"):
        stated = _CONTENT.fullmatch(" ".join((element.get("content") or "")[:_MOST_ADDRESS].split()))
        if (element.get("http-equiv") or "").strip().lower() != "refresh" or not stated:
            continue
        if int(stated["seconds"][:9] or "0") <= _MOST_SECONDS:
            yield stated["address"].partition(stated["quote"])[0] if stated["quote"] else stated["address"]


def _shown(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter():
        if element.tag not in _UNSHOWN:
            yield element.text or ""
        yield element.tail or ""


def _absolute(address: str, tree: HtmlElement, base: str) -> str | None:
    stated = next((one.get("href") for one in tree.iter("base") if one.get("href")), "")
    try:
        whole = urljoin(urljoin(base, stated), address.strip())
        is_own = urlsplit(whole)._replace(fragment="") == urlsplit(base)._replace(fragment="")
    except ValueError:
        return None
    return whole if urls.is_web(whole) and not is_own else None
