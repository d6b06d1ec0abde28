"""Article -> the phrases that it is about, in any language that parts words by spaces.

Our own method, put together from known parts. Candidates are runs of words between stop words (RAKE: Rose et al., 2010)
with names kept whole; one that is no name must occur at least twice, title included. Its weight is C-value
(Frantzi and Ananiadou, 1996): how often it occurs beyond the longer phrases that hold it, times the logarithm of its
length; an occurrence counts double in the title and one and a half times in the lead. A surname counts for the
full name. Of phrases that say the same only the heaviest is kept. What all the news says these days tells little of one
article: with the `Window` of its language a phrase weighs as its words are rare there (inverse document frequency:
Sparck Jones, 1972).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log, log2

from extractors import gazetteer, phrase_words, phrases
from extractors.records import ArticleVersion, Keyphrase

MODEL = "keyphrases-cvalue/2"
_UNSPACED = frozenset({"ja", "km", "lo", "my", "th", "zh"})  # languages that part no words by spaces
_MOST = 10
_LEAST_SCORE = 0.2
_TITLE_WEIGHT, _LEAD_WEIGHT = 2.0, 1.5
_LEAD_CHARS = 600  # about the first two paragraphs
_MAX_CHARS = 40_000  # read of a text; longer ones are lists and transcripts
_LEAST_NAME, _LEAST_SINGLE = 2, 3  # occurrences of a single word that is a name or a compound, and of another
_COMPOUND = 9  # letters of a noun that is put together of two, where nouns have capitals: Stahlträger
_MOST_BEFORE = 12  # times as often as the full name that comes after it may a surname stand
_SINGLE_WEIGHT = 0.6  # of a single word that is no name: it says less than two words
_LONGEST = 3  # words that add to the weight; long names are not better phrases
_WORD = re.compile(r"[^\W_]+")
_FEWEST = 200  # articles of a window that tells what is common
_LEAST_RARITY = 0.1  # what everybody writes about may still be what an article is about
#: The share of a window's articles from which on a word is common, and its count worth keeping.
COMMON = 0.02


@dataclass(frozen=True, slots=True)
class Window:
    """How many of the latest articles of a language have each common word."""

    articles: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)  # word, case folded -> articles that have it

    def rarity(self, phrase: str) -> float:
        """Return 1 for a phrase of words that are not common, less the more articles have them, on average; over 0."""
        if self.articles < _FEWEST:
            return 1.0
        shares = [self.counts.get(word, 0) / self.articles for word in _WORD.findall(phrase.casefold())]
        rarities = [min(1.0, log(share) / log(COMMON)) if share else 1.0 for share in shares]
        return max(_LEAST_RARITY, sum(rarities) / len(rarities)) if rarities else 1.0


_NO_WINDOW = Window()


@dataclass(slots=True)
class _Candidate:
    key: tuple[str, ...]
    first: int  # character of the text where it occurs first, or of the title after the text
    surfaces: dict[str, int] = field(default_factory=dict)  # and how often it is spelt so
    count: int = 0
    weight: float = 0.0
    names: int = 0  # occurrences as a name
    nouns: int = 0
    determined: int = 0


def speaks(language: str | None) -> bool:
    """Return whether phrases can be told apart in this language: where it parts words by spaces."""
    return language not in _UNSPACED


def find(version: ArticleVersion, window: Window = _NO_WINDOW) -> tuple[Keyphrase, ...]:
    """Return up to ten phrases, the weightiest first; () for an empty text and for scripts without spaces.

    `window` is of the version's language.

    A score is the phrase's weight as a share of the weightiest one's, 0 to 1. A phrase is spelt as the text has it.
    """
    words = phrase_words.lexicon(version.language)
    candidates = _candidates(version, words)
    _fold_names(candidates, words)
    accepted = {key: c for key, c in candidates.items() if _is_phrase(c, words)}
    weights = {key: weight * window.rarity(_surface(accepted[key])) for key, weight in _weights(accepted).items()}
    ranked = sorted(accepted.values(), key=lambda c: (-weights[c.key], c.first))
    kept: list[_Candidate] = []
    for candidate in ranked:
        if weights[candidate.key] < _LEAST_SCORE * weights[ranked[0].key] or len(kept) == _MOST:
            break
        if not any(_says_the_same(candidate, other) for other in kept):
            kept.append(candidate)
    top = weights[kept[0].key] if kept else 1.0
    return tuple(
        Keyphrase(article_id=version.article_id, phrase=_surface(c), score=round(weights[c.key] / top, 4), model=MODEL)
        for c in kept
    )


def _candidates(version: ArticleVersion, words: phrase_words.Lexicon) -> dict[tuple[str, ...], _Candidate]:
    """Return what may be a phrase or stand for one by its key; what occurs once and is neither name nor noun cannot."""
    text = version.text[:_MAX_CHARS]
    title = "" if text.startswith(version.title.rstrip(" .\u2026")) else version.title  # one made of the first sentence
    found: dict[tuple[str, ...], list[phrases.Phrase]] = defaultdict(list)
    for part, start in ((text, 0), (title, len(text))):
        for phrase in phrases.occurrences(part, words, start):
            found[phrase.key].append(phrase)
    return {
        key: _candidate(said, text + title, len(text))
        for key, said in found.items()
        if len(said) > 1 or said[0].is_name or said[0].is_noun
    }


def _candidate(said: Sequence[phrases.Phrase], text: str, title_start: int) -> _Candidate:
    """Return what occurs so in a text with its title behind it."""
    candidate = _Candidate(said[0].key, said[0].start, count=len(said))
    for _, start, end, is_name, determined, is_noun in said:
        in_title = start >= title_start
        candidate.weight += _TITLE_WEIGHT if in_title else _LEAD_WEIGHT if start < _LEAD_CHARS else 1.0
        candidate.names += is_name
        candidate.nouns += is_noun
        candidate.determined += determined
        if not in_title or not candidate.surfaces:  # headlines have capitals of their own
            surface = " ".join(text[start:end].split())
            candidate.surfaces[surface] = candidate.surfaces.get(surface, 0) + 1
    return candidate


def _fold_names(candidates: dict[tuple[str, ...], _Candidate], words: phrase_words.Lexicon) -> None:
    """Let a surname, or a name with a title before it, count for the full name."""
    by_surname: dict[str, list[_Candidate]] = defaultdict(list)
    for candidate in candidates.values():
        if candidate.names or candidate.nouns == candidate.count:  # a surname may only ever open sentences
            by_surname[candidate.key[-1]].append(candidate)
    for named in by_surname.values():
        full = [c for c in named if _is_full_name(c, words)]
        host = max(full, key=lambda c: (c.count, -c.first), default=None)
        for other in named:
            if host and other is not host and _is_short_for(other, host, words):
                host.count, host.weight = host.count + other.count, host.weight + other.weight
                del candidates[other.key]


def _is_full_name(candidate: _Candidate, words: phrase_words.Lexicon) -> bool:
    spelt = _surface(candidate).lower().split()
    no_part = words.links | words.titles | words.name_words  # England is not short for Bank of England or New England
    return candidate.names > 0 and len(candidate.key) > 1 and no_part.isdisjoint(spelt)


def _is_short_for(other: _Candidate, host: _Candidate, words: phrase_words.Lexicon) -> bool:
    bare = tuple(stem for stem in other.key if not words.is_title(stem))
    if host.key[-len(bare) :] != bare:
        return False
    stem = min(other.surfaces, key=len)
    is_inflected = words.capitalised_nouns and any(
        surface not in (stem, f"{stem}s") for surface in other.surfaces
    )  # so it is a common noun
    introduced = host.first <= other.first or other.count <= _MOST_BEFORE * host.count
    return introduced and not (other.determined or host.determined or is_inflected)


def _is_phrase(candidate: _Candidate, words: phrase_words.Lexicon) -> bool:
    only_nouns = candidate.nouns == candidate.count or not words.capitalised_nouns
    if len(candidate.key) > 1:
        return candidate.names > 0 or (candidate.count > 1 and only_nouns)
    surface = _surface(candidate)
    says_more = len(surface) >= _COMPOUND if words.capitalised_nouns else _is_name(candidate)
    if candidate.count < (_LEAST_NAME if says_more else _LEAST_SINGLE) or not only_nouns:
        return False
    return words.stands_alone(surface.lower()) and not _is_demonym(surface)


def _is_demonym(surface: str) -> bool:
    """Whether it is the adjective of a place: Norwegian says less than what is Norwegian, Kurds say who."""
    entry = gazetteer.lookup(surface)
    return entry is not None and entry.is_demonym and not surface.endswith("s")


def _is_name(candidate: _Candidate) -> bool:
    return 2 * candidate.names > candidate.count


def _weights(accepted: dict[tuple[str, ...], _Candidate]) -> dict[tuple[str, ...], float]:
    inside: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for key, candidate in accepted.items():
        for size in range(1, len(key)):
            for start in range(len(key) - size + 1):
                inside[key[start : start + size]].append(candidate.weight)
    weights = {}
    for key, candidate in accepted.items():
        beyond = candidate.weight - (sum(inside[key]) / len(inside[key]) if key in inside else 0.0)
        factor = log2(1 + min(len(key), _LONGEST)) if len(key) > 1 or _is_name(candidate) else _SINGLE_WEIGHT
        weights[key] = factor * beyond
    return weights


def _says_the_same(one: _Candidate, other: _Candidate) -> bool:
    mine, others = set(one.key), set(other.key)
    if len(mine) == 1 and _is_name(one) and one.count >= 2 * other.count:
        return mine == others  # Ukraine stands beside war in Ukraine
    return mine <= others or (others <= mine and len(others) > 1)


def _surface(candidate: _Candidate) -> str:
    if len(candidate.surfaces) == 1:  # as nearly all are
        return next(iter(candidate.surfaces))
    return max(candidate.surfaces, key=lambda s: (candidate.surfaces[s], -sum(char.isupper() for char in s)))
