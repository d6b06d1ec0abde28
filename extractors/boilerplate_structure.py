"""Boilerplate that is known by its place among other blocks or by what is known of the article, not by words alone.

Every function takes lines in order and returns the indices it would remove, each with its rule; all take linear time.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

from extractors import boilerplate_rules, bylines, words
from extractors.boilerplate_rules import Line

_HEAD_LINES = 8  # other lines that may stand before or between the title's repeats
_LINKED = 0.5  # share of links from which a block is one
_MOSTLY_LINKS = 0.4  # share of linked blocks from which the rest of a page is a list of links
_MOST_TEASERS = 10  # longer lists of links are what the page is about
_SHORT_WORD = 3  # characters: articles, prepositions
_LONGEST_LABEL = 5  # words
_LONGEST_CREDITS = 24  # words
_LONGEST_CAPTION = 70  # words
_CREDIT = re.compile(
    r"(?:file |archive |stock )?(?:photo|photograph|picture|image|foto|fotograf[íi]a|fotografie|bild|imagen|imagem"
    r"|immagine|crédit|credit|crédito|crediti|archivbild|archivfoto|symbolbild|symbolfoto|beeld|фото)s?"
    r"(?: credits?| courtesy| d.archive| de archivo)?\s?[:/©|]\s?\S[^.!?]{1,80}\.?$",
    re.IGNORECASE,
)


def repeats_title(lines: Sequence[Line], title: str | None) -> dict[int, str]:
    """Find the title said again at the head, also with a kicker before it or the site's name behind it."""
    wanted = words.words(title or "")
    found: dict[int, str] = {}
    left = _HEAD_LINES if wanted else 0
    for line in lines:
        if left and _is_title(line, wanted):
            found[line.index] = "title_repeated"
        elif left == 0 or line.is_prose:
            break
        else:
            left -= 1
    return found


def _is_title(line: Line, wanted: list[str]) -> bool:
    """Whether a line is the title, or a heading that is a variant, a part or an extension of it."""
    said = words.words(line.norm)
    if said == wanted:
        return True
    if line.block.kind != "heading" or len(said) < 2 or len(wanted) < 2:  # noqa: PLR2004  one word may be chance
        return False
    if set(said) <= set(wanted) or set(wanted) <= set(said):
        return True
    ours, theirs = ({word for word in some if len(word) > _SHORT_WORD} for some in (said, wanted))
    shared = len(ours & theirs)
    is_first_level = "h1" in line.block.hint.split()
    return shared >= (1 if is_first_level else 3) and 2 * shared >= min(len(ours), len(theirs))


def credits(lines: Sequence[Line]) -> dict[int, str]:  # noqa: A001  the field's word; the builtin is for the prompt only
    """Find, at the head, lines of nothing but a byline, a date, a section and the like."""
    found: dict[int, str] = {}
    left, prose = _HEAD_LINES, 0
    for line in lines:
        said = bylines.credits(line.block.text) if line.words <= _LONGEST_CREDITS else None
        if said:
            found[line.index] = "date_line" if said.date else "byline"
            continue
        left, prose = left - 1, prose + line.is_prose
        if left < 0 or prose > 1:
            break
    return found


def captions(lines: Sequence[Line]) -> dict[int, str]:
    """Find short paragraphs that end with the credit of a photograph: "... of the old town. (Photo: Sentinel)"."""
    return {line.index: "caption" for line in lines if line.words <= _LONGEST_CAPTION and _is_caption(line.block.text)}


def _is_caption(text: str) -> bool:
    text = text.rstrip()
    last = text[text.rfind("(") + 1 : -1] if text.endswith(")") else text[text.rfind(". ") + 2 :]
    return 2 * len(last) < len(text) and bool(_CREDIT.match(last))


def contents(lines: Sequence[Line]) -> dict[int, str]:
    """Find lists of sub-headings: runs of list items most of which stand again as headings."""
    found: dict[int, str] = {}
    headings = {line.norm for line in lines if line.block.kind == "heading"}
    for start, end in _runs(lines):
        run = lines[start:end]
        again = sum(line.norm in headings for line in run)
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
        if 1 < len(run) <= _MOST_TEASERS and all(
            line.block.link_share >= _LINKED and not line.ends_sentence for line in run
        ):
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


def behind_closing_label(lines: Sequence[Line]) -> dict[int, str]:
    """Find a closing label and all that follows it: no prose, or mostly links in the page's last third."""
    linked = [line.block.link_share >= _LINKED for line in lines]
    links = [0, *accumulate(linked)]
    prose = [0, *accumulate(line.is_prose and not link for line, link in zip(lines, linked, strict=True))]
    for position, line in enumerate(lines):
        rest = len(lines) - position - 1
        is_late = 3 * prose[position] >= 2 * prose[-1] > 0
        mostly_links = rest > 1 and links[-1] - links[position + 1] >= _MOSTLY_LINKS * rest
        if is_late and (prose[-1] == prose[position] or mostly_links) and boilerplate_rules.closing(line):
            return {one.index: "behind_closing_label" for one in lines[position:]}
    return {}


def related(lines: Sequence[Line], labels: Collection[int]) -> dict[int, str]:
    """Find the links right behind a label such as "Read more", up to ten."""
    found: dict[int, str] = {}
    left = 0
    for line in lines:
        if line.index in labels:
            left = _MOST_TEASERS
        elif left and line.block.link_share >= _LINKED:
            found[line.index] = "related"
            left -= 1
        else:
            left = 0
    return found


def orphans(lines: Sequence[Line]) -> dict[int, str]:
    """Find the last block where it alone is a heading: it heads nothing that is left."""
    kinds = [line.block.kind for line in lines[-2:]]
    return {lines[-1].index: "heads_nothing"} if kinds == ["paragraph", "heading"] else {}


def last_prose(lines: Sequence[Line]) -> int | None:
    """Return the position of the last paragraph of prose, None where there is none."""
    return next((position for position in range(len(lines) - 1, -1, -1) if lines[position].is_prose), None)
