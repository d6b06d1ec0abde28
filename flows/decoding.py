"""Content codings (RFC 9110, section 8.4.1), undone as bytes arrive, within a bound, and believed only when whole."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from flows.codings import CODINGS, Member, Unreadable

__all__ = ["ACCEPTED", "Cut", "Decoder", "TooLarge", "Unreadable"]

ACCEPTED = "gzip, deflate, br, zstd"
_MAX_CODINGS = 2
_MAX_MEMBERS = 1000  # block-wise compressors make a gzip member of 64 KB, so 160 for the largest page
_FOREIGN = {"compress", "x-compress", "dcb", "dcz"}  # real codings that were not asked for


class TooLarge(Exception):  # noqa: N818  what the body is, not a fault of ours
    """The body passed its bound."""

    def __init__(self, bound: int, of: str = "bytes") -> None:
        super().__init__(f"more than {bound:,} {of}")


class Cut(Exception):  # noqa: N818
    """The encoded body ended before its end."""

    def __init__(self) -> None:
        super().__init__("the compressed body was cut short")


class Decoder:
    """The codings of one body in a row, fed with what the wire gives; `max_bytes` bounds the output of each."""

    def __init__(self, content_encoding: str, max_bytes: int) -> None:
        """Read a Content-Encoding field; words that name no coding (`utf-8`, `none`) are ignored, as browsers do.

        Raises:
            Unreadable: more than two codings, or one that cannot be undone here.
        """
        named = [word.strip().lower() for word in content_encoding.split(",")]
        codings = [word for word in named if word in CODINGS or word in _FOREIGN]
        if len(codings) > _MAX_CODINGS:
            message = f"{len(codings)} content codings on top of each other"
            raise Unreadable(message)
        if foreign := _FOREIGN.intersection(codings):
            message = f"content coding {min(foreign)}, which was not asked for"
            raise Unreadable(message)
        self._stages = [_Stage(word, max_bytes) for word in reversed(codings)]
        self._max_bytes = max_bytes
        self._size = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what these bytes decode to, in pieces of about 64 KB at most where there is a coding.

        Raises:
            TooLarge, Unreadable: see the classes.
        """
        pieces = iter([data])
        for stage in self._stages:
            pieces = stage.decoded(pieces)
        for piece in pieces:
            self._size += len(piece)
            if self._size > self._max_bytes:
                raise TooLarge(self._max_bytes)
            yield piece

    def finish(self) -> None:
        """Say that the wire has ended.

        Raises:
            Cut: a coding waits for more.
        """
        for stage in self._stages:
            stage.finish()


class _Stage:
    """One coding of a body: its members one after the other."""

    def __init__(self, name: str, max_bytes: int) -> None:
        self._name = name
        self._coding = CODINGS[name]
        self._max_bytes = max_bytes
        self._size = 0
        self._held = b""  # the first bytes, until they are enough to tell
        self._member: Member | None = None
        self._members = 0
        self._is_over = False  # what follows the last member is padding

    def decoded(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            data = self._held + piece
            self._held = b""
            while (data or (self._member and self._member.is_pending)) and not self._is_over:
                member = self._member or self._begun(data)
                if member is None:
                    break
                data = yield from self._step(member, data)

    def _begun(self, data: bytes) -> Member | None:
        """Start a member; None where more bytes are needed to tell, or nothing more is one."""
        if len(data) < self._coding.magic_bytes:
            self._held = data
            return None
        if self._members and not self._coding.has_further(data):
            self._is_over = True
            return None
        if self._members == _MAX_MEMBERS:
            message = f"more than {_MAX_MEMBERS:,} {self._name} members"
            raise Unreadable(message)
        self._member = self._coding.member(data)
        return self._member

    def _step(self, member: Member, data: bytes) -> Generator[bytes, None, bytes]:
        """Yield one piece and return the bytes that are still to be decoded."""
        piece, rest = member.step(data)
        self._size += len(piece)
        if self._size > self._max_bytes:
            raise TooLarge(self._max_bytes)
        if piece:
            yield piece
        if member.is_over:
            self._member = None
            self._members += 1
        return rest

    def finish(self) -> None:
        if self._member is not None or (self._held and not self._members):
            raise Cut
