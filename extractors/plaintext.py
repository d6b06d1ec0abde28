"""Text without markup -> the same article that HTML gives: title, byline, date, headings, paragraphs.

Every value says in `metadata_from` where it came from: front_matter, label ("Headline: ..."), hint (the finder knew),
heading, first_line, byline, date_line, dateline, or sentence (a title cut from the first sentence).

The key points, the summary and the questions with which some sites close an article are kept: they were written for
it, readers read them, and a rule that took a "Summary" away would take the whole text of some pages. The list of
sub-headings is not kept, for each of its lines stands again where it belongs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from extractors import (
    assembly,
    boilerplate,
    bylines,
    front_matter,
    instants,
    layout,
    text_kinds,
    titles,
    urls,
    walls,
    words,
)
from extractors.assembly import Facts
from extractors.boilerplate import About, Sifted
from extractors.front_matter import FrontMatter
from extractors.records import Block, Outcome, Page, Reading, Rejection

EXTRACTOR = "plaintext/1"
MAX_BYTES = 10 * 1024 * 1024
_MOST_TITLE = 500  # characters
_HEAD = 40  # blocks among which a title, a byline and a date are looked for
_SECONDS = re.compile(r"\d{1,2}:\d{2}:\d{2}")
_MINUTES = re.compile(r"\d{1,2}[:h]\d{2}|\d{1,2} ?[ap]\.?m\b", re.IGNORECASE)
_SUMMARY_HEADINGS = frozenset({"summary", "zusammenfassung", "résumé", "resumen", "in brief", "kurz gefasst"})


def read(text: str, page: Page, repeats: Collection[str] = ()) -> Reading | Rejection:
    """Read a text that is decoded and in NFC. Never raises; takes time linear in its length.

    Rejections: TOO_LARGE beyond 10 MiB; NO_TEXT for an empty text and for data, logs and code; WALL and SOFT_404
    (`walls`); TOO_SHORT for fewer than `assembly.MIN_WORDS` words.
    """
    if len(page.body) > MAX_BYTES or len(text) > MAX_BYTES:
        return Rejection(outcome=Outcome.TOO_LARGE, reason="the text is larger than 10 MiB")
    if not text.strip():
        return Rejection(outcome=Outcome.NO_TEXT, reason="the text is empty")
    if kind := text_kinds.foreign(text):
        return Rejection(outcome=Outcome.NO_TEXT, reason=f"the text is {kind}, not an article")
    if wall := walls.found_in_text(text):
        return wall
    front, rest = front_matter.split(text)
    blocks = boilerplate.parted(layout.blocks(rest))
    said = _said(front, page)
    said = _in_head(blocks[:_HEAD], said) | said
    sifted = boilerplate.remove(blocks, _about(said), repeats)
    if not sifted.kept:
        return Rejection(outcome=Outcome.NO_TEXT, reason="no text is left once boilerplate is removed")
    facts = _facts(_in_body(sifted) | said, page)
    flags = {"title_from_sentence"} if facts.metadata_from["title"] == "sentence" else set()
    return assembly.reading(page, facts, sifted, extractor=EXTRACTOR, flags=flags)


@dataclass(frozen=True, slots=True)
class _Said:
    """The values of one field, and where they stood."""

    values: tuple[str, ...]
    origin: str


def _said(front: FrontMatter, page: Page) -> dict[str, _Said]:
    """Return what the finder knew and what the text says of itself; the text is believed first."""
    hints = {"title": (page.title_hint,), "author": page.authors_hint, "language": (page.language_hint,)}
    found = {name: _Said(tuple(filter(None, values)), "hint") for name, values in hints.items() if any(values)}
    found |= {name: _Said(values, front.origin) for name, values in front.fields.items()}
    if "site_name" in found and urls.is_web(found["site_name"].values[0]):
        found.setdefault("url", found.pop("site_name"))
    if "author" in found:
        authors = [name for value in found["author"].values for name in _authors(value)]
        found["author"] = _Said(tuple(dict.fromkeys(authors)), found["author"].origin)
    return found


def _authors(value: str) -> tuple[str, ...]:
    value = re.sub(r"<[^<>]*>", "", value).strip()
    return bylines.authors(value) or bylines.names(value) or ((value,) if 1 <= words.count(value) <= 5 else ())  # noqa: PLR2004  longer ones are sentences


def _in_head(head: Sequence[Block], said: dict[str, _Said]) -> dict[str, _Said]:
    """Return title, section, authors and date as the first blocks give them."""
    sifted = boilerplate.remove(head, _about(said))
    lines = [one.block.text for one in sifted.removed if one.rule in {"byline", "date_line"}]
    authors = bylines.first_authors(lines)
    found = {"author": _Said(authors, "byline")} if authors else {}
    dated = [line for line in lines if instants.instant(line)]
    if dated:
        found["published"] = _Said((dated[0],), "date_line")
    elif line := next(_dateline_dates(sifted.kept), None):
        found["published"] = _Said((line,), "dateline")
    return found | ({} if "title" in said else _title(sifted.kept))


def _title(kept: Sequence[Block]) -> dict[str, _Said]:
    """Return the title that leads the blocks, after a kicker of one or two words if there is one; else none."""
    if len(kept) > 2 and words.count(kept[0].text) <= 2 and titles.of_line(kept[1]):  # noqa: PLR2004
        origin = "heading" if kept[1].kind == "heading" else "first_line"
        return {"section": _Said((kept[0].text,), "kicker"), "title": _Said((kept[1].text,), origin)}
    if len(kept) > 1 and (title := titles.of_line(kept[0])):
        return {"title": _Said((title,), "heading" if kept[0].kind == "heading" else "first_line")}
    return {}


def _dateline_dates(kept: Sequence[Block]) -> Iterator[str]:
    """Yield the date of the dateline that opens the first paragraph, where it has a year and so is sure."""
    prose = next((block for block in kept if layout.is_prose(block)), None)
    dateline = bylines.dateline(prose.text) if prose else None
    if dateline and dateline["date"] and instants.instant(dateline["date"]):
        yield dateline["date"]


def _in_body(sifted: Sifted) -> dict[str, _Said]:
    """Return what only the whole text gives: a title from its first sentence, and the summary under such a heading."""
    first = next((block for block in sifted.kept if layout.is_prose(block)), sifted.kept[0])
    found = {"title": _Said((titles.of_sentence(first.text),), "sentence")}
    for block, after in pairwise(sifted.kept):
        if block.kind == "heading" and words.normalised(block.text) in _SUMMARY_HEADINGS:
            found["summary"] = _Said((after.text,), "section")
    return found


def _about(said: dict[str, _Said]) -> About:
    return About(
        title=_first(said, "title"),
        authors=said["author"].values if "author" in said else (),
        dates=said["published"].values if "published" in said else (),
        site_name=_first(said, "site_name"),
        description=_first(said, "summary"),
        language=_first(said, "language"),
    )


def _first(said: dict[str, _Said], name: str) -> str | None:
    return next(iter(said[name].values), None) if name in said else None


def _facts(said: dict[str, _Said], page: Page) -> Facts:
    address = page.final_url or page.url or _first(said, "url")
    published = _published(said, page)
    origins = {name: one.origin for name, one in said.items() if one.values}
    return Facts(
        title=" ".join((_first(said, "title") or "").split())[:_MOST_TITLE],
        url_canonical=urls.canonical(address) if address and urls.is_web(address) else None,
        authors=said["author"].values if "author" in said else (),
        published_at=published.at if published else None,
        published_precision=published.precision if published else None,
        published_from=published.origin if published else None,
        published_raw=published.raw if published else _first(said, "published"),
        summary=_first(said, "summary"),
        section=_first(said, "section"),
        keywords=said["keywords"].values if "keywords" in said else (),
        site_name=_first(said, "site_name"),
        language_declared=_first(said, "language"),
        metadata_from=origins | ({"published": "hint"} if page.published_hint else {}),
    )


@dataclass(frozen=True, slots=True)
class _Published:
    at: datetime
    precision: str
    origin: str
    raw: str


def _published(said: dict[str, _Said], page: Page) -> _Published | None:
    if page.published_hint:
        hint = page.published_hint
        return _Published(hint, _precision(hint), "feed" if page.final_url else "file", hint.isoformat())
    raw = _first(said, "published")
    at = instants.instant(raw) if raw else None
    if not raw or not at:
        return None
    precision = "second" if _SECONDS.search(raw) else "minute" if _MINUTES.search(raw) else "day"
    return _Published(at, precision, "file" if said["published"].origin in {"front_matter", "label"} else "text", raw)


def _precision(at: datetime) -> str:
    if at.second:
        return "second"
    return "minute" if at.hour or at.minute else "day"
