"""Pages in, a landed batch out: archive, read, enrich, land. The one path of fetched pages and loaded files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain

from extractors import article, assembly, urls
from extractors.records import (
    ArticleVersion,
    Fetch,
    ItemOutcome,
    Link,
    Outcome,
    Page,
    Reading,
    Rejection,
)
from flows import archive, enrich, models
from flows.locking import writing
from flows.runs import CurrentRun, Tally, now
from flows.workers import Budget, Job, Killed, Workers
from warehouse import articles, landing


@dataclass(slots=True, kw_only=True)
class Batch:
    """What arrived together: pages, and items that ended before they became one."""

    number: int
    pages: list[Page] = field(default_factory=list)
    ended: list[ItemOutcome] = field(default_factory=list)


def batches(arriving: Iterable[Page | ItemOutcome], *, pages: int, size: int = 64_000_000) -> Iterator[Batch]:
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


def workers(run: CurrentRun) -> Workers:
    """Return the processes that read and enrich, with each page's budget from the settings."""
    budget = Budget(cpu_seconds=run.settings.page_cpu_seconds, memory_mb=run.settings.page_memory_mb)
    return Workers(run.settings.workers, budget, preload="flows.enrich")


def process(run: CurrentRun, pool: Workers, batch: Batch, links: Mapping[str, Link], fetches: Sequence[Fetch]) -> Tally:
    """Read and enrich a batch and land it under the run's id and the batch's number.

    `links` are the links of the run by item, `fetches` the requests made since the last batch.
    """
    before = pool.cpu_seconds
    fresh, known = _unknown(run, batch.pages)
    pages = archive.write(fresh, run.settings.archive, f"{run.run_id}-{batch.number:04}") if fresh else []
    readings, rejected = _read(run, pool, pages, links)
    readings, repeated = _first(run, readings)
    enriched = _enrich(run, pool, [reading for _, reading in readings])
    outcomes = [
        *batch.ended,
        *known,
        *rejected,
        *repeated,
        *(_stored(run, page, reading) for page, reading in readings),
    ]
    landing.write(
        run.settings.landing,
        f"{run.run_id}-{batch.number:04}",
        {
            "articles": [reading.article for _, reading in readings],
            "article_versions": [reading.version for _, reading in readings],
            "removed_blocks": list(chain.from_iterable(reading.removed for _, reading in readings)),
            "mentions": list(chain.from_iterable(each.mentions for each in enriched)),
            "entities": list(chain.from_iterable(each.entities for each in enriched)),
            "aliases": list(chain.from_iterable(each.aliases for each in enriched)),
            "article_topics": list(chain.from_iterable(each.topics for each in enriched)),
            "article_keyphrases": list(chain.from_iterable(each.keyphrases for each in enriched)),
            "article_features": list(chain.from_iterable(each.features for each in enriched)),
            "enrichments": list(chain.from_iterable(each.enrichments for each in enriched)),
            "fetches": _with_archive(fetches, pages),
            "links": _tried(links, outcomes, is_online=any(each.http_status is not None for each in fetches)),
            "outcomes": outcomes,
        },
    )
    run.worker_cpu_seconds += pool.cpu_seconds - before
    n_good = len(readings) + len(known) + len(repeated)
    return Tally(len(batch.pages) + len(batch.ended), n_good, len(batch.ended) + len(rejected))


def _unknown(run: CurrentRun, pages: Sequence[Page]) -> tuple[list[Page], list[ItemOutcome]]:
    """Part pages the warehouse has not read yet from those it has, by the hash of their bytes."""
    hashes = [sha256(page.body).hexdigest() for page in pages]
    with writing(run.settings) as db:
        known = articles.known_pages(db, hashes)
    fresh, unchanged = [], []
    for page, body_sha256 in zip(pages, hashes, strict=True):
        held = known.get(body_sha256)
        if held is not None and _is_same(page, *held):
            outcome = Outcome.DUPLICATE if held[0] in run.articles else Outcome.UNCHANGED
            run.articles.add(held[0])
            unchanged.append(_outcome(run, page, "read", outcome, None, held[0]))
        else:
            fresh.append(page)
    return fresh, unchanged


def _is_same(page: Page, article_id: str, extractor: str) -> bool:
    """Say whether reading these known bytes again could give nothing new.

    The same bytes may stand at two addresses, a newer reader may see them otherwise, and the hints beside a plain
    text are part of what is read.
    """
    if extractor not in models.READERS or page.title_hint is not None or page.published_hint is not None:
        return False
    return page.url is None or urls.article_id(urls.canonical(page.final_url or page.url)) == article_id


def _read(
    run: CurrentRun, pool: Workers, pages: Sequence[Page], links: Mapping[str, Link]
) -> tuple[list[tuple[Page, Reading]], list[ItemOutcome]]:
    """Read pages; return readings in the order of the pages, and an outcome for each page that is no article."""
    readings: dict[int, Reading] = {}
    ended = []
    for page, result in pool.map(Job(article.read), pages):
        match result:
            case Reading():
                readings[id(page)] = _of_source(result, links.get(page.item))
            case Rejection():
                ended.append(_outcome(run, page, "read", result.outcome, result.reason))
            case Killed():
                outcome = Outcome.OVER_BUDGET if result.over_budget else Outcome.FAILED
                ended.append(_outcome(run, page, "read", outcome, result.reason))
    return [(page, readings[id(page)]) for page in pages if id(page) in readings], ended


def _first(
    run: CurrentRun, readings: Sequence[tuple[Page, Reading]]
) -> tuple[list[tuple[Page, Reading]], list[ItemOutcome]]:
    """Part the first reading of each article in this run from the others, which are duplicates.

    Were each taken in turn, two rows of one address would make two versions of it at every load.
    """
    first, repeated = [], []
    for page, reading in readings:
        article_id = reading.article.article_id
        if article_id in run.articles:
            repeated.append(_outcome(run, page, "read", Outcome.DUPLICATE, None, article_id))
        else:
            run.articles.add(article_id)
            first.append((page, reading))
    return first, repeated


def _of_source(reading: Reading, link: Link | None) -> Reading:
    """Give an article that names no source the one whose link it came by."""
    if link is None or reading.article.source_id != assembly.NO_SOURCE:
        return reading
    return replace(reading, article=replace(reading.article, source_id=link.source_id))


def _enrich(run: CurrentRun, pool: Workers, readings: Sequence[Reading]) -> list[enrich.Enriched]:
    """Enrich the versions that are new to the warehouse, each article once."""
    with writing(run.settings) as db:
        known = articles.known_texts(db, [reading.article.article_id for reading in readings])
    first = {reading.article.article_id: reading.version for reading in reversed(readings)}
    fresh = [each for each in first.values() if known.get(each.article_id) != (each.title, each.text_sha256)]
    job = Job(enrich.enrich, enrich.warm_up)
    done = {version.version_id: _kept(version, result) for version, result in pool.map(job, fresh)}
    return [done[version.version_id] for version in fresh]


def _kept(version: ArticleVersion, result: enrich.Enriched | Killed) -> enrich.Enriched:
    return enrich.failed(version, result.reason) if isinstance(result, Killed) else result


def _stored(run: CurrentRun, page: Page, reading: Reading) -> ItemOutcome:
    """Say stored for now; the loader, which knows what was there, makes it updated, unchanged or duplicate."""
    stored = _outcome(run, page, "load", Outcome.STORED, None, reading.article.article_id)
    return replace(stored, source_id=reading.article.source_id)


def _outcome(  # noqa: PLR0913, PLR0917  the columns of a row
    run: CurrentRun, page: Page, stage: str, outcome: Outcome, reason: str | None, article_id: str | None = None
) -> ItemOutcome:
    return ItemOutcome(
        run_id=run.run_id,
        item=page.item,
        stage=stage,
        outcome=outcome.value,
        reason=reason,
        source_id=page.source_id,
        article_id=article_id,
        occurred_at=now(),
    )


def _with_archive(fetches: Sequence[Fetch], pages: Sequence[Page]) -> list[Fetch]:
    kept = {page.final_url: page for page in pages}
    return [
        replace(each, archive_file=page.archive_file, archive_offset=page.archive_offset)
        if (page := kept.get(each.final_url)) and each.outcome == "ok"
        else each
        for each in fetches
    ]


def _tried(links: Mapping[str, Link], outcomes: Sequence[ItemOutcome], *, is_online: bool) -> list[Link]:
    """Return the links of these items as they now stand; one a file, whose last item speaks for it.

    A link that was put off was not tried, and where no host answered at all the fault is ours: neither is counted, so
    that no outage of ours makes a run give a link up.
    """
    tried = {
        links[each.item].url_canonical: replace(
            links[each.item],
            article_id=each.article_id,
            attempts=links[each.item].attempts + (is_online and each.outcome != Outcome.DEFERRED),
            last_outcome=each.outcome,
            last_seen_at=each.occurred_at,
        )
        for each in outcomes
        if each.item in links
    }
    return list(tried.values())
