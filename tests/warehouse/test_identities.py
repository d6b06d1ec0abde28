from __future__ import annotations

import duckdb
import pytest

from extractors.records import Identity
from tests.warehouse.conftest import Load
from tests.warehouse.samples import article, entity_id, joined
from warehouse import checks, identities

TYPES = ("person", "place", "organization")


def row(line: int, alias: str | None, item: str | None, country: str | None = None, **others: str) -> Identity:
    types = (others["type"],) if "type" in others else TYPES
    return Identity(
        file=others.get("file", "a.csv"),
        line=line,
        alias=alias,
        alias_keys=tuple(f"{each} {alias.lower()}" for each in types) if alias else (),
        entity_id=others.get("entity_id"),
        wikidata_id=item,
        country_code=country,
    )


def given(db: duckdb.DuckDBPyConnection) -> dict[str, tuple[str | None, str | None]]:
    found = db.execute("SELECT e.name, e.wikidata_id, e.country_code FROM entities AS e").fetchall()
    return {name: (item, country) for name, item, country in found if item or country}


def test_lines_hold_for_what_is_loaded_and_what_comes_later(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article("a", names=["Mara Quill"]))
    rows = [
        row(2, "Mara Quill", "Q11"),
        row(3, "Veldia", "Q22", "ZZ"),
        row(4, None, "Q33", entity_id=entity_id("Harbour Board")),
    ]
    meant = identities.replace(db, "a.csv", rows)
    assert [(each.line, each.entities, each.is_sure) for each in meant] == [
        (2, ("Mara Quill (person)",), True),
        (3, (), False),
        (4, (), False),
    ]
    assert given(db) == {"Mara Quill": ("Q11", None)}
    load(article("b"))
    expected = {"Mara Quill": ("Q11", None), "Veldia": ("Q22", "ZZ"), "Harbour Board": ("Q33", None)}
    assert given(db) == expected
    assert all(each.is_sure for each in identities.replace(db, "a.csv", rows))
    assert given(db) == expected
    assert checks.broken(db) == {}


def test_a_file_imported_again_replaces_its_rows_and_no_others(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article())
    identities.replace(db, "a.csv", [row(2, "Mara Quill", "Q11"), row(3, "Veldia", "Q22", "ZZ")])
    identities.replace(db, "b.csv", [row(2, "Harbour Board", "Q33", file="b.csv")])
    identities.replace(db, "a.csv", [row(2, "Veldia", "Q23")])
    assert given(db) == {"Veldia": ("Q23", None), "Harbour Board": ("Q33", None)}
    identities.replace(db, "a.csv", [])
    identities.replace(db, "b.csv", [])
    assert given(db) == {}


def test_what_is_not_clear_says_nothing(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(joined(article("a"), article("b", names=["Ona Vale"], text="Ona Vale.", title="Ona Vale")))
    db.execute("UPDATE aliases SET alias_key = 'quill' WHERE alias = 'Ona Vale'")
    db.execute("UPDATE entities SET country_code = 'VE' WHERE name = 'Veldia'")
    surname, twice, again, elsewhere = identities.replace(
        db,
        "a.csv",
        [
            row(2, "Quill", "Q1"),  # a full name of one, a surname of the other: the full name counts
            row(3, "Harbour Board", "Q2"),
            row(4, "Harbour Board", "Q3"),
            row(5, "Veldia", "Q4", "ZZ"),
        ],
    )
    assert surname.entities == ("Ona Vale (person)",)
    assert (twice.items, again.items) == (2, 2)
    assert elsewhere.own_country == "VE"
    assert given(db) == {"Ona Vale": ("Q1", None), "Veldia": ("Q4", "VE")}
    db.execute("UPDATE aliases SET kind = 'full'")
    [both] = identities.replace(db, "a.csv", [row(2, "Quill", "Q1")])
    assert both.entities == ("Mara Quill (person)", "Ona Vale (person)")
    assert not both.is_sure
    assert given(db) == {"Veldia": (None, "VE")}


def test_a_type_narrows_an_alias_down(db: duckdb.DuckDBPyConnection, load: Load) -> None:
    load(article())
    assert not identities.replace(db, "a.csv", [row(2, "Veldia", "Q1", type="person")])[0].entities
    assert identities.replace(db, "a.csv", [row(2, "Veldia", "Q1", type="place")])[0].is_sure


@pytest.mark.parametrize("merged", ["Mara Quill", "Veldia"])
def test_a_merged_entity_gives_its_id_to_the_one_that_stands_for_it(
    db: duckdb.DuckDBPyConnection, load: Load, merged: str
) -> None:
    load(article())
    board = entity_id("Harbour Board")
    db.execute("UPDATE entities SET merged_into = ? WHERE entity_id = ?", [board, entity_id(merged)])
    identities.replace(db, "a.csv", [row(2, merged, "Q9")])
    assert given(db) == {"Harbour Board": ("Q9", None)}
