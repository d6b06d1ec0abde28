"""Text -> the occurrences of phrases that could be key: runs of words with names kept whole.

Punctuation, stop words and words that say nothing alone part the runs (as in RAKE: Rose et al., "Automatic keyword
extraction from individual documents", 2010); small words such as "of" may stand inside one. Neighbouring capitalised
words are one name and are never taken apart, except in a headline that capitalises every word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from extractors import phrase_words
from extractors.phrase_words import Lexicon, Token

_PARAGRAPH_END = re.compile(r"(?<=\n)(?=\n)")  # where there are blank lines, a single line end may be mere wrapping
_MAX_WORDS = 4  # of a phrase, links not counted; a longer name is kept
_MAX_NAME = 10  # words of a name, small ones counted; more are a list
_MAX_LINKS = 2  # side by side: a link and an article, as in "de la"
_LONG = 4  # letters of a longer word
_TITLE_CASE_SHARE = 0.75  # of the longer words with a capital, from which on capitals say nothing


class Phrase(NamedTuple):
    """One occurrence of a phrase."""

    key: tuple[str, ...]  # the stems of its words, links left out
    start: int  # characters from the beginning of the text
    end: int
    is_name: bool  # all its words have a capital where their place does not demand one
    determined: bool  # an article or the like stands before it, in a language that gives none to surnames
    is_noun: bool  # its last word has a capital, in a language that gives one to each noun


_phrase = partial(tuple.__new__, Phrase)  # a third of the CPU of calling the class; there are 1,000 in an article


class _Unit(NamedTuple):
    """A word, a link, or a name of several tokens."""

    start: int
    end: int
    stems: tuple[str, ...]
    capital: bool  # of the last word
    determined: bool
    link: bool
    name: bool


def occurrences(text: str, words: Lexicon, start: int = 0) -> Iterator[Phrase]:
    """Yield each run of words within a clause, and each part of it that begins and ends with a word or name.

    `start` is the place of the text's first character.
    """
    for paragraph in _PARAGRAPH_END.split(text) if "\n\n" in text else text.splitlines(keepends=True):
        found = list(phrase_words.tokens(paragraph, start, words))
        capitals_tell = not _is_title_case(found, words)
        for run in _runs(found, words, capitals_tell=capitals_tell):
            yield from _phrases(run)
        start += len(paragraph)


def _is_title_case(tokens: list[Token], words: Lexicon) -> bool:
    long = [token for token in tokens if len(token.low) >= _LONG and not token.opens]
    return not words.capitalised_nouns and sum(t.capital for t in long) > _TITLE_CASE_SHARE * len(long)


def _runs(tokens: list[Token], words: Lexicon, *, capitals_tell: bool) -> Iterator[list[_Unit]]:
    """Yield the longest sequences of words, names and links that nothing parts."""
    run: list[_Unit] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end = _name_end(tokens, place, words) if capitals_tell and token.capital else place + 1
        parted = True
        if end > place + 1 or not token.parts:
            run.append(_unit(tokens[place:end], words, is_name=capitals_tell and token.capital and not token.opens))
            parted = _introduces(tokens, end - 1, words)
        elif token.low in words.links or (run and run[-1].link and token.low in words.articles):
            run.append(_Unit(token.start, token.end, (), False, token.determined, True, False))  # noqa: FBT003
            parted = _introduces(tokens, place, words)
        if parted and run:
            yield run
            run = []
        place = end
    if run:
        yield run


def _unit(tokens: list[Token], words: Lexicon, *, is_name: bool) -> _Unit:
    told = [token for token in tokens if not token.parts or token.low in words.name_words]
    stems, first = tuple([token.stem for token in told]), tokens[0]
    capital = bool(told) and told[-1].capital
    return _Unit(first.start, tokens[-1].end, stems, capital, first.determined, link=False, name=is_name)


def _name_end(tokens: list[Token], place: int, words: Lexicon) -> int:
    """Return the index after the longest name that begins here, or after one token where none does."""
    end = place + 1
    if not _is_capital_word(tokens[place], words):  # as most are
        return end
    for i in range(place, min(len(tokens), place + _MAX_NAME)):
        if _is_capital_word(tokens[i], words) and (i == place or not tokens[i].opens):
            end = i + 1
            if _introduces(tokens, i, words):
                break
        elif (
            i == place
            or i - end >= _MAX_LINKS
            or tokens[i].low not in (words.articles if i > end else words.name_links)
        ):
            break
    return end


def _is_capital_word(token: Token, words: Lexicon) -> bool:
    return token.capital and (not token.parts or token.low in words.name_words)


def _introduces(tokens: list[Token], place: int, words: Lexicon) -> bool:
    """Whether a title ends here (President, Secretary of State) and a name of two words follows."""
    before = tokens[place - 2].low if place > 1 and tokens[place - 1].low in words.name_links else ""
    if tokens[place].low not in words.titles and before not in words.titles:
        return False
    follow = tokens[place + 1 : place + 3]
    return len(follow) == 2 and all(token.capital and not token.parts for token in follow)  # noqa: PLR2004  given name, surname


def _phrases(run: list[_Unit]) -> Iterator[Phrase]:
    for first, opening in enumerate(run):
        if opening.link:
            continue
        key: tuple[str, ...] = ()
        noun, links = False, 0  # links side by side at its end
        for closing in run[first:]:
            links = links + 1 if closing.link else 0
            if closing.stems:
                key, noun = key + closing.stems, closing.capital
            if closing is not opening and (len(key) > _MAX_WORDS or links > _MAX_LINKS):
                break
            if not links and key:
                is_name = closing is opening and opening.name
                yield _phrase((key, opening.start, closing.end, is_name, opening.determined, noun))
