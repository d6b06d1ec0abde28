"""The table of boilerplate rules, and how one line is matched against it.

The table is ``data/boilerplate.toml``; its head says what each key means. Every pattern of every language is tried on
every line: furniture is often in another language than the article, and a whole line gives little room for accidents.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from extractors import words
from extractors.records import Block

_NUMBER = re.compile(r"\d+(?:[.:'\-]\d+)*(?:st|nd|rd|th|er|h|am|pm|min)?$")
_LONGEST = 1500  # characters; the longest author biography seen had 900, and no rule looks at longer blocks


@dataclass(frozen=True, slots=True)
class Line:
    """A block as rules see it: where it stood, its compared form ("" for a long one), and its number of words."""

    index: int
    block: Block
    norm: str
    words: int

    @classmethod
    def of(cls, index: int, block: Block) -> Line:
        """Return the line of a block."""
        norm = words.normalised(block.text) if len(block.text) <= _LONGEST else ""
        return cls(index, block, norm, words.count(block.text))

    @property
    def is_prose(self) -> bool:
        """Whether it reads as running text: ten words or more that end as a sentence does, or thirty at all."""
        if self.block.kind not in {"paragraph", "quote"}:
            return False
        return self.words >= 30 or (self.words >= 10 and self.ends_sentence)  # noqa: PLR2004  the figures are the docstring's

    @property
    def ends_sentence(self) -> bool:
        """Whether it closes as a sentence does."""
        return self.block.text.rstrip("\"'”’»)]› ").endswith((".", "!", "?", "…", "。", "！", "？", "।", "؟", "۔"))  # noqa: RUF001  other scripts' full stops are meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the table; its fields are the table's keys."""

    name: str
    zone: str
    sure: bool
    min_words: int
    min_heading_words: int
    max_words: int
    min_links: float
    kinds: frozenset[str]
    open_ended: bool
    opens: str
    lines: frozenset[str]
    words: frozenset[str]
    core: frozenset[str]
    needs: frozenset[str]
    pattern: re.Pattern[str] | None
    cased: re.Pattern[str] | None

    def matches(self, line: Line, known: frozenset[str]) -> bool:
        """Whether the line is what this rule removes, wherever it stands; `known` are words of its authors and site."""
        if not self._looks_at(line):
            return False
        if line.norm in self.lines or (self.pattern and self.pattern.match(line.norm)):
            return True
        if self.cased and self.cased.match(line.block.text):
            return True
        return bool(self.words) and self._is_made_of(words.words(line.norm), known)

    def _looks_at(self, line: Line) -> bool:
        return (
            bool(line.norm)
            and self.min_words <= line.words <= self.max_words
            and line.block.link_share >= self.min_links
            and (not self.kinds or line.block.kind in self.kinds)
            and not (line.block.kind == "heading" and line.words < self.min_heading_words)
            and not (self.open_ended and line.ends_sentence)
        )

    def _is_made_of(self, found: list[str], known: frozenset[str]) -> bool:
        has = {"letters"}
        for word in found:
            if _NUMBER.match(word):
                has = has - {"letters"} | {"digit"}
            elif kinds := {kind for kind, listed in self._lists(known) if word in listed}:
                has |= kinds
            else:
                return False
        return self.needs <= has

    def _lists(self, known: frozenset[str]) -> tuple[tuple[str, frozenset[str]], ...]:
        return ("word", self.words), ("core", self.core), ("known", known)


def _flat(by_language: Mapping[str, Iterable[str]]) -> list[str]:
    return [entry for entries in by_language.values() for entry in entries]


def _alternation(patterns: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        name=row["name"],
        zone=row["zone"],
        sure=row["sure"],
        min_words=row.get("min_words", 0),
        min_heading_words=row.get("min_heading_words", 0),
        max_words=row["max_words"],
        min_links=row.get("min_links", 0.0),
        kinds=frozenset(row.get("kinds", ())),
        open_ended=row.get("open_ended", False),
        opens=row.get("opens", ""),
        lines=frozenset(words.normalised(line) for line in _flat(row.get("lines", {}))),
        words=frozenset(_flat(row.get("words", {}))),
        core=frozenset(_flat(row.get("core", {}))),
        needs=frozenset(_flat(row.get("needs", {}))),
        pattern=_alternation(_flat(row.get("patterns", {}))),
        cased=_alternation(_flat(row.get("cased", {}))),
    )


@cache
def table() -> tuple[Rule, ...]:
    """Return the rules in the order of the table, which is the order in which they are tried."""
    data = resources.files("extractors").joinpath("data/boilerplate.toml").read_text(encoding="utf-8")
    return tuple(_rule(row) for row in tomllib.loads(data)["rule"])


@cache
def of_zone(zone: str, *, sure_only: bool) -> tuple[Rule, ...]:
    """Return the rules that hold in a zone: "any" and "end" alone, the head and the tail with those of all and both."""
    zones = {zone} if zone in {"any", "end"} else {"any", "edges", zone}
    return tuple(rule for rule in table() if rule.zone in zones and (rule.sure or not sure_only))


@cache
def _of_zone_alone(zone: str, *, sure_only: bool) -> tuple[Rule, ...]:
    """Return the rules of a zone without those for any."""
    return tuple(rule for rule in of_zone(zone, sure_only=sure_only) if rule.zone != "any")


@cache
def _closing_rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in table() if rule.opens == "end")


def closing(line: Line) -> bool:
    """Whether a line is a label behind which articles of others stand, or comments, or the author's life."""
    return first(_closing_rules(), line, frozenset()) is not None


def first(rules: Iterable[Rule], line: Line, known: frozenset[str]) -> Rule | None:
    """Return the first rule that matches, or None."""
    return next((rule for rule in rules if rule.matches(line, known)), None)


@cache
def _doorkeeper() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str], tuple[Rule, ...]]:
    """Return all lines and patterns of the rules for any zone in one, and the rules that have words."""
    rules = [rule for rule in of_zone("any", sure_only=False) if not rule.min_links]
    patterns, cased = ([found for rule in rules if (found := getattr(rule, key))] for key in ("pattern", "cased"))
    return (
        frozenset().union(*(rule.lines for rule in rules)),
        re.compile("|".join(pattern.pattern for pattern in patterns)),
        re.compile("|".join(pattern.pattern for pattern in cased)),
        tuple(rule for rule in rules if rule.words),
    )


def _may_match(line: Line, known: frozenset[str]) -> bool:
    """Whether any rule for any zone can match: one question a line instead of twenty, for most lines are text."""
    lines, pattern, cased, made_of_words = _doorkeeper()
    return bool(
        line.block.link_share
        or line.norm in lines
        or pattern.match(line.norm)
        or cased.match(line.block.text)
        or any(rule.matches(line, known) for rule in made_of_words)
    )


class Asked:
    """The rules, each asked once of a line: a clean-up comes by each line four times and more."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known
        self._found: dict[int, Rule | None] = {}
        self._in_zone: dict[tuple[int, str, bool], Rule | None] = {}

    def in_zone(self, zone: str, line: Line, *, sure_only: bool) -> Rule | None:
        """Return the first rule, or the first sure one, that matches where the line stands in this zone."""
        key = line.index, zone, sure_only
        if key not in self._in_zone:
            is_known = line.index in self._found and self._found[line.index] is None
            rules = (_of_zone_alone if is_known else of_zone)(zone, sure_only=sure_only)
            self._in_zone[key] = first(rules, line, self._known)
        return self._in_zone[key]

    def anywhere(self, line: Line, *, sure_only: bool) -> Rule | None:
        """Return the first rule, or the first sure one, that matches wherever the line stands."""
        if line.index not in self._found:
            rules = of_zone("any", sure_only=False) if line.norm and _may_match(line, self._known) else ()
            self._found[line.index] = first(rules, line, self._known)
        found = self._found[line.index]
        if found is None or found.sure or not sure_only:
            return found
        return first(of_zone("any", sure_only=True), line, self._known)
