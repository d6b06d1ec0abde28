"""What people decided on entities: table ``entity_decisions``, and what comes of it for mentions, spellings and names.

Merges are the work of `warehouse.resolving`; all else is done here at once, and by the loader for what comes later.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from extractors.records import EntityDecision
from warehouse.database import transaction
from warehouse.loader import NAMES
from warehouse.tables import read, script, stage

_ALL = "SELECT d.* FROM main.entity_decisions AS d ORDER BY d.decided_at, d.decision_id"

_SAVE = """
MERGE INTO main.entity_decisions AS t
USING (SELECT s.* EXCLUDE (row_no) FROM staged_entity_decisions AS s) AS s
ON t.decision_id = s.decision_id
WHEN MATCHED THEN UPDATE SET
    reason = s.reason, decided_at = s.decided_at, undone_at = s.undone_at, origin = s.origin
WHEN NOT MATCHED THEN INSERT
"""

# The alias of a rename is the name before it, which only the warehouse knows.
_FORGET_NAMES = "UPDATE staged_entity_decisions SET alias = NULL WHERE action = 'rename'"

_UNDO = """
UPDATE main.entity_decisions AS t SET undone_at = $at
WHERE t.undone_at IS NULL AND t.decision_id IN (SELECT unnest($ids::VARCHAR[]))
"""

_SUPERSEDE = """
UPDATE main.entity_decisions AS t SET undone_at = s.decided_at
FROM staged_entity_decisions AS s
WHERE t.undone_at IS NULL AND t.action = 'rename' AND s.action = 'rename' AND s.undone_at IS NULL
  AND t.entity_a = s.entity_a AND t.decision_id <> s.decision_id
"""

_CHANGED = """
INSERT INTO main.changed_entities (entity_id)
SELECT x.entity_id
FROM (
    SELECT unnest([d.entity_a, d.entity_b]) AS entity_id
    FROM main.entity_decisions AS d
    WHERE d.decision_id IN (SELECT unnest($ids::VARCHAR[]))
) AS x
WHERE x.entity_id IS NOT NULL
"""

_TOUCHED = "CREATE OR REPLACE TEMP TABLE touched (surface VARCHAR, entity_id VARCHAR, added BIGINT)"

_FOUND = """
WITH named AS (
    SELECT e.entity_id, 0 AS worth FROM main.entities AS e WHERE e.entity_id = $words
    UNION ALL
    SELECT e.entity_id, 1 FROM main.entities AS e WHERE e.name = $words
    UNION ALL
    SELECT a.entity_id, 2 FROM main.aliases AS a WHERE a.alias = $words AND a.kind = 'full' AND NOT a.blocked
    UNION ALL
    SELECT a.entity_id, 3 FROM main.aliases AS a WHERE lower(strip_accents(a.alias)) = lower(strip_accents($words))
), meant AS (
    SELECT coalesce(e.merged_into, e.entity_id) AS entity_id, min(n.worth) AS worth
    FROM named AS n
    JOIN main.entities AS e ON e.entity_id = n.entity_id
    GROUP BY 1
), shown AS (
    SELECT coalesce(e.merged_into, e.entity_id) AS entity_id, sum(a.article_count)::BIGINT AS articles
    FROM main.aliases AS a
    JOIN main.entities AS e ON e.entity_id = a.entity_id
    WHERE coalesce(e.merged_into, e.entity_id) IN (SELECT m.entity_id FROM meant AS m)
    GROUP BY 1
)
SELECT e.entity_id, e.name, e."type", coalesce(s.articles, 0)
FROM meant AS m
JOIN main.entities AS e ON e.entity_id = m.entity_id
LEFT JOIN shown AS s ON s.entity_id = m.entity_id
WHERE $type IS NULL OR e."type" = $type
QUALIFY m.worth = min(m.worth) OVER ()
ORDER BY 4 DESC, e.entity_id
"""

# Mentions count too: short forms are no aliases to remember. A title before the name is no part of a mention.
_SPELLED = """
WITH spelled AS (
    SELECT m.entity_id, NULL AS kind, m.article_id
    FROM main.mentions AS m
    WHERE m.surface = $alias AND m.entity_id IS NOT NULL
    UNION ALL
    SELECT a.entity_id, a.kind, NULL FROM main.aliases AS a WHERE a.alias = $alias AND a.kind <> 'title'
)
SELECT
    e.entity_id, coalesce(e.merged_into, e.entity_id), e.name, e."type", coalesce(max(s.kind), 'part'),
    count(DISTINCT s.article_id) AS articles
FROM spelled AS s
JOIN main.entities AS e ON e.entity_id = s.entity_id
GROUP BY ALL
ORDER BY articles DESC, e.entity_id
"""

_GROUP = "SELECT e.entity_id FROM main.entities AS e WHERE coalesce(e.merged_into, e.entity_id) = ?"

_NAMES = """
SELECT e.entity_id, e.name FROM main.entities AS e WHERE e.entity_id IN (SELECT unnest(?::VARCHAR[]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entity that a person may mean, after merges."""

    entity_id: str
    name: str
    type: str
    articles: int  # in which its spellings stand, summed over spellings


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """Whom a spelling names."""

    entity_id: str
    stands_for_it: str  # what that entity is merged into, else itself
    name: str
    type: str
    kind: str  # as in aliases; part where it is none
    articles: int


def all_of(db: duckdb.DuckDBPyConnection) -> list[EntityDecision]:
    """Return every decision, also those undone, oldest first."""
    return read(EntityDecision, db.execute(_ALL))


def save(
    db: duckdb.DuckDBPyConnection, made: Sequence[EntityDecision], undone: Collection[str] = (), *, now: datetime
) -> None:
    """Save decisions and undo those with these ids, and let mentions, spellings and names follow, all or nothing.

    An entity has one name: a rename takes the place of the one before.
    """
    stage(db, "entity_decisions", made)
    for table in ("entities", "aliases"):
        stage(db, table, ())
    with transaction(db):
        db.execute(_FORGET_NAMES)
        db.execute(_SUPERSEDE)
        db.execute(_SAVE)
        db.execute(_UNDO, {"ids": list(undone), "at": now})
        db.execute(_CHANGED, {"ids": [*undone, *(each.decision_id for each in made)]})
        db.execute(_TOUCHED)
        for step in (*NAMES, "undone"):
            db.execute(script(step))


def named(db: duckdb.DuckDBPyConnection, words: str, type_: str | None = None) -> list[Candidate]:
    """Return the entities that an id, a name or a spelling means, only those that it means most exactly."""
    rows = db.execute(_FOUND, {"words": words, "type": type_}).fetchall()
    return [Candidate(entity_id=i, name=name, type=kind, articles=articles) for i, name, kind, articles in rows]


def spelled(db: duckdb.DuckDBPyConnection, alias: str) -> list[Spelling]:
    """Return whom a spelling names, most articles first."""
    return [
        Spelling(entity_id=i, stands_for_it=into, name=name, type=type_, kind=kind, articles=articles)
        for i, into, name, type_, kind, articles in db.execute(_SPELLED, {"alias": alias}).fetchall()
    ]


def group(db: duckdb.DuckDBPyConnection, entity_id: str) -> set[str]:
    """Return the ids of all that this entity stands for, its own included."""
    return {each for (each,) in db.execute(_GROUP, [entity_id]).fetchall()}


def names(db: duckdb.DuckDBPyConnection, entity_ids: Collection[str]) -> dict[str, str]:
    """Return the names of those of these entities that there are."""
    return dict(db.execute(_NAMES, [sorted(entity_ids)]).fetchall())
