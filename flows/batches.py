"""Pages in batches: what is read, enriched and landed together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extractors.records import ItemOutcome, Page


@dataclass(slots=True, kw_only=True)
class Batch:
    """What arrived together: pages, and items that ended before they became one."""

    number: int
    pages: list[Page] = field(default_factory=list)
    ended: list[ItemOutcome] = field(default_factory=list)


def of(arriving: Iterable[Page | ItemOutcome], *, pages: int, size: int = 32_000_000) -> Iterator[Batch]:
    """Group what arrives into batches of at most so many pages and about so many bytes, so memory stays bounded."""
    batch, held, number = Batch(number=1), 0, 1
    for each in arriving:
        if isinstance(each, Page):
            batch.pages.append(each)
            held += len(each.body)
        else:
            batch.ended.append(each)
        if len(batch.pages) >= pages or held >= size or len(batch.ended) >= 10 * pages:
            yield batch
            number += 1
            batch, held = Batch(number=number), 0
    if batch.pages or batch.ended:
        yield batch
