"""The commands that write for people to read; what they need is imported inside them, so that any help is quick."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from flows import startup

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="Print its rows, as --format json does.")]


@app.command()
def report(
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date", metavar="DATE", parser=startup.day, help="Of which day, UTC; the latest with articles by default."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write here, - for standard output; reports/DATE.html by default.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="html, markdown for a mail, or json.")] = "html",
    as_json: AsJson = False,  # noqa: FBT002  a flag
) -> None:
    """Write the brief of a day as one HTML file that needs nothing else, and print where it is.

    Example: `newsduck report --date 2026-11-20`
    """
    from flows import report as reporting  # noqa: PLC0415

    path = reporting.write(startup.settings(), day.date() if day else None, "json" if as_json else form, out)
    if path:
        typer.echo(path)


Form = Annotated[str | None, typer.Option("--format", help="terminal, html (the default with --out) or json.")]
Out = Annotated[Path | None, typer.Option(help="Write here, - for standard output.")]


@app.command()
def story(
    which: Annotated[list[str], typer.Argument(help="Its id, the beginning of it, or words of its title.")],
    form: Form = None,
    out: Out = None,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Show one story: its timeline, outlets, names, quotations and topics.

    Example: `newsduck story deep-sea mining`
    """
    _profile("story", which, "json" if as_json else form, out)


@app.command()
def entity(
    name: Annotated[list[str], typer.Argument(help="Its name, a spelling of it, or its id.")],
    form: Form = None,
    out: Out = None,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Show one person, organization or place: spellings with evidence, stories, company, what is said, articles.

    Example: `newsduck entity Vladimir Putin --format html`
    """
    _profile("entity", name, "json" if as_json else form, out)


def _profile(kind: str, words: list[str], form: str | None, out: Path | None) -> None:
    from flows import profile  # noqa: PLC0415

    path = profile.show(startup.settings(), kind, " ".join(words), form, out)
    if path:
        typer.echo(path)
