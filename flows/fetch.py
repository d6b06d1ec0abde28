"""The polite client: robots.txt, turns, guarded addresses and bounds on every hop, and one record of each request.

Only http and https; redirects are followed here, so every hop meets the same checks. What the web does ends in one of
the two errors of `flows.answers`; anything else that is raised is a bug of ours.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpx

from extractors.records import Fetch, Outcome
from flows import decoding, headers, robots
from flows.answers import Limits, Rejected, Response, Unavailable
from flows.network import Transport
from flows.pacing import Budget, Pacing
from flows.visits import Visit, host, translated, web_address

__all__ = ["Client", "Limits", "Rejected", "Response", "Unavailable"]

_LONGEST_WAIT = 4.0  # seconds of Retry-After that are slept through; beyond it means a later run
_BINARY = ("image/", "audio/", "video/", "font/")


class Client:
    """Gets addresses for one run; use it in an `async with` block. `fetches` has one record a request, as they end."""

    def __init__(
        self,
        limits: Limits,
        run_id: str,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.limits = limits
        self.clock = clock
        self.fetches: list[Fetch] = []
        self._run_id = run_id
        self._transport = transport or Transport(
            connections=2 * limits.concurrency, allow_private=limits.allow_private, proxy=limits.proxy
        )
        self._pacing = Pacing(
            per_host=limits.per_host, concurrency=limits.concurrency, pause_seconds=limits.pause_seconds
        )
        self._product = robots.product(limits.user_agent)
        self._rules: dict[str, asyncio.Task[robots.Rules | Unavailable | Rejected]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._rules.values():
            task.cancel()
        await asyncio.gather(*self._rules.values(), return_exceptions=True)
        await self._transport.aclose()

    async def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Response:
        """Return the answer of an address, after redirects and at most one retry.

        With a validator of an earlier answer the response may be `not_modified`.

        Raises:
            Unavailable: nothing now, perhaps later.
            Rejected: nothing, ever.
        """
        conditions = headers.conditions(etag, last_modified)
        return await self._retried(url, conditions, is_robots=False)

    async def _retried(self, url: str, conditions: dict[str, str], *, is_robots: bool) -> Response:
        target = web_address(url)
        budget = Budget(self.limits.total_seconds)
        try:
            return await self._attempt(Visit(url, target, conditions, budget, attempt=1, is_robots=is_robots))
        except Unavailable as error:
            wait = self._wait_before_retry(error)
            if wait is None:
                raise
        await asyncio.sleep(wait)
        return await self._attempt(Visit(url, target, conditions, budget, attempt=2, is_robots=is_robots))

    def _wait_before_retry(self, error: Unavailable) -> float | None:
        """Return the seconds after which the same may succeed, or None where only a later run should try."""
        if error.retry_after is not None:
            return error.retry_after if error.retry_after <= _LONGEST_WAIT else None
        is_passing = error.connection_lost or (error.http_status or 0) >= HTTPStatus.INTERNAL_SERVER_ERROR
        return self.limits.retry_seconds if is_passing else None

    async def _attempt(self, visit: Visit) -> Response:
        outcome, reason = "ok", None
        try:
            with translated():
                response = await self._follow(visit)
            outcome = Outcome.NOT_MODIFIED.value if response.not_modified else outcome
        except (Unavailable, Rejected) as error:
            outcome, reason = error.outcome.value, error.reason
            raise
        except asyncio.CancelledError:
            outcome, reason = Outcome.DEFERRED.value, "nobody waited for it any longer"
            raise
        except Exception as error:
            outcome, reason = Outcome.FAILED.value, f"{type(error).__name__}: {error}"
            raise
        finally:
            self.fetches.append(visit.record(self._run_id, len(self.fetches), outcome, reason, self.clock))
        return response

    async def _follow(self, visit: Visit) -> Response:
        while True:
            if visit.is_robots:  # its caller holds the turn
                answer = await self._within_budget(visit)
            else:
                async with self._pacing.turn(visit.host, paused=visit.has_changed_host):
                    answer = await self._within_budget(visit)
            if isinstance(answer, Response):
                return answer
            if visit.redirects == self.limits.redirects:
                raise Rejected(Outcome.HTTP_ERROR, f"more than {self.limits.redirects} redirects")
            visit.redirect(answer)

    async def _within_budget(self, visit: Visit) -> Response | httpx.URL:
        visit.requested_at = visit.requested_at or self.clock()
        async with visit.budget.spent():
            if not visit.is_robots:
                await self._obey_robots(visit)
            return await self._ask(visit)

    async def _ask(self, visit: Visit) -> Response | httpx.URL:
        """Send one request; return its response, or the address that it redirects to."""
        request = visit.request(self.limits)
        answer = await self._transport.handle_async_request(request)
        try:
            visit.note(answer, request)
            if answer.has_redirect_location:
                return web_address(answer.headers["location"], visit.target)
            if answer.status_code == HTTPStatus.NOT_MODIFIED and visit.conditions:
                return visit.response(answer, b"")
            _judge(answer, self.clock())
            return visit.response(answer, await self._body(visit, answer))
        finally:
            await answer.aclose()

    async def _body(self, visit: Visit, answer: httpx.Response) -> bytes:
        if (visit.content_type or "").startswith(_BINARY):
            raise Rejected(Outcome.NOT_HTML, f"{visit.content_type}", http_status=answer.status_code)
        if headers.length(answer.headers) > self.limits.wire_bytes and not visit.is_robots:
            raise decoding.TooLarge(self.limits.wire_bytes)
        decoder = decoding.Decoder(
            answer.headers.get("content-encoding", ""),
            robots.MAX_BYTES if visit.is_robots else self.limits.decoded_bytes,
        )
        body = bytearray()
        try:
            async for chunk in answer.aiter_raw():
                visit.count(chunk, self.limits)
                for piece in decoder.feed(chunk):
                    body += piece
            decoder.finish()
        except decoding.TooLarge:
            if not visit.is_robots:  # of a robots.txt the first part counts
                raise
        return bytes(body)

    async def _obey_robots(self, visit: Visit) -> None:
        rules = await self._rules_of(visit.target)
        if isinstance(rules, Unavailable):
            raise Unavailable(rules.outcome, rules.reason, retry_after=rules.retry_after)
        if isinstance(rules, Rejected):
            raise Rejected(rules.outcome, rules.reason)
        visit.robots_allowed = rules.allow(str(visit.target))
        if not visit.robots_allowed:
            raise Rejected(Outcome.BLOCKED_BY_ROBOTS, f"the robots.txt of {visit.host} asks us not to")

    async def _rules_of(self, target: httpx.URL) -> robots.Rules | Unavailable | Rejected:
        """Return the rules for the address, fetched once a run; one waiter's time-out ends no other's wait."""
        address = str(target.copy_with(raw_path=b"/robots.txt"))
        if address not in self._rules:
            self._rules[address] = asyncio.create_task(self._fetch_rules(address, host(target)))
        return await asyncio.shield(self._rules[address])

    async def _fetch_rules(self, address: str, of_host: str) -> robots.Rules | Unavailable | Rejected:
        try:
            response = await self._retried(address, {}, is_robots=True)
        except Rejected as error:  # RFC 9309, 2.3.1.3: where there are none, all is allowed
            return error if error.outcome is Outcome.BLOCKED_ADDRESS else robots.read(b"", self._product)
        except Unavailable as error:  # 2.3.1.4: where they cannot be had, nothing is
            if error.http_status is None:
                return error
            reason = f"robots.txt: {error.reason}"
            return Unavailable(Outcome.BLOCKED_BY_ROBOTS, reason, retry_after=error.retry_after)
        rules = robots.read(response.body, self._product)
        self._pacing.slow_down(of_host, min(rules.crawl_delay or 0.0, self.limits.crawl_delay_seconds))
        return rules


def _judge(answer: httpx.Response, now: datetime) -> None:
    """Raise unless the answer has a page: 206 is a part of one, 202 the waiting room of a bot wall."""
    status = answer.status_code
    if status in {HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION}:
        return
    reason = f"{status} {answer.reason_phrase}".strip()
    if status in {HTTPStatus.NO_CONTENT, HTTPStatus.RESET_CONTENT}:
        raise Rejected(Outcome.NO_TEXT, reason, http_status=status)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _LATER:
        wait = headers.retry_after(answer.headers, now)
        raise Unavailable(Outcome.HTTP_ERROR, reason, http_status=status, retry_after=wait)
    raise Rejected(Outcome.HTTP_ERROR, reason, http_status=status)


_LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
