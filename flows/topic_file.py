"""topics.toml -> topics of the user's own: a description, keywords, examples, articles of the warehouse.

A person types this file, so every mistake in it is told in one sentence that names the file, the topic and the key.
Errors: `TopicsError`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import ErrorDetails

from extractors import own_topics, taxonomy, urls
from extractors.own_topics import OwnTopic
from extractors.records import Topic
from flows import typed_file

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_DEEPEST = 6  # level of the taxonomy
_SENTENCES = {
    "missing": "{key} is missing",
    "model_type": "a topic must be a [[topics]] table, not {given!r}",
    "string_type": "{key} must be text in quotes, not {given!r}",
    "string_too_short": "{key} is empty",
    "string_pattern_mismatch": "id must consist of small letters, digits and hyphens, not {given!r}",
    "list_type": '{key} must be a list, as in ["…", "…"], not {given!r}',
    "float_type": "{key} must be a number from 0 to 1, not {given!r}",
    "finite_number": "{key} must be a number from 0 to 1, not {given!r}",
    "greater_than_equal": "{key} must be a number from 0 to 1, not {given!r}",
    "less_than_equal": "{key} must be a number from 0 to 1, not {given!r}",
}


class TopicsError(ValueError):
    """The file of topics cannot be used; the message tells every mistake in it."""


class Entry(BaseModel):
    """One [[topics]] table, as a person types it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    label: Words
    description: Words | None = None
    keywords: list[Words] = Field(default_factory=list)
    examples: list[Words] = Field(default_factory=list)  # texts
    articles: list[Words] = Field(default_factory=list)  # ids or addresses of articles in the warehouse
    parent: Words | None = None
    threshold: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.5

    @property
    def topic_id(self) -> str:
        """The id under which it stands in the warehouse."""
        return own_topics.PREFIX + self.id

    def article_ids(self) -> list[str]:
        """Return the ids of the articles that show what it is about."""
        return [urls.article_id(urls.canonical(each)) if urls.is_web(each) else each for each in self.articles]

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.description or self.keywords or self.examples or self.articles):
            message = "give a description, keywords, examples or articles"
            raise ValueError(message)
        return self


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    topics: list[Entry] = Field(default_factory=list)


def read(path: Path) -> list[Entry] | None:
    """Return the topics of a file; None where there is no such file.

    Raises:
        TopicsError: it cannot be read, is no TOML, or says something that cannot be meant.
    """
    if not path.exists() and not path.is_symlink():
        return None
    said = typed_file.table(path, "NEWSDUCK_TOPICS_FILE", TopicsError)
    try:
        entries = _File.model_validate(said).topics
    except ValidationError as error:
        raise TopicsError(typed_file.mistakes(path, (_sentence(each, said) for each in error.errors()))) from None
    if problems := [*_repeated(entries), *_orphans(entries)]:
        raise TopicsError(typed_file.mistakes(path, (f", {problem}" for problem in problems)))
    return entries


def topics(entries: Sequence[Entry], texts: Mapping[str, str]) -> tuple[OwnTopic, ...]:
    """Return the topics that entries describe; `texts` are those of articles, by id. Parents come first."""
    levels = _levels(entries)
    return tuple(
        _topic(entry, levels[entry.topic_id], texts) for entry in sorted(entries, key=lambda e: _key(e, levels))
    )


def _key(entry: Entry, levels: Mapping[str, int]) -> tuple[int, str]:
    return levels[entry.topic_id], entry.id


def _topic(entry: Entry, level: int, texts: Mapping[str, str]) -> OwnTopic:
    described = [f"{entry.label}: {entry.description}"] if entry.description else []
    shown = [texts[article_id] for article_id in entry.article_ids() if article_id in texts]
    topic = Topic(
        topic_id=entry.topic_id,
        label=entry.label,
        parent_id=_parent_id(entry),
        level=level,
        definition=entry.description or ", ".join(entry.keywords) or entry.label,
    )
    return OwnTopic(
        topic=topic,
        texts=(*described, *entry.examples, *shown),
        keywords=tuple(entry.keywords),
        threshold=entry.threshold,
    )


def _parent_id(entry: Entry) -> str | None:
    if entry.parent is None or entry.parent.startswith("medtop:"):
        return entry.parent
    return own_topics.PREFIX + entry.parent.removeprefix(own_topics.PREFIX)


def _levels(entries: Sequence[Entry]) -> dict[str, int]:
    """Return the level of each topic that hangs on the taxonomy or on none, by id; those in a circle are left out."""
    levels = {topic.topic_id: topic.level for topic in taxonomy.vocabulary()}
    waiting = list(entries)
    while ready := [each for each in waiting if _parent_id(each) is None or _parent_id(each) in levels]:
        levels |= {each.topic_id: levels.get(_parent_id(each) or "", 0) + 1 for each in ready}
        waiting = [each for each in waiting if each not in ready]
    return levels


def _repeated(entries: Sequence[Entry]) -> Iterator[str]:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            yield f"topic {entry.id!r}: two topics have this id"
        seen.add(entry.id)


def _orphans(entries: Sequence[Entry]) -> Iterator[str]:
    levels = _levels(entries)
    for entry in entries:
        if entry.topic_id not in levels:
            yield (
                f"topic {entry.id!r}: parent {entry.parent!r} is neither a topic of this file that stands by itself"
                " nor one of IPTC Media Topics in use, such as medtop:11000000"
            )


def _sentence(error: ErrorDetails, said: Mapping[str, object]) -> str:
    where = _place(error["loc"], said)
    key = next((part for part in reversed(error["loc"]) if isinstance(part, str)), "topics")
    if error["type"] == "extra_forbidden":
        return where + typed_file.unknown(key, Entry if len(error["loc"]) > 1 else _File)
    if error["type"] == "value_error":
        return where + str(error["ctx"]["error"])
    sentence = _SENTENCES.get(error["type"], "{key}: {message}")
    return where + sentence.format(key=key, given=error["input"], message=error["msg"])


def _place(loc: tuple[int | str, ...], said: Mapping[str, object]) -> str:
    if len(loc) < 2 or not isinstance(loc[1], int):  # noqa: PLR2004  ("topics", number of the entry, key)
        return ": "
    entries = said["topics"]
    entry = entries[loc[1]] if isinstance(entries, list) else None
    name = entry.get("id") if isinstance(entry, dict) else None
    return f", topic {name!r}: " if isinstance(name, str) else f", entry {loc[1] + 1}: "
