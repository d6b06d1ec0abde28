"""A language's small words and endings, and text -> its words with what they are to phrases."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from typing import Any, NamedTuple

from extractors import stop_words
from extractors.words import is_unspaced

_TOKEN = re.compile(  # U.S., the F. of John F. Kennedy, &, words with what ties them together, symbols
    r"(?:[^\W\d_]\.){2,}|\b[A-Z]\.(?=\s[A-Z])|&(?=\s)|[^\W_]+(?:(?:['\u2019\-\u2010\u2011&]|\.(?![A-Z]))[^\W_]+)*|[^\w\s]"
)
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_OPENING = re.compile(r"[.!?:;\u2022\u2013\u2014]|-(?=\s)|[\"\u201c-\u201e\u00ab\u00bb(](?=\S)")  # of a clause
_LEAST_STEM = 3  # letters that an ending must leave
_LONGEST_KEPT = 40  # characters of a form that is kept in memory
_MOST_KEPT = 50_000  # forms of a language
_LEAST_STOP = 4  # letters of a word, in languages whose stop words nobody listed: most of those are shorter


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # there is one of a language: its identity will do
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
        return stem in title_stems(self)

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


class Token(NamedTuple):
    """A word or symbol of a text."""

    start: int
    end: int
    low: str
    stem: str = ""
    capital: bool = False  # written with one
    opens: bool = False  # a sentence or clause, where a capital says less
    parts: bool = True  # phrases from each other: a symbol, a number, a stop word
    determined: bool = False


_token = partial(tuple.__new__, Token)  # a third of the CPU of calling the class; there are 1,700 in an article


class _Form(NamedTuple):
    """What a written form is wherever it stands."""

    elision: str  # l' or d' in front of the word
    length: int  # of the word itself, without that and without a possessive ending
    low: str
    stem: str
    capital: bool
    parts: bool
    possessive: int  # characters of the ending
    symbol: bool  # not a word


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


@cache
def title_stems(words: Lexicon) -> frozenset[str]:
    """Return the stems of a language's titles."""
    return frozenset(stem for title in words.titles if title.startswith(stem := words.stem(title)))


def tokens(paragraph: str, offset: int, words: Lexicon) -> Iterator[Token]:
    """Yield the words and symbols of a paragraph that begins at this character of the text."""
    opens, before, forms = True, "", _forms(words, paragraph.isupper())
    for match in _TOKEN.finditer(paragraph):
        at = match.start()
        start, form = at + offset, forms[match[0]]
        elision, length, low, stem, capital, parts, possessive, symbol = form
        if elision:
            yield Token(start, start + len(elision), elision, opens=opens)
            start += len(elision)
        if length:
            determined = before in words.determiners
            yield _token((start, start + length, low, stem, capital, opens, parts, determined))
        if possessive:  # what is possessed is another phrase
            yield Token(start + length, start + length + possessive, "'")
        opens = symbol and not _abbreviates(low, before, words) and _OPENING.match(paragraph, at) is not None
        before = low


def _abbreviates(low: str, before: str, words: Lexicon) -> bool:
    return low == "." and before in words.titles  # Rep. Smith


@cache
def _forms(words: Lexicon, shouts: bool) -> _Forms:  # noqa: FBT001  of a cache
    return _Forms(words, shouts=shouts)


class _Forms(dict[str, _Form]):
    """Written forms of a language that were met: nine of ten words of the news have stood in it before."""

    def __init__(self, words: Lexicon, *, shouts: bool) -> None:
        self._words, self._shouts = words, shouts

    def __missing__(self, written: str) -> _Form:
        form = _form(written, self._words, shouts=self._shouts)
        if len(written) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[written] = form
        return form


def _form(written: str, words: Lexicon, *, shouts: bool) -> _Form:
    elided = _elided(written, words)
    form = written[elided:]
    bare = _POSSESSIVE.sub("", form)
    low = bare.lower().replace("\u2019", "'")
    return _Form(
        elision=written[:elided].lower().replace("\u2019", "'"),
        length=len(bare),
        low=low,
        stem=words.stem(low),
        capital=bare[:1].isupper(),
        parts=not (bare and _is_word(bare, low, words, shouts=shouts)),
        possessive=len(form) - len(bare),
        symbol=len(written) == 1 and not written.isalnum(),
    )


def _elided(form: str, words: Lexicon) -> int:
    """Return the length of l' or d' in front of a word."""
    apostrophe = max(form.find("'"), form.find("\u2019"))
    return apostrophe + 1 if apostrophe > 0 and form[:apostrophe].lower() in words.elisions else 0


def _is_word(form: str, low: str, words: Lexicon, *, shouts: bool) -> bool:
    """Whether a token can stand in a phrase; us and it are no words, US and IT are."""
    if is_unspaced(form[0]) or not (form.isalpha() or any(char.isalpha() for char in form)):
        return False
    return (len(form) > 1 and form.isupper() and not shouts) or not words.parts(low)
