"""Documents for tests, of what a test is about and nothing else."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from extractors import features, stop_words, words
from extractors.records import Document
from tests.extractors.versions import version

stop_words.of("en")  # imports spaCy, which uses `random`: not inside a strategy of hypothesis
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def document(  # noqa: PLR0913  a document has many sides, and a test names the one that it is about
    article_id: str,
    text: str,
    *,
    title: str = "",
    hours: float = 0,
    source: str = "courier",
    family: str | None = None,
    is_wire: bool = False,
    is_dated: bool = True,
    entity_ids: Sequence[str] = (),
    embedding: Sequence[float] = (),
    duplicate_of: str | None = None,
    story_id: str | None = None,
    language: str = "en",
) -> Document:
    """Return a document published some hours after noon."""
    made = features.of(replace(version(title, text, language), article_id=article_id), embedding)
    published_at = NOON + timedelta(hours=hours)
    return Document(
        article_id=article_id,
        source_id=source,
        family_id=family,
        is_wire=is_wire,
        title=title,
        text_sha256=sha256(text.encode()).hexdigest(),
        word_count=words.count(text),
        published_at=published_at,
        is_dated=is_dated,
        first_seen_at=published_at,
        language=language,
        agency=made.agency,
        terms=made.terms,
        counts=array("I", made.counts),
        embedding=array("f", made.embedding),
        signature=array("I", made.signature),
        entity_ids=tuple(entity_ids),
        duplicate_of=duplicate_of,
        story_id=story_id,
    )
