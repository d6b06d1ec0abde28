"""Who says each quotation of a text: what stands behind it, before it, or who said the one that it goes on from.

Behind: "…," Costa said; "…", sagte Costa. Before: Costa said: "…"; According to Costa, the trial was "…". Going on: the
next sentence in marks of the same paragraph, and a next paragraph that is nothing but a quotation, as newspapers print
them. What is not said clearly stays open: a wrong speaker is worse than none (the order of what is tried, and the
scores, are ours; the forms are those that Pareti, 2012, "A Database of Attribution Relations", counts most often).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors import sentences
from extractors.quotations import Quotation
from extractors.speakers import Names, Speaker
from extractors.speech import Speech

_REACH = 200  # characters beside a quotation in which its speaker is looked for
_BETWEEN = 120  # at most so many from the verb to a quotation behind it
_UNCLEAR = 0.7  # said by somebody, but it is not clear by whom
_BESIDE = 40  # from the verb of an office to words within its sentence
_ENDED = ".。"
_LEADING = re.compile(r"[\s,–—-]*")  # noqa: RUF001
_DIRECT = re.compile(r"[:,]\s*\Z|:\s*\n\s*\Z")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says a quotation, None where that is not clear, and with which verb."""

    speaker: Speaker | None
    verb: str | None
    score: float
    is_direct: bool  # speech, rather than words within a writer's sentence
    ends: int  # where the words that say so end, or the quotation


def of(text: str, speech: Speech, names: Names, quotations: Sequence[Quotation]) -> list[Attribution | None]:
    """Return the attribution of each quotation of a text, in order; None where nothing says that somebody said it."""
    found: list[Attribution | None] = []
    for place, quotation in enumerate(quotations):
        before = quotations[place - 1].closed_at if place else 0
        after = quotations[place + 1].opened_at if place + 1 < len(quotations) else len(text)
        found.append(
            _behind(text, speech, names, quotation, after)
            or _ahead(text, speech, names, quotation, before)
            or (_going_on(text, names, quotation, quotations[place - 1], found[-1]) if place else None)
        )
    return found


def _behind(text: str, speech: Speech, names: Names, quotation: Quotation, limit: int) -> Attribution | None:
    start = quotation.closed_at
    line = text.find("\n", start)
    end = min(limit, start + _REACH, len(text) if line < 0 else line)
    tail = text[start:end]
    first = sentences.split(tail)[:1]
    end = start + first[0][1] if first else start
    begins = start + len(_LEADING.match(tail).group())  # type: ignore[union-attr]  # it matches nothing too
    if _is_new(text, speech, begins, quotation) or (text[quotation.end - 1] in _ENDED and tail[:1] != ","):
        return None
    if source := speech.source.match(text, begins, end):
        return _attribution(names.behind(source.end(), end), source.group().strip(), end, is_direct=True)
    verb = speech.verb.search(text, begins, end)
    if verb is None:
        return None
    if verb.start() == begins:
        return _attribution(names.behind(verb.end(), end), verb.group(), end, is_direct=True)
    if _is_heard(text, speech, begins, verb.start()):
        return Attribution(None, None, _UNCLEAR, is_direct=True, ends=end)
    speaker = names.before(begins, verb.start())
    return (
        _attribution(speaker, verb.group(), end, is_direct=True)
        if speaker or _is_pronoun(text, speech, begins, verb)
        else None
    )


def _ahead(text: str, speech: Speech, names: Names, quotation: Quotation, limit: int) -> Attribution | None:
    start, end = _clause(text, quotation, limit)
    if start >= end:
        return None
    is_direct = _DIRECT.search(text[start : quotation.opened_at]) is not None
    score = 0.95 if is_direct else 0.8
    comma = text.find(",", start, end)
    if (source := speech.source.match(text, start, end)) and (comma > 0 or speech.is_inverted):
        speaker = names.behind(source.end(), comma if comma > 0 else end)
        return _attribution(speaker, source.group().strip(), quotation.closed_at, is_direct=is_direct, most=score)
    verbs = list(speech.verb.finditer(text, start, end))
    if not verbs or quotation.opened_at - verbs[-1].end() > _BETWEEN:
        return None
    verb = verbs[-1]
    if _is_heard(text, speech, start, verb.start()):
        return Attribution(None, None, _UNCLEAR, is_direct=is_direct, ends=quotation.closed_at)
    speaker = names.before(start, verb.start())
    if speaker is None and speech.is_inverted:
        speaker = names.behind(verb.end(), end)
    if speaker and not speaker.mention and not is_direct and quotation.opened_at - verb.end() > _BESIDE:
        speaker = None  # a video posted on social media showed a sign that read "…"
    return _attribution(speaker, verb.group(), quotation.closed_at, is_direct=is_direct, most=score)


def _clause(text: str, quotation: Quotation, limit: int) -> tuple[int, int]:
    """Return the sentence that leads to a quotation, of the line before where that ends with a colon."""
    line = text.rfind("\n", 0, quotation.opened_at) + 1
    if not text[line : quotation.opened_at].strip() and line:
        line = text.rfind("\n", 0, _content_end(text, line)) + 1
        if text[_content_end(text, quotation.opened_at) - 1] != ":":
            return 0, 0
    start = max(line, limit, quotation.opened_at - 2 * _REACH)
    end = _content_end(text, quotation.opened_at)
    found = sentences.split(text[start : quotation.opened_at])
    return (start + found[-1][0], end) if found and not _is_ended(text[start + found[-1][0] : end]) else (0, 0)


def _content_end(text: str, end: int) -> int:
    while end and text[end - 1].isspace():
        end -= 1
    return end


def _is_ended(clause: str) -> bool:
    return clause.rstrip()[-1:] in ".!?…"


def _is_heard(text: str, speech: Speech, start: int, verb: int) -> bool:
    """Tell was told, or when asked, from told and asked."""
    words = text[start:verb].lower().split()
    return not speech.passive.isdisjoint(words[-2:]) or not speech.subordinate.isdisjoint(words[-1:])


def _is_new(text: str, speech: Speech, start: int, quotation: Quotation) -> bool:
    """Tell a sentence of its own behind a question: asked “…?” The minister said no."""
    word = re.compile(r"\w+").match(text, start)
    if word and word.group()[0].isupper() and word.group().lower() in speech.determiners | speech.genders.keys():
        return True
    ahead = text[max(0, quotation.opened_at - 3) : quotation.opened_at]
    return text[quotation.end - 1] in "?!" and ahead.rstrip()[-1:] in {",", ":"}


def _is_pronoun(text: str, speech: Speech, start: int, verb: re.Match[str]) -> bool:
    words = text[start : verb.start()].lower().split()
    return bool(words) and words[-1] in speech.genders


def _going_on(
    text: str, names: Names, quotation: Quotation, last: Quotation, said: Attribution | None
) -> Attribution | None:
    if said is None or said.speaker is None or not said.is_direct:
        return None
    between = text[last.closed_at : quotation.opened_at]
    is_next = "\n" in between
    ended = max(said.ends, last.closed_at)
    rest = text[ended : quotation.opened_at].strip()
    line = text.find("\n", quotation.closed_at)
    is_alone = not text[quotation.closed_at : len(text) if line < 0 else line].strip()
    if rest or (is_next and not is_alone) or names.others(said.speaker, last.closed_at, quotation.opened_at):
        return None
    score = min(said.score, 0.6 if is_next else 0.8)
    return Attribution(said.speaker, None, score, is_direct=True, ends=quotation.closed_at)


def _attribution(speaker: Speaker | None, verb: str, ends: int, *, is_direct: bool, most: float = 1.0) -> Attribution:
    return Attribution(speaker, verb, min(most, speaker.score if speaker else _UNCLEAR), is_direct, ends)
