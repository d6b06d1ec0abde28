"""Pages for tests, with what a test does not care about filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from extractors.records import Page

FETCHED_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
_PAGE = Page(item="page", url=None, final_url=None, body=b"", content_type=None, charset=None, fetched_at=FETCHED_AT)


def of(body: str | bytes, **fields: object) -> Page:
    """Return a page with this body and these fields; an address is taken for the final one, too."""
    whole = body.encode() if isinstance(body, str) else body
    if "url" in fields:
        fields = {"final_url": fields["url"], "item": fields["url"], **fields}
    return replace(_PAGE, body=whole, **fields)  # type: ignore[arg-type]  # the fields are Page's
