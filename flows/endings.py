"""How the items of a batch ended: the rows of their outcomes, requests and links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extractors.records import Fetch, ItemOutcome, Link, Outcome, Page, Reading
from flows.runs import CurrentRun, now


def outcome(  # noqa: PLR0913, PLR0917  the columns of a row
    run: CurrentRun, page: Page, stage: str, outcome: Outcome, reason: str | None, article_id: str | None = None
) -> ItemOutcome:
    """Return the end of a page."""
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


def stored(run: CurrentRun, page: Page, reading: Reading) -> ItemOutcome:
    """Say stored for now; the loader, which knows what was there, makes it updated, unchanged or duplicate."""
    reason = "the feed's own text, since the page could not be had" if page.is_feed_text else None
    found = outcome(run, page, "load", Outcome.STORED, reason, reading.article.article_id)
    return replace(found, source_id=reading.article.source_id)


def with_archive(fetches: Iterable[Fetch], pages: Sequence[Page]) -> list[Fetch]:
    """Return the requests with the place in the archive of the page that each brought."""
    kept = {page.final_url: page for page in pages}
    return [
        replace(each, archive_file=page.archive_file, archive_offset=page.archive_offset)
        if (page := kept.get(each.final_url)) and each.outcome == "ok"
        else each
        for each in fetches
    ]


def tried(
    links: Mapping[str, Link], outcomes: Sequence[ItemOutcome], pages: Sequence[Page], *, is_online: bool
) -> list[Link]:
    """Return the links of these items as they now stand; one a file, whose last item speaks for it.

    A link that was put off was not tried, and where no host answered at all the fault is ours: neither is counted, so
    that no outage of ours makes a run give a link up. `pages` are those that arrived; their validators are kept.
    """
    arrived = {page.item: page for page in pages}
    ended = {
        links[each.item].url_canonical: _ended(links[each.item], each, arrived.get(each.item), is_online=is_online)
        for each in outcomes
        if each.item in links
    }
    return list(ended.values())


def _ended(link: Link, end: ItemOutcome, page: Page | None, *, is_online: bool) -> Link:
    was_tried = is_online and end.outcome != Outcome.DEFERRED
    return replace(
        link,
        article_id=end.article_id,
        attempts=link.attempts + was_tried,
        last_outcome=end.outcome,
        last_seen_at=end.occurred_at,
        fetched_at=end.occurred_at if was_tried else link.fetched_at,
        etag=page.etag if page else link.etag,
        last_modified=page.last_modified if page else link.last_modified,
    )
