"""Every kind of damage to a WARC costs the damaged record only, and leaves a row that says so."""

import gzip
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.records import Page
from flows import archive, files
from flows.archive import Damage
from tests.flows.command import Newsduck
from tests.flows.damaged_warcs import DAMAGED, EMPTY, READABLE, SILENT, THREE, article

WHOLE = {"https://b.example/0": article(0), "https://b.example/2": article(2)}


def found(folder: Path, data: bytes) -> tuple[dict[str, bytes], list[str]]:
    """Return the pages of a file, and why there are no more."""
    path = folder / "f.warc"
    path.write_bytes(data)
    read = list(archive.pages(path))
    pages = {page.item: page.body for page in read if isinstance(page, Page)}
    return pages, [each.reason for each in read if isinstance(each, Damage)]


def test_there_are_many() -> None:
    assert len(DAMAGED) > 90
    assert len(READABLE) > 30


@pytest.mark.parametrize("name", DAMAGED)
def test_damage_costs_one_record_and_is_told(tmp_path: Path, name: str) -> None:
    pages, damage = found(tmp_path, DAMAGED[name])
    assert pages.items() >= WHOLE.items()
    assert damage


@pytest.mark.parametrize("name", READABLE)
def test_what_is_odd_is_read(tmp_path: Path, name: str) -> None:
    pages, damage = found(tmp_path, READABLE[name])
    assert pages == WHOLE | {"https://b.example/1": article(1)}
    assert damage == []


@pytest.mark.parametrize("name", SILENT)
def test_what_holds_no_page_is_passed_over(tmp_path: Path, name: str) -> None:
    assert found(tmp_path, SILENT[name]) == (WHOLE, [])


@pytest.mark.parametrize("name", EMPTY)
def test_a_file_without_records_has_a_row_that_says_so(tmp_path: Path, name: str) -> None:
    path = tmp_path / "f.warc"
    path.write_bytes(EMPTY[name])
    assert [type(each) for each in files.pages([path], now=datetime.now(UTC))] == [files.Unread]


def test_lengths_that_lead_into_the_next_records_are_followed_within_bounds(tmp_path: Path) -> None:
    one = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://b.example/x\r\nContent-Length: 3000000\r\n\r\nx"
    started = time.process_time()
    pages, damage = found(tmp_path, one * 60_000)
    assert time.process_time() - started < 10
    assert pages == {}
    assert "the rest was not read" in damage[-1]


def test_many_of_them_loaded_at_once(newsduck: Newsduck) -> None:
    folder = newsduck.folder / "in"
    folder.mkdir()
    damaged = [*list(DAMAGED.values())[::12], *EMPTY.values()]
    for number, data in enumerate((*damaged, *list(READABLE.values())[::12], *list(SILENT.values())[::12])):
        (folder / f"{number}.warc.gz").write_bytes(data)
    done = newsduck("load", "--direct", str(folder))
    assert (done.code, "Traceback" in done.err) == (0, False), done.err
    stored = newsduck.rows("SELECT url, title FROM main.articles ORDER BY url")
    assert stored == [{"url": f"https://b.example/{n}", "title": f"Harbour {n} of Galway"} for n in range(3)]
    ended = "SELECT DISTINCT split_part(item, '#', 1) AS file FROM main.outcomes WHERE item LIKE '%.warc%'"
    told = {str(row["file"]).rpartition("/")[2] for row in newsduck.rows(ended)}
    assert told == {f"{number}.warc.gz" for number in range(len(damaged))}


BETWEEN = st.one_of(
    st.binary(max_size=300).map(lambda data: data.replace(b"WARC/", b"")),
    st.integers(1, len(THREE.bad) - 1).map(lambda cut: THREE.bad[:cut]),
    st.integers(1, len(THREE.bad) - 1).map(lambda cut: THREE.bad[cut:]),
)


@settings(max_examples=60)
@given(between=st.lists(BETWEEN, max_size=3), is_packed=st.booleans())
def test_whatever_stands_between_two_whole_records_both_are_found(
    tmp_path_factory: pytest.TempPathFactory, *, between: list[bytes], is_packed: bool
) -> None:
    packed = [gzip.compress(data) for data in between]
    data = THREE.packed_around(*packed) if is_packed else THREE.around(*between)
    pages, _ = found(tmp_path_factory.mktemp("any"), data)
    assert pages.items() >= WHOLE.items()
