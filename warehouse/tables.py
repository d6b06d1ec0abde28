"""Which record is which table, and how records get into DuckDB in bulk.

Values travel as JSON: of the ways that need no pyarrow it is the fastest (mentions per CPU second, 20,000 at once:
JSON lines in a file 150,000, JSON as a parameter 90,000, `unnest` of list parameters 1,200, executemany 1,000), and it
survives what breaks the others: lone surrogates, NUL characters, NaN.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import MISSING, fields
from datetime import datetime
from functools import cache
from importlib import resources
from operator import attrgetter
from typing import TypeVar

import duckdb

from extractors import records

TABLES: dict[str, type] = {
    "sources": records.Source,
    "feeds": records.Feed,
    "fetches": records.Fetch,
    "robots": records.Robots,
    "links": records.Link,
    "outcomes": records.ItemOutcome,
    "articles": records.Article,
    "article_versions": records.ArticleVersion,
    "removed_blocks": records.RemovedBlock,
    "mentions": records.Mention,
    "entities": records.Entity,
    "aliases": records.Alias,
    "entity_merges": records.EntityMerge,
    "entity_decisions": records.EntityDecision,
    "article_entities": records.ArticleEntity,
    "quotes": records.Quote,
    "identities": records.Identity,
    "topics": records.Topic,
    "topic_labels": records.TopicLabel,
    "article_topics": records.ArticleTopic,
    "article_keyphrases": records.Keyphrase,
    "article_features": records.Features,
    "enrichments": records.Enrichment,
    "stories": records.Story,
    "story_articles": records.StoryArticle,
    "duplicates": records.Duplicate,
    "runs": records.Run,
    "run_steps": records.RunStep,
    "models": records.Model,
}

T = TypeVar("T")

_SQL_TYPES = {
    "str": "VARCHAR",
    "int": "BIGINT",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    "datetime": "TIMESTAMPTZ",
    "tuple[str, ...]": "VARCHAR[]",
    "tuple[int, ...]": "BIGINT[]",
    "tuple[float, ...]": "FLOAT[]",
}

_STAGE = """
CREATE OR REPLACE TEMP TABLE staged_{table} AS
SELECT *, row_number() OVER () AS row_no
FROM (SELECT unnest(from_json(?, ?), max_depth := 2)) AS j
"""


def columns(table: str) -> dict[str, str]:
    """Return the columns of a record's table with the SQL type that a value of theirs travels as."""
    return {field.name: _SQL_TYPES[str(field.type).removesuffix(" | None")] for field in fields(TABLES[table])}


def defaults(table: str) -> dict[str, object]:
    """Return the values of those columns that a batch from before an upgrade may lack and that are never empty."""
    found = {field.name: field.default for field in fields(TABLES[table])}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in found.items()
        if value is not MISSING and value is not None
    }


def named(statement: str, table: str) -> str:
    """Return the statement with ``{table}`` replaced; raise KeyError for a name that is no record's table.

    The only place where an identifier enters a statement.
    """
    if table not in TABLES:
        raise KeyError(table)
    return statement.replace("{table}", table)


def json_lines(table: str, rows: Sequence[object]) -> Iterator[str]:
    """Yield each record as one line of JSON."""
    names = tuple(columns(table))
    values = attrgetter(*names)
    encode = json.JSONEncoder(ensure_ascii=False, default=datetime.isoformat, check_circular=False).encode
    return (encode(dict(zip(names, values(row), strict=True))) for row in rows)


def stage(db: duckdb.DuckDBPyConnection, table: str, rows: Sequence[object]) -> None:
    """Put records into the temporary table ``staged_TABLE``, its column row_no their order."""
    array = f"[{','.join(json_lines(table, rows))}]".encode(errors="replace").decode()
    db.execute(named(_STAGE, table), [array, json.dumps([columns(table)])])


def read(record: type[T], result: duckdb.DuckDBPyConnection) -> list[T]:
    """Return the rows of a query whose columns are a record's fields, in order, as records."""
    names = [field.name for field in fields(record)]  # type: ignore[arg-type]  # T is a record
    return [
        record(
            **{name: tuple(value) if isinstance(value, list) else value for name, value in zip(names, row, strict=True)}
        )
        for row in result.fetchall()
    ]


@cache
def script(name: str) -> str:
    """Return the SQL that merges what was staged into the tables, by the name of its file in ``loading/``."""
    return (resources.files("warehouse") / "loading" / f"{name}.sql").read_text("utf-8")
