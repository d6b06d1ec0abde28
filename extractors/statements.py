"""What a page states of itself in its head: JSON-LD, meta elements, its title element."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from extractors import structured, tables
from extractors.records import Page
from extractors.structured import Node

_MAX_CHARS = 3000  # of a statement that is read; longer ones are no titles, names or summaries
Candidate = tuple[str, str]  # origin and value


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """`article` is the JSON-LD node of the page's article, `frame` that of the page around it; {} where it has none.

    `crumbs` are the names of the pages above it, the home page's first.
    """

    tree: HtmlElement
    page: Page
    article: Node
    frame: Node
    crumbs: Sequence[str]
    meta: Mapping[str, Sequence[str]]

    @property
    def here(self) -> str:
        """The address of the page, "" where it has none."""
        return self.page.final_url or self.page.url or ""

    @property
    def nodes(self) -> tuple[Node, Node]:
        """The article's node before the page's."""
        return self.article, self.frame

    def said(self, field: str) -> list[Candidate]:
        """Return what meta elements say of a field of `data/metadata.toml`, best first."""
        names = tables.document("metadata.toml")["meta"][field]
        values = (structured.text(value[:_MAX_CHARS]) for name in names for value in self.meta.get(name, ()))
        return [("meta", value) for value in values if value]

    def called(self, wanted: re.Pattern[str], unwanted: re.Pattern[str]) -> list[Candidate]:
        """Return what meta elements say whose name has the one pattern and not the other."""
        names = [name for name in self.meta if wanted.search(name) and not unwanted.search(name)]
        return [("meta", value) for name in names for value in self.meta[name]]

    def linked(self, key: str) -> list[Candidate]:
        """Return what JSON-LD says under a key, as one line of text."""
        return [("json-ld", value[:_MAX_CHARS]) for node in self.nodes if (value := structured.text(node.get(key)))]

    def is_person(self, key: str) -> bool:
        """Say whether JSON-LD says that what stands under a key is a person: whose own site it is."""
        values = (node.get(key) for node in self.nodes)
        return any("Person" in structured.types(value) for value in values if isinstance(value, dict))


def of(tree: HtmlElement, page: Page) -> Statements:
    """Return what a page states."""
    meta = _meta(tree)
    names = tables.document("metadata.toml")["meta"]["title"]
    headlines = [text for name in names for value in meta.get(name, ()) if (text := structured.text(value))]
    nodes = structured.nodes(tree)
    return Statements(
        tree=tree,
        page=page,
        article=structured.article(nodes, headlines, page.final_url or page.url or ""),
        frame=structured.frame(nodes),
        crumbs=structured.crumbs(nodes),
        meta=meta,
    )


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    """Return the contents of meta elements by name, property, itemprop or http-equiv, lower case."""
    found: dict[str, list[str]] = {}
    for name, content in _named(tree):
        found.setdefault(name, []).append(content)
    for label, value in _labelled(found):
        found.setdefault(f"twitter:misc:{label.strip(' :').lower()}", []).append(value)
    return found


def _named(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for key in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := element.get(key)):
                yield name.strip().lower(), content


def _labelled(meta: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a Twitter card: label1 "Written by", data1 the name."""
    for number in "12":
        labels, values = meta.get(f"twitter:label{number}"), meta.get(f"twitter:data{number}")
        if labels and values:
            yield labels[0], values[0]
