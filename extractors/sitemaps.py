"""Sitemaps, news sitemaps, sitemap indexes (sitemaps.org 0.9) and plain lists of addresses -> what they offer.

Element names count without their namespaces and in any case, for many sitemaps get these wrong. The tree is taken
apart while it is built from pieces of the text, so that 50,000 addresses cost the memory of their links and no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from itertools import islice

from lxml import etree

from extractors import offers, urls
from extractors.instants import instant
from extractors.offers import Item, Offer, Sitemap
from extractors.records import Rejection
from extractors.xml_text import Document, repaired

MAX_ADDRESSES = 50_000  # of one file; the limit of sitemaps.org
_PIECE = 262_144  # characters that are parsed at once
_OF_NEWS = {"title", "publication_date", "language", "name"}
_Fields = dict[str, str]  # local name of an element -> its text


def read(document: Document) -> Offer | Rejection:
    """Return what a sitemap or a sitemap index offers, as far as it can be parsed.

    Addresses beyond 50,000 are counted and left out.
    """
    is_index = document.root == "sitemapindex"
    entries = _entries(document, "sitemap" if is_index else "url")
    first = list(islice(entries, MAX_ADDRESSES))
    beyond = sum(1 for _ in entries)
    if is_index:
        further = [_sitemap(fields) for fields in first]
        return Offer(kind="sitemap_index", items=(), further=further, truncated=beyond)
    names, languages = ([each[key] for each in first if key in each] for key in ("name", "language"))
    return Offer(
        kind="news_sitemap" if any("publication_date" in fields for fields in first) else "sitemap",
        items=[_item(fields) for fields in first],
        title=offers.plain(names[0]) if names else None,
        language=languages[0] if len(set(languages)) == 1 else None,
        truncated=beyond,
    )


def addresses(text: str) -> Offer | None:
    """Return what a plain list of addresses, one a line, offers; None where it is no such list.

    Blank lines and lines that begin with "#" are ignored. Most of the others have to be web addresses.
    """
    lines = [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]
    if 2 * sum(map(urls.is_web, lines)) <= len(lines):
        return None
    items = [Item(url=line if urls.is_web(line) else None) for line in lines[:MAX_ADDRESSES]]
    return Offer(kind="addresses", items=items, truncated=max(0, len(lines) - MAX_ADDRESSES))


def _entries(document: Document, name: str) -> Iterator[_Fields]:
    """Yield the fields of each <url> or <sitemap>; no DTD, entity or file is ever looked up."""
    parser = etree.XMLPullParser(
        events=("end",),
        tag=[f"{{*}}{spelling}" for spelling in (name, name.upper(), name.title())],
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for piece in _pieces(document):
            parser.feed(repaired(piece).encode())
            yield from map(_taken, parser.read_events())
        parser.close()
    except etree.XMLSyntaxError:  # what cannot be recovered ends the document
        pass
    yield from map(_taken, parser.read_events())


def _pieces(document: Document) -> Iterator[str]:
    """Yield the document in pieces that end before a tag, so that neither a tag nor a reference is parted."""
    text, start = document.text, 0
    while start < len(text):
        end = text.rfind("<", start + 1, start + _PIECE) if start + _PIECE < len(text) else len(text)
        end = end if end > 0 else start + _PIECE
        piece = text[start:end]
        if document.prefix:  # often one that no attribute declares
            piece = piece.replace(f"<{document.prefix}:", "<").replace(f"</{document.prefix}:", "</")
        yield piece
        start = end


def _taken(event: tuple[str, etree._Element]) -> _Fields:
    fields = _fields(event[1])
    _forget(event[1])
    return fields


def _fields(entry: etree._Element) -> _Fields:
    """Return the texts of an entry's children and of its news element; the addresses of its images are not its own."""
    found: _Fields = {}
    for child in entry:
        name = _local(child)
        if name == "news":
            inner = [*child, *(each for publication in child for each in publication)]
            found |= {_local(each): each.text or "" for each in inner if _local(each) in _OF_NEWS}
        elif name in {"loc", "lastmod"}:
            found.setdefault(name, child.text or "")
    return found


def _forget(element: etree._Element) -> None:
    """Free the entry and those before it. Where end tags are missing it stands in another one, which is still read."""
    element.clear()
    parent, before = element.getparent(), element.getprevious()
    if parent is not None and before is not None and before.tag == element.tag:
        parent.remove(before)


def _local(element: etree._Element) -> str:
    return _local_name(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=256)
def _local_name(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def _item(fields: _Fields) -> Item:
    return Item(
        url=fields.get("loc", ""),
        title=offers.plain(fields.get("title")),
        published=_date(fields, "publication_date"),
        updated=_date(fields, "lastmod"),
    )


def _sitemap(fields: _Fields) -> Sitemap:
    return Sitemap(url=fields.get("loc", ""), modified_at=_date(fields, "lastmod"))


def _date(fields: _Fields, name: str) -> datetime | None:
    return _instant(fields[name]) if fields.get(name) else None


_instant = lru_cache(maxsize=4096)(instant)  # many sitemaps give days only, or one instant for all
