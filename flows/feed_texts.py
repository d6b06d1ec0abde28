"""The text that a feed gave with its item, as a page: used where the article's own page cannot be had."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping

from extractors.records import Fetch, ItemOutcome, Link, Outcome, Page
from flows.runs import now

_PASSING = {Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.HTTP_ERROR, Outcome.FAILED}
_NOT_MEANT = {Outcome.DEFERRED, Outcome.NOT_MODIFIED, Outcome.RIGHTS_RESERVED, Outcome.DUPLICATE}
_GONE = {401, 402, 403, 404, 410, 451}  # status codes that will be the same tomorrow


def pages(
    ended: Iterable[ItemOutcome], links: Mapping[str, Link], fetches: Iterable[Fetch], *, attempts: int
) -> Iterator[Page]:
    """Yield the feed's text for each item that ended without an article and whose link has one.

    After passing trouble the page is tried again by later runs, `attempts` times in all, before the text stands in.
    """
    gone = {each.url for each in fetches if each.http_status in _GONE}
    for end in ended:
        link = links.get(end.item)
        if link is None or link.content is None or end.outcome in _NOT_MEANT:
            continue
        if end.outcome not in _PASSING or end.item in gone or link.attempts + 1 >= attempts:
            yield _page(link)


def _page(link: Link) -> Page:
    title = html.escape(link.title_hint or "")
    document = f"<!doctype html><title>{title}</title><article><h1>{title}</h1>{link.content}</article>"
    return Page(
        item=link.url,
        url=link.url,
        final_url=link.url,
        body=document.encode(errors="replace"),
        content_type="text/html",
        charset="utf-8",
        fetched_at=now(),
        source_id=link.source_id,
        title_hint=link.title_hint,
        published_hint=link.published_hint,
        is_feed_text=True,
    )
