"""What a block of a page looks like among the article's other blocks, as numbers: what `block_model` weighs.

The features need no language: place, links, length, kind, punctuation, capitals and digits; the names of the elements
around it, as far as most of the article does not stand in elements of these names; its neighbours; its box
(`block_boxes`); the words that it shares with the rest of the article and with what is known of it (`block_words`).
What is asked follows Kohlschütter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features" (2010),
with what news pages add to it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractors import block_boxes, block_text, block_words, words
from extractors.block_words import Known
from extractors.boilerplate import About
from extractors.records import Block
from extractors.rendering import PageBlock

Features = dict[str, float]  # those that are not zero, by name

_SHORT = 12  # words
_PROSE, _LONG_PROSE = 10, 30  # words from which a text that ends a sentence, and any, is running text
_LOCAL = 0.25  # share of the article's words under which a name is one of a part of it
_RARE = 0.1
_PLAIN_PROSE = 2  # paragraphs
_DEEPEST = 8  # elements; deeper is the same
_DEEP = 3
_LAST = 3  # blocks at either end that are told apart
_CLOSERS = "\"'”’»)]› "  # noqa: RUF001  typographic quotation marks are meant
_ENDS = tuple(".!?…。！？।؟۔")  # noqa: RUF001  other scripts' full stops are meant


@dataclass(frozen=True, slots=True)
class _Shape:
    """A block as its neighbours see it."""

    block: Block
    words: int
    ends: bool
    prose: bool
    position: int  # among the page's runs; -1 for none
    depth: int

    @classmethod
    def of(cls, block: Block) -> _Shape:
        count = words.count(block.text)
        ends = block.text.rstrip(_CLOSERS).endswith(_ENDS)
        is_text = block.kind in {"paragraph", "quote"}
        prose = is_text and count >= (_PROSE if ends else _LONG_PROSE)
        position, depth = (block.position, block.depth) if isinstance(block, PageBlock) else (-1, 0)
        return cls(block, count, ends, prose, position, depth)


def of(blocks: Sequence[Block], about: About) -> list[Features]:
    """Return the features of each block; none of one that is plainly the article's. Linear in their number and length.

    Plain is a long paragraph without links, two of which stand before and behind it, among others of its names. Of
    6,000 such blocks on development pages the model took none.
    """
    shapes = [_Shape.of(block) for block in blocks]
    article = _Article(shapes, block_boxes.of(blocks), block_words.of(blocks, Known.of(about)))
    return [{} if article.is_plain(index) else article.features(index) for index in range(len(shapes))]


def prose_share(blocks: Sequence[Block]) -> float:
    """Return the share of the blocks' words that stand in paragraphs of prose."""
    shapes = [_Shape.of(block) for block in blocks]
    return sum(shape.words for shape in shapes if shape.prose) / max(1, sum(shape.words for shape in shapes))


class _Article:
    """The blocks of an article together, with the counts that one block is seen against."""

    def __init__(self, shapes: Sequence[_Shape], boxes: Sequence[Features], spoken: Sequence[Features]) -> None:
        self.shapes, self.boxes, self.spoken = shapes, boxes, spoken
        self.words = max(1, sum(shape.words for shape in shapes))
        self.before: list[int] = []  # words before each block
        self.prose: list[int] = []  # paragraphs of prose before each block
        self.by_hint: Counter[str] = Counter()
        self.by_name: Counter[str] = Counter()
        self.texts = Counter(shape.block.text for shape in shapes)
        count = prose = 0
        for shape in shapes:
            self.before.append(count)
            self.prose.append(prose)
            count, prose = count + shape.words, prose + shape.prose
            self.by_hint[shape.block.hint] += shape.words
        self.all_prose = prose
        for hint, share in self.by_hint.items():
            for name in set(hint.split()):
                self.by_name[name] += share

    def is_plain(self, index: int) -> bool:
        shape, before = self.shapes[index], self.prose[index]
        return (
            shape.prose
            and shape.ends
            and shape.words >= _LONG_PROSE
            and not shape.block.link_share
            and before >= _PLAIN_PROSE
            and self.all_prose - before - 1 >= _PLAIN_PROSE
            and self.by_hint[shape.block.hint] >= _LOCAL * self.words
        )

    def features(self, index: int) -> Features:
        shape = self.shapes[index]
        found = block_text.features(shape.block, shape.words, ends=shape.ends)
        self._add_place(found, index)
        self._add_names(found, shape)
        self._add_company(found, index)
        for side, place in (("before", index - 1), ("after", index + 1)):
            if 0 <= place < len(self.shapes):
                _add_neighbour(found, side, self.shapes[place], shape)
            else:
                found[f"{side}:none"] = 1.0
        return found

    def _add_place(self, found: Features, index: int) -> None:
        shape, last = self.shapes[index], len(self.shapes) - 1 - index
        place = self.before[index] / self.words
        found["place"], found["place:squared"] = place, place * place
        if index < _LAST:
            found[f"first:{index}"] = 1.0
        if last < _LAST:
            found[f"last:{last}"] = 1.0
        before = self.prose[index]
        after = self.all_prose - before - shape.prose
        zone = "head" if before == 0 and not shape.prose else "tail" if after == 0 and not shape.prose else "middle"
        found[f"zone:{zone}"] = 1.0
        found[f"prose_before:{min(before, _LAST)}"] = 1.0
        found[f"prose_after:{min(after, _LAST)}"] = 1.0
        size = "short" if shape.words <= _SHORT else "long"
        found[f"{zone}:{shape.block.kind}:{size}:{'ends' if shape.ends else 'open'}"] = 1.0
        if shape.block.link_share:
            found[f"{zone}:linked"] = shape.block.link_share

    def _add_names(self, found: Features, shape: _Shape) -> None:
        hint = shape.block.hint
        share = (self.by_hint[hint] - shape.words) / self.words
        found["hint:share"] = share
        if share == 0:
            found["hint:alone"] = 1.0
        if share < _RARE:
            found["hint:rare"] = 1.0
        found["depth"] = min(shape.depth, _DEEPEST) / _DEEPEST
        if shape.depth <= 1:
            found["depth:none"] = 1.0
        if shape.depth >= _DEEP:
            found[f"depth:deep:{'short' if shape.words <= _SHORT else 'long'}"] = 1.0
        tag, *names = hint.split() or [""]
        found[f"tag:{tag}"] = 1.0
        local = {name for name in names if self.by_name[name] < _LOCAL * self.words}
        found["names:local"] = min(1.0, len(local) / 10)
        found["names:shared"] = 1 - len(local) / len(names) if names else 0.0
        for name in sorted(local):
            found[f"name:{name}"] = 1.0

    def _add_company(self, found: Features, index: int) -> None:
        """Add what block and box share with the rest of the article."""
        found.update(self.boxes[index])
        found.update(self.spoken[index])
        is_late = self.all_prose - self.prose[index] <= 1
        if is_late and ("names_authors" in found or "names_authors:short" in found):
            found["names_authors:late"] = 1.0
        if self.texts[self.shapes[index].block.text] > 1:
            found["repeated"] = 1.0


def _add_neighbour(found: Features, side: str, other: _Shape, shape: _Shape) -> None:
    found[f"{side}:{other.block.kind}"] = 1.0
    found[f"{side}:size"] = math.log1p(other.words) / 5
    found[f"{side}:link"] = other.block.link_share
    found[f"{side}:prose"] = float(other.prose)
    found[f"{side}:ends"] = float(other.ends)
    found[f"{side}:same"] = float(other.block.hint == shape.block.hint)
    found[f"{side}:colon"] = float(other.block.text.endswith(":"))
    if (gap := abs(other.position - shape.position) - 1) > 0:
        found[f"{side}:gap"] = min(1.0, math.log1p(gap) / 4)
        found[f"{side}:gap:any"] = 1.0
