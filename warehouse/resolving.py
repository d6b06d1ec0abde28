"""Entities as resolution sees them, and which of them are one: table ``entity_merges``, column ``merged_into``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from extractors.records import Alias, Entity, EntityDecision, EntityMerge
from warehouse.database import transaction
from warehouse.tables import read, script, stage

# By their own names: one that a person gave says nothing of who they are. Left out are those that no article shows any
# more, for they might stand between two others, and those that a person split off: joining them is for a person, too.
_ENTITIES = """
SELECT e.* REPLACE (coalesce(d.alias, e.name) AS name)
FROM main.entities AS e
LEFT JOIN main.entity_decisions AS d ON d.entity_a = e.entity_id AND d.action = 'rename' AND d.undone_at IS NULL
WHERE e.created_by <> 'human' AND e.entity_id IN (SELECT a.entity_id FROM main.aliases AS a WHERE a.article_count > 0)
ORDER BY e.entity_id
"""

_ALIASES = "SELECT a.* FROM main.aliases AS a WHERE a.article_count > 0 ORDER BY a.entity_id, a.alias"

_DECISIONS = "SELECT d.* FROM main.entity_decisions AS d WHERE d.undone_at IS NULL ORDER BY d.decision_id"

_KNOWN = """
SELECT e.entity_id
FROM main.entities AS e
WHERE e.entity_id IN (
    SELECT unnest([d.entity_a, d.entity_b]) FROM main.entity_decisions AS d WHERE d.undone_at IS NULL
)
"""

# Of each row as one text: `hash` of several values is linear in the last one, so that two counts that rise cancel out.
_FINGERPRINT = """
SELECT md5(string_agg(x.seen, ' ' ORDER BY x.seen))
FROM (
    SELECT $model AS seen
    UNION ALL
    SELECT concat_ws(' ', 'entities', count(*), sum(hash(concat_ws('|', e.entity_id, e.country_code, e.name))))
    FROM main.entities AS e
    UNION ALL
    SELECT concat_ws(' ', 'aliases', count(*), sum(hash(concat_ws('|', a.entity_id, a.article_count, a.kind, a.alias))))
    FROM main.aliases AS a
    WHERE NOT a.blocked
    UNION ALL
    SELECT concat_ws(' ', 'decisions', count(*), sum(hash(d.decision_id)))
    FROM main.entity_decisions AS d
    WHERE d.undone_at IS NULL
) AS x
"""

_LAST = "SELECT r.fingerprint FROM main.resolutions AS r"

_MERGE = """
UPDATE main.entities AS t
SET merged_into = s.merged_into
FROM (
    SELECT e.entity_id, m.merged_into
    FROM main.entities AS e
    LEFT JOIN staged_entity_merges AS m ON m.entity_id = e.entity_id
    WHERE e.merged_into IS DISTINCT FROM m.merged_into
) AS s
WHERE t.entity_id = s.entity_id
"""

_EXPLAIN = """
DELETE FROM main.entity_merges;
INSERT INTO main.entity_merges BY NAME SELECT s.* EXCLUDE (row_no) FROM staged_entity_merges AS s ORDER BY s.entity_id;
DELETE FROM main.resolutions;
"""

_NOTE = "INSERT INTO main.resolutions (fingerprint, resolved_at) VALUES (?, ?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that there is to resolve, and the hash by which it is told from the last time."""

    entities: tuple[Entity, ...]
    aliases: tuple[Alias, ...]
    decisions: tuple[EntityDecision, ...]  # in force
    decided: frozenset[str]  # ids that these speak of, of entities that there are
    fingerprint: str


def news(db: duckdb.DuckDBPyConnection, model: str) -> Known | None:
    """Return what there is to resolve; None where all of it was resolved before by this model."""
    [(fingerprint,)] = db.execute(_FINGERPRINT, {"model": model}).fetchall()
    if db.execute(_LAST).fetchall() == [(fingerprint,)]:
        return None
    return Known(
        entities=tuple(read(Entity, db.execute(_ENTITIES))),
        aliases=tuple(read(Alias, db.execute(_ALIASES))),
        decisions=tuple(read(EntityDecision, db.execute(_DECISIONS))),
        decided=frozenset(entity_id for (entity_id,) in db.execute(_KNOWN).fetchall()),
        fingerprint=fingerprint,
    )


def save(db: duckdb.DuckDBPyConnection, merges: Sequence[EntityMerge], fingerprint: str, now: datetime) -> None:
    """Let these merges hold and no others, in one transaction; entities and mentions keep their ids."""
    stage(db, "entity_merges", merges)
    with transaction(db):
        db.execute(_MERGE)
        db.execute(_EXPLAIN)
        db.execute(script("identities"))  # a spelling may mean one entity now that meant several
        db.execute(_NOTE, [fingerprint, now])
