"""One attempt at an address, over all its redirects: its state, the request it sends, and the record it leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

import httpcore
import httpx

from extractors import reservations
from extractors.identity import hash_id
from extractors.records import Fetch, Outcome
from flows import decoding, headers
from flows.answers import Limits, Rejected, Response, Unavailable
from flows.moves import Moves
from flows.network import BlockedAddress, NameNotFound
from flows.pacing import Budget

_ACCEPT = (
    "text/html,application/xhtml+xml;q=0.9,application/rss+xml;q=0.8,application/atom+xml;q=0.8,"
    "application/feed+json;q=0.8,application/xml;q=0.7,text/plain;q=0.6,*/*;q=0.1"
)
# What may be asked for: a name of letters, digits, hyphens (and, as in the wild, underscores), or an IP address.
_HOST = re.compile(r"[A-Za-z0-9_.-]+|[0-9A-Fa-f:.]+")
# A chunk costs 10 microseconds however small it is: an endless body of one-byte chunks held the loop, and so every
# other host, for its 20 seconds.
_MAX_PIECES = 20_000
_LEAST_MEAN_PIECE = 64  # bytes
_USER = re.compile(r"//[^/?#]*@")
_MAX_COOKIES = 8192  # characters; servers refuse fields from about there


@dataclass(slots=True)
class Visit:
    """An attempt under way."""

    url: str  # as asked
    target: httpx.URL  # of the present hop
    conditions: dict[str, str]
    budget: Budget
    attempt: int = 1
    is_robots: bool = False  # or another file about the whole origin, which no rule forbids
    user_agent: str | None = None  # instead of the usual one
    pause_seconds: float | None = None
    requested_at: datetime | None = None
    redirects: int = 0
    has_changed_host: bool = True
    robots_allowed: bool | None = None
    waited_seconds: float = 0.0  # for its turns and before its retry
    moves: Moves = field(default_factory=Moves)
    declared: tuple[str, ...] = ()  # rights that the origin of the present hop reserves
    reservations: tuple[str, ...] = ()
    http_status: int | None = None
    content_type: str | None = None
    charset: str | None = None
    wire_bytes: int = 0
    pieces: int = 0  # that the body came in
    body_sha256: str | None = None
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)  # some sites redirect until theirs comes back
    _seconds_before: float = 0.0

    def begin(self) -> None:
        """Begin: what its budget was used for before is not its own time."""
        self._seconds_before = self.budget.seconds_used

    def again(self) -> Visit:
        """Return the next attempt at the same, from its first address, within the same budget."""
        return Visit(
            self.url,
            self.target,
            self.conditions,
            self.budget,
            attempt=self.attempt + 1,
            is_robots=self.is_robots,
            user_agent=self.user_agent,
            pause_seconds=self.pause_seconds,
        )

    def request(self, limits: Limits) -> httpx.Request:
        """Return the request of the present hop."""
        request = httpx.Request(
            "GET",
            self.target,
            headers={
                "User-Agent": self.user_agent or limits.user_agent,
                "Accept": _ACCEPT,
                "Accept-Encoding": decoding.ACCEPTED,
                **self.conditions,
            },
            extensions={
                "timeout": {
                    "connect": limits.connect_seconds,
                    "read": limits.read_seconds,
                    "write": limits.read_seconds,
                    "pool": limits.total_seconds,
                }
            },
        )
        with suppress(UnicodeEncodeError):  # a cookie that no field can carry
            self.cookies.set_cookie_header(request)
        if len(request.headers.get("cookie", "")) > _MAX_COOKIES:
            del request.headers["cookie"]
        return request

    @property
    def host(self) -> str:
        """The host of the present hop, in its ASCII form."""
        return host(self.target)

    @property
    def server(self) -> str:
        """Host and unusual port of the present hop: what has a robots.txt and a pace of its own."""
        return self.target.netloc.decode("ascii")

    def note(self, answer: httpx.Response, request: httpx.Request, product: str) -> None:
        """Remember what the head of the answer says, to the crawler with this product token."""
        answer.request = request
        self.cookies.extract_cookies(answer)
        self.http_status = answer.status_code
        self.content_type = headers.media_type(answer.headers.get("content-type", ""))
        self.charset = headers.charset(answer.headers.get("content-type", ""))
        said = reservations.of_fields(answer.headers.multi_items(), product)
        self.reservations = reservations.joined(self.declared, said)

    def count(self, chunk: bytes, limits: Limits) -> None:
        """Count what came over the wire.

        Raises:
            decoding.TooLarge: it is more than the limit, or comes in very many tiny pieces.
        """
        self.wire_bytes += len(chunk)
        self.pieces += 1
        if self.wire_bytes > limits.wire_bytes:
            raise decoding.TooLarge(limits.wire_bytes)
        if self.pieces > _MAX_PIECES and self.wire_bytes < self.pieces * _LEAST_MEAN_PIECE:
            raise decoding.TooLarge(_MAX_PIECES, "pieces of a few bytes each")

    def redirect(self, target: httpx.URL) -> None:
        """Go on to the next hop.

        Raises:
            Rejected: it leads in a circle.
        """
        state = (str(target), tuple((each.domain, each.path, each.name, each.value) for each in self.cookies.jar))
        self.moves.follow(self.target, target, self.http_status, state)
        self.has_changed_host = target.netloc != self.target.netloc
        self.target = target
        self.redirects += 1

    def response(self, answer: httpx.Response, body: bytes) -> Response:
        """Return the whole answer; `body` is decoded."""
        self.body_sha256 = sha256(body).hexdigest() if body else None
        return Response(
            url=self.url,
            final_url=str(self.target),
            http_status=answer.status_code,
            content_type=self.content_type,
            charset=self.charset,
            etag=headers.validator(answer.headers.get("etag")),
            last_modified=headers.validator(answer.headers.get("last-modified")),
            body=body,
            not_modified=answer.status_code == httpx.codes.NOT_MODIFIED,
            moved_to=self.moves.moved_to,
            reservations=self.reservations,
        )

    def record(self, run_id: str, number: int, outcome: str, error: str | None, clock: Callable[[], datetime]) -> Fetch:
        """Return the row of table ``fetches``; `number` counts the rows of the run."""
        return Fetch(
            fetch_id=hash_id("fetch", run_id, str(number), self.url, str(self.requested_at)),
            run_id=run_id,
            url=_USER.sub("//", self.url),  # a password is nobody's business
            final_url=str(self.target) if self.http_status is not None else None,
            host=self.host,
            requested_at=self.requested_at or clock(),
            duration_ms=round(1000 * (self.budget.seconds_used - self._seconds_before)),
            attempt=self.attempt,
            http_status=self.http_status,
            outcome=outcome,
            error=error,
            robots_allowed=self.robots_allowed,
            redirects=self.redirects,
            content_type=self.content_type,
            charset=self.charset,
            bytes=self.wire_bytes,
            body_sha256=self.body_sha256,
            archive_file=None,
            archive_offset=None,
            waited_ms=round(1000 * self.waited_seconds),
            reservations=self.reservations,
        )


def web_address(url: str, seen_on: httpx.URL | None = None) -> httpx.URL:
    """Return the absolute http(s) address, without user and fragment; a relative one starts from the page `seen_on`.

    Raises:
        Rejected: it is no such address.
    """
    try:
        address = seen_on.join(url.strip()) if seen_on else httpx.URL(url.strip())
        has_host = (
            address.host and _HOST.fullmatch(host(address)) and (address.port is None or 0 < address.port < 1 << 16)
        )
        if address.scheme in {"http", "https"} and has_host:
            return address.copy_with(userinfo=b"", fragment=None)
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise Rejected(Outcome.BLOCKED_ADDRESS, f"not a web address: {error}") from None
    raise Rejected(Outcome.BLOCKED_ADDRESS, f"not an http or https address: {_USER.sub('//', url)[:200]}")


def host(address: httpx.URL) -> str:
    """Return the host of an address in its ASCII form."""
    return address.raw_host.decode("ascii")


@contextmanager
def translated() -> Iterator[None]:
    """Say in the words of `flows.answers` what the network, TLS, HTTP or a content coding went wrong with."""
    try:
        yield
    except BlockedAddress as error:
        raise Rejected(Outcome.BLOCKED_ADDRESS, str(error)) from error
    except decoding.TooLarge as error:
        raise Rejected(Outcome.TOO_LARGE, str(error)) from error
    except decoding.Unreadable as error:
        raise Rejected(Outcome.BAD_ENCODING, str(error)) from error
    except NameNotFound as error:
        raise Unavailable(Outcome.UNREACHABLE, f"name not found, or no network: {error}") from error
    except (TimeoutError, httpcore.TimeoutException) as error:
        raise Unavailable(Outcome.TIMEOUT, str(error) or "no complete answer in time") from error
    except httpcore.ConnectError as error:
        raise Unavailable(Outcome.UNREACHABLE, f"no connection: {error}") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, decoding.Cut, OSError) as error:
        reason = f"no whole answer: {error}" if str(error) else "no whole answer"
        raise Unavailable(Outcome.UNREACHABLE, reason, connection_lost=True) from error
