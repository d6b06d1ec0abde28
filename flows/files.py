"""Files, folders and standard input -> pages, one at a time, whatever their size.

Errors: `NothingToLoad`, wrong use. What is wrong with one file or one row is an `Unread`, and the others go on.
"""

from __future__ import annotations

import itertools
import json
import mimetypes
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from extractors.records import Outcome, Page, Rejection
from flows import archive, data_package, rows, streams

MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".md": "text/markdown",
}
ENDINGS = (*MEDIA_TYPES, ".json", ".jsonl", ".ndjson", ".warc")
# In a folder these speak about the folder; a person who wants one names it.
_NO_ARTICLE = re.compile(
    r"(readme|licen[cs]e|changelog|contributing|robots|requirements[\w-]*)\.(md|txt|html)", re.IGNORECASE
)
_ONE_JSON_LINE = re.compile(rb"\s*\{.*\}\s*", re.DOTALL)
_START_OF_JSON = re.compile(rb"\s*(\{|\[\s*(\{|$))")


class NothingToLoad(ValueError):  # noqa: N818  it reads as what it says
    """A path that is not there, or a folder without articles; the message is one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A file or row that gave no page: item as in `Page`, and why."""

    item: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Input:
    """A stream of records and what its pages have in common."""

    item: str
    stream: BinaryIO
    folder: Path | None
    now: datetime
    limit_bytes: int


def pages(paths: Sequence[Path | str], *, now: datetime, limit_bytes: int = 10_000_000) -> Iterator[Page | Unread]:
    """Yield the pages of files, of folders (recursively, sorted), and of standard input for "-".

    `limit_bytes` holds for one page or row, decompressed; `now` becomes `fetched_at`.

    Raises:
        NothingToLoad: at once, before anything is read.
    """
    for path in paths:
        check(path)
    return itertools.chain.from_iterable(_load(path, now, limit_bytes) for path in paths)


def check(path: Path | str) -> None:
    """Raise `NothingToLoad` for what is not there, or a folder that holds no articles."""
    if str(path) == "-":
        return
    path = Path(path)
    try:
        is_empty = path.is_dir() and next(inside(path), None) is None
        streams.check_no_pipe(path)
    except OSError as error:
        message = f"{path} cannot be loaded: {(error.strerror or str(error)).lower()}; name a file or folder to read"
        raise NothingToLoad(message) from None
    if is_empty and data_package.is_ours(path):
        message = f"{path} is an export that cannot be loaded: `newsduck export --format jsonl` makes one that can"
        raise NothingToLoad(message)
    if is_empty:
        endings = f"{' '.join(ENDINGS)} or these with .gz"
        message = f"{path} holds no articles; in a folder these are files ending in {endings}"
        raise NothingToLoad(message)


def _load(path: Path | str, now: datetime, limit_bytes: int) -> Iterator[Page | Unread]:
    if str(path) == "-":
        yield from _sniffed(_Input(item="-", stream=sys.stdin.buffer, folder=None, now=now, limit_bytes=limit_bytes))
        return
    path = Path(path)
    for file in inside(path) if path.is_dir() else [path]:
        try:
            yield from _pages_of(file, now, limit_bytes)
        except streams.UNREADABLE as error:
            yield _unread(streams.name(file), streams.unreadable(error))


def inside(folder: Path) -> Iterator[Path]:
    """Yield the article files in a folder and below, in the order of their names; of an export of ours its articles.

    Left out are hidden files, those that speak about the folder (README and the like), pipes, and a link back to a
    folder above. A folder that cannot be listed is yielded itself, so that whoever opens it learns why.
    """
    yield from _walk(folder, frozenset())


def _walk(folder: Path, above: frozenset[Path]) -> Iterator[Path]:
    exported = data_package.articles(folder)
    try:
        real, children = folder.resolve(), sorted(folder.iterdir() if exported is None else exported)
    except OSError:
        yield folder
        return
    if real in above:
        return
    for child in children:
        if child.name.startswith("."):
            continue
        if child.is_dir():
            yield from _walk(child, above | {real})
        elif _ending(child) in ENDINGS and not _NO_ARTICLE.fullmatch(child.name) and not _is_special(child):
            yield child


def _is_special(path: Path) -> bool:
    """Whether it is a pipe or a device, which a walk must not wait for."""
    return path.exists() and not path.is_file()


def _ending(path: Path) -> str:
    """Return the ending that says what is in the file: .html of page.html and of page.html.gz."""
    name = path.name.lower().removesuffix(".gz")
    return Path(name).suffix


def _pages_of(path: Path, now: datetime, limit_bytes: int) -> Iterator[Page | Unread]:
    ending = _ending(path)
    if path.is_dir():
        next(path.iterdir(), None)  # raises why it could not be listed
    if ending == ".warc":
        yield from _archived(path)
        return
    with streams.opened(path) as stream:
        given = _Input(item=streams.name(path), stream=stream, folder=path.parent, now=now, limit_bytes=limit_bytes)
        if ending in (".jsonl", ".ndjson"):
            yield from _rows(given, _json_lines(given, stream.readline(limit_bytes + 1)))
        elif ending == ".json":
            yield from _rows(given, streams.values(stream, limit_bytes))
        elif media_type := MEDIA_TYPES.get(ending) or mimetypes.guess_type(f"x{ending}")[0]:
            yield _one(given, media_type)
        else:
            yield from _sniffed(given)


def _archived(path: Path) -> Iterator[Page | Unread]:
    is_empty = True
    for found in archive.pages(path):
        is_empty = False
        if isinstance(found, Page):
            yield found
        else:
            yield Unread(item=found.item, outcome=Outcome.BAD_ENCODING, reason=found.reason)
    if is_empty:
        yield Unread(item=streams.name(path), outcome=Outcome.NO_TEXT, reason="it holds no response with HTML or text")


def _one(given: _Input, media_type: str, head: bytes = b"") -> Page | Unread:
    body = streams.whole(given.stream, given.limit_bytes, head)
    if isinstance(body, Rejection):
        return _unread(given.item, body)
    return Page(
        item=given.item,
        url=None,
        final_url=None,
        body=body,
        content_type=media_type,
        charset=None,
        fetched_at=given.now,
    )


def _sniffed(given: _Input) -> Iterator[Page | Unread]:
    """Yield what is in a stream without a telling name: JSON, HTML or text, judged by its first line."""
    head = _first_line(given)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not _START_OF_JSON.match(start):
        yield _one(given, "text/html" if start.startswith(b"<") else "text/plain", head)
    elif _ONE_JSON_LINE.fullmatch(start):
        yield from _rows(given, _json_lines(given, start))
    else:
        yield from _rows(given, streams.values(given.stream, given.limit_bytes, start))


def _first_line(given: _Input) -> bytes:
    """Return what the stream begins with, up to the end of its first line that is not blank."""
    head = bytearray()
    while line := given.stream.readline(given.limit_bytes + 1 - len(head)):
        head += line
        if line.strip():
            break
    return bytes(head)


def _json_lines(given: _Input, head: bytes) -> Iterator[object]:
    if not streams.encoding(head).startswith("utf-8"):  # its line ends are two or four bytes
        yield from streams.values(given.stream, given.limit_bytes, head)
        return
    for line in streams.lines(given.stream, given.limit_bytes, head):
        try:
            yield line if isinstance(line, Rejection) else json.loads(line, strict=False)
        except (ValueError, RecursionError) as error:
            yield streams.not_json(error)


def _rows(given: _Input, values: Iterator[object]) -> Iterator[Page | Unread]:
    first = list(itertools.islice(values, 2))
    if not first:
        yield Unread(item=given.item, outcome=Outcome.NO_TEXT, reason="the file has no rows")
    elif len(first) == 1:
        yield _row(given, given.item, first[0])
    else:
        numbered = enumerate(itertools.chain(first, values), start=1)
        yield from (_row(given, f"{given.item}#{number}", value) for number, value in numbered)


def _row(given: _Input, item: str, value: object) -> Page | Unread:
    if isinstance(value, Rejection):
        return _unread(item, value)
    value = rows.whole(value)
    if not isinstance(value, dict):
        return Unread(item=item, outcome=Outcome.NO_TEXT, reason="a row must be a JSON object")
    item = rows.address(value) or item
    try:
        found = rows.page(value, item=item, folder=given.folder, now=given.now, limit_bytes=given.limit_bytes)
    except streams.UNREADABLE as error:  # of a file that the row names
        found = streams.unreadable(error)
    return _unread(item, found) if isinstance(found, Rejection) else found


def _unread(item: str, rejection: Rejection) -> Unread:
    return Unread(item=item, outcome=rejection.outcome, reason=rejection.reason)
