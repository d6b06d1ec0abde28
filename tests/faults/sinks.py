"""Hostile strings from files to every sink: loaded as title, author, section, address, name and file name, then shown.

Run as `python -m tests.faults.sinks [--every 1]`. It loads each so many-th string of `strings.ALL`, has every sink
write what it holds, and prints what is not inert.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
from lxml import html

from tests.faults import strings
from tests.flows.command import Newsduck

_TEXT = (
    "{} met Mayor Aoife Brennan in Galway on Tuesday, and {} said that the harbour will be rebuilt in March. "
    "Brennan said: “The harbour of Galway is for all.” The council had asked {} for it since the storm of last year."
)
_FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_TAGS_OF_NO_PAGE = {"script", "iframe", "object", "embed", "form", "input", "base", "template", "math", "img", "link"}
_MOST = 0.8  # of them are stored: a text of bells is no text
_NO_ICON = {"rel": "icon", "href": "data:,"}
_COMMANDS = {  # what a terminal shows
    "sql": ("sql", "SELECT title, author, url_canonical FROM main.articles"),
    "stories": ("sql", "--saved", "stories"),
    "status": ("status",),
    "search": ("search", "harbour"),
    "story": ("story", "Galway"),
    "entity": ("entity", "Aoife Brennan"),
}
_FORMS = ("parquet", "csv", "jsonl", "ninjs", "jsonfeed")


class Sinks:
    """A newsduck that was given hostile articles, and what each of its sinks made of them."""

    def __init__(self, folder: Path, hostile: Sequence[str]) -> None:
        self.newsduck = Newsduck(folder)
        self.folder = folder
        self.hostile = hostile

    def load(self) -> list[str]:
        """Load them; return what is wrong with how that ended, and with what it printed."""
        inbox = self.folder / "in"
        inbox.mkdir()
        (inbox / "rows.jsonl").write_text(
            "".join(json.dumps(row) + "\n" for row in map(_row, range(999), self.hostile))
        )
        for text in self.hostile:
            try:
                (inbox / f"{text}.html").write_bytes(b"\xff\xfe")  # each file name is told, since nothing is in it
            except (OSError, ValueError):  # no file can have that name
                continue
        done = self.newsduck("load", "--direct", str(inbox))
        ended = [] if done.code == 0 else [f"load ended with {done.code}: {done.err[-300:]}"]
        return [*ended, *_on_a_terminal("load", done.out + done.err)]

    def shown(self, *names: str) -> Iterator[str]:
        """Yield what is wrong with what a terminal shows of these commands, of all where none is named."""
        for name in names or _COMMANDS:
            done = self.newsduck(*_COMMANDS[name])
            yield from _on_a_terminal(name, done.out + done.err)
            if done.code not in {0, 4}:
                yield f"{name} ended with {done.code}: {done.err[-300:]}"

    def pages(self) -> Iterator[str]:
        """Yield what is wrong with the pages and their Markdown."""
        for (*words, form), judge in _PAGES.items():
            place = self.folder / f"{words[0]}.{form}"
            done = self.newsduck(*words, "--format", form, "--out", str(place))
            if done.code or not place.exists():
                yield f"{words[0]} made no {form}: {done.err[-300:]}"
            else:
                yield from (f"{words[0]} as {form}: {wrong}" for wrong in judge(place.read_text(encoding="utf-8")))

    def exports(self) -> Iterator[str]:
        """Yield what is wrong with what is handed out."""
        for form in _FORMS:
            done = self.newsduck("export", form, "--format", form)
            if done.code:
                yield f"export {form}: {done.err[-300:]}"
        for path in sorted(self.folder.glob("csv/*.csv")):
            yield from (f"{path.name}: {wrong}" for wrong in _as_a_spreadsheet(path.read_text(encoding="utf-8")))
        lines = [path.read_text(encoding="utf-8").split("\n") for path in self.folder.glob("*/*.jsonl")]
        objects = [json.loads(line) for each in lines for line in each if line]
        for path in self.folder.glob("jsonfeed/*.json"):
            json.loads(path.read_text(encoding="utf-8"))
        stored = int(str(self.newsduck.rows("SELECT count(*) AS n FROM main.articles")[0]["n"]))
        if stored < len(self.hostile) * _MOST or len(objects) < stored:
            yield f"{len(objects)} lines of JSON of {stored} articles"
        with duckdb.connect() as db:
            pattern = str(self.folder / "parquet" / "articles" / "**" / "*.parquet")
            [[count]] = db.execute("SELECT count(*) FROM read_parquet(?)", [pattern]).fetchall()
        if count != stored:
            yield f"{count} of {stored} articles in Parquet"

    def outside(self) -> list[str]:
        """Return which files stand where none was asked for."""
        known = {"in", "data", *_FORMS, *(f"{words[0]}.{words[-1]}" for words in _PAGES)}
        return [f"{path.name!r} was written" for path in self.folder.iterdir() if path.name not in known]

    def wrong(self) -> list[str]:
        """Return all that is."""
        return [*self.load(), *self.shown(), *self.pages(), *self.exports(), *self.outside()]


def _row(number: int, text: str) -> dict[str, Any]:
    return {
        "title": f"{text} of Galway {number}" if number % 2 else f"Galway {number} {text}",
        "authors": [text],
        "url": f"https://news.example/{number}/{text}",
        "section": text,
        "keywords": [text],
        "source": f"{text} {number % 3}",
        "language": "en",
        "published_at": "2026-11-18T09:30:00Z",
        "text": _TEXT.format(text, text, text),
    }


def _on_a_terminal(name: str, shown: str) -> list[str]:
    found = {letter for letter in shown if not letter.isprintable() and letter != "\n"}
    return [f"{name} shows {sorted(map(ascii, found))}"] if found else []


def _as_a_page(page: str) -> Iterator[str]:
    tree = html.fromstring(page)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            yield f"a comment or instruction: {str(element)[:80]}"
            continue
        if element.tag in _TAGS_OF_NO_PAGE and element.attrib != _NO_ICON:
            yield f"an element {element.tag}"
        for name, value in element.attrib.items():
            if name.startswith("on") or name in {"srcdoc", "formaction", "autofocus"}:
                yield f"an attribute {name}"
            if (
                name in {"href", "src", "action"}
                and urlsplit(value).scheme not in {"http", "https", ""}
                and value != "data:,"
            ):
                yield f"a link to {value[:80]}"
    yield from _unseen(str(tree.text_content()))


def _as_markdown(text: str) -> Iterator[str]:
    if re.search(r"<(?!https?:)(?!\s)", text):
        yield "an element"
    if re.search(r"(?<!\\)\]\((?!<?https?://|#|\))", text):
        yield "a link to no page"
    yield from _unseen(text)


def _unseen(text: str) -> Iterator[str]:
    found = {letter for letter in text if unicodedata.category(letter) in {"Cc", "Cs", "Cn"} and letter not in "\n\t\r"}
    found |= set(re.findall("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", text))
    if found:
        yield f"letters that cannot be seen: {sorted(map(ascii, found))}"


def _as_a_spreadsheet(text: str) -> Iterator[str]:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if len({len(row) for row in rows}) > 1:
        yield "rows of several lengths"
    for row in rows:
        for cell in row:
            if _FORMULA.match(cell) and not re.fullmatch(r"[-+]?[\d.e+-]+", cell):
                yield f"a formula {cell[:40]!a}"


_PAGES = {
    ("report", "html"): _as_a_page,
    ("report", "markdown"): _as_markdown,
    ("story", "Galway", "html"): _as_a_page,
    ("entity", "Aoife Brennan", "html"): _as_a_page,
}


def main() -> int:
    """Print what is wrong; return 1 where anything is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    hostile = strings.ALL[:: parser.parse_args().every]
    with tempfile.TemporaryDirectory() as folder:
        wrong = Sinks(Path(folder), hostile).wrong()
    print("\n".join(dict.fromkeys(wrong)) or f"{len(hostile)} strings are inert in every sink")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
