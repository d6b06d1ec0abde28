from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import fields, is_dataclass
from importlib import resources

import duckdb
import pytest

from extractors import records
from tests.warehouse.conftest import Load
from tests.warehouse.samples import article, joined
from warehouse import database, dictionary, queries, tables

# What a field's type may be in the tables; narrower there than in Python where that saves space.
SQL_TYPES = {
    "str": {"VARCHAR"},
    "int": {"INTEGER", "BIGINT"},
    "float": {"DOUBLE"},
    "bool": {"BOOLEAN"},
    "datetime": {"TIMESTAMP WITH TIME ZONE"},
    "tuple[str, ...]": {"VARCHAR[]"},
    "tuple[int, ...]": {"INTEGER[]", "UINTEGER[]"},
    "tuple[float, ...]": {"FLOAT[]"},
}
# The exception: columns that the loader fills from the article, for reports and lookups, and from human decisions.
FILLED = {
    "mentions": ["source_id", "published_at", "document_entity_id", "document_link_method"],
    "article_features": ["sketch"],
    "removed_blocks": ["article_id", "source_id"],
}
# No record: the warehouse alone writes them.
OWN_TABLES = {"schema_migrations", "loaded_batches", "resolutions", "tombstones"} | {
    *("changed_entities", "resolved_entities", "entity_pairs", "entity_counts")
}

COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type, c.is_nullable, c.comment
FROM duckdb_columns() AS c
WHERE c.database_name = current_database() AND c.schema_name = ?
ORDER BY c.table_name, c.column_index
"""
SQL_FILES = [
    entry
    for folder in ("migrations", "comments", "views", "queries", "checks", "loading", "resolving")
    for entry in (resources.files("warehouse") / folder).iterdir()
]


def columns(db: duckdb.DuckDBPyConnection, schema: str) -> dict[str, list[tuple[str, str, bool, str | None]]]:
    found = defaultdict(list)
    for table, *column in db.execute(COLUMNS, [schema]).fetchall():
        if not table.startswith("staged_"):
            found[table].append(tuple(column))
    return dict(found)


def recorded() -> dict[str, type]:
    """Return the records whose docstring names a table."""
    found: dict[str, type] = {}
    for record in vars(records).values():
        if (
            isinstance(record, type)
            and is_dataclass(record)
            and (named := re.match(r"Table ``(\w+)``", record.__doc__ or ""))
        ):
            found[named[1]] = record
    return found


def test_each_table_bearing_record_is_known_and_each_table_has_its_record(db: duckdb.DuckDBPyConnection) -> None:
    assert recorded() == tables.TABLES
    assert columns(db, "main").keys() == tables.TABLES.keys() | OWN_TABLES


@pytest.mark.parametrize("table", tables.TABLES)
def test_a_records_fields_are_its_tables_columns_in_order(db: duckdb.DuckDBPyConnection, table: str) -> None:
    of_record = fields(tables.TABLES[table])
    known = columns(db, "main")[table]
    assert {column[0] for column in known} >= set(FILLED.get(table, []))
    of_table = [column for column in known if column[0] not in FILLED.get(table, [])]
    assert [column[0] for column in of_table] == [field.name for field in of_record]
    for field, (name, sql_type, nullable, _) in zip(of_record, of_table, strict=True):
        python_type = str(field.type).removesuffix(" | None")
        assert sql_type in SQL_TYPES[python_type], name
        assert nullable == str(field.type).endswith(" | None"), name


def test_each_instant_has_a_time_zone(db: duckdb.DuckDBPyConnection) -> None:
    instants = {
        (table, name): sql_type
        for schema in ("main", "report")
        for table, found in columns(db, schema).items()
        for name, sql_type, _, _ in found
        if name.endswith("_at")
    }
    assert len(instants) > 30
    assert set(instants.values()) == {"TIMESTAMP WITH TIME ZONE"}


def test_each_table_and_view_and_column_says_what_it_is(db: duckdb.DuckDBPyConnection) -> None:
    relations = "SELECT t.table_name, t.comment FROM duckdb_tables() AS t WHERE NOT t.temporary"
    views = "SELECT v.view_name, v.comment FROM duckdb_views() AS v WHERE v.schema_name = 'report'"
    assert [name for name, said in db.execute(relations).fetchall() + db.execute(views).fetchall() if not said] == []
    known = columns(db, "main")
    assert [(table, name) for table, found in known.items() for name, _, _, said in found if not said] == []
    inherited = {name for found in known.values() for name, _, _, _ in found}
    silent = [
        (view, name)
        for view, found in columns(db, "report").items()
        for name, _, _, said in found
        if not said and name not in inherited
    ]
    assert silent == []


def test_what_a_view_leaves_to_its_tables_they_say_alike(db: duckdb.DuckDBPyConnection) -> None:
    """Ids aside, which each table describes as its own side of the same thing."""
    views = dict(
        db.execute("SELECT v.view_name, v.sql FROM duckdb_views() AS v WHERE v.schema_name = 'report'").fetchall()
    )
    tables = columns(db, "main")
    said = {
        (view, name): {
            told
            for table, described in tables.items()
            for column, _, _, told in described
            if column == name and re.search(rf"\bmain\.{table}\b", views[view])
        }
        for view, found in columns(db, "report").items()
        for name, _, _, own in found
        if not own and not name.endswith("_id")
    }
    assert len(said) > 60
    assert {where: told for where, told in said.items() if len(told) > 1} == {}


def test_the_dictionary_tells_a_column_of_a_view_as_the_table_does_that_it_reads(db: duckdb.DuckDBPyConnection) -> None:
    rows = dict(re.findall(r"^### report\.(\w+)\n(.*?)(?=^###|\Z)", dictionary.markdown(db), re.MULTILINE | re.DOTALL))
    assert "| state | VARCHAR | running, completed, partial (some sources failed) or failed |" in rows["run_summary"]
    assert "| state | VARCHAR | open (may still grow) or closed |" in rows["story_board"]
    assert "| stage | VARCHAR | Where it ended: fetch, read or load |" in rows["funnel"]


def test_the_promised_views_are_there(db: duckdb.DuckDBPyConnection) -> None:
    promised = """
        articles daily_volume entity_daily trending_entities entity_cooccurrence entity_aliases article_entities quotes
        ambiguous_aliases new_entities news latest topic_daily article_topics trending_topics
        story_board story_timeline story_entities story_topics first_to_report syndication
        headline_changes text_changes source_health feed_health ingest_lag funnel
        removed_boilerplate extraction_quality stale_rows run_summary
    """
    assert columns(db, "report").keys() == set(promised.split())


def test_each_view_and_saved_query_runs_on_an_empty_and_on_a_filled_warehouse(
    db: duckdb.DuckDBPyConnection, load: Load
) -> None:
    statements = [f"FROM report.{view}" for view in columns(db, "report")]
    statements += [queries.text(name) for name, _ in queries.names()]
    for statement in statements:
        db.execute(statement).fetchall()
    load(joined(article("a"), article("b")))
    for statement in statements:
        db.execute(statement).fetchall()


def test_saved_queries_ask_a_question_each() -> None:
    assert len(queries.names()) >= 12
    assert {"stories", "outcomes", "runs", "health"} <= dict(queries.names()).keys()
    for name, question in queries.names():
        assert re.fullmatch(r"[A-Z].+\?", question), name
        assert queries.text(name).startswith(f"-- {question}\n")
    with pytest.raises(KeyError):
        queries.text("no such query")


def test_the_sql_keeps_to_what_a_ducklake_has_too() -> None:
    assert len(SQL_FILES) > 90
    forbidden = r"\b(PRIMARY KEY|FOREIGN KEY|UNIQUE|CREATE (UNIQUE )?INDEX|ENUM|ON CONFLICT|SEQUENCE|REFERENCES)\b"
    for file in SQL_FILES:
        statements = re.sub(r"--.*|'[^']*'", "", file.read_text("utf-8"))
        assert not re.search(forbidden, statements, re.IGNORECASE), file.name
        assert not re.search(r"\bTIMESTAMP\b", statements), file.name


def test_the_views_depend_on_the_data_and_not_on_the_clock() -> None:
    for file in SQL_FILES:
        assert not re.search(r"\b(now\(|current_(date|timestamp|time)\b|today\()", file.read_text("utf-8")), file.name


def test_the_dictionary_lists_every_view_and_table_with_its_columns(db: duckdb.DuckDBPyConnection) -> None:
    text = dictionary.markdown(db)
    assert "### report.articles\n\nWhich articles are there" in text
    assert "| article_id | VARCHAR | Hash of the canonical address, or of the content for loaded files |" in text
    for schema, prefix in (("main", "### "), ("report", "### report.")):
        for table, found in columns(db, schema).items():
            assert f"{prefix}{table}\n" in text
            assert all(f"| {name} |" in text for name, _, _, _ in found)
    assert "|  |" not in text
    assert text.index("### report.") < text.index("### articles")


def test_an_unknown_table_name_never_enters_a_statement() -> None:
    with pytest.raises(KeyError):
        tables.named("SELECT * FROM {table}", "articles; DROP TABLE articles")


def test_views_are_made_after_those_that_they_read(db: duckdb.DuckDBPyConnection) -> None:
    assert database.migrate(db) == []
    db.execute("UPDATE schema_migrations SET name = 'views of old' WHERE version = 0")
    db.execute("DROP VIEW report.articles")
    db.execute("CREATE VIEW report.dropped_since AS SELECT 1 AS one")
    [name] = database.migrate(db)
    assert name.startswith("views ")
    assert "articles" in columns(db, "report")
    assert "dropped_since" not in columns(db, "report")
