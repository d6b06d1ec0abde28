"""The polite client: robots.txt, turns, guarded addresses and bounds on every hop, and one record of each request.

Only http and https; redirects are followed here, so every hop meets the same checks. What the web does ends in one of
the two errors of `flows.answers`; anything else that is raised is a bug of ours.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpcore
import httpx

from extractors import reservations
from extractors.records import Fetch, Outcome, Robots
from flows import bodies, headers
from flows import robots as robots_txt
from flows.answers import Limits, Rejected, Response, Unavailable
from flows.moves import refreshed
from flows.network import NameNotFound, Transport
from flows.origins import Origins
from flows.pacing import LONGEST_WAIT, PRESSED, Budget, Pacing
from flows.visits import Visit, translated, web_address

__all__ = ["Client", "Limits", "Rejected", "Response", "Unavailable"]

_ROBOTS_REDIRECTS = 5  # RFC 9309, 2.3.1.2


class Client:
    """Gets addresses for one run; use it in an `async with` block. `fetches` has one record a request, as they end."""

    def __init__(
        self,
        limits: Limits,
        run_id: str,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        transport: httpx.AsyncBaseTransport | None = None,
        robots: Iterable[Robots] = (),
    ) -> None:
        """Begin a run; `robots` is what former runs fetched, used while it is younger than a day."""
        self.limits = limits
        self.clock = clock
        self.fetches: list[Fetch] = []
        self.room = bodies.Room()
        self._run_id = run_id
        self._transport = transport or Transport(
            origins=4 * limits.concurrency, allow_private=limits.allow_private, proxy=limits.proxy
        )
        self._pacing = Pacing(
            per_host=limits.per_host,
            concurrency=limits.concurrency,
            pause_seconds=limits.pause_seconds,
            longest_seconds=limits.crawl_delay_seconds,
        )
        self._origins = Origins(robots, self._file, product=self._product(None), clock=clock, tdmrep=limits.tdmrep)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._origins.aclose()
        await self._transport.aclose()

    @property
    def robots(self) -> list[Robots]:
        """The robots.txt files fetched in this run, for the runs of the next day."""
        return self._origins.fetched

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        user_agent: str | None = None,
        pause_seconds: float | None = None,
    ) -> Response:
        """Return the answer of an address, after redirects and at most one retry.

        With a validator of an earlier answer the response may be `not_modified`. `user_agent` and `pause_seconds`
        stand in for those of the limits; robots.txt is then obeyed by the name that is sent.

        Raises:
            Unavailable: nothing now, perhaps later.
            Rejected: nothing, ever.
        """
        visit = Visit(
            url,
            web_address(url),
            headers.conditions(etag, last_modified),
            Budget(self.limits.total_seconds),
            user_agent=user_agent,
            pause_seconds=pause_seconds,
        )
        return await self._retried(visit)

    async def _file(self, url: str) -> Response:
        """Return a file about a whole origin, which is asked for in the turn of the page that needs it."""
        return await self._retried(Visit(url, web_address(url), {}, Budget(self.limits.total_seconds), is_robots=True))

    async def _retried(self, visit: Visit) -> Response:
        again = visit.again()
        try:
            return await self._attempt(visit)
        except Unavailable as error:
            wait = self._wait_before_retry(error)
            if wait is None:
                raise
        await asyncio.sleep(wait)
        again.waited_seconds = wait
        return await self._attempt(again)

    def _wait_before_retry(self, error: Unavailable) -> float | None:
        """Return the seconds after which the same may succeed, or None where only a later run should try."""
        if error.retry_after is not None:
            return error.retry_after if error.retry_after <= LONGEST_WAIT else None
        is_passing = error.connection_lost or (error.http_status or 0) >= HTTPStatus.INTERNAL_SERVER_ERROR
        return self.limits.retry_seconds if is_passing else None

    async def _attempt(self, visit: Visit) -> Response:
        outcome, reason = "ok", None
        visit.begin()
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
        most = _ROBOTS_REDIRECTS if visit.is_robots else self.limits.redirects
        while True:
            if visit.is_robots:  # its caller holds the turn
                answer = await self._within_budget(visit)
            else:
                turn = self._pacing.turn(visit.server, visit.pause_seconds, paused=visit.has_changed_host)
                async with turn as waited:
                    visit.waited_seconds += waited
                    await self.room.opened()
                    answer = await self._within_budget(visit)
            if isinstance(answer, Response):
                return answer
            if visit.redirects == most:
                raise Rejected(Outcome.HTTP_ERROR, f"more than {most} redirects")
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
        loop = asyncio.get_running_loop()
        asked_at = loop.time()
        try:
            answer = await self._transport.handle_async_request(request)
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, NameNotFound) as error:
            is_late = isinstance(error, httpcore.TimeoutException)
            is_connected = not isinstance(error, httpcore.ConnectError | httpcore.ConnectTimeout | NameNotFound)
            outcome = Outcome.TIMEOUT if is_late else Outcome.UNREACHABLE
            self._pacing.unheard(visit.server, outcome, is_connected=is_connected)
            raise
        self._pacing.heard(visit.server, loop.time() - asked_at, answer.status_code)
        try:
            visit.note(answer, request, self._product(visit))
            if answer.has_redirect_location:
                return web_address(answer.headers["location"], visit.target)
            if answer.status_code == HTTPStatus.NOT_MODIFIED and visit.conditions:
                return visit.response(answer, b"")
            if answer.status_code in PRESSED and (wait := headers.retry_after(answer.headers, self.clock())):
                self._pacing.asked_to_wait(visit.server, wait)
            _judge(answer, self.clock())
            response = visit.response(answer, await bodies.read(visit, answer, self.limits, self.room))
        finally:
            await answer.aclose()
        further = None if visit.is_robots else refreshed(response)
        return response if further is None else web_address(further)

    async def _obey_robots(self, visit: Visit) -> None:
        origin = await self._origins.of(visit.target)
        rules = origin.rules(self._product(visit))
        self._pacing.heed(visit.server, rules.crawl_delay)
        visit.declared = reservations.binding(origin.record.reservations, str(visit.target))
        visit.robots_allowed = rules.allow(str(visit.target))
        if not visit.robots_allowed:
            raise Rejected(Outcome.BLOCKED_BY_ROBOTS, f"the robots.txt of {visit.host} asks us not to")

    def _product(self, visit: Visit | None) -> str:
        return robots_txt.product((visit and visit.user_agent) or self.limits.user_agent)


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
