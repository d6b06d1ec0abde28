"""What the reference says, taken from the code: commands, settings, outcomes, exit codes, saved queries."""

from __future__ import annotations

import re
from collections.abc import Iterator

import typer
from typer.core import TyperCommand, TyperGroup

from flows import cli, meanings
from flows.settings import PREFIX, Settings
from warehouse import queries

_EXAMPLE = re.compile(r"Examples?: `(.+?)`\.?$", re.DOTALL | re.MULTILINE)
_OF_MACHINE = {"workers": "number of cores", "query_memory_mb": "half of the memory"}


def commands() -> Iterator[tuple[str, TyperCommand]]:
    """Yield each command by its words after `newsduck`, groups left out, in the order of the help."""
    yield from _below("", typer.main.get_command(cli.app))


def _below(words: str, found: object) -> Iterator[tuple[str, TyperCommand]]:
    if isinstance(found, TyperGroup):
        for name, command in found.commands.items():
            yield from _below(f"{words} {name}".strip(), command)
    elif isinstance(found, TyperCommand):
        yield words, found


def summary(command: TyperCommand) -> str:
    """Return what a command does, in one line."""
    return " ".join(_EXAMPLE.sub("", command.help or "").split("\n\n")[0].split())


def example(command: TyperCommand) -> str | None:
    """Return the example that its help gives."""
    found = _EXAMPLE.search(command.help or "")
    return found[1] if found else None


def command_table() -> str:
    """Return every command with what it does."""
    rows = [f"| `newsduck {words}` | {_cell(summary(command))} |" for words, command in commands()]
    return _table("command | does", rows)


def command_reference() -> str:
    """Return a heading, the usage, the example and the options of every command."""
    return "\n" + "\n\n".join(_section(words, command) for words, command in commands()) + "\n\n"


def _section(words: str, command: TyperCommand) -> str:
    parts = [f"### newsduck {words}", *_EXAMPLE.sub("", command.help or "").strip().split("\n\n")]
    usage = command.get_usage(typer.Context(command, info_name=f"newsduck {words}")).removeprefix("Usage: ")
    parts.append(f"```text\n{' '.join(usage.split())}\n\n{example(command) or ''}\n```")
    rows = [_parameter(vars(each)) for each in command.params if not vars(each).get("hidden")]
    if rows:
        parts.append(_table("argument | is", rows).strip())
    return "\n\n".join(parts)


def _parameter(given: dict[str, object]) -> str:
    names = [*_words(given["opts"]), *_words(given["secondary_opts"])]
    default = given["default"]
    shown = f" (by default {default})" if isinstance(default, str | int) and not isinstance(default, bool) else ""
    return f"| {', '.join(f'`{name}`' for name in names)} | {_cell(str(given['help'] or '').rstrip('.'))}{shown} |"


def _words(names: object) -> list[str]:
    return [str(name) for name in names] if isinstance(names, list) else []


def settings_table() -> str:
    """Return every setting with its default and what it is."""
    rows = [
        f"| `{(PREFIX + name).upper()}` | {_default(name, field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return _table("variable | default | is", rows)


def _default(name: str, value: object) -> str:
    if name in _OF_MACHINE:
        return _OF_MACHINE[name]
    return str(value).lower() if value or value == 0 else "none"


def outcome_table() -> str:
    """Return every outcome, what it means and what a person can do."""
    rows = [f"| `{name}` | {means} | {do} |" for name, (means, do) in meanings.OUTCOMES.items()]
    return _table("outcome | means | what to do", rows)


def exit_table() -> str:
    """Return every exit code."""
    return _table("code | means", [f"| {code} | {means} |" for code, means in meanings.EXIT_CODES.items()])


def query_list() -> str:
    """Return every saved query with its SQL."""
    sections = [f"### --saved {name}\n\n{ask}\n\n```sql\n{_sql(name)}\n```" for name, ask in queries.names()]
    return "\n" + "\n\n".join(sections) + "\n\n"


def _sql(name: str) -> str:
    return queries.text(name).partition("\n")[2].strip()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _table(head: str, rows: list[str]) -> str:
    columns = head.count("|") + 1
    return "\n".join(("", f"| {head} |", "|" + "---|" * columns, *rows, "", ""))
