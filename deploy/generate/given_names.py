"""Write extractors/data/given_names.txt: given names that tell a person from an organization.

From the package Faker (MIT; lists of given names by country) and the 1,300 most frequent given names of the United
States census of 1990 in the package names (MIT; the census is in the public domain). Run it where both are installed:

    python deploy/generate/given_names.py > extractors/data/given_names.txt
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

CENSUS = {"dist.male.first": 500, "dist.female.first": 800}
# Words and places first, names second: they would turn "Golden Gate" or "Royal Mail" into a person.
NOT_TELLING = frozenset(Path(__file__).with_name("not_given_names.txt").read_text("ascii").split())


def faker_names() -> set[str]:
    """Return the given names that stand in the lists of two countries or more: one list alone has odd ones."""
    package = importlib.import_module("faker.providers.person")
    counts: Counter[str] = Counter()
    for module in pkgutil.iter_modules(package.__path__):
        provider: Any = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        found: set[str] = set()
        for list_name, value in vars(provider).items():
            if list_name.startswith("first_names") and isinstance(value, list | tuple | dict):
                found |= set(value)
        counts.update(found)
    return {name for name, count in counts.items() if count > 1}


def census_names() -> set[str]:
    """Return the most frequent names of the census."""
    folder = Path(importlib.import_module("names").__file__ or "").parent
    lists = ((folder / name).read_text("ascii").splitlines()[:count] for name, count in CENSUS.items())
    return {line.split()[0].title() for lines in lists for line in lines}


def places() -> set[str]:
    """Return every word of the tables of places, so that Boston is none."""
    data = Path(__file__).parents[2] / "extractors" / "data"
    text = "\t".join((data / name).read_text("utf-8") for name in ("places.tsv", "countries.tsv"))
    return set(re.split(r"[\t;\n]", text))


def main() -> None:
    """Write one name a line."""
    names = (faker_names() | census_names()) - places()
    telling = {
        n for n in names if re.fullmatch(r"[^\W\d_][^\W\d_'-]{2,}", n) and n[0].isupper() and n.isascii() | (n < "ǿ")
    }
    sys.stdout.write("# Given names; written by deploy/generate/given_names.py\n")
    sys.stdout.writelines(f"{name}\n" for name in sorted(telling) if name.lower() not in NOT_TELLING)


if __name__ == "__main__":
    main()
