"""Page -> article or rejection: the entry for every page, whatever its bytes are.

Bytes go through `sniffing.binary`, `encoding.decode` and `sniffing.kind`; text without markup to `plaintext.read`, HTML
through `markup.parse` to `metadata.read` and `content.read`, its blocks through `cleaning.sift`, and all of it to
`assembly.reading`.

Pure and deterministic: the same page gives the same records, and "now" is the page's `fetched_at`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version

from extractors import (
    assembly,
    cleaning,
    content,
    encoding,
    exported,
    markup,
    metadata,
    page_kinds,
    plaintext,
    reservations,
    selectors,
    sniffing,
    structured,
    titles,
    walls,
)
from extractors.assembly import Facts
from extractors.encoding import Decoded
from extractors.metadata import Found
from extractors.records import Block, Outcome, Page, Reading, Rejection

MAX_BYTES = 10 * 1024 * 1024
EXTRACTOR = f"html/2 trafilatura/{version('trafilatura')}"
_CUT_ENDS = ("[…]", "[...]", "(…)", "(...)")  # a teaser's ends
_PAYWALLED_CHARS = 1500  # a page that is not free and has fewer shows the beginning only
_LIST_OF_LINKS = 0.95  # share of the text in links; the highest of 104 news pages is .35


def read(page: Page, repeats: Collection[str] = ()) -> Reading | Rejection:
    """Return the article on a page, or why there is none. Never raises for what the web does.

    `repeats` are lines that other articles of the source have, `words.normalised`; they are removed as learned.

    Rejections: TOO_LARGE beyond 10 MiB, NO_TEXT, BAD_ENCODING, NOT_HTML (its reason says what the body is), IS_FEED,
    WALL and SOFT_404 (`walls`), TOO_SHORT under `assembly.MIN_WORDS` words.
    """
    if len(page.body) > MAX_BYTES:
        return Rejection(outcome=Outcome.TOO_LARGE, reason=f"{len(page.body)} bytes; a page has at most {MAX_BYTES}")
    if not page.body.strip():
        return Rejection(outcome=Outcome.NO_TEXT, reason="the body is empty")
    if page.content_type == exported.FORMAT:
        return exported.read(page)
    decoded = sniffing.binary(page.body) or encoding.decode(page.body, page.charset)
    if isinstance(decoded, Rejection):
        return decoded
    kind = sniffing.kind(decoded.text, page.content_type)
    if isinstance(kind, Rejection):
        return kind
    return _html(decoded, page, repeats) if kind == sniffing.HTML else plaintext.read(decoded.text, page, repeats)


def reserved(page: Page) -> tuple[str, ...]:
    """Return the rights in its text that are reserved for a page: by its answer, by its host, and by itself."""
    decoded = sniffing.binary(page.body) or encoding.decode(page.body, page.charset)
    tree = None if isinstance(decoded, Rejection) else markup.parse(decoded.text)
    own = () if tree is None else reservations.of_tree(tree)
    return tuple(word for word in reservations.joined(page.reservations, own) if word != "noimageai")


def _html(decoded: Decoded, page: Page, repeats: Collection[str]) -> Reading | Rejection:
    tree = markup.parse(decoded.text)
    if tree is None:
        return Rejection(outcome=Outcome.NO_TEXT, reason="the document is empty")
    page = replace(page, reservations=reservations.joined(page.reservations, reservations.of_tree(tree)))
    found = metadata.read(tree, page)
    unwanted = selectors.drop(tree, page.drop)
    body = content.read(tree, found.node)
    body = replace(body, dropped=(*unwanted, *body.dropped))
    found = replace(found, facts=metadata.credited(found.facts, body.head, page))
    sifted = cleaning.sift(body, found.facts, repeats)
    is_stated = _is_stated(found)
    if wall := walls.found(decoded.text, tree, sifted.kept, is_stated=is_stated):
        return wall
    if not sifted.kept:
        return Rejection(outcome=Outcome.NO_TEXT, reason="the page has no text that could be an article")
    if _linked(sifted.kept) > _LIST_OF_LINKS:
        return Rejection(outcome=Outcome.NO_TEXT, reason="a list of links, not an article")
    facts, flags = _titled(found.facts, sifted.kept), {*body.flags, *_flags(decoded, found, sifted.kept)}
    flags |= set(page_kinds.flags(decoded.text, tree, page.final_url or page.url, sifted.kept, is_stated=is_stated))
    if facts is not found.facts:
        flags.add("title_from_sentence")
    return assembly.reading(page, facts, sifted, extractor=EXTRACTOR, flags=flags)


def _is_stated(found: Found) -> bool:
    """Say whether the page calls itself an article: JSON-LD describes one, or its head says when it was published."""
    return bool(found.node) or found.facts.published_from in {"json-ld", "meta"}


def _titled(facts: Facts, kept: Sequence[Block]) -> Facts:
    """Return the facts with a title, where the page names none with one from the text's first sentence."""
    if facts.title:
        return facts
    title = titles.of_sentence(kept[0].text)
    return replace(facts, title=title, metadata_from={**facts.metadata_from, "title": "sentence"})


def _flags(decoded: Decoded, found: Found, kept: Sequence[Block]) -> Iterator[str]:
    if decoded.damaged:
        yield "damaged_text"
    if structured.is_live_blog(found.node):
        yield "live_blog"
    if found.facts.is_free is False and _chars(kept) < _PAYWALLED_CHARS:
        yield "paywall"
    if kept[-1].text.endswith(_CUT_ENDS):
        yield "truncated"


def _linked(kept: Sequence[Block]) -> float:
    """Return the share of the text's characters that stand in links."""
    return sum(len(block.text) * block.link_share for block in kept) / max(1, _chars(kept))


def _chars(blocks: Iterable[Block]) -> int:
    return sum(len(block.text) for block in blocks)
