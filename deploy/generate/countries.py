"""Write extractors/data/countries.tsv: English country names of CLDR joined with our own spellings and demonyms.

CLDR comes with the package Babel (data: Unicode License v3). Run it with the project's interpreter:

    python deploy/generate/countries.py > extractors/data/countries.tsv
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel import Locale

NOT_COUNTRIES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}  # unions, pseudo-locales and "unknown"


def words() -> dict[str, tuple[str, str, str]]:
    """Return our own rows: code -> (name or "", spellings, demonyms), the last two joined by semicolons."""
    lines = Path(__file__).with_name("country_words.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {code: (name, spellings, demonyms) for code, name, spellings, demonyms in rows}


def main() -> None:
    """Write one row a country, in the order of the codes."""
    own = words()
    sys.stdout.write("# code\tname\tother spellings\tdemonyms; written by deploy/generate/countries.py\n")
    territories = {code: name.replace("\u2019", "'") for code, name in Locale("en").territories.items()}
    for code, cldr_name in sorted(territories.items()):
        if len(code) != len("US") or code in NOT_COUNTRIES:
            continue
        name, spellings, demonyms = own.get(code, ("", "", ""))
        name = name or cldr_name.replace(" & ", " and ")
        others = {cldr_name, cldr_name.replace(" & ", " and "), *spellings.split(";")} - {name, ""}
        sys.stdout.write("\t".join((code, name, ";".join(sorted(o for o in others if "(" not in o)), demonyms)) + "\n")


if __name__ == "__main__":
    main()
