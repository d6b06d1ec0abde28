"""Where a text quotes: the spans between quotation marks, the outermost, also over several paragraphs.

Marks are read by their shape and by what stands beside them, since one mark opens in one language and closes in the
next: an opening one has a blank, a bracket or a dash before it, a closing one no letter behind it. A paragraph that
opens and does not close goes on where the next one opens with the same mark (as newspapers print long statements);
else what it opened is no quotation. Apostrophes and inches open none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SINGLE, _APOSTROPHE = "\u2018", "\u2019"
_PAIRS = {
    "“": "”", "„": "“”", "”": "”", "«": "»", "»": "«", '"': '"', _SINGLE: _APOSTROPHE, "「": "」", "『": "』",
}  # fmt: skip
_PARAGRAPH = re.compile(r"\S[^\n]*")
_OPENS = re.compile(r"(?:(?<=[\s(\[{—–\-:/¿¡，。：])|(?<![^\n]))[“„”«»\"\u2018](?=\s?[^\s,;:)\]])|[「『]")  # noqa: RUF001
_LONGEST = 3000  # characters of a quotation in one paragraph
_MOST_PARAGRAPHS = 12


@dataclass(frozen=True, slots=True)
class Quotation:
    """Where quoted words start and end, without their marks, and where the marks do."""

    start: int
    end: int
    opened_at: int
    closed_at: int  # behind the closing mark


def find(text: str) -> list[Quotation]:
    """Return the quotations of a text in order; none within another."""
    paragraphs = [(line.start(), line.end()) for line in _PARAGRAPH.finditer(text)]
    found: list[Quotation] = []
    for number, (start, end) in enumerate(paragraphs):
        at = max(start, found[-1].closed_at if found else 0)
        while at < end and (opening := _OPENS.search(text, at, end)):
            quotation = _closed(text, opening.start(), end) or _continued(text, opening.start(), paragraphs, number)
            if quotation:
                found.append(quotation)
            at = quotation.closed_at if quotation else opening.end()
    return found


def _closed(text: str, opened_at: int, end: int, first: int | None = None) -> Quotation | None:
    """Return the quotation that opens there and closes before the end; `first` is where an earlier paragraph opened."""
    mark = text[opened_at]
    close = _closing(text, mark, opened_at + 1, min(end, opened_at + _LONGEST))
    if close is None:
        return None
    outer = opened_at if first is None else first
    start, stop = outer + 1, close
    while start < stop and text[start].isspace():
        start += 1
    while start < stop and text[stop - 1].isspace():
        stop -= 1
    return Quotation(start, stop, outer, close + 1) if start < stop else None


def _continued(text: str, opened_at: int, paragraphs: list[tuple[int, int]], number: int) -> Quotation | None:
    """Return the quotation that goes on in the next paragraphs, each opened by its mark; None where none closes it."""
    for start, end in paragraphs[number + 1 : number + _MOST_PARAGRAPHS]:
        if text[start] != text[opened_at]:
            return None
        if closed := _closed(text, start, end, opened_at):
            return closed
    return None


def _closing(text: str, mark: str, start: int, end: int) -> int | None:
    if mark == _SINGLE:
        return _closing_single(text, start, end)
    for at in _each(text, mark + _PAIRS[mark], start, end):
        is_opening = text[at] == mark and _OPENS.match(text, at) is not None
        if is_opening and not (mark == "„" or (text[at] in _PAIRS[mark] and not text[at - 1].isspace())):
            return None  # opened again: the first one was no quotation
        if text[at] in _PAIRS[mark] and not is_opening and not text[at + 1 : at + 2].isalnum():
            return at
    return None


def _closing_single(text: str, start: int, end: int) -> int | None:
    """Return where a single mark closes that is an apostrophe too: behind a sentence's mark, else the only one."""
    closing = [at for at in _each(text, _APOSTROPHE, start, end) if not text[at + 1 : at + 2].isalnum()]
    behind = [at for at in closing if text[at - 1] in ",.?!…"]
    return behind[0] if behind else closing[0] if len(closing) == 1 else None


def _each(text: str, marks: str, start: int, end: int) -> Iterator[int]:
    return (found.start() for found in re.compile(f"[{re.escape(marks)}]").finditer(text, start, end))
