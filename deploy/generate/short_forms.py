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

# Given for themselves as well: Ian need not be a John, nor Ellen a Helen. Believed only where they begin like the name.
_OWN_NAMES = frozenset(Path(__file__).with_name("own_given_names.txt").read_text("utf-8").split())
_WRONG = frozenset(
    {
        ("robert", "bill"),
        ("robert", "billy"),
        ("robert", "fred"),
        ("william", "bela"),
        ("joshua", "joe"),
        ("bryant", "brian"),
    }
)


def is_believed(name: str, short: str) -> bool:
    """Tell whether a short form is one of this name, and not another name."""
    name, short = sorted((name, short), key=len, reverse=True)  # some rows are the other way round
    return (name, short) not in _WRONG and (short not in _OWN_NAMES or name[:2] == short[:2])


def main() -> None:
    """Write one name a line, its short forms behind it."""
    package = Path(importlib.import_module("nicknames").__file__ or "").parent
    found: dict[str, set[str]] = defaultdict(set)
    with (package / "names.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            name, short = (spelling.romanised(spelling.fold(row[column])) for column in ("name1", "name2"))
            if spelling.sound(name) != spelling.sound(short) and is_believed(name, short):  # Terri and Terry are two
                found[name].add(short)
    sys.stdout.write("# A given name and its short forms; by deploy/generate/short_forms.py\n")
    sys.stdout.writelines(f"{name} {' '.join(sorted(shorts))}\n" for name, shorts in sorted(found.items()) if shorts)


if __name__ == "__main__":
    main()
