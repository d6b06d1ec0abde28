"""IPTC Media Topics: the concepts, their names in thirteen languages, and texts that show what each is about.

The vocabulary is © IPTC, CC BY 4.0. The examples are ours: two or more short texts for each concept of level 2, in the
manner of news. A concept's definition and its examples are what articles are compared with (`extractors.topics`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import NamedTuple

from extractors.records import Topic, TopicLabel

RELEASE = "mediatopics/2025-03-31"


class Description(NamedTuple):
    """A text that shows what a concept is about."""

    concept: int  # its place in the vocabulary
    kind: str  # definition, example
    text: str


@cache
def vocabulary() -> tuple[Topic, ...]:
    """Return the 1,085 active concepts of all levels, depth first."""
    return tuple(topic for topic in _concepts() if topic.retired_at is None)


@cache
def retired() -> tuple[Topic, ...]:
    """Return the 302 concepts that are in use no more: none is assigned, but older rows elsewhere may name one."""
    return tuple(topic for topic in _concepts() if topic.retired_at is not None)


def labels() -> tuple[TopicLabel, ...]:
    """Return the names of all concepts in all languages, the retired ones too."""
    head, *rows = _lines("topic_labels.tsv")
    languages = head.split("\t")[1:]
    named = (row.split("\t") for row in rows)
    return tuple(
        TopicLabel(topic_id=topic_id, language=language, label=label)
        for topic_id, *names in named
        for language, label in zip(languages, names, strict=True)
        if label
    )


@cache
def lineages() -> tuple[tuple[int, ...], ...]:
    """Return for each concept of the vocabulary its own place in it, then its ancestors'."""
    known: dict[str, tuple[int, ...]] = {}
    for i, topic in enumerate(vocabulary()):  # depth first: a parent comes before its children
        known[topic.topic_id] = (i, *(known[topic.parent_id] if topic.parent_id else ()))
    return tuple(known.values())


@cache
def descriptions() -> tuple[Description, ...]:
    """Return the definition of each concept ("label: definition"), in order of the vocabulary, then the examples."""
    defined = [Description(i, "definition", f"{t.label}: {t.definition}") for i, t in enumerate(vocabulary())]
    places = {topic.topic_id: i for i, topic in enumerate(vocabulary())}
    pairs = (line.split("\t") for line in _lines("topic_examples.tsv"))
    return (*defined, *(Description(places[topic_id], "example", text) for topic_id, text in pairs))


@cache
def _concepts() -> tuple[Topic, ...]:
    return tuple(_topic(*line.split("\t")) for line in _lines("topics.tsv"))


def _topic(topic_id: str, level: str, parent_id: str, retired_on: str, label: str, definition: str) -> Topic:  # noqa: PLR0913, PLR0917  columns
    retired_at = datetime.fromisoformat(retired_on).replace(tzinfo=UTC) if retired_on else None
    return Topic(
        topic_id=topic_id,
        label=label,
        parent_id=parent_id or None,
        level=int(level),
        definition=definition,
        retired_at=retired_at,
    )


def _lines(name: str) -> Iterator[str]:
    text = resources.files("extractors.data").joinpath(name).read_text("utf-8")
    return (line for line in text.splitlines() if not line.startswith("#"))
