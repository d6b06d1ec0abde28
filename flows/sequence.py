"""The order of the stages, written once; called directly, or as Prefect tasks where the run says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

from extractors.records import ItemOutcome, Link, Page
from flows import (
    again,
    alive,
    arriving,
    batches,
    cluster,
    common_words,
    compacting,
    counting,
    durable,
    enrich,
    files,
    finders,
    frontier,
    load,
    memory,
    models,
    publish,
    read,
    resolve,
    topic_list,
)
from flows.arriving import Fetching, Requests
from flows.aside import Aside
from flows.frontier import Wanted
from flows.locking import writing
from flows.overlap import Overlap
from flows.runs import CurrentRun, recorded
from flows.sources import SourceList
from flows.workers import Workers
from warehouse import runs as run_rows
from warehouse import sources as source_rows
from warehouse import vocabulary

_FETCHED, _LOADED = 3, 2  # parts of the work on a page: it arrives, is read, is enriched; a file is there at once


def run(current: CurrentRun, listed: SourceList, wanted: Wanted) -> None:
    """Fetch what is due, look through the watched folders, then read, load, cluster and publish."""
    pool = read.workers(current)
    begin(current, listed)
    with recorded(current):
        with pool:
            current.step("poll", lambda: frontier.poll(current, pool, listed, wanted))
            current.step("load", lambda: load.landed(current))
            fetching = Fetching(current, frontier.pending(current, wanted), listed.overrides)
            links = {link.url: link for link in fetching.links}
            current.progress.expect(len(links), _FETCHED)
            found = arriving.folders(current, _asked(listed, wanted), links)
            _read(current, pool, chain(fetching, found), links, fetching.requests)
        finish(current)


def files_of(current: CurrentRun, paths: Sequence[Path | str]) -> None:
    """Load these files and folders, then read, load, cluster and publish.

    Raises:
        flows.files.NothingToLoad: a path is not there or holds nothing that could be loaded.
    """
    pages = _pages(current, paths)
    first = next(pages, None)  # wrong use shows before anything is written
    pool = read.workers(current)
    begin(current)
    with recorded(current):
        current.progress.expect(counting.pages(paths), _LOADED)
        _read(current, pool, chain([first] if first else [], pages), {}, Requests)
        finish(current)


def addresses(current: CurrentRun, links: Sequence[Link]) -> None:
    """Fetch these article pages by address, then read, load, cluster and publish."""
    pool = read.workers(current)
    begin(current)
    with recorded(current):
        fetching = Fetching(current, links)
        current.progress.expect(len(links), _FETCHED)
        _read(current, pool, fetching, {link.url: link for link in links}, fetching.requests)
        finish(current)


def begin(current: CurrentRun, listed: SourceList | None = None) -> None:
    """Note the run, mend what a killed one left, and save what is configured."""
    memory.return_what_is_freed()
    resolve.check(current.settings)
    topic_list.check(current.settings)
    alive.hold(current.settings, current.run_id)
    with writing(current.settings) as db:
        run_rows.sweep(db, current.row.started_at, partial(alive.may_live, current.settings))
        alive.clear(current.settings)
        durable.clear(current.settings.archive)
        compacting.clear(current.settings.home / "private")
        run_rows.save(db, current.row)
        current.own_topics = topic_list.own(db, current.settings, say=current.say)
        topic_list.save(db, current.own_topics, current.row.started_at)
        current.windows = common_words.windows(db)
        vocabulary.save_models(db, models.current(current.own_topics, choice=finders.chosen(current.settings)))
        current.unmade = again.unmade(db, current)
        if listed is not None:
            source_rows.save(db, listed.sources)
            source_rows.configure_feeds(db, listed.feeds)


def _asked(listed: SourceList, wanted: Wanted) -> list[tuple[str, Path]]:
    return [each for each in listed.folders if not wanted.source_ids or each[0] in wanted.source_ids]


def _pages(current: CurrentRun, paths: Sequence[Path | str]) -> Iterator[Page | ItemOutcome]:
    """Yield what the files hold; the nth time that an address or path comes again its item says so, with #n."""
    seen: Counter[str] = Counter()
    for each in files.pages(paths, now=current.row.started_at, limit_bytes=current.settings.page_bytes):
        seen[each.item] += 1
        item = each.item if seen[each.item] == 1 else f"{each.item}#{seen[each.item]}"
        yield replace(each, item=item) if isinstance(each, Page) else arriving.unread(current, replace(each, item=item))


def _read(
    current: CurrentRun,
    pool: Workers,
    pages: Iterable[Page | ItemOutcome],
    links: Mapping[str, Link],
    requests: Callable[[], Requests],
) -> None:
    grouped = batches.of(pages, pages=current.settings.batch_pages)
    with Aside() as aside, Aside() as enriching, pool:  # an error ends the workers first: enriching waits for them
        overlap = Overlap(
            run=current,
            pool=pool,
            batches=grouped,
            links=links,
            requests=requests,
            aside=aside,
            enriching=enriching,
        )
        while not overlap.is_done:
            current.step("read", overlap.step)
    current.step("load", lambda: load.landed(current))
    if current.unmade:
        unmade = dict.fromkeys(current.unmade, enrich.STAGES)
        with read.workers(current) as again_pool:
            current.step("again", lambda: again.process(current, again_pool, unmade))
        current.step("load", lambda: load.landed(current))


def finish(current: CurrentRun) -> None:
    """Resolve entities, judge duplicates and stories, check what must hold, then hand everything to the readers."""
    current.step("resolve", lambda: resolve.resolve(current))
    current.step("cluster", lambda: cluster.cluster(current))
    current.step("check", lambda: publish.check(current))
    current.step("publish", lambda: publish.publish(current))
