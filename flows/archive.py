"""Pages kept as WARC 1.1, one gzip member a record, and pages out of anybody's WARC.

Our records carry the whole page: the body as the payload, everything else as JSON in `WARC-JSON-Metadata`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import httpx

from extractors.records import ArticleVersion, Page, Reading
from flows import decoding, durable, headers, messages, streams, warc

ENDING = ".warc.gz"
MAX_BODY_BYTES = 10_000_000
_METADATA = "WARC-JSON-Metadata"
_KEY = "newsduck_page"  # others use the same field
_IN_METADATA = {f.name for f in fields(Page)} - {"body", "archive_file", "archive_offset"}
_INSTANTS = ("fetched_at", "published_hint")
_LISTS = {f.name for f in fields(Page) if str(f.type).startswith("tuple")}
_URI_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"
_NO_RESPONSE = "no HTTP response in it"
_ARTICLE_LIKE = {"text/html", "application/xhtml+xml", "text/plain", "text/markdown", None}


class Damaged(Exception):  # noqa: N818  it reads as what it says
    """An archive holds no page of ours at this offset, or no longer a whole one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A part of a WARC that gave no page though it should: where (path#n, n counts records from 1), and why."""

    item: str
    reason: str


def write(pages: Iterable[Page], folder: Path, name: str) -> list[Page]:
    """Write pages to one file of the archive folder and return them with their `archive_file` and offset.

    The file appears whole, under `name` and the ending .warc.gz, or not at all; one of that name is replaced.
    """
    target = folder / f"{name.removesuffix(ENDING)}{ENDING}"
    target.parent.mkdir(parents=True, exist_ok=True)
    relative = target.relative_to(folder).as_posix()
    written = []
    with durable.written(target) as file:
        file.write(_info(relative))
        for page in pages:
            written.append(replace(page, archive_file=relative, archive_offset=file.tell()))
            file.write(_encoded(page))
    return written


def placed(readings: Iterable[tuple[Page, Reading]], written: Mapping[int, Page]) -> list[tuple[Page, Reading]]:
    """Return pages, and what was read of them meanwhile, with their places in the archive.

    `written` are the pages as `write` returned them, by the `id` of those that it was given.
    """
    found = [(written[id(page)], reading) for page, reading in readings]
    return [(page, replace(reading, version=_at(reading.version, page))) for page, reading in found]


def without_bodies(pages: Iterable[Page]) -> list[Page]:
    """Return pages that stand in the archive, or in the warehouse already, without the memory that they took."""
    return [replace(page, body=b"") for page in pages]


def _at(version: ArticleVersion, page: Page) -> ArticleVersion:
    return replace(version, archive_file=page.archive_file, archive_offset=page.archive_offset)


def read(folder: Path, archive_file: str, offset: int) -> Page:
    """Return the page that `write` put there.

    Raises:
        FileNotFoundError: the archive is not there.
        Damaged: it holds no whole page of ours at the offset.
    """
    with (folder / archive_file).open("rb") as file:
        record = next(warc.records(file, start=offset, max_bytes=10 * MAX_BODY_BYTES), None)
    reason = record.reason if isinstance(record, warc.Fault) else "no page of ours"
    try:
        page = _own(record) if isinstance(record, warc.Record) else None
    except warc.Malformed as error:
        page, reason = None, str(error)
    if page is None:
        message = f"{archive_file} at {offset}: {reason}"
        raise Damaged(message)
    return replace(page, archive_file=archive_file, archive_offset=offset)


def pages(path: Path) -> Iterator[Page | Damage]:
    """Yield every article-like page of a WARC: responses with status 200 that hold HTML or text, and our own.

    One record is in memory at a time. Damaged, cut and too large records are skipped and yielded as `Damage`.
    """
    name = streams.name(path)
    with path.open("rb") as file:
        for record in warc.records(file, wanted=_may_hold_page):
            if isinstance(record, warc.Fault):
                yield Damage(item=f"{name}#{record.number}", reason=record.reason)
                continue
            if not _may_hold_page(record.fields):
                continue
            try:
                page = _own(record) or _foreign(record, f"{name}#{record.number}")
            except (decoding.TooLarge, decoding.Cut, decoding.Unreadable, warc.Malformed) as error:
                yield Damage(item=f"{name}#{record.number}", reason=str(error))
            else:
                if page is not None:
                    yield page


def _info(name: str) -> bytes:
    block = f"software: newsduck/{version('newsduck')}\r\nformat: WARC File Format 1.1\r\n"
    head = {
        "WARC-Type": "warcinfo",
        "WARC-Date": _warc_date(datetime.now(UTC)),
        "WARC-Filename": quote(name),
        "Content-Type": "application/warc-fields",
    }
    return warc.encode(head, block.encode())


def _encoded(page: Page) -> bytes:
    metadata = {name: getattr(page, name) for name in sorted(_IN_METADATA)}
    head = {
        "WARC-Date": _warc_date(page.fetched_at),
        _METADATA: json.dumps({_KEY: metadata}, default=datetime.isoformat),
    }
    address = page.final_url or page.url or ""
    if address.lower().startswith(("http://", "https://")):
        http = f"HTTP/1.1 200 OK\r\n{_http_fields(page)}Content-Length: {len(page.body)}\r\n\r\n"
        head |= {
            "WARC-Type": "response",
            "WARC-Target-URI": _uri(address, _URI_CHARACTERS),
            "Content-Type": "application/http; msgtype=response",
        }
        return warc.encode(head, http.encode("latin-1", "replace") + page.body)
    head |= {"WARC-Type": "resource", "WARC-Target-URI": f"urn:newsduck:{_uri(page.item, '')}"}
    head["Content-Type"] = _one_line(page.content_type or "application/octet-stream")
    return warc.encode(head, page.body)


def _uri(text: str, safe: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe=safe)


def _http_fields(page: Page) -> str:
    if page.content_type is None:
        return ""
    charset = f"; charset={page.charset}" if page.charset else ""
    return f"Content-Type: {_one_line(page.content_type + charset)}\r\n"


def _one_line(value: str) -> str:
    return "".join(each for each in value if each.isprintable() and each.isascii())


def _warc_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _own(record: warc.Record) -> Page | None:
    """Return the page that a record of ours holds; None for anybody else's.

    Raises:
        warc.Malformed: it is ours and no longer what was written.
    """
    body = record.block
    if record.fields.get("warc-type") == "response":
        body = body.partition(b"\r\n\r\n")[2]
    try:
        known = json.loads(record.fields[_METADATA.lower()])[_KEY]
        values = {name: value for name, value in known.items() if name in _IN_METADATA}
        for name in _INSTANTS:
            values[name] = values[name] and datetime.fromisoformat(values[name])
        for name in _LISTS & values.keys():
            values[name] = tuple(values[name])
        page = Page(**values, body=body)
    except (KeyError, TypeError, ValueError, AttributeError):  # no metadata, or not of our making
        return None
    record.check()
    return page


def _foreign(record: warc.Record, place: str) -> Page | None:
    """Return the page of a response with status 200, or of text kept without one; None for anything else.

    Raises:
        warc.Malformed: it says that it is a response and is none.
        decoding.TooLarge, decoding.Cut, decoding.Unreadable: its body cannot be had.
    """
    kind, address = record.fields.get("warc-type"), record.fields.get("warc-target-uri", "").strip("<>")
    if kind == "response":
        message = messages.parse(record.block, MAX_BODY_BYTES)
    else:
        declared = httpx.Headers({"content-type": record.fields.get("content-type", "")})
        message = messages.Message(httpx.codes.OK, declared, record.block)
    if message is None:
        raise warc.Malformed(_NO_RESPONSE)
    if message.status != httpx.codes.OK or address.endswith("/robots.txt"):
        return None
    declared_type = message.fields.get("content-type", "")
    content_type = headers.media_type(declared_type)
    if content_type not in _ARTICLE_LIKE:
        return None
    url = address if address.lower().startswith(("http://", "https://")) else None
    return Page(
        item=url or place,
        url=url,
        final_url=url,
        body=message.body,
        content_type=content_type,
        charset=headers.charset(declared_type),
        fetched_at=_instant(record.fields.get("warc-date")),
    )


def _instant(written: str | None) -> datetime:
    """Return a WARC-Date, which has any precision from the year on; the beginning of time where it is none."""
    try:
        at = datetime.fromisoformat(written or "")
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # of a zone at either end of time
        return datetime.fromtimestamp(0, UTC)


def _may_hold_page(head: Mapping[str, str]) -> bool:
    if _KEY in head.get(_METADATA.lower(), ""):
        return True
    kind = head.get("warc-type")
    if kind == "response":
        return head.get("warc-target-uri", "").lstrip("<").lower().startswith(("http://", "https://"))
    declared = headers.media_type(head.get("content-type", ""))
    return kind in {"resource", "conversion"} and declared in _ARTICLE_LIKE
