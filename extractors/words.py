"""Words: how many a text has, and the form in which lines are compared."""

from __future__ import annotations

import re
from functools import lru_cache

# Chinese, Japanese, Thai, Lao, Khmer and Burmese part no words by spaces; their words have about two characters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]{{1,2}}|[^\W{_UNSPACED}]+(?:['’\-.][^\W{_UNSPACED}]+)*")  # noqa: RUF001  the typographic apostrophe is meant
_ASCII_WORD = re.compile(r"\w+(?:['\-.]\w+)*", re.ASCII)  # the same in ASCII, in 60 % of the time
_LOWER_WORD = re.compile(r"(?<!\w)[a-z]+(?!\w)")
_UNSPACED_CHAR = re.compile(f"[{_UNSPACED}]")


@lru_cache(maxsize=1024)
def count(text: str) -> int:
    """Return the number of words; where no spaces part them, two characters count as one."""
    return len((_ASCII_WORD if text.isascii() else _WORD).findall(text))


def is_unspaced(char: str) -> bool:
    """Whether a character is of a script that parts no words by spaces."""
    return bool(_UNSPACED_CHAR.match(char))


def words(text: str) -> list[str]:
    """Return the words of a text, case folded, in order."""
    return (_ASCII_WORD if text.isascii() else _WORD).findall(text.casefold())


@lru_cache(maxsize=1)  # asked three times for each article
def lower_case(text: str) -> frozenset[str]:
    """Return the words of a text that are written in small letters from a to z, as names are not."""
    return frozenset(_LOWER_WORD.findall(text))


def normalised(text: str) -> str:
    """Return a line as it is compared: case folded, white space as one blank, no punctuation or symbols at its ends."""
    line = " ".join(text.casefold().split())
    start, end = 0, len(line)
    while start < end and not line[start].isalnum():
        start += 1
    while end > start and not line[end - 1].isalnum():
        end -= 1
    return line[start:end].replace("’", "'")  # noqa: RUF001  the typographic apostrophe is meant
