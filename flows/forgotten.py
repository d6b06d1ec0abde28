"""Pages of what was taken down, told from the others before they are kept anywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256

from extractors import exported, urls
from extractors.identity import hash_id
from extractors.records import ItemOutcome, Outcome, Page
from flows import endings
from flows.locking import writing
from flows.runs import CurrentRun
from warehouse import tombstones


def parted(current: CurrentRun, pages: Sequence[Page]) -> tuple[list[Page], list[ItemOutcome]]:
    """Part pages of what was taken down from the others, by their bytes, addresses and ids."""
    keys = [_keys(page) for page in pages]
    with writing(current.settings) as db:
        known = tombstones.known(db, set().union(*keys)) if keys else {}
    kept, refused = [], []
    for page, own in zip(pages, keys, strict=True):
        article_id = next((known[key] for key in own if key in known), None)
        if article_id is None:
            kept.append(page)
        else:
            refused.append(endings.outcome(current, page, "read", Outcome.FORGOTTEN, "it was taken down"))
    return kept, refused


def _keys(page: Page) -> set[str]:
    """Return by what a page could be known: its bytes, its addresses, the id that an exported row names."""
    digest = sha256(page.body).hexdigest()
    keys = {digest, hash_id("article", digest)}
    keys |= {urls.article_id(urls.canonical(url)) for url in (page.url, page.final_url) if url}
    if page.content_type == exported.FORMAT:
        with suppress(ValueError, KeyError, TypeError):
            keys.add(str(json.loads(page.body)["article_id"]))
    return keys
