"""Cleaning: the blocks that were extracted from a page, parted into the article's and the site's, in three layers.

First the names of their elements (layer "html", `furniture`), then the table of rules (layer "rule", `boilerplate`),
then, for what rules cannot say for sure, a model over the features of the blocks (layer "model", `block_model`). Each
layer is undone where it leaves too little, for then it took the article for something else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from extractors import block_model, boilerplate
from extractors.assembly import Facts
from extractors.boilerplate import About, Removal, Sifted
from extractors.content import Content
from extractors.records import Block

_LEAST_SHARE = 0.6  # of the characters; where less is left of them, what the elements are called says nothing


def sift(body: Content, facts: Facts, repeats: Collection[str] = ()) -> Sifted:
    """Part the blocks of a page by all three layers; what is removed stands in the order of the layers."""
    known = about(facts)
    ruled = by_rules(body, known, repeats)
    judged = block_model.remove(ruled.kept, known)
    return Sifted(kept=judged.kept, removed=(*ruled.removed, *judged.removed))


def by_rules(body: Content, known: About, repeats: Collection[str] = ()) -> Sifted:
    """Part the blocks by what their elements are called, where that leaves most of the text, then by the rules."""
    named = tuple(zip(body.blocks, body.furniture, strict=True))
    if _chars(block for block, rule in named if rule) > (1 - _LEAST_SHARE) * _chars(body.blocks):
        named = tuple((block, None) for block in body.blocks)
    unnamed = boilerplate.parted([block for block, rule in named if rule is None])
    sifted = boilerplate.remove(unnamed, known, repeats)
    found = (*((block, rule) for block, rule in named if rule), *body.dropped)
    by_name = (Removal(block=block, rule=rule, layer="html") for block, rule in found)
    return Sifted(kept=sifted.kept, removed=(*by_name, *sifted.removed))


def about(facts: Facts) -> About:
    """Return what the rules and the model ask of what is known of the article besides its blocks."""
    return About(
        title=facts.title or None,
        authors=facts.authors,
        dates=(facts.published_raw,) if facts.published_raw else (),
        site_name=facts.site_name,
        description=facts.summary,
        language=facts.language_declared,
        host=urlsplit(facts.url_canonical or "").hostname,
    )


def _chars(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)
