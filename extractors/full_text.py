"""What a feed's item brings along -> the text of its article as HTML, where it is the whole article and no teaser."""

from __future__ import annotations

import html
import re

from extractors import encoding, words

_MIN_WORDS = 80  # of an element meant for the full text; shorter ones are teasers all the same
_MIN_SUMMARY_WORDS = 150  # of any element: no teaser is so long
_LONGER = 1.2  # than the summary beside it, in words
_MAX_BYTES = 200_000
_TAG = re.compile(r"<!--(?:.*?-->|.*)|</?[A-Za-z][^<>]*>", re.DOTALL)
_PARAGRAPHS = re.compile(r"\n\s*\n")


def of_item(content: str | None, summary: str | None) -> str | None:
    """Return an item's full text as HTML, None where it has none.

    `content` is what stands in an element for it, `summary` what stands in one for a teaser, both as HTML.
    """
    if content is None:
        return _bounded(summary) if _count(summary) >= _MIN_SUMMARY_WORDS else None
    size = _count(content)
    is_article = size >= min(_MIN_SUMMARY_WORDS, max(_MIN_WORDS, _LONGER * _count(summary)))
    return _bounded(content) if is_article else None


def from_plain(text: str) -> str:
    """Return plain text as HTML: a paragraph for each run of lines."""
    return "".join(f"<p>{html.escape(part, quote=False)}</p>\n" for part in _PARAGRAPHS.split(text) if part.strip())


def _count(markup: str | None) -> int:
    return words.count(html.unescape(_TAG.sub(" ", (markup or "")[:_MAX_BYTES])))


def _bounded(markup: str | None) -> str:
    """Return at most 200 KB of it in UTF-8, cut where a tag begins, without what no database takes."""
    clean = encoding.clean(markup or "")
    cut = clean.encode()[:_MAX_BYTES].decode("utf-8", "ignore")
    return clean if len(cut) == len(clean) else cut[: max(cut.rfind("<"), 0) or len(cut)]
