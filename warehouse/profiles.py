"""What the warehouse knows of one story or one entity; `profiles/KIND/*.sql` are the queries.

`candidates.sql` finds what a person's words may mean, best first; `$words` in it are the words, in the others `$id` is
what was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

import duckdb

from warehouse.sections import Section, ask

SECTIONS = {
    "story": ("head", "articles", "outlets", "names", "quotes", "topics"),
    "entity": ("head", "aliases", "stories", "together", "quotes", "passages", "articles"),
}
_FOLDER = resources.files("warehouse") / "profiles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A story, entity or topic that words may mean."""

    id: str
    name: str
    about: str  # its kind and size, to tell it from others
    is_sure: bool  # an id or the very name, not only alike


def candidates(db: duckdb.DuckDBPyConnection, kind: str, words: str) -> list[Candidate]:
    """Return at most eight stories, entities or topics (`kind`) that the words may mean, best first."""
    rows = db.execute((_FOLDER / kind / "candidates.sql").read_text("utf-8"), {"words": words}).fetchall()
    return [Candidate(id=identity, name=name, about=about, is_sure=is_sure) for identity, name, about, is_sure in rows]


def sections(db: duckdb.DuckDBPyConnection, kind: str, identity: str) -> dict[str, Section]:
    """Return the sections on a story or an entity by name, in the order of `SECTIONS[kind]`."""
    return {name: ask(db, _FOLDER / kind / f"{name}.sql", {"id": identity}) for name in SECTIONS[kind]}
