"""The canonical address of the article on a page: where it was found, or where the page credibly says it lives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from urllib.parse import urljoin, urlsplit

from extractors import urls
from extractors.statements import Candidate, Statements

_TWIN_HOST = re.compile(r"^(?:www|m|mobile|amp|touch)\.")
_VIEW = re.compile(r"(?:amp|amp\.html|print|mobile|single|all|full|seite-\d+|page/\d+|\d{1,2})?/?")
_MIN_PATH = 8  # characters of the path of an address that is believed without having been fetched


def canonical(stated: Statements) -> Candidate | None:
    """Return the article's canonical address and where it stood, None where it has none.

    A fetched page's own word counts only for the same host and for no page above it: sites that name their home page or
    their section as the canonical address of everything would melt all their articles into one.
    """
    if not stated.here:
        return next((one for one in _named(stated) if _is_article(one[1])), None)
    fetched = urls.canonical(stated.here)
    return next((one for one in _named(stated) if _is_twin(one[1], fetched)), ("url", fetched))


def _named(stated: Statements) -> Iterator[Candidate]:
    """Yield the canonical form of what the page calls its address: rel=canonical, og:url, then JSON-LD."""
    links = (one for one in stated.tree.iter("link") if "canonical" in (one.get("rel") or "").lower().split())
    whole = stated.article.get("mainEntityOfPage")
    linked = (whole.get("@id") if isinstance(whole, Mapping) else whole, stated.article.get("url"))
    named = (
        *(("html", one.get("href")) for one in islice(links, 1)),
        *(("meta", one) for one in stated.meta.get("og:url", ())[:1]),
        *(("json-ld", one) for one in linked if isinstance(one, str)),
    )
    for origin, link in named:
        try:
            yield origin, urls.canonical(urljoin(stated.here, link.strip())) if link else ""
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
