"""The topics there are: those of the taxonomy, and the user's own with the articles that show what they are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime

import duckdb

from extractors import embeddings, taxonomy
from extractors.own_topics import OwnTopic
from flows import topic_file
from flows.models import TAXONOMY
from flows.settings import Settings
from warehouse import articles, database, vocabulary


def check(settings: Settings) -> None:
    """Read the file of topics, so that a mistake in it is told before anything is done.

    Raises:
        TopicsError: it cannot be used, or is not there though a setting names it.
    """
    if topic_file.read(settings.topics_file) is None and "topics_file" in settings.model_fields_set:
        message = f"{settings.topics_file} is not there; NEWSDUCK_TOPICS_FILE names the file of your own topics"
        raise topic_file.TopicsError(message)


def own(
    db: duckdb.DuckDBPyConnection, settings: Settings, say: Callable[[str], None] = lambda _: None
) -> tuple[OwnTopic, ...]:
    """Return the user's own topics; an article that shows one and is not in the warehouse yet is told and left out."""
    entries = topic_file.read(settings.topics_file) or []
    wanted = {
        article_id: name for each in entries for article_id, name in zip(each.article_ids(), each.articles, strict=True)
    }
    texts = {each.article.article_id: embeddings.lead(each.version) for each in articles.readings(db, list(wanted))}
    for name in (name for article_id, name in wanted.items() if article_id not in texts):
        say(f"{settings.topics_file}: the warehouse has no article {name}; it is left out until it has")
    return topic_file.topics(entries, texts)


def published(settings: Settings) -> tuple[OwnTopic, ...]:
    """Return the same by the warehouse that readers see; before there is one, articles of it are left out."""
    check(settings)
    if not settings.published.exists():
        return topic_file.topics(topic_file.read(settings.topics_file) or [], {})
    with closing(database.open_published(settings.published)) as db:
        return own(db, settings)


def save(db: duckdb.DuckDBPyConnection, own: Sequence[OwnTopic], now: datetime) -> None:
    """Save all topics, and the names of the taxonomy's in other languages where these are not there yet."""
    vocabulary.save_topics(db, [*taxonomy.vocabulary(), *taxonomy.retired(), *(each.topic for each in own)], now)
    if not vocabulary.knows(db, TAXONOMY):
        vocabulary.save_labels(db, taxonomy.labels())


def labels(own: Sequence[OwnTopic] = ()) -> dict[str, str]:
    """Return topic_id -> label, of the topics in use."""
    return {topic.topic_id: topic.label for topic in (*taxonomy.vocabulary(), *(each.topic for each in own))}
