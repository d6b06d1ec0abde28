"""Write extractors/data/nicknames.txt: given names with their short forms.

From the package nicknames (Apache License 2.0). Run it where that is installed:

    python deploy/generate/short_forms.py > extractors/data/nicknames.txt
"""

from __future__ import annotations

import csv
import importlib
import sys
from collections import defaultdict
from pathlib import Path

from extractors import spelling


def main() -> None:
    """Write one name a line, its short forms behind it."""
    package = Path(importlib.import_module("nicknames").__file__ or "").parent
    found: dict[str, set[str]] = defaultdict(set)
    with (package / "names.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name, short = (spelling.romanised(spelling.fold(row[column])) for column in ("name1", "name2"))
            if spelling.sound(name) != spelling.sound(short):  # Terri and Terry are two names
                found[name].add(short)
    sys.stdout.write("# A given name and its short forms; by deploy/generate/short_forms.py\n")
    sys.stdout.writelines(f"{name} {' '.join(sorted(shorts))}\n" for name, shorts in sorted(found.items()) if shorts)


if __name__ == "__main__":
    main()
