"""Elements that a source's owner never wants in a text, named by CSS selectors of the source list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from extractors import rendering
from extractors.records import Block


def drop(tree: HtmlElement, selectors: Sequence[str]) -> tuple[tuple[Block, str], ...]:
    """Take the elements out of the tree; return their text as blocks, each with the rule that names its selector.

    Raises:
        cssselect.SelectorError: a selector cannot be read; the source list refuses such ones.
    """
    return tuple(found for selector in selectors for found in _dropped(tree, selector))


def _dropped(tree: HtmlElement, selector: str) -> Iterator[tuple[Block, str]]:
    for element in CSSSelector(selector)(tree):
        if element.getparent() is None:  # the document itself, or taken out with what it stood in
            continue
        for run in rendering.of(element).runs:
            yield rendering.block(run), f"drop: {selector}"
        element.drop_tree()
