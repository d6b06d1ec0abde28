"""New articles + the articles of open stories -> which story each joins.

Average-link agglomeration (`extractors.agglomeration`) of the new articles and of the stories that they are near to,
the nearest first, so the order of arrival does not matter. Nearness is relative (`extractors.nearness`), and a story
may be silent for no longer than the window. Stories near to new articles are grouped afresh, since what came first
seldom tells how near the articles of an event are: an article between two stories may make one of them, and a story
that turns out to be two is parted. The issues of a series (`extractors.series`) stand alone: a weather report or a
newsletter tells of many things, or of nothing that began. A story keeps its id where the article is that opened it; of
merged ones the older id survives, and the other says where it went.

Languages: articles of two languages share names and little else, and no embedding, so they join only where names make
up much of their terms, as in very short reports; in practice stories are of one language.

Many runs give the stories of one to 0.01 of B-cubed F1, whether they come daily, hourly or with what was late.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from extractors import series
from extractors.agglomeration import Groups
from extractors.identity import hash_id
from extractors.nearness import Nearness
from extractors.records import Document, Story, StoryArticle

MODEL = "stories-average-link/3"
WINDOW = timedelta(hours=60)  # two dates apart, whatever the hour; a window of two days is worth 7 points of F1
AROUND = 3 * WINDOW  # of new articles, in which a story near to them is grouped afresh; with 1 F1 loses 0.02
MEMBERS = 200  # of a story that new articles are compared with, the nearest in time: a story may go on without end
_AS_LONG = 4  # times as long as its copy an original is at most, or the copy is placed by its own text
THRESHOLD = 0.57  # of the nearness to one's nearest; B-cubed F1 is within 0.01 from 0.54 to 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """The outcome of `assign`: every story touched, as it now stands, and why each article stands in its own.

    `members` holds the new articles, and the known ones that stand in another story now; `stories` the merged ones too.
    Counts and times are of the articles given; what was not goes with its story, and a copy with its original.
    """

    stories: tuple[Story, ...]
    members: tuple[StoryArticle, ...]


def assign(new: Sequence[Document], known: Sequence[Document], *, now: datetime) -> Assignment:
    """Put each new article into exactly one story; a duplicate into that of its original.

    Args:
        new: the articles to place; what they say about their own `story_id` is not read.
        known: articles that have a story: of each story that has one within WINDOW of a new article the first one
            and those within AROUND, or the MEMBERS nearest to the new ones.
        now: the instant of assignment; a story is closed when its last article is more than WINDOW older.
    """
    board = _Board(new, known)
    board.settle()
    members = tuple(board.member(number, now) for number in board.placed())
    stories = (*(board.story(story_id, now) for story_id in board.touched()), *board.merged(now))
    return Assignment(stories=stories, members=members)


class _Board:
    """The articles and their stories; each article has a number here, in order of time."""

    def __init__(self, new: Sequence[Document], known: Sequence[Document]) -> None:
        fresh = {document.article_id: document for document in new}
        settled = {d.article_id: d for d in known if d.story_id and d.article_id not in fresh}
        self._documents = sorted(
            (settled | fresh).values(), key=lambda document: (document.published_at, document.article_id)
        )
        self._number_of = {document.article_id: number for number, document in enumerate(self._documents)}
        self._fresh = sorted(self._number_of[article_id] for article_id in fresh)
        self._was = {n: str(d.story_id) for n, d in enumerate(self._documents) if d.article_id in settled}
        self._first_copy_of = {d.duplicate_of: n for n, d in reversed([*enumerate(self._documents)])}
        self._original_of = self._originals()
        self._founder: dict[str, int] = {}  # of each known story
        for number, story_id in self._was.items():
            self._founder.setdefault(story_id, number)
        self._story_of = self._given() | self._was
        self._merged: dict[str, str] = {}
        self._members: dict[str, list[int]] = {}
        issues = series.issues(self._documents)
        counted = [n not in self._original_of and issue is None for n, issue in enumerate(issues)]
        self._nearness = Nearness(self._documents, counted)

    def settle(self) -> None:
        """Group what is in play, the nearest first, and name the groups; all else follows."""
        in_play = self._in_play()
        groups = Groups({number: self._documents[number].published_at.timestamp() for number in in_play})
        groups.join(self._nearness.pairs(in_play), threshold=THRESHOLD, reach=WINDOW.total_seconds())
        self._name(groups.members())
        for number, story_id in self._story_of.items():
            self._story_of[number] = self._merged.get(story_id, story_id)
        for copy, original in self._original_of.items():
            self._story_of[copy] = self._story_of[original]
        for number in range(len(self._documents)):
            self._members.setdefault(self._story_of[number], []).append(number)

    def placed(self) -> list[int]:
        """Return the new articles, and the known ones that stand in another story now; copies last."""
        moved = [number for number, story_id in self._was.items() if story_id != self._story_of[number]]
        return sorted((*self._fresh, *moved), key=lambda number: (number in self._original_of, number))

    def touched(self) -> list[str]:
        """Return the stories that have other articles now, without those that were merged into others."""
        placed = self.placed()
        were = {self._was[number] for number in placed if number in self._was}
        return sorted((were | {self._story_of[number] for number in placed}) & self._members.keys())

    def member(self, number: int, now: datetime) -> StoryArticle:
        """Return why an article stands in its story."""
        article_id, story_id = self._documents[number].article_id, self._story_of[number]
        score, evidence = self._grounds(number)
        return StoryArticle(
            story_id=story_id,
            article_id=article_id,
            score=score,
            method=self._method(number),
            evidence=json.dumps(evidence, sort_keys=True, ensure_ascii=False),
            assigned_at=now,
        )

    def story(self, story_id: str, now: datetime) -> Story:
        """Return a story as it stands now."""
        return self._story(story_id, self._members[story_id], now)

    def merged(self, now: datetime) -> list[Story]:
        """Return the stories that were merged into others, as they were."""
        found = []
        for story_id, into in sorted(self._merged.items()):
            members = [number for number, was in self._was.items() if was == story_id]
            found.append(replace(self._story(story_id, members, now), state="closed", merged_into=into))
        return found

    def _method(self, number: int) -> str:
        if number in self._was:
            return "merged" if self._was[number] in self._merged else "moved"
        return "opened" if self._story_of[number] == self._own_id(number) else "joined"

    def _own_id(self, number: int) -> str:
        return hash_id("story", self._documents[number].article_id)

    def _story(self, story_id: str, numbers: Sequence[int], now: datetime) -> Story:
        members = [self._documents[number] for number in numbers]
        first, last = members[0].published_at, members[-1].published_at
        lead = self._lead(numbers)
        return Story(
            story_id=story_id,
            title=lead.title,
            state="open" if now - last <= WINDOW else "closed",
            first_published_at=first,
            last_published_at=last,
            article_count=len(members),
            source_count=len({member.source_id for member in members}),
            text_count=len({member.duplicate_of or member.article_id for member in members}),
            family_count=len({member.family_id or member.source_id for member in members}),
            split_from=self._split_from(story_id, numbers),
            lead_article_id=lead.article_id,
            merged_into=None,
        )

    def _split_from(self, story_id: str, numbers: Sequence[int]) -> str | None:
        """Return the story that a new one was parted from: that of the article that it is named after."""
        was = self._was.get(numbers[0], story_id)
        return was if story_id not in self._founder and was not in self._merged and was != story_id else None

    def _originals(self) -> dict[int, int]:
        """Return what each copy goes with: its original or, where that is out of sight, the first of its copies."""
        number_of = {n: self._original(d) for n, d in enumerate(self._documents)}
        return {n: of for n, of in number_of.items() if of is not None and number_of[of] is None}

    def _original(self, copy: Document) -> int | None:
        if copy.duplicate_of is None:
            return None
        original = self._number_of.get(copy.duplicate_of, self._first_copy_of[copy.duplicate_of])
        if self._documents[original] is copy:
            return None
        shorter, longer = sorted((copy.word_count, self._documents[original].word_count))
        return original if longer <= _AS_LONG * shorter else None

    def _given(self) -> dict[int, str]:
        """Return the stories that new articles bring along: one that it opened, or that of a known copy of it."""
        of_copies = {original: self._was[n] for n, original in self._original_of.items() if n in self._was}
        own = {number: self._own_id(number) for number in self._fresh}
        return of_copies | {number: story_id for number, story_id in own.items() if story_id in self._founder}

    def _in_play(self) -> list[int]:
        """Return the originals to group: the new ones, and those of stories that a new one is near to, within reach."""
        new = [number for number in self._fresh if number not in self._original_of]
        touched = {self._story_of[number] for number in new if number in self._story_of}
        for number in new:
            touched |= {self._was[other] for other, _ in self._nearness.of(number).pairs() if other in self._was}
        since, until = (self._documents[number].published_at for number in (new[0], new[-1])) if new else (None, None)
        return [
            number
            for number, document in enumerate(self._documents)
            if number not in self._original_of
            and since is not None
            and until is not None
            and (
                number not in self._was
                or (self._was[number] in touched and since - AROUND <= document.published_at <= until + AROUND)
            )
        ]

    def _name(self, groups: Sequence[Sequence[int]]) -> None:
        """Give each group the id of the oldest story that goes on in it, or a new one made from its first article.

        A story goes on where the article is that opened it, else where most of its articles are.
        """
        going_on = self._going_on(groups)
        for place, members in enumerate(groups):
            known = [story_id for story_id, on in going_on.items() if on == place]
            story_id = min(known, key=self._founder.__getitem__, default=self._own_id(members[0]))
            self._merged |= {each: story_id for each in known if each != story_id}
            self._story_of |= dict.fromkeys(members, story_id)

    def _going_on(self, groups: Sequence[Sequence[int]]) -> dict[str, int]:
        """Return, for each story that has articles in the groups, in which of them it goes on."""
        held: dict[str, Counter[int]] = {}
        for place, members in enumerate(groups):
            for number in members:
                if number in self._story_of:
                    held.setdefault(self._story_of[number], Counter())[place] += 1
        opened = {self._own_id(number): place for place, members in enumerate(groups) for number in members}
        return {story_id: opened.get(story_id, places.most_common(1)[0][0]) for story_id, places in held.items()}

    def _grounds(self, number: int) -> tuple[float, dict[str, object]]:
        """Return how near an article is to its story, or where it is alone to the nearest, and what they share."""
        if number in self._original_of:  # a copy goes with it, whatever is near
            return 1.0, {"copy_of": self._documents[self._original_of[number]].article_id}
        story = [n for n in self._members[self._story_of[number]] if n != number]
        nearest = self._nearness.nearest(number, set(story) if story else range(len(self._documents)))
        if nearest is None:
            return 0.0, {}
        story = story or self._members[self._story_of[nearest]]
        score = self._nearness.mean(number, [n for n in story if n not in self._original_of])
        evidence = {"nearest": self._documents[nearest].article_id, **self._nearness.evidence(number, nearest)}
        return min(1.0, round(score, 4)), evidence

    def _lead(self, numbers: Sequence[int]) -> Document:
        """Return the most central of the originals, of those with a headline where there are any."""
        originals = [number for number in numbers if number not in self._original_of] or numbers
        titled = [number for number in originals if self._documents[number].title] or originals
        return self._documents[self._nearness.most_central(titled)]
