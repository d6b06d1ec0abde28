"""Which entities are one: tables ``entity_pairs``, ``entity_merges``, column ``merged_into``.

Only what came since the last time is looked at, and what shares a key with it: each run asks in turn for what is
`changed`, who is `near` that, and whom pairs now `connect`. Whatever changes an entity, a spelling or a decision puts
its ids into ``changed_entities``; ``resolved_entities`` keeps what each was the last time. The steps stand in
``resolving/``, one file each, and are for one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Protocol

import duckdb

from extractors.records import Alias, Entity, EntityDecision, EntityMerge
from warehouse.tables import read, script, stage

# By their own names: one that a person gave says nothing of who they are. Left out are those that no article shows any
# more, for they might stand between two others, and those that a person split off: joining them is for a person, too.
_ENTITIES = """
SELECT e.* REPLACE (coalesce(d.alias, e.name) AS name)
FROM main.entities AS e
LEFT JOIN main.entity_decisions AS d ON d.entity_a = e.entity_id AND d.action = 'rename' AND d.undone_at IS NULL
WHERE e.created_by <> 'human'
  AND e.entity_id IN (SELECT w.entity_id FROM wanted AS w)
  AND e.entity_id IN (SELECT a.entity_id FROM main.aliases AS a WHERE a.article_count > 0)
ORDER BY e.entity_id
"""

_ALIASES = """
SELECT a.*
FROM main.aliases AS a
WHERE a.article_count > 0 AND a.entity_id IN (SELECT w.entity_id FROM wanted AS w)
ORDER BY a.entity_id, a.alias
"""

_PAIRS = """
SELECT p.entity_a, p.entity_b, p.method, p.score
FROM main.entity_pairs AS p
WHERE p.entity_a IN (SELECT w.entity_id FROM wanted AS w)
ORDER BY p.entity_a, p.entity_b
"""

_DECISIONS = """
SELECT d.*
FROM main.entity_decisions AS d
WHERE d.undone_at IS NULL
  AND (d.entity_a IN (SELECT w.entity_id FROM wanted AS w) OR d.entity_b IN (SELECT w.entity_id FROM wanted AS w))
ORDER BY d.decision_id
"""

_KNOWN = "SELECT e.entity_id FROM main.entities AS e WHERE e.entity_id IN (SELECT w.entity_id FROM wanted AS w)"

_KEYS = """
CREATE OR REPLACE TEMP TABLE keyed AS
SELECT j.* FROM (SELECT unnest(from_json(?, '[{"entity_id":"VARCHAR","sounds":["BIGINT"],"names":["BIGINT"]}]'),
                               max_depth := 2)) AS j
"""

_FOUND = """
CREATE OR REPLACE TEMP TABLE found AS
SELECT j.* FROM (SELECT unnest(from_json(?, '[{"a":"VARCHAR","b":"VARCHAR","method":"VARCHAR","score":"DOUBLE"}]'),
                               max_depth := 2)) AS j
"""

_LAST = "SELECT r.model FROM main.resolutions AS r"
_ANY = "SELECT 1 FROM main.changed_entities AS c LIMIT 1"
_NOTE = "INSERT INTO main.resolutions (model, resolved_at) VALUES (?, ?)"


class Keys(Protocol):
    """By what an entity is compared."""

    @property
    def sounds(self) -> tuple[int, ...]:
        """Hashes that it shares with names that sound alike."""

    @property
    def names(self) -> tuple[int, ...]:
        """Hashes of what it is called in full."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Some:
    """Some of the entities that there are, with all aliases of theirs that articles show."""

    entities: tuple[Entity, ...]
    aliases: tuple[Alias, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Near(Some):
    """Those that have to be compared again, and whoever shares a key with them."""

    again: frozenset[str]
    crowded: frozenset[int]  # sounds that too many share


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two entities with one name, and what that rests on."""

    entity_a: str
    entity_b: str
    method: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected(Some):
    """Whatever may become one in another way than before."""

    pairs: tuple[Pair, ...]
    decisions: tuple[EntityDecision, ...]  # in force
    known: frozenset[str]  # ids of all of them that there are, also of those that no article shows


def changed(db: duckdb.DuckDBPyConnection, model: str, acronym_articles: int) -> Some | None:
    """Return the entities that are other ones than this model has seen; None where nothing came since it ran.

    More than so many articles that show an acronym make no difference to it, and of other spellings none but the first.
    """
    if db.execute(_LAST).fetchall() != [(model,)]:
        db.execute(_step("anew"))
    elif not db.execute(_ANY).fetchall():
        return None
    db.execute("SET VARIABLE acronym_articles = ?", [acronym_articles])
    db.execute(_step("changed"))
    return Some(entities=_entities(db), aliases=_aliases(db))


def near(db: duckdb.DuckDBPyConnection, keys: Mapping[str, Keys], largest_block: int) -> Near:
    """Keep the keys of the entities that changed; return whom that concerns, and to whom they are to be compared."""
    rows = [{"entity_id": i, "sounds": each.sounds, "names": each.names} for i, each in keys.items()]
    db.execute(_KEYS, [json.dumps(rows)])
    db.execute("SET VARIABLE largest_block = ?", [largest_block])
    db.execute(_step("near"))
    crowded = db.execute("SELECT c.key FROM crowded AS c").fetchall()
    again = db.execute("SELECT a.entity_id FROM again AS a").fetchall()
    return Near(
        entities=_entities(db),
        aliases=_aliases(db),
        again=frozenset(entity_id for (entity_id,) in again),
        crowded=frozenset(key for (key,) in crowded),
    )


def connected(db: duckdb.DuckDBPyConnection, pairs: Iterable[Pair]) -> Connected:
    """Keep these pairs of those compared again; return all that pairs and decisions connect with what changed."""
    rows = [{"a": p.entity_a, "b": p.entity_b, "method": p.method, "score": p.score} for p in pairs]
    db.execute(_FOUND, [json.dumps(rows)])
    db.execute(_step("connected"))
    return Connected(
        entities=_entities(db),
        aliases=_aliases(db),
        pairs=tuple(
            Pair(entity_a=a, entity_b=b, method=method, score=score)
            for a, b, method, score in db.execute(_PAIRS).fetchall()
        ),
        decisions=tuple(read(EntityDecision, db.execute(_DECISIONS))),
        known=frozenset(entity_id for (entity_id,) in db.execute(_KNOWN).fetchall()),
    )


def save(db: duckdb.DuckDBPyConnection, merges: Sequence[EntityMerge], model: str, now: datetime) -> None:
    """Let these merges hold of those connected, and no others; entities and mentions keep their ids."""
    stage(db, "entity_merges", merges)
    db.execute(_step("merged"))
    db.execute(script("identities"))  # a spelling may mean one entity now that meant several
    db.execute(_NOTE, [model, now])


def _entities(db: duckdb.DuckDBPyConnection) -> tuple[Entity, ...]:
    return tuple(read(Entity, db.execute(_ENTITIES)))


def _aliases(db: duckdb.DuckDBPyConnection) -> tuple[Alias, ...]:
    return tuple(read(Alias, db.execute(_ALIASES)))


@cache
def _step(name: str) -> str:
    return (resources.files("warehouse") / "resolving" / f"{name}.sql").read_text("utf-8")
