"""What the README and deploy/docs show: `python -m tests.readme` prints what differs, `--accept` takes it.

Names of pages behind it leave out the others.

Between `<!-- generated: NAME -->` and `<!-- end -->` stands what the code says; between `<!-- answers -->` and
`<!-- end -->` each sql block is followed by a text block with its answer on the sample articles. A `console` block is
what a person types after `$ `, and may show what comes out: it is played in a scratch folder (`tests.console`).
"""

from __future__ import annotations

import difflib
import re
import sys
import tempfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from tests import console, reference
from tests.benchmarks import capacity
from warehouse import database, dictionary

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGES = (README, *sorted((ROOT / "deploy" / "docs").glob("*.md")))
_GENERATED = re.compile(r"(<!-- generated: (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
_ANSWERS = re.compile(r"(<!-- answers -->\n)(.*?)(<!-- end -->)", re.DOTALL)
_QUERY = re.compile(r"(```sql\n(.*?)```\n)(?:\n```text\n.*?```\n)?", re.DOTALL)


def loaded(folder: Path) -> str:
    """Make a scratch folder whose home holds the samples; return what the load printed."""
    console.prepare(folder)
    return console.output(folder, "newsduck load deploy/samples")


def rewritten(text: str, samples: Path, printed: str) -> str:
    """Return a page with each generated part and each answer as the code gives it now.

    `samples` is what `loaded` made, and `printed` what it returned.
    """
    if "<!-- generated:" in text:
        parts = _parts(samples, printed)
        text = _GENERATED.sub(lambda found: f"{found[1]}{parts[found[2]]}{found[4]}", text)
    return _ANSWERS.sub(
        lambda found: found[1] + _QUERY.sub(lambda each: _answered(each, samples), found[2]) + found[3], text
    )


def _parts(samples: Path, printed: str) -> Mapping[str, str]:
    return {
        "summary": f"\n```text\n{console.trimmed(printed)}\n```\n\n",
        "commands": reference.command_table(),
        "command_reference": reference.command_reference(),
        "settings": reference.settings_table(),
        "outcomes": reference.outcome_table(),
        "exit_codes": reference.exit_table(),
        "queries": reference.query_list(),
        "capacity": capacity.markdown(capacity.kept()),
        "dictionary": _dictionary(samples / "data"),
    }


def _dictionary(home: Path) -> str:
    with closing(database.open_published(home / "published.duckdb")) as db:
        return f"\n{dictionary.markdown(db)}\n"


def _answered(query: re.Match[str], samples: Path) -> str:
    answer = console.newsduck(samples, "sql", query[2])
    return f"{query[1]}\n```text\n{console.trimmed(answer)}\n```\n"


def main() -> int:
    """Print the differences; 1 where there are some, unless they are accepted."""
    differs = False
    named = [each for each in sys.argv[1:] if not each.startswith("-")]
    with tempfile.TemporaryDirectory() as folder:
        samples = Path(folder) / "samples"
        printed = loaded(samples)
        for page in [each for each in PAGES if not named or each.name in named]:
            before = page.read_text(encoding="utf-8")
            after = console.played(rewritten(before, samples, printed), Path(folder) / page.stem, samples)
            lines = (before.splitlines(keepends=True), after.splitlines(keepends=True))
            sys.stdout.writelines(difflib.unified_diff(*lines, fromfile=page.name, tofile=page.name))
            differs |= before != after
            if "--accept" in sys.argv:
                page.write_text(after, encoding="utf-8")
    return int(differs and "--accept" not in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
