"""Searching the published warehouse: what is typed -> what is looked for, and what was found as people read it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from typing import NamedTuple

import duckdb

from extractors import features
from flows import results
from flows.errors import NothingFound, WrongUse
from flows.settings import Settings
from warehouse import database, fulltext, search
from warehouse.lakes import Location
from warehouse.search import Hit, Words

_PHRASE = re.compile(r'"([^"]+)"')
_PREFIX = re.compile(r"(\w{2,})\*")
_WITH_INDEX = "ranked by BM25 over a full-text index of titles and texts"
_AROUND = 60  # characters shown on each side of a word that was found


class _Wanted(NamedTuple):
    since: datetime | None
    sources: Sequence[str]
    most: int
    may_index: bool  # make the full-text index, however large


def find(  # noqa: PLR0913  the command's options
    settings: Settings,
    typed: str | None,
    like: str | None,
    *,
    since: datetime | None,
    sources: Sequence[str],
    most: int,
    index: bool = False,
) -> tuple[list[Hit], str]:
    """Return what was found, and how it was ranked in one line.

    Raises:
        WrongUse: nothing to search for, or two things.
        NothingFound: there is no article with the id to compare with.
    """
    if (typed is None) == (like is None):
        message = "give words to search for, or --like ARTICLE_ID, one of them"
        raise WrongUse(message)
    with closing(database.open_published(settings.published)) as db:
        if like is None:
            return _by_words(db, settings.published, parsed(typed or ""), _Wanted(since, sources, most, index))
        search.choose(db, since=since, source_ids=sources)
        known = search.terms(db, like)
        if known is None:
            message = f"no article {like!r}; `newsduck search WORDS` shows ids"
            raise NothingFound(message)
        of_article, dimensions = known
        if dimensions:
            return search.like(db, like, dimensions, most), "ranked by the cosine of their leads' embeddings"
        found = search.ranked(db, Words(terms=of_article), most, but=like, is_recent=since is not None)
        return found, "ranked by common words (BM25): no model speaks the article's language"


def _by_words(
    db: duckdb.DuckDBPyConnection, published: Location, words: Words, wanted: _Wanted
) -> tuple[list[Hit], str]:
    missing = _missing(db, published, words, wanted)
    if missing is None:
        looked_at = search.WITH_PHRASES if words.phrases else wanted.most
        hits = fulltext.ranked(published, words, looked_at, since=wanted.since, source_ids=wanted.sources)
        return _said(search.given(db, hits, words, wanted.most), words, _WITH_INDEX)
    search.choose(db, since=wanted.since, source_ids=wanted.sources)
    found = search.ranked(db, words, wanted.most, is_recent=wanted.since is not None)
    return _said(found, words, f"ranked by BM25 over the stored terms ({missing})")


def _missing(db: duckdb.DuckDBPyConnection, published: Location, words: Words, wanted: _Wanted) -> str | None:
    """Return why there is no full-text index to use, None where there is one; a small one is made here and now."""
    if not fulltext.is_installed():
        return "the extra `search` is not installed, so there is no full-text index"
    if words.prefixes or not words.terms:
        return "the full-text index knows no beginnings of words"
    if fulltext.is_current(published):
        return None
    articles = search.articles(db)
    if articles > fulltext.AT_ONCE and not wanted.may_index:
        return "there is no full-text index of the present state; --index makes it"
    sys.stderr.write(f"making a full-text index of {articles} articles\n")
    fulltext.make(published)
    return None


def parsed(typed: str) -> Words:
    """Return what the words mean: "a phrase" in quotation marks, beginnings with a star (sanction*), and words.

    Raises:
        WrongUse: none of the words tells anything.
    """
    prefixes = tuple(found.casefold() for found in _PREFIX.findall(typed))
    phrases = tuple(" ".join(found.lower().split()) for found in _PHRASE.findall(typed))
    terms = tuple(features.terms("", _PREFIX.sub(" ", typed), "en"))
    if not terms and not prefixes:
        message = f"{typed!r} has no word that tells articles apart; give a rarer one"
        raise WrongUse(message)
    return Words(terms=terms, prefixes=prefixes, phrases=phrases)


def show(hits: Sequence[Hit], said: str, words: Words | None, *, as_json: bool) -> None:
    """Print what was found, as a table with a line of each text, or as JSON."""
    if as_json:
        rows = [{**_row(hit), "excerpt": excerpt(hit.text, words)} for hit in hits]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
        return
    if hits:
        names = ("score", "published", "source", "title", "article_id")
        results.table(
            names,
            [(hit.score, hit.dated_at.date().isoformat(), hit.source_id, hit.title, hit.article_id) for hit in hits],
        )
    sys.stderr.write(f"{said}\n")


def excerpt(text: str, words: Words | None) -> str:
    """Return the surroundings of the first word that is found in a text, else how it begins."""
    looked_for = [*words.phrases, *words.terms, *words.prefixes] if words else []
    lower = text.lower()
    places = sorted(place for place in (lower.find(each) for each in looked_for) if place >= 0)
    start = max(0, places[0] - _AROUND) if places else 0
    piece = " ".join(text[start : start + 3 * _AROUND].split())
    return f"{'…' if start else ''}{piece}{'…' if start + 3 * _AROUND < len(text) else ''}"


def _said(found: list[Hit], words: Words, how: str) -> tuple[list[Hit], str]:
    if not found:
        return found, f"no article has these words; {how}"
    return found, how if found[0].matched == len(words) else f"no article has all the words, these have some; {how}"


def _row(hit: Hit) -> dict[str, object]:
    return {
        "score": round(hit.score, 4),
        "article_id": hit.article_id,
        "published_at": hit.dated_at.isoformat(),
        "source_id": hit.source_id,
        "title": hit.title,
        "story_id": hit.story_id,
    }
