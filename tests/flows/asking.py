"""Asking a site for a page, as the tests of the client do."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from extractors.records import Fetch, Link, Outcome, Robots
from flows.fetch import Client, Limits, Rejected, Response, Unavailable
from tests.flows.site import Site

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LIMITS = Limits(
    user_agent="newsduck/1.0 (+https://ours.example)",
    allow_private=True,
    pause_seconds=0.0,
    connect_seconds=1.0,
    read_seconds=0.4,
    total_seconds=1.2,
    retry_seconds=0.05,
)
HTML = b"<p>The harbour stays shut.</p>"


def get(
    url: str, limits: Limits = LIMITS, **options: str | None
) -> tuple[Response | Rejected | Unavailable, list[Fetch]]:
    async def ask() -> tuple[Response | Rejected | Unavailable, list[Fetch]]:
        async with Client(limits, "run") as client:
            try:
                return await client.get(url, **options), client.fetches  # type: ignore[arg-type]  # a test names the options that it means
            except (Rejected, Unavailable) as error:
                return error, client.fetches

    return asyncio.run(ask())


def answer(url: str, limits: Limits = LIMITS, **options: str | None) -> Response:
    result, _ = get(url, limits, **options)
    assert isinstance(result, Response), result
    return result


def failure(url: str, limits: Limits = LIMITS) -> Rejected | Unavailable:
    result, _ = get(url, limits)
    assert not isinstance(result, Response)
    return result


def ended(error: Rejected | Unavailable) -> tuple[type, Outcome]:
    return type(error), error.outcome


def all_of(site: Site, paths: list[str], limits: Limits) -> tuple[list[object], float]:
    async def ask() -> list[object]:
        async with Client(limits, "run") as client:
            return await asyncio.gather(*(client.get(site.url(path)) for path in paths), return_exceptions=True)

    started = time.monotonic()
    return asyncio.run(ask()), time.monotonic() - started


def a_link(url: str, **changes: object) -> Link:
    link = Link(
        url_canonical=url,
        url=url,
        feed_id="feed",
        source_id="news",
        title_hint="A title",
        published_hint=NOW,
        first_seen_at=NOW,
        last_seen_at=NOW,
        article_id=None,
        attempts=0,
        last_outcome=None,
    )
    return replace(link, **changes)  # type: ignore[arg-type]


def a_fetch(url: str, **changes: object) -> Fetch:
    fetch = Fetch(
        fetch_id=url,
        run_id="run",
        url=url,
        final_url=url,
        host="127.0.0.1",
        requested_at=NOW,
        duration_ms=5,
        attempt=1,
        http_status=200,
        outcome="ok",
        error=None,
        robots_allowed=True,
        redirects=0,
        content_type="text/html",
        charset="utf-8",
        bytes=100,
        body_sha256=None,
        archive_file=None,
        archive_offset=None,
    )
    return replace(fetch, **changes)  # type: ignore[arg-type]


def in_order(
    site: Site, paths: list[str], limits: Limits = LIMITS, known: Iterable[Robots] = ()
) -> tuple[list[object], Client, float]:
    """Return what each path gave, one after the other, the client, and the seconds that all but the first took."""

    async def ask() -> tuple[list[object], Client, float]:
        started = 0.0
        results: list[object] = []
        async with Client(limits, "run", robots=known, clock=lambda: NOW) as client:
            for path in paths:
                results += await asyncio.gather(client.get(site.url(path)), return_exceptions=True)
                started = started or time.monotonic()
        return results, client, time.monotonic() - started

    return asyncio.run(ask())


def known_robots(site: Site, body: str, age: timedelta, policy: str = "rules") -> Robots:
    origin = site.url("").rstrip("/")
    return Robots(origin=origin, fetched_at=NOW - age, http_status=200, policy=policy, body=body)
