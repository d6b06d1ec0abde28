"""Article versions for tests, of what a test is about and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from extractors.records import ArticleVersion


def version(title: str, text: str, language: str | None = "en") -> ArticleVersion:
    """Return the first version of an article with this title and text."""
    return ArticleVersion(
        version_id="v1",
        article_id="a1",
        version_no=1,
        cause="first",
        observed_at=datetime(2026, 5, 4, tzinfo=UTC),
        title=title,
        authors=(),
        text=text,
        summary=None,
        section=None,
        keywords=(),
        site_name=None,
        image_url=None,
        language=language,
        language_declared=None,
        language_score=None,
        is_free=None,
        text_sha256="",
        page_sha256="",
        extractor="test/1",
        quality=1.0,
        quality_flags=(),
        metadata_from="{}",
        archive_file=None,
        archive_offset=None,
    )
