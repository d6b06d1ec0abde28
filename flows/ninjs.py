"""An article as IPTC ninjs 3.0 (News in JSON, https://iptc.org/standards/ninjs/): one object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

_STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}
_NAMED = {"person": "people", "organization": "organisations", "place": "places", "event": "events"}


def item(
    article: Mapping[str, Any], mentions: Sequence[Mapping[str, Any]], topics: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the ninjs object of an article, its rows as `warehouse.exports` gives them; what is empty is left out."""
    url = article["url_canonical"] or article["url_final"] or article["url"]
    text = article["text"]
    body = {"role": "main", "contentType": "text/plain", "charCount": len(text), "wordCount": article["word_count"]}
    made = {
        "uri": f"urn:newsduck:article:{article['article_id']}",
        "type": "text",
        "representationType": "full",
        "version": str(article["version_no"]),
        "firstCreated": _instant(article["first_seen_at"]),
        "versionCreated": _instant(article["observed_at"]),
        "contentCreated": _instant(article["published_at"]),
        "language": article["language"],
        "headlines": [{"role": "main", "contentType": "text/plain", "value": article["title"]}],
        "descriptions": _described(article["summary"]),
        "bodies": [body | {"value": text}],
        "by": article["author"],
        "infoSources": [{"name": article["site_name"] or article["source_id"], "literal": article["source_id"]}],
        "subjects": [_subject(topic) for topic in topics],
        "altIds": [{"role": "url", "value": url}] if url else [],
        "standard": _STANDARD,
        **_named(mentions),
    }
    return {name: value for name, value in made.items() if value not in (None, "", [])}


def _described(summary: str | None) -> list[dict[str, str]]:
    return [{"role": "summary", "contentType": "text/plain", "value": summary}] if summary else []


def _subject(topic: Mapping[str, Any]) -> dict[str, Any]:
    code = topic["topic_id"].removeprefix("medtop:")
    return {
        "name": topic["label"] or code,
        "rel": "about",
        "uri": f"http://cv.iptc.org/newscodes/mediatopic/{code}",
        "literal": topic["topic_id"],
        "creator": topic["model"],
        "relevance": max(0, min(100, round(100 * topic["score"]))),
    }


def _named(mentions: Iterable[Mapping[str, Any]]) -> dict[str, list[dict[str, str]]]:
    """Return whom and what the article mentions, each once, in the order of their first mention."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for mention in mentions:
        kind, entity_id = _NAMED.get(mention["type"]), mention["entity_id"]
        if kind and entity_id:
            found.setdefault(kind, {}).setdefault(entity_id, _entity(mention))
    return {kind: list(by_id.values()) for kind, by_id in found.items()}


def _entity(mention: Mapping[str, Any]) -> dict[str, str]:
    made = {"name": mention["entity"], "rel": "mentions", "literal": f"urn:newsduck:entity:{mention['entity_id']}"}
    wikidata = mention["wikidata_id"]
    return made | ({"uri": f"http://www.wikidata.org/entity/{wikidata}"} if wikidata else {})


def _instant(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
