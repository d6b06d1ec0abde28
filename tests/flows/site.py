"""A web site on loopback for tests: routes are plain functions, and each may answer badly, slowly or not at all."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


class Exchange(BaseHTTPRequestHandler):
    """One request; what a route gets. `reply` sends a well-formed answer, `send_raw` whatever bytes one likes."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Answer as the site says."""
        site = self.server.site
        site.note(self)
        try:
            site.route(self)(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def reply(self, body: bytes | str = b"", status: int = 200, **fields: str) -> None:
        """Send an answer; `fields` are header fields, underscores for hyphens."""
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        named = {"content-type": "text/html; charset=utf-8", "content-length": str(len(content))}
        for name, value in (named | {name.replace("_", "-"): value for name, value in fields.items()}).items():
            self.send_header(name, value)
        self.end_headers()
        if status not in {204, 304}:
            self.wfile.write(content)

    def send_raw(self, data: bytes, *, reset: bool = False) -> None:
        """Send these bytes as they are and close the connection, with a TCP reset where asked."""
        self.wfile.write(data)
        self.wfile.flush()
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the signature is http.server's
        """Keep the test's output clean."""


Route = Callable[[Exchange], None]


class Site:
    """Serves routes from a thread while its `with` block lasts; knows what was asked of it."""

    def __init__(
        self,
        routes: Mapping[str, Route] | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        address: str = "127.0.0.1",
    ) -> None:
        self.routes: dict[str, Route] = dict(routes or {})
        self.requests: list[str] = []
        self.request_headers: list[dict[str, str]] = []
        self.stopping = threading.Event()  # slow routes wait on it instead of sleeping
        self._server = _Server(self, tls, address)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"http://{host}:{self.port}{path}"

    def note(self, exchange: Exchange) -> None:
        """Remember what was asked."""
        self.requests.append(exchange.path)
        self.request_headers.append({name.lower(): value for name, value in exchange.headers.items()})

    def route(self, exchange: Exchange) -> Route:
        """Return the route of the path, else the one for everything, else 404."""
        return self.routes.get(exchange.path.split("?")[0]) or self.routes.get("*") or _missing

    def pages_asked(self) -> list[str]:
        """Return the paths asked for, robots.txt left out."""
        return [path for path in self.requests if path != "/robots.txt"]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    request_queue_size = 1024  # hundreds of hosts may be asked in one moment

    def __init__(self, site: Site, tls: ssl.SSLContext | None, address: str) -> None:
        self.site = site
        super().__init__((address, 0), Exchange)
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    def verify_request(self, request: object, client_address: object) -> bool:  # noqa: ARG002  the signature is socketserver's
        """Serve this machine only, also where the site listens on all its addresses."""
        assert isinstance(client_address, tuple)
        return _is_ours(str(client_address[0]))

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""


@cache
def _is_ours(address: str) -> bool:
    """Tell whether an address is one of this machine: only those can be bound."""
    with socket.socket() as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
        return True


def _missing(exchange: Exchange) -> None:
    exchange.reply("<p>No such page.</p>", 404)


def page(body: bytes | str, status: int = 200, **fields: str) -> Route:
    """Return a route that always gives this answer."""
    return lambda exchange: exchange.reply(body, status, **fields)


def redirect(location: str, status: int = 302) -> Route:
    """Return a route that leads elsewhere."""
    return lambda exchange: exchange.reply(b"", status, location=location)


def raw(data: bytes, *, reset: bool = False) -> Route:
    """Return a route that sends these bytes and closes."""
    return lambda exchange: exchange.send_raw(data, reset=reset)


def silent(seconds: float = 30.0) -> Route:
    """Return a route that says nothing for so long, or until the site stops."""

    def wait(exchange: Exchange) -> None:
        exchange.server.site.stopping.wait(seconds)
        exchange.close_connection = True

    return wait


def dripping(head: bytes, drop: bytes, pause: float = 0.05) -> Route:
    """Return a route that sends the head, then one drop after each pause, until the site stops."""

    def drip(exchange: Exchange) -> None:
        exchange.send_raw(head)
        while not exchange.server.site.stopping.wait(pause):
            exchange.send_raw(drop)

    return drip


def in_turn(*routes: Route) -> Route:
    """Return a route that answers differently each time; the last one stays."""
    left = list(routes)

    def answer(exchange: Exchange) -> None:
        route = left.pop(0) if len(left) > 1 else left[0]
        route(exchange)

    return answer
