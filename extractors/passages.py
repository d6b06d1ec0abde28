"""An article's title and text as one string of lines, for what searches them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.records import ArticleVersion

MAX_CHARS = 100_000  # of a text are searched; the caller records the rest as not done

_ONE_TO_ONE = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "‑": "-", "\u00a0": " ", "\u202f": " ", "\t": " "}  # noqa: RUF001  what the model was not trained on
)
_PIECE = re.compile(r"[^\n]{1,2000}(?=\n|\Z)|[^\n]{1,2000}[.!?](?=\s)|[^\n]{1,2000}(?=\s)|[^\n]{1,2000}")
_LONG_WORD = 4  # letters; of, and, the stay small in a heading
_LONGEST_HEADING = 25  # long words
_FRAGMENT = 4  # long words; fewer make no sentence to judge by: "Exit mobile version"
_LOWER_SHARE = 0.2  # of the long words may be in lower case in a heading


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of title and text: where it stands, and whether its words are capitalised as in a heading."""

    start: int
    end: int
    is_heading: bool


def one_text(version: ArticleVersion) -> str:
    """Return title and text as one string, in which one offset says where.

    Each character stays one character; typographic quotes become plain ones.
    """
    return f"{version.title}\n{version.text[:MAX_CHARS]}".translate(_ONE_TO_ONE)


def split(text: str, title_end: int) -> Iterator[Passage]:
    """Yield the lines that are not blank; a line without end in pieces, since memory grows with the longest."""
    for line in _PIECE.finditer(text):
        if line.group().strip():
            in_title = line.start() < title_end
            yield Passage(line.start(), line.end(), _is_heading(line.group(), in_title=in_title))


def _is_heading(line: str, *, in_title: bool) -> bool:
    """Tell a line in Title Case, in capitals or of a few words from a sentence."""
    words = [w for w in re.findall(r"[^\W\d_][\w'-]*", line) if len(w) >= _LONG_WORD]
    if not in_title and (re.search(r"[.!?:;][\"')]*$", line.rstrip()) or len(words) >= _LONGEST_HEADING):
        return False
    is_fragment = not in_title and len(words) < _FRAGMENT
    return is_fragment or sum(w[0].islower() for w in words) <= len(words) * _LOWER_SHARE


def lead_end(text: str) -> int:
    """Return where the first paragraph of a text ends."""
    first = re.search(r"\S[^\n]*", text)
    return first.end() if first else 0
