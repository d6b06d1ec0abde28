"""What a person can do about a source, from how it was last: one short clause, empty where all is well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.source_entry import Entry
from warehouse.source_checks import FeedCheck, SourceCheck

_NO_FEED = "no feed any more: find it with `newsduck sources add`"
_TOO_BIG = "more than newsduck reads: look for a smaller feed"
_BY_STATUS = {
    401: "wants a login: remove it, or ask the publisher",
    403: "refuses us: set NEWSDUCK_CONTACT, or ask the publisher",
    404: "gone: find its new address with `newsduck sources add`",
    410: "gone for good: find another with `newsduck sources add`",
    429: "asked too often: raise its pause_seconds",
}
_BY_OUTCOME = {
    "blocked_by_robots": "its robots.txt asks us not to: ask, or remove it",
    "blocked_address": "leads to a private address: correct it",
    "unreachable": "no answer: correct the address if that lasts",
    "timeout": "too slow: nothing, unless that lasts",
    "http_error": "the site has a fault: nothing, unless that lasts",
    "too_large": _TOO_BIG,
    "over_budget": _TOO_BIG,
    "bad_encoding": "cannot be read: tell the publisher",
    "no_text": _NO_FEED,
    "not_html": _NO_FEED,
    "wall": "answers with a wall: ask the publisher, or remove it",
    "deferred": "its host asked to wait: nothing",
    "failed": "a fault of newsduck's own: please report it",
}
_LOST = {"wall", "too_short", "no_text", "not_html", "blocked_by_robots", "http_error", "soft_404", "wrong_language"}
_MANY = 5  # pages, before their outcomes say something of their source


def advice(entry: Entry, feed: FeedCheck | None, source: SourceCheck | None, pages: Mapping[str, int]) -> str:
    """Return what to do about one feed of a source; `feed` is None where it is not in the warehouse, or has none."""
    if not entry.active:
        return "not active: nothing"
    if (entry.feeds or entry.sitemaps) and (feed is None or feed.status == "new"):
        return f"not asked yet: `newsduck run --source {entry.id}`"
    if feed is not None and feed.status != "ok":
        return of_failure(feed)
    return next(_of_success(feed, source, pages), "")


def _of_success(feed: FeedCheck | None, source: SourceCheck | None, pages: Mapping[str, int]) -> Iterator[str]:
    if feed is not None and feed.moved_to:
        yield f"moved: write {feed.moved_to} into the list"
    if feed is not None and feed.failing_children:
        yield f"{feed.failing_children} of its {feed.children} sitemaps fail: nothing, unless that lasts"
    if source is not None and source.health == "silent":
        yield f"nothing new for {source.hours_since_article:.0f} hours: is it still in use?"
    yield from _of_pages(pages)


def of_failure(feed: FeedCheck) -> str:
    """Return what to do about a feed that does not answer."""
    said = _BY_STATUS.get(feed.http_status or 0) if feed.last_outcome == "http_error" else None
    return said or _BY_OUTCOME.get(feed.last_outcome or "", "nothing, unless that lasts")


def _of_pages(pages: Mapping[str, int]) -> Iterator[str]:
    """Yield what the outcomes of its pages say, where most of them end in the same loss."""
    total = sum(pages.values())
    for outcome, count in pages.items():
        if outcome in _LOST and count * 2 > total and (total >= _MANY or count == total):
            yield f"{count} of {total} pages end as {outcome}: `newsduck sql --saved outcomes`"
