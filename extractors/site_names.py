"""The names of a site as its pages give them, and a title without them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from extractors import urls, words

_PART = re.compile(r"\s+(?:[|–—·•»:~-]|::|//)\s+|\s*\|\s*")  # noqa: RUF001  dashes are what parts titles
_MAX_LINKS, _MAX_HOME_CHARS = 60, 60  # the name stands at the top of a page
_MAX_MARKS = 30  # of a title with that many parts none is the site; each costs a look at all before it
_LEAST_LETTERS, _LEAST_INITIALS = 4, 3  # of a part of a name; "BBC" is the shortest whole name
_HOME = re.compile(r"(?:\./|/)?(?:(?:index|home|default)\.\w{3,5})?")


@dataclass(frozen=True, slots=True)
class SiteNames:
    """The names as letters alone, and the host of the page as letters ("newsmarleexample")."""

    names: frozenset[str]
    host: str

    def are(self, text: str) -> bool:
        """Say whether a text is nothing but a name of the site."""
        return letters(text) in self.names

    def without(self, title: str, headlines: Collection[str] = ()) -> str:
        """Return the title without a first or last part that names the site, or that no headline (as letters) has."""
        marks = list(_PART.finditer(title))
        if len(marks) > _MAX_MARKS:
            return title
        for mark in marks:
            if letters(title[: mark.start()]) in headlines:
                return title[: mark.start()]
        if marks and self._end(title[marks[-1].end() :]):
            return self.without(title[: marks[-1].start()], headlines)
        if marks and self._begin(title[: marks[0].start()]):
            return self.without(title[marks[0].end() :], headlines)
        before, colon, after = title.partition(": ")
        return after if colon and after and self.are(before) and letters(title) not in headlines else title

    def _begin(self, part: str) -> bool:
        bare = letters(part)
        return bare in self.names or (len(bare) >= _LEAST_LETTERS and any(name.startswith(bare) for name in self.names))

    def _end(self, part: str) -> bool:
        """Say whether it is a name, the beginning of one, or made of words that the host has ("tires.marle.com")."""
        own = [bare for word in part.split() if (bare := letters(word))]
        in_host = sum(map(len, own)) >= _LEAST_LETTERS and all(bare in self.host for bare in own)
        return bool(own) and (self._begin(part) or in_host)


def of(site_name: str | None, tree: HtmlElement, here: str) -> SiteNames:
    """Return the names of the site that a page at this address is of."""
    host = urls.host(here) or ""
    stated = [name for name in (site_name, *_of_home(tree, host)) if name]
    initials = ["".join(word[0] for word in words.words(name)) for name in stated if name.count(" ") > 1]
    all_names = (*stated, here, host, (urls.domain(here) or "").split(".")[0])
    found = {*(letters(name) for name in all_names), *(one for one in initials if len(one) >= _LEAST_INITIALS)}
    return SiteNames(frozenset(found - {""}), letters(host))


def _of_home(tree: HtmlElement, host: str) -> set[str]:
    """Return the texts of links to the site's home page: its name, as a rule."""
    origin = re.compile(rf"https?://(?:www\.)?{re.escape(host or ' ')}(?=/|$)")
    found: set[str] = set()
    for link in islice(tree.iter("a"), _MAX_LINKS):
        href = link.get("href")
        if href and _HOME.fullmatch(origin.sub("", href)):
            pictures = (one.get("alt") for one in link.iter("img"))
            found |= {name for name in (link.text_content(), link.get("title"), *pictures) if name}
    return {" ".join(name.split()) for name in found if len(name) <= _MAX_HOME_CHARS}


def letters(text: str) -> str:
    """Return the letters and digits of a text, case folded."""
    return "".join(filter(str.isalnum, words.normalised(text)))
