"""Backups that are damaged or meant to harm: refused with a reason, nothing written outside, little read at once."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import WrongUse
from flows.unpacking import FOLDERS, MANIFEST, WAREHOUSE, unpacked

FILES = {WAREHOUSE: b"rows" * 300, "archive/run-0001.warc.gz": b"pages" * 200, "reports/brief.html": b""}


def member(name: str, body: bytes = b"", **facts: object) -> tuple[tarfile.TarInfo, bytes]:
    found = tarfile.TarInfo(name)
    found.size = len(body)
    for fact, value in facts.items():
        setattr(found, fact, value)
    return found, body


def manifest(files: Mapping[str, bytes]) -> bytes:
    digests = {name: {"sha256": hashlib.sha256(body).hexdigest(), "bytes": len(body)} for name, body in files.items()}
    return json.dumps({"made_at": "2024-01-01", "articles": 1, "files": digests}).encode()


def packed(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for info, body in members:
            tar.addfile(info, io.BytesIO(body))
    return out.getvalue()


WHOLE = packed(*(member(name, body) for name, body in FILES.items()), member(MANIFEST, manifest(FILES)))


def unpacked_files(body: bytes, folder: Path) -> dict[str, bytes] | None:
    """Return what a tar file gives by name, None where it is refused; nothing stands outside of its folder."""
    (folder / "kept.tar").write_bytes(body)
    staging = folder / "in" / "staging"
    try:
        unpacked(folder / "kept.tar", staging)
    except WrongUse:
        return None
    finally:
        outside = [path for path in folder.rglob("*") if path.is_file() and not path.is_relative_to(staging)]
        assert outside == [folder / "kept.tar"]
    return {
        path.relative_to(staging).as_posix(): path.read_bytes()
        for path in staging.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


@given(at=st.integers(0, len(WHOLE) - 1), bits=st.integers(1, 255), is_compressed=st.booleans())
def test_a_changed_byte_is_told_or_changes_nothing(*, at: int, bits: int, is_compressed: bool) -> None:
    body = gzip.compress(WHOLE, mtime=0) if is_compressed else WHOLE
    at %= len(body)
    with tempfile.TemporaryDirectory() as folder:
        assert unpacked_files(body[:at] + bytes([body[at] ^ bits]) + body[at + 1 :], Path(folder)) in (None, FILES)


def link(name: str, kind: bytes, to: str) -> bytes:
    return packed(member(name, type=kind, linkname=to))


def endless_header() -> bytes:
    """Return a header that says that 4 GB of another one follow."""
    info = tarfile.TarInfo("pax")
    info.type, info.size = tarfile.XHDTYPE, 2**32
    return info.tobuf(tarfile.GNU_FORMAT)


SPARSE = tarfile.TarInfo("archive/x")
SPARSE.type, SPARSE.size = tarfile.GNUTYPE_SPARSE, 0
HOSTILE = {
    "a symbolic link": link("archive/x", tarfile.SYMTYPE, "/etc"),
    "a hard link": link("archive/x", tarfile.LNKTYPE, "/etc/passwd"),
    "a pipe": link("archive/x", tarfile.FIFOTYPE, ""),
    "a device": link("archive/x", tarfile.CHRTYPE, ""),
    "a hole": SPARSE.tobuf(tarfile.GNU_FORMAT) + bytes(10_240),
    "no name": packed(member("")),
    "a dot": packed(member(".")),
    "a root": packed(member("/")),
    "a folder for a file": packed(member("archive", b"x"), member("archive/x", b"x")),
    "a name with a null": packed(member("archive/a\0b", b"x", pax_headers={"path": "archive/a\0b"})),
    "a name too long": packed(member("archive/" + "x" * 5000, b"x")),
    "one name twice": packed(member("archive/x", b"x"), member("archive/x", b"y")),
    "more than any disk holds": packed(member("archive/x"))[:124] + b"77777777777" + bytes(512),
    "a header without end": endless_header() + bytes(10_240),
    "a compressed header without end": gzip.compress(endless_header() + bytes(10_240)),
    "a deep manifest": packed(member(MANIFEST, b"[" * 200_000)),
    "a manifest that is a number": packed(member(MANIFEST, b"1e999")),
    "files that are a list": packed(member(MANIFEST, b'{"files": [], "made_at": 1, "articles": 1}')),
    "sizes that are words": packed(
        member(MANIFEST, b'{"files": {"x": {"sha256": "", "bytes": "x"}}, "made_at": 1, "articles": 1}')
    ),
    "sizes beyond all numbers": packed(
        member(MANIFEST, b'{"files": {"x": {"sha256": "", "bytes": 1e999}}, "made_at": 1, "articles": 1e999}')
    ),
    "a file that is not in the manifest": packed(
        member("archive/x", b"x"), *(member(*each) for each in FILES.items()), member(MANIFEST, manifest(FILES))
    ),
    "a file outside of the manifest's": packed(member(MANIFEST, manifest(FILES | {"../x": b"x"}))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_backup_is_refused(tmp_path: Path, name: str) -> None:
    assert unpacked_files(HOSTILE[name], tmp_path) is None


def test_a_sound_one_is_taken(tmp_path: Path) -> None:
    assert unpacked_files(WHOLE, tmp_path) == FILES
    assert {Path(each).parts[0] for each in FILES} <= {"private", *FOLDERS}
