"""Text -> its sentences, by rules that need no model and little knowledge of a language.

A stop ends a sentence unless what stands around it says otherwise: an abbreviation, an initial, an ordinal, a number,
a small letter behind it, a speaker who is named behind a quotation. A line never shares a sentence with the next. Where
a stop may be both (the U.S. President, the U.S. The), it ends the sentence only before a word that begins
sentences and no names: a sentence too long hides less from a reader than one that is cut.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from extractors import tables
from extractors.records import ArticleVersion, Mention

_LINE = re.compile(r"[^\n]+")
_CLOSERS = "\"'”’»›«)\\]}」』）】"  # noqa: RUF001  as they stand in texts
_OPENERS = "\"'“‘„‚«‹»([{¿¡「『（【–—-"  # noqa: RUF001
_STOP = re.compile(  # tried only where marks begin, since a row of them would be read from each of them
    rf"(?<![.!?…؟۔।։።])(?:[.!?…]++\s[»›]|[.!?…؟۔।։።]++[{_CLOSERS}]*+)(?=\s)|[。！？｡．]+[{_CLOSERS}]*"  # noqa: RUF001
)
_WIDE = frozenset("。！？｡．」』）】")  # noqa: RUF001  no blank follows them
_WORD_BEFORE = re.compile(r"[^\s\"'“‘„‚«‹»(\[]*\Z")  # noqa: RUF001
_NEXT = re.compile(rf"\s+(?:[{re.escape(_OPENERS)}]+\s?)?(\w*)")
_ATTRIBUTED = re.compile(
    r"\s+(?:[^\W\d_][\w.'\u2019-]*\s+){0,4}?(?:said|says|asked|asks|told|wrote|replied|added|shouted)\b"
)
_ORDINAL = re.compile(r"\d{1,2}\Z")
_BEFORE_ORDINAL = re.compile(r"\b(?:de[rmns]|die|das|am|im|vom|zum|zur|beim|bis|ab|den|und)\s\d{1,2}\Z", re.IGNORECASE)
_LONGEST_WORD = 24  # characters before a stop that are looked at
_LOOKED_AT = 80  # characters behind it


def split(text: str) -> list[tuple[int, int]]:
    """Return where each sentence starts and ends, in order: all of the text but the blanks between them.

    Linear in the length of the text.
    """
    found = []
    for line in _LINE.finditer(text):
        start = line.start()
        for stop in _STOP.finditer(text, line.start(), line.end()):
            if _ends(text, start, stop, line.end()):
                found.append((start, stop.end()))
                start = stop.end()
        found.append((start, line.end()))
    return [bounds for start, end in found if (bounds := _stripped(text, start, end))]


def mark(mentions: Iterable[Mention], version: ArticleVersion) -> tuple[Mention, ...]:
    """Return the mentions with the sentence that holds each; of those in the title, the title."""
    sentences = split(version.text)
    starts = [start for start, _ in sentences]
    return tuple(
        replace(mention, sentence_start=start, sentence_end=end)
        for mention in mentions
        for start, end in [_around(mention, version.title, sentences, starts)]
    )


def _around(
    mention: Mention, title: str, sentences: Sequence[tuple[int, int]], starts: Sequence[int]
) -> tuple[int, int]:
    """Return the sentence of a mention; of one that was taken apart (Yahoo! Japan), all that it stands in."""
    if mention.part == "title":
        return 0, len(title)
    first = bisect_right(starts, mention.start_char) - 1
    last = bisect_right(starts, mention.end_char - 1) - 1
    return sentences[first][0], sentences[last][1]


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the bounds without blanks at either end, None where nothing else is there."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _ends(text: str, start: int, stop: re.Match[str], line_end: int) -> bool:
    """Say whether the sentence that starts there ends with this stop."""
    mark, ahead = stop.group(), text[stop.end() : min(line_end, stop.end() + _LOOKED_AT)]
    if mark[0] in _WIDE:
        return mark[-1] not in "」』”）】’" or ahead[:1] in {"", " ", "\u3000", "「", "『", "“"}  # noqa: RUF001
    following = _NEXT.match(ahead)
    word = following.group(1) if following else ""
    if word[:1].islower():
        return False
    if mark[-1] in _CLOSERS and _ATTRIBUTED.match(ahead):
        return False
    return mark[0] != "." or len(mark) > 1 or not _goes_on(text, start, stop.start(), word)


def _goes_on(text: str, start: int, stop: int, following: str) -> bool:
    """Say whether a full stop belongs to the word before it, and the sentence goes on."""
    before = _WORD_BEFORE.search(text, max(start, stop - _LONGEST_WORD), stop)
    word = before.group() if before else ""
    if _ORDINAL.match(word):
        return _is_ordinal(text, start, stop, word, following)
    folded, lists = word.lower(), _lists()
    if folded in lists["titles"] or folded in lists["joining"]:
        return True
    if folded in lists["numbering"] and following[:1].isdigit():
        return True
    is_letter = len(word) == 1 and word.isalpha() and word.upper() != word.lower()
    is_open = folded in lists["open"] or is_letter or re.fullmatch(r"(?:\w\.)+\w", word) is not None
    return is_open and following.lower() not in lists["openers"]


def _is_ordinal(text: str, start: int, stop: int, number: str, following: str) -> bool:
    """Tell am 3. Oktober and the number of a list's item from a number at a sentence's end."""
    if not text[start : stop - len(number)].strip():
        return True
    return (
        _BEFORE_ORDINAL.search(text, max(start, stop - _LONGEST_WORD), stop) is not None
        or following.lower() in _lists()["months"]
    )


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in tables.document("sentences.toml").items()}
