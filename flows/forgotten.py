"""Pages of what was taken down, told from the others before they are kept anywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256

from extractors import exported, urls
from extractors.identity import hash_id
from extractors.records import ItemOutcome, Outcome, Page, Reading
from flows import endings, erasing
from flows.locking import writing
from flows.runs import CurrentRun
from warehouse import tombstones


def parted(current: CurrentRun, pages: Sequence[Page]) -> tuple[list[Page], list[ItemOutcome]]:
    """Part pages of what was taken down from the others, by their bytes, addresses and ids."""
    if not pages:
        return [], []  # where nothing is new, as mostly, the warehouse need not be opened: 20 CPU ms
    keys = [_keys(page) for page in pages]
    with writing(current.settings) as db:
        known = tombstones.known(db, set().union(*keys))
    kept, refused = [], []
    for page, own in zip(pages, keys, strict=True):
        article_id = next((known[key] for key in own if key in known), None)
        if article_id is None:
            kept.append(page)
        else:
            refused.append(endings.outcome(current, page, "read", Outcome.FORGOTTEN, "it was taken down"))
    return kept, refused


def dropped(
    current: CurrentRun, readings: Sequence[tuple[Page, Reading]]
) -> tuple[list[tuple[Page, Reading]], list[ItemOutcome], erasing.Moved]:
    """Part those that only their reading showed to be taken down: a page may name another address as its own.

    Their bytes are erased from the archive; the last value says where the other pages of the file stand now.
    """
    if not readings:
        return [], [], {}
    with writing(current.settings) as db:
        known = tombstones.known(db, {reading.article.article_id for _, reading in readings})
    kept = [each for each in readings if each[1].article.article_id not in known]
    pages = [page for page, reading in readings if reading.article.article_id in known]
    moved: erasing.Moved = {}
    for file in {page.archive_file for page in pages if page.archive_file}:
        offsets = {page.archive_offset for page in pages if page.archive_file == file and page.archive_offset}
        folder = current.settings.archive
        moved |= erasing.without(folder, file, offsets, is_used=lambda name: (current.settings.archive / name).exists())
        erasing.erase(folder / file)
    refused = [endings.outcome(current, page, "read", Outcome.FORGOTTEN, "it was taken down") for page in pages]
    return [(moved_to(page, moved), _moved(reading, moved)) for page, reading in kept], refused, moved


def moved_to(page: Page, moved: erasing.Moved) -> Page:
    """Return a page with the place where it stands in the archive now."""
    file, offset = moved.get(
        (page.archive_file or "", page.archive_offset or 0), (page.archive_file, page.archive_offset)
    )
    return replace(page, archive_file=file, archive_offset=offset)


def _moved(reading: Reading, moved: erasing.Moved) -> Reading:
    old = reading.version.archive_file, reading.version.archive_offset
    file, offset = moved.get((old[0] or "", old[1] or 0), old)
    return replace(reading, version=replace(reading.version, archive_file=file, archive_offset=offset))


def _keys(page: Page) -> set[str]:
    """Return by what a page could be known: its bytes, its addresses, the id that an exported row names."""
    digest = sha256(page.body).hexdigest()
    keys = {digest, hash_id("article", digest)}
    keys |= {urls.article_id(urls.canonical(url)) for url in (page.url, page.final_url) if url}
    if page.content_type == exported.FORMAT:
        with suppress(ValueError, KeyError, TypeError):
            keys.add(str(json.loads(page.body)["article_id"]))
    return keys
