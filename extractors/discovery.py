"""A site's home page and robots.txt -> where its feeds and sitemaps are, and what the site is called.

Nothing here is verified: a candidate is an address that says it is a feed, or looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from extractors import encoding, languages, markup, offers, site_names, structured, urls
from extractors.records import Rejection

WELL_KNOWN = (
    *("/feed", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml"),
    *("/news-sitemap.xml", "/sitemap_news.xml", "/sitemap_index.xml", "/sitemap.xml"),
)
_MAX_CANDIDATES = 100
_MAX_LINKS = 5000  # of a page, looked at
_TYPES = {
    "application/rss+xml": "rss",
    "application/x-rss+xml": "rss",
    "text/rss+xml": "rss",
    "application/rdf+xml": "rss",
    "application/atom+xml": "atom",
    "application/feed+json": "json",
    "application/json": "json",  # only where the address says so as well: WordPress declares its API like this
    "application/xml": "unknown",
    "text/xml": "unknown",
}
_VAGUE = {"application/json", "application/xml", "text/xml"}
_FEED_PATH = re.compile(
    r"(?:^|/)(?:feeds?|rss[12]?|atom|rdf)/?$|(?:^|/)[\w-]+[_-](?:rss|atom)/?$|(?:^|/)(?:feeds?|rss)/[\w/.-]*$|"
    r"(?:^|/)[\w-]*(?:feed|rss|atom|rdf)[\w.-]*\.(?:xml|json|php|aspx?|rss|rdf|atom)$|\.(?:rss|atom|rdf)$",
    re.IGNORECASE,
)
_FEED_QUERY = re.compile(r"(?:^|&)(?:feed|format|type|output)=(?:feed|rss2?|atom|rdf)(?:&|$)", re.IGNORECASE)
_FEED_HOST = re.compile(r"https?://(?:feeds?|rss)\d?\.", re.IGNORECASE)
_NO_FEED = re.compile(r"oembed|/wp-json/|xmlrpc|opensearch|https?:.*https?:|\.(?:html?|css|js)$", re.IGNORECASE)
_COMMENTS = re.compile(
    r"comment|kommentar|comentari|commenti\b|reacties|yorum|komment|комментар|コメント|评论", re.IGNORECASE
)
_KINDS = ("atom", "json", "rss")  # as an address may name it
_PART = re.compile(r"\s+[|–—·•»:-]\s+")  # noqa: RUF001  dashes are what parts titles
_SITEMAP_LINE = re.compile(r"^[\ufeff\s]*site-?map\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address that may be a feed; its kind (rss, atom, json, unknown) is what the page says, not what it is."""

    url: str
    title: str | None
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What a site calls itself, and the language (ISO 639-1) its home page declares."""

    name: str | None
    language: str | None


def feeds(body: bytes, base: str, *, charset: str | None = None) -> tuple[Candidate, ...]:
    """Return what may be the feeds of a page at `base`, the likeliest first; empty where the body is no HTML.

    Declared ones (<link rel=alternate>) stand before links that look like feeds, and feeds of comments last.
    """
    tree = _tree(body, charset)
    if tree is None:
        return ()
    base = _base(tree, base)
    found: dict[str, Candidate] = {}
    for candidate in (*_declared(tree, base), *_linked(tree, base)):
        found.setdefault(urls.canonical(candidate.url), candidate)
    ranked = sorted(found.values(), key=is_of_comments)
    return tuple(ranked[:_MAX_CANDIDATES])


def site(body: bytes, base: str, *, charset: str | None = None) -> Site:
    """Return the name and the language of the site whose home page this is."""
    tree = _tree(body, charset)
    if tree is None:
        return Site(name=None, language=None)
    names = (offers.plain(name) for name in _names(tree, base))
    declared = (tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang"), tree.get("xml:lang"))
    tags = (*declared, _meta(tree, "og:locale"), _meta(tree, "content-language"), _meta(tree, "language"))
    return Site(
        name=next((name for name in names if name), None),
        language=next((code for code in map(languages.primary, tags) if code), None),
    )


def robots_sitemaps(text: str) -> tuple[str, ...]:
    """Return the web addresses in the Sitemap lines of a robots.txt, each once; these lines belong to no group."""
    stated = (match[1].partition("#")[0] for match in _SITEMAP_LINE.finditer(text))
    return tuple(dict.fromkeys(url for url in stated if urls.is_web(url)))


def well_known(base: str) -> tuple[str, ...]:
    """Return the addresses worth a try on the site of `base` where it announces nothing, feeds first."""
    return tuple(url for path in WELL_KNOWN if (url := urls.resolved(base, path)))


def _tree(body: bytes, charset: str | None) -> HtmlElement | None:
    decoded = encoding.decode(body, charset)
    return None if isinstance(decoded, Rejection) else markup.parse(decoded.text)


def _base(tree: HtmlElement, base: str) -> str:
    stated = next((element.get("href") for element in tree.iter("base") if element.get("href")), None)
    return urls.resolved(base, stated) or base


def _declared(tree: HtmlElement, base: str) -> Iterator[Candidate]:
    for link in tree.iter("link"):
        relations = (link.get("rel") or "").lower().split()
        media_type = (link.get("type") or "").partition(";")[0].strip().lower()
        url = urls.resolved(base, link.get("href"))
        is_feed = media_type in _TYPES and ("alternate" in relations or "feed" in relations)
        if url and is_feed and not _NO_FEED.search(url) and (media_type not in _VAGUE or _looks_like_feed(url)):
            yield Candidate(url=url, title=offers.plain(link.get("title")), kind=_TYPES[media_type])


def _linked(tree: HtmlElement, base: str) -> Iterator[Candidate]:
    """Yield the links that look like feeds, on the site itself or on a host that is named for feeds."""
    for link in islice(tree.iter("a"), _MAX_LINKS):
        url = urls.resolved(base, link.get("href"))
        is_near = url and (urls.domain(url) == urls.domain(base) or _FEED_HOST.match(url))
        if url and is_near and _looks_like_feed(url) and not _NO_FEED.search(url):
            title = link.get("title") or link.text_content()
            kind = next((kind for kind in _KINDS if kind in url.lower()), "unknown")
            yield Candidate(url=url, title=offers.plain(title), kind=kind)


def _looks_like_feed(url: str) -> bool:
    parts = urlsplit(url)
    return bool(_FEED_PATH.search(parts.path) or _FEED_QUERY.search(parts.query))


def is_of_comments(candidate: Candidate) -> bool:
    """Say whether it names itself as a feed of comments."""
    return bool(_COMMENTS.search(candidate.url) or _COMMENTS.search(candidate.title or ""))


def _names(tree: HtmlElement, base: str) -> Iterator[str | None]:
    """Yield names of the site, the surest first: stated ones, then the part of the title that is also its domain."""
    yield _meta(tree, "og:site_name")
    yield _meta(tree, "application-name")
    kinds = ("WebSite", "NewsMediaOrganization", "Organization")
    nodes = structured.nodes(tree)
    for kind in kinds:
        yield from (structured.text(node.get("name")) for node in nodes if kind in structured.types(node))
    yield _meta(tree, "apple-mobile-web-app-title")
    parts = _PART.split(offers.plain(tree.findtext(".//title")) or "")
    domain = site_names.letters((urls.domain(base) or "").split(".")[0])
    yield max((part for part in parts if _is_named(part, domain)), key=len, default=None)
    yield min(parts, key=len)


def _is_named(part: str, domain: str) -> bool:
    letters = site_names.letters(part)
    return bool(letters and domain) and (letters in domain or domain in letters)


def _meta(tree: HtmlElement, name: str) -> str | None:
    """Return the content of the first meta element of this name, property or http-equiv."""
    for element in tree.iter("meta"):
        stated = element.get("property") or element.get("name") or element.get("http-equiv") or ""
        if stated.strip().lower() == name and (element.get("content") or "").strip():
            return str(element.get("content"))
    return None
