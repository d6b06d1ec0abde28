"""The whole check, cheapest first: format, lint, import contracts, types, tests with coverage.

Run as `python -m tests.check`; `make test` does. Stops at the first that fails.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

# Tests of processes mostly wait, so more of them than cores. A file's tests stay together: they share servers.
PARALLEL = ("-n", "4", "--dist", "loadfile", "--no-loadscope-reorder")
STEPS = (
    ("format", ["ruff", "format", "--check", "."]),
    ("lint", ["ruff", "check", "."]),
    ("import contracts", ["lint-imports", "--no-cache"]),
    ("types", ["mypy"]),
    ("tests", [sys.executable, "-m", "pytest", *PARALLEL, "--cov", "--cov-report=term:skip-covered", "-q"]),
)


def main() -> int:
    """Run the steps and return the exit code of the first that failed, else 0."""
    for name, command in STEPS:
        print(f"== {name}", flush=True)
        done = subprocess.run(command, check=False, cwd=Path(__file__).parents[1])  # noqa: S603  the table above
        if done.returncode:
            print(f"== {name} failed", flush=True)
            return done.returncode
    return 0


if __name__ == "__main__":
    if find_spec("pytest") is None:
        sys.exit("the test tools are not installed: run `make test`")
    sys.exit(main())
