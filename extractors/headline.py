"""The headline as a page shows it, and what stands right around it: where bylines and dates are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from extractors import words

_MAX_HEADLINES, _MAX_LOWER = 5, 40
_MAX_PIECES, _MAX_PARAGRAPHS = 60, 3  # behind the headline; a standfirst or two may come before the byline
_MAX_BEFORE, _LEVELS = 10, 3  # pieces before it, within containers of so many levels
_PARAGRAPH_CHARS, _MAX_CHARS = 200, 1000
_SILENT = frozenset(
    ("script", "style", "noscript", "svg", "template", "button", "select", "nav", "aside", "form", "footer")
)
_BLOCKS = frozenset(("br", "div", "p", "h2", "h3", "h4", "li", "section", "small"))
_ASIDES = frozenset(  # words of classes: what stands above a headline, and what only screen readers see
    (
        *(
            "kicker",
            "topline",
            "dachzeile",
            "overline",
            "eyebrow",
            "spitzmarke",
            "pretitle",
            "supertitle",
            "antetitulo",
        ),
        *("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "is_blind", "hidden"),
    )
)
_JOINTS = re.compile(r"__?|-")


@dataclass(frozen=True, slots=True)
class Headline:
    """A first-level heading: all its text, and that without kicker and what only screen readers see."""

    element: HtmlElement
    whole: str
    plain: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One text node near the headline, its white space as single blanks, and the element it stands in."""

    text: str
    element: HtmlElement


def shown(tree: HtmlElement) -> list[Headline]:
    """Return the first headings of the first level that have a text."""
    found = (_headline(one) for one in tree.iter("h1"))
    return [one for one in islice(found, _MAX_HEADLINES) if one.whole]


def _headline(element: HtmlElement) -> Headline:
    whole, plain = _text(element, plain=False), _text(element, plain=True)
    return Headline(element, whole, whole if plain.endswith(":") or 2 * len(plain) < len(whole) else plain)


def around(element: HtmlElement) -> list[Piece]:
    """Return the pieces of text right behind the headline, then those right before it."""
    return [*_behind(element), *_before(element)]


def _behind(element: HtmlElement) -> Iterator[Piece]:
    """Yield until the article's text has surely begun."""
    paragraphs = 0
    for piece in islice(_following(element), _MAX_PIECES):
        paragraphs += len(piece.text) > _PARAGRAPH_CHARS
        if paragraphs >= _MAX_PARAGRAPHS:
            return
        yield piece


def _following(element: HtmlElement) -> Iterator[Piece]:
    while (parent := element.getparent()) is not None:
        yield from _piece(element.tail, parent)
        for sibling in element.itersiblings():
            yield from _pieces(sibling)
            yield from _piece(sibling.tail, parent)
        element = parent


def _before(element: HtmlElement) -> list[Piece]:
    found: list[Piece] = []
    for _ in range(_LEVELS):
        parent = element.getparent()
        if parent is None or parent.tag == "body":
            break
        for sibling in element.itersiblings(preceding=True):
            found = [*_pieces(sibling), *_piece(sibling.tail, parent), *found]
            if len(found) > _MAX_BEFORE:
                return found[-_MAX_BEFORE:]
        element = parent
    return found


def _pieces(element: HtmlElement) -> Iterator[Piece]:
    walk = iterwalk(element, events=("start", "end"))
    for event, one in walk:
        if event == "end":
            yield from _piece(one.tail if one is not element else None, one.getparent())
        elif one.tag in _SILENT:
            walk.skip_subtree()
        else:
            yield from _piece(one.text, one)


def _piece(text: str | None, element: HtmlElement) -> Iterator[Piece]:
    if text and (plain := " ".join(text.split())):
        yield Piece(plain, element)


def _text(heading: HtmlElement, *, plain: bool) -> str:
    """Return the text of a heading; elements that follow one another are parted, letters set apart are not."""
    parts: list[str] = []
    walk = iterwalk(heading, events=("start", "end"))
    for event, one in walk:
        if one.tag in _BLOCKS:
            parts.append(" ")
        if event == "end" and one is not heading:
            parts.append(one.tail or ("" if one.getnext() is None else " "))
        elif event == "start" and (one.tag in _SILENT or (plain and _is_aside(one))):
            walk.skip_subtree()
        elif event == "start":
            parts.append(one.text or "")
    return " ".join(unescape("".join(parts)[:_MAX_CHARS]).split())


def _is_aside(element: HtmlElement) -> bool:
    """Say whether its class calls it a kicker or hidden; a colon that only screen readers hear stays."""
    names = (element.get("class") or "").lower().split()
    called = any(name in _ASIDES or not _ASIDES.isdisjoint(_JOINTS.split(name)) for name in names)
    return called and words.count(element.text_content()) > 0


def elsewhere(tree: HtmlElement, title: str) -> Headline | None:
    """Return the heading of a lower level that is the title, or like it: on some pages the first is the site's."""
    found = [_headline(one) for tag in ("h2", "h3") for one in islice(tree.iter(tag), _MAX_LOWER)]
    same = (one for one in found if _same(one.whole, title))
    return next(same, None) or next((one for one in found if alike(one.whole, title)), None)


def chosen(headlines: Sequence[Headline], stated: Sequence[str]) -> tuple[Headline | None, str | None]:
    """Return the headline that is the article's, and its text as the title; None where no heading seems to be.

    It is one that the page also states as its title, as it is, without the kicker before it or with one, else the only
    one that shares words with such titles: what a page shows is newer than what it states.
    """
    pairs = [(one, text, title) for text, one in _texts(headlines) for title in stated]
    for agree in (_is_behind_kicker, _same, _ends):
        for one, text, title in pairs:
            if agree(text, title):
                return one, text if agree is _same and not text.isupper() else title
    near = [one for one in headlines if any(alike(one.plain, title) for title in stated)]
    return (near[0], near[0].plain) if len(near) == 1 else (None, None)


def _texts(headlines: Sequence[Headline]) -> Iterator[tuple[str, Headline]]:
    yield from ((one.plain, one) for one in headlines)
    yield from ((one.whole, one) for one in headlines)


def _is_behind_kicker(text: str, title: str) -> bool:
    """Say whether a headline is this title behind a kicker and a colon."""
    return bool(title) and words.normalised(text).endswith(f": {words.normalised(title)}")


def _same(text: str, title: str) -> bool:
    return bool(text) and words.normalised(title) == words.normalised(text)


def _ends(text: str, title: str) -> bool:
    return _is_behind_kicker(title, text)


def alike(text: str, title: str) -> bool:
    """Say whether a headline and a title are of one article: half the words of the shorter, and two at least, agree."""
    one, other = set(words.words(text)), set(words.words(title))
    return len(one & other) > 1 and 2 * len(one & other) >= min(len(one), len(other))
