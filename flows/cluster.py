"""Duplicates and stories: the articles no run has judged yet, against those of the window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors import duplicates, stories
from extractors.records import Document, Duplicate
from flows.locking import writing
from flows.runs import CurrentRun, Tally, now
from warehouse import stories as story_rows


def cluster(run: CurrentRun) -> Tally:
    """Find which new articles repeat others and which story each belongs to, and save both."""
    with writing(run.settings) as db:
        new = story_rows.unassigned(db)
        if not new:
            return Tally(0, 0)
        known = story_rows.window(db, min(each.published_at for each in new) - stories.WINDOW)
        repeats = duplicates.find(new, known)
        assignment = stories.assign(_marked(new, repeats), known, now=now())
        story_rows.save(db, assignment.stories, assignment.members, repeats)
    return Tally(len(new), len(assignment.stories))


def _marked(new: Sequence[Document], repeats: Sequence[Duplicate]) -> list[Document]:
    """Return the new documents with what each repeats, so that a copy joins the story of its original."""
    original = {each.article_id: each.duplicate_of for each in repeats}
    return [replace(each, duplicate_of=original.get(each.article_id, each.duplicate_of)) for each in new]
