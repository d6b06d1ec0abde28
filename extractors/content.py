"""The blocks of a page's article: trafilatura says which characters, the page's own rendering says what they are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import strip_elements
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.htmlprocessing import convert_to_html

from extractors import fallback, filling, furniture, rendering, structured
from extractors.records import Block
from extractors.rendering import PageBlock, Rendering, Run
from extractors.structured import Node

# What trafilatura drops or never reads. It copies and walks the tree some twenty times: without these in 12 ms, not 19.
_TEXTLESS = (
    *("audio", "iframe", "img", "input", "link", "meta", "noscript", "option", "path", "picture", "script", "select"),
    *("source", "style", "svg", "template", "use", "video"),
)
_CUT_EMPTY = ("article", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "main", "p", "section")  # by trafilatura, too
_CHROME = ("button", "footer", "nav")
_MISNESTED_CHARS = 1000  # of paragraphs in chrome: an end tag is missing there, and the article stands within
_FAST_RUNS = 1500  # runs of text from which trafilatura's comparison with jusText, quadratic in them, costs seconds
_MAX_ELEMENTS = 20_000  # beyond, trafilatura is quadratic in fast mode, too: 140 CPU s for 100,000 spans in a paragraph
_ANCHOR_CHARS = 80  # a text of this length stands once on a page
_BEFORE_ANCHOR = 1500  # characters before the first such text in which the article can begin
_HEAD_RUNS = 15  # before the article's first paragraph among which its byline stands
_PREFIX_CHARS = 40  # by which a text that trafilatura cut or joined is still found
_MIN_CHARS = 250  # of an article below which JSON-LD's text is taken instead
# What fast mode must find, and which share of the page's text in paragraphs, to be believed. It did on 95 % of 528
# pages, with a word F1 of .979 on news, where default mode has .978, for two thirds of the CPU.
_ENOUGH_CHARS, _ENOUGH_SHARE = 500, 0.5
_LEAST_SHARE = 0.25  # below, default mode took something else for the article


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Blocks in document order, for each the furniture it is (None: the article); flags for what is in doubt.

    `dropped` are pieces of furniture between the article's first and last block that the extractor left out by itself;
    `head` are the short lines around the article's beginning, where bylines and dates stand.
    """

    blocks: tuple[PageBlock, ...] = ()
    furniture: tuple[str | None, ...] = ()
    dropped: tuple[tuple[Block, str], ...] = ()
    head: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def read(tree: HtmlElement, node: Node) -> Content:
    """Return the article's blocks; none where the page has no text. `node` is the page's JSON-LD article.

    Takes elements without text of the article out of the tree.
    """
    _strip(tree)
    page = rendering.of(tree)
    _drop_empty(tree)
    many = len(page.runs) > _FAST_RUNS
    flags = ["fast_mode"] if many else []
    if tree.xpath("count(.//*)") > _MAX_ELEMENTS:
        runs, flags = _stated(node, tree) or fallback.paragraphs(page), ["fast_mode"]
    else:
        runs = _extracted(tree, page, fast=True)
        if not _is_enough(runs, page, _ENOUGH_CHARS, _ENOUGH_SHARE):
            default = runs if many else _extracted(tree, page, fast=False)
            runs, more = _agreed(runs, default, tree, page, node)
            flags += more
    return _named(filling.filled(runs, page), page, flags)


def _is_enough(runs: Sequence[Run], page: Rendering, chars: int, share: float) -> bool:
    """Whether a reading has so many characters, and so large a share of the page's text in paragraphs."""
    length = _length(runs)
    if length < chars or length >= share * _length(fallback.long_runs(page)):  # without a look at the elements of each
        return length >= chars
    return length >= share * _length(fallback.paragraphs(page))


def _agreed(
    fast: list[Run], default: list[Run], tree: HtmlElement, page: Rendering, node: Node
) -> tuple[list[Run], list[str]]:
    """Return trafilatura's default reading, or where that is nearly nothing what most readings agree on; and flags."""
    if _is_enough(default, page, _MIN_CHARS, _LEAST_SHARE):
        return default, []
    stated = _stated(node, tree)
    evidence = fallback.Evidence(" ".join(run.text for run in stated), structured.text(node.get("description")) or "")
    readings = (default, fast, fallback.in_best_container(page), fallback.paragraphs(page))
    found = fallback.best([filling.filled(runs, page) for runs in readings], evidence)
    if _length(found) < _MIN_CHARS and _length(stated) > 2 * _length(found):
        return stated, ["from_structured_data"]
    return found, []


def _named(runs: Sequence[Run], page: Rendering, flags: Sequence[str]) -> Content:
    left, holders = _between(runs, page), furniture.holders(runs)
    above, places = _above_headline(runs, page), {id(run): place for place, run in enumerate(page.runs)}
    named = zip(left, furniture.rules(left, holders), strict=True)
    boxes: dict[HtmlElement, int] = {}
    return Content(
        blocks=tuple(rendering.block(run, holders, places.get(id(run), -1), boxes) for run in runs),
        furniture=tuple(
            name or above.get(id(run)) for run, name in zip(runs, furniture.rules(runs, holders), strict=True)
        ),
        dropped=tuple((rendering.block(run), name) for run, name in named if name),
        head=tuple(_head(runs, page)),
        flags=tuple(flags),
    )


def _head(runs: Sequence[Run], page: Rendering) -> Iterator[str]:
    """Yield the short runs of the page right before the article's first paragraph of some length."""
    first = next((run for run in runs if run.length >= _ANCHOR_CHARS and run.start >= 0), None)
    end = bisect_left(page.starts, first.start) if first else 0
    for run in page.runs[max(0, end - _HEAD_RUNS) : end]:
        if run.length < _ANCHOR_CHARS:
            yield run.text


def _between(runs: Sequence[Run], page: Rendering) -> list[Run]:
    """Return the page's runs between the article's first and last that are not of it."""
    own = {id(run) for run in runs}
    places = [index for index, run in enumerate(page.runs) if id(run) in own]
    within = page.runs[places[0] : places[-1]] if places else []
    return [run for run in within if id(run) not in own]


def _above_headline(runs: Sequence[Run], page: Rendering) -> dict[int, str]:
    """Find short runs before the page's only headline: kickers, menus, paths. A lead above it is no short run.

    None where most of the article stands above: it is then no headline of the article.
    """
    headlines = [run for run in page.runs if "h1" in (run.element.tag, getattr(run.element.getparent(), "tag", None))]
    if len(headlines) != 1 or 2 * _length([run for run in runs if run.start < headlines[0].start]) > _length(runs):
        return {}
    return {
        id(run): "above_headline" for run in runs if run.length < _ANCHOR_CHARS and 0 < run.end <= headlines[0].start
    }


def _strip(tree: HtmlElement) -> None:
    strip_elements(tree, *_TEXTLESS, with_tail=False)
    for element in list(tree.iter(_CHROME)):
        if sum(len(paragraph.text_content()) for paragraph in element.iter("p")) < _MISNESTED_CHARS:
            element.drop_tree()


def _drop_empty(tree: HtmlElement) -> None:
    """Take out the empty elements that trafilatura cuts, before it copies them thrice and asks each for its names.

    An only child stays, for without it its parent would be cut, too; so does one before text, which it parts. Of 528
    pages no article changed, for a sixth less of trafilatura's CPU.
    """
    for element in [each for each in tree.iter(_CUT_EMPTY) if each.text is None and not len(each)]:
        parent = element.getparent()
        if parent is not None and len(parent) > 1 and (not element.tail or element.tail.isspace()):
            element.drop_tree()


def _extracted(tree: HtmlElement, page: Rendering, *, fast: bool) -> list[Run]:
    """Return the page's runs that trafilatura takes for the article."""
    document = bare_extraction(tree, fast=fast, include_comments=False, output_format="txt")
    if document is None or isinstance(document, dict):
        return []
    return _placed(rendering.of(convert_to_html(document.body)), page)


def _placed(source: Rendering, page: Rendering) -> list[Run]:
    """Return the page's runs of which the extracted ones are made, each once; an extracted one where none fits."""
    found: list[Run] = []
    seen: set[int] = set()
    after = _start(source, page)
    for run in source.runs:
        wanted = source.squeezed[run.start : run.end]
        place = page.find(wanted, after)
        if place is None:
            found.append(_beside(run, wanted, page, after))
            continue
        after = place + len(wanted)
        within = list(page.runs_in(place, after))
        found += [one for one in within if one.start not in seen] if within else [_beside(run, wanted, page, place)]
        seen |= {one.start for one in within}
    return found


def _start(source: Rendering, page: Rendering) -> int:
    """Return from where on the article can begin: short first lines stand in menus, too."""
    for run in source.runs:
        place = page.find(source.squeezed[run.start : run.end]) if run.length >= _ANCHOR_CHARS else None
        if place is not None:
            return max(0, place - _BEFORE_ANCHOR)
    return 0


def _beside(run: Run, wanted: str, page: Rendering, after: int) -> Run:
    """Return an extracted run that no run of the page equals, with the element and the place in which it begins."""
    place = page.find(wanted, after)
    if place is None and len(wanted) >= _PREFIX_CHARS:
        place = page.find(wanted[:_PREFIX_CHARS], after)
    if place is None:
        return Run(run.element, run.text, -run.length, 0, run.linked)
    return Run(page.run_at(place).element, run.text, place, place + run.length, run.linked)


def _stated(node: Node, tree: HtmlElement) -> list[Run]:
    """Return the text of JSON-LD's articleBody, one paragraph a line; it has no elements, so the root serves."""
    body = node.get("articleBody")
    lines = [line for part in body.splitlines() if (line := structured.text(part))] if isinstance(body, str) else []
    return [Run(tree, line, -len(rendering.squeeze(line)), 0, 0) for line in lines]


def _length(runs: Sequence[Run]) -> int:
    return sum(run.length for run in runs)
