"""Write extractors/data/given_names.tsv: given names that tell a person from an organization, and whose they are.

From the package Faker (MIT; lists of given names by country) and the 1,300 most frequent given names of the United
States census of 1990 in the package names (MIT; the census is in the public domain). Run it where both are installed:

    python deploy/generate/given_names.py > extractors/data/given_names.tsv
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "extractors" / "data"
CENSUS = {"dist.male.first": 500, "dist.female.first": 800}
LISTS = {"first_names_male": "m", "first_names_female": "f"}
SURE = 20  # times as many bearers of the one gender as of the other tell it
# Words and places first, names second: they would turn "Golden Gate" or "Royal Mail" into a person.
NOT_TELLING = frozenset(Path(__file__).with_name("not_given_names.txt").read_text("ascii").split())


def providers() -> Iterator[dict[str, set[str]]]:
    """Yield the lists of given names of each country in Faker: name of the list -> names."""
    package = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(package.__path__):
        provider: Any = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        lists = {key: value for key, value in vars(provider).items() if key.startswith("first_names")}
        yield {key: set(value) for key, value in lists.items() if isinstance(value, list | tuple | dict)}


def faker_names() -> set[str]:
    """Return the given names of the lists of two countries or more, and of one list those that are no English word.

    One list alone has odd ones (Poppy, Warwick): of its names those stay that a language model needs pieces to spell
    and no town is called by.
    """
    counts = Counter(name for lists in providers() for name in set().union(*lists.values()))
    words = set((DATA / "bert-uncased-vocab.txt").read_text("utf-8").splitlines())
    towns = {line.partition("\t")[0] for line in (DATA / "localities.tsv").read_text("utf-8").splitlines()}
    return {n for n, count in counts.items() if count > 1 or not ({n.lower()} & words or {n} & towns)}


def census(name: str) -> list[tuple[str, float]]:
    """Return the names of one list of the census with their share in per cent, the most frequent first."""
    folder = Path(importlib.import_module("names").__file__ or "").parent
    rows = (line.split() for line in (folder / name).read_text("ascii").splitlines())
    return [(row[0].title(), float(row[1])) for row in rows]


def census_names() -> set[str]:
    """Return the most frequent names of the census."""
    return {name for file, count in CENSUS.items() for name, _ in census(file)[:count]}


def genders() -> dict[str, str]:
    """Return the gender of names that are nearly always of one: by Faker's lists and the census together."""
    listed: dict[str, set[str]] = defaultdict(set)
    for lists in providers():
        for key, gender in LISTS.items():
            for name in lists.get(key, ()):
                listed[name].add(gender)
    men, women = (dict(census(f"dist.{which}.first")) for which in ("male", "female"))
    for name in men.keys() | women.keys():
        shares = {"m": men.get(name, 0), "f": women.get(name, 0)}
        listed[name] |= {gender for gender, share in shares.items() if share * SURE > max(shares.values())}
    return {name: next(iter(found)) for name, found in listed.items() if len(found) == 1}


def places() -> set[str]:
    """Return every word of the tables of places, so that Boston is none."""
    text = "\t".join((DATA / name).read_text("utf-8") for name in ("places.tsv", "countries.tsv"))
    return set(re.split(r"[\t;\n]", text))


def main() -> None:
    """Write one name a line."""
    names = (faker_names() | census_names()) - places()
    telling = {
        n for n in names if re.fullmatch(r"[^\W\d_][^\W\d_'-]{2,}", n) and n[0].isupper() and n.isascii() | (n < "ǿ")
    }
    known = genders()
    sys.stdout.write(
        "# given name\tf or m where nearly all who have it are; written by deploy/generate/given_names.py\n"
    )
    sys.stdout.writelines(f"{n}\t{known.get(n, '')}\n" for n in sorted(telling) if n.lower() not in NOT_TELLING)


if __name__ == "__main__":
    main()
