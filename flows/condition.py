"""Commands that answer "is it working, what broke, what do I do", in one screen each: status and doctor."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.metadata import version
from textwrap import fill
from typing import Any

import duckdb

from flows import meanings, results, source_advice, sources
from flows import settings as configuration
from flows.locking import writing
from flows.settings import Settings
from warehouse import checks, database, queries, source_checks

_PARTS = ("runs", "funnel", "health", "feeds")  # saved queries; programs get all of each
_RUN = ("started_at", "flow", "state", "items", "stored", "updated", "known", "deferred", "rejected", "seconds")
_RUNS = 5  # on one screen
_NAMED = 5  # problems of a kind; the others are counted
_BROKEN = "the rows may be wrong: `newsduck restore` brings back a backup; without one, please report it"

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and what to do about it."""

    what: str
    do: str


def status(settings: Settings, *, as_json: bool) -> bool:
    """Print the last runs, how the last one's items ended, what is ill and what to do; return whether no source is."""
    with closing(database.open_published(settings.published)) as db:
        parts = {name: _answered(db, name) for name in _PARTS}
        ill = [*_silent(parts["health"]), *_feeds(db)]
    problems = [*_of_runs(parts["runs"], parts["funnel"]), *ill]
    if as_json:
        _json(parts | {"problems": [asdict(each) for each in problems]})
        return not ill
    _table("The last runs", [{name: row[name] for name in _RUN} for row in parts["runs"][:_RUNS]])
    _table("How the items of the last run ended", [_with_advice(row) for row in parts["funnel"]])
    well = sum(row["health"] == "ok" for row in parts["health"])
    sys.stdout.write(f"{well} of {len(parts['health'])} sources are well.\n" if parts["health"] else "")
    _verdict(problems, "All is well.")
    return not ill


def doctor(settings: Settings, *, as_json: bool) -> bool:
    """Print versions, each setting with its origin, and what does not hold; return whether all checks do.

    Raises:
        SourcesError: the source list has a mistake.
    """
    origins = configuration.origins(settings)
    listed = len(sources.read(settings.sources).sources) if settings.sources.exists() else 0
    found = _checked(settings)
    problems = [Problem(f"{each.name}: {each.detail}", _BROKEN) for each in found or () if not each.ok]
    problems += _unreadable(settings)
    programs = {"newsduck": version("newsduck"), "Python": platform.python_version(), "DuckDB": duckdb.__version__}
    if as_json:
        settings_now = [dict(zip(("name", "value", "from"), each, strict=True)) for each in origins]
        said = {"checks": [asdict(each) for each in found or ()], "problems": [asdict(each) for each in problems]}
        _json({"versions": programs, "settings": settings_now} | said)
        return not problems
    sys.stdout.write(", ".join(f"{name} {number}" for name, number in programs.items()) + f", {platform.platform()}\n")
    _table(
        "Settings", [{"setting": name, "value": value, "from": at} for name, value, at in origins if at != "default"]
    )
    defaults = ", ".join(f"{name} {value}".strip() for name, value, at in origins if at == "default")
    sys.stdout.write(fill(f"By default: {defaults}.", 120, subsequent_indent="  ", break_on_hyphens=False) + "\n")
    sys.stdout.write(f"{settings.sources}: {listed} sources\n" if listed else "")
    if found is None:
        sys.stdout.write(f"no warehouse at {settings.writer} yet; `newsduck run` or `newsduck load` makes one\n")
    _verdict(problems, f"All {len(found)} checks of the warehouse hold." if found else "")
    return not problems


def _checked(settings: Settings) -> list[checks.Check] | None:
    """Return the checks of the warehouse; None where there is none yet."""
    if not settings.writer.exists() and not settings.published.exists():
        return None
    with writing(settings) as db:
        return checks.run(db)


def _unreadable(settings: Settings) -> Iterator[Problem]:
    """Yield what is wrong with the file that readers open: the writer's may be sound while that one is not."""
    if settings.published.exists():
        try:
            database.open_published(settings.published).close()
        except database.WarehouseError as error:
            yield Problem("readers cannot open what was published", str(error))


def _of_runs(runs: Rows, funnel: Rows) -> Iterator[Problem]:
    if runs and runs[0]["state"] == "failed":
        again = "run it again with --debug to see why; what it had read is kept"
        yield Problem(f"the last run ({runs[0]['flow']}) failed", again)
    for row in funnel:
        if row["outcome"] == "failed":
            yield Problem(f"{row['items']} items failed: {row['example_reason']}", meanings.OUTCOMES["failed"][1])


def _silent(health: Rows) -> Iterator[Problem]:
    silent = [row for row in health if row["health"] == "silent"]
    for row in silent[:_NAMED]:
        do = f"`newsduck sources check --source {row['source_id']} --live` asks it now"
        yield Problem(f"{row['source']} has been silent for {row['hours_since_article'] or 0:.0f} hours", do)
    yield from _more(len(silent), "sources are silent")


def _feeds(db: duckdb.DuckDBPyConnection) -> Iterator[Problem]:
    failing = [each for each in source_checks.feeds(db) if each.status not in {"ok", "new"}]
    for each in failing[:_NAMED]:
        why = each.error or (each.last_outcome or each.status).replace("_", " ")
        yield Problem(f"{each.url} does not answer: {why}", source_advice.of_failure(each))
    yield from _more(len(failing), "feeds do not answer")


def _more(count: int, what: str) -> Iterator[Problem]:
    if count > _NAMED:
        yield Problem(f"{count - _NAMED} more {what}", "`newsduck sources check` names them all")


def _with_advice(row: dict[str, Any]) -> dict[str, Any]:
    shown = {name: row[name] for name in ("outcome", "items", "percent", "example_item")}
    return shown | {"what to do": meanings.OUTCOMES.get(row["outcome"], ("", ""))[1].replace("`", "")}


def _verdict(problems: Sequence[Problem], well: str) -> None:
    """Say what is wrong and what to do, a line each, last: that is what stands on a screen."""
    for each in problems:
        sys.stdout.write(" ".join(f"NOT WELL: {each.what}: {each.do}".split()) + "\n")
    if not problems and well:
        sys.stdout.write(well + "\n")


def _table(title: str, rows: Rows) -> None:
    if rows:
        results.table(list(rows[0]), [list(row.values()) for row in rows], title=title)


def _answered(db: duckdb.DuckDBPyConnection, name: str) -> Rows:
    result = db.execute(queries.text(name))
    names = [column[0] for column in result.description or []]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _json(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1, default=str) + "\n")
