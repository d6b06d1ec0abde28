"""A title for a text that has none of its own."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors import bylines, words
from extractors.records import Block

LONGEST = 110  # characters of a title made from a sentence; of 982 real headlines 99 % are shorter
_EARLIEST_CUT = 50  # a clause that ends before says too little
_FEWEST_WORDS = 4  # of a sentence that says something
_PLACE = re.compile(r"^[^\W\d_a-zß-öø-ÿ]{3,}(?:[ /-][^\W\d_a-zß-öø-ÿ]{2,}){0,2}: (?=\S)")  # "BHOPAL: "
_MOST_WORDS, _MOST_CHARS = 30, 200  # of a line that may be a title
_NO_TITLE_ENDS = (".", "。", ";", ",", ":", "…")
_STOP = re.compile(r"[.!?]+[\"'”’)]*\s+(?=[\"'“‘(¿¡]?[^\W\d_a-zß-öø-ÿ])|[。！？]")  # noqa: RUF001  other scripts' signs are meant
_MARKS = r"[,;:–—][ ]|[ ][-–—][ ]"  # noqa: RUF001  dashes are meant


@dataclass(frozen=True, slots=True)
class _Clauses:
    """What `data/clauses.toml` says of where sentences end and may be cut."""

    abbreviated: re.Pattern[str]
    boundary: re.Pattern[str]
    leaning: frozenset[str]


@cache
def _clauses() -> _Clauses:
    table = tomllib.loads(files("extractors").joinpath("data/clauses.toml").read_text(encoding="utf-8"))
    flat = {key: [word for entries in table[key].values() for word in entries] for key in table}
    return _Clauses(
        re.compile(rf"(?:^|[\s(])(?:(?:[^\W\d_]\.)*[^\W\d_]|{'|'.join(flat['abbreviations'])}|\d{{1,2}})\.$"),
        re.compile(rf"{_MARKS}|[ ](?=(?:{'|'.join(flat['clause_starts'])})[ ])"),
        frozenset(flat["leaning"]),
    )


def of_line(block: Block) -> str | None:
    """Return the block's text where it reads as a title: one short line that no full stop ends; else None."""
    fits = block.kind in {"heading", "paragraph"} and len(block.text) <= _MOST_CHARS and not block.link_share
    if not fits or block.text.endswith(_NO_TITLE_ENDS) or not 2 <= words.count(block.text) <= _MOST_WORDS:  # noqa: PLR2004
        return None
    return block.text


def of_sentence(paragraph: str) -> str:
    """Return a title from the first sentence of a paragraph: whole where it fits, else cut and ended by an ellipsis.

    The cut is at the last end of a clause within `LONGEST` characters, else between words and before words that lean on
    the next one ("of", "is"); within a word only where there is no blank at all.
    """
    sentence = _telling_sentence(paragraph)
    if len(sentence) <= LONGEST:
        return sentence.rstrip(" .。").strip() or sentence
    window = sentence[: LONGEST + 1]
    clauses = [
        match.start() for match in _clauses().boundary.finditer(window) if _EARLIEST_CUT <= match.start() <= LONGEST
    ]
    return (window[: clauses[-1]] if clauses else _whole_words(window)).rstrip(" ,;:-–—") + "…"  # noqa: RUF001  dashes are meant


def _telling_sentence(paragraph: str) -> str:
    """Return the first sentence without its dateline; "Berlin." and others of three words at most are passed over."""
    dateline = bylines.dateline(paragraph)
    text = " ".join(paragraph[dateline.end() if dateline else 0 :].split())
    text = _PLACE.sub("", text, count=1)
    first = first_sentence(text)
    rest = text[len(first) :].strip()
    return first_sentence(rest) if first.endswith(".") and words.count(first) < _FEWEST_WORDS and rest else first


def first_sentence(paragraph: str) -> str:
    """Return the first sentence; abbreviations and initials end none."""
    text = " ".join(paragraph[:2000].split())
    for stop in _STOP.finditer(text):
        head = text[: stop.start() + 1]
        if not _clauses().abbreviated.search(head[-12:]):
            return text[: stop.end()].strip()
    return text


def _whole_words(window: str) -> str:
    kept = window.split(" ")[:-1]
    while len(kept) > 1 and kept[-1].casefold() in _clauses().leaning:
        kept.pop()
    return " ".join(kept) or window[:LONGEST]
