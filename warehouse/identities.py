"""What entities are in the world outside, by files that people fill: table ``identities``.

``loading/identities.sql`` finds whom each line means, at each load and after each resolving, and sets the entities'
wikidata_id and country_code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from extractors.records import Identity
from warehouse.database import transaction
from warehouse.tables import script, stage

_REPLACE = """
UPDATE main.entities AS t SET country_code = NULL
WHERE t.entity_id IN (SELECT unnest(i.filled) FROM main.identities AS i WHERE i.file = ?);
"""

_CHANGED = """
INSERT INTO main.changed_entities (entity_id) SELECT unnest(i.filled) FROM main.identities AS i WHERE i.file = ?
"""

_DELETE = "DELETE FROM main.identities AS t WHERE t.file = ?"

_INSERT = (
    "INSERT INTO main.identities BY NAME SELECT s.* EXCLUDE (row_no) FROM staged_identities AS s ORDER BY s.row_no"
)

_MEANT = """
WITH told AS (
    SELECT
        d.*, e.name, e."type",
        e.country_code IS NOT NULL AND e.country_code <> d.country_code AS is_elsewhere,
        e.country_code AS own_country,
        count(DISTINCT d.wikidata_id) FILTER (d.is_sure) OVER (PARTITION BY d.entity_id) AS items,
        count(DISTINCT d.entity_id) FILTER (d.is_sure) OVER (PARTITION BY d.wikidata_id) AS bearers
    FROM identified AS d
    JOIN main.entities AS e ON e.entity_id = d.entity_id
)
SELECT
    i.line,
    coalesce(i.alias, i.entity_id),
    list(t.name || ' (' || t."type" || ')' ORDER BY t.name, t.entity_id) FILTER (t.entity_id IS NOT NULL),
    coalesce(bool_and(t.is_sure), false),
    coalesce(max(t.items), 0)::BIGINT,
    CASE WHEN i.wikidata_id IS NULL THEN 0 ELSE coalesce(max(t.bearers), 0) END::BIGINT,
    i.wikidata_id,
    max(t.own_country) FILTER (t.is_elsewhere)
FROM main.identities AS i
LEFT JOIN told AS t ON t.file = i.file AND t.line = i.line
WHERE i.file = ?
GROUP BY i.line, i.alias, i.entity_id, i.wikidata_id
ORDER BY i.line
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Whom a line of a file means, and what stands against it."""

    line: int
    words: str  # its alias, or its entity's id
    entities: tuple[str, ...]  # "name (type)"; none while no article names it
    is_sure: bool  # it means one
    items: int  # Wikidata ids that all files give this entity
    bearers: int  # entities that they give this id
    wikidata_id: str | None
    own_country: str | None  # the entity's own, where the line gives another


def replace(db: duckdb.DuckDBPyConnection, file: str, rows: Sequence[Identity]) -> list[Meant]:
    """Let these rows stand for the file's former ones, in one transaction; return whom each means."""
    stage(db, "identities", rows)
    with transaction(db):
        db.execute(_CHANGED, [file])
        db.execute(_REPLACE, [file])
        db.execute(_DELETE, [file])
        db.execute(_INSERT)
        db.execute(script("identities"))
    return [
        Meant(
            line=line,
            words=words,
            entities=tuple(entities or ()),
            is_sure=is_sure,
            items=items,
            bearers=bearers,
            wikidata_id=wikidata_id,
            own_country=own_country,
        )
        for line, words, entities, is_sure, items, bearers, wikidata_id, own_country in db.execute(
            _MEANT, [file]
        ).fetchall()
    ]
