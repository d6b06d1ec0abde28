"""Hostile strings at each sink: what a page, a mail, a spreadsheet, a terminal, a query or a folder gets is inert."""

import csv
import io
import json
import re
import unicodedata
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest
from jinja2 import Environment
from markupsafe import escape

from flows import inert, results
from tests.faults import strings


def name(text: str) -> str:
    """Return a name for a case that a terminal may show."""
    return ascii(text)[:40]


STORED = tuple(text for text in strings.ALL if text.isprintable() or not re.search("[\ud800-\udfff]", text))
_SEEN = {"Cc", "Cs", "Co", "Cn"}  # of characters that must not be left; some of Cf join letters
_TURNING = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def test_there_are_many() -> None:
    assert len(strings.ALL) >= 150


@pytest.mark.parametrize("text", strings.ALL, ids=name)
def test_a_page_gets_text_and_no_markup(text: str) -> None:
    shown = str(escape(inert.html(text)))
    assert not set("<>\"'") & set(shown)
    assert not {unicodedata.category(letter) for letter in shown} & _SEEN
    assert not _TURNING.search(shown)
    assert len(shown.encode()) <= 2.5 * inert.LONGEST_TEXT + 10


@pytest.mark.parametrize("text", strings.ALL, ids=name)
def test_a_template_does_not_run_it(text: str) -> None:
    shown = Environment(autoescape=True).from_string("{{ x }}").render(x=inert.html(text))
    assert shown == str(escape(inert.html(text)))
    assert shown != "49"


@pytest.mark.parametrize("text", strings.ALL, ids=name)
def test_a_link_leads_to_a_web_page_or_nowhere(text: str) -> None:
    found = inert.link(text)
    assert found is None or (urlsplit(found).scheme in {"http", "https"} and not set("<>\"' \\@") & set(found))
    assert found in {None, text}


@pytest.mark.parametrize("text", strings.LINKS, ids=name)
def test_none_of_these_is_a_link(text: str) -> None:
    assert inert.link(text) is None


@pytest.mark.parametrize("text", strings.ALL, ids=name)
def test_markdown_shows_it_as_it_stands(text: str) -> None:
    shown = str(inert.markdown(text))
    assert not set("<>\n\r") & set(shown)
    assert not re.search(r"(?<!\\)[`*_\[\]!~|]", shown)
    assert not re.match(r"[-+=#]|\d+[.)]", shown)


@pytest.mark.parametrize("text", strings.ALL, ids=name)
def test_a_terminal_gets_no_escape(text: str) -> None:
    out = io.StringIO()
    results.table(["title"], [[text]], out=out)
    assert all(letter.isprintable() or letter == "\n" for letter in out.getvalue())


@pytest.mark.parametrize("text", strings.ALL, ids=name)
def test_a_spreadsheet_gets_no_formula(text: str) -> None:
    out = io.StringIO()
    with closing(duckdb.connect()) as db:
        stored = text.encode("utf-8", "replace").decode().replace("\0", "")
        results.write(db.execute("SELECT ? AS title, 1 AS n", [stored]), "csv", out)
    [_, [title, number]] = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert (title.removeprefix("'"), number) == (stored.replace("\r", "\n").removeprefix("'"), "1")
    assert not title.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"))


@pytest.mark.parametrize("text", STORED, ids=name)
def test_json_and_sql_hold_it_as_it_is(text: str) -> None:
    out = io.StringIO()
    with closing(duckdb.connect()) as db:
        db.execute("CREATE TABLE articles (title VARCHAR)")
        db.execute("INSERT INTO articles VALUES (?)", [text])
        results.write(db.execute("SELECT a.title FROM articles AS a WHERE a.title = ?", [text]), "json", out)
    assert json.loads(out.getvalue()) == [{"title": text}]


@pytest.mark.parametrize("text", [each for each in STORED if "/" not in each and "\0" not in each][:60], ids=name)
def test_a_file_of_that_name_is_loaded_or_refused_and_nothing_else_is_touched(tmp_path: Path, text: str) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415

    from flows import archive, files  # noqa: PLC0415

    folder = tmp_path / "in"
    folder.mkdir()
    try:
        (folder / f"{text}.txt").write_text("A harbour for Galway\n\nThe council of Galway decided on Tuesday.\n")
    except OSError:
        pytest.skip("no file can have that name")
    pages = list(files.pages([folder / f"{text}.txt"], now=datetime.now(UTC)))
    kept = archive.write([each for each in pages if not isinstance(each, files.Unread)], tmp_path / "archive", "run")
    for page in kept:
        assert archive.read(tmp_path / "archive", "run.warc.gz", page.archive_offset or 0).item == page.item
    assert {path.name for path in tmp_path.iterdir()} == {"in", "archive"}
