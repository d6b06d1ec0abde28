"""OPML, the form in which feed readers hand on their subscriptions: in as found in the wild, out as version 2.0.

It is read by the HTML parser, on purpose: that one takes names in any case, bare ampersands in addresses (which an
XML parser in recovery drops, and with them parts of the address), tags left open and a file cut short, and it knows
no entities that a file declares. Specification: http://opml.org/spec2.opml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from lxml import etree

from extractors import encoding
from extractors.records import Outcome, Rejection
from flows.sources import SourcesError

MAX_BYTES = 10_000_000
_MAX_NAME, _MAX_TAG = 200, 60  # characters
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_ENTITY = re.compile("<!ENTITY", re.IGNORECASE)
_OWN = "urn:newsduck:opml"  # the namespace of what OPML has no word for: the id of a source
_OWN_ID = "newsduck:id"
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A feed or sitemap as a list names it; nothing of it has been checked but its form."""

    url: str
    kind: str  # feed, sitemap
    name: str | None
    home: str | None
    tags: tuple[str, ...]
    language: str | None = None  # ISO 639-1
    source_id: str | None = None  # of the source that it was exported from, in lists that newsduck wrote


def read(body: bytes, *, name: str) -> list[Subscription]:
    """Return the subscriptions of an OPML file in its order, as far as it can be read.

    The outlines around one, and its categories, become its tags. `name` is the file's, for the error.

    Raises:
        SourcesError: it is no OPML, too large, or declares entities, which can explode and which no list needs.
    """
    text = _text(body)
    if isinstance(text, Rejection):
        message = f"{name} cannot be read as OPML: {text.reason}; export it from the reader again"
        raise SourcesError(message)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    tree = etree.fromstring(text.encode(), parser)
    return [found for outline in tree.iter("outline") if (found := _subscription(outline)) is not None]


def write(subscriptions: Iterable[Subscription], *, title: str, now: datetime) -> bytes:
    """Return the subscriptions as OPML 2.0, an outline each.

    Feeds are of the type "rss", as every reader expects it, also where they are Atom. Sitemaps, which the format does
    not know, are of a type of their own and have no xmlUrl, so that readers pass them over; `read` takes them.
    """
    root = etree.Element("opml", version="2.0", nsmap={"newsduck": _OWN})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    etree.SubElement(head, "dateCreated").text = format_datetime(now, usegmt=True)
    body = etree.SubElement(root, "body")
    for each in subscriptions:
        etree.SubElement(body, "outline", _attributes(each))
    written: bytes = etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8")
    return written


def _text(body: bytes) -> str | Rejection:
    if len(body) > MAX_BYTES:
        return _refusal(f"it has more than {MAX_BYTES // 1_000_000} MB")
    declared = _DECLARED.match(body)
    decoded = encoding.decode(body, declared[1].decode("ascii") if declared else None)
    if isinstance(decoded, Rejection):
        return decoded
    if _ENTITY.search(decoded.text):
        return _refusal("it declares entities of its own")
    return decoded.text if "<opml" in decoded.text.lower() else _refusal("it has no <opml> element")


def _refusal(reason: str) -> Rejection:
    return Rejection(outcome=Outcome.BAD_ENCODING, reason=reason)


def _attributes(subscription: Subscription) -> dict[str, str]:
    name = subscription.name or subscription.url
    is_sitemap = subscription.kind == "sitemap"
    attributes = {
        "type": "sitemap" if is_sitemap else "rss",
        "text": name,
        "title": name,
        "url" if is_sitemap else "xmlUrl": subscription.url,
        "htmlUrl": subscription.home or "",
        "category": ",".join(subscription.tags),
        "language": subscription.language or "",
        f"{{{_OWN}}}id": subscription.source_id or "",
    }
    return {key: encoding.clean(value) for key, value in attributes.items() if value}


def _subscription(outline: etree._Element) -> Subscription | None:
    named = outline.attrib
    kind = "sitemap" if named.get("type", "").strip().lower() == "sitemap" else "feed"
    url = named.get("url" if kind == "sitemap" else "xmlurl", "").strip()
    if not url:
        return None
    language = _LANGUAGE.fullmatch(named.get("language", "").strip())
    return Subscription(
        url=_web(url),
        kind=kind,
        name=_name(outline),
        home=_web(named.get("htmlurl", "").strip()) or None,
        tags=tuple(dict.fromkeys(_tags(outline))),
        language=language[1].lower() if language else None,
        source_id=named.get(_OWN_ID) or None,
    )


def _web(url: str) -> str:
    """Return the address with a scheme of the web: some readers write feed://host/path or feed:https://host/path."""
    if not url.lower().startswith("feed:"):
        return url
    rest = url[len("feed:") :]
    return f"http:{rest}" if rest.startswith("//") else rest


def _name(outline: etree._Element) -> str | None:
    offered = (outline.get(key, "") for key in ("title", "text"))
    return next((name for name in map(_line, offered) if name), "")[:_MAX_NAME].strip() or None


def _tags(outline: etree._Element) -> Iterator[str]:
    """Yield the names of the outlines around it, outermost first, and the parts of its categories ("/News/World")."""
    around = [each for each in outline.iterancestors("outline") if not each.get("xmlurl")]  # one left open is no folder
    names = [_name(each) or "" for each in reversed(around)]
    for name in (*names, *re.split("[,/]", outline.get("category", ""))):
        if tag := _line(name)[:_MAX_TAG].strip():
            yield tag


def _line(text: str) -> str:
    return " ".join(text.split())
