"""Prefect's flow runs that a killed process left at "Running" or "Pending" for ever: they are marked as crashed."""

from __future__ import annotations

from datetime import timedelta

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import FlowFilter, FlowFilterName, FlowRunFilter, FlowRunFilterState
from prefect.client.schemas.filters import FlowRunFilterStateType as OfType
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.states import Crashed

from flows import alive
from flows.runs import now
from flows.settings import Settings

FLOWS = ("pipeline", "backfill", "load", "fetch", "reprocess", "report", "maintenance")
_BEGINNING = timedelta(seconds=30)  # a process imports for some seconds before its run takes its lock
_UNFINISHED = [StateType.RUNNING, StateType.PENDING, StateType.CANCELLING]


def sweep(settings: Settings, *, all_are_ours: bool) -> list[str]:
    """Mark what was killed as crashed and return the ids.

    Args:
        settings: Name the home, where each flow run of this machine holds a lock (`flows.alive`).
        all_are_ours: That no other machine has flow runs on this server, so that one without a lock is dead as well.

    """
    with get_client(sync_client=True) as client:
        dead = [each for each in _unfinished(client) if _is_dead(settings, each, all_are_ours=all_are_ours)]
        for each in dead:
            told = "its process was killed; what it had landed is loaded by the next run"
            state: State[object] = Crashed(message=told)
            client.set_flow_run_state(each.id, state, force=True)
    return [str(each.id) for each in dead]


def _unfinished(client: SyncPrefectClient) -> list[FlowRun]:
    return client.read_flow_runs(
        flow_filter=FlowFilter(name=FlowFilterName(any_=list(FLOWS))),
        flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=OfType(any_=_UNFINISHED))),
    )


def _is_dead(settings: Settings, run: FlowRun, *, all_are_ours: bool) -> bool:
    """Say whether a run is; one that is about to begin has no lock yet."""
    began_here = alive.was_here(settings, str(run.id))
    is_new = run.state is not None and now() - run.state.timestamp < _BEGINNING
    return not alive.is_alive(settings, str(run.id)) and (began_here or (all_are_ours and not is_new))
