"""Entities resolved as news come give what all of them at once would: the same pairs, merges and merged entities."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest

from extractors import decisions as deciding
from extractors import names, pairs, resolution
from extractors.identity import hash_id
from extractors.records import Alias, Entity, EntityDecision, EntityMerge, Identity
from flows import resolve as flow
from tests.warehouse.samples import NOW, Batch, article, joined, sha
from warehouse import (
    checks,
    database,
    decisions,
    identities,
    landing,
    loader,
    resolving,
    tables,
    tombstones,
)

# Who is named: name, type, and as what else a document calls it.
CAST = (
    *((name, "person", ()) for name in ("Mike Waltz", "Michael Waltz", "Mick Waltz", "Micky Waltz", "Sergei Lavrov")),
    *((name, "person", ()) for name in ("Sergey Viktorovich Lavrov", "Sergey Borisovich Lavrov", "Donald J. Trump")),
    *((name, "person", ()) for name in ("Xi Jinping", "Jinping Xi", "Bashar Assad", "Bashar al-Assad", "Don Trump")),
    ("Donald Trump", "person", (("Donald J. Trump", "full"),)),
    ("Donald Quincy Trump", "person", (("Donald J. Trump", "full"), ("Trump", "surname"))),
    ("National Disaster Response Force", "organization", (("NDRF", "acronym"),)),
    ("North Dakota Rugby Federation", "organization", (("NDRF", "acronym"),)),
    ("NDRF", "organization", ()),
    *((name, "place", ()) for name in ("Goodwill", "Good Will", "Good-Will")),
)
GIVEN = ("Mike", "Michael", "Mick", "Micky", "Mikey")
ALL = {
    "pairs": "SELECT p.entity_a, p.entity_b, p.method, p.score FROM entity_pairs AS p ORDER BY ALL",
    "merges": "SELECT m.* FROM entity_merges AS m ORDER BY ALL",
    "merged": "SELECT e.entity_id, e.merged_into FROM entities AS e WHERE e.merged_into IS NOT NULL ORDER BY ALL",
    "seen": "SELECT r.* FROM resolved_entities AS r ORDER BY ALL",
}


def id_of(name: str, type_: str) -> str:
    return hash_id("entity", type_, names.key(type_, name))


def named(member: tuple[str, str, Sequence[tuple[str, str]]], article_name: str) -> Batch:
    """Return an article that names one of the cast by each of its spellings."""
    name, type_, others = member
    spellings = {name: "full", **dict(others)}
    batch = article(article_name, text=f"{', '.join(spellings)} came.", title="News", names=list(spellings))
    owner = id_of(name, type_)
    batch["mentions"] = [replace(row, entity_id=owner) for row in batch["mentions"]]  # type: ignore[type-var]
    batch["entities"] = [
        replace(row, entity_id=owner, type=type_)
        for row in batch["entities"]
        if isinstance(row, Entity) and row.name == name
    ]
    batch["aliases"] = [
        replace(row, entity_id=owner, kind=spellings[row.alias], alias_key=names.key(type_, row.alias))
        for row in batch["aliases"]
        if isinstance(row, Alias)
    ]
    return {**batch, "article_entities": [], "quotes": []}


@dataclass(slots=True)
class Newsroom:
    """A warehouse to which things happen by chance."""

    db: duckdb.DuckDBPyConnection
    chance: random.Random
    folder: Path
    batches: int = 0

    def load(self) -> None:
        """Load a batch of one to three articles, of which some were there before and now name others."""
        self.batches += 1
        made = [
            named(self.chance.choice(CAST), f"a{self.chance.randrange(14)}") for _ in range(self.chance.randint(1, 3))
        ]
        loader.load(self.db, landing.write(self.folder, f"b{self.batches}", joined(*made)), NOW)

    def forget(self) -> None:
        """Take an article down, which frees its name for another one."""
        self.batches += 1
        chosen = sha(f"article a{self.chance.randrange(14)}")[:20]
        tombstone = tombstones.Tombstone(
            article_id=chosen, address_ids=(), page_sha256s=(), reason=None, forgotten_at=NOW, to_erase=()
        )
        tombstones.forget(self.db, tombstone, {})
        self.db.execute("DELETE FROM tombstones")

    def decide(self) -> None:
        """Merge, split, block or rename."""
        (name, type_, _), (other, other_type, _) = self.chance.sample(CAST, 2)
        one, two = id_of(name, type_), id_of(other, other_type)
        decisions.save(
            self.db,
            [
                self.chance.choice(
                    (
                        deciding.decided("merge", NOW, entity_a=one, entity_b=two),
                        deciding.decided("split", NOW, alias=name, entity_a=one, entity_b=deciding.split_id(one, name)),
                        deciding.decided("split", NOW, alias=other, entity_a=one, entity_b=two),
                        deciding.decided("block", NOW, alias=name),
                        deciding.decided("rename", NOW, entity_a=one, name=f"The {name}"),
                    )
                )
            ],
            now=NOW,
        )

    def undo(self) -> None:
        """Undo a decision."""
        if made := [each.decision_id for each in decisions.all_of(self.db) if each.undone_at is None]:
            decisions.save(self.db, [], [self.chance.choice(made)], now=NOW)

    def identify(self) -> None:
        """Say in which countries two places are, or take that back."""
        rows = [
            Identity(
                file="a.csv",
                line=line,
                alias=None,
                alias_keys=(),
                entity_id=id_of(name, "place"),
                wikidata_id=None,
                country_code=self.chance.choice(("GB", "US")),
            )
            for line, name in enumerate(("Goodwill", "Good Will"), start=2)
            if self.chance.random() < 0.6
        ]
        identities.replace(self.db, "a.csv", rows)

    def found(self) -> dict[str, list[tuple[object, ...]]]:
        return {what: self.db.execute(query).fetchall() for what, query in ALL.items()}

    def at_once(self) -> tuple[EntityMerge, ...]:
        """Return the merges that all entities give, by no key and no step of the warehouse."""
        entities = tables.read(
            Entity,
            self.db.execute(
                "SELECT e.* REPLACE (coalesce(d.alias, e.name) AS name) FROM entities AS e"
                " LEFT JOIN entity_decisions AS d ON d.entity_a = e.entity_id AND d.action = 'rename'"
                " AND d.undone_at IS NULL WHERE e.created_by <> 'human'"
                " AND e.entity_id IN (SELECT a.entity_id FROM aliases AS a WHERE a.article_count > 0)"
            ),
        )
        aliases = tables.read(Alias, self.db.execute("SELECT a.* FROM aliases AS a WHERE a.article_count > 0"))
        decided = tables.read(
            EntityDecision, self.db.execute("SELECT d.* FROM entity_decisions AS d WHERE d.undone_at IS NULL")
        )
        known = {entity_id for (entity_id,) in self.db.execute("SELECT e.entity_id FROM entities AS e").fetchall()}
        return deciding.applied(resolution.merges(entities, aliases, deciding.apart(decided)), decided, known)


def test_what_comes_in_any_order_gives_what_all_at_once_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "LARGEST_BLOCK", 3)  # so that sounds become too common, and are no longer
    with database.open_writer(tmp_path / "newsduck.duckdb") as db:
        room = Newsroom(db, random.Random(3), tmp_path / "landing")  # noqa: S311  no secret
        steps: list[Callable[[], None]] = [room.load, room.load, room.load]
        others = (room.load, room.load, room.forget, room.decide, room.decide, room.undo, room.identify)
        for step in [*steps, *room.chance.choices(others, k=10)]:
            step()
            if room.chance.random() < 0.7:
                flow.resolved(db)
        flow.resolved(db)
        flow.resolved(db)  # what identities made of it
        by_news = room.found()
        assert tables.read(EntityMerge, db.execute(ALL["merges"])) == list(room.at_once())
        db.execute("UPDATE resolutions SET model = 'another'")
        flow.resolved(db)
        assert room.found() == by_news
        assert not [name for name in checks.broken(db) if name.startswith(("entit", "alias", "resol"))]


def test_who_came_earlier_and_is_far_is_left_alone(tmp_path: Path) -> None:
    with database.open_writer(tmp_path / "newsduck.duckdb") as db:

        def near(*members: tuple[str, str, Sequence[tuple[str, str]]]) -> set[str]:
            """Load articles on these and return the names of those that are looked at."""
            batch = joined(*(named(each, f"{len(members)} {each[0]}") for each in members))
            loader.load(db, landing.write(tmp_path, f"{len(members)} {members[0][0]}", batch), NOW)
            db.execute("BEGIN TRANSACTION")
            changed = resolving.changed(db, resolution.MODEL, pairs.ACRONYM_ARTICLES)
            assert changed is not None
            found = resolving.near(db, pairs.keys(changed.entities, changed.aliases), pairs.LARGEST_BLOCK)
            db.execute("ROLLBACK")
            flow.resolved(db)
            return {entity.name for entity in found.entities}

        near(*CAST)
        assert near(("Michael Lavrov", "person", ())) == {"Michael Lavrov"}
        assert near(("Mikey Waltz", "person", ())) == {f"{given} Waltz" for given in GIVEN}
        assert near(CAST[0]) == set()  # once more, and nothing else of it
