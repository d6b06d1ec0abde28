from __future__ import annotations

import gzip
import io
import json
import os
import sys
import tracemalloc
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.records import Outcome, Page
from flows import archive, files
from flows.files import NothingToLoad, Unread

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def load(*paths: Path | str, limit_bytes: int = 10_000_000) -> list[Page | Unread]:
    return list(files.pages(paths, now=NOW, limit_bytes=limit_bytes))


def page(*paths: Path | str) -> Page:
    (found,) = load(*paths)
    assert isinstance(found, Page), found
    return found


def unread(*paths: Path | str, limit_bytes: int = 10_000_000) -> Unread:
    (found,) = load(*paths, limit_bytes=limit_bytes)
    assert isinstance(found, Unread), found
    return found


def write_lines(path: Path, rows: Sequence[object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("a.html", "text/html"),
        ("a.HTM", "text/html"),
        ("a.xhtml", "application/xhtml+xml"),
        ("a.txt", "text/plain"),
        ("a.md", "text/markdown"),
        ("a.html.gz", "text/html"),
        ("a.pdf", "application/pdf"),
    ],
)
def test_a_file_is_a_page_whose_ending_says_what_it_holds(tmp_path: Path, name: str, media_type: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"body") if name.endswith(".gz") else b"body")
    found = page(path)
    assert (found.item, found.content_type, found.body) == (str(path), media_type, b"body")
    assert (found.url, found.charset, found.fetched_at, found.published_hint) == (None, None, NOW, None)


def test_a_row_carries_what_it_knows(tmp_path: Path) -> None:
    row = {
        "url": "https://news.example/a",
        "title": " T ",
        "html": "<p>Bödy</p>",
        "text": "unused",
        "published_at": "2026-11-19T10:00:00+01:00",
        "source": "News",
        "language": "en-GB",
        "authors": ["Ada Brandt", " ", {"name": "Bo Cairns"}],
    }
    found = page(write_lines(tmp_path / "rows.jsonl", [row]))
    assert (found.item, found.url, found.final_url) == ("https://news.example/a",) * 3
    assert (found.body, found.content_type, found.charset) == ("<p>Bödy</p>".encode(), "text/html", "utf-8")
    assert (found.title_hint, found.source_id, found.language_hint) == ("T", "News", "en")
    assert found.published_hint == datetime(2026, 11, 19, 9, tzinfo=UTC)
    assert found.authors_hint == ("Ada Brandt", "Bo Cairns")


def test_the_rows_of_news_please_are_understood(tmp_path: Path) -> None:
    row: dict[str, object] = {
        "maintext": "Text.",
        "title": "T",
        "date_publish": "2026-11-19 10:00:00",
        "source_domain": "news.example",
        "authors": [],
        "language": "de",
        "filename": "x.json",
        "image_url": None,
        "url": "https://news.example/b",
    }
    found = page(write_lines(tmp_path / "rows.ndjson", [row]))
    assert (found.body, found.content_type) == (b"Text.", "text/plain")
    assert (found.source_id, found.language_hint, found.authors_hint) == ("news.example", "de", ())
    assert found.published_hint == datetime(2026, 11, 19, 10, tzinfo=UTC)


def test_a_bad_row_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    deep = '{"text":' + "[" * 100_000
    path.write_text('{"text": "a\tb"}\n{"text": "b\n\n[1]\n{"title": "x"}\n' + deep + '\n{"text": "c \\ud800"}\n')
    found = load(path)
    assert [each.item for each in found] == [f"{path}#{n}" for n in range(1, 7)]
    outcomes = [each.outcome if isinstance(each, Unread) else each.body for each in found]
    assert outcomes == [b"a\tb", Outcome.BAD_ENCODING, Outcome.NO_TEXT, Outcome.NO_TEXT, Outcome.BAD_ENCODING, b"c ?"]
    reasons = [each.reason for each in found if isinstance(each, Unread)]
    assert reasons[0].startswith("not valid JSON: Unterminated string")
    assert reasons[1:3] == ["a row must be a JSON object", "the row has neither html nor text"]


def test_a_row_over_the_limit_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "rows.jsonl", [{"text": "a"}, {"text": "b" * 200_000}, {"text": "c"}])
    first, second, third = load(path, limit_bytes=100_000)
    assert isinstance(first, Page)
    assert second == Unread(item=f"{path}#2", outcome=Outcome.TOO_LARGE, reason="more than 0.1 MB")
    assert isinstance(third, Page)


@pytest.mark.parametrize("text", ['{"text": "a"}', '[{"text": "a"}]', '\ufeff\n[\n {"text":\n "a"}\n]\n'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_a_json_file_holds_one_row_or_a_list(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "one.json"
    path.write_bytes(text.removeprefix("\ufeff" if encoding != "utf-8" else "").encode(encoding))
    found = page(path)
    assert (found.item, found.body) == (str(path), b"a")


def test_rows_of_a_list_are_numbered(tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    path.write_text('[{"text": "a"}, {"text": "b", "url": "https://news.example/b"}, {"text": "c"}]')
    assert [each.item for each in load(path)] == [f"{path}#1", "https://news.example/b", f"{path}#3"]


def test_a_list_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "cut.json"
    path.write_text('[{"text": "a"}, {"text": "b"}, {"text": "c')
    *whole, last = load(path)
    assert [each.body for each in whole if isinstance(each, Page)] == [b"a", b"b"]
    assert isinstance(last, Unread)
    assert (last.item, last.outcome) == (f"{path}#3", Outcome.BAD_ENCODING)


def test_a_list_with_an_endless_row_stops_at_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "endless.json"
    path.write_text('[{"text": "a"}, {"text": "' + "b" * 1_000_000)
    *_, last = load(path, limit_bytes=100_000)
    assert isinstance(last, Unread)
    assert last.outcome is Outcome.TOO_LARGE


@given(st.lists(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=70_000), max_size=3), max_size=5))
def test_values_come_out_of_a_list_as_json_reads_them(rows: list[dict[str, object]]) -> None:
    from flows import streams  # noqa: PLC0415  the only test of it

    text = json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass")
    expected = json.loads(text.decode("utf-8", "replace"))
    assert list(streams.values(io.BytesIO(text), 10_000_000)) == expected


def test_a_utf_16_file_of_lines_is_read(tmp_path: Path) -> None:
    path = tmp_path / "powershell.jsonl"
    path.write_bytes('{"text": "ä"}\r\n{"text": "ö"}\r\n'.encode("utf-16"))
    assert [each.body for each in load(path) if isinstance(each, Page)] == ["ä".encode(), "ö".encode()]


def test_html_that_names_a_file_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "a.html.gz").write_bytes(gzip.compress(b"<p>a</p>"))
    rows = [
        {"html": "html/a.html.gz", "text": "unused"},
        {"html": "html/b.html.gz", "text": "b"},
        {"html": "html/b.html.gz"},
        {"html": "../../etc/x.html", "text": "c"},
    ]
    first, second, third, fourth = load(write_lines(tmp_path / "gold.jsonl", rows))
    assert isinstance(first, Page)
    assert (first.body, first.content_type, first.charset) == (b"<p>a</p>", "text/html", None)
    assert isinstance(second, Page)
    assert (second.body, second.content_type) == (b"b", "text/plain")
    assert isinstance(third, Unread)
    assert third.reason == "its html names the file html/b.html.gz, which is not there"
    assert isinstance(fourth, Page)
    assert fourth.body == b"c"


def test_a_row_reaches_no_file_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("<p>secret</p>")
    (tmp_path / "in").mkdir()
    rows = [{"html": "../secret.html"}, {"html": str(tmp_path / "secret.html")}]
    assert all(isinstance(each, Unread) for each in load(write_lines(tmp_path / "in" / "rows.jsonl", rows)))


def test_a_folder_is_walked_in_order_and_only_for_articles(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.html", "a.md", ".hidden.txt", ".git/x.txt", "README.md", "c.pdf", "d.csv", "LICENSE"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    assert [each.item for each in load(tmp_path)] == [str(tmp_path / name) for name in ("a.md", "b/1.html", "b/2.txt")]
    assert list(files.inside(tmp_path))[1:] == [tmp_path / "b/1.html", tmp_path / "b/2.txt"]
    assert page(tmp_path / "README.md").body == b"x"


@pytest.mark.parametrize(
    ("resources", "names"),
    [
        ([{"name": "articles", "path": "articles.jsonl"}], ["articles.jsonl"]),
        (
            [{"name": "mentions", "path": "b.jsonl"}, {"name": "articles", "path": ["b.jsonl", "none.jsonl"]}],
            ["b.jsonl"],
        ),
        ([{"name": "articles", "path": "../outside.jsonl"}], []),
        ([{"name": "articles", "path": ["b.jsonl", "../export/b.jsonl", "b.jsonl"]}], ["b.jsonl"]),
        ([{"name": "articles", "path": ["link.jsonl", "/etc/passwd", "a\0b", "\ud800", "x" * 5000]}], []),
        ([{"name": "articles", "path": [7, None]}, "articles"], []),
        ({"name": "articles"}, []),
    ],
)
def test_of_an_export_of_ours_its_articles_are_read(tmp_path: Path, resources: object, names: list[str]) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    for file in (tmp_path / "outside.jsonl", folder / "articles.jsonl", folder / "b.jsonl"):
        file.write_text("{}\n")
    (folder / "link.jsonl").symlink_to(tmp_path / "outside.jsonl")
    described = {"name": "newsduck-export", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(described))
    assert [path.name for path in files.inside(folder)] == names
    (folder / "datapackage.json").write_text(json.dumps(described | {"name": "others"}))
    assert len(list(files.inside(folder))) == 4


@pytest.mark.parametrize("target", ["/dev/zero", ".", None])
def test_a_descriptor_that_is_no_file_describes_nothing(tmp_path: Path, target: str | None) -> None:
    (tmp_path / "a.txt").write_text("a")
    if target is None:
        os.mkfifo(tmp_path / "datapackage.json")
    else:
        (tmp_path / "datapackage.json").symlink_to(target)
    assert page(tmp_path).body == b"a"


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").write_text("a")
    assert page(tmp_path).body == b"a"


def test_a_pipe_that_is_named_is_not_waited_for_but_one_of_the_shell_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(NothingToLoad, match="it is a pipe, which waits for its writer"):
        files.pages([tmp_path / "pipe.txt"], now=NOW)
    reading, writing = os.pipe()
    os.write(writing, b"The harbour of Galway is closed.")
    os.close(writing)
    assert page(Path(f"/dev/fd/{reading}")).body == b"The harbour of Galway is closed."
    os.close(reading)


def test_wrong_use_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(NothingToLoad, match=r"nowhere\.txt cannot be loaded: no such file or directory"):
        files.pages([tmp_path / "nowhere.txt"], now=NOW)
    (tmp_path / "x.csv").write_text("x")
    with pytest.raises(NothingToLoad, match=r"holds no articles; in a folder these are files ending in \.html"):
        files.pages([tmp_path], now=NOW)


def test_a_file_over_the_limit_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "bomb.html.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(50):
            file.write(bytes(2**20))
    tracemalloc.start()
    found = unread(path, limit_bytes=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == Unread(item=str(path), outcome=Outcome.TOO_LARGE, reason="more than 1 MB")
    assert peak < 10_000_000


def test_lines_are_read_in_constant_memory(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    line = json.dumps({"text": "x" * 100_000}) + "\n"
    with path.open("w") as file:
        file.writelines(line for _ in range(300))
    tracemalloc.start()
    count = sum(1 for _ in files.pages([path], now=NOW))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 300
    assert peak < 5_000_000


def test_a_damaged_gzip_file_keeps_the_rows_before_the_damage(tmp_path: Path) -> None:
    path = tmp_path / "cut.jsonl.gz"
    rows = "".join(json.dumps({"text": f"{n} " + "x" * 50}) + "\n" for n in range(20_000))
    path.write_bytes(gzip.compress(rows.encode())[:-2000])
    *whole, last = load(path)
    assert len(whole) > 100
    assert all(isinstance(each, Page) for each in whole)
    assert isinstance(last, Unread)
    assert (last.item, last.outcome) == (str(path), Outcome.BAD_ENCODING)
    not_gzip = tmp_path / "not.html.gz"
    not_gzip.write_bytes(b"<p>plain</p>")
    assert unread(not_gzip).outcome is Outcome.BAD_ENCODING


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("a.txt")
    (tmp_path / "b.txt").write_text("b")
    first, second = load(tmp_path)
    assert isinstance(first, Unread)
    assert (first.outcome, first.reason) == (Outcome.FAILED, "Too many levels of symbolic links")
    assert isinstance(second, Page)


def test_files_without_rows_are_told(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.json"):
        (tmp_path / name).write_text("\n")
    assert [(each.item, getattr(each, "reason", "")) for each in load(tmp_path)] == [
        (str(tmp_path / "a.jsonl"), "the file has no rows"),
        (str(tmp_path / "b.json"), "the file has no rows"),
    ]


def stdin(monkeypatch: pytest.MonkeyPatch, body: bytes) -> list[Page | Unread]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body)))
    return load("-")


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"\n <!doctype html>\n<p>x</p>", "text/html"),
        (b"\xef\xbb\xbf<html>x", "text/html"),
        (b"A headline\n\nA text.", "text/plain"),
        (b"[Brussels] Ministers met.", "text/plain"),
        (b"", "text/plain"),
    ],
)
def test_standard_input_is_told_by_its_first_line(
    monkeypatch: pytest.MonkeyPatch, body: bytes, media_type: str
) -> None:
    (found,) = stdin(monkeypatch, body)
    assert isinstance(found, Page)
    assert (found.item, found.content_type, found.body) == ("-", media_type, body)


def test_standard_input_may_be_lines_or_a_list_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = stdin(monkeypatch, b'{"text": "a"}\n{"text": \n{"text": "c"}\n')
    assert [(each.item, isinstance(each, Page)) for each in lines] == [("-#1", True), ("-#2", False), ("-#3", True)]
    rows = stdin(monkeypatch, b'[\n {"text": "a"},\n {"text": "b"}\n]')
    assert [each.body for each in rows if isinstance(each, Page)] == [b"a", b"b"]


def test_a_file_without_an_ending_is_told_by_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "download"
    path.write_text('{"text": "a"}\n')
    assert (page(path).body, page(path).content_type) == (b"a", "text/plain")


def test_an_archive_gives_its_pages_and_its_damage(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>a</p>")
    archive.write([page(tmp_path / "a.html")], tmp_path / "warc", "x")
    path = tmp_path / "warc" / "x.warc.gz"
    assert page(path).body == b"<p>a</p>"
    path.write_bytes(path.read_bytes()[:-30])
    assert unread(path).outcome is Outcome.BAD_ENCODING


def test_halves_of_surrogates_stop_nothing(tmp_path: Path) -> None:
    row = {"text": "The harbour.\udfff", "title": "A \ud800", "source": "\ud800x", "authors": [{"name": "\udc00y"}]}
    found = page(write_lines(tmp_path / "rows.jsonl", [{**row, "url": "https://b.example/\udfff"}]))
    assert (found.item, found.source_id, found.title_hint) == ("https://b.example/?", "?x", "A ?")
    assert (found.body, found.authors_hint) == (b"The harbour.?", ("?y",))


@pytest.mark.skipif(sys.platform == "darwin", reason="names of files are Unicode there")
def test_files_whose_names_are_no_text_stay_apart(tmp_path: Path) -> None:
    for name in (b"\xff\xfd", b"\xff\xfe"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name + b".txt")).write_bytes(b"x")
    assert [each.item for each in load(tmp_path)] == [f"{tmp_path}/\\xff\\xfd.txt", f"{tmp_path}/\\xff\\xfe.txt"]
