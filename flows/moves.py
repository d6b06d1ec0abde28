"""Where redirects lead for good, where they lead in a circle, and pages that are redirects themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx

from extractors import encoding, refresh
from extractors.records import Outcome, Rejection
from flows.answers import Rejected, Response

_PERMANENT = {HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT}
_MAX_VISITS = 2  # of one address with the same cookies: some sites send a visitor round once
# Pages that stand in the way of every page; no page has moved to one of them.
_IN_THE_WAY = re.compile(
    r"404|accounts?|auth|blocked|captcha|challenge|cmp|consent|cookies?|errors?|gdpr|idp|log[io]n|maintenance|notfound"
    r"|oauth2?|paywall|regist(?:er|ration)|sign(?:in|up)|sso|subscribe"
)


_MAX_REFRESH_BYTES = 20_000  # of a page that only sends on to another
_HTML = {None, "text/html", "application/xhtml+xml"}


def refreshed(response: Response) -> str | None:
    """Return where a small page without an article sends its reader at once (`<meta http-equiv="refresh">`)."""
    is_small = len(response.body) <= _MAX_REFRESH_BYTES and response.content_type in _HTML
    if not is_small or b"refresh" not in response.body.lower() or b"<rss" in response.body[:1000]:
        return None
    decoded = encoding.decode(response.body, response.charset)
    return None if isinstance(decoded, Rejection) else refresh.target(decoded.text, response.final_url)


@dataclass(slots=True)
class Moves:
    """The redirects of one visit."""

    moved_to: str | None = None  # after permanent redirects only
    _is_permanent: bool = True  # all so far
    _visits: Counter[Hashable] = field(default_factory=Counter)

    def follow(self, here: httpx.URL, target: httpx.URL, http_status: int | None, state: Hashable) -> None:
        """Note a redirect; `state` is all that the next request depends on.

        Raises:
            Rejected: it leads in a circle.
        """
        self._visits[state] += 1
        if self._visits[state] > _MAX_VISITS:
            raise Rejected(Outcome.HTTP_ERROR, f"redirects in a circle, to {str(target)[:200]} again")
        self._is_permanent &= http_status in _PERMANENT and _is_move(here, target)
        if self._is_permanent:
            self.moved_to = str(target)


def _is_move(here: httpx.URL, target: httpx.URL) -> bool:
    """Say whether a page can have moved there: to no home page, log-in or consent page, and not away from TLS."""
    is_home = target.path in {"", "/"} and here.path not in {"", "/"}
    is_downgrade = here.scheme == "https" and target.scheme == "http"
    return not (is_home or is_downgrade or any(map(_IN_THE_WAY.fullmatch, _words(target))))


def _words(address: httpx.URL) -> set[str]:
    """Return the segments of the path, and the first label of a host that has more than a name and a top level."""
    labels = address.host.split(".")
    segments = [*re.split(r"[/.]", address.path), *(labels[:1] if len(labels) > len(("name", "top level")) else [])]
    return {re.sub(r"[-_]", "", segment).lower() for segment in segments}
