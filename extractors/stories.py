"""New articles + the articles of open stories -> which story each joins.

Single-pass clustering of a stream (Allan, Papka and Lavrenko, "On-line new event detection and tracking", 1998): in
order of time, an article joins the nearest story within the window if that is near enough (`extractors.nearness`),
else it opens one. Joined stories are never parted and open ones never merged here.

Languages: articles of two languages share names and little else, and no embedding, so they join only where names make
up much of their terms, as in very short reports; in practice stories are of one language.

The same articles give the same stories in any order. In two runs or in one they do too where the later run has the
later articles and sees all that went before, except near the threshold: term weights are learned from what is at hand.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from extractors.identity import hash_id
from extractors.nearness import NO_STORY, Nearness, Spaces
from extractors.records import Document, Story, StoryArticle

MODEL = "stories-single-pass/1"
WINDOW = timedelta(hours=60)  # two dates apart, whatever the hour; a window of two days is worth 7 points of F1
THRESHOLD = 0.26  # from 0.26 to 0.30 precision and recall are level and F1 is flat


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """The outcome of `assign`: every story touched, as it now stands, and why each new article stands in its own."""

    stories: tuple[Story, ...]
    members: tuple[StoryArticle, ...]


def assign(new: Sequence[Document], known: Sequence[Document], *, now: datetime) -> Assignment:
    """Put each new article into exactly one story; a duplicate into that of its original.

    Args:
        new: the articles to place; what they say about their own `story_id` is not read.
        known: articles that have a story, all of each story that has one within WINDOW of a new article: the counts,
            times and headline of a story are taken from them.
        now: the instant of assignment; a story is closed when its last article is more than WINDOW older.
    """
    board = _Board(new, known)
    members = tuple(board.place(document, now) for document in board.in_turn(new))
    touched = sorted({member.story_id for member in members})
    return Assignment(stories=tuple(board.story(story_id, now) for story_id in touched), members=members)


class _Board:
    """The stories while articles join them; each story and each document has a number here."""

    def __init__(self, new: Sequence[Document], known: Sequence[Document]) -> None:
        fresh = {document.article_id: document for document in new}
        settled = {d.article_id: d for d in known if d.story_id and d.article_id not in fresh}
        self._documents = sorted((settled | fresh).values(), key=_when)
        self._number_of = {document.article_id: number for number, document in enumerate(self._documents)}
        self._stories: dict[str, int] = {}
        self._ids: list[str] = []  # of each story
        self._members: list[list[Document]] = []
        self._story_of: dict[str, int] = {}  # of each article
        self._first, self._last = np.full((2, len(self._documents)), np.nan)  # of each story, in seconds
        for document in self._documents:
            if document.article_id in settled:
                self._enter(document, str(document.story_id))
        counted = [
            NO_STORY if self._is_copy(d) else self._story_of.get(d.article_id, NO_STORY) for d in self._documents
        ]
        self._spaces = Spaces(self._documents, np.array(counted, np.int64))

    def in_turn(self, new: Sequence[Document]) -> list[Document]:
        """Return articles, each once, in order of time, duplicates last: by then their originals have a story."""
        once = {document.article_id: document for document in new}.values()
        return sorted(once, key=lambda document: (self._is_copy(document), *_when(document)))

    def place(self, document: Document, now: datetime) -> StoryArticle:
        """Let an article join a story, or open one."""
        own_id = hash_id("story", document.article_id)
        nearness = self._spaces.nearness(self._number_of[document.article_id])
        story = self._settled(document, own_id)
        candidate = self._nearest(document, nearness) if story is None else story
        if story is None and candidate is not None and nearness.scores[candidate] >= THRESHOLD:
            story = candidate
        evidence = {} if candidate is None else self._spaces.evidence(nearness, candidate)
        story_id = own_id if story is None else self._ids[story]
        self._enter(document, story_id)
        if not self._is_copy(document):
            self._spaces.join(nearness, self._stories[story_id])
        return StoryArticle(
            story_id=story_id,
            article_id=document.article_id,
            score=0.0 if candidate is None else float(np.clip(nearness.scores[candidate], 0, 1)),
            method="opened" if story_id == own_id else "joined",
            evidence=json.dumps(evidence, sort_keys=True, ensure_ascii=False),
            assigned_at=now,
        )

    def story(self, story_id: str, now: datetime) -> Story:
        """Return a story as it stands now."""
        members = self._members[self._stories[story_id]]
        first, last = (f(member.published_at for member in members) for f in (min, max))
        lead = self._lead(members)
        return Story(
            story_id=story_id,
            title=lead.title,
            state="open" if now - last <= WINDOW else "closed",
            first_published_at=first,
            last_published_at=last,
            article_count=len(members),
            source_count=len({member.source_id for member in members}),
            lead_article_id=lead.article_id,
            merged_into=None,
        )

    def _enter(self, document: Document, story_id: str) -> None:
        if story_id not in self._stories:
            self._stories[story_id] = len(self._ids)
            self._ids.append(story_id)
            self._members.append([])
        story = self._story_of[document.article_id] = self._stories[story_id]
        self._members[story].append(document)
        at = document.published_at.timestamp()
        self._first[story] = np.fmin(self._first[story], at)
        self._last[story] = np.fmax(self._last[story], at)

    def _is_copy(self, document: Document) -> bool:
        return document.duplicate_of in self._number_of

    def _settled(self, document: Document, own_id: str) -> int | None:
        """Return the story that an article belongs to whatever its nearness: its original's, or one that it opened."""
        if document.duplicate_of in self._story_of:
            return self._story_of[document.duplicate_of]
        return self._stories.get(own_id)

    def _nearest(self, document: Document, nearness: Nearness) -> int | None:
        at, reach = document.published_at.timestamp(), WINDOW.total_seconds()
        open_then = np.flatnonzero((self._first - reach <= at) & (at <= self._last + reach))
        return int(open_then[np.argmax(nearness.scores[open_then])]) if open_then.size else None

    def _lead(self, members: Sequence[Document]) -> Document:
        """Return the most central of the originals, of those with a headline where there are any."""
        originals = [member for member in members if not self._is_copy(member)] or members
        titled = [member for member in originals if member.title] or originals
        in_time = sorted(self._number_of[member.article_id] for member in titled)
        return self._documents[self._spaces.most_central(in_time)]


def _when(document: Document) -> tuple[datetime, str]:
    return document.published_at, document.article_id
