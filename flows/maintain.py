"""Upkeep, once a week or so: what is too old goes, a file that is half empty is written anew, a backup is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import duckdb

from flows import backup, compacting, publish, sequence
from flows.archive import ENDING
from flows.locking import writing
from flows.runs import CurrentRun, Tally, recorded
from flows.settings import Settings
from warehouse import retention

_READING = timedelta(days=1)  # what a reader of a lake may take
_EMPTY = 0.2  # of the file, from which on it is written anew

Drop = Callable[[duckdb.DuckDBPyConnection, datetime], tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """What upkeep does beyond what the settings say."""

    drop_pages: bool = False  # also archived pages that stored articles were read from
    compact: bool = False  # write the file anew, however little of it is empty
    backup: Path | None = None  # a tar file to write

    def parameters(self) -> dict[str, object]:
        """Return it as parameters of a run."""
        return {"drop_pages": self.drop_pages, "compact": self.compact, "backup": self.backup}


def maintain(current: CurrentRun, asked: Upkeep) -> None:
    """Let go what the settings keep no longer, compact, back up and publish; each is a step of the run.

    A step's row says how much there was and how much is left: rows, files of the archive, megabytes of the file.
    """
    settings = current.settings
    ages = {
        "links": (settings.keep_links_days, retention.drop_links),
        "fetches": (settings.keep_log_days, retention.drop_fetches),
        "outcomes": (settings.keep_log_days, retention.drop_outcomes),
    }
    sequence.begin(current)
    with recorded(current):
        for name, (days, drop) in ages.items():
            if days:
                current.step(f"retain {name}", partial(_rows, settings, drop, _before(current, days)))
        if settings.keep_archive_days:
            before = _before(current, settings.keep_archive_days)
            current.step("retain archive", partial(_files, settings, before, drop_pages=asked.drop_pages))
        if asked.compact or _is_loose(settings):
            current.step("compact", partial(compacting.compact, settings, kept=_READING))
        if asked.backup:
            current.step("backup", partial(_backup, settings, asked.backup))
        current.step("publish", partial(publish.publish, current))


def _before(current: CurrentRun, days: int) -> datetime:
    return current.row.started_at - timedelta(days=days)


def _rows(settings: Settings, drop: Drop, before: datetime) -> Tally:
    with writing(settings) as db:
        return Tally(*drop(db, before))


def _files(settings: Settings, before: datetime, *, drop_pages: bool) -> Tally:
    """Remove files of the archive written before an instant; those that articles were read from only if asked."""
    found = sorted(settings.archive.rglob(f"*{ENDING}"))
    old = {
        path.relative_to(settings.archive).as_posix(): path
        for path in found
        if path.stat().st_mtime < before.timestamp()
    }
    with writing(settings) as db:
        used = set() if drop_pages else retention.used_archives(db)
        retention.release(db, sorted(old.keys() - used))
    for name in old.keys() - used:
        old[name].unlink()
    return Tally(len(found), len(found) - len(old.keys() - used))


def _is_loose(settings: Settings) -> bool:
    """Say whether much of the file is empty; a lake always has small files to join."""
    if settings.lake:
        return True
    with writing(settings) as db:
        return retention.free_share(db) > _EMPTY


def _backup(settings: Settings, file: Path) -> Tally:
    kept = backup.save(settings, file, force=True)
    return Tally(kept.files, kept.files)
