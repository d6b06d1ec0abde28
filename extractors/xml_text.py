"""The bytes of an XML document -> text that any parser takes: one charset, no prologue, no entity of its own.

What stands before the root element (marks, white space, a warning of PHP, comments, a document type) is cut off, so
no parser meets a DTD, and no parser has to believe a declared encoding: Python knows codecs (punycode, UTF-7) that
take quadratic time or hide markup.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.entities import html5, name2codepoint

from extractors import encoding
from extractors.records import Outcome, Rejection

_SHIFTS = (b"\0", b"\x1b")  # with which ASCII bytes are UTF-16 or ISO-2022-JP
_CONTROLS = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D, 0x1B})
_UTF32 = {b"<\0\0\0": b"\xff\xfe\0\0", b"\0\0\0<": b"\0\0\xfe\xff"}
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_HEAD_CHARS = 262_144  # of a prologue with its comments
# What has no end takes all the rest, or many of them would cost quadratic time
_PROLOGUE = re.compile(
    r"<!--(?:.*?-->|.*)|<\?(?:.*?\?>|.*)|<!ENTITY(?P<entity>)|<(?P<root>[A-Za-z][\w.-]*(?::[\w.-]+)?)(?=[\s>/])",
    re.DOTALL | re.IGNORECASE,
)
_CDATA = r"<!\[CDATA\[(?:.*?\]\]>|.*)"
_REFERENCE = re.compile(
    rf"{_CDATA}|&(?!(?:amp|lt|gt|quot|apos);)"
    r"(?:#(?P<number>[0-9]{1,12}|[xX][0-9A-Fa-f]{1,12});|(?P<name>[A-Za-z][A-Za-z0-9]{1,31});|(?P<bare>))",
    re.DOTALL,
)
_ESCAPED = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An XML document from its root element on; `root` is that element's name in lower case, without its prefix."""

    root: str
    prefix: str  # as written; empty where there is none
    text: str


def read(text: str, roots: frozenset[str]) -> Document | Rejection | None:
    """Return the document whose root element has one of these names, None where there is no such element.

    Junk and other elements before the root are skipped. A document type that declares entities, which can explode and
    which no feed needs, is a `Rejection` with the outcome bad_encoding.
    """
    for found in _PROLOGUE.finditer(text, 0, _HEAD_CHARS):
        if found["entity"] is not None:
            return Rejection(outcome=Outcome.BAD_ENCODING, reason="its DTD declares entities")
        prefix, _, name = (found["root"] or "").rpartition(":")
        if name.lower() in roots:
            end = text.rfind(">", found.start()) + 1  # an address that is cut in its middle is another address
            whole = text[found.start() : end or None]
            return Document(root=name.lower(), prefix=prefix, text=whole)
    return None


def decoded(body: bytes, declared: str | None) -> str | Rejection:
    """Return the text of a body: by its mark, as UTF-8 where it is that, by the transport's or its own declaration."""
    if body.isascii() and not any(byte in body for byte in _SHIFTS):
        return encoding.clean(body.decode("ascii"))
    if mark := _UTF32.get(body[:4]):
        body = mark + body
    named = _DECLARED.search(body[:1024].replace(b"\0", b""))
    inside = encoding.label(named[1].decode("ascii")) if named else None
    outside = encoding.label(declared)
    if inside and (outside in {None, "windows-1252"}):  # what many servers say of every text
        outside = inside
    found = encoding.decode(body, outside)
    if isinstance(found, Rejection) and body.lstrip().startswith(b"<"):  # a small feed, damaged
        found = encoding.decode(body.translate(None, _CONTROLS), outside)
    return found if isinstance(found, Rejection) else found.text


def repaired(text: str) -> str:
    """Return the text with references that any XML parser takes.

    HTML's names become numbers, an ampersand that begins no reference is escaped, and references to what is no
    character are dropped. CDATA sections stay as they are.
    """
    return _REFERENCE.sub(_reference, text)


def unescaped(text: str) -> str:
    """Return an address with its references undone once more, for many escape twice; "&copy=" without ";" is none."""
    return _ESCAPED.sub(lambda found: html.unescape(found[0]), text)


def _reference(match: re.Match[str]) -> str:
    if match["bare"] is not None:
        return "&amp;"
    if (number := match["number"]) is not None:
        return match[0] if _is_character(int(number[1:], 16) if number[0] in "xX" else int(number)) else ""
    if (name := match["name"]) is None:
        return match[0]
    meant = chr(name2codepoint[name]) if name in name2codepoint else html5.get(f"{name};")
    return f"&amp;{name};" if meant is None else "".join(f"&#{ord(char)};" for char in meant)


def _is_character(code: int) -> bool:
    """Say whether XML 1.0 allows the character (production 2)."""
    return code in {0x9, 0xA, 0xD} or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF  # noqa: PLR2004
