"""Console blocks of a page, typed one after the other in a scratch folder: what works there works for a reader.

A line `$ COMMAND` is run by bash, further lines `> …` belong to it; `# exit N` at its end names an exit code but 0.
Lines after it are what comes out; `…` stands for any lines, and so does what differs from day to day. Where nothing is
shown, nothing is compared. A page that begins with `<!-- samples -->` finds the sample articles loaded.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Commands that a test cannot run, by how they begin, and why: a reader of the tests sees what nobody tried.
NOT_RUN = {
    "make ": "builds an environment and asks the network",
    "newsduck serve": "goes on until it is stopped; tests/flows/test_prefect.py runs it",
    "newsduck run --source": "asks the network; tests/flows/test_run.py runs it on loopback",
    "newsduck fetch": "as above",
    "newsduck sources add": "as above; tests/flows/test_discover.py runs it on loopback",
    "newsduck sources check --live": "as above",
    "sudo ": "changes the machine; tests/test_deploy.py checks the units",
    "docker ": "builds images; tests/test_containers.py checks what they name",
    "crontab ": "changes the machine; tests/test_deploy.py checks the lines",
    "pip install": "asks the network",
}
_BLOCK = re.compile(r"(```console\n)(.*?)(```)", re.DOTALL)
_EXIT = re.compile(r"\s*# exit (\d)$")
_ANY = "…"
_NEW = "?"  # as the only line of an output: `--accept` puts there what comes out


@dataclass(slots=True)
class Command:
    """What is typed, and what comes out."""

    typed: list[str]
    shown: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The command as bash takes it."""
        return "\n".join(line[2:] for line in self.typed)

    @property
    def is_run(self) -> bool:
        """Whether a test runs it."""
        return not any(self.text.startswith(start) for start in NOT_RUN)


def commands(page: str) -> list[Command]:
    """Return the commands of a page in the order in which a reader types them."""
    return [each for block in _BLOCK.finditer(page) for each in _of_block(block[2])]


def _of_block(block: str) -> list[Command]:
    found: list[Command] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(Command([line]))
        elif (line == ">" or line.startswith("> ")) and not found[-1].shown:
            found[-1].typed.append(line)
        else:
            found[-1].shown.append(line)
    return found


def prepare(folder: Path) -> None:
    """Make a folder as a reader has it: what the project ships in deploy/, the command, no data."""
    folder.mkdir()
    shutil.copytree(ROOT / "deploy", folder / "deploy", ignore=shutil.ignore_patterns("__pycache__", "docs"))
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "newsduck").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m flows "$@"\n', encoding="utf-8")
    (programs / "newsduck").chmod(0o755)


def played(page: str, folder: Path, samples: Path) -> str:
    """Type what the page says; return it with the output that came where another is shown.

    Raises:
        AssertionError: a command ended with another exit code than the page says.
    """
    if not commands(page):
        return page
    prepare(folder)
    if "<!-- samples -->" in page:
        shutil.copytree(samples / "data", folder / "data")
    return _BLOCK.sub(lambda block: block[1] + "".join(_played(block[2], folder)) + block[3], page)


def _played(block: str, folder: Path) -> Iterator[str]:
    for command in _of_block(block):
        shown = command.shown
        if command.is_run:
            out = trimmed(output(folder, command.text)).splitlines()
            if shown and not is_as_shown(out, shown):
                shown = out
        yield "".join(f"{line}\n" for line in (*command.typed, *shown))


def is_as_shown(out: list[str], shown: list[str]) -> bool:
    """Say whether lines that came out are those that are shown, a lone `…` standing for any number of lines."""
    if not shown:
        return not out
    if shown[0] == _ANY:
        return any(is_as_shown(out[n:], shown[1:]) for n in range(len(out) + 1))
    return bool(out) and out[0] == shown[0] and is_as_shown(out[1:], shown[1:])


def output(folder: Path, command: str) -> str:
    """Run a command as a reader would and return what both streams show."""
    expected = _EXIT.search(command)
    wanted = int(expected[1]) if expected else 0
    done = subprocess.run(  # noqa: S603  our own pages
        ["/bin/bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == wanted, f"{command}\nended with {done.returncode}:\n{done.stdout}"
    return done.stdout


def newsduck(folder: Path, *arguments: str) -> str:
    """Run our command in a scratch folder and return its standard output."""
    command = [sys.executable, "-m", "flows", *arguments]
    environment = _environment(folder)
    return subprocess.run(  # noqa: S603
        command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def _environment(folder: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSDUCK_", "PREFECT_"))}
    return clean | {"PATH": f"{folder / '.venv' / 'bin'}:{clean['PATH']}", "TZ": "UTC"}


def trimmed(text: str) -> str:
    """Return the lines that are not blank, without spaces at their ends."""
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines() if line.strip())
