"""A backup unpacked beside the home, every file checked; it may come from anybody, and may be damaged or meant to harm.

Only plain files in the folders of a home are taken, each no larger than the room that is left, and nothing that a tar
file says about itself is read at more than 16 MB.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import tarfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from flows.errors import WrongUse

MANIFEST = "manifest.json"
WAREHOUSE = "private/newsduck.duckdb"
FOLDERS = ("archive", "landing", "refused", "reports")
Digest = dict[str, str | int]  # sha256 and bytes

_GZIP = b"\x1f\x8b"
_STEP = 1_000_000
_MOST_AT_ONCE = 2**24  # bytes: a name, or what else a tar file says about a member
_MOST_MANIFEST = 100_000_000  # bytes; some 150 a file
_UNUSABLE = (tarfile.TarError, OSError, EOFError, zlib.error)
_NO_MANIFEST = (
    ValueError,
    ArithmeticError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
)  # another JSON, or a deep one


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a backup holds."""

    files: int
    bytes: int
    articles: int
    at: str  # ISO 8601


def unpacked(file: Path, staging: Path) -> Kept:
    """Unpack a backup into a folder and compare every file with its hash.

    Raises:
        WrongUse: it is no whole backup of newsduck.
    """
    try:
        with _opened(file) as stream, tarfile.open(fileobj=_Bounded(stream), mode="r:") as tar:
            found = {member.name: _extract(tar, member, staging) for member in tar}
        manifest = json.loads((staging / MANIFEST).read_text("utf-8"))
        files = manifest["files"]
        held = {"sha256", "bytes"}
        expected = {name: {key: each[key] for key in held} for name, each in files.items()}
        made_at, count = str(manifest["made_at"]), int(manifest["articles"])
        size = sum(int(each["bytes"]) for each in expected.values())
    except (*_UNUSABLE, *_NO_MANIFEST) as error:
        message = f"{file} is no whole backup of newsduck ({_why(error)}); take another one"
        raise WrongUse(message) from None
    found.pop(MANIFEST)
    if wrong := sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name)):
        message = f"{file} is damaged: {wrong[0]} is not what was written; take another one"
        raise WrongUse(message)
    return Kept(files=len(found), bytes=size, articles=count, at=made_at)


class _Bounded(io.RawIOBase):
    """A stream of which nobody reads much at once: tarfile holds in memory whatever a header says that follows."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        if not 0 <= size <= _MOST_AT_ONCE:
            message = f"a header of {size:,} bytes"
            raise tarfile.ReadError(message)
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()


def _opened(file: Path) -> BinaryIO:
    with file.open("rb") as start:
        is_compressed = start.read(len(_GZIP)) == _GZIP
    return cast("BinaryIO", gzip.open(file) if is_compressed else file.open("rb"))


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, staging: Path) -> Digest:
    """Write one member and return what it is."""
    path = PurePosixPath(member.name)
    is_ours = member.name in {MANIFEST, WAREHOUSE} or (path.parts and path.parts[0] in FOLDERS)
    if not member.isreg() or member.issparse() or not is_ours or path.is_absolute() or ".." in path.parts:
        message = f"{member.name!r} has no place in it"
        raise ValueError(message)
    target = staging / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if member.size > (_MOST_MANIFEST if member.name == MANIFEST else shutil.disk_usage(staging).free):
        message = f"there is no room for the {member.size:,} bytes of {member.name}"
        raise ValueError(message)
    digest, size = hashlib.sha256(), 0
    stream = tar.extractfile(member)
    assert stream is not None  # noqa: S101  it is a plain file
    with target.open("xb") as out:
        while piece := stream.read(_STEP):
            digest.update(piece)
            size += out.write(piece)
    return {"sha256": digest.hexdigest(), "bytes": size}


def _why(error: Exception) -> str:
    """Say what is wrong with a file; tarfile tells what each of its readers thought of it, which helps nobody."""
    return "it is no tar file" if isinstance(error, tarfile.ReadError) else str(error)
