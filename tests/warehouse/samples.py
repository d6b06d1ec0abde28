"""Made-up batches: articles with everything that a reading and the enriching stages give."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from extractors import records

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MODELS = {"entities": "ner 1", "topics": "topics 1", "keyphrases": "phrases 1", "features": "minhash 1"}

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
    article_id = sha(f"article {name}")[:20]
    version_id = sha(f"{article_id}{title}{text}")[:20]
    url = f"https://{source_id}.example/{name}"
    head = records.Article(
        article_id=article_id,
        source_id=source_id,
        url_canonical=url,
        url=f"{url}?utm_source=feed",
        url_final=url,
        title=title,
        author="Ona Reed",
        language="en",
        published_at=published_at,
        published_precision="minute" if published_at else None,
        published_from="json-ld" if published_at else None,
        published_raw=published_at.isoformat() if published_at else None,
        first_seen_at=seen_at,
        last_seen_at=seen_at,
        word_count=len(text.split()),
        version_id=version_id,
        version_count=1,
        duplicate_of=None,
        duplicate_kind=None,
        story_id=None,
    )
    version = records.ArticleVersion(
        version_id=version_id,
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
        page_sha256=sha(page or f"<p>{title}{text}"),
        extractor=extractor,
        quality=0.9,
        quality_flags=(),
        metadata_from='{"title": "json-ld"}',
        archive_file="20261120.warc.gz",
        archive_offset=117,
    )
    batch: Batch = {
        "articles": [head],
        "article_versions": [version],
        "removed_blocks": [
            records.RemovedBlock(version_id=version_id, ordinal=0, text="Share.", rule="share", layer="rule"),
            records.RemovedBlock(version_id=version_id, ordinal=7, text="Sign up", rule="newsletter", layer="learned"),
        ],
        "outcomes": [
            records.ItemOutcome(
                run_id=run_id,
                item=url,
                stage="read",
                outcome="stored",
                reason=None,
                source_id=source_id,
                article_id=article_id,
                occurred_at=seen_at,
            )
        ],
        "links": [
            records.Link(
                url_canonical=url,
                url=f"{url}?utm_source=feed",
                feed_id=f"{source_id}-rss",
                source_id=source_id,
                title_hint=title,
                published_hint=published_at,
                first_seen_at=seen_at,
                last_seen_at=seen_at,
                article_id=article_id,
                attempts=1,
                last_outcome="stored",
            )
        ],
    }
    return joined(batch, enriched(article_id, version_id, title, text, names=names, models=models))


def enriched(  # noqa: PLR0913  the parts of a text that stages see
    article_id: str, version_id: str, title: str, text: str, *, names: Sequence[str], models: dict[str, str] = MODELS
) -> Batch:
    """Return what the stages derive from a text."""
    mentions = [
        records.Mention(
            article_id=article_id,
            version_id=version_id,
            start_char=where.index(name),
            end_char=where.index(name) + len(name),
            surface=name,
            type=type_of.get(name, "person"),
            part=part,
            entity_id=entity_id(name),
            link_method="exact",
            score=0.9,
            label="PERSON",
            model=models["entities"],
        )
        for name in names
        for part, where in (("title", title), ("body", text))
        if name in where
    ]
    used = list(dict.fromkeys(str(mention.surface) for mention in mentions))
    return {
        "mentions": list(mentions),
        "entities": [
            records.Entity(
                entity_id=entity_id(name),
                type=type_of.get(name, "person"),
                name=name,
                wikidata_id=None,
                country_code=None,
                merged_into=None,
                created_by=models["entities"],
            )
            for name in used
            if name != "Quill"  # the person's surname only
        ],
        "aliases": [
            records.Alias(
                alias=name,
                alias_key=name.lower(),
                entity_id=entity_id(name),
                kind="surname" if name == "Quill" else "full",
                origin="text",
                article_count=1,
                blocked=False,
            )
            for name in used
        ],
        "article_topics": [
            records.ArticleTopic(
                article_id=article_id, topic_id="medtop:11000000", score=0.8, rank=1, model=models["topics"]
            ),
            records.ArticleTopic(
                article_id=article_id, topic_id="medtop:20000593", score=0.6, rank=1, model=models["topics"]
            ),
        ],
        "article_keyphrases": [
            records.Keyphrase(article_id=article_id, phrase="harbour board", score=0.7, model=models["keyphrases"])
        ],
        "article_features": [
            records.Features(
                article_id=article_id,
                version_id=version_id,
                language="en",
                terms=tuple(sorted(set(text.lower().split()))),
                counts=tuple(1 for _ in set(text.lower().split())),
                embedding=(0.0, 1.0),
                signature=(1, 2**32 - 1),
                model=models["features"],
            )
        ],
        "enrichments": [
            records.Enrichment(
                article_id=article_id, version_id=version_id, stage=stage, model=model, state="done", reason=None
            )
            for stage, model in models.items()
        ],
    }


def joined(*batches: Batch) -> Batch:
    """Return the records of several batches as one."""
    tables = dict.fromkeys(table for batch in batches for table in batch)
    return {table: [row for batch in batches for row in batch.get(table, [])] for table in tables}
