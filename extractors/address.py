"""The canonical address of the article on a page: where it was found, or where the page credibly says it lives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from extractors import urls
from extractors.records import Page

_TWIN_HOST = re.compile(r"^(?:www|m|mobile|amp|touch)\.")
_VIEW = re.compile(r"(?:amp|amp\.html|print|mobile|single|all|full|seite-\d+|page/\d+|\d{1,2})?/?")
_MIN_PATH = 8  # characters of the path of an address that is believed without having been fetched


def canonical(page: Page, tree: HtmlElement) -> str | None:
    """Return the article's canonical address, None where it has none.

    A fetched page's own word counts only for the same host and for no page above it: sites that name their home page or
    their section as the canonical address of everything would melt all their articles into one.
    """
    here = page.final_url or page.url
    if here is None:
        return next((link for link in _stated(tree) if _is_article(link)), None)
    fetched = urls.canonical(here)
    return next((link for link in _stated(tree, here) if _is_twin(link, fetched)), fetched)


def _stated(tree: HtmlElement, here: str = "") -> Iterator[str]:
    """Yield the canonical form of what the page calls its address: rel=canonical, then og:url."""
    links = [one.get("href") for one in tree.iter("link") if "canonical" in (one.get("rel") or "").lower().split()]
    cards = [one.get("content") for one in tree.iter("meta") if (one.get("property") or "").lower() == "og:url"]
    for link in filter(None, (*links[:1], *cards[:1])):
        try:
            yield urls.canonical(urljoin(here, link.strip()))
        except ValueError:  # an address that urllib cannot read is not believed
            continue


def _is_article(link: str) -> bool:
    """Say whether it can be the address of an article that was loaded from a file."""
    return urls.is_web(link) and "." in (urls.host(link) or "") and len(urlsplit(link).path) >= _MIN_PATH


def _is_twin(link: str, fetched: str) -> bool:
    """Say whether two addresses are of one site and the link leads to the same page or to a plainer view of it."""
    if not urls.is_web(link) or _site(link) != _site(fetched):
        return False
    path, whole = urlsplit(link).path, urlsplit(fetched).path
    if path.strip("/") == "":
        return whole.strip("/") == ""
    below = whole.removeprefix(path.rstrip("/") + "/")
    return below == whole or _VIEW.fullmatch(below) is not None


def _site(link: str) -> str:
    return _TWIN_HOST.sub("", urlsplit(link).netloc.lower())
