"""Header fields, read with care: any of them may be missing, doubled, or anything at all."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

_MAX_VALIDATOR = 512  # characters; longer ones are not tokens of a version
_MAX_WAIT = 7 * 24 * 3600.0
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,80}")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:+-]{1,40})", re.IGNORECASE)


def media_type(content_type: str) -> str | None:
    """Return the media type of a Content-Type field in lower case, without parameters; None where there is none."""
    found = _MEDIA_TYPE.match(content_type.strip().lower())
    return found[0] if found else None


def charset(content_type: str) -> str | None:
    """Return the charset parameter of a Content-Type field."""
    found = _CHARSET.search(content_type)
    return found[1] if found else None


def length(fields: httpx.Headers) -> int:
    """Return the announced number of bytes; 0 where none is."""
    value = fields.get("content-length", "")
    return int(value[:18]) if value.isascii() and value.isdigit() else 0


def retry_after(fields: httpx.Headers, now: datetime) -> float | None:
    """Return the seconds that the host asks to wait, at most a week."""
    value = fields.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), _MAX_WAIT)
    with suppress(ValueError, TypeError, OverflowError):  # no date either
        at = parsedate_to_datetime(value)
        wait = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
        return min(max(wait, 0.0), _MAX_WAIT)
    return None


def validator(value: str | None) -> str | None:
    """Return an ETag or Last-Modified that can safely be sent back: printable ASCII and short."""
    return value if value and len(value) <= _MAX_VALIDATOR and value.isascii() and value.isprintable() else None


def conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """Return the fields of a conditional request."""
    fields = {"If-None-Match": validator(etag), "If-Modified-Since": validator(last_modified)}
    return {name: value for name, value in fields.items() if value is not None}
