"""What known pages cost when they are loaded again: `python -m tests.benchmarks.reloading [FOLDER] [--pages N]`.

N real-sized pages (1,000; FOLDER as in `pipeline`) are files of a folder, which `newsduck load` takes twice, each time
as a process of its own. Each states an address of its own: of two that state the same, only one is an article. Printed
are what became of the pages, CPU seconds and milliseconds a page of both, start and publishing included, and the second
as a share of the first.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from tests.benchmarks import corpus, goals
from tests.benchmarks.fetching import LONGEST
from tests.hostile import running
from tests.hostile.running import Done

_OF_FIRST = 0.1


def loaded(folder: Path, pages: Path) -> Done:
    """Load the files of a folder into the warehouse of another."""
    done = running.run(folder, "load", "--direct", str(pages), longest=LONGEST)
    if done.code not in {0, 3}:
        sys.exit(done.err or f"it took more than {LONGEST:g} seconds")
    return done


def write(folder: Path, data: Path, count: int) -> None:
    """Write so many pages into a folder, each with an address of its own wherever it states the original's."""
    paths = corpus.write(folder, data, count)
    urls = json.loads((folder / "urls.json").read_text(encoding="utf-8"))
    (folder / "urls.json").unlink()
    for number, path in enumerate(paths):
        address = urlsplit(urls[path.name]).path.rstrip("/")
        if address:
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(address, f"{address}-{number}"), encoding="utf-8")


def main() -> None:
    """Load the pages twice and print both."""
    asked = corpus.arguments(__doc__, pages=1000).parse_args()
    with TemporaryDirectory() as name:
        home, pages = Path(name), Path(name) / "pages"
        pages.mkdir()
        write(pages, asked.folder, asked.pages)
        (home / "sources.toml").touch()
        both = [loaded(home, pages) for _ in range(2)]
    for what, done in zip(("first load", "again"), both, strict=True):
        print(
            f"{what:10} {done.cpu_seconds:8.1f} CPU s, {1000 * done.cpu_seconds / asked.pages:7.1f} ms a page, "
            f"{done.seconds:7.1f} s; {done.parent_mb:.0f} MB; {done.out.splitlines()[0]}"
        )
    share = both[1].cpu_seconds / both[0].cpu_seconds
    print(f"again takes {share:.3f} of the first load's CPU{goals.at_most(share, _OF_FIRST)}")


if __name__ == "__main__":
    main()
