"""Connections that reach only addresses that were checked: an httpx transport with its own network backend.

A name is resolved here, every address that it resolves to is checked, and the connection goes to a checked address,
so no later answer of the name server can change where it leads. One refused address refuses the name. TLS still
verifies the name.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from functools import cache, partial
from ipaddress import IPv4Address, IPv6Address, ip_address
from itertools import chain, zip_longest

import httpcore
import httpx

from flows import daemons
from flows.addresses import METADATA_NAMES, literal, refusal
from flows.heads import MendedStream

_ADDRESSES_TRIED = 3
_PER_ORIGIN = 8  # connections; turns allow fewer, but for files like robots.txt

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]
Address = IPv4Address | IPv6Address


class BlockedAddress(Exception):  # noqa: N818  httpx names its own errors without "Error" too, and this is a refusal
    """The host resolves to an address that no request may go to."""


class NameNotFound(Exception):  # noqa: N818
    """The host has no address, or nobody can be asked for it."""


class Transport(httpx.AsyncBaseTransport):
    """HTTP/1.1 with TLS over guarded connections; raises httpcore's errors, BlockedAddress and NameNotFound.

    Each origin has a pool of its own: httpcore looks at all connections of a pool for each of them, twice a request,
    which in one pool for 64 hosts took half of the CPU time of fetching.
    """

    def __init__(self, *, origins: int, allow_private: bool, proxy: str | None = None) -> None:
        """Keep connections to so many origins open, for their next requests."""
        self._allow_private = allow_private
        self._backend = GuardedBackend(allow_private=allow_private or proxy is not None)
        self._proxy = httpcore.Proxy(proxy) if proxy is not None else None
        self._most = origins
        self._pools: OrderedDict[tuple[bytes, bytes, int | None], _Pool] = OrderedDict()  # the latest used last

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request; the response's stream is read by the caller, who also closes the response."""
        url = request.url
        self._check_host(url.raw_host.decode("ascii"))
        pool = self._pool(url)
        await self._close_unused()
        try:
            answer = await pool.connections.handle_async_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=request.headers.raw,
                    extensions=request.extensions,
                )
            )
        except BaseException:
            pool.under_way -= 1
            raise
        return httpx.Response(answer.status, headers=answer.headers, stream=_Stream(answer, pool))

    async def aclose(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            await pool.connections.aclose()
        self._pools.clear()

    def _pool(self, url: httpx.URL) -> _Pool:
        """Return the pool of the address's origin, with one request more under way."""
        origin = (url.raw_scheme, url.raw_host, url.port)
        if origin not in self._pools:
            self._pools[origin] = _Pool(
                httpcore.AsyncConnectionPool(
                    ssl_context=tls(),
                    max_connections=_PER_ORIGIN,
                    keepalive_expiry=5.0,
                    network_backend=self._backend,
                    proxy=self._proxy,
                )
            )
        self._pools.move_to_end(origin)
        self._pools[origin].under_way += 1
        return self._pools[origin]

    async def _close_unused(self) -> None:
        surplus = len(self._pools) - self._most
        unused = [origin for origin, pool in self._pools.items() if not pool.under_way][:surplus] if surplus > 0 else []
        for pool in [self._pools.pop(origin) for origin in unused]:
            await pool.connections.aclose()

    def _check_host(self, host: str) -> None:
        """Raise BlockedAddress for a host that says by itself that it may not be asked: a proxy would resolve it."""
        if host.lower().rstrip(".") in METADATA_NAMES:
            message = f"{host} is cloud metadata"
            raise BlockedAddress(message)
        if (address := literal(host)) is not None:
            check([address], allow_private=self._allow_private)


@cache
def tls() -> ssl.SSLContext:
    """Return the TLS settings, made once a process (20 ms): SSL_CERT_FILE or SSL_CERT_DIR, else certifi's list."""
    return httpx.create_ssl_context()


@dataclass(slots=True)
class _Pool:
    connections: httpcore.AsyncConnectionPool
    under_way: int = 0  # requests whose answer is not closed yet


class _Stream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response, pool: _Pool) -> None:
        self._answer = answer
        self._pool: _Pool | None = pool

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        try:
            await self._answer.aclose()
        finally:
            if self._pool is not None:
                self._pool.under_way -= 1
                self._pool = None


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to checked addresses, one after the other within the time-out."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve the host, check all its addresses, and connect to the first that answers."""
        seconds = 5.0 if timeout is None else timeout
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        try:
            async with asyncio.timeout(seconds):
                addresses = await resolve(host, port)
        except TimeoutError:
            message = f"no answer about the name {host}"
            raise httpcore.ConnectTimeout(message) from None
        check(addresses, allow_private=self._allow_private)
        tried = addresses[:_ADDRESSES_TRIED]
        for left, address in zip(range(len(tried), 0, -1), tried, strict=True):
            share = max(0.0, deadline - loop.time()) / left
            try:
                stream = await self._backend.connect_tcp(str(address), port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if left == 1:
                    raise
            else:
                return MendedStream(stream)
        raise NameNotFound(host)

    async def sleep(self, seconds: float) -> None:
        """Sleep."""
        await self._backend.sleep(seconds)


def check(addresses: Iterable[Address], *, allow_private: bool) -> None:
    """Raise BlockedAddress if any of the addresses may not be asked."""
    for address in addresses:
        if (reason := refusal(address, allow_private=allow_private)) is not None:
            raise BlockedAddress(reason)


async def resolve(host: str, port: int) -> list[Address]:
    """Return the host's addresses, families in turn, the system's favourite first.

    Raises:
        NameNotFound: there are none, or the name server cannot be asked.
    """
    found = await daemons.call(partial(_look_up, host, port))
    if isinstance(found, Exception):
        raise NameNotFound(host) from found
    first = [address for address in found if address.version == found[0].version]
    second = [address for address in found if address.version != found[0].version]
    return [each for each in chain.from_iterable(zip_longest(first, second)) if each is not None]


def _look_up(host: str, port: int) -> list[Address] | Exception:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError) as error:  # UnicodeError: a label too long; ValueError: a NUL
        return error
    return list(dict.fromkeys(ip_address(str(sockaddr[0]).partition("%")[0]) for *_, sockaddr in answers))
