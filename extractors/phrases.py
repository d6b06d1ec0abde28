"""Text -> the occurrences of phrases that could be key: runs of words with names kept whole.

Punctuation, stop words and words that say nothing alone part the runs (as in RAKE: Rose et al., "Automatic keyword
extraction from individual documents", 2010); small words such as "of" may stand inside one. Neighbouring capitalised
words are one name and are never taken apart, except in a headline that capitalises every word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    surface: str
    start: int  # characters from the beginning of the text
    is_name: bool  # all its words have a capital where their place does not demand one
    determined: bool  # an article or the like stands before it, in a language that gives none to surnames
    is_noun: bool  # its last word has a capital, in a language that gives one to each noun


class _Unit(NamedTuple):
    tokens: tuple[Token, ...]  # several of a name
    link: bool
    name: bool


def occurrences(text: str, words: Lexicon) -> Iterator[Phrase]:
    """Yield each run of words within a clause, and each part of it that begins and ends with a word or name."""
    start = 0
    for paragraph in _PARAGRAPH_END.split(text) if "\n\n" in text else text.splitlines(keepends=True):
        found = list(phrase_words.tokens(paragraph, start, words))
        capitals_tell = not _is_title_case(found, words)
        for run in _runs(found, words, capitals_tell=capitals_tell):
            yield from _phrases(run, text, words)
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
        end = _name_end(tokens, place, words) if capitals_tell else place + 1
        parted = _introduces(tokens, end - 1, words)
        if end > place + 1 or not token.parts:
            is_name = capitals_tell and token.capital and not token.opens
            run.append(_Unit(tuple(tokens[place:end]), link=False, name=is_name))
        elif token.low in words.links or (run and run[-1].link and token.low in words.articles):
            run.append(_Unit((token,), link=True, name=False))
        else:
            parted = True
        if parted and run:
            yield run
            run = []
        place = end
    if run:
        yield run


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


def _phrases(run: list[_Unit], text: str, words: Lexicon) -> Iterator[Phrase]:
    told = [[t for t in unit.tokens if not unit.link and (not t.parts or t.low in words.name_words)] for unit in run]
    stems = [tuple([words.stem(token.low) for token in tokens]) for tokens in told]
    for first, opening in enumerate(run):
        if opening.link:
            continue
        key: tuple[str, ...] = ()
        noun, links = False, 0  # links side by side at its end
        for last in range(first, len(run)):
            links = links + 1 if run[last].link else 0
            if told[last]:
                key, noun = key + stems[last], told[last][-1].capital
            if first != last and (len(key) > _MAX_WORDS or links > _MAX_LINKS):
                break
            if not links and key:
                yield _phrase(opening, run[last], key, text, is_noun=noun)


def _phrase(opening: _Unit, closing: _Unit, key: tuple[str, ...], text: str, *, is_noun: bool) -> Phrase:
    begin, end = opening.tokens[0], closing.tokens[-1].end
    return Phrase(
        key=key,
        surface=" ".join(text[begin.start : end].split()),
        start=begin.start,
        is_name=opening is closing and opening.name,
        determined=begin.determined,
        is_noun=is_noun,
    )
