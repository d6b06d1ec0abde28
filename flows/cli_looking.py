"""The commands that only look; what they need is imported inside them, so that any help is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows import startup
from flows.errors import CHECK_FAILED

app = typer.Typer()

AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


@app.command()
def sql(  # noqa: PLR0913, PLR0917  its options
    query: Annotated[str | None, typer.Argument(help="A query on the published warehouse.")] = None,
    file: Annotated[Path | None, typer.Option("-f", "--file", help="Read the query from a file.")] = None,
    saved: Annotated[str | None, typer.Option(help="Run a saved query by name.")] = None,
    form: Annotated[str, typer.Option("--format", help="table, csv, json or parquet.")] = "table",
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of standard output.")] = None,
    timeout: Annotated[float | None, typer.Option(metavar="SECONDS", min=0, help="Stop it after so long.")] = None,
) -> None:
    """Query the published warehouse, read-only; without a query, list the saved ones.

    Example: `newsduck sql "SELECT story, sources FROM report.story_board"`
    """
    from flows import ask  # noqa: PLC0415

    if sum(each is not None for each in (query, file, saved)) > 1:
        message = "give a query, -f FILE or --saved NAME, only one of them"
        raise typer.BadParameter(message)
    settings = startup.settings()
    if query is None and file is None and saved is None:
        ask.list_saved(form)
    else:
        ask.answer(settings, ask.text(query, file, saved), form, out, timeout)


@app.command()
def status(as_json: AsJson = False) -> None:  # noqa: FBT002
    """Show the last runs, the funnel of outcomes and the health of sources; exit 4 where a source is failing or silent.

    Example: `newsduck status`
    """
    from flows import condition  # noqa: PLC0415

    if not condition.status(startup.settings(), as_json=as_json):
        raise typer.Exit(CHECK_FAILED)


@app.command()
def inspect(
    place: Annotated[str, typer.Argument(help="A file, or the address of a page.")],
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Show what becomes of one page: each line with its fate, each fact with its origin, entities, topics, story.

    Example: `newsduck inspect page.html`
    """
    from flows import inspection, inspection_page  # noqa: PLC0415

    found = inspection.inspect(startup.settings(), place)
    if as_json:
        typer.echo(inspection_page.as_json(found))
    else:
        inspection_page.show(found)


@app.command()
def doctor(as_json: AsJson = False) -> None:  # noqa: FBT002
    """Print each setting with where it came from and check the warehouse; exit 4 where a check does not hold.

    Example: `newsduck doctor`
    """
    from flows import condition  # noqa: PLC0415

    if not condition.doctor(startup.settings(), as_json=as_json):
        raise typer.Exit(CHECK_FAILED)


@app.command()
def migrate() -> None:
    """Bring the warehouse to this version's tables and views.

    Example: `newsduck migrate`
    """
    from flows.locking import writing  # noqa: PLC0415

    settings = startup.settings()
    with writing(settings):  # opening it to write migrates it
        typer.echo(f"{settings.writer} is up to date")


@app.command()
def version() -> None:
    """Print the version. Example: `newsduck version`."""
    from importlib.metadata import version as of  # noqa: PLC0415

    typer.echo(f"newsduck {of('newsduck')}")
