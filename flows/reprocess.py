"""Articles worked on again from the archive and the warehouse, without the network.

A batch ends in the landing area like one of a run does, with an outcome for each article, so a run that was stopped
goes on where it was. What stands already in the same words stays as it is: doing it again changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from itertools import islice

from flows import again, enrich, load, read, sequence
from flows.again import TEXT
from flows.errors import WrongUse
from flows.locking import writing
from flows.runs import CurrentRun, Tally, recorded
from warehouse import articles
from warehouse import runs as run_rows
from warehouse import stories as story_rows

STORIES = "stories"
STAGES = (TEXT, *enrich.STAGES, STORIES)
_STALE_NAMES = {"reading": TEXT}  # what the warehouse calls the stage
_MADE_WITH = {each: stage for stage, following in enrich.FOLLOWING.items() for each in following}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which stages of which articles; empty means all, of the stages all but the stories."""

    stages: tuple[str, ...] = ()
    since: datetime | None = None
    source_ids: tuple[str, ...] = ()
    only_stale: bool = False

    def __post_init__(self) -> None:
        """Refuse a stage that there is none of."""
        if unknown := sorted(set(self.stages) - set(STAGES)):
            message = f"--stage is {unknown[0]!r}; it is one of {', '.join(STAGES)}"
            raise WrongUse(message)

    def parameters(self) -> dict[str, object]:
        """Return the same as a run's parameters, and those of the flow."""
        return {
            "stages": list(self.stages),
            "since": self.since.date() if self.since else None,
            "only": list(self.source_ids),
            "stale": self.only_stale,
        }


def wanted(stages: Sequence[str], since: date | None, only: Sequence[str], *, stale: bool) -> Wanted:
    """Return what is wanted, from what a person types.

    Raises:
        WrongUse: a stage that there is none of.
    """
    at = datetime.combine(since, time(), UTC) if since else None
    return Wanted(stages=tuple(stages), since=at, source_ids=tuple(only), only_stale=stale)


def run(current: CurrentRun, wanted: Wanted) -> None:
    """Work on the articles again, batch by batch, then judge stories and publish."""
    sequence.begin(current)
    with recorded(current):
        current.step("load", lambda: load.landed(current))
        todo = _unfinished(current, plan(current, wanted))
        current.progress.expect(len(todo), 1 if wanted.stages and TEXT not in wanted.stages else 2)
        with read.workers(current) as pool:
            done = 0
            for number, batch in enumerate(_batches(todo, current.settings.batch_pages), start=1):
                current.step("reprocess", partial(again.process, current, pool, batch, f"{number:04}"))
                current.progress.reached(done := done + len(batch))
                current.step("load", lambda: load.landed(current))
        if STORIES in wanted.stages:
            current.step("dissolve", lambda: _dissolved(current, list(todo)))
        sequence.finish(current)


def plan(current: CurrentRun, wanted: Wanted) -> dict[str, tuple[str, ...]]:
    """Return the articles to be worked on with the stages of each, oldest first.

    Raises:
        WrongUse: a source has no articles.
    """
    asked = wanted.stages or (TEXT, *enrich.STAGES)
    with writing(current.settings) as db:
        for source_id in wanted.source_ids:
            if not articles.ids(db, source_ids=[source_id]):
                message = f"the warehouse has no article of a source {source_id!r}; `newsduck status` names the sources"
                raise WrongUse(message)
        chosen = articles.ids(db, since=wanted.since, source_ids=wanted.source_ids)
        stale = articles.stale(db) if wanted.only_stale else {}
    if not wanted.only_stale:
        return dict.fromkeys(chosen, asked)
    of: defaultdict[str, set[str]] = defaultdict(set)
    for stage, ids in stale.items():
        of[_STALE_NAMES.get(stage) or _MADE_WITH.get(stage, stage)].update(ids)
    found = {each: tuple(stage for stage in asked if each in of[stage]) for each in chosen}
    return {article_id: stages for article_id, stages in found.items() if stages}


def _unfinished(current: CurrentRun, todo: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Leave out what a run like this one had done when it was stopped."""
    with writing(current.settings) as db:
        done = run_rows.done_before(db, current.run_id) & todo.keys()
    if done:
        current.say(f"going on where the last one was stopped: {len(done)} of {len(todo)} articles are done")
    return {article_id: stages for article_id, stages in todo.items() if article_id not in done}


def _batches(todo: dict[str, tuple[str, ...]], size: int) -> Iterator[dict[str, tuple[str, ...]]]:
    rest = iter(todo.items())
    while batch := dict(islice(rest, size)):
        yield batch


def _dissolved(current: CurrentRun, article_ids: Sequence[str]) -> Tally:
    with writing(current.settings) as db:
        released = story_rows.dissolve(db, article_ids)
    return Tally(len(article_ids), released)
