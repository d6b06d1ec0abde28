"""A page's text as it is laid out: the runs of text between block boundaries, each with the element it stands in.

trafilatura says *which* characters are the article; the runs say what they are (paragraph, heading, list item, …),
where words part at inline tags, how much of them is linked and what the elements around them are called. All of it is
lost in trafilatura's own output.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from extractors import spacing
from extractors.records import Block
from extractors.spacing import BREAK, CELL

_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "summary"), "heading"),
    **dict.fromkeys(("li", "dt", "dd"), "list_item"),
    **dict.fromkeys(("blockquote", "q"), "quote"),
    **dict.fromkeys(("figcaption", "caption", "figure"), "caption"),
    **dict.fromkeys(("td", "th", "tr"), "table"),
    "pre": "code",
}
_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre section summary table tbody tfoot
    thead tr ul""".split()  # noqa: SIM905  a literal would take a line for each
)
# What trafilatura deletes before it looks at text; a run that spanned them would not be found again.
_UNSEEN = frozenset(
    """applet area audio button canvas datalist embed fencedframe frame frameset head iframe img input label link map
    math meter noscript object optgroup option output param picture progress rp rt script select source style svg
    template textarea time title track video""".split()  # noqa: SIM905  a literal would take a line for each
)
_CELLS = frozenset(("td", "th"))
_PARAGRAPHS = re.compile(rf"(?:\s*{BREAK}){{2,}}")
_HINT_DEPTH = 4  # ancestors whose names a hint carries
_WORD = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBlock(Block):
    """A block with its place on the page: which run it is, how many elements part it from most of the article.

    The outermost of these is its box: a number for it, -1 for none, and the words of its name.
    """

    position: int = -1
    depth: int = 0
    box: int = -1
    box_name: str = ""


@dataclass(slots=True)
class Run:
    """Text between two block boundaries: its element, its place in the page's squeezed text, its linked characters."""

    element: HtmlElement
    text: str
    start: int
    end: int
    linked: int

    @property
    def length(self) -> int:
        """Its characters, white space aside."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Rendering:
    """All runs of a page in document order, and its text without any white space, in which they have their places."""

    runs: list[Run]
    squeezed: str
    starts: list[int]

    def find(self, wanted: str, after: int = 0) -> int | None:
        """Return where a squeezed text stands: the first place from `after` on, else the first of all, else None."""
        place = self.squeezed.find(wanted, after)
        place = self.squeezed.find(wanted) if place < 0 else place
        return place if wanted and place >= 0 else None

    def runs_in(self, start: int, end: int) -> Iterator[Run]:
        """Yield the runs of which the larger part stands in this stretch of the squeezed text."""
        for run in self.runs[max(0, bisect_right(self.starts, start) - 1) :]:
            if run.start >= end:
                return
            if 2 * (min(end, run.end) - max(start, run.start)) > run.length:
                yield run

    def run_at(self, place: int) -> Run:
        """Return the run that holds this place."""
        return self.runs[max(0, bisect_right(self.starts, place) - 1)]


class _Builder:
    """Collects the text of one run after the other while the tree goes by."""

    def __init__(self, root: HtmlElement) -> None:
        self.runs: list[Run] = []
        self.squeezed: list[str] = []
        self.length = 0
        self.blocks = [root]
        self.links = self.code = 0
        self.pieces: list[str] = []
        self.linked = 0

    def enter(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            if self.pieces:
                self.close_run()
            self.blocks.append(element)
            self.code += tag == "pre"
        elif tag == "a":
            self.links += 1
        elif tag == "br" or tag in _CELLS:
            self.pieces.append(BREAK if tag == "br" else CELL)
        self.add(element.text)

    def leave(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            if self.pieces:
                self.close_run()
            self.blocks.pop()
            self.code -= tag == "pre"
        elif tag == "a":
            self.links -= 1

    def add(self, text: str | None) -> None:
        if text and (self.pieces or not text.isspace()):
            self.pieces.append(text.replace("\n", BREAK) if self.code else text)
            if self.links:
                self.linked += len(squeeze(text))

    def close_run(self) -> None:
        whole = "".join(self.pieces) if self.code else spacing.joined(self.pieces)
        share = self.linked / max(1, len(squeeze(whole))) if self.linked else 0.0
        for part in _PARAGRAPHS.split(whole) if BREAK in whole else (whole,):
            self.add_run(part, share)
        self.pieces, self.linked = [], 0

    def add_run(self, part: str, share: float) -> None:
        if words := part.split():  # the marks of breaks and cells are white space, too
            squeezed = "".join(words)
            start, self.length = self.length, self.length + len(squeezed)
            self.squeezed.append(squeezed)
            linked = round(share * len(squeezed))
            text = " ".join(words) if spacing.is_plain(part) else spacing.spaced(part)
            self.runs.append(Run(self.blocks[-1], text, start, self.length, linked))


def of(tree: HtmlElement) -> Rendering:
    """Return the rendering of a tree. Linear in its size; deep nesting costs no stack."""
    builder = _Builder(tree)
    walker = iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            if element.tag not in _UNSEEN:
                builder.leave(element)
            builder.add(element.tail)
        elif element.tag in _UNSEEN:
            walker.skip_subtree()
        else:
            builder.enter(element)
    if builder.pieces:
        builder.close_run()
    return Rendering(builder.runs, "".join(builder.squeezed), [run.start for run in builder.runs])


def squeeze(text: str) -> str:
    """Return the text without white space."""
    return "".join(text.split())


def block(
    run: Run, holders: Container[HtmlElement] = (), position: int = -1, boxes: dict[HtmlElement, int] | None = None
) -> PageBlock:
    """Return the run as a block; `holders` are the elements that hold most of the article.

    `boxes` are those of the article's earlier blocks with their numbers; this one's is added.
    """
    share = round(min(1.0, run.linked / max(1, run.length)), 3)
    within = list(takewhile(lambda one: one not in holders, upwards(run.element))) if holders else []
    box = within[-1] if within and boxes is not None else None
    return PageBlock(
        kind=kind(run.element),
        text=run.text,
        link_share=share,
        hint=hint(run.element),
        position=position,
        depth=len(within),
        box=-1 if box is None or boxes is None else boxes.setdefault(box, len(boxes)),
        box_name="" if box is None else " ".join(names(box)),
    )


def kind(element: HtmlElement) -> str:
    """Return what kind of block an element's text is; the nearest element that says so decides."""
    return next((_KINDS[one.tag] for one in upwards(element) if one.tag in _KINDS), "paragraph")


def hint(element: HtmlElement) -> str:
    """Return the tag, class and id words of an element and its near ancestors, lower case."""
    words: dict[str, None] = {}
    for depth, one in enumerate(upwards(element)):
        if depth > _HINT_DEPTH or one.tag in {"body", "html"}:
            break
        words |= dict.fromkeys(names(one))
    return " ".join(words)


def names(element: HtmlElement) -> list[str]:
    """Return the tag and the words of the class and id of an element: "ShareBar_top" is "share", "bar", "top"."""
    return [str(element.tag), *_label_words(f"{element.get('class', '')} {element.get('id', '')}")]


@lru_cache(maxsize=4096)
def _label_words(label: str) -> tuple[str, ...]:
    """Return the words of a label; the elements of a page share few of them, and each is asked for several times."""
    return tuple(word.lower() for word in _WORD.findall(label))


def upwards(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield an element and its ancestors, nearest first."""
    yield element
    yield from element.iterancestors()
