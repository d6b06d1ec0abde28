"""Pages that stand where an article should be: bot, login, consent walls, pages that say there is nothing.

Four things can speak for a wall: the page's name (its title or heading is "Access denied" and no more), its text (a
sentence that only such pages say), its marks (what a wall's own HTML contains) and that hardly any other prose is
there. No phrase convicts alone: an article about cookies says "we use cookies", and most news pages carry the marks of
a consent service. So each pair of witnesses has a limit of other prose, in words, above which the page is an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from extractors import rendering, wall_phrases, words
from extractors.records import Block, Outcome, Rejection
from extractors.rendering import Run
from extractors.wall_phrases import Phrases

_ENOUGH = 150  # words of an article's text from which on only a page's name casts doubt
_ENOUGH_CHARS = 12 * _ENOUGH  # as many in any language
_MOST = 1500  # words of a page that are looked at; no wall has as many
_MOST_CHARS = 10_000  # of one run of text; the rest counts as prose
_PROSE = 8  # words from which on a run of the page is prose; shorter ones are buttons and labels
_LABEL = 3  # the same for a block that was taken for the article: tables and verse have short lines
_CARD = 40  # words of a teaser under its linked headline, at most
_SHORTEST = 15  # words of an article; what has fewer is not stored in any case
_LIMITS = {  # words of other prose that a wall may have, by who speaks for it
    frozenset({"name", "text", "marks"}): 200,
    frozenset({"name", "text"}): 120,
    frozenset({"name", "marks"}): 30,
    frozenset({"text", "marks"}): _SHORTEST,
    frozenset({"text"}): _SHORTEST,
    frozenset({"name"}): _SHORTEST,
}
OUTCOMES = {
    "directory": (Outcome.NO_TEXT, "a directory listing, not an article"),
    "parked": (Outcome.SOFT_404, "a parked domain"),
    "bot_wall": (Outcome.WALL, "a bot wall"),
    "consent_wall": (Outcome.WALL, "a consent wall"),
    "subscription_wall": (Outcome.WALL, "a subscription wall"),
    "login_wall": (Outcome.WALL, "a login wall"),
    "region_wall": (Outcome.WALL, "a regional wall"),
    "age_wall": (Outcome.WALL, "an age check"),
    "adblock_wall": (Outcome.WALL, "an ad-blocker wall"),
    "script_wall": (Outcome.WALL, "a page that shows nothing without JavaScript"),
    "maintenance": (Outcome.SOFT_404, "a maintenance page"),
    "error": (Outcome.SOFT_404, "an error page"),
    "not_found": (Outcome.SOFT_404, "a page that says it was not found"),
    "search_page": (Outcome.NO_TEXT, "a search page, not an article"),
}
_SEPARATORS = re.compile(r"\s+[-–—·•:|»«/]+\s+|\s*[|»«]\s*|:\s+")  # noqa: RUF001  dashes as titles have them
_SENTENCES = re.compile(r"(?<=[.!?…])[\"”»)]*\s+|(?<=[。！？])|\n")  # noqa: RUF001  full-width marks are meant
_QUOTED = re.compile(r"[“„«\"][^“„«»”\"]{3,300}[”“»\"]")
_NOSCRIPT = re.compile(r"<noscript[^>]{0,200}>([^<]{0,500}(?:<(?!/noscript)[^<]{0,500}){0,20})", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence; `claim` is what it says itself, without what it quotes, folded; `is_prose`: not of a label."""

    claim: str
    count: int
    is_prose: bool


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What is known of a page.

    `titles` and `headings`, folded; `shown` and `read` are the sentences on it and those taken for its article.
    """

    titles: frozenset[str]
    headings: frozenset[str]
    shown: Sequence[_Sentence]
    read: Sequence[_Sentence]
    html: str
    is_stated: bool


@dataclass(frozen=True, slots=True)
class _Verdict:
    kind: str
    witnesses: frozenset[str]
    said: int
    service: str


def found(html: str, tree: HtmlElement, kept: Sequence[Block], *, is_stated: bool) -> Rejection | None:
    """Return which wall a page is, None for an article.

    `html` is the page as text, `tree` what is left of it once `content.read` took out what has no text, `kept` the
    blocks of its article; `is_stated` says that the page calls itself an article (JSON-LD, a date of publication).
    Outcomes: WALL, SOFT_404, and NO_TEXT for directory listings and search pages.
    """
    titles = _names(one.text_content() for one in islice(tree.iter("title"), 1))
    headings = _names(one.text_content() for one in islice(tree.iter("h1"), 3))
    if _is_long(kept) and not wall_phrases.is_named([*titles, *headings]):
        return None
    runs = rendering.of(tree).runs
    first = next((run.text for run in runs if rendering.kind(run.element) == "heading"), runs[0].text if runs else "")
    unlinked = list(_unlinked(runs))
    shown = list(_sentences(unlinked))
    if not any(sentence.is_prose for sentence in shown):
        shown += _sentences((_TAGS.sub(" ", one[1]), False) for one in islice(_NOSCRIPT.finditer(html), 3))
    teasers = {text for text, is_teaser in unlinked if is_teaser}
    read = list(_sentences(((block.text, block.text in teasers) for block in kept), _LABEL))
    return _decided(_Evidence(titles, headings | _names([first]), shown, read, html, is_stated))


def found_in_text(text: str) -> Rejection | None:
    """Return which wall a text without markup is, None for an article; its first line is its name."""
    if len(text) > _ENOUGH_CHARS or words.count(text) >= _ENOUGH:
        return None
    lines = [line for line in text.splitlines() if line.strip()]
    sentences = list(_sentences((line, False) for line in lines))
    return _decided(_Evidence(_names(lines[:1]), frozenset(), sentences, sentences, "", is_stated=False))


def _is_long(kept: Sequence[Block]) -> bool:
    return (
        sum(len(block.text) for block in kept) >= _ENOUGH_CHARS
        or sum(words.count(block.text) for block in kept) >= _ENOUGH
    )


def _names(lines: Iterable[str]) -> frozenset[str]:
    """Return lines folded, each as a whole and in its parts: a title has the site's name in one of them."""
    short = [" ".join(line.split())[:300] for line in lines]
    parts = (part for line in short for part in (line, *_SEPARATORS.split(line)))
    return frozenset(wall_phrases.folded(part) for part in parts if part.strip())


def _unlinked(runs: Sequence[Run]) -> Iterator[tuple[str, bool]]:
    """Yield the texts of runs that are no links, and whether each is a teaser: a short text under a linked headline."""
    after_link = False
    for run in runs:
        is_link = 2 * run.linked > run.length
        if not is_link:
            yield run.text, after_link and words.count(run.text) <= _CARD
        after_link = is_link


def _sentences(texts: Iterable[tuple[str, bool]], least: int = _PROSE) -> Iterator[_Sentence]:
    """Yield the sentences of texts, each with whether it is a teaser; a text of `least` words is prose."""
    seen = 0
    for text, is_teaser in texts:
        length = words.count(text)
        for one in _SENTENCES.split(text[:_MOST_CHARS]):
            if count := words.count(one):
                yield _Sentence(wall_phrases.folded(_QUOTED.sub(" ", one)), count, length >= least and not is_teaser)
        if len(text) > _MOST_CHARS:
            yield _Sentence(" ", _MOST, is_prose=True)
        seen += length
        if seen > _MOST:
            return


def _decided(evidence: _Evidence) -> Rejection | None:
    text = "".join(sentence.claim for sentence in (*evidence.shown, *evidence.read))
    judged = (_verdict(kind, phrases, text, evidence) for kind, phrases in wall_phrases.table().items())
    best = max(filter(None, judged), key=lambda verdict: (len(verdict.witnesses), verdict.said), default=None)
    if best is None:
        return None
    outcome, reason = OUTCOMES[best.kind]
    return Rejection(outcome=outcome, reason=f"{reason} ({best.service})" if best.service else reason)


def _verdict(kind: str, phrases: Phrases, text: str, evidence: _Evidence) -> _Verdict | None:
    """Return who speaks for a kind of wall, None where too much speaks against it."""
    says = wall_phrases.those_in(phrases.says, text)
    titles = set(filter(phrases.is_name, evidence.titles))
    headings = set(filter(phrases.is_name, evidence.headings))
    said = sum(one.count for one in evidence.shown if one.claim not in titles | headings and _says(says, one))
    if not titles and not headings and not said:
        return None
    marks = [service for mark, service in phrases.marks if mark in evidence.html]
    # An article's title and heading are one headline; a page that bears two names of a wall is marked as one, too.
    is_marked = bool(marks) or bool(titles and headings and titles.isdisjoint(headings))
    spoken = {"name": bool(titles or headings), "text": said > 0, "marks": is_marked}
    witnesses = frozenset(name for name, speaks in spoken.items() if speaks)
    explained = [*says, *wall_phrases.those_in(phrases.words, text)] if said else []
    names = evidence.titles | evidence.headings
    other = max(_unexplained(sentences, names, explained) for sentences in (evidence.shown, evidence.read))
    if kind == "directory" and marks and not evidence.is_stated:
        other = 0  # its prose are its lines, names and dates of files
    if not _is_enough(witnesses, said, other, evidence):
        return None
    return _Verdict(kind, witnesses, said, next(filter(None, marks), ""))


def _is_enough(witnesses: frozenset[str], said: int, other: int, evidence: _Evidence) -> bool:
    limit = min(_LIMITS[witnesses], _SHORTEST) if evidence.is_stated else _LIMITS[witnesses]
    if other >= limit:
        return False
    if "name" not in witnesses:
        return 2 * said >= sum(one.count for one in evidence.shown) or "marks" in witnesses
    if len(witnesses) == 1:
        return not evidence.is_stated
    return other < _LIMITS[frozenset({"name", "marks"})] or 2 * said >= other


def _unexplained(sentences: Sequence[_Sentence], names: frozenset[str], explained: Sequence[tuple[str, ...]]) -> int:
    """Return the words of prose that neither repeat the page's name nor belong to such a page."""
    prose = (one for one in sentences if one.is_prose and one.claim not in names)
    return sum(one.count for one in prose if not _says(explained, one))


def _says(phrases: Sequence[tuple[str, ...]], sentence: _Sentence) -> bool:
    return any(wall_phrases.stands_in(phrase, sentence.claim) for phrase in phrases)
