"""What became of each line of a page: kept as the article's text, removed by a rule, or left out by the extractor.

For people who ask why a line is gone. The page's lines are those of its own rendering, in document order; a line is
matched to the article's text and to the removed blocks by its squeezed text, so what a rule cut out of a longer
line shows as a piece of its own behind it.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from extractors import encoding, markup, rendering, sniffing
from extractors.records import Page, Reading, Rejection, RemovedBlock
from extractors.rendering import squeeze

_LEAST_CHARS = 25  # of a part of a paragraph that is still found in it; shorter ones stand anywhere
_MARKER = re.compile(
    r"^\s*(?:[-\u2013*\u2022#>]+|\(?\d{1,3}[.):]?|\|)\s+"
)  # of a list item or heading; its text has none


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A line of the page; `rule` and `layer` only where a rule removed it."""

    text: str
    fate: str  # kept, removed, left_out
    rule: str | None = None
    layer: str | None = None
    score: float | None = None


def pieces(page: Page, reading: Reading) -> tuple[Piece, ...]:
    """Return the lines of the page that the reading was made of, each with its fate.

    A removed block that stands nowhere in the rendered page (a line cut out of another, a hidden one) comes behind
    the lines, so that none is missing.
    """
    removed: dict[str, deque[RemovedBlock]] = defaultdict(deque)
    for block in reading.removed:
        removed[squeeze(block.text)].append(block)
    kept = squeeze(reading.version.text)
    whole = {squeeze(line) for line in reading.version.text.splitlines()}
    found = [_piece(line, kept, whole, removed) for line in _lines(page)]
    rest = [_removed(block.text, block) for blocks in removed.values() for block in blocks]
    return (*found, *rest)


def _lines(page: Page) -> Iterator[str]:
    decoded = encoding.decode(page.body, page.charset)
    if isinstance(decoded, Rejection):
        return
    tree = markup.parse(decoded.text) if sniffing.kind(decoded.text, page.content_type) == sniffing.HTML else None
    lines = decoded.text.splitlines() if tree is None else (run.text for run in rendering.of(tree).runs)
    yield from (line.strip() for line in lines if line.strip())


def _piece(line: str, kept: str, whole: Collection[str], removed: dict[str, deque[RemovedBlock]]) -> Piece:
    keys = (squeeze(line), squeeze(_MARKER.sub("", line)))
    if blocks := removed.get(keys[0]) or removed.get(keys[1]):
        return _removed(line, blocks.popleft())
    is_kept = any(key in whole or (len(key) >= _LEAST_CHARS and key in kept) for key in keys)
    return Piece(text=line, fate="kept" if is_kept else "left_out")


def _removed(line: str, block: RemovedBlock) -> Piece:
    return Piece(text=line, fate="removed", rule=block.rule, layer=block.layer, score=block.score)
