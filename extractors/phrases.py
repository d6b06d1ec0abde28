"""Text -> the occurrences of phrases that could be key: runs of words with names kept whole.

Punctuation, stop words and words that say nothing alone part the runs (as in RAKE: Rose et al., "Automatic keyword
extraction from individual documents", 2010); small words such as "of" may stand inside one. Neighbouring capitalised
words are one name and are never taken apart, except in a headline that capitalises every word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from extractors import stop_words
from extractors.words import is_unspaced

_TOKEN = re.compile(  # U.S., the F. of John F. Kennedy, &, words with what ties them together, symbols
    r"(?:[^\W\d_]\.){2,}|\b[A-Z]\.(?=\s[A-Z])|&(?=\s)|[^\W_]+(?:(?:['\u2019\-\u2010\u2011&]|\.(?![A-Z]))[^\W_]+)*|[^\w\s]"
)
_PARAGRAPH_END = re.compile(r"(?<=\n)(?=\n)")  # where there are blank lines, a single line end may be mere wrapping
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_OPENING = re.compile(r"[.!?:;\u2022\u2013\u2014]|-(?=\s)|[\"\u201c-\u201e\u00ab\u00bb(](?=\S)")  # of a clause
_MAX_WORDS = 4  # of a phrase, links not counted; a longer name is kept
_MAX_NAME = 10  # words of a name, small ones counted; more are a list
_MAX_LINKS = 2  # side by side: a link and an article, as in "de la"
_LEAST_STEM = 3  # letters that an ending must leave
_LEAST_STOP = 4  # letters of a word, in languages whose stop words nobody listed: most of those are shorter
_TITLE_CASE_SHARE = 0.75  # of the longer words with a capital, from which on capitals say nothing


class Phrase(NamedTuple):
    """One occurrence of a phrase."""

    key: tuple[str, ...]  # the stems of its words, links left out
    surface: str
    start: int  # characters from the beginning of the text
    is_name: bool  # all its words have a capital where their place does not demand one
    determined: bool  # an article or the like stands before it, in a language that gives none to surnames
    is_noun: bool  # its last word has a capital, in a language that gives one to each noun


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What a language's small words and endings are."""

    stops: frozenset[str] | None
    empty: frozenset[str]
    links: frozenset[str]
    name_links: frozenset[str]
    articles: frozenset[str]
    name_words: frozenset[str]
    vague: frozenset[str]
    titles: frozenset[str]
    determiners: frozenset[str] = frozenset()
    weak_endings: tuple[str, ...]
    endings: tuple[str, ...]
    elisions: frozenset[str]
    capitalised_nouns: bool

    def is_title(self, stem: str) -> bool:
        """Whether this is the stem of a title."""
        return any(stem == self.stem(title) for title in self.titles if title.startswith(stem))

    def stem(self, word: str) -> str:
        """Return a word, lower case, without its ending."""
        for ending in self.endings:
            if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM and not word.endswith("ss"):
                return word.removesuffix(ending)
        return word

    def stands_alone(self, word: str) -> bool:
        """Whether this word, lower case, can be a phrase without another one."""
        return word not in self.vague and word not in self.titles and not word.endswith(self.weak_endings)

    def parts(self, word: str) -> bool:
        """Whether this word, lower case, parts phrases from each other."""
        if self.stops is None:
            return len(word) < _LEAST_STOP or word in self.empty
        return len(word) == 1 or word in self.stops or word in self.empty


class _Token(NamedTuple):
    start: int
    end: int
    low: str
    capital: bool = False  # written with one
    opens: bool = False  # a sentence or clause, where a capital says less
    parts: bool = True  # phrases from each other: a symbol, a number, a stop word
    determined: bool = False


class _Unit(NamedTuple):
    tokens: tuple[_Token, ...]  # several of a name
    link: bool
    name: bool


@cache
def lexicon(language: str | None) -> Lexicon:
    """Return the lexicon of a language (ISO 639-1); of an unlisted one, a lexicon of what many share."""
    code = (language or "")[:2].lower()
    table = tomllib.loads(resources.files("extractors.data").joinpath("keyphrases.toml").read_text("utf-8"))
    entry: dict[str, Any] = table.get(code, table["other"])
    words = {key: frozenset(text.split()) for key, text in entry.items() if isinstance(text, str)}
    return Lexicon(
        stops=stop_words.of(code) if code.isalpha() else None,
        **words,
        weak_endings=tuple(entry["weak_endings"]),
        endings=tuple(entry["endings"]),
        elisions=frozenset(entry["elisions"]),
        capitalised_nouns=entry.get("capitalised_nouns", False),
    )


def occurrences(text: str, words: Lexicon) -> Iterator[Phrase]:
    """Yield each run of words within a clause, and each part of it that begins and ends with a word or name."""
    start = 0
    for paragraph in _PARAGRAPH_END.split(text) if "\n\n" in text else text.splitlines(keepends=True):
        tokens = list(_tokens(paragraph, start, words))
        capitals_tell = not _is_title_case(tokens, words)
        for run in _runs(tokens, words, capitals_tell=capitals_tell):
            yield from _phrases(run, text, words)
        start += len(paragraph)


def _tokens(paragraph: str, offset: int, words: Lexicon) -> Iterator[_Token]:
    opens, before, shouts = True, "", paragraph.isupper()
    for match in _TOKEN.finditer(paragraph):
        start, form = match.start() + offset, match[0]
        if elided := _elided(form, words):
            yield _Token(start, start + elided, form[:elided].lower().replace("\u2019", "'"), opens=opens)
            start, form = start + elided, form[elided:]
        bare = _POSSESSIVE.sub("", form)
        low = bare.lower().replace("\u2019", "'")
        if bare:
            parts = not _is_word(bare, low, words, shouts=shouts)
            determined = before in words.determiners
            yield _Token(start, start + len(bare), low, bare[0].isupper(), opens, parts, determined)
        if bare != form:  # what is possessed is another phrase
            yield _Token(start + len(bare), start + len(form), "'")
        abbreviated = form == "." and before in words.titles  # Rep. Smith
        opens = not abbreviated and bool(_OPENING.match(paragraph, match.start()))
        before = low


def _elided(form: str, words: Lexicon) -> int:
    """Return the length of l' or d' in front of a word."""
    apostrophe = max(form.find("'"), form.find("\u2019"))
    return apostrophe + 1 if apostrophe > 0 and form[:apostrophe].lower() in words.elisions else 0


def _is_word(form: str, low: str, words: Lexicon, *, shouts: bool) -> bool:
    """Whether a token can stand in a phrase; us and it are no words, US and IT are."""
    if is_unspaced(form[0]) or not (form.isalpha() or any(char.isalpha() for char in form)):
        return False
    return (len(form) > 1 and form.isupper() and not shouts) or not words.parts(low)


def _is_title_case(tokens: list[_Token], words: Lexicon) -> bool:
    long = [token for token in tokens if len(token.low) >= _LEAST_STOP and not token.opens]
    return not words.capitalised_nouns and sum(t.capital for t in long) > _TITLE_CASE_SHARE * len(long)


def _runs(tokens: list[_Token], words: Lexicon, *, capitals_tell: bool) -> Iterator[list[_Unit]]:
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
        if parted:
            yield run
            run = []
        place = end
    yield run


def _name_end(tokens: list[_Token], place: int, words: Lexicon) -> int:
    """Return the index after the longest name that begins here, or after one token where none does."""
    end = place + 1
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


def _is_capital_word(token: _Token, words: Lexicon) -> bool:
    return token.capital and (not token.parts or token.low in words.name_words)


def _introduces(tokens: list[_Token], place: int, words: Lexicon) -> bool:
    """Whether a title ends here (President, Secretary of State) and a name of two words follows."""
    follow = tokens[place + 1 : place + 3]
    if len(follow) < 2 or not all(token.capital and not token.parts for token in follow):  # noqa: PLR2004  given name, surname
        return False
    before = tokens[place - 2].low if place > 1 and tokens[place - 1].low in words.name_links else ""
    return tokens[place].low in words.titles or before in words.titles


def _phrases(run: list[_Unit], text: str, words: Lexicon) -> Iterator[Phrase]:
    told = [[t for t in unit.tokens if not unit.link and (not t.parts or t.low in words.name_words)] for unit in run]
    stems = [tuple([words.stem(token.low) for token in tokens]) for tokens in told]
    for first, opening in enumerate(run):
        if opening.link:
            continue
        key: tuple[str, ...] = ()
        noun = False
        for last in range(first, len(run)):
            if told[last]:
                key, noun = key + stems[last], told[last][-1].capital
            if first != last and (len(key) > _MAX_WORDS or _links_at_end(run[first : last + 1]) > _MAX_LINKS):
                break
            if not run[last].link and key:
                yield _phrase(run[first : last + 1], key, text, is_noun=noun)


def _links_at_end(units: list[_Unit]) -> int:
    return next((count for count, unit in enumerate(reversed(units)) if not unit.link), len(units))


def _phrase(units: list[_Unit], key: tuple[str, ...], text: str, *, is_noun: bool) -> Phrase:
    start, end = units[0].tokens[0].start, units[-1].tokens[-1].end
    return Phrase(
        key=key,
        surface=" ".join(text[start:end].split()),
        start=start,
        is_name=len(units) == 1 and units[0].name,
        determined=units[0].tokens[0].determined,
        is_noun=is_noun,
    )
