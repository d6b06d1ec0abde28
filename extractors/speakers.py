"""Who is meant by the words beside a verb of saying: a name, an office, a pronoun whose person is clear.

Names are the mentions of the text; where it has none of persons (no model speaks the language), words with capitals.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractors import names
from extractors.records import Mention
from extractors.speech import Speech

_CAPITALS = re.compile(
    r"[^\W\d_a-zß-ÿ][\w'’-]+(?:\s(?:(?:de|del|la|le|van|von|der|den|di|da|al|bin|el|zu)\s){0,2}[^\W\d_a-zß-ÿ][\w'’-]+)*"  # noqa: RUF001
)
_POSSESSIVE = re.compile(r"['’]s?(?!\w)")  # noqa: RUF001
_ASIDE = re.compile(r",[^;:]{1,120},\s*\Z|\s\([^()]{1,60}\)\s*\Z")
_LAST_WORD = re.compile(r"([\w'’-]+)\W*\Z")  # noqa: RUF001
_LONGEST_OFFICE = 7  # words: a spokeswoman for the ministry of the interior
_REACH = 100  # characters between a verb and the name behind it


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whoever says something: the words that name them, and their person or body."""

    words: str
    start: int
    mention: Mention | None
    score: float


@dataclass(frozen=True, slots=True)
class Name:
    """A span that names a person, or a body that can say something."""

    start: int
    end: int
    is_person: bool
    mention: Mention | None
    key: str


@dataclass(frozen=True)
class Names:
    """The names of a text outside of its quotations, in order, and what is known of who bears them."""

    text: str
    speech: Speech
    named: tuple[Name, ...]

    def before(self, start: int, end: int) -> Speaker | None:
        """Return the subject of a verb that follows text[start:end]: the clause before it."""
        end = self._without_adverbs(start, end)
        region = self.text[start:end]
        if (pronoun := self._pronoun(region)) is not None:
            return self._meant(pronoun, start)
        persons = [each for each in self._within(start, end) if each.is_person and self._is_subject(each, start)]
        if persons and (not (gap := self.text[persons[-1].end : end].strip()) or gap in {",", "and", ", who"}):
            return self._speaker(persons[-1])
        if persons and _ASIDE.match(self.text[persons[0].end : end]):
            return self._speaker(persons[0])
        opening, comma, _ = region.rpartition(",")
        first = "".join(opening.lower().split()[:1])
        if first in self.speech.prepositions | self.speech.linking:
            start += len(opening) + len(comma)  # In a statement, the company said
        if office := self._office(start, end):
            return office
        asided = _ASIDE.search(region)
        if asided and (named := self._office(start, start + asided.start())):
            return named
        is_sole = len(persons) == 1 and persons[0].mention is not None and self._goes_on(persons[0].end, end)
        return self._speaker(persons[0], 0.75) if is_sole else None

    def behind(self, start: int, end: int) -> Speaker | None:
        """Return the subject of a verb before text[start:end], as in: said the mayor, Ana Costa, in Lisbon."""
        region = self.text[start:end]
        if (pronoun := self._pronoun(region.partition(",")[0].strip())) is not None:
            return self._meant(pronoun, start)
        for each in self._within(start, min(end, start + _REACH)):
            before = self.text[start : each.start]
            if each.is_person and self._is_subject(each, start) and not re.search(r"[;:(]|,\s*\S", before):
                return self._speaker(each)
        ends = self._clause_end(start, end)
        return self._office(start, ends) if ends > start else None

    def others(self, speaker: Speaker, start: int, end: int) -> bool:
        """Say whether text[start:end] names another person than this one."""
        own = {each.key for each in self._within(speaker.start, speaker.start + len(speaker.words))}
        return any(each.is_person and each.key not in own for each in self._within(start, end))

    def _within(self, start: int, end: int) -> list[Name]:
        first = bisect_left(self.named, start, key=lambda each: each.start)
        last = bisect_left(self.named, end, key=lambda each: each.start)
        return [each for each in self.named[first:last] if each.end <= end]

    def _is_subject(self, name: Name, start: int) -> bool:
        """Tell a name that can be the subject from one that belongs to another: Morita's lawyer, a friend of Morita."""
        if _POSSESSIVE.match(self.text, name.end):
            return False
        last = _LAST_WORD.search(self.text[start : name.start])
        return last is None or "," in last.group() or last.group(1).lower() not in self.speech.prepositions

    def _speaker(self, name: Name, score: float = 0.95) -> Speaker:
        return Speaker(self.text[name.start : name.end], name.start, name.mention, score)

    def _pronoun(self, words: str) -> str | None:
        """Return the pronoun that these words end with, None where they end otherwise."""
        last = words.split()[-1:] or [""]
        return last[0].lower() if last[0].lower() in self.speech.genders else None

    def _meant(self, pronoun: str, at: int) -> Speaker | None:
        """Return whom he or she is, where only one person of this and the last paragraph can be."""
        gender = self.speech.genders[pronoun]
        if not gender:
            return None
        before = [each for each in self._within(self._previous(at), at) if each.is_person and each.mention]
        fitting = [each for each in before if self._genders.get(each.key, "") in {"", gender}]
        if not fitting or len({each.key for each in fitting}) > 1:
            return None
        found = fitting[-1]
        return Speaker(self.text[found.start : found.end], found.start, found.mention, 0.8)

    def _previous(self, at: int) -> int:
        """Return where the paragraph before this one starts."""
        end = self.text.rfind("\n", 0, at) + 1
        while end and self.text[end - 1].isspace():
            end -= 1
        return self.text.rfind("\n", 0, end) + 1

    @cached_property
    def _genders(self) -> dict[str, str]:
        """Return the gender of each person whose full name or title tells it."""
        found = {}
        for each in self.named:
            words = names.words(self.text[each.start : each.end]) if each.is_person else ()
            if len(words) > 1 and (gender := names.gender_of(words[0])):
                found[each.key] = gender
        return found

    def _without_adverbs(self, start: int, end: int) -> int:
        """Return where the clause ends before the words that may stand between subject and verb."""
        while (last := _LAST_WORD.search(self.text, start, end)) and (
            last.group(1).lower() in self.speech.adverbs or last.group(1).endswith("ly")
        ):
            end = last.start()
        return end

    def _goes_on(self, start: int, end: int) -> bool:
        """Say whether text[start:end] leads from a subject to another verb of its: Morita left the room and said."""
        return re.search(r"\b(?:and|und|et|y)\s*\Z", self.text[start:end]) is not None

    def _clause_end(self, start: int, end: int) -> int:
        """Return where an office behind a verb ends: said the minister in Lisbon."""
        stop = re.search(r"[,.;:()]|\s[\u2013\u2014-]\s", self.text[start:end])
        limit = start + stop.start() if stop else end
        stops = self.speech.linking | self.speech.adverbs | self.speech.prepositions - self.speech.belonging
        words = re.finditer(r"\w+", self.text[start:limit])
        return next((start + word.start() for word in words if word.group().lower() in stops), limit)

    def _office(self, start: int, end: int) -> Speaker | None:
        """Return text[start:end] as an office, or a body: a spokesman for the ministry, the Kremlin."""
        while start < end and not self.text[start].isalnum():
            start += 1
        if self.speech.linking.intersection(re.findall(r"\w+", self.text[start:end].lower())):
            return None
        end = self._without_place(start, end)
        named = [each for each in self._within(start, end) if each.end == end]
        if named and named[-1].is_person and self._is_subject(named[-1], start):
            return self._speaker(named[-1])
        words = re.findall(r"[\w'’.&-]+", self.text[start:end])  # noqa: RUF001
        is_plain = not re.search(r"[,;:()?!]", self.text[start:end])
        if not words or len(words) > _LONGEST_OFFICE or not is_plain:
            return None
        begins_well = words[0].lower() in self.speech.determiners or words[0][0].isupper() or words[0].endswith("s")
        if not begins_well or words[-1].lower() in self.speech.prepositions | self.speech.determiners:
            return None
        end = start + len(self.text[start:end].rstrip())
        return Speaker(self.text[start:end], start, self._body(start, end, words), 0.85)

    def _without_place(self, start: int, end: int) -> int:
        """Return where an office ends before what is no part of it: the mayor in his letter of Monday."""
        stops = self.speech.prepositions - self.speech.belonging
        words = list(re.finditer(r"\w+", self.text[start:end]))[1:]
        end = next((start + word.start() for word in words if word.group().lower() in stops), end)
        return start + len(self.text[start:end].rstrip())

    def _body(self, start: int, end: int, words: Sequence[str]) -> Mention | None:
        """Return the body that these words name, or for which somebody speaks."""
        named = [each for each in self._within(start, end) if not each.is_person]
        speaks = self.speech.spokespersons.intersection(word.lower() for word in words)
        if speaks:
            return named[0].mention if len(named) == 1 else None
        return named[-1].mention if named and named[-1].end == end and self._is_subject(named[-1], start) else None


def of(text: str, mentions: Iterable[Mention], speech: Speech, quoted: Sequence[tuple[int, int]]) -> Names:
    """Return the names of a text that stand outside of these spans."""
    named = [
        Name(m.start_char, m.end_char, m.type == "person", m, m.entity_id or m.surface)
        for m in mentions
        if m.part != "title" and m.type in {"person", "organization", "group", "place"}
    ]
    if not named:
        named = [
            Name(found.start(), found.end(), is_person=True, mention=None, key=found.group())
            for found in _CAPITALS.finditer(text)
            if " " in found.group()
        ]
    starts = [start for start, _ in quoted]
    outside = [each for each in named if not _is_quoted(each, starts, quoted)]
    return Names(text, speech, tuple(sorted(outside, key=lambda each: each.start)))


def _is_quoted(name: Name, starts: Sequence[int], quoted: Sequence[tuple[int, int]]) -> bool:
    """Say whether a name stands within one of these spans, which are in order."""
    place = bisect_right(starts, name.start) - 1
    return place >= 0 and name.start < quoted[place][1]
