import asyncio
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.records import Outcome
from flows import network
from flows.fetch import Client, Rejected, Unavailable
from tests.flows.asking import HTML, LIMITS, answer, ended, failure, get
from tests.flows.site import Exchange, Site, page, redirect


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        yield served


# The guard of addresses


GUARDED = replace(LIMITS, allow_private=False)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433", "127.1", "[::ffff:127.0.0.1]", "0"]
)
def test_loopback_is_refused_by_any_name(site: Site, host: str) -> None:
    site.routes["/a"] = page(HTML)
    assert ended(failure(site.url("/a", host), GUARDED)) == (Rejected, Outcome.BLOCKED_ADDRESS)
    assert site.requests == []


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: dict[str, list[str]]) -> None:
    """Let the system's name service give these answers in turn; the last one stays."""
    left = list(answers)
    real = socket.getaddrinfo

    def look_up(host: str, port: int, **_: object) -> list[object]:
        table = left.pop(0) if len(left) > 1 else left[0]
        if host not in table:
            return list(real(host, port, type=socket.SOCK_STREAM))
        return [(0, 0, 0, "", (address, port)) for address in table[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["1.1.1.1", "::ffff:10.0.0.7"], ["169.254.169.254"], ["64:ff9b::7f00:1"]],
)
def test_a_name_with_any_refused_address_is_refused(
    site: Site, monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    resolving(monkeypatch, {"inside.example": addresses})
    assert ended(failure(site.url("/a", "inside.example"), GUARDED)) == (Rejected, Outcome.BLOCKED_ADDRESS)
    assert site.requests == []


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "169.254.170.2",
        "100.100.100.200",
        "168.63.129.16",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "[::ffff:169.254.169.254]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:a9fe:a9fe::]",
        "0xa9fea9fe",
        "2852039166",
        "metadata.google.internal",
        "Metadata.Google.Internal.",
        "metadata.goog",
    ],
)
def test_cloud_metadata_is_refused_also_in_a_private_network(site: Site, address: str) -> None:
    site.routes["/a"] = redirect(f"http://{address}/latest/meta-data/")
    for url in (f"http://{address}/", site.url("/a")):
        assert ended(failure(url)) == (Rejected, Outcome.BLOCKED_ADDRESS)


def test_a_redirect_to_a_refused_address_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "refusal", lambda address, **_: "inside" if str(address) == "127.0.0.2" else None)
    site.routes |= {"/a": redirect(f"http://127.0.0.2:{site.port}/b"), "/b": page(HTML)}
    result, fetches = get(site.url("/a"), GUARDED)
    assert isinstance(result, Rejected)
    assert (result.outcome, fetches[-1].redirects) == (Outcome.BLOCKED_ADDRESS, 1)
    assert site.pages_asked() == ["/a"]


def test_the_connection_goes_to_the_address_that_was_checked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    monkeypatch.setattr(network, "refusal", lambda address, **_: checked.append(str(address)))
    resolving(monkeypatch, {"rebinding.example": ["127.0.0.1"]}, {"rebinding.example": ["127.0.0.9"]})
    site.routes |= {"/robots.txt": page(b""), "/a": page(HTML)}
    assert answer(site.url("/a", "rebinding.example"), GUARDED).body == HTML
    assert checked == ["127.0.0.1"]  # one look-up, one check, one connection; the second request uses it again
    assert site.request_headers[-1]["host"] == f"rebinding.example:{site.port}"


def test_a_dead_first_address_does_not_hide_a_living_second(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, {"two.example": ["127.0.0.1"], "dead.example": ["127.77.0.1", "127.0.0.1"]})
    site.routes["/a"] = page(HTML)
    assert answer(site.url("/a", "dead.example")).body == HTML


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has all of 127.0.0.0/8 as loopback, and /proc")
def test_many_hosts_do_not_leave_as_many_connections_open() -> None:
    def open_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    async def ask(site: Site) -> int:
        async with Client(replace(LIMITS, concurrency=2), "run") as client:
            before = open_files()
            for n in range(1, 81):
                assert (await client.get(site.url("/a", f"127.0.0.{n}"))).body == HTML
            return open_files() - before

    with Site({"/robots.txt": page(b""), "/a": page(HTML)}, address="0.0.0.0") as site:  # noqa: S104  all of loopback
        assert asyncio.run(ask(site)) < 32  # both ends of a connection are in this process


def test_a_connection_is_used_again(site: Site) -> None:
    clients: set[object] = set()

    def note(exchange: Exchange) -> None:
        clients.add(exchange.client_address)
        exchange.reply(HTML)

    site.routes["*"] = note

    async def ask() -> None:
        async with Client(LIMITS, "run") as client:
            for n in range(5):
                await client.get(site.url(f"/{n}"))

    asyncio.run(ask())
    assert len(clients) == 1


# Without a network


def test_a_name_that_cannot_be_found_ends_at_once() -> None:
    started = time.monotonic()
    assert ended(failure("http://no-such-name.invalid/feed")) == (Unavailable, Outcome.UNREACHABLE)
    assert time.monotonic() - started < 1


def test_a_closed_port() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert ended(failure(f"http://127.0.0.1:{port}/")) == (Unavailable, Outcome.UNREACHABLE)


def hanging(*_: object, **__: object) -> list[object]:
    time.sleep(3)
    return []


def test_a_silent_name_server_costs_one_time_out_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    limits = replace(LIMITS, connect_seconds=0.5)

    async def ask() -> list[object]:
        async with Client(limits, "run") as client:
            urls = [f"http://{n}.example/" for n in range(20)]
            return await asyncio.gather(*(client.get(url) for url in urls), return_exceptions=True)

    started = time.monotonic()
    results = asyncio.run(ask())
    assert time.monotonic() - started < 1.5
    assert {getattr(result, "outcome", None) for result in results} == {Outcome.TIMEOUT}


def test_through_a_proxy_that_was_named(site: Site) -> None:
    site.routes["*"] = page(HTML)
    limits = replace(GUARDED, proxy=site.url("/"))
    assert answer("http://news.example/a", limits).body == HTML
    assert site.requests == ["http://news.example/robots.txt", "http://news.example/a"]
    for inside in ("127.0.0.1", "127.0.0.1.", "0x7f.1..", "localhost", "a.localhost.", "metadata.google.internal"):
        assert ended(failure(f"http://{inside}/a", limits)) == (Rejected, Outcome.BLOCKED_ADDRESS)
    anywhere = replace(limits, allow_private=True)
    assert ended(failure("http://169.254.169.254/a", anywhere)) == (Rejected, Outcome.BLOCKED_ADDRESS)
    assert answer("http://10.0.0.1/a", anywhere).body == HTML


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.routes["/a"] = page(HTML)
    assert answer(site.url("/a")).body == HTML
