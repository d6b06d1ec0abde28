"""The WARC format (ISO 28500): records out of a stream, however damaged, and records into bytes.

Reads plain files, files with one gzip member a record (as the standard wants them) and files compressed whole, in
constant memory. What cannot be read is a `Fault`; reading goes on at the next record that can be found.
"""

from __future__ import annotations

import gzip
import zlib
from base64 import b32encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO
from uuid import uuid4

from flows.warc_source import CUT_RECORD, VERSION, VERSION_LINE, Malformed, Source, opened

__all__ = ["Fault", "Malformed", "Record", "encode", "records"]

_MAX_FIELDS = 200
_MAX_FAULTS = 1000  # of one file; the search for the next record costs up to the rest of it
_MAX_REREAD = 1_000_000_000  # bytes: records whose lengths lead into others are read again from within, about a second
_NO_RECORD = "not the beginning of a WARC record"
_CUT_HEAD = "cut within a record's head"
_LONG_HEAD = f"a head of more than {_MAX_FIELDS} fields"
_CHANGED = "changed since it was written"
_SHA256 = "sha256:"
_LEVEL = 4  # of gzip: 6 takes 5 ms instead of 3 for a page of 280 kB and saves 5 % of the bytes
_NO_LENGTH = "a record without a length"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A whole record: names in lower case, and the block, which is empty where it was not wanted."""

    number: int  # from 1, of all records of the file
    offset: int  # of its first byte, or of the gzip member that it begins in
    fields: Mapping[str, str]
    block: bytes

    def check(self) -> None:
        """Raise Malformed if the block is not what the record's SHA-256 was made of; records without one pass."""
        digest = self.fields.get("warc-block-digest", "")
        if digest.startswith(_SHA256) and digest != _digest(self.block):
            raise Malformed(_CHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A stretch of the file that is not a readable record."""

    number: int
    reason: str


def records(
    file: BinaryIO, *, start: int = 0, wanted: Callable[[Mapping[str, str]], bool] = bool, max_bytes: int = 16_000_000
) -> Iterator[Record | Fault]:
    """Yield the records from `start` on; blocks that are not wanted are skipped, larger ones are faults."""
    source = opened(file, start)
    number = faults = 0
    while faults < _MAX_FAULTS and source.reread < _MAX_REREAD:
        number += 1
        try:
            record = _next(source, number, wanted, max_bytes)
        except (Malformed, zlib.error) as error:
            yield Fault(number=number, reason=str(error))
            faults += 1
            if not source.go_on():
                return
        else:
            if record is None:
                return
            yield record
    yield Fault(number=number + 1, reason=f"the rest was not read, after {faults:,} damaged stretches")


def encode(fields: Mapping[str, str], block: bytes) -> bytes:
    """Return a WARC 1.1 record as one gzip member; id, length and digest are added."""
    own = {
        "WARC-Record-ID": f"<urn:uuid:{uuid4()}>",
        **fields,
        "WARC-Block-Digest": _digest(block),
        "Content-Length": str(len(block)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in own.items())
    whole = b"WARC/1.1\r\n" + head.encode() + b"\r\n" + block + b"\r\n\r\n"
    return gzip.compress(whole, compresslevel=_LEVEL, mtime=0)


def _digest(block: bytes) -> str:
    return _SHA256 + b32encode(sha256(block).digest()).decode("ascii")


def _next(
    source: Source, number: int, wanted: Callable[[Mapping[str, str]], bool], max_bytes: int
) -> Record | Fault | None:
    line = b"\r\n"
    while line in {b"\r\n", b"\n"}:  # two follow a record
        source.mark()
        line = source.line()
    if not line:
        return None
    if not VERSION.fullmatch(line):
        raise Malformed(_NO_RECORD)
    fields = _fields(source)
    length = _length(fields)
    is_wanted = wanted(fields)
    is_too_large = is_wanted and length > max_bytes
    keep = is_wanted and not is_too_large
    block = source.block(length, keep=keep)
    if _leads_astray(block, source.following(), keep=keep):
        raise Malformed(CUT_RECORD)
    if is_too_large:
        return Fault(number=number, reason=f"a record of {length:,} bytes")
    return Record(number=number, offset=source.offset, fields=fields, block=block)


def _leads_astray(block: bytes, following: bytes, *, keep: bool) -> bool:
    """Say whether a length leads into the next record: no record begins behind the block, but one does within it."""
    behind = following.lstrip(b"\r\n")
    if not behind or VERSION.match(behind):
        return False
    within = VERSION_LINE.search(block + following)
    return not keep or (within is not None and within.start() < len(block))


def _fields(source: Source) -> dict[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for _ in range(_MAX_FIELDS):
        line = source.line()
        if not line or VERSION_LINE.search(line):
            raise Malformed(_CUT_HEAD)
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if not text:
            return fields
        if text[0] in " \t" and name:  # folded, as WARC 1.0 allowed
            fields[name] += f" {text.strip()}"
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        fields[name] = value.strip()
    raise Malformed(_LONG_HEAD)


def _length(fields: Mapping[str, str]) -> int:
    value = fields.get("content-length", "")
    if not (value.isascii() and value.isdigit()):
        raise Malformed(_NO_LENGTH)
    return int(value)
