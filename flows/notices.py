"""Messages to people, through Apprise: a source's health has changed, a run has failed, the daily brief. Never an item.

Only of what the schedule runs (also `run --due`): who starts a run by hand sees how it ends. A message that cannot be
sent is said in the log, and the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager

from flows import errors
from flows.runs import CurrentRun
from flows.settings import Settings
from warehouse import database, source_checks

_WELL = frozenset({"ok", "new"})


@contextmanager
def of(run: CurrentRun) -> Iterator[None]:
    """Send what a run that stands in this block brings about, where the schedule started it."""
    if run.row.trigger != "schedule" or not run.settings.notify:
        yield
        return
    before = _health(run.settings)
    try:
        yield
    except Exception as error:
        if errors.is_by_hand(error):
            raise
        send(run.settings, f"newsduck: {run.row.flow} failed", f"{type(error).__name__}: {error}", run.say)
        raise
    if run.broken:
        told = "\n".join(f"- {name}: {detail}" for name, detail in sorted(run.broken.items()))
        send(run.settings, f"newsduck: {len(run.broken)} checks of the warehouse do not hold", told, run.say)
    if changed := changes(before, _health(run.settings)):
        noun = "source has" if len(changed) == 1 else "sources have"
        told = "\n".join(f"- {source_id}: {was} -> {now}" for source_id, was, now in changed)
        send(run.settings, f"newsduck: {len(changed)} {noun} changed", told, run.say)


def brief(settings: Settings, markdown: str, say: Callable[[str], None]) -> None:
    """Send the brief of a day."""
    if settings.notify:
        title, _, rest = markdown.partition("\n")
        send(settings, title.removeprefix("# "), rest, say)


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return (source_id, health before, health after) where a source fell ill, got well, or has another trouble."""
    both = [(each, before[each], after[each]) for each in sorted(before.keys() & after.keys())]
    return [(each, was, now) for each, was, now in both if was != now and not {was, now} <= _WELL and was != "never"]


def send(settings: Settings, title: str, markdown: str, say: Callable[[str], None]) -> None:
    """Send a message to each address in the settings; say which host did not take it."""
    import apprise  # noqa: PLC0415  0.3 CPU seconds that only a message costs

    for address in settings.addresses():
        to = apprise.Apprise()
        if not to.add(address):
            say("an address in NEWSDUCK_NOTIFY is none that Apprise knows; `newsduck doctor` names its place")
        elif not to.notify(title=title, body=markdown, body_format=apprise.NotifyFormat.MARKDOWN):
            say(f"a message could not be sent by {address.partition(':')[0]}; see its address in NEWSDUCK_NOTIFY")


def _health(settings: Settings) -> dict[str, str]:
    if not settings.published.exists():
        return {}
    with closing(database.open_published(settings.published)) as db:
        return source_checks.health(db)
