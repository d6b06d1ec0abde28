"""Articles taken down: removed from the warehouse and the archive, and remembered by hashes (`flows.forgotten`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import duckdb

from extractors import urls
from flows import alive, cluster, compacting, erasing, load, publish, resolve, sequence
from flows.errors import NothingFound
from flows.locking import writing
from flows.runs import CurrentRun, Tally, recorded
from flows.settings import Settings
from warehouse import fulltext, runs, tombstones
from warehouse.tombstones import Tombstone


def find(settings: Settings, place: str) -> list[str]:
    """Return the ids of the articles with this id or address; none where a killed `forget` left the rest of it to do.

    Raises:
        NothingFound: there is none, or it was taken down before.
    """
    keys = {place} | ({urls.article_id(urls.canonical(place))} if urls.is_web(place) else set())
    with writing(settings) as db:
        found = tombstones.find(db, place) or sorted({each for key in keys for each in tombstones.find(db, key)})
        known = tombstones.known(db, keys)
        unfinished = tombstones.pending(db) or _is_unfinished(settings, runs.last(db, "forget"))
    if found or (known and unfinished):
        return found
    message = (
        f"{place} was taken down before; nothing is left of it"
        if known
        else f"no article {place!r}; give its id or its address"
    )
    raise NothingFound(message)


def _is_unfinished(settings: Settings, run: tuple[str, str] | None) -> bool:
    """Say whether a run did not come to its end; one that was killed while it published says that it did."""
    return run is not None and (run[1] in {"running", "failed"} or alive.was_here(settings, run[0]))


def forget(current: CurrentRun, article_ids: Sequence[str], reason: str | None) -> list[str]:
    """Take articles down, judge their stories anew, publish, and return the articles that repeat them.

    What a killed one has left is done as well, which is all where no article is named.
    """
    sequence.begin(current)
    with recorded(current):
        current.step("load", lambda: load.landed(current))
        copies: list[str] = []
        current.step(
            "forget", lambda: _forgotten(current.settings, article_ids, reason, current.row.started_at, copies)
        )
        current.step("resolve", lambda: resolve.resolve(current))
        current.step("cluster", lambda: cluster.cluster(current))
        current.step("compact", lambda: compacting.compact(current.settings))
        current.step("publish", lambda: publish.publish(current))
    return sorted(set(copies) - set(article_ids))


def remember(settings: Settings, stones: Sequence[Tombstone]) -> None:
    """Let what was taken down elsewhere be so here too."""
    for each in stones:
        with writing(settings) as db:
            _forget(settings, db, each)
        _erase(settings)
    if stones:
        compacting.compact(settings)


def _forgotten(
    settings: Settings, article_ids: Sequence[str], reason: str | None, at: datetime, copies: list[str]
) -> Tally:
    _erase(settings)  # what a killed one has left
    for article_id in article_ids:
        with writing(settings) as db:
            copies += tombstones.copies(db, article_id)
            known = [urls.article_id(urls.canonical(url)) for url in tombstones.addresses(db, article_id)]
            stone = Tombstone(
                article_id=article_id,
                address_ids=tuple(known),
                page_sha256s=(),
                reason=reason,
                forgotten_at=at,
                to_erase=(),
            )
            _forget(settings, db, stone)
        _erase(settings)
    return Tally(len(article_ids), len(article_ids))


def _forget(settings: Settings, db: duckdb.DuckDBPyConnection, stone: Tombstone) -> None:
    records = tombstones.archived(db, stone.article_id)
    moved: erasing.Moved = {}
    for file, offsets in records.items():
        moved |= erasing.without(settings.archive, file, offsets, is_used=lambda name: tombstones.is_used(db, name))
    tombstones.forget(db, replace(stone, to_erase=tuple(records)), moved)


def _erase(settings: Settings) -> None:
    """Erase the archive files that nothing points to any more, and the index of words; then note that it was done."""
    erasing.erase(fulltext.index_of(settings.published))
    with writing(settings) as db:
        for file in tombstones.pending(db):
            erasing.erase(settings.archive / file)
        tombstones.erased(db)
