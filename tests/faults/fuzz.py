"""The property tests, driven by what their inputs reach: `python -m tests.faults.fuzz [PART OF A NAME] [--seconds 60]`.

Each test of hypothesis that needs no fixture is a target: `test_feeds` chooses those of one file. Hypothesis alone
draws blindly; atheris changes inputs that reached new lines of extractors/, flows/ or warehouse/. It is not among the
dependencies: `pip install --target PLACE --no-deps atheris`, and PLACE in PYTHONPATH. A target runs as a process of its
own and has a line: runs, edges of code reached, how it ended. What makes a test fail is kept in `.hypothesis`, so that
pytest shows its smallest form next; that and what hangs or takes more than two GB are kept as bytes (`--keep FOLDER`).
Ends with 1 where anything was found.

Source: libFuzzer, https://llvm.org/docs/LibFuzzer.html; hypothesis gives the bytes their meaning (`fuzz_one_input`).
"""

from __future__ import annotations

import argparse
import importlib
import inspect
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from hypothesis import settings

_TESTS = Path(__file__).parents[1]
_ROOMS = ["extractors", "flows", "warehouse"]
_SLOWEST = 25  # seconds that an input may take
_MEMORY = 2000  # MB
_LONGEST = 65_536  # bytes of an input


def targets(part: str) -> Iterator[str]:
    """Yield MODULE:TEST of each property test that takes only what hypothesis draws and has the part in its name."""
    for path in sorted(_TESTS.rglob("test_*.py")):
        if "@given" not in path.read_text(encoding="utf-8"):
            continue
        name = ".".join(path.relative_to(_TESTS.parent).with_suffix("").parts)
        for test, function in inspect.getmembers(importlib.import_module(name), inspect.isfunction):
            if (
                hasattr(function, "hypothesis")
                and not inspect.signature(function).parameters
                and part in f"{name}:{test}"
            ):
                yield f"{name}:{test}"


def fuzz(target: str, arguments: list[str]) -> None:
    """Fuzz one target in this process, which libFuzzer ends."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=_ROOMS):
        module, name = target.split(":")
        test = getattr(importlib.import_module(module), name)
    settings.register_profile("fuzz", deadline=None)
    settings.load_profile("fuzz")
    atheris.Setup(["fuzz", *arguments], test.hypothesis.fuzz_one_input)
    atheris.Fuzz()


def _fuzzed(target: str, seconds: int, keep: Path) -> bool:
    """Fuzz one target in a process of its own; print what came of it, and return whether nothing was found."""
    folder = keep / target.replace(":", ".")
    folder.mkdir(parents=True, exist_ok=True)
    limits = (f"-max_total_time={seconds}", f"-timeout={_SLOWEST}", f"-rss_limit_mb={_MEMORY}", f"-max_len={_LONGEST}")
    command = [sys.executable, "-m", "tests.faults.fuzz", "--target", target, *limits, f"-artifact_prefix={folder}/"]
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, errors="replace", check=False
    )
    said = done.stdout + done.stderr
    runs = re.findall(r"^#(\d+)", said, re.MULTILINE)
    edges = re.findall(r"cov: (\d+)", said)
    how = "nothing found" if done.returncode == 0 else f"FOUND, ended with {done.returncode}:\n{said[-3000:]}"
    print(f"{target:100} {(runs or ['0'])[-1]:>9} runs {(edges or ['0'])[-1]:>6} edges  {how}", flush=True)
    return done.returncode == 0


def main() -> int:
    """Fuzz what is named; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", default="", help="of the names of targets; all by default")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--keep", type=Path, help="folder of what was found")
    parser.add_argument("--target", help=argparse.SUPPRESS)
    given, rest = parser.parse_known_args()
    if find_spec("atheris") is None:
        parser.error("atheris is not installed: pip install --target PLACE --no-deps atheris, PLACE in PYTHONPATH")
    if rest and not given.target:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if given.target:
        fuzz(given.target, rest)
    with tempfile.TemporaryDirectory() as folder:
        ended = [_fuzzed(name, given.seconds, given.keep or Path(folder)) for name in list(targets(given.part))]
    print(f"{len(ended)} targets, {ended.count(False)} with something found")
    return 0 if ended and all(ended) else 1


if __name__ == "__main__":
    sys.exit(main())
