"""A row of our own export -> the article that it was: nothing is read out of it anew and nothing removed.

Only the loader of files gives a page this kind of content; no answer from the web can, since no media type has a blank.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from extractors import urls, words
from extractors.identity import hash_id
from extractors.records import Article, ArticleVersion, Outcome, Page, Reading, Rejection, RemovedBlock

FORMAT = "newsduck article/1"  # the value of a row's `format`
EXTRACTOR = "export/1"
_ID = re.compile(r"[0-9a-f]{20}")
_PYTHON = {"str": str, "int": int, "float": float, "bool": bool, "datetime": str, "tuple[str, ...]": list}


def read(page: Page) -> Reading | Rejection:
    """Return the article in a page whose body is one exported row, or NO_TEXT where it is none."""
    try:
        row = json.loads(page.body)
        article_id = _article_id(row)
        version = _version(row, article_id, page)
        return Reading(article=_article(row, version), version=version, removed=_removed(row, version))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        return Rejection(outcome=Outcome.NO_TEXT, reason=f"no whole row of an export: {' '.join(str(error).split())}")


def _article_id(row: dict[str, Any]) -> str:
    """Return the row's id, which has to be that of its address where it has one."""
    article_id, url = row["article_id"], row["url_canonical"]
    if not _ID.fullmatch(article_id) or (url is not None and urls.article_id(url) != article_id):
        message = f"article_id {str(article_id)[:40]!r} is not the one of its address"
        raise ValueError(message)
    return str(article_id)


def _version(row: dict[str, Any], article_id: str, page: Page) -> ArticleVersion:
    text = _value("str", row["text"])
    text_sha256 = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    own = {
        "version_id": hash_id("version", article_id, _value("str", row["title"]), text_sha256, EXTRACTOR),
        "article_id": article_id,
        "version_no": 1,
        "cause": "first",
        "text_sha256": text_sha256,
        "page_sha256": sha256(page.body).hexdigest(),
        "extractor": EXTRACTOR,
        "archive_file": page.archive_file,
        "archive_offset": page.archive_offset,
    }
    return ArticleVersion(**_values(ArticleVersion, row, own))


def _article(row: dict[str, Any], version: ArticleVersion) -> Article:
    own = {
        "article_id": version.article_id,
        "word_count": words.count(version.text),
        "version_id": version.version_id,
        "version_count": 1,
        "duplicate_of": None,
        "duplicate_kind": None,
        "story_id": None,
    }
    return Article(**_values(Article, row, own))


def _removed(row: dict[str, Any], version: ArticleVersion) -> tuple[RemovedBlock, ...]:
    return tuple(
        RemovedBlock(**_values(RemovedBlock, block, {"version_id": version.version_id, "ordinal": ordinal}))
        for ordinal, block in enumerate(row["removed"])
    )


def _values(record: type, row: dict[str, Any], own: dict[str, object]) -> dict[str, Any]:
    """Return the fields of a record: our own values, and the row's, each of the type that it should have."""
    return own | {each.name: _value(str(each.type), row[each.name]) for each in fields(record) if each.name not in own}


def _value(kind: str, value: object) -> Any:  # noqa: ANN401  a field of any record
    if value is None and kind.endswith(" | None"):
        return None
    name = kind.removesuffix(" | None")
    if name == "float" and type(value) is int:
        value = float(value)
    if type(value) is not _PYTHON[name]:
        message = f"{str(value)[:40]!r} is no {name}"
        raise TypeError(message)
    if name == "datetime":
        at = datetime.fromisoformat(str(value))
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    if isinstance(value, list):
        return tuple(_value("str", each) for each in value)
    return value
