"""`newsduck inspect`: one page through every stage, stored nowhere.

The page is read in a process of its own with the budget of any page, so a hostile one harms nobody.
"""

from __future__ import annotations

import asyncio
from array import array
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from extractors import article, dissection, stories, urls
from extractors.dissection import Piece
from extractors.keyphrases import Window
from extractors.own_topics import OwnTopic
from extractors.records import Document, Page, Reading, Rejection, StoryArticle
from flows import common_words, enrich, files, finders, frontier, ingest, runs, topic_list
from flows.cluster import REACH
from flows.enrich import Enriched
from flows.errors import NothingFound, WrongUse
from flows.fetch import Client
from flows.settings import Settings
from flows.workers import Budget, Job, Killed, Workers
from warehouse import database, documents

_IN_STORIES = {"person", "organization", "place", "event"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A page and all that came of it."""

    own_topics: tuple[OwnTopic, ...]
    page: Page
    reading: Reading
    pieces: tuple[Piece, ...]
    enriched: Enriched
    story: StoryArticle | None = None  # where it would stand; None where no warehouse is there to compare it with
    story_title: str | None = None  # None: it would open a story of its own


def inspect(settings: Settings, place: str) -> Inspection:
    """Return what becomes of the page at an address or in a file (its first record).

    Raises:
        WrongUse: neither an address nor a file that could be loaded.
        NothingFound: it cannot be had, or is no article; the message says why.
    """
    page = _fetched(settings, place) if urls.is_web(place) else _loaded(settings, place)
    choice, own = finders.chosen(settings), topic_list.published(settings)
    budget = Budget(cpu_seconds=settings.page_cpu_seconds, memory_mb=settings.page_memory_mb)
    with Workers(1, budget, preload="flows.enrich") as pool:
        job = Job(
            partial(_through, choice=choice, own=own, windows=common_words.published(settings)),
            enrich.WarmUp(choice, own),
        )
        ((_, found),) = pool.map(job, [page])
    if isinstance(found, Rejection):
        message = f"{place} is no article: {found.outcome} ({found.reason})"
        raise NothingFound(message)
    if isinstance(found, Killed):
        message = f"{place} could not be read: {found.reason}"
        raise NothingFound(message)
    return _with_story(settings, found)


def _through(
    page: Page, choice: finders.Choice, own: tuple[OwnTopic, ...], windows: Mapping[str, Window]
) -> Inspection | Rejection:
    reading = article.read(page)
    if isinstance(reading, Rejection):
        return reading
    return Inspection(
        own_topics=own,
        page=page,
        reading=reading,
        pieces=dissection.pieces(page, reading),
        enriched=enrich.enrich(reading.version, choice=choice, own=own, windows=windows),
    )


def _loaded(settings: Settings, place: str) -> Page:
    if Path(place).is_dir():
        message = f"{place} is a folder; name one file in it"
        raise WrongUse(message)
    first = next(iter(files.pages([place], now=runs.now(), limit_bytes=settings.page_bytes)), None)
    if isinstance(first, Page):
        return first
    message = f"{place} holds no page" + (f": {first.reason}" if first else "")
    raise NothingFound(message)


def _fetched(settings: Settings, address: str) -> Page:
    async def ask() -> object:
        async with Client(frontier.limits(settings), "inspect") as client:
            link = frontier.link(urls.canonical(address), address, urls.domain(address) or "web", runs.now())
            async for each in ingest.fetch(client, [link], "inspect"):
                return each
        message = f"{address} gave nothing"  # fetch gives something for each link
        raise AssertionError(message)

    found = asyncio.run(ask())
    if isinstance(found, Page):
        return found
    message = f"{address} cannot be had: {getattr(found, 'outcome', '')} ({getattr(found, 'reason', '')})"
    raise NothingFound(message)


def _with_story(settings: Settings, found: Inspection) -> Inspection:
    if not settings.published.exists() or not found.enriched.features:
        return found
    document = _document(found)
    at = document.published_at
    with closing(database.open_published(settings.published)) as db:
        known = [each for each in documents.window(db, at, at, REACH) if each.article_id != document.article_id]
    assignment = stories.assign([document], known, now=runs.now())
    (member,) = (each for each in assignment.members if each.article_id == document.article_id)
    titles = {each.story_id: each.title for each in assignment.stories}
    is_joined = any(each.story_id == member.story_id for each in known)
    return replace(found, story=member, story_title=titles[member.story_id] if is_joined else None)


def _document(found: Inspection) -> Document:
    head, version, made = found.reading.article, found.reading.version, found.enriched.features[0]
    named = Counter(
        mention.entity_id
        for mention in found.enriched.mentions
        if mention.entity_id is not None and mention.type in _IN_STORIES
    )
    return Document(
        article_id=head.article_id,
        source_id=head.source_id,
        family_id=None,
        is_wire=False,
        title=version.title,
        text_sha256=version.text_sha256,
        word_count=head.word_count,
        published_at=head.published_at or head.first_seen_at,
        is_dated=head.published_at is not None,
        first_seen_at=head.first_seen_at,
        language=made.language,
        agency=made.agency,
        terms=made.terms,
        counts=array("I", made.counts),
        embedding=array("f", made.embedding),
        signature=array("I", made.signature),
        entity_ids=tuple(entity_id for entity_id, _ in sorted(named.items(), key=lambda each: (-each[1], each[0]))),
        duplicate_of=None,
        story_id=None,
    )
