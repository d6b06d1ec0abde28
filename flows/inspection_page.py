"""An inspection as people read it on a terminal, and as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractors.dissection import Piece
from extractors.records import ArticleTopic
from flows import topic_list
from flows.inspection import Inspection

_SURFACES = 4  # spellings of an entity that are shown
_LEFT_OUT_CHARS = 80  # of a line that never was part of the article
_LEFT_OUT_LINES = 3  # of these that are shown together
_WIDTH = 160  # where no terminal says how wide it is


def show(found: Inspection) -> None:
    """Print the page's facts, its lines with their fate, and what was derived from its text."""
    width = None if sys.stdout.isatty() else _WIDTH
    console = Console(file=sys.stdout, highlight=False, width=width, soft_wrap=width is not None)
    console.print(_facts(found))
    console.print(Text("\nLines of the page", style="bold"))
    for line in _lines(found):
        console.print(line)
    console.print(Text("\nFound in the text", style="bold"))
    console.print(_derived(found))


def as_json(found: Inspection) -> str:
    """Return the same as one JSON object."""
    head, version = found.reading.article, found.reading.version
    document = {
        "item": found.page.item,
        "bytes": len(found.page.body),
        "content_type": found.page.content_type,
        "article": asdict(head),
        "version": asdict(version) | {"metadata_from": json.loads(version.metadata_from)},
        "lines": [asdict(piece) for piece in found.pieces],
        "mentions": [asdict(mention) for mention in found.enriched.mentions],
        "topics": [
            asdict(topic) | {"label": label, "evidence": json.loads(topic.evidence)} for topic, label in _topics(found)
        ],
        "keyphrases": [phrase.phrase for phrase in found.enriched.keyphrases],
        "story": asdict(found.story) | {"title": found.story_title} if found.story else None,
    }
    return json.dumps(document, ensure_ascii=False, default=str, indent=1)


def _facts(found: Inspection) -> Table:
    head, version = found.reading.article, found.reading.version
    origins = json.loads(version.metadata_from)
    table = Table.grid(padding=(0, 2))
    rows = {
        "came in": f"{found.page.item}, {len(found.page.body):,} bytes, {found.page.content_type or 'type not said'}",
        "title": version.title,
        "authors": ", ".join(version.authors),
        "published": f"{head.published_at:%Y-%m-%d %H:%M} UTC" if head.published_at else "",
        "modified": f"{version.modified_at:%Y-%m-%d %H:%M} UTC" if version.modified_at else "",
        "section": version.section or "",
        "language": f"{version.language or 'unknown'} (the page says {version.language_declared or 'nothing'})",
        "words": f"{head.word_count:,} kept; quality {version.quality:g} {', '.join(version.quality_flags)}",
        "read by": version.extractor,
    }
    from_names = {"published": "published_at", "modified": "modified_at"}
    for name, value in rows.items():
        origin = origins.get(from_names.get(name, name), "")
        table.add_row(
            Text(name, style="dim"), Text(_plain(value)), Text(f"from {origin}" if origin else "", style="dim")
        )
    return table


def _lines(found: Inspection) -> Iterator[Text]:
    for fate, group in groupby(found.pieces, key=lambda piece: piece.fate):
        pieces = list(group)
        if fate == "left_out" and len(pieces) > _LEFT_OUT_LINES:
            yield Text(f"· {len(pieces)} lines, from {_short(pieces[0])!r} to {_short(pieces[-1])!r}", style="dim")
        else:
            yield from map(_line, pieces)
    yield Text("\n  kept   - removed by a rule   · never part of the article", style="dim")


def _line(piece: Piece) -> Text:
    if piece.fate == "kept":
        return Text(f"  {_plain(piece.text)}")
    if piece.fate == "left_out":
        return Text(f"· {_short(piece)}", style="dim")
    mark = f"  [{piece.layer}: {piece.rule}, {piece.score:.2f}]"
    return Text.assemble("- ", (_plain(piece.text), "strike red"), (mark, "yellow"))


def _short(piece: Piece) -> str:
    text = _plain(piece.text)
    return text if len(text) <= _LEFT_OUT_CHARS else f"{text[:_LEFT_OUT_CHARS]}…"


def _derived(found: Inspection) -> Table:
    table = Table.grid(padding=(0, 2))
    for name, described in _entities(found):
        table.add_row(Text("entity", style="dim"), Text(name), Text(described, style="dim"))
    for topic, label in _topics(found):
        of_it = f"{topic.topic_id} {topic.score:.2f}, by {_evidence(topic)}"
        table.add_row(Text("topic", style="dim"), Text(_plain(label)), Text(of_it, style="dim"))
    phrases = ", ".join(_plain(each.phrase) for each in found.enriched.keyphrases)
    table.add_row(Text("phrases", style="dim"), Text(phrases))
    for each in found.enriched.enrichments:
        if each.state != "done":
            table.add_row(Text(each.stage, style="dim"), Text(each.state), Text(each.reason or "", style="dim"))
    if found.story is not None:
        title = _plain(found.story_title) if found.story_title else "none near enough; it would open one"
        table.add_row(Text("story", style="dim"), Text(title), Text(found.story.evidence, style="dim"))
    return table


def _entities(found: Inspection) -> Iterator[tuple[str, str]]:
    for entity in found.enriched.entities:
        of_it = [mention for mention in found.enriched.mentions if mention.entity_id == entity.entity_id]
        surfaces = list(dict.fromkeys(_plain(mention.surface) for mention in of_it))[:_SURFACES]
        yield _plain(entity.name), f"{entity.type}, {len(of_it)} mentions: {', '.join(surfaces)}"


def _topics(found: Inspection) -> list[tuple[ArticleTopic, str]]:
    labels = topic_list.labels(found.own_topics)
    return [(topic, labels[topic.topic_id]) for topic in found.enriched.topics]


def _evidence(topic: ArticleTopic) -> str:
    return "; ".join(f"{each['kind']} \u201c{_plain(each['text'])}\u201d" for each in json.loads(topic.evidence))


def _plain(text: str) -> str:
    """Return the text without control characters, which could command a terminal."""
    return "".join(each if each.isprintable() else " " for each in text)
