"""What a body is, by its content; a declared media type only breaks ties, for servers and file names often err."""

from __future__ import annotations

import json
import re

from extractors.records import Outcome, Rejection

HTML, TEXT = "html", "text"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF document"),
    (b"%!PS", "a PostScript document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document of the old binary kind"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a bitmap image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"\0\0\1\0", "an icon"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
    (b"fLaC", "a FLAC file"),
    (b"\x1aE\xdf\xa3", "a Matroska file"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"WARC/1.", "a WARC archive"),
    (b"filedesc://", "an ARC archive"),
)
_TEXTUAL = frozenset((b"BM", b"BZh", b"ID3", b"PAR1", b"OggS"))  # a text may begin so: a NUL byte must follow soon
_RIFF = {b"WEBP": "a WebP image", b"WAVE": "a WAVE file", b"AVI ": "an AVI film"}
_IN_ZIP = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"application/epub+zip", "an EPUB book"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
)
_ROOT = re.compile(
    r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?[^>]*>)*<([a-z][\w:.-]*)", re.DOTALL | re.IGNORECASE
)
_FEEDS = frozenset(("rss", "feed", "rdf:rdf", "channel"))
_SITEMAPS = frozenset(("urlset", "sitemapindex"))
_TAG = re.compile(
    r"<(?:!doctype html|/?(?:html|head|body|title|meta|script|style|div|article|section|main|p|h[1-6]|table|br)\b)",
    re.IGNORECASE,
)
_HTML_START = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b", re.DOTALL | re.IGNORECASE)
_HEAD_CHARS = 4096
_MIN_TAGS = 3  # fewer in the head of a text without a declared type are examples of markup
_OTHER_TYPES = {
    "text/css": "a style sheet",
    "text/csv": "a table of comma-separated values",
    "text/calendar": "a calendar",
    "text/vcard": "a contact card",
    "text/javascript": "a script",
    "application/javascript": "a script",
    "application/x-javascript": "a script",
    "multipart/related": "an MHTML archive",
}


def binary(body: bytes) -> Rejection | None:
    """Return a Rejection that names what a body is by its first bytes, None where these may be text."""
    found = next((name for mark, name in _SIGNATURES if body.startswith(mark) and _is_sure(mark, body)), None)
    if body.startswith(b"PK\x03\x04"):
        found = next((name for mark, name in _IN_ZIP if mark in body[:4096] or mark in body[-4096:]), "a ZIP archive")
    elif body.startswith(b"RIFF"):
        found = _RIFF.get(body[8:12], found)
    elif body[4:8] == b"ftyp":
        found = "an AVIF image" if body[8:12] in {b"avif", b"avis"} else "an MP4 film or HEIF image"
    return _not_html(found) if found else None


def kind(text: str, content_type: str | None) -> str | Rejection:
    """Return "html" or "text" for what can be an article, else a Rejection that names what it is."""
    head, declared = text[:_HEAD_CHARS], content_type or ""
    root = _ROOT.match(head)
    name = root[1].lower() if root else ""
    if name in _FEEDS:
        return Rejection(outcome=Outcome.IS_FEED, reason=f"a feed (<{name}>), not an article")
    if name in _SITEMAPS:
        return _not_html("a sitemap")
    if head.lstrip().lower().startswith("<?xml") and name and name != "html":
        return _not_html(f"an XML document (<{name}>)")
    if _HTML_START.match(head):
        return HTML
    return _json(text, declared) or _by_type(declared) or _by_tags(head, text, declared)


def _by_type(declared: str) -> Rejection | None:
    return _not_html(_OTHER_TYPES[declared]) if declared in _OTHER_TYPES else None


def _by_tags(head: str, text: str, declared: str) -> str:
    tags = len(_TAG.findall(head))
    if declared in {"text/html", "application/xhtml+xml"}:
        return HTML if tags or _TAG.search(text) else TEXT
    if declared in {"text/plain", "text/markdown"}:
        return TEXT
    return HTML if tags >= _MIN_TAGS or (tags and head.lstrip().startswith("<")) else TEXT


def _json(text: str, declared: str) -> Rejection | None:
    if text.lstrip()[:1] not in {"{", "["}:
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return _not_html("JSON data") if declared.endswith("json") else None
    if isinstance(data, dict) and "jsonfeed.org" in str(data.get("version")):
        return Rejection(outcome=Outcome.IS_FEED, reason="a JSON feed, not an article")
    return _not_html("JSON data")


def _is_sure(mark: bytes, body: bytes) -> bool:
    return mark not in _TEXTUAL or b"\0" in body[:64]


def _not_html(name: str) -> Rejection:
    return Rejection(outcome=Outcome.NOT_HTML, reason=f"{name}, not an article")
