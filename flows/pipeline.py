"""The pipeline as Prefect flows: what the schedule runs and what the Prefect pages can trigger.

Each flow calls the same body as the command of its name does (`flows.sequence` and its like), with its stages as tasks.
Types in a signature are imported for real: pydantic reads them, and bounds and descriptions become a form.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from prefect import flow, get_run_logger
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from flows import address_list, engine, frontier, maintain, notices, sequence, settings, sources
from flows import report as brief
from flows import reprocess as again

Limit = Annotated[int, Field(ge=1, le=100_000)]
Stage = Literal["text", "entities", "topics", "keyphrases", "features", "stories"]


@flow(name="pipeline", log_prints=False)
def pipeline(only: tuple[str, ...] = (), since: date | None = None, limit: Limit | None = None) -> State[str]:
    """Ask the feeds, on schedule those that are due; fetch, read, enrich, load, cluster and publish.

    Args:
        only: Ids of the sources to fetch; empty for all.
        since: Leave out links whose feed dates them before this day (UTC).
        limit: Fetch at most this many pages, 1 to 100,000; the others wait for the next run.
    """
    configured = settings.read()
    with engine.held(configured):
        if skipped := engine.superseded(configured, "pipeline"):
            return skipped
        current = engine.current("pipeline", configured, {"only": only, "since": since, "limit": limit})
        is_scheduled = current.row.trigger == "schedule"
        with notices.of(current):
            wanted = frontier.wanted(only, since, limit, only_due=is_scheduled)
            sequence.run(current, sources.read(configured.sources, only), wanted)
        return engine.end(current)


@flow(name="backfill", log_prints=False)
def backfill(since: date, only: tuple[str, ...] = (), limit: Limit | None = None) -> State[str]:
    """Fetch what the sources' feeds and sitemaps still offer from this day on, also what they hold as an archive.

    Args:
        since: The first day that is wanted (UTC).
        only: Ids of the sources to fetch; empty for all.
        limit: Fetch at most this many pages, 1 to 100,000; run it again for the others.
    """
    configured = settings.read()
    with engine.held(configured):
        current = engine.current("backfill", configured, {"only": only, "since": since, "limit": limit})
        with notices.of(current):
            wanted = frontier.wanted(only, since, limit, only_due=False)
            sequence.run(current, sources.read(configured.sources, only), wanted)
        return engine.end(current)


@flow(name="load", log_prints=False)
def load(paths: Annotated[list[str], Field(min_length=1)]) -> State[str]:
    """Load articles from files and folders on the machine that runs this flow.

    Args:
        paths: Files (.html, .txt, .md, .json, .jsonl, .warc, each also .gz) and folders of these, at least one.
    """
    configured = settings.read()
    with engine.held(configured):
        current = engine.current("load", configured, {"paths": paths})
        sequence.files_of(current, [Path(path) for path in paths])
        return engine.end(current)


@flow(name="fetch", log_prints=False)
def fetch(urls: Annotated[list[str], Field(min_length=1, max_length=10_000)]) -> State[str]:
    """Fetch article pages by address.

    Args:
        urls: Their addresses, 1 to 10,000, each with http:// or https://.
    """
    configured = settings.read()
    with engine.held(configured):
        current = engine.current("fetch", configured, {"urls": urls})
        sequence.addresses(current, address_list.links(urls, current.row.started_at))
        return engine.end(current)


@flow(name="reprocess", log_prints=False)
def reprocess(
    stages: tuple[Stage, ...] = (),
    since: date | None = None,
    only: tuple[str, ...] = (),
    *,
    stale: bool = False,
) -> State[str]:
    """Work on stored articles again from the archive, without the network.

    Args:
        stages: What to do again; empty for all but the stories.
        since: Leave out articles published before this day (UTC).
        only: Ids of the sources whose articles are meant; empty for all.
        stale: Only what another than the present reader or model made.
    """
    configured = settings.read()
    wanted = again.wanted(stages, since, only, stale=stale)
    with engine.held(configured):
        current = engine.current("reprocess", configured, wanted.parameters())
        again.run(current, wanted)
        return engine.end(current)


@flow(name="report", log_prints=False)
def report(day: date | None = None) -> State[str]:
    """Write the brief of a day into the folder of reports, and show it as an artifact.

    Args:
        day: The day (UTC); empty for the latest with articles.
    """
    configured = settings.read()
    with engine.held(configured):
        file = brief.write(configured, day)
        text = brief.text(configured, day, "markdown")
        engine.shown("daily-brief", text)
        notices.brief(configured, text, get_run_logger().info)
        return Completed(message=f"{file}", data=str(file))


@flow(name="maintenance", log_prints=False)
def maintenance(*, drop_pages: bool = False, compact: bool = False, backup: str = "") -> State[str]:
    """Let go what is older than the settings keep, write a loose file anew, make a backup.

    Args:
        drop_pages: Also remove archived pages that articles were read from; they cannot be reprocessed then.
        compact: Write the warehouse anew, however little of it is empty.
        backup: A tar file on the machine that runs this flow; empty for the setting's, or none.
    """
    configured = settings.read()
    to = Path(backup) if backup else configured.backup
    asked = maintain.Upkeep(drop_pages=drop_pages, compact=compact, backup=to)
    with engine.held(configured):
        current = engine.current("maintenance", configured, asked.parameters())
        with notices.of(current):
            maintain.maintain(current, asked)
        return engine.end(current)
