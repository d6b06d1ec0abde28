"""The commands that write for people to read; what they need is imported inside them, so that any help is quick."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from flows import startup

app = typer.Typer()


@app.command()
def report(
    day: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="Of which day, UTC; the latest with articles by default."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write here, - for standard output; reports/DATE.html by default.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="html, or markdown for a mail.")] = "html",
) -> None:
    """Write the brief of a day as one HTML file that needs nothing else, and print where it is.

    Example: `newsduck report --date 2026-11-20`
    """
    from flows import report as reporting  # noqa: PLC0415

    path = reporting.write(startup.settings(), day.date() if day else None, form, out)
    if path:
        typer.echo(path)
