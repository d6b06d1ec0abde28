import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from extractors.records import Page
from flows import archive
from flows.archive import Damage, Damaged

AT = datetime(2026, 11, 20, 8, 30, 0, 123456, tzinfo=UTC)
HTML = b"<html><body><p>Der Hafen bleibt zu.</p></body></html>"


def a_page(number: int = 1, **changes: object) -> Page:
    page = Page(
        item=f"https://news.example/a/{number}",
        url=f"https://news.example/a/{number}",
        final_url=f"https://www.news.example/a/{number}",
        body=HTML + str(number).encode(),
        content_type="text/html",
        charset="utf-8",
        fetched_at=AT,
        source_id="news",
        title_hint="Der Hafen: „zu“",
        published_hint=AT - timedelta(hours=2),
        language_hint="de",
        authors_hint=("Ana Berg", "Jo O'Neil"),
    )
    return replace(page, **changes)  # type: ignore[arg-type]


def bare(page: Page) -> Page:
    return replace(page, archive_file=None, archive_offset=None)


def found(path: Path) -> list[Page | Damage]:
    return list(archive.pages(path))


def test_every_field_comes_back_from_its_offset(tmp_path: Path) -> None:
    pages = [a_page(n) for n in range(3)]
    written = archive.write(pages, tmp_path, "run-0001")
    assert [bare(page) for page in written] == pages
    assert {page.archive_file for page in written} == {"run-0001.warc.gz"}
    for page in reversed(written):
        assert page.archive_file is not None
        assert page.archive_offset is not None
        assert archive.read(tmp_path, page.archive_file, page.archive_offset) == page


@given(
    st.builds(
        Page,
        item=st.text(min_size=1),
        url=st.none() | st.text() | st.just("http://exämple.example/ä b\r\nX: y"),
        final_url=st.none() | st.text(),
        body=st.binary(),
        content_type=st.none() | st.text(),
        charset=st.none() | st.text(),
        fetched_at=st.datetimes(timezones=st.just(UTC)),
        source_id=st.none() | st.text(),
        title_hint=st.none() | st.text(st.characters()),
        published_hint=st.none() | st.datetimes(timezones=st.just(timezone(timedelta(hours=2)))),
        language_hint=st.none() | st.text(),
        authors_hint=st.lists(st.text()).map(tuple),
    )
)
def test_any_page_survives_the_archive(tmp_path_factory: pytest.TempPathFactory, page: Page) -> None:
    folder = tmp_path_factory.mktemp("archive")
    (written,) = archive.write([page], folder, "one")
    assert written.archive_file is not None
    assert written.archive_offset is not None
    assert archive.read(folder, written.archive_file, written.archive_offset) == written
    assert found(folder / "one.warc.gz") == [page]


def test_an_independent_reader_understands_our_files(tmp_path: Path) -> None:
    pages = [a_page(1), a_page(2, item="notes/ärger.txt", url=None, final_url=None, content_type="text/plain")]
    written = archive.write(pages, tmp_path, "run")
    with (tmp_path / "run.warc.gz").open("rb") as file:
        records = ArchiveIterator(file, check_digests=True)
        seen = []
        for record in records:
            body = record.content_stream().read()
            assert record.digest_checker.passed is not False
            seen.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), body))
            if record.rec_type != "warcinfo":
                assert records.get_record_offset() == written[len(seen) - 2].archive_offset
    assert [kind for kind, _, _ in seen] == ["warcinfo", "response", "resource"]
    assert seen[1][1:] == ("https://www.news.example/a/1", pages[0].body)
    assert seen[2][1:] == ("urn:newsduck:notes%2F%C3%A4rger.txt", pages[1].body)


def test_a_failing_writer_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken() -> Iterator[Page]:
        yield a_page()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        archive.write(broken(), tmp_path, "run")
    assert list(tmp_path.iterdir()) == []


def test_reading_where_there_is_no_page_says_so(tmp_path: Path) -> None:
    (page,) = archive.write([a_page()], tmp_path, "run")
    with pytest.raises(Damaged, match="no page of ours"):
        archive.read(tmp_path, "run.warc.gz", 0)
    assert page.archive_offset is not None
    with pytest.raises(Damaged, match="not the beginning"):
        archive.read(tmp_path, "run.warc.gz", page.archive_offset + 7)
    with pytest.raises(FileNotFoundError):
        archive.read(tmp_path, "other.warc.gz", 0)


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    (page,) = archive.write([a_page(body=bytes(range(256)) * 1000)], tmp_path, "run")
    whole = gzip.decompress((tmp_path / "run.warc.gz").read_bytes())
    (tmp_path / "changed.warc").write_bytes(whole.replace(b"\x7f\x80\x81", b"\x7f\x7f\x81", 1))
    (damage,) = found(tmp_path / "changed.warc")
    assert damage == Damage(item=f"{tmp_path}/changed.warc#2", reason="changed since it was written")
    assert page.archive_offset is not None
    flipped = bytearray((tmp_path / "run.warc.gz").read_bytes())
    flipped[-5] ^= 1  # in the checksum of the gzip member
    (tmp_path / "run.warc.gz").write_bytes(flipped)
    with pytest.raises(Damaged):
        archive.read(tmp_path, "run.warc.gz", page.archive_offset)
