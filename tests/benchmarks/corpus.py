"""A corpus of real-sized pages for benchmarks: the development sets' articles, in as many variants as are wanted.

A variant has half of the words of its page replaced by others of the set and language, so that no two texts are near
duplicates, and the days that it states moved into one week. Markup, scripts and sizes stay. The same folder of
development data gives the same corpus, byte for byte.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
from collections import defaultdict
from dataclasses import dataclass, field
from gzip import decompress
from pathlib import Path

SETS = ("fundus_fixtures", "wcxb_dev")  # news of the world's outlets, most in English and German; articles of the web
EACH = 125  # pages of each set: all of the first, as many of the second
WEEK = 7  # days of May 2026

_MARKUP = re.compile(
    r"(<(script|style|svg|noscript)\b.*?</\2\s*>|<!--.*?-->|<[^>]*>|&[#\w]+;)", re.DOTALL | re.IGNORECASE
)
_PARTS = 3  # of a split by _MARKUP: text, markup, name of the element
_WORD = re.compile(r"[^\W\d_]{4,}")
_DAY = re.compile(r"\b20[012]\d-[01]\d-[0-3]\d")
_LANGUAGE = re.compile(r"<html\b[^>]*?\blang=[\"']?([a-z]{2})", re.IGNORECASE)


@dataclass(slots=True)
class _Original:
    url: str
    pieces: list[str]
    language: str


@dataclass(slots=True)
class _Words:
    """The words of a language as they stand in texts: a common word is there often."""

    plain: list[str] = field(default_factory=list)
    capital: list[str] = field(default_factory=list)

    def of(self, word: str) -> list[str]:
        return self.capital if word[0].isupper() else self.plain


def arguments(description: str | None, *, pages: int) -> argparse.ArgumentParser:
    """Return what takes the arguments of a benchmark over this corpus: the development data's folder, and --pages."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    usual = os.environ.get("NEWSDUCK_DEV_DATA")
    told = "folder of development data; by default what NEWSDUCK_DEV_DATA names"
    parser.add_argument("folder", nargs="?" if usual else None, default=usual, type=Path, help=told)
    parser.add_argument("--pages", type=int, default=pages)
    return parser


def write(folder: Path, data: Path, count: int) -> list[Path]:
    """Write so many pages, UTF-8, into a folder from the development sets in `data`; return their paths, in order.

    `urls.json` beside them says where the originals lived, by the name of the file.
    """
    originals = _originals(data)
    words = _words(originals)
    paths, urls = [], {}
    for number in range(count):
        original = originals[number % len(originals)]
        paths.append(folder / f"{number:06}.html")
        paths[-1].write_text(_variant(original, words[original.language], number), encoding="utf-8")
        urls[paths[-1].name] = original.url
    (folder / "urls.json").write_text(json.dumps(urls), encoding="utf-8")
    return paths


def _originals(data: Path) -> list[_Original]:
    """Return the pages with articles, the sets mixed, so that any beginning of the corpus is like the whole."""
    found = []
    for name in SETS:
        root = data / "extraction" / "data" / name
        for line in (root / "gold.jsonl").read_text(encoding="utf-8").split("\n")[:EACH]:
            row = json.loads(line)
            text = decompress((root / row["html"]).read_bytes()).decode("utf-8", "replace")
            declared = _LANGUAGE.search(text)
            found.append(_Original(row["url"], _MARKUP.split(text), declared[1].lower() if declared else "en"))
    random.Random(1).shuffle(found)  # noqa: S311  the same order each time
    return found


def _words(originals: list[_Original]) -> dict[str, _Words]:
    words: dict[str, _Words] = defaultdict(_Words)
    for original in originals:
        of_language = words[original.language]
        for text in original.pieces[::_PARTS]:
            for word in _WORD.findall(text):
                of_language.of(word).append(word)
    return words


def _variant(original: _Original, words: _Words, number: int) -> str:
    dice = random.Random(number)  # noqa: S311  the same text each time
    day = f"2026-05-{4 + number % WEEK:02}"

    def other(match: re.Match[str]) -> str:
        return dice.choice(words.of(match[0])) if dice.random() < 0.5 else match[0]

    made = []
    for place in range(0, len(original.pieces), _PARTS):
        made.append(_WORD.sub(other, original.pieces[place]))
        made.extend(_DAY.sub(day, piece) for piece in original.pieces[place + 1 : place + 2])
    return "".join(made)
