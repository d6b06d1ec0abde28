"""A made-up warehouse of any size, generated inside DuckDB: names by Zipf's law, events, copies, edits, a year of runs.

The same number of articles gives the same rows on every machine. It is written as the loader writes: in batches of
1,000 articles in order of their first sight.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

from warehouse import database, story_counts, tables

ENDS_AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
_CHUNK = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a warehouse is to be."""

    articles: int

    @property
    def days(self) -> int:
        """Over how long the articles appear: 60 days for 10,000, a year for a million."""
        return min(365, max(60, int(60 * (self.articles / 10_000) ** 0.4)))

    @property
    def sources(self) -> int:
        """How many outlets publish them: 50 for 10,000, 500 for a million."""
        return max(10, int(0.5 * self.articles**0.5))

    @property
    def entities(self) -> int:
        """How many names there are to mention: 6,300 for 10,000, 158,000 for a million."""
        return int(10 * self.articles**0.7)


def make(writer: Path, size: Size) -> None:
    """Write such a warehouse to a new file."""
    with database.open_writer(writer) as db:
        variables = {
            "articles": size.articles,
            "days": size.days,
            "sources": size.sources,
            "entities": size.entities,
            "starts_at": ENDS_AT - timedelta(days=size.days),
            "ends_at": ENDS_AT,
        }
        for name, value in variables.items():
            db.execute(f"SET VARIABLE {name} = ?", [value])
        db.execute(_sql("once"))
        for first in range(0, size.articles, _CHUNK):
            db.execute("SET VARIABLE first = ?", [first])
            db.execute("SET VARIABLE last = ?", [min(first + _CHUNK, size.articles)])
            db.execute(_sql("chunk"))
        db.execute(_sql("after"))
        db.execute(tables.script("recounts"))
        story_counts.recount(db)
        db.execute("CHECKPOINT")


def _sql(name: str) -> str:
    return (resources.files(__name__) / f"{name}.sql").read_text("utf-8")
