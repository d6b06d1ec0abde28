"""What `newsduck sources list`, `import` and `export` do."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from flows import results, source_exchange, source_file, sources, startup
from flows.errors import WrongUse
from flows.settings import Settings
from flows.source_entry import Entry
from flows.source_exchange import FORMS


def show(settings: Settings, *, as_json: bool) -> None:
    """List the configured sources and where each reads from."""
    entries = sources.checked(settings.sources, sources.table(settings.sources))
    if as_json:
        sys.stdout.write(source_exchange.exported(entries, "json", datetime.now(UTC)))
    else:
        names = ("id", "name", "country", "language", "kind", "place")
        results.table(names, [_row(entry) for entry in entries])


def import_list(settings: Settings, file: Path, *, dry_run: bool, as_json: bool = False) -> None:
    """Add what an OPML file names and the source list has not, or print it.

    Raises:
        SourcesError: the file is no OPML or names no feed, or the source list cannot be used.
    """
    known = source_file.entries(settings.sources)
    found = source_exchange.imported(source_exchange.read(file), known)
    if found.entries and not dry_run:
        source_file.append(settings.sources, found.entries)
    if as_json:
        entries = [source_file.as_data(entry) for entry in found.entries]
        counts = {"known": found.known, "unusable": found.unusable}
        startup.result("", {"sources": entries, "added": not dry_run, **counts}, as_json=True)
    elif dry_run:
        sys.stdout.write(source_file.as_toml(found.entries) if found.entries else "")
        sys.stderr.write(f"{found}\n")
    else:
        sys.stdout.write(f"{settings.sources}: {found}\n")


def export_list(settings: Settings, file: Path | None, form: str | None) -> None:
    """Write the source list in this form, by default the one that the file's name ends in, else OPML.

    Raises:
        WrongUse: there is no such form, or the file is the source list itself.
        SourcesError: the source list cannot be used.
    """
    form = form or (file.suffix[1:].lower() if file and file.suffix[1:].lower() in FORMS else FORMS[0])
    if form not in FORMS:
        message = f"--format is {form!r}; it is one of {', '.join(FORMS)}"
        raise WrongUse(message)
    if file and file.resolve() == settings.sources.resolve():
        message = f"{file} is the source list itself; name another file"
        raise WrongUse(message)
    entries = sources.checked(settings.sources, sources.table(settings.sources))
    text = source_exchange.exported(entries, form, datetime.now(UTC))
    if file:
        source_file.replace(file, text)
    else:
        sys.stdout.write(text)
    if form == "opml" and (rest := source_exchange.left_out(entries)):
        sys.stderr.write(f"{rest} sources without active feeds are left out; --format toml has them all\n")


def _row(entry: Entry) -> tuple[str | None, ...]:
    places = [("folder", entry.folder)] if entry.folder else list(entry.places())
    kinds = ", ".join(dict.fromkeys(kind for kind, _ in places))
    more = f" and {len(places) - 1} more" if len(places) > 1 else ""
    return (
        entry.id,
        entry.name,
        entry.country,
        entry.language,
        kinds if entry.active else f"{kinds} (not active)",
        f"{places[0][1]}{more}",
    )
