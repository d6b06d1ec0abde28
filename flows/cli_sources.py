"""The commands `newsduck sources …`; what they need is imported inside them, so that any help is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows import startup
from flows.errors import CHECK_FAILED

app = typer.Typer(no_args_is_help=True, help="The source list. Example: `newsduck sources list`")

AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the TOML and write nothing.")]


@app.command("list")
def list_sources(as_json: AsJson = False) -> None:  # noqa: FBT002  a flag
    """List the configured sources.

    Example: `newsduck sources list`
    """
    from flows import source_commands  # noqa: PLC0415

    source_commands.show(startup.settings(), as_json=as_json)


@app.command()
def add(  # noqa: PLR0913, PLR0917  its options
    url: Annotated[str, typer.Argument(help="The address of a home page, a feed or a sitemap.")],
    source_id: Annotated[str | None, typer.Option("--id", help="Its id; by default made of its address.")] = None,
    name: Annotated[str | None, typer.Option(help="Its name; by default as it calls itself.")] = None,
    take_all: Annotated[bool, typer.Option("--all", help="Add all that is found, not only the best.")] = False,  # noqa: FBT002
    dry_run: DryRun = False,  # noqa: FBT002
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Find the feeds and sitemaps of a site, try them, and add the best to the source list.

    Example: `newsduck sources add https://news.example`
    """
    from flows import source_add  # noqa: PLC0415

    source_add.add(startup.settings(), url, source_id, name, take_all=take_all, dry_run=dry_run, as_json=as_json)


@app.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(help="An OPML file, or - for standard input.")],
    dry_run: DryRun = False,  # noqa: FBT002
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Add the feeds of an OPML file, as feed readers export it; known ones are skipped, its folders become tags.

    Example: `newsduck sources import subscriptions.opml`
    """
    from flows import source_commands  # noqa: PLC0415

    source_commands.import_list(startup.settings(), file, dry_run=dry_run, as_json=as_json)


@app.command("export")
def export_list(
    file: Annotated[Path | None, typer.Argument(help="The file to write; by default standard output.")] = None,
    form: Annotated[str | None, typer.Option("--format", help="opml, toml or json; by default the file's.")] = None,
) -> None:
    """Write the source list: as OPML the feeds and sitemaps, as TOML or JSON all that is configured.

    Example: `newsduck sources export newsduck.opml`
    """
    from flows import source_commands  # noqa: PLC0415

    source_commands.export_list(startup.settings(), file, form)


@app.command()
def check(
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be given several times.")] = None,
    live: Annotated[bool, typer.Option("--live", help="Ask each feed once now, without storing anything.")] = False,  # noqa: FBT002
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Show how each feed answered last and what to do about it; exit 4 where one fails or is silent.

    Example: `newsduck sources check --source bbc --live`
    """
    from flows import source_check  # noqa: PLC0415

    if not source_check.check(startup.settings(), tuple(source or ()), live=live, as_json=as_json):
        raise typer.Exit(CHECK_FAILED)
