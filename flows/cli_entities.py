"""The commands `newsduck entities …`; what they need is imported inside them, so that any help is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows import cli_identities, startup

app = typer.Typer(
    no_args_is_help=True,
    help='Decide who is who. Example: `newsduck entities merge "Mike Waltz" "Michael Waltz"`',
)

app.add_typer(cli_identities.app)

Reason = Annotated[str | None, typer.Option(help="Why, in words; kept with the decision.")]
Type = Annotated[
    str | None, typer.Option("--type", help="person, organization, place, group, … where names are shared.")
]
Of = Annotated[
    str | None, typer.Option("--of", help="Of which entity, by its name or id, where several are called so.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
Entity = Annotated[str, typer.Argument(help="An entity: its id, its name, or a spelling that only it has.")]


@app.command()
def merge(
    entity: Entity,
    into: Annotated[str, typer.Argument(help="The entity that it is, whose name and id stay.")],
    type_: Type = None,
    reason: Reason = None,
    as_json: AsJson = False,  # noqa: FBT002  a flag
) -> None:
    """Say that one entity is another one.

    Example: `newsduck entities merge "Mike Waltz" "Michael Waltz" --reason "the congressman"`
    """
    _decide("merge", (entity, into), type_, None, reason, as_json=as_json)


@app.command()
def split(
    alias: Annotated[str, typer.Argument(help="The spelling, as articles write it.")],
    of: Of = None,
    reason: Reason = None,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Say that a spelling is no name of its entity: it becomes an entity of its own, with its mentions.

    Example: `newsduck entities split "Georgia" --of "Georgia" --reason "the state"`
    """
    _decide("split", (alias,), None, of, reason, as_json=as_json)


@app.command()
def block(
    alias: Annotated[str, typer.Argument(help="The spelling, as articles write it.")],
    of: Of = None,
    reason: Reason = None,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Say that a spelling names nobody, or not one entity: its mentions stay without an entity.

    Example: `newsduck entities block "May" --reason "the month"`
    """
    _decide("block", (alias,), None, of, reason, as_json=as_json)


@app.command()
def rename(
    entity: Entity,
    name: Annotated[str, typer.Argument(help="The name to show it by.")],
    type_: Type = None,
    reason: Reason = None,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Say by which name an entity is shown; its id stays.

    Example: `newsduck entities rename "Myanmar" "Burma"`
    """
    _decide("rename", (entity, name), type_, None, reason, as_json=as_json)


@app.command()
def undo(
    decision: Annotated[str, typer.Argument(help="The id of a decision, or the beginning of it.")],
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """Take a decision back; everything is as it would be without it.

    Example: `newsduck entities undo 3f9a12`
    """
    from flows import entity_commands  # noqa: PLC0415

    entity_commands.undo(startup.settings(), decision, as_json=as_json)


@app.command("decisions")
def list_decisions(
    everything: Annotated[bool, typer.Option("--all", help="Also those that were undone.")] = False,  # noqa: FBT002
    file: Annotated[
        Path | None, typer.Option("--export", help="Write them as a file of decisions, - for standard output.")
    ] = None,
    as_json: AsJson = False,  # noqa: FBT002
) -> None:
    """List what was decided, or write it as a file to keep under version control (the setting entities_file).

    Example: `newsduck entities decisions --export deploy/entities.toml`
    """
    from flows import entity_commands  # noqa: PLC0415

    if file:
        entity_commands.export(startup.settings(), file)
    else:
        entity_commands.show(startup.settings(), everything=everything, as_json=as_json)


def _decide(  # noqa: PLR0913  what the commands have in common
    action: str, words: tuple[str, ...], type_: str | None, of: str | None, reason: str | None, *, as_json: bool
) -> None:
    from flows import deciding, entity_commands  # noqa: PLC0415

    asked = deciding.Asked(action=action, words=words, type=type_, of=of, reason=reason)
    entity_commands.decide(startup.settings(), asked, as_json=as_json)
