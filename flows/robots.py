"""robots.txt (RFC 9309): what a host lets us ask for, and how often."""

from __future__ import annotations

import re
from collections.abc import Iterator

from protego import Protego

MAX_BYTES = 512_000  # RFC 9309 asks for at least 500 KiB; what lies beyond is not read

# A product token ends at a slash or a blank (RFC 9309, 2.2.1); the spellings are those that Protego takes.
_AGENT = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*([^\s/]*)", re.IGNORECASE)
_RULE = re.compile(r"\s*(?:dis+al+[oa]w|diasllow|allow|crawl[- ]delay)\s", re.IGNORECASE)
_OF_THE_SITE = re.compile(r"\s*(?:site-?maps?|host)\s*[:\s]", re.IGNORECASE)


class Rules:
    """What one robots.txt says to the crawler with this product token."""

    def __init__(self, text: str, product: str) -> None:
        self._product = product
        self._parsed = Protego.parse("\n".join(_narrowed(text.removeprefix("\ufeff"), product.lower())))

    def allow(self, url: str) -> bool:
        """Say whether it may ask for the address."""
        return bool(self._parsed.can_fetch(url, self._product))

    @property
    def crawl_delay(self) -> float | None:
        """The seconds that it is asked to leave between two requests."""
        return self._parsed.crawl_delay(self._product)


def read(body: bytes, product: str) -> Rules:
    """Return the rules in a robots.txt; any bytes have some, if only none."""
    return Rules(body[:MAX_BYTES].decode("utf-8", "replace"), product)


def product(user_agent: str) -> str:
    """Return the product token of a User-Agent: `newsduck` of `newsduck/1.0 (+https://…)`."""
    return user_agent.split("/", 1)[0].split(" ", 1)[0]


def _narrowed(text: str, product: str) -> Iterator[str]:
    """Yield the lines of groups, with every crawler that is surely not ours under one name, and a name once a group.

    Protego copies each rule to each name of its group: 14,000 names and as many rules, in 400 KB, would take minutes.
    """
    group: set[str] = set()
    for line in text.splitlines():
        bare = line.partition("#")[0]
        if agent := _AGENT.match(bare):
            token = agent[1].lower()
            name = token if token == "*" or token.replace("*", "") in product else "somebody-else"  # noqa: S105  no secret
            if name not in group:
                group.add(name)
                yield f"User-agent: {name}"
        elif _RULE.match(bare) or (":" in bare and not _OF_THE_SITE.match(bare)):
            group.clear()  # also an unknown line ends the names of a group
            yield bare
