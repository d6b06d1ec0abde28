"""Who signs an article on the page itself: links to authors, elements called after them, "By" near the headline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from extractors import authors, instants
from extractors.headline import Piece

_MARKED = XPath(
    """//body//*
    [contains(@class, 'uthor') or contains(@class, 'yline') or contains(@itemprop, 'author') or @rel='author']
    [not(ancestor::footer or ancestor::nav or (ancestor::aside[not(.//article)] and not(@rel='author'))
         or ancestor-or-self::*[contains(@class, 'comment') or contains(@class, 'related')])]"""
)
_PROFILE = re.compile(
    r"/(?:authors?|autore?s?|autorin(?:nen)?|auteurs?|autor-in|contributors?|writers?|journalists?|journalistes?|people|"
    r"profiles?|staff|team|by|redaktion|redakteure?|penulis|firmas|firma|forfatter|reporters?|columnists?|bio)/[^/]",
    re.IGNORECASE,
)
_MAX_MARKED, _MAX_BYLINE = 12, 120
_JOINTS = re.compile(r"[\s\d,;&|•·/–—-]*(?:and|und|et|y|e|og|och|en|with|mit)?[\s,;&|•·/–—-]*", re.IGNORECASE)  # noqa: RUF001
_READING_TIME = re.compile(r"\b\d{1,2}[ -]?min", re.IGNORECASE)
_MAX_BARE, _MAX_DATE, _BESIDE = 15, 40, 2  # pieces, characters, pieces
_SIGNING = ("p", "span", "div", "h2", "h3", "h4", "h5", "strong", "b", "em", "dt", "label")
_DIGIT = re.compile(r"\d")
_SIGNED = re.compile(r"\s*(?:written|article|posted|story|words|text|ein beitrag|verfasst) (?:by|von)\b", re.IGNORECASE)
_MIN_LABEL, _MAX_LABEL = 5, 30


def byline(pieces: Sequence[Piece], houses: Sequence[str | None]) -> tuple[str, ...]:
    """Return the persons behind "By" among the pieces of text around a headline."""
    return authors.persons(_behind_by(pieces), houses)


def near(pieces: Sequence[Piece], houses: Sequence[str | None]) -> tuple[str, ...]:
    """Return the persons whom the pieces of text around a headline name as its authors.

    The surest are those behind "By", then links to profiles, then a bare name beside the date; a given name alone last.
    """
    by = list(_behind_by(pieces))
    linked = [piece.text for piece in pieces if _is_profile(piece.element)]
    named = (authors.persons(texts, houses) for texts in (by, linked, _beside_date(pieces)))
    return next(filter(None, named), ()) or authors.given([*by, *linked], houses)


def marked(tree: HtmlElement, houses: Sequence[str | None]) -> tuple[str, ...]:
    """Return the persons named by the surest element of the page that is called after its author.

    What stands there is often a date, a role or a place, so only full names count.
    """
    for element in islice(sorted(_MARKED(tree), key=_doubt), _MAX_MARKED):
        texts = [" ".join(text.split()) for text in element.itertext() if text.strip()]
        if sum(map(len, texts)) <= _MAX_BYLINE and (names := authors.persons(texts, houses)):
            return names
    return ()


def signed(tree: HtmlElement, houses: Sequence[str | None]) -> tuple[str, ...]:
    """Return the persons behind "Written by" or a label like it anywhere: some sites sign below the text."""
    labels = (one for one in tree.iter(_SIGNING) if one.text and _is_label(one.text))
    for element in islice(labels, _MAX_MARKED):
        for text in _signatures(element):
            if len(text) <= _MAX_BYLINE and (names := authors.persons([text], houses)):
                return names
    return ()


def _is_label(text: str) -> bool:
    if _SIGNED.match(text):
        return len(text) <= _MAX_BYLINE
    return _MIN_LABEL <= len(text) <= _MAX_LABEL and authors.is_by(" ".join(text.split()).rstrip(" :"))


def _signatures(label: HtmlElement) -> Iterator[str]:
    """Yield the texts that a label can be of: the rest of its element, the text behind it, the next element's."""
    following = label.getnext()
    texts = (label.text_content(), label.tail, None if following is None else following.text_content())
    return (" ".join(text.split()) for text in texts if text)


def _behind_by(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield the pieces that a byline names: behind "By", in one piece with it or not, while "and" joins them."""
    texts = [piece.text for piece in pieces]
    starts = (index for index, text in enumerate(texts) if _starts(text))
    for index in islice(starts, 1):
        joined = True
        for text in (authors.without_by(f"{texts[index]} "), *texts[index + 1 :]):
            joint = not text or _JOINTS.fullmatch(text)
            if not joint and (not joined or _DIGIT.search(text) or not authors.persons([text])):
                return
            if not joint:
                yield text
            joined = bool(joint) or text.rstrip().endswith((",", "&", ";", " and", " und", " et", " y"))


def _starts(text: str) -> bool:
    return len(text) <= _MAX_BYLINE and authors.without_by(f"{text} ") != f"{text} "


def _beside_date(pieces: Sequence[Piece]) -> Iterator[str]:
    """Yield the only piece that is a name and no link, where a date or a reading time stands right beside it.

    A word that the text around it writes with a small letter ("Find Care") is none of a name.
    """
    first = [piece for piece in pieces[:_MAX_BARE] if any(map(str.isalnum, piece.text))]
    dated = {index for index, piece in enumerate(first) if len(piece.text) < _MAX_DATE and _is_dated(piece.text)}
    near = [one for index, one in enumerate(first) if not dated.isdisjoint(range(index - _BESIDE, index + _BESIDE + 1))]
    usual = {word for piece in pieces for word in piece.text.split() if word.islower()}
    names = [one.text for one in near if authors.is_full(one.text) and not _is_linked(one.element)]
    if len(names) == 1 and usual.isdisjoint(names[0].lower().split()) and not authors.is_uncased(names[0]):
        yield names[0]


def _is_dated(text: str) -> bool:
    return bool(_READING_TIME.search(text)) or instants.instant(text, month_first=True) is not None


def _is_linked(element: HtmlElement) -> bool:
    return any(one.tag == "a" for one in (element, *islice(element.iterancestors(), 2)))


def _is_profile(element: HtmlElement) -> bool:
    for one in (element, *islice(element.iterancestors(), 2)):
        if one.tag == "a":
            return one.get("rel") == "author" or bool(_PROFILE.search(one.get("href") or ""))
    return False


def _doubt(element: HtmlElement) -> int:
    names = f"{element.get('class', '')} {element.get('itemprop', '')}".lower()
    if element.get("rel") == "author":
        return 0
    return 1 if "itemprop" in element.attrib else 2 if "name" in names else 3
