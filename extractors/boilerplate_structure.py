"""Boilerplate that is known by its place among other blocks or by what is known of the article, not by words alone.

Every function takes lines in order and returns the indices it would remove, each with its rule; all take linear time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from extractors import words
from extractors.boilerplate_rules import Line

_HEAD_LINES = 8  # among which the title is looked for
_LINKED = 0.5  # share of links from which a block is one
_MOSTLY_LINKS = 0.4  # share of linked blocks from which the rest of a page is a list of links
_LONGEST_LABEL = 5  # words


def repeats_title(lines: Sequence[Line], title: str | None) -> dict[int, str]:
    """Find the title said again at the head, also with a kicker before it or the site's name behind it."""
    wanted = words.words(title or "")
    found: dict[int, str] = {}
    for line in lines[:_HEAD_LINES] if wanted else ():
        if _is_title(line, wanted):
            found[line.index] = "title_repeated"
        elif line.is_prose:
            break
    return found


def _is_title(line: Line, wanted: list[str]) -> bool:
    said = words.words(line.norm)
    if said == wanted:
        return True
    shared = len(set(said) & set(wanted))
    if line.block.kind != "heading" or len(wanted) < 3 or not said:  # noqa: PLR2004  two words may be chance
        return False
    return shared >= 0.8 * len(set(wanted)) or (len(set(said)) > 3 and shared >= 0.8 * len(set(said)))  # noqa: PLR2004


def contents(lines: Sequence[Line]) -> dict[int, str]:
    """Find lists of sub-headings: runs of list items most of which stand again as lines of their own."""
    found: dict[int, str] = {}
    others = {line.norm for line in lines if line.block.kind != "list_item"}
    for start, end in _runs(lines):
        run = lines[start:end]
        again = sum(line.norm in others for line in run)
        if again >= 2 and again >= 0.75 * len(run):  # noqa: PLR2004  one repeated line may be chance
            label = start - 1 if start and _is_label(lines[start - 1]) else start
            found |= {line.index: "contents" for line in lines[label:end]}
    return found


def _is_label(line: Line) -> bool:
    return not line.is_prose and line.words <= _LONGEST_LABEL and not line.ends_sentence


def linked_lists(lines: Sequence[Line]) -> dict[int, str]:
    """Find runs of two list items or more that are mostly links: teasers of other articles."""
    found: dict[int, str] = {}
    for start, end in _runs(lines):
        run = lines[start:end]
        if len(run) > 1 and all(line.block.link_share >= _LINKED and not line.ends_sentence for line in run):
            found |= {line.index: "link_list" for line in run}
    return found


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield where each run of list items starts and ends."""
    start = None
    for position, line in enumerate(lines):
        if line.block.kind == "list_item":
            start = position if start is None else start
        elif start is not None:
            yield start, position
            start = None
    if start is not None:
        yield start, len(lines)


def after_labels(lines: Sequence[Line], opens: dict[int, str]) -> dict[int, str]:
    """Find what goes with a removed label; `opens` says of such an index what it opens: list or end.

    After either go the links right behind it. After "end" goes all the rest too, where that has no prose or is mostly
    links and stands in the page's second half.
    """
    found: dict[int, str] = {}
    linked = [line.block.link_share >= _LINKED for line in lines]
    links_before = [0, *accumulate(linked)]
    prose_before = [0, *accumulate(line.is_prose and not link for line, link in zip(lines, linked, strict=True))]
    following = False
    for position, line in enumerate(lines):
        if line.index in opens:
            following = True
            rest = len(lines) - position - 1
            no_prose = prose_before[-1] == prose_before[position + 1]
            links = links_before[-1] - links_before[position + 1]
            late = 2 * prose_before[position] >= prose_before[-1] and position > 0
            if opens[line.index] == "end" and late and (no_prose or links >= _MOSTLY_LINKS * rest):
                return found | {line.index: "after_closing_label" for line in lines[position + 1 :]}
        elif following and linked[position]:
            found[line.index] = "related"
        else:
            following = False
    return found


def biographies(lines: Sequence[Line], authors: Sequence[str]) -> dict[int, str]:
    """Find, behind the last other prose, paragraphs that begin with an author's name."""
    names = tuple(words.normalised(name) for name in authors if len(name.split()) > 1)
    found: dict[int, str] = {}
    for line in reversed(lines[1:]):
        if names and line.norm.startswith(names):
            found[line.index] = "author_bio"
        elif line.is_prose or (not lines[0].is_prose and line.index == lines[1].index):
            break
    return found
