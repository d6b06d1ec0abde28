"""Rows: one JSON object of a file -> the page it holds. Our field names are understood, and news-please's."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

from extractors import exported
from extractors.instants import instant
from extractors.records import Outcome, Page, Rejection
from flows import streams

# For each of ours: the names it goes by, the most exact first.
_NAMES = {
    "html": ("html",),
    "text": ("text", "maintext", "content", "body"),
    "url": ("url", "link"),
    "title": ("title", "headline"),
    "published": ("published_at", "date_publish", "published", "date"),
    "source": ("source", "source_domain"),
    "source_id": ("source_id",),
    "language": ("language", "lang"),
    "authors": ("authors", "author"),
}
_FILE_NAME = re.compile(r"[^<>\n]{1,500}\.x?html?(\.gz)?", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def whole(value: object) -> object:
    """Return a value of JSON without halves of surrogates, which it may escape and no table can hold."""
    match value:
        case str():
            return value if value.isascii() else value.encode("utf-8", "replace").decode()
        case list():
            return [whole(each) for each in value]
        case dict():
            return {whole(name): whole(each) for name, each in value.items()}
    return value


def address(row: dict[str, object]) -> str | None:
    """Return the http(s) address that the row names."""
    url = _string(row, "url")
    return url if url and _WEB_ADDRESS.fullmatch(url) else None


def page(
    row: dict[str, object], *, item: str, folder: Path | None, now: datetime, limit_bytes: int
) -> Page | Rejection:
    """Return the page of a row with `html` or `text`; `folder` is where a file that `html` names is looked for."""
    if row.get("format") == exported.FORMAT:
        return _exported(row, item, now)
    found = _html(row, folder, limit_bytes) or _text(row)
    if isinstance(found, Rejection):
        return found
    body, content_type, charset = found
    url = address(row)
    return Page(
        item=item,
        url=url,
        final_url=url,
        body=body,
        content_type=content_type,
        charset=charset,
        fetched_at=now,
        source_id=_string(row, "source"),
        title_hint=_string(row, "title"),
        published_hint=_published(row),
        language_hint=_language(row),
        authors_hint=_authors(row),
    )


def _exported(row: dict[str, object], item: str, now: datetime) -> Page:
    """Return a row of our own export as it stands, which `extractors.exported` makes the same article of."""
    return Page(
        item=item,
        url=None,
        final_url=None,
        body=json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace"),
        content_type=exported.FORMAT,
        charset="utf-8",
        fetched_at=now,
        source_id=_string(row, "source_id"),
    )


_Body = tuple[bytes, str, str | None]  # bytes, media type, charset


def _html(row: dict[str, object], folder: Path | None, limit_bytes: int) -> _Body | Rejection | None:
    html = _string(row, "html")
    if html is None:
        return None
    if not _FILE_NAME.fullmatch(html):
        return html.encode("utf-8", "replace"), "text/html", "utf-8"
    file = _beside(html, folder)
    if file is None:
        return None if _string(row, "text") else _no_text(f"its html names the file {html}, which is not there")
    with streams.opened(file) as stream:
        body = streams.whole(stream, limit_bytes)
    return body if isinstance(body, Rejection) else (body, "text/html", None)


def _beside(name: str, folder: Path | None) -> Path | None:
    """Return the file of that name in or below the folder: a row must not reach what its user did not name."""
    if folder is None:
        return None
    file = (folder / name).resolve()
    return file if file.is_relative_to(folder.resolve()) and file.is_file() else None


def _text(row: dict[str, object]) -> _Body | Rejection:
    text = _string(row, "text")
    if text is None:
        return _no_text("the row has neither html nor text")
    is_html = text.startswith("<") and "</" in text
    return text.encode("utf-8", "replace"), "text/html" if is_html else "text/plain", "utf-8"


def _no_text(reason: str) -> Rejection:
    return Rejection(outcome=Outcome.NO_TEXT, reason=reason)


def _first(row: dict[str, object], field: str) -> object:
    return next((row[name] for name in _NAMES[field] if row.get(name)), None)


def _string(row: dict[str, object], field: str) -> str | None:
    strings = (row.get(name) for name in _NAMES[field])
    return next((string.strip() for string in strings if isinstance(string, str) and string.strip()), None)


def _published(row: dict[str, object]) -> datetime | None:
    value = _first(row, "published")
    return instant(str(value)) if isinstance(value, str | int | float) else None


def _language(row: dict[str, object]) -> str | None:
    """Return the primary subtag: en of en-GB and en_US; a name such as "English" is no code and dropped."""
    subtag = re.split("[-_]", _string(row, "language") or "")[0].lower()
    return subtag if re.fullmatch("[a-z]{2}", subtag) else None


def _authors(row: dict[str, object]) -> tuple[str, ...]:
    value = _first(row, "authors")
    names = value if isinstance(value, list) else [value]
    names = [name.get("name") if isinstance(name, dict) else name for name in names]
    return tuple(name.strip() for name in names if isinstance(name, str) and name.strip())
