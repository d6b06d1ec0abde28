"""What each origin says of itself: its robots.txt and, where that is wanted, its tdmrep.json; each asked once a day."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import httpx

from extractors import reservations
from extractors.records import Outcome, Robots
from flows import robots
from flows.answers import Rejected, Response, Unavailable

_FRESH = timedelta(days=1)  # RFC 9309, 2.4
_USABLE = timedelta(days=30)  # 2.3.1.4: so long an older copy stands in for one that cannot be had
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(slots=True)
class Origin:
    """One origin as it is known in this run."""

    record: Robots
    _rules: dict[str, robots.Rules] = field(default_factory=dict)

    def rules(self, product: str) -> robots.Rules:
        """Return what its robots.txt says to the crawler with this product token."""
        if product not in self._rules:
            self._rules[product] = robots.Rules(self.record.body, product)
        return self._rules[product]


class Origins:
    """The origins of a run. `fetched` has a record for each robots.txt that was asked for and is good for a day."""

    def __init__(
        self,
        known: Iterable[Robots],
        ask: Callable[[str], Awaitable[Response]],
        *,
        product: str,
        clock: Callable[[], datetime],
        tdmrep: bool,
    ) -> None:
        """Begin with what former runs fetched; `ask` gets the file at an address, past all rules."""
        self.fetched: list[Robots] = []
        usable = (each for each in known if each.policy != "disallow_all")
        self._known = {each.origin: each for each in sorted(usable, key=lambda each: each.fetched_at)}
        self._ask = ask
        self._product = product
        self._clock = clock
        self._tdmrep = tdmrep
        self._origins: dict[str, asyncio.Task[Origin | Unavailable | Rejected]] = {}

    async def of(self, target: httpx.URL) -> Origin:
        """Return the origin of an address, asked once a run; one waiter's time-out ends no other's wait.

        Raises:
            Unavailable: its robots.txt cannot be had and no copy is recent enough, so nothing may be asked for.
            Rejected: it stands, or leads to, where no request may go.
        """
        name = _name(target)
        if name not in self._origins:
            self._origins[name] = asyncio.create_task(self._learned(name, target))
        origin = await asyncio.shield(self._origins[name])
        if isinstance(origin, Unavailable):
            raise Unavailable(origin.outcome, origin.reason, retry_after=origin.retry_after)
        if isinstance(origin, Rejected):
            raise Rejected(origin.outcome, origin.reason)
        return origin

    async def aclose(self) -> None:
        """Give up what is under way."""
        for task in self._origins.values():
            task.cancel()
        await asyncio.gather(*self._origins.values(), return_exceptions=True)

    async def _learned(self, name: str, target: httpx.URL) -> Origin | Unavailable | Rejected:
        known = self._known.get(name)
        if known and self._is_younger(known, _FRESH):
            return Origin(known)
        try:
            return await self._asked(name, target)
        except Rejected as error:
            return error
        except Unavailable as error:
            if known and self._is_younger(known, _USABLE):
                return Origin(known)
            if error.http_status is None:
                return error
            reason = f"robots.txt: {error.reason}"
            return Unavailable(Outcome.BLOCKED_BY_ROBOTS, reason, retry_after=error.retry_after)

    def _is_younger(self, known: Robots, age: timedelta) -> bool:
        return abs(self._clock() - known.fetched_at) < age  # abs: a clock that was set back must not keep it for ever

    async def _asked(self, name: str, target: httpx.URL) -> Origin:
        """Ask for the files; where robots.txt does not exist (4xx), all is allowed (RFC 9309, 2.3.1.3)."""
        policy, body, status = "allow_all", "", None
        try:
            response = await self._ask(str(target.copy_with(raw_path=b"/robots.txt")))
            policy, body, status = "rules", robots.text(response.body), response.http_status
        except Rejected as error:
            if error.outcome is Outcome.BLOCKED_ADDRESS:
                raise
            status = error.http_status
        declared, is_whole = await self._tdm(target)
        record = Robots(origin=name, fetched_at=self._clock(), http_status=status, policy=policy, body=body)
        origin = Origin(record)
        origin.record = replace(record, reservations=(*origin.rules(self._product).declared, *declared))
        if is_whole:
            self.fetched.append(origin.record)
        return origin

    async def _tdm(self, target: httpx.URL) -> tuple[tuple[str, ...], bool]:
        """Return what tdmrep.json reserves, and whether that is known."""
        if not self._tdmrep:
            return (), True
        try:
            response = await self._ask(str(target.copy_with(raw_path=b"/.well-known/tdmrep.json")))
        except Rejected:
            return (), True
        except Unavailable:
            return (), False
        return reservations.of_tdmrep(response.body), True


def _name(target: httpx.URL) -> str:
    host = target.raw_host.decode("ascii")
    host = f"[{host}]" if ":" in host else host
    return f"{target.scheme}://{host}:{target.port or _DEFAULT_PORTS[target.scheme]}"
