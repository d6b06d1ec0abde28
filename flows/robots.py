"""robots.txt (RFC 9309): what a host lets us ask for, and how often."""

from __future__ import annotations

import re
from collections.abc import Iterator

from protego import Protego

from extractors import reservations

MAX_BYTES = 512_000  # RFC 9309 asks for at least 500 KiB; what lies beyond is not read

_MAX_MATCHING = 5_000_000  # wildcard rules times characters of the address: 0.1 s; a robots.txt can ask for 20 s
_MAX_USAGES = 200
_WEEK = 7 * 24 * 3600.0  # seconds

# A product token ends at a slash or a blank (RFC 9309, 2.2.1); the spellings are those that Protego takes.
_AGENT = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*([^\s/]*)", re.IGNORECASE)
# Rules that are known, and others that speak of a path (`Noindex: /a`): after either a new name begins a new group.
_RULE = re.compile(
    r"\s*(?:(?:dis+al+[oa]w|diasllow|allow|crawl[- ]delay|request[- ]rate)\s*[:\s]"
    r"|(?!site-?maps?\s*:)[^:]{1,40}:\s*[/*])",
    re.IGNORECASE,
)
_USAGE = re.compile(r"\s*content-(?:signal|usage)\s*:\s*(.{1,1000})", re.IGNORECASE)
_FULL_NAME = re.compile(r"Mozilla/\S+ \(compatible; ([^\s/;)]+)", re.IGNORECASE)


class Rules:
    """What one robots.txt says to the crawler with this product token.

    `declared` are the rights that the group which binds it reserves, as `reservations.binding` takes them.
    """

    def __init__(self, text: str, product: str) -> None:
        self._product = product.lower()
        self._usages: dict[str, list[str]] = {}
        lines = list(self._narrowed(text.removeprefix("\ufeff")))
        self._wildcards = sum("*" in line or "$" in line for line in lines)
        self._parsed = Protego.parse("\n".join(lines))
        usages = self._usages.get(self._product, self._usages.get("*", []))[:_MAX_USAGES]
        words = [word for usage in usages for word in reservations.of_usage(usage)]
        self.declared = tuple(sorted(dict.fromkeys(words), key=lambda word: -len(word.partition(" ")[2])))

    def allow(self, url: str) -> bool:
        """Say whether it may ask for the address; not where finding out would take too long."""
        return self._wildcards * len(url) <= _MAX_MATCHING and bool(self._parsed.can_fetch(url, self._product))

    @property
    def crawl_delay(self) -> float | None:
        """The seconds that it is asked to leave between two requests (Crawl-delay, Request-rate), at most a week."""
        rate = self._parsed.request_rate(self._product)
        asked = (self._parsed.crawl_delay(self._product), min(rate.seconds, _WEEK) / rate.requests if rate else None)
        return max((min(seconds, _WEEK) for seconds in asked if seconds is not None), default=None)

    def _narrowed(self, text: str) -> Iterator[str]:
        """Yield the lines of groups, with every crawler that is not ours under one name, and a name once a group.

        Protego copies each rule to each name of its group: 14,000 names and as many rules, in 400 KB, would take
        minutes; and it takes a name that ours begins with for ours. What is no rule ends no group (RFC 9309, 2.2.4).
        """
        group: set[str] = set()
        is_named = True  # whether the group may have further names
        for line in text.splitlines():
            bare = line.partition("#")[0]
            if agent := _AGENT.match(bare):
                group = group if is_named else set()
                is_named = True
                if (name := self._name(agent[1])) not in group:
                    group.add(name)
                    self._usages.setdefault(name, [])
                    yield f"User-agent: {name}"
            elif usage := _USAGE.match(bare):
                for name in group or {"*"}:
                    self._usages.setdefault(name, []).append(usage[1])
            elif _RULE.match(bare):
                is_named = False
                yield bare

    def _name(self, token: str) -> str:
        known = token.lower()
        return known if known == "*" else self._product if known.replace("*", "") == self._product else "somebody-else"


def read(body: bytes, product: str) -> Rules:
    """Return the rules in a robots.txt; any bytes have some, if only none."""
    return Rules(text(body), product)


def text(body: bytes) -> str:
    """Return what is read of a robots.txt."""
    return body[:MAX_BYTES].decode("utf-8", "replace").replace("\0", "\ufffd")


def product(user_agent: str) -> str:
    """Return the product token of a User-Agent: `newsduck` of `newsduck/1.0 (+https://…)`."""
    full = _FULL_NAME.match(user_agent)
    return full[1] if full else user_agent.split("/", 1)[0].split(" ", 1)[0]
