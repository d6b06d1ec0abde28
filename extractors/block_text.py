"""What a block's text looks like by itself, as features for `block_model`: length, links, capitals, digits, marks."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from extractors.records import Block

_SIZES = (3, 7, 14, 29, 59)  # words; the last class has no end
_MARKS = (  # what a text has of these; substrings, for a regular expression each cost three times as much
    ("mark:at", ("@",)),
    ("mark:bar", ("|",)),
    ("mark:copyright", ("©",)),
    ("mark:question", ("?", "？", "؟")),  # noqa: RUF001  other scripts' are meant
    ("mark:exclamation", ("!", "！")),  # noqa: RUF001  other scripts' are meant
    ("mark:slash", ("/",)),
    ("mark:price", ("$", "€", "£", "¥")),
    ("mark:address", ("http:", "https:", "www.")),
)
_STARTS = (("starts:bracket", "(["), ("starts:quote", "\"“„«‘'"), ("starts:dash", "-–—•*►▶→"))  # noqa: RUF001  these are meant
_SYMBOL = re.compile("[\u2190-\u2bff\U0001f300-\U0001faff]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
_DIGIT = re.compile(r"\d")
_HEAD = 200  # characters of a block that are looked at
_LETTERS = re.compile(r"[^\W\d_]+")


def features(block: Block, count: int, *, ends: bool) -> Iterator[tuple[str, float]]:
    """Yield what a block of so many words looks like by itself; `ends` is whether it closes as a sentence does."""
    text = block.text
    yield f"size:{_size(count)}", 1.0
    yield "size", math.log1p(count) / 5
    yield f"kind:{block.kind}", 1.0
    yield "ends", float(ends)
    if block.link_share:
        yield from (("link", block.link_share), ("link:any", 1.0))
        yield from ((f"link:{name}", 1.0) for name, least in (("half", 0.5), ("full", 0.9)) if block.link_share > least)
    head = text[:_HEAD]
    letters = _LETTERS.findall(head)
    yield "capitals", sum(word[0].isupper() for word in letters) / max(1, len(letters))
    yield "commas", min(1.0, 10 * sum(map(head.count, ",;:–—、，")) / max(1, len(head)))  # noqa: RUF001  these are meant
    if text.isupper():
        yield "capitals:all", 1.0
    if "\n" in text:
        yield "lines", 1.0
    yield from _of_marks(head)
    if text.endswith((":", "：")):  # noqa: RUF001  the full-width colon is meant
        yield "ends:colon", 1.0


def _of_marks(head: str) -> Iterator[tuple[str, float]]:
    for name, marks in _MARKS:
        if any(mark in head for mark in marks):
            yield name, 1.0
    yield from ((name, 1.0) for name, starts in _STARTS if head[:1] in starts)
    if head[:1].islower():
        yield "starts:lower", 1.0
    if digits := len(_DIGIT.findall(head)):
        yield "digits", min(1.0, 5 * digits / len(head))
        if _YEAR.search(head):
            yield "mark:year", 1.0
        if _CLOCK.search(head):
            yield "mark:clock", 1.0
    if not head.isascii() and _SYMBOL.search(head):
        yield "mark:symbol", 1.0


def _size(count: int) -> int:
    return next((size for size in _SIZES if count <= size), _SIZES[-1] + 1)
