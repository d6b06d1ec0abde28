"""The model that judges what no rule is sure of: a logistic regression over `block_features`.

Its weights stand in ``data/block_model.json`` with what they were learned from and what they reach on sites that were
not learned from; `python -m tests.quality.train_blocks` writes the file. Tables and code are not judged: the pages that
were learned from tell too little of them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extractors import block_features, words
from extractors.block_features import Features
from extractors.boilerplate import About, Removal, Sifted
from extractors.records import Block

_NOT_JUDGED = frozenset(("table", "code"))
_LONG_CHARS = 400  # of a text that is no short block in any script
_LEAST_SHARE = 0.6  # of the words; a judgement that leaves less is undone


@dataclass(frozen=True, slots=True)
class _Model:
    name: str
    bias: float
    weights: Mapping[str, float]
    short_words: int
    threshold_short: float  # for blocks of at most so many words, of which a wrongly removed one costs little
    threshold_long: float

    def score(self, features: Features) -> float:
        weights = self.weights
        total = self.bias + sum(value * weights[name] for name, value in features.items() if name in weights)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def threshold(self, block: Block) -> float:
        if len(block.text) > _LONG_CHARS:
            return self.threshold_long
        return self.threshold_short if words.count(block.text) <= self.short_words else self.threshold_long


def remove(blocks: Sequence[Block], about: About) -> Sifted:
    """Part the blocks that rules have kept; each removed one carries the model's name and its score."""
    model = _model()
    scored = list(zip(blocks, scores(blocks, about), strict=True))
    gone = [score >= model.threshold(block) and block.kind not in _NOT_JUDGED for block, score in scored]
    if not any(gone):
        return Sifted(kept=tuple(blocks), removed=())
    kept = tuple(block for block, is_gone in zip(blocks, gone, strict=True) if not is_gone)
    if _words(kept) < _LEAST_SHARE * _words(blocks):
        return Sifted(kept=tuple(blocks), removed=())
    removed = (
        Removal(block=block, rule=model.name, layer="model", score=round(score, 3))
        for (block, score), is_gone in zip(scored, gone, strict=True)
        if is_gone
    )
    return Sifted(kept=kept, removed=tuple(removed))


def scores(blocks: Sequence[Block], about: About) -> list[float]:
    """Return for each block how sure it is the site's and not the article's, 0 to 1."""
    model = _model()
    return [model.score(features) if features else 0.0 for features in block_features.of(blocks, about)]


@cache
def _model() -> _Model:
    table = json.loads(files("extractors").joinpath("data/block_model.json").read_text(encoding="utf-8"))
    return _Model(
        f"model:{table['name']}",
        table["bias"],
        table["weights"],
        table["short_words"],
        table["threshold_short"],
        table["threshold_long"],
    )


def _words(blocks: Sequence[Block]) -> int:
    return sum(words.count(block.text) for block in blocks)
