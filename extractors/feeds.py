"""What a configured address serves -> links: the one entry for feeds, sitemaps and lists of addresses.

What a body is, it says itself: the root element decides, never the kind it was configured as, for the two are mixed
up by people and by servers. Each format has a reader of its own; here its items become links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from extractors import json_feeds, languages, offers, packing, sitemaps, syndication, urls, xml_text
from extractors.offers import Item, Offer, Sitemap
from extractors.records import Feed, Link, Rejection
from extractors.xml_text import Document

__all__ = ["MAX_ITEMS", "FeedReading", "Sitemap", "links"]

MAX_ITEMS = 1000  # of a feed
_MAX_CHARS = 2048  # of an address; the limit of sitemaps.org, and beyond it lies data
_BLANK = b"\xef\xbb\xbf \t\r\n\0"
_FUTURE = timedelta(days=1)  # beyond it a date is a mistake, not a time zone
_FEEDS = frozenset(("rss", "feed", "rdf", "channel"))
_SITEMAPS = frozenset(("urlset", "sitemapindex"))
_OTHERS = {
    "html": "an HTML page, not a feed",
    "body": "an HTML page, not a feed",
    "opml": "a list of feeds (OPML), not a feed",
}
_ANYWHERE = frozenset(("rss", "rdf", "atom", "json"))
_HINTS = ("title_hint", "published_hint", "updated_hint", "content")
ROOTS = _FEEDS | _SITEMAPS | _OTHERS.keys()
_MEDIA = re.compile(
    r"\.(?:mp3|m4a|m4b|aac|ogg|oga|opus|wav|flac|mp4|m4v|mov|avi|mkv|webm|ogv|wmv|jpe?g|png|gif|webp|avif|svg)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReading:
    """What a feed or sitemap says: its links in its order, and where there is more.

    `kind` is what it really is: rss, rdf, atom, json, sitemap, news_sitemap, sitemap_index, addresses; empty where
    nothing was read. `poll_minutes` is how long it asks to be left alone. What was left out is counted: `truncated`
    items beyond 1,000 (50,000 of a sitemap), `foreign` addresses of a sitemap that lie on another site, `unusable`
    items without the web address of a page, such as podcast episodes.
    """

    links: tuple[Link, ...]
    title: str | None
    poll_minutes: int | None
    kind: str = ""
    language: str | None = None  # ISO 639-1
    next_url: str | None = None  # where its older items are
    further: tuple[Sitemap, ...] = ()  # what a sitemap index leads to
    truncated: int = 0
    foreign: int = 0
    unusable: int = 0


def links(body: bytes, feed: Feed, *, base: str, now: datetime, charset: str | None = None) -> FeedReading | Rejection:
    """Return the links of a feed, sitemap or list of addresses, each once; of a repeated one the hints are joined.

    `base` is the address that the body came from, `charset` what its transport declared. Relative addresses are
    resolved against `base`; a gzip file is unpacked. A body that is none of these is a `Rejection` with the outcome
    no_text, one that declares XML entities of its own or is a broken gzip file one with bad_encoding, one that unpacks
    to over 50 MB one with too_large.
    """
    whole = packing.unpacked(body)
    offer = whole if isinstance(whole, Rejection) else _offer(whole, base, charset)
    return offer if isinstance(offer, Rejection) else _reading(offer, feed, base, now)


def _offer(body: bytes, base: str, charset: str | None) -> Offer | Rejection:
    text = xml_text.decoded(body, charset) if body.strip(_BLANK) else ""
    if isinstance(text, Rejection):
        return text
    if not text.strip():
        return offers.none("an empty body")
    if text.lstrip().startswith(("{", "[")):
        return json_feeds.read(text, MAX_ITEMS)
    document = xml_text.read(text, ROOTS)
    if document is None:
        return sitemaps.addresses(text) or offers.none("neither RSS, Atom, JSON Feed nor a sitemap")
    del text  # up to 200 MB
    return document if isinstance(document, Rejection) else _of_document(document, base)


def _of_document(document: Document, base: str) -> Offer | Rejection:
    if document.root in _OTHERS:
        return offers.none(_OTHERS[document.root])
    return sitemaps.read(document) if document.root in _SITEMAPS else syndication.read(document, base, MAX_ITEMS)


def _reading(offer: Offer, feed: Feed, base: str, now: datetime) -> FeedReading:
    sifted = _sifted(offer, _own_sites(offer, feed, base), base)
    found = ((url, entry) for url, entry in sifted.kept if isinstance(entry, Item))
    further = tuple(replace(entry, url=url) for url, entry in sifted.kept if isinstance(entry, Sitemap))
    next_url = urls.resolved(base, offer.next_url)
    return FeedReading(
        links=_unique(_link(url, item, feed, now) for url, item in found),
        title=offer.title,
        poll_minutes=offer.poll_minutes,
        kind=offer.kind,
        language=languages.primary(offer.language),
        next_url=None if next_url == base else next_url,
        further=further,
        truncated=offer.truncated,
        foreign=sifted.foreign,
        unusable=sifted.unusable,
    )


class _Sifted(NamedTuple):
    kept: list[tuple[str, Item | Sitemap]]  # with their resolved addresses
    foreign: int
    unusable: int


def _sifted(offer: Offer, own_sites: frozenset[str | None], base: str) -> _Sifted:
    offered: tuple[Item | Sitemap, ...] = (*offer.items, *offer.further)
    resolved = [(url, entry) for entry in offered if (url := _page(base, entry.url))]
    kept = [(url, entry) for url, entry in resolved if not own_sites or urls.domain(url) in own_sites]
    return _Sifted(kept, foreign=len(resolved) - len(kept), unusable=len(offered) - len(resolved))


def _own_sites(offer: Offer, feed: Feed, base: str) -> frozenset[str | None]:
    """Return the registered domains that the addresses may lie on, none where they may lie anywhere.

    A sitemap speaks for its own site only (sitemaps.org, "Sitemaps & Cross Submits"): that of its address, or of where
    it was moved to. A feed may gather from everywhere, and so may a list of addresses that a person configured.
    """
    if offer.kind in _ANYWHERE or (offer.kind == "addresses" and feed.parent_id is None):
        return frozenset()
    return frozenset((urls.domain(base), urls.domain(feed.url)))


def _link(url: str, item: Item, feed: Feed, now: datetime) -> Link:
    return Link(
        url_canonical=urls.canonical(url),
        url=url,
        feed_id=feed.feed_id,
        source_id=feed.source_id,
        title_hint=item.title,
        published_hint=_believed(item.published, now),
        first_seen_at=now,
        last_seen_at=now,
        article_id=None,
        attempts=0,
        last_outcome=None,
        updated_hint=_believed(item.updated, now),
        content=item.content,
    )


def _believed(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and moment <= now + _FUTURE else None


def _unique(found: Iterable[Link]) -> tuple[Link, ...]:
    """Return each address once, where it stands first; what that one does not say, a later one may."""
    first: dict[str, Link] = {}
    for link in found:
        known = first.setdefault(link.url_canonical, link)
        if known is not link:
            missing = {name: getattr(link, name) for name in _HINTS if getattr(known, name) is None}
            first[link.url_canonical] = replace(known, **missing)
    return tuple(first.values())


def _page(base: str, url: str | None) -> str | None:
    """Return the address of the page that an item names; None where it names none, or a sound, a film or a picture."""
    found = urls.resolved(base, xml_text.unescaped(url or ""))
    is_page = found is not None and len(found) <= _MAX_CHARS and not _MEDIA.search(found.partition("?")[0])
    return found if is_page else None
