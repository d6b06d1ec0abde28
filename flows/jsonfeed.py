"""Articles as a JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/), which feed readers and our own take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

MOST = 1000  # items, the latest: what our own reader takes of a feed
_VERSION = "https://jsonfeed.org/version/1.1"


def feed(title: str, rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the feed of articles, the latest first; the rows are those of `warehouse.exports.items`."""
    latest = sorted(
        rows, key=lambda row: (row["published_at"] or row["first_seen_at"], row["article_id"]), reverse=True
    )
    return {
        "version": _VERSION,
        "title": title,
        "description": f"{title}: articles kept by newsduck",
        "items": [item(row, row["mentions"], row["topics"]) for row in latest],
    }


def item(
    article: Mapping[str, Any], mentions: Sequence[Mapping[str, Any]], topics: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return an article as an item; what is empty is left out. `content_text` keeps a text as it is."""
    url = article["url_canonical"] or article["url_final"] or article["url"]
    made = {
        "id": f"urn:newsduck:article:{article['article_id']}",
        "url": _web(url),
        "title": article["title"],
        "content_text": article["text"],
        "summary": article["summary"],
        "image": _web(article["image_url"]),
        "date_published": _instant(article["published_at"] or article["first_seen_at"]),
        "date_modified": _instant(article["modified_at"] or _edited_at(article)),
        "authors": [{"name": name} for name in article["authors"] if name],
        "tags": list(dict.fromkeys(topic["label"] for topic in topics if topic["label"])),
        "language": article["language"],
        "_newsduck": {
            "source_id": article["source_id"],
            "story_id": article["story_id"],
            "entities": _entities(mentions),
        },
    }
    return {name: value for name, value in made.items() if value not in (None, "", [])}


def _entities(mentions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    named = {mention["entity_id"]: mention for mention in reversed(mentions) if mention["entity_id"]}
    return [
        {"id": entity_id, "name": mention["entity"], "type": mention["type"]}
        for entity_id, mention in reversed(named.items())
    ]


def _edited_at(article: Mapping[str, Any]) -> datetime | None:
    return article["observed_at"] if article["version_no"] > 1 else None


def _web(url: str | None) -> str | None:
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _instant(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
