"""Boilerplate that is known by its place among other blocks or by what is known of the article, not by words alone."""

from __future__ import annotations

from collections.abc import Sequence

from extractors import words
from extractors.boilerplate_rules import Line


def repeats_title(lines: Sequence[Line], title: str | None) -> dict[int, str]:
    """Find the title said again at the head: index -> rule."""
    wanted = words.normalised(title or "")
    return {line.index: "title_repeated" for line in lines[:6] if wanted and line.norm == wanted}


def contents(lines: Sequence[Line]) -> dict[int, str]:
    """Find lists of sub-headings: runs of list items most of which stand again as lines of their own."""
    found: dict[int, str] = {}
    others = {line.norm for line in lines if line.block.kind != "list_item"}
    for start, end in _list_runs(lines):
        run = lines[start:end]
        again = sum(line.norm in others for line in run)
        if again >= 2 and again >= 0.75 * len(run):  # noqa: PLR2004  one repeated line may be chance
            label = start - 1 if start and not lines[start - 1].is_prose and lines[start - 1].words <= 5 else start  # noqa: PLR2004  a label is short
            found |= {line.index: "contents" for line in lines[label:end]}
    return found


def _list_runs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    runs, start = [], None
    for position, line in enumerate(lines):
        if line.block.kind == "list_item":
            start = position if start is None else start
        elif start is not None:
            runs.append((start, position))
            start = None
    return [*runs, (start, len(lines))] if start is not None else runs
