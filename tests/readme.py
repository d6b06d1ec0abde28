"""The parts of the README that the program writes: `python -m tests.readme` prints what differs, `--accept` takes it.

Between `<!-- generated: NAME -->` and `<!-- end -->` stands what `generated` returns; between `<!-- answers -->` and
`<!-- end -->` each sql block is followed by a text block with its answer on the sample articles.
"""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from flows.settings import PREFIX, Settings
from warehouse import database, dictionary

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_GENERATED = re.compile(r"(<!-- generated: (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
_ANSWERS = re.compile(r"(<!-- answers -->\n)(.*?)(<!-- end -->)", re.DOTALL)
_QUERY = re.compile(r"(```sql\n(.*?)```\n)(?:\n```text\n.*?```\n)?", re.DOTALL)


def newsduck(home: Path, *arguments: str) -> str:
    """Run the command with this home, in the project's root, and return its standard output."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSDUCK_", "PREFECT_"))}
    command = [sys.executable, "-m", "flows", *arguments]
    env = clean | {"NEWSDUCK_HOME": str(home)}
    return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout  # noqa: S603


def load_samples(home: Path) -> str:
    """Load the sample articles into an empty home and return what the command printed."""
    return newsduck(home, "load", "deploy/samples")


def rewritten(text: str, home: Path, summary: str) -> str:
    """Return the README with each generated part and each answer as the program gives it now."""
    parts = {"summary": _summary(summary, home), "settings": _settings(), "dictionary": _dictionary(home)}
    text = _GENERATED.sub(lambda found: f"{found[1]}{parts[found[2]]}{found[4]}", text)
    return _ANSWERS.sub(
        lambda found: found[1] + _QUERY.sub(lambda each: _answered(each, home), found[2]) + found[3], text
    )


def _answered(query: re.Match[str], home: Path) -> str:
    return f"{query[1]}\n```text\n{_trimmed(newsduck(home, 'sql', query[2]))}\n```\n"


def _summary(printed: str, home: Path) -> str:
    return f"\n```text\n{_trimmed(printed.replace(str(home), 'data'))}\n```\n\n"


def _settings() -> str:
    rows = [
        f"| `{(PREFIX + name).upper()}` | {_default(name, field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(("", "| variable | default | is |", "|---|---|---|", *rows, "", ""))


def _default(name: str, value: object) -> str:
    return "number of cores" if name == "workers" else str(value).lower() or "none"


def _dictionary(home: Path) -> str:
    with closing(database.open_published(home / "published.duckdb")) as db:
        return f"\n{dictionary.markdown(db)}\n"


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines() if line.strip())


def main() -> int:
    """Print the difference; 1 where there is one, unless it is accepted."""
    before = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "data"
        after = rewritten(before, home, load_samples(home))
    sys.stdout.writelines(difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True)))
    if "--accept" in sys.argv:
        README.write_text(after, encoding="utf-8")
        return 0
    return int(before != after)


if __name__ == "__main__":
    sys.exit(main())
