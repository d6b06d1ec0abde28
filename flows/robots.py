"""robots.txt (RFC 9309): what a host lets us ask for, and how often."""

from __future__ import annotations

import re
from typing import Protocol

from protego import Protego

MAX_BYTES = 512_000  # RFC 9309 asks for at least 500 KiB; what lies beyond is not read

# Protego compares whole values; RFC 9309 has a crawler match its product token, which ends at a slash or a blank.
_PRODUCT_TOKEN = re.compile(r"(?im)^([ \t]*user-?agent[ \t]*:[ \t]*[^\s/#]+)[^\r\n#]*")


class _Parsed(Protocol):
    def can_fetch(self, url: str, user_agent: str) -> bool: ...
    def crawl_delay(self, user_agent: str) -> float | None: ...


class Rules:
    """The rules of one robots.txt."""

    def __init__(self, text: str) -> None:
        self._parsed: _Parsed = Protego.parse(_PRODUCT_TOKEN.sub(r"\1", text.removeprefix("\ufeff")))

    def allow(self, url: str, product: str) -> bool:
        """Say whether the crawler with this product token may ask for the address."""
        return self._parsed.can_fetch(url, product)

    def crawl_delay(self, product: str) -> float | None:
        """Return the seconds it asks for between two requests, if it does."""
        return self._parsed.crawl_delay(product)


def read(body: bytes) -> Rules:
    """Return the rules in a robots.txt; any bytes have some, if only none."""
    return Rules(body[:MAX_BYTES].decode("utf-8", "replace"))


def product(user_agent: str) -> str:
    """Return the product token of a User-Agent: `newsduck` of `newsduck/1.0 (+https://…)`."""
    return user_agent.split("/", 1)[0].split(" ", 1)[0]
