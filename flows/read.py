"""Pages in, articles out: parted from what is known, archived, read. The one path of fetched pages and loaded files."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from extractors import article, assembly, urls, words
from extractors.records import ArticleVersion, Fetch, ItemOutcome, Link, Outcome, Page, Reading, Rejection
from flows import archive, endings, feed_texts, forgotten, models
from flows.arriving import Requests
from flows.aside import Aside
from flows.batches import Batch
from flows.locking import writing
from flows.runs import CurrentRun, Tally
from flows.workers import Budget, Job, Killed, Workers
from warehouse import articles, repeats


def workers(run: CurrentRun) -> Workers:
    """Return the processes that read and enrich, here or on a Dask cluster, with each page's budget."""
    budget = Budget(cpu_seconds=run.settings.page_cpu_seconds, memory_mb=run.settings.page_memory_mb)
    if run.settings.dask:
        from flows.dask_workers import DaskWorkers  # noqa: PLC0415  an extra, and a second of CPU to import

        return DaskWorkers(run.settings.dask, budget, preload="flows.warm")
    pool = Workers(run.settings.workers, budget, preload="flows.warm")
    if isinstance(run.settings.writer, Path) and not run.settings.writer.exists():
        pool.start()  # whatever comes is new: the models load while the warehouse is made and feeds are asked
    return pool


@dataclass(slots=True, kw_only=True)
class Found:
    """What was read of a batch, and what is to be told of it once its new texts are enriched."""

    batch: Batch  # whose pages stand in the archive, and have no bodies any more
    requests: Requests
    readings: list[tuple[Page, Reading]]
    texts: list[ArticleVersion]  # of these readings, those that are new to the warehouse
    fetches: list[Fetch]
    outcomes: list[ItemOutcome]
    tally: Tally


def batch(  # noqa: PLR0913, PLR0917  what a batch is
    run: CurrentRun, pool: Workers, batch: Batch, links: Mapping[str, Link], requests: Requests, aside: Aside
) -> Found:
    """Read a batch before anything else that the workers have to do; it is archived meanwhile.

    `links` are the links of the run by item, `requests` those made since the last batch.
    """
    fresh, known = _unknown(run, batch.pages)
    fresh, refused = forgotten.parted(run, fresh)
    fresh, reserved = _unreserved(run, pool, fresh)
    archiving = aside.begin(partial(_archived, run, batch, fresh))
    readings, rejected = in_workers(run, pool, fresh, links)
    pages = archive.without_bodies(archiving.result())
    readings = archive.placed(readings, dict(zip(map(id, fresh), pages, strict=True)))
    batch.pages = archive.without_bodies(batch.pages)
    del archiving, fresh  # and with them 32 MB of bodies, before enriching and loading take their own
    ended = [*batch.ended, *refused, *reserved, *rejected]
    readings, ended = _with_feed_texts(run, pool, batch, links, requests, readings, ended)
    readings, late, moved = forgotten.dropped(run, readings)
    ended, pages = [*ended, *late], [forgotten.moved_to(page, moved) for page in pages]
    readings, repeated = _first(run, readings)
    stored = [endings.stored(run, page, reading) for page, reading in readings]
    return Found(
        batch=batch,
        requests=requests,
        readings=readings,
        texts=_unknown_texts(run, [reading for _, reading in readings]),
        fetches=endings.with_archive(requests.fetches, pages),
        outcomes=[*ended, *known, *repeated, *stored],
        tally=Tally(len(batch.pages) + len(batch.ended), len(readings) + len(known) + len(repeated), len(ended)),
    )


def _archived(run: CurrentRun, batch: Batch, pages: Sequence[Page], part: str = "") -> list[Page]:
    return archive.write(pages, run.settings.archive, f"{run.run_id}-{batch.number:04}{part}") if pages else []


def _unreserved(run: CurrentRun, pool: Workers, pages: Sequence[Page]) -> tuple[list[Page], list[ItemOutcome]]:
    """Part pages whose rights are reserved from the others, where the settings honour that: before they are kept."""
    if not run.settings.honour_reservations:
        return list(pages), []
    kept, reserved = [], []
    for page, found in pool.map(Job(article.reserved), pages, first=True):
        if isinstance(found, tuple) and found:  # a page that kills its reader ends as that when it is read
            reason = f"its publisher reserves: {', '.join(found)}"
            reserved.append(endings.outcome(run, page, "read", Outcome.RIGHTS_RESERVED, reason))
        else:
            kept.append(page)
    return kept, reserved


def _with_feed_texts(  # noqa: PLR0913, PLR0917  what a batch is
    run: CurrentRun,
    pool: Workers,
    batch: Batch,
    links: Mapping[str, Link],
    requests: Requests,
    readings: list[tuple[Page, Reading]],
    ended: list[ItemOutcome],
) -> tuple[list[tuple[Page, Reading]], list[ItemOutcome]]:
    """Read the text that the feed gave for those pages that could not be had."""
    texts = list(feed_texts.pages(ended, links, requests.fetches, attempts=run.settings.link_attempts))
    found, _ = in_workers(run, pool, _archived(run, batch, texts, "-feeds"), links)
    instead = {page.item for page, _ in found}
    return [*readings, *found], [each for each in ended if each.item not in instead]


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
            unchanged.append(endings.outcome(run, page, "read", outcome, None, held[0]))
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


def in_workers(
    run: CurrentRun, pool: Workers, pages: Sequence[Page], links: Mapping[str, Link]
) -> tuple[list[tuple[Page, Reading]], list[ItemOutcome]]:
    """Read pages; return readings in the order of the pages, and an outcome for each page that is no article."""
    learned = _repeats(run, pages, links)
    readings: dict[int, Reading] = {}
    ended = []
    by_size = sorted(pages, key=lambda page: -len(page.body))  # a long one begun last would leave the others waiting
    jobs = [(page, learned.get(_source_of(page, links), frozenset())) for page in by_size]
    for (page, _), result in pool.map(Job(_reading), jobs, first=True):
        run.progress.did()
        match result:
            case Reading():
                readings[id(page)] = _of_source(result, links.get(page.item))
            case Rejection():
                ended.append(endings.outcome(run, page, "read", result.outcome, result.reason))
            case Killed():
                outcome = Outcome.OVER_BUDGET if result.over_budget else Outcome.FAILED
                ended.append(endings.outcome(run, page, "read", outcome, result.reason))
    return [(page, readings[id(page)]) for page in pages if id(page) in readings], ended


def _reading(job: tuple[Page, Collection[str]]) -> Reading | Rejection:
    page, repeats = job
    return article.read(page, repeats)


def _repeats(run: CurrentRun, pages: Sequence[Page], links: Mapping[str, Link]) -> dict[str, frozenset[str]]:
    """Return, by source, the lines that several of its articles have; none for what came without a source."""
    if not (source_ids := {_source_of(page, links) for page in pages} - {assembly.NO_SOURCE}):
        return {}
    with writing(run.settings) as db:
        return {each: frozenset(map(words.normalised, lines)) for each, lines in repeats.of(db, source_ids).items()}


def _source_of(page: Page, links: Mapping[str, Link]) -> str:
    """Return the source that the page's article will have, as far as that is known before it is read."""
    found = assembly.source_id(page, None)
    link = links.get(page.item)
    return link.source_id if link and found == assembly.NO_SOURCE else found


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
            repeated.append(endings.outcome(run, page, "read", Outcome.DUPLICATE, None, article_id))
        else:
            run.articles.add(article_id)
            first.append((page, reading))
    return first, repeated


def _of_source(reading: Reading, link: Link | None) -> Reading:
    """Give an article that names no source the one whose link it came by."""
    if link is None or reading.article.source_id != assembly.NO_SOURCE:
        return reading
    return replace(reading, article=replace(reading.article, source_id=link.source_id))


def _unknown_texts(run: CurrentRun, readings: Sequence[Reading]) -> list[ArticleVersion]:
    """Return the versions that are new to the warehouse, each article once."""
    if not readings:
        return []
    with writing(run.settings) as db:
        known = articles.known_texts(db, [reading.article.article_id for reading in readings])
    first = {reading.article.article_id: reading.version for reading in reversed(readings)}
    return [each for each in first.values() if known.get(each.article_id) != (each.title, each.text_sha256)]
