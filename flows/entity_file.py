"""entities.toml -> decisions on entities that stand under version control, and back.

A person types this file, so every mistake in it is told in one sentence that names the file, the table and the key.
Errors: `DecisionsError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, Self

import tomlkit
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails

from extractors import decisions
from extractors.records import EntityDecision
from flows import typed_file

Type = Literal["person", "organization", "place", "group", "event", "work", "law", "facility", "product"]
Words = Annotated[str, StringConstraints(min_length=1, max_length=500)]
ORIGIN = "file"
_ID = re.compile(r"[0-9a-f]{20}")
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)  # of a decision that does not say when: before all that do
_HEAD = """\
Decisions on entities, applied whenever entities are resolved. An entity is named by its id, or by its full
name together with a type. What is taken out of this file is undone."""


class DecisionsError(ValueError):
    """The file of decisions cannot be used; the message tells every mistake in it."""


class _Decision(BaseModel):
    """What each decision may say: why and when."""

    model_config = ConfigDict(extra="forbid", strict=True)

    type: Type | None = None
    reason: Words | None = None
    decided_at: AwareDatetime | None = None

    def decided(self, action: str, **parts: str | None) -> EntityDecision:
        """Return the decision with these parts."""
        at = self.decided_at.astimezone(UTC) if self.decided_at else _UNDATED
        return decisions.decided(action, at, reason=self.reason, origin=ORIGIN, **parts)

    def id_of(self, words: str) -> str:
        """Return the id of an entity that is named by it, or by its name and type."""
        if _ID.fullmatch(words):
            return words
        if self.type is None:
            message = f"{words!r} is a name and no id, so type must say whether it is a person, organization, place, …"
            raise ValueError(message)
        return decisions.entity_id(self.type, words)


class Merge(_Decision):
    """[[merge]]: one entity is another one."""

    entity: Words
    into: Words

    def decision(self) -> EntityDecision:
        """Return what it says."""
        first, second = self.id_of(self.entity), self.id_of(self.into)
        if first == second:
            message = f"{self.entity!r} and {self.into!r} are one entity already"
            raise ValueError(message)
        return self.decided("merge", entity_a=first, entity_b=second)


class Split(_Decision):
    """[[split]]: a spelling is no name of this entity, but of another one."""

    alias: Words
    of: Words
    becomes: Words | None = None  # by default an entity of its own

    def decision(self) -> EntityDecision:
        """Return what it says."""
        whole = self.id_of(self.of)
        own = self.id_of(self.becomes) if self.becomes else decisions.split_id(whole, self.alias)
        return self.decided("split", alias=self.alias, entity_a=whole, entity_b=own)


class Block(_Decision):
    """[[block]]: a spelling names nobody, or not this entity."""

    alias: Words
    of: Words | None = None

    def decision(self) -> EntityDecision:
        """Return what it says."""
        return self.decided("block", alias=self.alias, entity_a=self.id_of(self.of) if self.of else None)


class Rename(_Decision):
    """[[rename]]: an entity is shown by this name."""

    entity: Words
    name: Words

    def decision(self) -> EntityDecision:
        """Return what it says."""
        return self.decided("rename", entity_a=self.id_of(self.entity), name=self.name)


class DecisionFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    merge: list[Merge] = Field(default_factory=list)
    split: list[Split] = Field(default_factory=list)
    block: list[Block] = Field(default_factory=list)
    rename: list[Rename] = Field(default_factory=list)

    @model_validator(mode="after")
    def _are_decisions(self) -> Self:
        """Refuse what cannot hold together."""
        told: dict[tuple[str, str | None], str] = {}
        for action, number, entry in self.numbered():
            place = f"{action} {number}"
            try:
                made = entry.decision()
            except ValueError as error:
                message = f"{place}: {error}"
                raise ValueError(message) from None
            key = ("rename", made.entity_a) if action == "rename" else ("", made.decision_id)
            if key in told:
                message = f"{place} says what {told[key]} has said, or otherwise; keep one of them"
                raise ValueError(message)
            told[key] = place
        return self

    def numbered(self) -> Iterator[tuple[str, int, Merge | Split | Block | Rename]]:
        """Yield (action, number of its table from 1, what it says)."""
        listed: Mapping[str, Iterable[Merge | Split | Block | Rename]] = {
            "merge": self.merge,
            "split": self.split,
            "block": self.block,
            "rename": self.rename,
        }
        for action, entries in listed.items():
            for number, entry in enumerate(entries, start=1):
                yield action, number, entry


def read(path: Path) -> list[EntityDecision] | None:
    """Return the decisions that the file holds; None where there is no such file.

    Raises:
        DecisionsError: it cannot be read, is no TOML, or says something that cannot be meant.
    """
    if not path.exists() and not path.is_symlink():
        return None
    table = typed_file.table(path, "NEWSDUCK_ENTITIES_FILE", DecisionsError)
    try:
        listed = DecisionFile.model_validate(table)
    except ValidationError as error:
        raise DecisionsError(typed_file.mistakes(path, map(_sentence, error.errors()))) from None
    return [entry.decision() for _, _, entry in listed.numbered()]


_SENTENCES: dict[str, Callable[[ErrorDetails], str]] = {
    "missing": lambda e: f"{e['loc'][-1]} is missing",
    "string_type": lambda e: f"{e['loc'][-1]} must be text in quotes, not {e['input']!r}",
    "string_too_short": lambda e: f"{e['loc'][-1]} is empty",
    "string_too_long": lambda e: f"{e['loc'][-1]} is too long",
    "list_type": lambda e: f"{e['loc'][-1]} must be [[{e['loc'][-1]}]] tables, not {e['input']!r}",
    "model_type": lambda e: f"a decision must be a [[{e['loc'][0]}]] table, not {e['input']!r}",
    "literal_error": lambda e: f"type must be {e['ctx']['expected']}, not {e['input']!r}",
    "datetime_type": lambda e: f"decided_at must be a time such as 2026-11-22T09:30:00Z, not {str(e['input'])!r}",
    "timezone_aware": lambda e: f"decided_at must end in Z or another offset, not {str(e['input'])!r}",
    "value_error": lambda e: str(e["ctx"]["error"]),
}
_MODELS: dict[str, type[BaseModel]] = {"merge": Merge, "split": Split, "block": Block, "rename": Rename}


def _sentence(error: ErrorDetails) -> str:
    loc = error["loc"]
    place = f", {loc[0]} {loc[1] + 1}: " if len(loc) > 1 and isinstance(loc[1], int) else ": "
    if error["type"] == "extra_forbidden":
        return place + typed_file.unknown(str(loc[-1]), _MODELS[str(loc[0])] if len(loc) > 1 else DecisionFile)
    told = _SENTENCES.get(error["type"])
    return place + (told(error) if told else error["msg"])


def as_toml(made: Iterable[EntityDecision], names: Mapping[str, str]) -> str:
    """Return decisions as the file has them, by ids, the names beside them as comments; `read` gives the same again."""
    document = tomlkit.document()
    for line in _HEAD.splitlines():
        document.add(tomlkit.comment(line))
    tables: dict[str, tomlkit.items.AoT] = {}
    for each in made:
        tables.setdefault(each.action, tomlkit.aot()).append(_table(each, names))
    for action, table in tables.items():
        document[action] = table
    return tomlkit.dumps(document)


_KEYS = {
    "merge": {"entity": "entity_a", "into": "entity_b"},
    "split": {"alias": "alias", "of": "entity_a", "becomes": "entity_b"},
    "block": {"alias": "alias", "of": "entity_a"},
    "rename": {"entity": "entity_a", "name": "name"},
}


def _table(decision: EntityDecision, names: Mapping[str, str]) -> tomlkit.items.Table:
    table = tomlkit.table()
    for key, field in (_KEYS[decision.action] | {"reason": "reason"}).items():
        value = getattr(decision, field)
        if value is not None:
            table.add(key, item := tomlkit.item(value))
            if value in names:
                item.comment(re.sub(r"[\x00-\x1f\x7f]", " ", names[value]))
    if decision.decided_at != _UNDATED:
        table.add("decided_at", decision.decided_at)
    return table
