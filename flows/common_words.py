"""Which words are common in the news these days, by language: what keyphrases are weighed by."""

from __future__ import annotations

from contextlib import closing

import duckdb

from extractors.keyphrases import COMMON, Window
from flows.settings import Settings
from warehouse import database, frequencies


def windows(db: duckdb.DuckDBPyConnection) -> dict[str, Window]:
    """Return language -> which words are common in the latest articles of a warehouse."""
    common = frequencies.common_terms(db, COMMON)
    return {language: Window(articles, counts) for language, (articles, counts) in common.items()}


def published(settings: Settings) -> dict[str, Window]:
    """Return the same of the warehouse that readers see; nothing before there is one."""
    if not settings.published.exists():
        return {}
    with closing(database.open_published(settings.published)) as db:
        return windows(db)
