"""What a command costs before it does anything: `python -m tests.benchmarks.startup`.

CPU seconds of the process and its children, the least of five starts, on a small warehouse. Wanted: help under 0.3, a
query under 0.8.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

STARTS = 5
ARTICLE = "Bridge closes\n\n" + "The harbour bridge in Galway was closed on Tuesday after cracks were found. " * 12
COMMANDS = {
    "--help": 0.3,
    "run --help": 0.4,
    "version": 0.3,
    "sql": 0.8,
    'sql "SELECT 1"': 0.8,
    "status": 0.9,
    "sources list": 0.8,
    "doctor": 1.2,
}  # command -> CPU seconds that are wanted


def prepare(folder: Path) -> None:
    """Make a warehouse of one article in the folder, so that there is something to open."""
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "sources.toml").write_text(
        '[[sources]]\nid = "a"\nname = "A"\nfeeds = ["https://a.example/"]\n', encoding="utf-8"
    )
    cpu_seconds("load a.txt", folder)


def cpu_seconds(command: str, folder: Path) -> float:
    """Return what one start of a command takes of the CPU."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSDUCK_", "PREFECT_"))}
    line = f'"{sys.executable}" -m flows {command}'
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S602  the table above
        line,
        shell=True,
        cwd=folder,
        env=clean | {"NEWSDUCK_SOURCES": "sources.toml"},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print a line for each command."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        for command, wanted in COMMANDS.items():
            least = min(cpu_seconds(command, folder) for _ in range(STARTS))
            print(f"newsduck {command:<16} {least:5.2f} CPU s (wanted: {wanted:.1f})")


if __name__ == "__main__":
    main()
