"""What a person starts by hand: the sequence called directly, or as a Prefect flow run where a server is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows import address_list, files, notices, progress, reprocess, runs, sequence, sources, takedown
from flows.errors import WrongUse
from flows.frontier import Wanted
from flows.orchestrator import prepare
from flows.settings import Settings

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

    from extractors.records import RunStep
    from flows.maintain import Upkeep

Say = Callable[[str], None]


class FlowFailed(RuntimeError):  # noqa: N818  it reads as what it says
    """A Prefect flow run that ended badly."""


def run(settings: Settings, wanted: Wanted, api_url: str | None, say: Say) -> str:
    """Run the pipeline once and return its run id.

    Raises:
        WrongUse: a source id that is not configured.
        flows.sources.SourcesError: the source list cannot be read.
    """
    listed = sources.read(settings.sources, wanted.source_ids)
    if api_url:
        since = wanted.since.date() if wanted.since else None
        return _as_flow_run(
            settings, api_url, "pipeline", only=list(wanted.source_ids), since=since, limit=wanted.limit
        )
    parameters = {"only": wanted.source_ids, "since": wanted.since, "limit": wanted.limit}
    trigger = "schedule" if wanted.only_due else "hand"  # cron and timers ask only for what is due
    current = runs.new("pipeline", settings, trigger=trigger, parameters=parameters, say=say, progress=progress.on())
    with notices.of(current):
        sequence.run(current, listed, wanted)
    return current.run_id


def load(settings: Settings, paths: Sequence[str], api_url: str | None, say: Say) -> str:
    """Load files and folders and return the run's id; standard input never goes through Prefect.

    Raises:
        WrongUse: a path is empty.
        flows.files.NothingToLoad: a path is not there, or a folder holds nothing that could be loaded.
    """
    for path in paths:
        if not path.strip():
            message = "a path is empty; name a file or a folder, . for this one"
            raise WrongUse(message)
        files.check(path)
    if api_url and "-" not in paths:
        return _as_flow_run(settings, api_url, "load", paths=[str(Path(path).absolute()) for path in paths])
    current = runs.new(
        "load", settings, trigger="hand", parameters={"paths": list(paths)}, say=say, progress=progress.on()
    )
    sequence.files_of(current, paths)
    return current.run_id


def fetch(settings: Settings, addresses: Sequence[str], say: Say) -> str:
    """Fetch pages by address and return the run's id.

    Raises:
        WrongUse: an argument is no web address.
    """
    current = runs.new(
        "fetch", settings, trigger="hand", parameters={"urls": list(addresses)}, say=say, progress=progress.on()
    )
    sequence.addresses(current, address_list.links(addresses, current.row.started_at))
    return current.run_id


def again(settings: Settings, wanted: reprocess.Wanted, api_url: str | None, say: Say) -> str:
    """Work on stored articles again and return the run's id.

    Raises:
        WrongUse: a source has no articles.
    """
    parameters = wanted.parameters()
    if api_url:
        return _as_flow_run(settings, api_url, "reprocess", **parameters)
    current = runs.new("reprocess", settings, trigger="hand", parameters=parameters, say=say, progress=progress.on())
    reprocess.run(current, wanted)
    return current.run_id


def forget(settings: Settings, place: str, reason: str | None, say: Say) -> tuple[list[str], list[str]]:
    """Take down the article with this id or address; return the ids of what went, and of what repeats it.

    Raises:
        NothingFound: there is none, or it was taken down before.
    """
    found = takedown.find(settings, place)
    current = runs.new("forget", settings, trigger="hand", parameters={"article_ids": found}, say=say)
    return found, takedown.forget(current, found, reason)


def maintain(settings: Settings, asked: Upkeep, say: Say) -> list[RunStep]:
    """Do the upkeep that the settings and the caller ask for; return what each step of it found and left.

    Raises:
        WrongUse: the backup's place cannot be used.
    """
    from flows import maintain as upkeep  # noqa: PLC0415

    current = runs.new("maintain", settings, trigger="hand", parameters=asked.parameters(), say=say)
    upkeep.maintain(current, asked)
    return current.steps


def preview(settings: Settings, wanted: reprocess.Wanted, say: Say, *, as_json: bool) -> None:
    """Print what `again` would change."""
    from flows import preview as shown  # noqa: PLC0415

    shown.show(runs.new("reprocess", settings, trigger="hand", parameters={}, say=say), wanted, as_json=as_json)


def _as_flow_run(settings: Settings, api_url: str, name: str, **parameters: Any) -> str:  # noqa: ANN401  the flow's own
    prepare(settings, api_url)  # before the import that reads it
    from flows import pipeline  # noqa: PLC0415

    state: State[str] = getattr(pipeline, name)(**parameters, return_state=True)
    if not state.is_completed():
        message = f"the flow run ended as {state.name}: {state.message}; its page on the Prefect server says more"
        raise FlowFailed(message)
    return state.result()
