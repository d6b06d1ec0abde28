from __future__ import annotations

import json
from pathlib import Path

import pytest

from flows import identities
from flows.errors import WrongUse
from tests.flows.command import Newsduck

TEXT = """Harbour bridge closes after inspectors find cracks

The old harbour bridge in Galway was closed on Tuesday, transport minister Aoife Brennan said. Brennan promised money.

"We will not open it again before every support has been tested," Brennan said on Tuesday in Galway.
"""


def read(folder: Path, text: str) -> tuple[list[tuple[str | None, str | None, str | None]], list[tuple[int, str]]]:
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    found, mistakes = identities.read(path)
    rows = [(each.alias or each.entity_id, each.wikidata_id, each.country_code) for each in found]
    return rows, [(each.line, each.why) for each in mistakes]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_may_be_parted_by_commas_semicolons_or_tabs(tmp_path: Path, separator: str) -> None:
    lines = ["\ufeffalias,wikidata_id,country_code", "Aoife Brennan,Q11,ie", "", '"Aoife Brennan",Q11,']
    rows, mistakes = read(tmp_path, "\r\n".join(lines).replace(",", separator))
    assert rows == [("Aoife Brennan", "Q11", "IE"), ("Aoife Brennan", "Q11", None)]
    assert mistakes == []


def test_each_bad_row_is_told_in_a_sentence_and_the_others_are_taken(tmp_path: Path) -> None:
    rows, mistakes = read(
        tmp_path,
        "alias,entity_id,type,wikidata_id,country_code\n"
        "Galway,,place,https://www.wikidata.org/wiki/Q129610,\n"
        "Galway,,town,Q129610,\n"
        ",,,Q1,\n"
        "Galway,abc,,Q1,\n"
        "Galway,,,129610,\n"
        "Galway,,,,Ireland\n"
        "Galway,,,,\n"
        "Galway,,,Q1,IE,more\n",
    )
    assert rows == [("Galway", "Q129610", None)]
    assert [line for line, _ in mistakes] == [3, 4, 5, 6, 7, 8, 9]
    parts = (
        "no type 'town'",
        "either",
        "either",
        "'129610' is no Wikidata id",
        "'IRELAND' is no ISO",
        "neither",
        "more cells",
    )
    assert all(part in why for (_, why), part in zip(mistakes, parts, strict=True))


@pytest.mark.parametrize("text", ["", "name,wikidata_id\nx,Q1\n", "alias,type\nx,person\n", "alias,wikidata_id,note\n"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(WrongUse, match="is no table of identities"):
        read(tmp_path, text)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="is no file"):
        identities.read(tmp_path)
    (tmp_path / "a.csv").write_bytes(b"alias,wikidata_id\nM\xfcller,Q1\n")
    with pytest.raises(WrongUse, match="not in UTF-8"):
        identities.read(tmp_path / "a.csv")


def test_the_command_tells_readers_who_is_who(newsduck: Newsduck) -> None:
    (newsduck.folder / "a.txt").write_text(TEXT, encoding="utf-8")
    assert newsduck("load", "a.txt").code == 0
    file = newsduck.folder / "people.csv"
    file.write_text("alias,wikidata_id\nAoife Brennan,Q11\nNobody Atall,Q12\n", encoding="utf-8")
    done = newsduck("entities", "identify", "people.csv")
    assert (done.code, done.out) == (0, "people.csv: 2 rows, 1 name an entity, 1 wait until an article names theirs\n")
    asked = "SELECT e.name, e.wikidata_id FROM entities AS e WHERE e.wikidata_id IS NOT NULL"
    assert newsduck.rows(asked) == [{"name": "Aoife Brennan", "wikidata_id": "Q11"}]
    assert newsduck.rows("SELECT q.entity, q.verb FROM report.quotes AS q") == [
        {"entity": "Aoife Brennan", "verb": "said"}
    ]
    file.write_text("alias,wikidata_id\nAoife Brennan,Q11\nAoife Brennan,Q13\nx,y\n", encoding="utf-8")
    done = newsduck("entities", "identify", "people.csv", "--json")
    told = json.loads(done.out)
    assert (done.code, told["rows"], [each["line"] for each in told["problems"]]) == (3, 2, [4, 2, 3])
    assert newsduck.rows(asked) == []
    assert newsduck("entities", "identify", "nothing.csv").code == 2
    assert newsduck("doctor").code == 0
