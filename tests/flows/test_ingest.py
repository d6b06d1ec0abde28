import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from extractors.records import ItemOutcome, Link, Outcome, Page
from flows import ingest
from flows.fetch import Client, Limits
from tests.flows.asking import HTML, LIMITS, NOW, a_link
from tests.flows.site import Site, in_turn, page, raw, redirect, silent


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        yield served


def fetch(links: Sequence[Link], limits: Limits = LIMITS) -> list[Page | ItemOutcome]:
    async def ask() -> list[Page | ItemOutcome]:
        async with Client(limits, "run", clock=lambda: NOW) as client:
            return [each async for each in ingest.fetch(client, links, "run")]

    return asyncio.run(ask())


def test_a_page_carries_what_its_link_knew(site: Site) -> None:
    site.routes |= {"/r": redirect("/a"), "/a": page(HTML)}
    (found,) = fetch([a_link(site.url("/r"))])
    assert found == Page(
        item=site.url("/r"),
        url=site.url("/r"),
        final_url=site.url("/a"),
        body=HTML,
        content_type="text/html",
        charset="utf-8",
        fetched_at=NOW,
        source_id="news",
        title_hint="A title",
        published_hint=NOW,
    )


def test_every_link_ends_once(site: Site) -> None:
    site.routes |= {
        "/good": page(HTML),
        "/missing": page(b"", 404),
        "/picture": page(b"x", content_type="image/png"),
        "/cut": raw(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx"),
    }
    urls = [site.url(path) for path in ("/good", "/missing", "/picture", "/cut")]
    strange = ["mailto:a@b.example", "", "http://[::1", "http://no-such-name.invalid/a", "\udcff"]
    ended = fetch([a_link(url) for url in (*urls, *strange, *urls)])
    assert sorted(each.item for each in ended) == sorted([*urls, *strange, *urls])
    outcomes = {each.item: each.outcome for each in ended if isinstance(each, ItemOutcome)}
    assert outcomes == {
        urls[1]: Outcome.HTTP_ERROR,
        urls[2]: Outcome.NOT_HTML,
        urls[3]: Outcome.UNREACHABLE,
        strange[0]: Outcome.BLOCKED_ADDRESS,
        strange[1]: Outcome.BLOCKED_ADDRESS,
        strange[2]: Outcome.BLOCKED_ADDRESS,
        strange[3]: Outcome.UNREACHABLE,
        strange[4]: Outcome.BLOCKED_ADDRESS,
    }
    assert {(each.stage, each.run_id) for each in ended if isinstance(each, ItemOutcome)} == {("fetch", "run")}


def test_a_host_that_asks_twice_to_wait_is_left_alone(site: Site) -> None:
    busy = page(b"", 429, retry_after="600")
    site.routes["*"] = in_turn(page(b""), busy, page(HTML), busy, busy, page(HTML))
    ended = fetch([a_link(site.url(f"/{n}")) for n in range(9)], replace(LIMITS, per_host=1))
    assert [getattr(each, "outcome", "page") for each in ended] == [
        Outcome.HTTP_ERROR,
        "page",
        Outcome.HTTP_ERROR,
        Outcome.HTTP_ERROR,
        *[Outcome.DEFERRED] * 5,
    ]
    assert len(site.pages_asked()) == 4


def test_a_silent_page_holds_up_no_other(site: Site) -> None:
    site.routes |= {"/robots.txt": page(b""), "/good": page(HTML), "*": silent()}
    paths = [*map(str, range(4)), "good"]
    ended = fetch([a_link(site.url(f"/{path}")) for path in paths], replace(LIMITS, read_seconds=0.3))
    assert Counter(getattr(each, "outcome", "page") for each in ended) == {Outcome.TIMEOUT: 4, "page": 1}


def test_a_dead_host_costs_one_attempt(site: Site) -> None:
    site.routes["*"] = silent()
    started = time.monotonic()
    ended = fetch([a_link(site.url(f"/{n}")) for n in range(10)])
    assert time.monotonic() - started < 2
    assert [each.outcome for each in ended if isinstance(each, ItemOutcome)] == [Outcome.TIMEOUT] * 10
    assert site.requests == ["/robots.txt"]


def test_one_run_stays_with_a_host_so_long(site: Site) -> None:
    site.routes["*"] = page(HTML)
    ended = fetch([a_link(site.url(f"/{n}")) for n in range(10)], replace(LIMITS, pause_seconds=0.2, host_seconds=0.5))
    pages = [each for each in ended if isinstance(each, Page)]
    assert 2 <= len(pages) <= 5
    assert {each.outcome for each in ended if isinstance(each, ItemOutcome)} == {Outcome.DEFERRED}
    assert len(ended) == 10


def test_nothing_is_fetched_far_ahead_of_its_reader(site: Site) -> None:
    site.routes["*"] = page(HTML)

    async def ask() -> int:
        async with Client(replace(LIMITS, concurrency=3), "run") as client:
            async for _ in ingest.fetch(client, [a_link(site.url(f"/{n}")) for n in range(40)], "run"):
                await asyncio.sleep(0.3)
                break
            return len(site.pages_asked())

    assert asyncio.run(ask()) <= 3 + 2 + 1


def test_a_reader_may_stop_early(site: Site) -> None:
    site.routes |= {"/robots.txt": page(b""), "/good": page(HTML), "*": silent()}

    async def ask() -> None:
        async with Client(LIMITS, "run") as client:
            fetching = ingest.fetch(client, [a_link(site.url(path)) for path in ("/good", "/1", "/2")], "run")
            assert isinstance(await anext(fetching), Page)
            await fetching.aclose()  # type: ignore[attr-defined]

    started = time.monotonic()
    asyncio.run(ask())
    assert time.monotonic() - started < 2


def test_no_links() -> None:
    assert fetch([]) == []
