"""What commands begin and end with, apart from the settings themselves: importing those costs 0.13 CPU seconds."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.errors import NO_FOLDER, WrongUse

if TYPE_CHECKING:
    from flows.settings import Settings

_OTHERS = {"NEWSDUCK_DEV_DATA"}  # of the tests
_ALL = "; `newsduck doctor` shows them all"

Engine = Annotated[
    bool | None,
    typer.Option("--prefect/--direct", help="As a Prefect flow run, or directly; by default what is up decides."),
]


def settings() -> Settings:
    """Return the settings in force.

    Raises:
        SettingsError: a value cannot be used, or newsduck.toml is not TOML.
        WrongUse: there is no place to work in.
    """
    from flows import settings as configuration  # noqa: PLC0415  no help needs them
    from flows import suggest  # noqa: PLC0415

    for name in sorted(os.environ):
        if name.startswith(configuration.PREFIX) and name not in _OTHERS | configuration.variables():
            say(f"{name} is no setting{suggest.meant(name, configuration.variables()) or _ALL}")
    found = configuration.read()
    _check_place(found.home)
    return found


def _check_place(home: Path) -> None:
    """Raise `WrongUse` where the working folder was deleted under us, or the home is a link to nowhere."""
    try:
        Path.cwd()
    except FileNotFoundError:
        raise WrongUse(NO_FOLDER) from None
    if home.is_symlink() and not home.exists():
        message = f"{home} is a link to {home.readlink()}, which is not there; make it, or set NEWSDUCK_HOME"
        raise WrongUse(message)


def prefect(settings: Settings, asked: bool | None) -> str | None:  # noqa: FBT001  the option's own three values
    """Return the API address to go through, None for a direct run."""
    if asked is False:
        return None
    from flows import orchestrator  # noqa: PLC0415

    up = orchestrator.found(settings)
    if asked and not (up and orchestrator.answers(up)):
        message = "no Prefect server is up; start one with `newsduck serve`, or leave out --prefect"
        raise orchestrator.NoServer(message)
    return up


def day(given: str) -> datetime:
    """Return the day that was typed.

    Raises:
        typer.BadParameter: it is none.
    """
    try:
        return datetime.strptime(given.strip(), "%Y-%m-%d")  # noqa: DTZ007  a day; whose day, the command says
    except ValueError:
        message = f"{given!r} is no day; write it as in 2026-11-20"
        raise typer.BadParameter(message) from None


def close(settings: Settings, run_id: str, *, as_json: bool) -> None:
    """Print what a run did and exit with the code that it deserves."""
    from flows import summary  # noqa: PLC0415

    code = summary.show(settings, run_id, as_json=as_json)
    if code:
        raise typer.Exit(code)


def result(text: str, found: object, *, as_json: bool) -> None:
    """Print what a command did, for a person or for a program."""
    if as_json:
        import json  # noqa: PLC0415  most people want the sentence

        text = json.dumps(found, ensure_ascii=False, indent=1, default=str)
    if text:
        typer.echo(text)


def say(text: str) -> None:
    """Tell the person who waits."""
    sys.stderr.write(text + "\n")
