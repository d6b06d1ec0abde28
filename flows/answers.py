"""What asking for an address can end in, and within which limits.

Response                 an answer worth reading
Exception
├── Unavailable          not now: time-out, no connection, 5xx, 429; a later run may try again
└── Rejected             a final no: 404, robots.txt, a refused address, too large, not text
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.records import Outcome


class _Ended(Exception):  # noqa: N818  its two kinds say how the request ended
    def __init__(self, outcome: Outcome, reason: str, *, http_status: int | None = None) -> None:
        super().__init__(f"{outcome.value}: {reason}")
        self.outcome = outcome
        self.reason = reason
        self.http_status = http_status


class Unavailable(_Ended):
    """The address gives nothing now.

    `retry_after` is how many seconds its host asked to wait, if it did; `connection_lost` that it had begun to answer.
    """

    def __init__(
        self,
        outcome: Outcome,
        reason: str,
        *,
        http_status: int | None = None,
        retry_after: float | None = None,
        connection_lost: bool = False,
    ) -> None:
        super().__init__(outcome, reason, http_status=http_status)
        self.retry_after = retry_after
        self.connection_lost = connection_lost


class Rejected(_Ended):
    """The address will give nothing, also later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one client may take and give. The defaults serve news sites; see DECISIONS.md.

    `total_seconds` counts the network time of one `get` over all its hops and its retry, waiting for its turn left
    out. A `proxy` is used only when named here, never from the environment: the address guard judges the address
    that is connected to, and behind a proxy that is the proxy's, so its operator has to guard instead.
    """

    user_agent: str
    connect_seconds: float = 5.0
    read_seconds: float = 8.0
    total_seconds: float = 20.0
    wire_bytes: int = 15_000_000
    decoded_bytes: int = 10_000_000
    redirects: int = 8
    per_host: int = 2  # requests under way to one host
    concurrency: int = 64  # requests under way in all
    retry_seconds: float = 0.5  # before the one retry after passing trouble
    pause_seconds: float = 1.0  # between the starts of two requests to one host
    crawl_delay_seconds: float = 60.0  # the longest pause; a host that asks for more gets one request a run
    host_seconds: float = 300.0  # that one run stays with one host; its other links wait for the next run
    allow_private: bool = False  # addresses of cloud metadata are refused all the same
    tdmrep: bool = False  # ask each origin for its tdmrep.json: one more request a day, needed to honour it
    proxy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A complete answer: 200 or 203 with its decoded body, or `not_modified` with none."""

    url: str  # as asked
    final_url: str  # after redirects
    http_status: int
    content_type: str | None  # media type without parameters, lower case
    charset: str | None  # as declared
    etag: str | None  # validators: only printable and short ones
    last_modified: str | None
    body: bytes
    not_modified: bool
    moved_to: str | None = None  # where permanent redirects lead: the address to ask from now on
    reservations: tuple[str, ...] = ()  # of rights, by its head and its origin: words of `extractors.reservations`
