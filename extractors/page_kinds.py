"""What kind of page an article came from, where that says its text is not the whole of it: flags, no refusals.

index_page    a home, section or topic page: linked headlines, teasers, no text of its own
video_page    a film with a caption
gallery_page  pictures with captions
live_blog     entries with a time each, as its address or a statement amid others says
paywall       the beginning of an article, and right after it the offer of a subscription

A page that states an article (JSON-LD, a date of publication in its head) is never an index page, and a long text makes
each of the others an article with a film, pictures or an offer beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from extractors import rendering, wall_phrases, words
from extractors.records import Block

_CAPTION_CHARS = 1200  # of a text that goes with a film: about 200 words
_CAPTIONS_CHARS = 2500  # of all the captions of a gallery
_STUB_CHARS = 1500  # of an article's beginning before a paywall
_OFFER_RUNS = 5  # after the last block of an article's beginning among which the offer stands
_OFFER_PHRASES = 2  # of it; a site's usual pitch below a whole text has one
_PROSE_WORDS = 40  # of a paragraph that is no teaser
_INTRODUCTION_WORDS = 120  # of a section page about itself
_SECTION_WORDS = 4  # of the name of a section
_HEADLINE_CHARS = 25  # of a link that is a headline, at least
_HEADLINES = 12  # of an index page, at least
_TYPE = re.compile(r"\"@type\"\s{0,9}:\s{0,9}\[?\s{0,9}\"(?:https?://schema\.org/)?(\w+)\"")
_KIND = re.compile(r"<meta[^>]{0,80}property=[\"']og:type[\"'][^>]{0,80}content=[\"']([\w.:]+)", re.IGNORECASE)
_ARTICLES = re.compile(r"(?:Article|BlogPosting|Report|Review)$")
_FILMS = frozenset(("clip", "clips", "mediathek", "video", "videoclip", "videonews", "videos", "videothek", "watch"))
_LIVE = re.compile(
    r"(?:^|[/_-])(?:live-?blogs?|live-?ticker|live-?updates?|newsblog|nyhetsstudio|minuto-a-minuto|in-diretta"
    r"|en-direct|en-vivo|en-directo|ao-vivo|na-zywo|relacja-live|canli-anlatim)(?:$|[/_.,-])"
)
_ENTRIES = 5  # times of day that stand by themselves; a report that only quotes such a page has fewer
_CLOCK = re.compile(r"^\W{0,3}(?:\d{1,2}[:.h]\d{2})\b")
_GALLERIES = frozenset(
    """gallery galleries photo-gallery photogallery photo-galleries galerie galeries galerija galeria galería
    fotogaleria fotogalería fotogalerie fotostrecke fotostrecken bildergalerie bildergalerien bilderstrecke bildstrecke
    diaporama diaporamas slideshow slideshows in-pictures photos-of-the-day fotoserie bildspel billedserie
    kuvagalleria fotogallery galleria foto-galeri fotogaleri photo-story gallerie""".split()  # noqa: SIM905  see above
)


def flags(html: str, tree: HtmlElement, url: str | None, kept: Sequence[Block], *, is_stated: bool) -> Iterator[str]:
    """Yield the flags of a page; `tree` is what `content.read` left of it, `kept` the blocks of its article."""
    length = sum(len(block.text) for block in kept)
    kinds = set(_TYPE.findall(html)) if length < _CAPTIONS_CHARS else set()
    is_article = any(map(_ARTICLES.search, kinds))
    if length < _CAPTION_CHARS and _is_film(html, url, kinds, is_article=is_article):
        yield "video_page"
    if length < _CAPTIONS_CHARS and _is_gallery(url, kinds, is_article=is_article):
        yield "gallery_page"
    if _states_live(html) or (_is_live(url) and _entries(tree) >= _ENTRIES):
        yield "live_blog"
    if not is_stated and _og_type(html) != "article" and _is_index(tree, kept):
        yield "index_page"
    if length < _STUB_CHARS and _is_stub(tree, kept):
        yield "paywall"


def _is_film(html: str, url: str | None, kinds: set[str], *, is_article: bool) -> bool:
    stated = _og_type(html).startswith("video") or ("VideoObject" in kinds and not is_article)
    return stated or not _FILMS.isdisjoint(_segments(url))


def _states_live(html: str) -> bool:
    name = "LiveBlogPosting"
    return name in html and (name in _TYPE.findall(html) or f"schema.org/{name}" in html)


def _is_live(url: str | None) -> bool:
    try:
        return bool(_LIVE.search(urlsplit(url or "").path.lower()))
    except ValueError:
        return False


def _entries(tree: HtmlElement) -> int:
    """Return how many elements begin with a time of day or are one."""
    return sum(one.tag == "time" or bool(_CLOCK.match(one.text or "")) for one in tree.iter("time", "p", "div", "span"))


def _og_type(html: str) -> str:
    found = _KIND.search(html)
    return found[1].lower() if found else ""


def _is_gallery(url: str | None, kinds: set[str], *, is_article: bool) -> bool:
    stated = not {"ImageGallery", "MediaGallery"}.isdisjoint(kinds) and not is_article
    return stated or not _GALLERIES.isdisjoint(_segments(url))


def _segments(url: str | None) -> list[str]:
    """Return the folders of an address, lower case; its last part names the article."""
    try:
        return urlsplit(url or "").path.lower().split("/")[1:-1]
    except ValueError:
        return []


def _is_index(tree: HtmlElement, kept: Sequence[Block]) -> bool:
    """Whether there is no headline of its own, hardly a paragraph longer than a teaser, and many linked headlines."""
    own = [words.count(one.text_content()) for one in tree.iter("h1")]
    if len(own) < 3 and max(own, default=0) > _SECTION_WORDS:  # noqa: PLR2004  each headline of a front page may be an h1
        return False
    counts = (words.count(block.text) for block in kept)
    if sum(count for count in counts if count >= _PROSE_WORDS) > _INTRODUCTION_WORDS:
        return False
    return sum(len(link.text_content().strip()) >= _HEADLINE_CHARS for link in tree.iter("a")) >= _HEADLINES


def _is_stub(tree: HtmlElement, kept: Sequence[Block]) -> bool:
    """Whether an offer of a subscription follows right after the text."""
    runs = rendering.of(tree).runs
    texts = [run.text for run in runs]
    last = next((place for place in reversed(range(len(runs))) if kept and texts[place] == kept[-1].text), None)
    if last is None:
        return False
    after = wall_phrases.folded(" ".join(texts[last : last + 1 + _OFFER_RUNS]))
    offers = wall_phrases.those_in(wall_phrases.table()["subscription_wall"].says, after)
    return len(offers) >= _OFFER_PHRASES
