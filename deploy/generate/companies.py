"""Write extractors/data/companies.tsv: companies of the well-known stock indices.

From the package pytickersymbols (MIT). Names of one word that are English words too (Gap, Southern) are left out, those
that are a town's or a given name too are marked: they need the model's word that a body is meant. Run it where the
package is installed:

    python deploy/generate/companies.py > extractors/data/companies.tsv
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from pytickersymbols import PyTickerSymbols

DATA = Path(__file__).parents[2] / "extractors" / "data"
SHORTEST = 3  # letters; GE and 3i are too short to be looked for
INDICES = (
    "AEX", "BEL 20", "CAC_40", "DAX", "DOW JONES", "EURO STOXX 50", "FTSE 100", "IBEX 35", "MDAX", "NASDAQ 100",
    "NIKKEI 225", "OMX Helsinki 25", "OMX Stockholm 30", "S&P 100", "S&P 500", "Switzerland 20",
)  # fmt: skip
_FORM = re.compile(
    r",? (?:Inc|Corp|Corporation|Company|Co|Ltd|Limited|plc|PLC|AG|SE|SA|S\.A|N\.V|NV|ASA|AB|Oyj|KGaA|S\.p\.A|& Co|"
    r"Holdings|Group|Class [A-C]|\(.*\))\.?$"
)


def short(name: str) -> str:
    """Return a company's name as news write it: without its legal form."""
    before = ""
    while before != name:
        before, name = name, _FORM.sub("", name)
    return name.strip().replace("\u2019", "'")


def known() -> set[str]:
    """Return the spellings of our own tables, which say more."""
    tables = ("organizations.tsv", "places.tsv", "countries.tsv", "others.tsv")
    return set(re.split(r"[\t;\n]", "\t".join((DATA / name).read_text("utf-8") for name in tables)))


def column(table: str) -> set[str]:
    """Return the first column of a table."""
    return {line.partition("\t")[0] for line in (DATA / table).read_text("utf-8").splitlines()}


def main() -> None:
    """Write one name a line, s behind it where it needs support."""
    symbols, ours, words = PyTickerSymbols(), known(), column("bert-uncased-vocab.txt")
    others = column("localities.tsv") | column("given_names.tsv")
    names = {short(stock["name"]) for index in INDICES for stock in symbols.get_stocks_by_index(index)}
    sys.stdout.write("# name\ts: found only where the model saw a body; written by deploy/generate/companies.py\n")
    for name in sorted(names - ours):
        if len(name) >= SHORTEST and name[0].isupper() and name.lower() not in words:
            sys.stdout.write(f"{name}\t{'s' if name in others else ''}\n")


if __name__ == "__main__":
    main()
