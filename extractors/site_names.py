"""The names of a site as its pages give them, and a title without them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from lxml.html import HtmlElement

from extractors import urls, words

_PART = re.compile(r"\s+(?:[|–—·•»:~-]|::|//)\s+|\s*\|\s*")  # noqa: RUF001  dashes are what parts titles
_MAX_LINKS, _MAX_HOME_CHARS = 60, 60  # the name stands at the top of a page
_HOME = re.compile(r"(?:\./|/)?(?:(?:index|home|default)\.\w{3,5})?")


def of_home(tree: HtmlElement, here: str) -> set[str]:
    """Return the texts of links to the site's home page: its name, as a rule."""
    origin = re.compile(rf"https?://(?:www\.)?{re.escape(urls.host(here) or ' ')}(?=/|$)")
    found: set[str] = set()
    for link in islice(tree.iter("a"), _MAX_LINKS):
        href = link.get("href")
        if href and _HOME.fullmatch(origin.sub("", href)):
            pictures = (one.get("alt") for one in link.iter("img"))
            found |= {name for name in (link.text_content(), link.get("title"), *pictures) if name}
    return {" ".join(name.split()) for name in found if len(name) <= _MAX_HOME_CHARS}


def known(sites: Iterable[str | None]) -> set[str]:
    """Return the names of a site as letters alone, those of its addresses too."""
    names = (name for site in sites if site for name in (site, (urls.domain(site) or "").split(".")[0]))
    return {bare for name in names if (bare := letters(name))}


def without(title: str, names: set[str], headlines: set[str]) -> str:
    """Return the title without a first or last part that names the site, or that the page's headline does not have."""
    marks = list(_PART.finditer(title))
    for mark in marks:
        if letters(title[: mark.start()]) in headlines:
            return title[: mark.start()]
    if marks and _names_site(title[marks[-1].end() :], names):
        return without(title[: marks[-1].start()], names, headlines)
    if marks and _names_site(title[: marks[0].start()], names):
        return without(title[marks[0].end() :], names, headlines)
    before, colon, after = title.partition(": ")
    return after if colon and after and letters(before) in names and letters(title) not in headlines else title


def _names_site(part: str, known: set[str]) -> bool:
    bare = letters(part)
    return bool(bare) and any(bare == site or (len(bare) > 3 and site.startswith(bare)) for site in known)  # noqa: PLR2004  "BBC" is the shortest whole name


def letters(text: str) -> str:
    """Return the letters and digits of a text, case folded."""
    return "".join(char for char in words.normalised(text) if char.isalnum())
