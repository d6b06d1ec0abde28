"""Made-up batches: articles with everything that a reading and the enriching stages give."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import duckdb

from extractors import records
from warehouse import documents

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MODELS = {
    "entities": "ner 1",
    "topics": "topics 1",
    "keyphrases": "phrases 1",
    "features": "minhash 1",
    "salience": "salience 1",
    "quotes": "quotes 1",
}

type_of = {"Mara Quill": "person", "Quill": "person", "Veldia": "place", "Harbour Board": "organization"}

Batch = dict[str, list[object]]


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def entity_id(name: str) -> str:
    return sha("Mara Quill" if name == "Quill" else name)[:20]


def article(  # noqa: PLR0913  each is one thing that a test varies
    name: str = "a",
    *,
    text: str = "Mara Quill left Veldia on Friday. Quill gave no reason to the Harbour Board.",
    title: str = "Mara Quill leaves Veldia",
    page: str | None = None,
    extractor: str = "reader 1",
    source_id: str = "gazette",
    published_at: datetime | None = NOW,
    seen_at: datetime = NOW + timedelta(minutes=10),
    names: Sequence[str] = ("Mara Quill", "Quill", "Veldia", "Harbour Board"),
    run_id: str = "run1",
    models: dict[str, str] = MODELS,
) -> Batch:
    """Return the batch of one article: everything that a reading and each stage gives."""
    version = _version(name, title, text, seen_at)
    version = replace(version, extractor=extractor, page_sha256=sha(page or f"<p>{title}{text}"))
    head = _head(f"https://{source_id}.example/{name}", version, source_id, published_at)
    batch: Batch = {
        "articles": [head],
        "article_versions": [version],
        "removed_blocks": list(_removed(version.version_id)),
        "outcomes": [_outcome(head, run_id)],
        "links": [_link(head)],
    }
    return joined(batch, enriched(version.article_id, version.version_id, title, text, names=names, models=models))


def _version(name: str, title: str, text: str, seen_at: datetime) -> records.ArticleVersion:
    article_id = sha(f"article {name}")[:20]
    return records.ArticleVersion(
        version_id=sha(f"{article_id}{title}{text}")[:20],
        article_id=article_id,
        version_no=1,
        cause="first",
        observed_at=seen_at,
        title=title,
        authors=("Ona Reed",),
        text=text,
        summary=None,
        section="World",
        keywords=("harbour", "Veldia"),
        site_name="The Gazette",
        image_url=None,
        language="en",
        language_declared="en",
        language_score=0.99,
        is_free=True,
        text_sha256=sha(text),
        page_sha256="",
        extractor="",
        quality=0.9,
        quality_flags=(),
        metadata_from='{"title": "json-ld"}',
        archive_file="20261120.warc.gz",
        archive_offset=117,
    )


def _head(url: str, version: records.ArticleVersion, source_id: str, published_at: datetime | None) -> records.Article:
    return records.Article(
        article_id=version.article_id,
        source_id=source_id,
        url_canonical=url,
        url=f"{url}?utm_source=feed",
        url_final=url,
        title=version.title,
        author="Ona Reed",
        language="en",
        published_at=published_at,
        published_precision="minute" if published_at else None,
        published_from="json-ld" if published_at else None,
        published_raw=published_at.isoformat() if published_at else None,
        first_seen_at=version.observed_at,
        last_seen_at=version.observed_at,
        word_count=len(version.text.split()),
        version_id=version.version_id,
        version_count=1,
        duplicate_of=None,
        duplicate_kind=None,
        story_id=None,
    )


def _removed(version_id: str) -> tuple[records.RemovedBlock, ...]:
    return (
        records.RemovedBlock(version_id=version_id, ordinal=0, text="Share.", rule="share", layer="rule"),
        records.RemovedBlock(version_id=version_id, ordinal=7, text="Sign up", rule="newsletter", layer="learned"),
    )


def _outcome(head: records.Article, run_id: str) -> records.ItemOutcome:
    return records.ItemOutcome(
        run_id=run_id,
        item=head.url_canonical or "",
        stage="read",
        outcome="stored",
        reason=None,
        source_id=head.source_id,
        article_id=head.article_id,
        occurred_at=head.first_seen_at,
    )


def _link(head: records.Article) -> records.Link:
    return records.Link(
        url_canonical=head.url_canonical or "",
        url=head.url or "",
        feed_id=f"{head.source_id}-rss",
        source_id=head.source_id,
        title_hint=head.title,
        published_hint=head.published_at,
        first_seen_at=head.first_seen_at,
        last_seen_at=head.last_seen_at,
        article_id=head.article_id,
        attempts=1,
        last_outcome="stored",
    )


def enriched(  # noqa: PLR0913  the parts of a text that stages see
    article_id: str, version_id: str, title: str, text: str, *, names: Sequence[str], models: dict[str, str] = MODELS
) -> Batch:
    """Return what the stages derive from a text."""
    spans = [
        (name, part, where.index(name))
        for name in names
        for part, where in (("title", title), ("body", text))
        if name in where
    ]
    used = list(dict.fromkeys(name for name, _, _ in spans))
    return {
        "mentions": [_mention(article_id, version_id, span, models["entities"]) for span in spans],
        "entities": [_entity(name, models["entities"]) for name in used if name != "Quill"],  # a surname only
        "aliases": [_alias(name) for name in used],
        "article_entities": [
            _salient(article_id, name, place, in_title=name in title)
            for place, name in enumerate((name for name in used if name != "Quill"), start=1)
        ],
        "quotes": [_quote(article_id, version_id, text, name) for name in names[:1] if name in text],
        "article_topics": [
            records.ArticleTopic(article_id=article_id, topic_id=topic_id, score=score, rank=1, model=models["topics"])
            for topic_id, score in (("medtop:11000000", 0.8), ("medtop:20000593", 0.6))
        ],
        "article_keyphrases": [
            records.Keyphrase(article_id=article_id, phrase="harbour board", score=0.7, model=models["keyphrases"])
        ],
        "article_features": [_features(article_id, version_id, text, models["features"])],
        "enrichments": [
            records.Enrichment(
                article_id=article_id, version_id=version_id, stage=stage, model=model, state="done", reason=None
            )
            for stage, model in models.items()
        ],
    }


def _mention(article_id: str, version_id: str, span: tuple[str, str, int], model: str) -> records.Mention:
    name, part, start_char = span
    return records.Mention(
        article_id=article_id,
        version_id=version_id,
        start_char=start_char,
        end_char=start_char + len(name),
        surface=name,
        type=type_of.get(name, "person"),
        part=part,
        entity_id=entity_id(name),
        link_method="exact",
        score=0.9,
        label="PERSON",
        model=model,
    )


def _salient(article_id: str, name: str, place: int, *, in_title: bool) -> records.ArticleEntity:
    return records.ArticleEntity(
        article_id=article_id,
        entity_id=entity_id(name),
        score=round(0.9 / place, 2),
        rank=place,
        mention_count=1,
        in_title=in_title,
        first_char=0,
        model="salience 1",
    )


def _quote(article_id: str, version_id: str, text: str, speaker: str) -> records.Quote:
    """Quote the whole text of somebody in it."""
    return records.Quote(
        article_id=article_id,
        version_id=version_id,
        start_char=0,
        end_char=len(text),
        quote=text,
        speaker=speaker,
        speaker_start=text.index(speaker),
        entity_id=entity_id(speaker),
        verb="said",
        score=0.9,
        model="quotes 1",
    )


def _entity(name: str, model: str) -> records.Entity:
    return records.Entity(
        entity_id=entity_id(name),
        type=type_of.get(name, "person"),
        name=name,
        wikidata_id=None,
        country_code=None,
        merged_into=None,
        created_by=model,
    )


def _alias(name: str) -> records.Alias:
    return records.Alias(
        alias=name,
        alias_key=name.lower(),
        entity_id=entity_id(name),
        kind="surname" if name == "Quill" else "full",
        origin="document",
        article_count=1,
        blocked=False,
    )


def _features(article_id: str, version_id: str, text: str, model: str) -> records.Features:
    terms = sorted(set(text.lower().split()))
    return records.Features(
        article_id=article_id,
        version_id=version_id,
        language="en",
        terms=tuple(terms),
        counts=(1,) * len(terms),
        embedding=(0.0, 1.0),
        signature=(1, 2**32 - 1),
        model=model,
    )


def joined(*batches: Batch) -> Batch:
    """Return the records of several batches as one."""
    tables = dict.fromkeys(table for batch in batches for table in batch)
    return {table: [row for batch in batches for row in batch.get(table, [])] for table in tables}


def unassigned(db: duckdb.DuckDBPyConnection) -> list[records.Document]:
    """Return the articles that stand in no story yet, as documents, oldest first."""
    return documents.of(db, [article_id for article_id, _ in documents.unassigned(db)])
