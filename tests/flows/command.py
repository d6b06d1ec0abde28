"""The command as a process of its own: what a user's shell sees."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Newsduck:
    folder: Path

    def __call__(self, *arguments: str, stdin: str = "", **environment: str) -> Done:
        done = subprocess.run(  # noqa: S603  our own command
            [sys.executable, "-m", "flows", *arguments],
            cwd=self.folder,
            env=_clean() | environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def running(self, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run a command that goes on until it is stopped; it is killed at the end of the block if it still runs."""
        command = [sys.executable, "-m", "flows", *arguments]
        with (self.folder / "log").open("wb") as log:
            process = subprocess.Popen(  # noqa: S603  our own command
                command, cwd=self.folder, env=_clean() | environment, stdout=log, stderr=log
            )
            try:
                yield process
            finally:
                process.kill()
                process.wait()

    def rows(self, query: str) -> list[dict[str, object]]:
        done = self("sql", query, "--format", "json")
        assert done.code == 0, done.err
        found: list[dict[str, object]] = json.loads(done.out)
        return found


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("NEWSDUCK_", "PREFECT_"))}
