import gzip
import time
import tracemalloc
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from extractors.records import Page
from flows import archive
from flows.archive import Damage

HTML = b"<html><body><p>Der Hafen bleibt zu.</p></body></html>"


def found(path: Path) -> list[Page | Damage]:
    return list(archive.pages(path))


# Other people's files


def foreign(records: list[tuple[str, str, list[tuple[str, str]], bytes]], *, compressed: bool = True) -> bytes:
    """Return a WARC 1.0 as warcio writes it, of (url, status, header fields, body on the wire)."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=compressed)
    writer.write_record(writer.create_warcinfo_record("x.warc", {"software": "somebody"}))
    for url, status, fields, body in records:
        head = StatusAndHeaders(status, fields, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=head,
            warc_headers_dict={"WARC-Date": "2025-03-01T10:00:00Z"},
        )
        writer.write_record(record)
        asked = b"GET / HTTP/1.1\r\n\r\n"
        writer.write_record(writer.create_warc_record(url, "request", payload=BytesIO(asked), length=len(asked)))
    return out.getvalue()


HTML_TYPE = ("Content-Type", "text/html; charset=ISO-8859-1")


def of(number: int, body: bytes = HTML, *fields: tuple[str, str]) -> tuple[str, str, list[tuple[str, str]], bytes]:
    return f"https://b.example/{number}", "200 OK", [HTML_TYPE, *fields], body


def test_pages_of_a_foreign_file(tmp_path: Path) -> None:
    chunked = b"5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n"
    path = tmp_path / "f.warc.gz"
    path.write_bytes(
        foreign(
            [
                of(1),
                of(2, chunked, ("Transfer-Encoding", "chunked")),
                of(3, gzip.compress(HTML), ("Content-Encoding", "gzip")),
                of(4, HTML, ("Content-Encoding", "gzip")),  # recorded decoded, as many tools do
                of(5, HTML, ("Transfer-Encoding", "chunked")),
                ("https://b.example/missing", "404 Not Found", [HTML_TYPE], HTML),
                ("https://b.example/i.png", "200 OK", [("Content-Type", "image/png")], b"\x89PNG"),
                ("https://b.example/robots.txt", "200 OK", [("Content-Type", "text/plain")], b"User-agent: *"),
                of(6, gzip.compress(HTML)[:-9], ("Content-Encoding", "gzip")),
                of(7, gzip.compress(bytes(11_000_000)), ("Content-Encoding", "gzip")),
            ]
        )
    )
    pages = found(path)
    assert [(page.item, page.body) for page in pages if isinstance(page, Page)] == [
        ("https://b.example/1", HTML),
        ("https://b.example/2", b"hello world"),
        ("https://b.example/3", HTML),
        ("https://b.example/4", HTML),
        ("https://b.example/5", HTML),
    ]
    first = pages[0]
    assert isinstance(first, Page)
    assert (first.content_type, first.charset, first.fetched_at) == (
        "text/html",
        "ISO-8859-1",
        datetime(2025, 3, 1, 10, tzinfo=UTC),
    )
    assert [page.reason for page in pages if isinstance(page, Damage)] == [
        "the compressed body was cut short",
        "more than 10,000,000 bytes",
    ]


def items(path: Path) -> list[str]:
    return [each.item if isinstance(each, Page) else f"damage: {each.reason}" for each in found(path)]


@pytest.mark.parametrize("kind", ["members", "plain", "whole"])
def test_each_way_of_compressing_gives_the_same_pages(tmp_path: Path, kind: str) -> None:
    data = foreign([of(n, HTML * 9000) for n in range(4)], compressed=kind == "members")
    path = tmp_path / "f.warc"
    path.write_bytes(gzip.compress(data) if kind == "whole" else data)
    assert items(path) == [f"https://b.example/{n}" for n in range(4)]


@pytest.mark.parametrize("compressed", [True, False])
def test_damage_costs_the_damaged_record_only(tmp_path: Path, *, compressed: bool) -> None:
    data = bytearray(foreign([of(n, bytes(range(256)) * 1000) for n in range(4)], compressed=compressed))
    path = tmp_path / "f.warc"
    if compressed:
        starts = [n for n in range(len(data)) if data[n : n + 4] == b"\x1f\x8b\x08\x00"]
        data[starts[3] + 40 : starts[3] + 60] = b"\0" * 20  # warcinfo, response, request, response
    else:
        place = data.index(b"https://b.example/1")
        length = data.index(b"Content-Length: ", place)
        data[length : length + 17] = b"Content-Length: x"
    path.write_bytes(data)
    seen = items(path)
    assert [item for item in seen if not item.startswith("damage")] == [f"https://b.example/{n}" for n in (0, 2, 3)]
    assert len(seen) == 4


@pytest.mark.parametrize("compressed", [True, False])
def test_a_file_cut_anywhere_gives_no_cut_page(tmp_path: Path, *, compressed: bool) -> None:
    data = foreign([of(n) for n in range(2)], compressed=compressed)
    path = tmp_path / "f.warc"
    for end in range(0, len(data), 7):
        path.write_bytes(data[:end])
        for each in found(path):
            assert isinstance(each, Damage) or each.body == HTML


@given(
    st.binary() | st.binary().map(lambda tail: b"WARC/1.0\r\n" + tail) | st.binary().map(lambda t: b"\x1f\x8b\x08" + t)
)
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "f.warc"
    path.write_bytes(data)
    assert all(isinstance(each, Damage) for each in found(path))


@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=8))
def test_no_change_of_bytes_raises(tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]]) -> None:
    data = bytearray(foreign([of(n) for n in range(4)]))
    for place, value in changes:
        data[place % len(data)] = value
    path = tmp_path_factory.mktemp("any") / "f.warc"
    path.write_bytes(data)
    assert len(found(path)) <= 12


def test_a_long_file_takes_constant_memory(tmp_path: Path) -> None:
    path = tmp_path / "f.warc.gz"
    one = foreign([of(1, HTML * 20_000)])  # about 1 MB
    path.write_bytes(one * 40)
    tracemalloc.start()
    assert sum(1 for _ in archive.pages(path)) == 40
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.warc.gz"
    path.write_bytes(gzip.compress(b"WARC/1.0\r\nX: " + bytes(50_000_000)))
    tracemalloc.start()
    (damage,) = islice(archive.pages(path), 2)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(damage, Damage)
    assert "a line of more than" in damage.reason
    assert peak < 8_000_000


@pytest.mark.parametrize(
    "data",
    [
        b"WARC/1.0\r\n" * 50_000,
        b"\nWARC/1.0\nContent-Length: 99999999\n\n" * 20_000,
        gzip.compress(b"WARC/1.0\r\n") * 20_000,
        gzip.compress(b"WARC/1.0\r\nContent-Length: 99999999\r\n\r\n") * 20_000,
    ],
)
def test_a_file_of_nothing_but_damage_is_given_up(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "f.warc"
    path.write_bytes(data)
    started = time.process_time()
    seen = found(path)
    assert time.process_time() - started < 3
    assert len(seen) == 1001
    assert isinstance(seen[-1], Damage)
    assert "the rest was not read" in seen[-1].reason


def test_a_record_longer_than_its_member_swallows_no_other(tmp_path: Path) -> None:
    whole = [gzip.compress(foreign([of(n)], compressed=False)) for n in range(3)]
    long = gzip.decompress(whole[1]).replace(b"WARC-Type: request", b"WARC-Type: request\r\nContent-Length: 9999")
    (tmp_path / "f.warc.gz").write_bytes(whole[0] + gzip.compress(long) + whole[2])
    assert [item for item in items(tmp_path / "f.warc.gz") if not item.startswith("damage")] == [
        "https://b.example/0",
        "https://b.example/1",
        "https://b.example/2",
    ]
