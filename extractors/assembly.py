"""The one place that builds the records of a reading, from HTML and from plain text alike."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from extractors import boilerplate, languages, urls, words
from extractors.boilerplate import Sifted
from extractors.identity import hash_id
from extractors.records import Article, ArticleVersion, Outcome, Page, Reading, Rejection, RemovedBlock

MIN_WORDS = 15  # a news flash of one full sentence has 15 to 25; what is shorter is a caption, a teaser or a notice
SHORT_WORDS = 60
NO_SOURCE = "files"  # of an article that came without an address and without a source
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # the web is younger; earlier dates are defaults and mistakes
_LATEST_AFTER_FETCH = timedelta(days=1)  # clocks and zones differ by less
_DOUBT = {  # how much a flag takes from the quality; one not named here takes 0.1
    "damaged_text": 0.3,
    "gallery_page": 0.2,
    "index_page": 0.5,
    "live_blog": 0.3,
    "much_removed": 0.2,
    "no_title": 0.2,
    "paywall": 0.3,
    "title_from_sentence": 0.05,
    "truncated": 0.3,
    "undated": 0.05,
    "video_page": 0.2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an article besides its text; `metadata_from` says of each field where its value came from."""

    title: str
    url_canonical: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    published_precision: str | None = None
    published_from: str | None = None
    published_raw: str | None = None
    modified_at: datetime | None = None
    summary: str | None = None
    section: str | None = None
    keywords: tuple[str, ...] = ()
    site_name: str | None = None
    image_url: str | None = None
    language_declared: str | None = None
    is_free: bool | None = None
    metadata_from: Mapping[str, str] = field(default_factory=dict)


def reading(
    page: Page, facts: Facts, sifted: Sifted, *, extractor: str, flags: Collection[str] = ()
) -> Reading | Rejection:
    """Return the records of an article, or NO_TEXT for nothing kept and TOO_SHORT for fewer than `MIN_WORDS` words."""
    text = boilerplate.text(sifted.kept)
    word_count = words.count(text)
    if not word_count:
        return Rejection(outcome=Outcome.NO_TEXT, reason="no text is left once boilerplate is removed")
    if word_count < MIN_WORDS:
        return Rejection(outcome=Outcome.TOO_SHORT, reason=f"{word_count} words; an article has at least {MIN_WORDS}")
    version = _version(page, facts, text, extractor, _flags(flags, facts, sifted, word_count, page))
    removed = tuple(
        RemovedBlock(
            version_id=version.version_id,
            ordinal=ordinal,
            text=one.block.text,
            rule=one.rule,
            layer=one.layer,
            score=one.score,
        )
        for ordinal, one in enumerate(sifted.removed)
    )
    return Reading(article=_article(page, facts, version, word_count), version=version, removed=removed)


def article_id(page: Page, url_canonical: str | None) -> str:
    """Return the id by the canonical address, or by the content where there is none."""
    if url_canonical:
        return urls.article_id(url_canonical)
    return hash_id("article", sha256(page.body).hexdigest())


def source_id(page: Page, url_canonical: str | None) -> str:
    """Return the page's source, else the registered domain of the article, else `NO_SOURCE`."""
    return page.source_id or urls.domain(url_canonical) or urls.domain(page.final_url or page.url) or NO_SOURCE


def is_credible(at: datetime, page: Page) -> bool:
    """Whether an instant can be when the page was published: from 1990 until a day after it was fetched."""
    return _EARLIEST <= at <= page.fetched_at + _LATEST_AFTER_FETCH


def quality(flags: Collection[str]) -> float:
    """Return 1 less the doubt that each flag casts, at least 0."""
    return round(max(0.0, 1.0 - sum(_DOUBT.get(flag, 0.1) for flag in flags)), 2)


def _flags(given: Collection[str], facts: Facts, sifted: Sifted, word_count: int, page: Page) -> tuple[str, ...]:
    removed = sum(words.count(one.block.text) for one in sifted.removed)
    found = {
        "feed_text": page.is_feed_text,
        "short": word_count < SHORT_WORDS,
        "much_removed": removed > word_count,
        "undated": facts.published_at is None or not is_credible(facts.published_at, page),
    }
    return tuple(sorted({*given, *(flag for flag, holds in found.items() if holds)}))


def _version(page: Page, facts: Facts, text: str, extractor: str, flags: tuple[str, ...]) -> ArticleVersion:
    identity = article_id(page, facts.url_canonical)
    text_sha256 = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    declared = languages.primary(facts.language_declared or page.language_hint)
    language, score = languages.detect(text, declared)
    return ArticleVersion(
        version_id=hash_id("version", identity, facts.title, text_sha256, extractor),
        article_id=identity,
        version_no=1,
        cause="first",
        observed_at=page.fetched_at,
        title=facts.title,
        authors=facts.authors,
        text=text,
        summary=facts.summary,
        section=facts.section,
        keywords=facts.keywords,
        site_name=facts.site_name,
        image_url=facts.image_url,
        language=language or declared,
        language_declared=facts.language_declared,
        language_score=score,
        is_free=facts.is_free,
        text_sha256=text_sha256,
        page_sha256=sha256(page.body).hexdigest(),
        extractor=extractor,
        quality=quality(flags),
        quality_flags=flags,
        metadata_from=json.dumps(dict(facts.metadata_from), ensure_ascii=False, sort_keys=True),
        archive_file=page.archive_file,
        archive_offset=page.archive_offset,
        modified_at=facts.modified_at,
        reservations=page.reservations,
    )


def _article(page: Page, facts: Facts, version: ArticleVersion, word_count: int) -> Article:
    dated = facts.published_at is not None and is_credible(facts.published_at, page)
    return Article(
        article_id=version.article_id,
        source_id=source_id(page, facts.url_canonical),
        url_canonical=facts.url_canonical,
        url=page.url,
        url_final=page.final_url,
        title=facts.title,
        author=", ".join(facts.authors) or None,
        language=version.language,
        published_at=facts.published_at if dated else None,
        published_precision=facts.published_precision if dated else None,
        published_from=facts.published_from if dated else None,
        published_raw=facts.published_raw,
        first_seen_at=page.fetched_at,
        last_seen_at=page.fetched_at,
        word_count=word_count,
        version_id=version.version_id,
        version_count=1,
        duplicate_of=None,
        duplicate_kind=None,
        story_id=None,
    )
