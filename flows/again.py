"""An article worked on again: its archived page read anew, and what is derived from its text made anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import duckdb

from extractors.keyphrases import Window
from extractors.own_topics import OwnTopic
from extractors.records import ArticleVersion, ItemOutcome, Outcome, Page, Reading
from flows import archive, derive, enrich, finders, read
from flows.locking import writing
from flows.runs import CurrentRun, Tally, now
from flows.workers import Job, Killed, Workers
from warehouse import articles, landing

_ATTEMPTS = 3  # at one article: its page may be what kills the worker
UNMADE = "again"  # the part of a run that lands what could not be analysed in earlier ones
TEXT = "text"  # the stage that reads the page; the others are those of `enrich`
Work = Mapping[str, Collection[str]]  # article_id -> stages


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What came of it; what was not asked for, or could not be had, is None."""

    before: Reading
    after: Reading | None
    enriched: enrich.Enriched | None
    outcome: ItemOutcome

    @property
    def has_new_text(self) -> bool:
        """Whether its page now gives another title or text."""
        return self.after is not None and _words(self.after) != _words(self.before)

    @property
    def has_news(self) -> bool:
        """Whether its page now gives another text, or anything else that is stored with it."""
        return self.after is not None and _stored(self.after) != _stored(self.before)

    @property
    def has_failed(self) -> bool:
        """Whether its page was to be read and gave no article, or its text could not be analysed."""
        return self.outcome.outcome not in {Outcome.STORED, Outcome.UNCHANGED}


def unmade(db: duckdb.DuckDBPyConnection, current: CurrentRun) -> list[str]:
    """Return what could not be analysed in earlier runs, at most a batch: articles without features have no story."""
    return articles.unmade(db, current.run_id, attempts=_ATTEMPTS)[: current.settings.batch_pages]


def process(current: CurrentRun, pool: Workers, work: Work, part: str = UNMADE) -> Tally:
    """Work on a batch again and land it as this part of the run.

    What was unmade is an item of the run only where it fails again, beside what else came of its page there.
    """
    done = work_on(current, pool, work)
    failed = [each.outcome for each in done if each.has_failed]
    outcomes = [each.outcome for each in done]
    if part == UNMADE:
        outcomes = [replace(each, item=f"{each.item}#again") for each in failed]
    readings = [each.after for each in done if each.after and each.has_news]
    rows = derive.rows(readings, [each.enriched for each in done if each.enriched])
    landing.write(current.settings.landing, f"{current.run_id}-{part}", {**rows, "outcomes": outcomes})
    current.worker_cpu_seconds += pool.told()
    return Tally(len(work), len(done), len(failed))


def work_on(current: CurrentRun, pool: Workers, work: Work) -> list[Again]:
    """Read the pages of these articles again and derive again what was asked for, or what a new text needs."""
    with writing(current.settings) as db:
        stored = articles.readings(db, list(work))
    read_again, problems = _read(current, pool, [each for each in stored if TEXT in work[_id(each)]])
    todo = {}
    for before in stored:
        after = read_again.get(_id(before))
        if stages := _stages(before, after, work[_id(before)]):
            todo[(after or before).version] = stages
    enriched = _enriched(current, pool, todo)
    done = [
        Again(
            before=before,
            after=read_again.get(_id(before)),
            enriched=enriched.get(_id(before)),
            outcome=problems.get(_id(before)) or _outcome(current, before, Outcome.UNCHANGED, None),
        )
        for before in stored
    ]
    return [_ended(each) for each in done]


def _ended(done: Again) -> Again:
    """Say stored where there is something to load (the loader makes it updated, or unchanged), failed by its reason."""
    if done.has_news:
        return replace(done, outcome=replace(done.outcome, outcome=Outcome.STORED.value))
    why = enrich.failure(done.enriched) if done.enriched else None
    if why is None or done.has_failed:
        return done
    return replace(done, outcome=replace(done.outcome, stage="enrich", outcome=Outcome.FAILED.value, reason=why))


def _read(
    current: CurrentRun, pool: Workers, stored: Sequence[Reading]
) -> tuple[dict[str, Reading], dict[str, ItemOutcome]]:
    """Return, by article, how its archived page reads now, or why it gave nothing."""
    pages: dict[str, Page] = {}
    problems = {}
    before = {_item(each): each for each in stored}
    for item, each in before.items():
        found = _page(current, each)
        if isinstance(found, Page):
            pages[item] = replace(found, item=item, source_id=each.article.source_id)
        else:
            problems[_id(each)] = _outcome(current, each, Outcome.FAILED, found)
    readings, ended = read.in_workers(current, pool, list(pages.values()), {})
    for end in ended:
        article_id = _id(before[end.item])
        problems[article_id] = replace(end, article_id=article_id)
    return {_id(before[page.item]): _pinned(before[page.item], after) for page, after in readings}, problems


def _page(current: CurrentRun, stored: Reading) -> Page | str:
    """Return the page of the current version, or why it cannot be had."""
    file, offset = stored.version.archive_file, stored.version.archive_offset
    if file is None or offset is None:
        return "its page was not archived"
    try:
        return archive.read(current.settings.archive, file, offset)
    except FileNotFoundError:
        return f"its page cannot be read again: {file} is not in the archive"
    except (archive.Damaged, OSError) as error:
        return f"its page cannot be read again: {error}"


def _pinned(before: Reading, after: Reading) -> Reading:
    """Return the new reading of the same article: where it lives was decided when it came.

    One in the same words keeps its version.
    """
    head = before.article
    version = replace(after.version, article_id=head.article_id, cause="reprocess")
    if _words(before) == _words(after):
        version = replace(version, version_id=before.version.version_id)
    return Reading(
        article=replace(
            after.article,
            article_id=head.article_id,
            source_id=head.source_id,
            url_canonical=head.url_canonical,
            version_id=version.version_id,
        ),
        version=version,
        removed=tuple(replace(block, version_id=version.version_id) for block in after.removed),
    )


def _stages(before: Reading, after: Reading | None, asked: Collection[str]) -> tuple[str, ...]:
    """Return what has to be derived again: all of it for new words or another language."""
    is_other = after is not None and (
        _words(before) != _words(after) or before.version.language != after.version.language
    )
    return enrich.STAGES if is_other else tuple(stage for stage in enrich.STAGES if stage in asked)


def _enriched(
    current: CurrentRun, pool: Workers, todo: Mapping[ArticleVersion, tuple[str, ...]]
) -> dict[str, enrich.Enriched]:
    choice = finders.chosen(current.settings)
    job = Job(
        partial(_enrich, choice=choice, own=current.own_topics, windows=current.windows),
        enrich.WarmUp(choice, current.own_topics),
    )
    made: dict[str, enrich.Enriched] = {}
    for (version, stages), result in pool.map(job, list(todo.items())):
        current.progress.did()
        if isinstance(result, Killed):
            made[version.article_id] = enrich.failed(version, result.reason, stages)
        else:
            made[version.article_id] = result
    return made


def _enrich(
    job: tuple[ArticleVersion, tuple[str, ...]],
    choice: finders.Choice,
    own: tuple[OwnTopic, ...],
    windows: Mapping[str, Window],
) -> enrich.Enriched:
    return enrich.enrich(*job, choice=choice, own=own, windows=windows)


def _id(reading: Reading) -> str:
    return reading.article.article_id


def _words(reading: Reading) -> tuple[str, str]:
    return reading.version.title, reading.version.text_sha256


def _stored(reading: Reading) -> tuple[object, ...]:
    """Return all that reading a page decides and the warehouse keeps."""
    head, version = reading.article, reading.version
    of_head = (head.author, head.published_at, head.published_precision, head.published_from, head.published_raw)
    return (*of_head, replace(version, version_no=1, cause=""), reading.removed)


def _item(reading: Reading) -> str:
    return reading.article.url_canonical or reading.article.article_id


def _outcome(current: CurrentRun, reading: Reading, outcome: Outcome, reason: str | None) -> ItemOutcome:
    return ItemOutcome(
        run_id=current.run_id,
        item=_item(reading),
        stage="read" if outcome == Outcome.FAILED else "load",
        outcome=outcome.value,
        reason=reason,
        source_id=reading.article.source_id,
        article_id=reading.article.article_id,
        occurred_at=now(),
    )
