"""The closing words of a run: the funnel, its stories, what failed, and what to type next."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import asdict

from flows import inert, results
from flows.errors import CHECK_FAILED, DONE, FAILED, SOME_SOURCES_FAILED
from flows.settings import Settings
from warehouse import database, summary

_GOOD = ("stored", "updated", "unchanged", "duplicate", "not_modified")
_LONGEST_NOTE = 400  # characters: the name of a file, which may be anything, and what became of it
_NEXT = """\
Next:  newsduck report         writes the brief of the day as a page
       newsduck sql --saved stories
       newsduck sql "SELECT title, source_id FROM report.articles LIMIT 5"
       newsduck sql            lists the saved queries"""


def show(settings: Settings, run_id: str, *, as_json: bool) -> int:
    """Print the summary of a run and return the exit code that it deserves."""
    with closing(database.open_published(settings.published)) as db:
        found = summary.of(db, run_id)
    if as_json:
        sys.stdout.write(json.dumps({"run_id": run_id, **asdict(found)}, ensure_ascii=False, indent=1) + "\n")
    else:
        _print(settings, found)
    return _code(found)


def _code(found: summary.Summary) -> int:
    """Return 4 where a check does not hold, 3 where sources failed, 1 where items were given and none is an article."""
    if found.broken_checks:
        return CHECK_FAILED
    if found.failed_sources:
        return SOME_SOURCES_FAILED
    good = sum(found.outcomes.get(each, 0) for each in _GOOD)
    return FAILED if found.outcomes and not good and found.flow != "pipeline" else DONE


def _print(settings: Settings, found: summary.Summary) -> None:
    for source_id, reason in found.failed_sources:
        _note(f"source {source_id} could not be fetched: {reason}")
    for item, outcome, why in found.lost:
        _note(f"{item}: {outcome}" + (f", {why}" if why else ""))
    unnamed = sum(n for outcome, n in found.outcomes.items() if outcome not in _GOOD) - len(found.lost)
    if unnamed > 0:
        _note(f"… and {unnamed} more; `newsduck sql --saved outcomes` has them all")
    funnel = [(outcome, n) for outcome, n in found.outcomes.items()]
    items = sum(found.outcomes.values())
    sys.stdout.write(f"{items} item{'s' * (items != 1)}: {_list(funnel)}\n")
    if found.stories:
        names = ("story", "articles", "sources")
        results.table(names, [each[:3] for each in found.stories], title="Stories in this run")
    held = ", ".join(f"{n} {name}" for name, n in found.totals.items())
    sys.stdout.write(f"In {settings.published} now: {held}\n{_NEXT}\n")


def _list(funnel: list[tuple[str, int]]) -> str:
    return ", ".join(f"{n} {outcome}" for outcome, n in funnel) or "nothing new since the last run"


def _note(text: str) -> None:
    sys.stderr.write(f"{inert.text(text, _LONGEST_NOTE)}\n")
