"""A WARC file as lines and blocks, plain or compressed, which can find the next record behind a damaged stretch."""

from __future__ import annotations

import re
import zlib
from os import SEEK_END
from typing import BinaryIO

VERSION = re.compile(rb"WARC/\d\.\d{1,2}\s*")
VERSION_LINE = re.compile(rb"WARC/\d\.\d{1,2}\r?\n")
_MOST_OF_VERSION = 16  # bytes: enough for the line that names it
_LOOKED_AT = 64  # bytes behind a record
_STEP = 65_536
_MAX_LINE = 1_000_000  # bytes; our own metadata is one line
_GZIP = b"\x1f\x8b\x08"
_LONG_LINE = f"a line of more than {_MAX_LINE:,} bytes"
CUT_RECORD = "cut within a record"
_CUT_MEMBER = "cut within a gzip member"


class Malformed(Exception):  # noqa: N818  what the file is, not a fault of ours
    """These bytes are no WARC record, or one that was cut."""


class Source:
    """A plain WARC file as lines and blocks, which remembers where the present record began."""

    magic = b"WARC/"  # anywhere: a record that was cut ends within a line

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file = file
        self._size = file.seek(0, SEEK_END)
        self._file.seek(start)
        self._held = b""
        self.offset = start
        self.reread = 0  # bytes, in search of the next record

    def mark(self) -> None:
        """Remember that a record begins here."""
        self.offset = self._file.tell() - len(self._held)

    def line(self) -> bytes:
        """Return the next line with its end; the last one may have none; b"" at the end."""
        pieces: list[bytes] = []
        size = 0
        while (piece := self._held or self._more()) and size <= _MAX_LINE:
            cut = piece.find(b"\n") + 1 or len(piece)
            pieces.append(piece[:cut])
            size += cut
            self._held = piece[cut:]
            if pieces[-1].endswith(b"\n"):
                break
        if size > _MAX_LINE:
            raise Malformed(_LONG_LINE)
        return b"".join(pieces)

    def block(self, length: int, *, keep: bool) -> bytes:
        """Return the next so many bytes, or b"" where they are to be skipped."""
        if self._cannot_have(length):
            raise Malformed(CUT_RECORD)
        pieces: list[bytes] = []
        while length:
            piece = self._held or self._more()
            if not piece:
                raise Malformed(CUT_RECORD)
            if keep:
                pieces.append(piece[:length])
            self._held = piece[length:]
            length -= min(length, len(piece))
        return b"".join(pieces)

    def following(self) -> bytes:
        """Return what comes next, 64 bytes or a little more, without taking it."""
        while len(self._held) < _LOOKED_AT and (piece := self._more()):
            self._held += piece
        return self._held

    def go_on(self) -> bool:
        """Go to the next place after the present record's beginning where one begins; False where there is none."""
        position = self.offset + 1
        self.reread += self._file.tell() - position
        while (position := self._find(position)) >= 0:
            if self._begins_at(position):
                self._restart(position)
                return True
            position += 1
        return False

    def _more(self) -> bytes:
        return self._file.read(_STEP)

    def _cannot_have(self, length: int) -> bool:
        """Say at once that so many bytes do not follow, where that is known without reading to the end."""
        return length > self._size - self._file.tell() + len(self._held)

    def _restart(self, position: int) -> None:
        self._file.seek(position)
        self._held = b""

    def _begins_at(self, position: int) -> bool:
        self._file.seek(position)
        return VERSION_LINE.match(self._file.read(_MOST_OF_VERSION)) is not None

    def _find(self, position: int) -> int:
        self._file.seek(position)
        tail = b""
        while piece := self._file.read(_STEP):
            found = (tail + piece).find(self.magic)
            if found >= 0:
                return position - len(tail) + found
            position += len(piece)
            tail = (tail + piece)[-len(self.magic) + 1 :]
        return -1


class GzipSource(Source):
    """The same of a compressed file: of one gzip member a record, or of one for all."""

    magic = _GZIP

    def __init__(self, file: BinaryIO, start: int) -> None:
        super().__init__(file, start)
        self._inflater: zlib._Decompress | None = None
        self._input = b""
        self._member = start
        self._is_inside = False  # a record

    def mark(self) -> None:
        """Remember that a record begins in this member."""
        self._is_inside = False
        try:
            self._held = self._held or self._more()
        finally:
            self._is_inside = True
            self.offset = self._member  # also of a member that cannot be begun: the search goes on behind it

    def _more(self) -> bytes:
        """Return at most 64 KB more, across members.

        Raises:
            Malformed, zlib.error: the member is cut or damaged.
        """
        is_first = False
        while True:
            if not self._input:
                self._input = self._file.read(_STEP)
            if self._inflater is None:
                if not self._input.strip(b"\0"):  # the end, perhaps padded
                    return b""
                self._member = self._file.tell() - len(self._input)
                self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
                is_first = True
            elif not self._input:
                raise Malformed(_CUT_MEMBER)
            piece = self._inflater.decompress(self._input, _STEP)
            self._input = self._inflater.unconsumed_tail
            if self._inflater.eof:
                self._input = self._inflater.unused_data
                self._inflater = None
            if is_first and self._is_inside and VERSION.match(piece):
                raise Malformed(CUT_RECORD)  # its member has ended and the next record begins
            if piece:
                return piece

    def following(self) -> bytes:
        """Ask no more of a member: the next one may be damaged, and no record is found within one."""
        return b""

    def _cannot_have(self, length: int) -> bool:  # noqa: ARG002  a compressed file does not say
        return False

    def _restart(self, position: int) -> None:
        super()._restart(position)
        self._input = b""
        self._inflater = None

    def _begins_at(self, position: int) -> bool:
        self._file.seek(position)
        try:
            head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(self._file.read(4096), 64)
        except zlib.error:
            return False
        return VERSION.match(head) is not None


def opened(file: BinaryIO, start: int) -> Source:
    """Return the source that fits the bytes at `start`."""
    file.seek(start)
    is_gzip = file.read(2) == _GZIP[:2]
    return (GzipSource if is_gzip else Source)(file, start)
