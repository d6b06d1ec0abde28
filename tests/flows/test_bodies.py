"""Memory for bodies: however many large pages there are, few are held at once."""

import asyncio
from dataclasses import replace

from extractors.records import Page
from flows import ingest
from flows.bodies import Room
from flows.fetch import Client
from tests.flows.asking import LIMITS, a_link, get
from tests.flows.site import Exchange, Site, in_turn, page

PAGES = 60
SIZE = 2_000_000


def test_nothing_is_asked_while_large_pages_wait_for_their_reading() -> None:
    patient = replace(LIMITS, per_host=30, concurrency=PAGES, read_seconds=20.0, total_seconds=60.0)

    async def take() -> tuple[int, int]:
        links = [a_link(site.url(f"/{number}")) for number in range(PAGES)]
        async with Client(patient, "run") as client:
            arriving = ingest.fetch(client, links, "run")
            taken = [await anext(arriving)]
            settled = 0
            while settled < len(site.requests):  # until nothing more is asked
                settled = len(site.requests)
                await asyncio.sleep(0.5)
            taken += [each async for each in arriving]
        return settled, sum(isinstance(each, Page) for each in taken)

    with Site({"/robots.txt": page(b""), "*": page(b"x" * SIZE)}) as site:
        asked, got = asyncio.run(take())
    assert got == PAGES
    assert 17 <= asked < PAGES - 10  # 32 MB are 16 of them, and the ones under way come to their end


def test_a_closed_room_stops_its_clock_and_opens_again() -> None:
    async def fill() -> tuple[float, float]:
        room = Room()
        room.hold(40_000_000)
        before = room.seconds()
        waiting = asyncio.create_task(room.opened())
        await asyncio.sleep(0.1)
        assert not waiting.done()
        stood = room.seconds() - before
        room.release(40_000_000)
        await asyncio.wait_for(waiting, 1)
        after = room.seconds()
        await asyncio.sleep(0.05)
        return stood, room.seconds() - after

    stood, went = asyncio.run(fill())
    assert stood == 0
    assert went >= 0.04


def test_each_attempt_counts_its_own_time() -> None:
    def slow(exchange: Exchange) -> None:
        exchange.server.site.stopping.wait(0.3)
        exchange.reply(b"", 503)

    with Site({"/robots.txt": page(b""), "/a": in_turn(slow, page(b"whole"))}) as site:
        _, fetches = get(site.url("/a"))
    first, second = [each for each in fetches if each.url.endswith("/a")]
    assert second.duration_ms < 300 <= first.duration_ms
