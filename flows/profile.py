"""One story or one entity, on the terminal, as a page or as JSON.

Errors: `WrongUse` where the words mean nothing that there is, with what comes near; `pages` and the warehouse's own.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path

import duckdb

from flows import inert, pages, results
from flows.errors import WrongUse
from flows.settings import Settings
from warehouse import database, profiles
from warehouse.sections import Section

_FORMS = ("terminal", "html", "json")
_ELSEWHERE = {  # where to look for what nothing comes near to
    "story": "; `newsduck sql --saved stories` lists them",
    "entity": "; write it as the articles do, or look with `newsduck search`",
    "topic": '; `newsduck sql "SELECT label FROM topics"` lists them',
}
_LONGEST_NAME = 60  # characters, in a list of them
_UNSHOWN = {
    "url",
    "total",
    "days",
    "days_to",
    "bars",
    "begins_at",
    "hours_a_bar",
}  # on a terminal: too long, or said otherwise


def show(settings: Settings, kind: str, words: str, form: str | None = None, out: Path | None = None) -> Path | None:
    """Show what the words mean; return where the page stands, None for what went to standard output.

    Args:
        settings: Name the published warehouse and the folder for pages.
        kind: story or entity.
        words: An id, a name or spelling, or words of a title.
        form: terminal, html or json; by default html where `out` is given, else terminal.
        out: The page's file; by default `reports/KIND-ID.html` in the home.

    Raises:
        WrongUse: no such form; nothing that the words mean; no such folder.

    """
    form = form or ("html" if out else "terminal")
    if form not in _FORMS:
        message = f"--format is {form!r}; it is one of {', '.join(_FORMS)}"
        raise WrongUse(message)
    with closing(database.open_published(settings.published)) as db:
        found = meant(db, kind, words)
        sections = profiles.sections(db, kind, found.id)
    if form == "html":
        text = pages.render(f"{kind}.html", sections=sections)
        return pages.deliver(settings, f"{kind}-{found.id}.html", text, out)
    if form == "json":
        return pages.deliver(settings, "", pages.as_json(sections), out or Path("-"))
    _print(sections)
    return None


def meant(db: duckdb.DuckDBPyConnection, kind: str, words: str) -> profiles.Candidate:
    """Return the story, entity or topic (`kind`) that is meant by an id or a name.

    Raises:
        WrongUse: there is none; the message names what comes near.
    """
    words = words.encode(errors="replace").decode()  # a shell may hand on halves of surrogates
    found = profiles.candidates(db, kind, words)
    if not found or not found[0].is_sure:
        near = f"; near it: {_named(found)}" if found else _ELSEWHERE[kind]
        message = f"no {kind} is called {inert.text(words)!r}{near}"
        raise WrongUse(message)
    others = [each for each in found[1:] if each.is_sure]
    if others and found[0].id != words:
        sys.stderr.write(f"also meant may be: {_named(others)}\n")
    return found[0]


def _named(found: list[profiles.Candidate]) -> str:
    return "; ".join(f"{inert.text(each.name, _LONGEST_NAME)} ({each.about}, {each.id})" for each in found[:3])


def _print(sections: dict[str, Section]) -> None:
    """Print the first section as facts, a line each, and the others as tables under their questions."""
    head, *others = sections.values()
    facts = [(name, value) for name, value in head.rows[0].items() if name not in _UNSHOWN and value is not None]
    results.table(("", ""), facts)
    for section in others:
        if section.rows:
            names = [name for name in section.rows[0] if name not in _UNSHOWN]
            results.table(names, [[row[name] for name in names] for row in section.rows], title=section.question)
