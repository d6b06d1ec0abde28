"""Duplicates and stories: the articles no run has judged yet, against those of the window.

Copies are looked for among articles of any age. One that comes long after its original stands in a story of its own
days, if only alone: a reprint is no news of the old event, whose times, pace and state would be wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import duckdb

from extractors import duplicates, stories
from extractors.records import Document, Duplicate
from flows.locking import writing
from flows.runs import CurrentRun, Tally, now
from warehouse import documents, story_counts
from warehouse import stories as story_rows

REACH = documents.Reach(near=stories.WINDOW, around=stories.AROUND, members=stories.MEMBERS)
AT_ONCE = 2_000  # look-alikes are compared in 6 CPU s and 550 MB, twice as many in four times as much


def cluster(run: CurrentRun) -> Tally:
    """Find which new articles repeat others and which story each belongs to, and save both."""
    touched = 0
    with writing(run.settings) as db:
        story_rows.dissolve(db, story_counts.redated(db))
        new = documents.unassigned(db)
        for article_ids in _periods(new):
            period = documents.of(db, article_ids)
            known = documents.window(db, period[0].published_at, period[-1].published_at, REACH)
            repeats = _repeats(db, period, known)
            assignment = stories.assign(_marked(period, repeats), _marked(known, repeats), now=now())
            story_rows.save(db, assignment.stories, assignment.members, repeats)
            touched += len(assignment.stories)
        story_counts.recount(db)
        story_rows.close(db, now() - stories.WINDOW)
    return Tally(len(new), touched)


def _repeats(
    db: duckdb.DuckDBPyConnection, period: Sequence[Document], known: Sequence[Document]
) -> tuple[Duplicate, ...]:
    """Tell what repeats what, in the window and in all that was ever stored.

    Where what has copies turns out to be a copy, these have another original too, however far away they are.
    """
    new = [each.article_id for each in period]
    before = [*known, *documents.alike(db, new, [each.article_id for each in known])]
    repeats = duplicates.find(period, before)
    moved = {each.article_id for each in repeats}.difference(new)
    return duplicates.find(period, [*before, *documents.copies(db, moved)]) if moved else repeats


def _periods(new: Sequence[tuple[str, datetime]]) -> Iterator[list[str]]:
    """Part articles, oldest first, at gaps over two windows: what lies farther apart can share no story.

    So an archive of ten years with one article of today compares neither with all that lies between. And no more at
    once than a run may hold, were they all of one story.
    """
    period: list[str] = []
    before = None
    for article_id, dated_at in new:
        is_far = before is not None and dated_at - before > 2 * stories.WINDOW
        if period and (is_far or len(period) == AT_ONCE):
            yield period
            period = []
        period.append(article_id)
        before = dated_at
    if period:
        yield period


def _marked(documents: Sequence[Document], repeats: Sequence[Duplicate]) -> list[Document]:
    """Return the documents with what each repeats, so that a copy joins the story of its original."""
    original = {each.article_id: each.duplicate_of for each in repeats}
    return [replace(each, duplicate_of=original.get(each.article_id, each.duplicate_of)) for each in documents]
