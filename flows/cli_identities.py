"""The command `newsduck entities identify`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows import startup

app = typer.Typer()


@app.command()
def identify(
    file: Annotated[Path, typer.Argument(help="CSV: alias or entity_id, type, wikidata_id, country_code.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,  # noqa: FBT002  a flag
) -> None:
    """Say what entities are in the world outside, by a table; importing a file again replaces its rows.

    Each row needs an alias or an entity_id, and a wikidata_id, a country_code or both; a type where names are shared.
    It holds for articles that come later, too.

    Example: `newsduck entities identify people.csv`
    """
    from flows import identities  # noqa: PLC0415  the gazetteer is imported by what needs it

    if code := identities.identify(startup.settings(), file, as_json=as_json):
        raise typer.Exit(code)
