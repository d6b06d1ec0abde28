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

NOT_JUDGED = frozenset(("table", "code"))
# By cross-validation, of thirty settings: at the edges of a page, before and behind its prose, most lines are the
# site's, so that a score of .10 is enough: it leaves .76 of news pages clean where .25 leaves .71, and takes .001 more
# of the words. In the middle lower ones take a sub-heading for each line of the site.
_EDGE_SHORT, _EDGE_LONG, _SHORT, _LONG, _ELSEWHERE = 0.10, 0.15, 0.20, 0.30, 0.50
_DESCRIBED = 0.5  # share of a block's words that the description has
_SHORT_WORDS = 14
_PROSE_SHARE = 0.85  # of the words
_LONG_CHARS = 400  # of a text that is no short block in any script
_LEAST_SHARE = 0.6  # of the words; a judgement that leaves less is undone


@dataclass(frozen=True, slots=True)
class _Model:
    name: str
    bias: float
    weights: Mapping[str, float]

    def score(self, features: Features) -> float:
        weight = self.weights.get
        total = self.bias + sum([value * weight(name, 0.0) for name, value in features.items()])
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def threshold(block: Block, features: Features, *, of_prose: bool) -> float:
    """Return the score from which on a block goes: sooner at the page's edges, and a short one, for it costs little.

    In guides and lists of products, headings and short lines are the text as often as not, so it must be surer there.
    """
    if not of_prose:
        return _ELSEWHERE
    is_short = len(block.text) <= _LONG_CHARS and words.count(block.text) <= _SHORT_WORDS
    if "zone:middle" in features or _is_lead(features):
        return _SHORT if is_short else _LONG
    return _EDGE_SHORT if is_short else _EDGE_LONG


def _is_lead(features: Features) -> bool:
    """Whether a block before the prose says what the page says of its article: the lead, which is the article's."""
    return "zone:head" in features and features.get("in_description", 0.0) > _DESCRIBED


def is_of_prose(blocks: Sequence[Block]) -> bool:
    """Whether these are mostly paragraphs of prose: so are 19 of 20 news pages and every second guide."""
    return block_features.prose_share(blocks) >= _PROSE_SHARE


def remove(blocks: Sequence[Block], about: About) -> Sifted:
    """Part the blocks that rules have kept; each removed one carries the model's name and its score."""
    model, of_prose = _model(), is_of_prose(blocks)
    seen = block_features.of(blocks, about)
    scored = list(zip(blocks, [model.score(one) if one else 0.0 for one in seen], strict=True))
    gone = [
        score >= threshold(block, features, of_prose=of_prose) and block.kind not in NOT_JUDGED
        for (block, score), features in zip(scored, seen, strict=True)
    ]
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
    return _Model(f"model:{table['name']}", table["bias"], table["weights"])


def _words(blocks: Sequence[Block]) -> int:
    return sum(words.count(block.text) for block in blocks)
