"""What a block's text looks like by itself, as features for `block_model`: length, links, capitals, digits, marks."""

from __future__ import annotations

import math
import re

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


def features(block: Block, count: int, *, ends: bool) -> dict[str, float]:
    """Return what a block of so many words looks like by itself; `ends` is whether it closes as a sentence does."""
    text = block.text
    found = {f"size:{_size(count)}": 1.0, "size": math.log1p(count) / 5, f"kind:{block.kind}": 1.0, "ends": float(ends)}
    if block.link_share:
        found |= {"link": block.link_share, "link:any": 1.0}
        found |= {f"link:{name}": 1.0 for name, least in (("half", 0.5), ("full", 0.9)) if block.link_share > least}
    head = text[:_HEAD]
    letters = _LETTERS.findall(head)
    found["capitals"] = len([word for word in letters if word[0].isupper()]) / max(1, len(letters))
    found["commas"] = min(1.0, 10 * sum(map(head.count, ",;:–—、，")) / max(1, len(head)))  # noqa: RUF001  these are meant
    if text.isupper():
        found["capitals:all"] = 1.0
    if "\n" in text:
        found["lines"] = 1.0
    _add_marks(found, head)
    _add_signs(found, head)
    if text.endswith((":", "：")):  # noqa: RUF001  the full-width colon is meant
        found["ends:colon"] = 1.0
    return found


def _add_marks(found: dict[str, float], head: str) -> None:
    for name, marks in _MARKS:
        for mark in marks:
            if mark in head:
                found[name] = 1.0
                break
    first = head[:1]
    for name, starts in _STARTS:
        if first in starts:
            found[name] = 1.0
    if first.islower():
        found["starts:lower"] = 1.0


def _add_signs(found: dict[str, float], head: str) -> None:
    if digits := len(_DIGIT.findall(head)):
        found["digits"] = min(1.0, 5 * digits / len(head))
        if _YEAR.search(head):
            found["mark:year"] = 1.0
        if _CLOCK.search(head):
            found["mark:clock"] = 1.0
    if not head.isascii() and _SYMBOL.search(head):
        found["mark:symbol"] = 1.0


def _size(count: int) -> int:
    return next((size for size in _SIZES if count <= size), _SIZES[-1] + 1)
