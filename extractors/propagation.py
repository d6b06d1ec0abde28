"""Each name of a document wherever it stands: what the model missed, split or made up."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from extractors import context, datelines, gazetteer, joining, names, overlooked, tables, teams, vouching, words
from extractors.edges import is_title
from extractors.passages import Passage
from extractors.spans import TYPES, Span
from extractors.voting import STORM, agreed, voted

_GAZETTEER_SCORE = 0.9
_REPEAT_SCORE = 0.7
IN_BRACKETS = "brackets"  # label of acronyms found behind a name
_INITIAL = 2  # characters: the "J." of a name
_SHORTEST_REPEAT = 3  # letters; Xi or Li would be found in too many words
_SHORTEST_FAMILY = 4  # letters; Kim, Lee and Ali name too many
# Family names that are words too: found again only by the model.
_COMMON = tables.words("family_words")


def complete(text: str, lines: Sequence[Passage], recognised: Iterable[Span]) -> list[Span]:
    """Return the document's spans in order, without overlaps: retyped by vote, with the known names it missed."""
    told = _disjoint([*datelines.find(text, lines), *_storms(text), *_aircraft(text)])
    spans = _merged(told, joining.fields(text, _disjoint(recognised)))
    spans = vouching.vouched(text, voted(text, _merged(spans, overlooked.names(text, lines, spans))))
    spans = joining.with_country(text, spans)
    spans = _merged(spans, _known(text, lines, spans))
    spans = _merged(spans, _localities(text, lines))
    spans = _merged(spans, _in_brackets(text, spans))
    repeats = list(_repeats(text, lines, spans))
    spans = _merged(_outside(spans, repeats), repeats)
    counts = Counter(s.surface for s in spans)
    return teams.named(text, [s for s in _without_nouns(text, spans) if not _is_doubtful(s, counts)])


_STORM = re.compile(r"\b(?:Hurricane|(?:Super )?Typhoon|Cyclone|Tropical Storm) [A-Z][a-z]+\b")


def _storms(text: str) -> Iterator[Span]:
    """Yield the storms that the text names: their names are persons' names too."""
    for storm in _STORM.finditer(text):
        yield Span(*storm.span(), "event", STORM, _GAZETTEER_SCORE, storm.group())


_AIRCRAFT = re.compile(
    r"\b(?:Boeing|Airbus|Embraer|Bombardier|Cessna|Antonov|Tupolev|Sukhoi|Ilyushin|MiG|Gulfstream|Fokker|Saab|Lockheed)"
    r"[ -](?:[A-Z]{1,3}-?)?\d{1,4}[A-Z]{0,3}(?:-\d{1,4}[A-Z]{0,3})?(?: (?:MAX|Max|Dreamliner|neo))?(?![\w$%])"
)


def _aircraft(text: str) -> Iterator[Span]:
    """Yield the aircraft that the text names by maker and model: the model takes the maker alone."""
    for found in _AIRCRAFT.finditer(text):
        yield Span(*found.span(), "product", "aircraft", _GAZETTEER_SCORE, found.group())


def repeated(text: str, lines: Sequence[Passage], recognised: Iterable[Span]) -> list[Span]:
    """Return the document's spans in order, without overlaps, with its names found again: what knows no language."""
    spans = agreed(_merged(_disjoint(datelines.find(text, lines)), recognised))
    return _merged(spans, _repeats(text, lines, spans))


def _disjoint(spans: Iterable[Span]) -> list[Span]:
    """Keep of overlapping spans the first, then the longest."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _merged(spans: list[Span], more: Iterable[Span]) -> list[Span]:
    """Add those of `more` that touch no span, in order of position."""
    starts, ends = [s.start for s in spans], [s.end for s in spans]
    free = [m for m in more if (i := bisect_left(ends, m.start + 1)) == len(spans) or starts[i] >= m.end]
    return _disjoint([*spans, *free])


def _outside(spans: Iterable[Span], longer: Sequence[Span]) -> list[Span]:
    """Leave out the spans that are a part of a longer name found there: Journos of News Journos."""
    ends = [m.end for m in longer]
    kept = []
    for span in spans:
        at = bisect_left(ends, span.end)
        around = longer[at] if at < len(longer) and longer[at].start <= span.start else None
        if around is None or len(around.surface) == len(span.surface):
            kept.append(span)
    return kept


def _known(text: str, lines: Iterable[Passage], spans: Iterable[Span]) -> Iterator[Span]:
    """Yield names of the gazetteer that no span covers; in a heading only those that the text names too."""
    named = {entry.key for s in spans if (entry := gazetteer.lookup(s.surface))}
    for line in lines:
        for start, end in gazetteer.occurrences(text, gazetteer.phrases(), line.start, line.end):
            surface = text[start:end]
            entry = gazetteer.lookup(surface)
            if entry is None or (line.is_heading and not _is_sure_in_heading(surface, entry, named)):
                continue
            if line.is_heading or _stands_alone(text, start, end):
                yield Span(start, end, entry.type, "gazetteer", _GAZETTEER_SCORE, surface)


def _is_sure_in_heading(surface: str, entry: gazetteer.Entry, named: set[str]) -> bool:
    """Tell a name where each word has a capital: one that the text has too, a country, or several words."""
    return not entry.is_demonym and (entry.key in named or entry.country == entry.key or " " in surface)


_BRACKETS = re.compile(r" \(([^\W\d_][\w&.-]{1,9})\)")


def _in_brackets(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the acronym right behind the name of a body or an event: Social Democratic Party (SPD)."""
    for span in spans:
        acronym = _BRACKETS.match(text, span.end)
        may_have = span.type in {"organization", "event", "law"}
        if may_have and acronym and sum(c.isupper() for c in acronym[1]) > 1:
            yield Span(*acronym.span(1), span.type, IN_BRACKETS, _REPEAT_SCORE, acronym[1])


def _localities(text: str, lines: Iterable[Passage]) -> Iterator[Span]:
    """Yield cities that the model missed, where the words around them tell a place: in Narvik."""
    for line in lines:
        for start, end in gazetteer.occurrences(text, gazetteer.localities(), line.start, line.end):
            told = context.told(text, start, end)
            if told and told[0] == "place" and _stands_alone(text, start, end):
                yield Span(start, end, "place", "gazetteer", _REPEAT_SCORE, text[start:end])


_NEXT_WORD = re.compile(r" ([^\W\d_]\w*)")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'.]*) $")
_OPENS_SENTENCE = re.compile(r"(?:^|[.!?:\n\"]\s*)$")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether no capitalised neighbour, titles and sentence starts apart, makes the name part of a longer one."""
    after = _NEXT_WORD.match(text, end)
    if after and after.group(1)[0].isupper() and not is_title(after.group(1)):
        return False
    before = _WORD_BEFORE.search(text, max(0, start - 30), start)
    if before is None or not before.group(1)[0].isupper():
        return True
    word, at = before.group(1), before.start()
    if word.endswith(".") and len(word) > _INITIAL:  # the end of a sentence, or a title
        return True
    opens = _OPENS_SENTENCE.search(text[max(0, at - 3) : at]) is not None
    return opens or is_title(word) or gazetteer.lookup(word.removesuffix("'s")) is not None


def _repeats(text: str, lines: Iterable[Passage], spans: Sequence[Span]) -> Iterator[Span]:
    """Yield where names of the document stand again, and the family names of its persons."""
    types = _to_repeat(text, spans)
    index = gazetteer.by_first_word(types)
    for line in lines:
        for start, end in gazetteer.occurrences(text, index, line.start, line.end):
            surface = text[start:end]
            if " " in surface or line.is_heading or _stands_alone(text, start, end):
                yield Span(start, end, types[surface], "repeat", _REPEAT_SCORE, surface)


def _to_repeat(text: str, spans: Sequence[Span]) -> dict[str, str]:
    """Return surface -> type of what may be looked for again: names of several words, family names, frequent names."""
    counts = Counter(s.surface for s in spans)
    is_told = {s.surface for s in spans if s.label == IN_BRACKETS or counts[s.surface] > 1}
    types = {s.surface: s.type for s in spans if " " in s.surface or s.surface in is_told}
    types |= {name: "person" for s in spans if s.type == "person" for name in _family_names(s.surface)}
    common = words.lower_case(text) | _COMMON
    return {name: type_ for name, type_ in types.items() if _is_telling(name, common)}


def _is_telling(name: str, common: Collection[str]) -> bool:
    """Tell whether a name can be looked for without the model: several words, or one that is no common word."""
    if not name[0].isupper() or gazetteer.needs_support(name):
        return False
    return " " in name or (len(name) >= _SHORTEST_REPEAT and name.lower() not in common)


def _family_names(name: str) -> list[str]:
    parts = [w for w in name.split() if w.rstrip(".").lower() not in names.GENERATIONS]
    return parts[-1:] if len(parts) > 1 and len(parts[-1]) >= _SHORTEST_FAMILY else []


def _is_doubtful(span: Span, counts: Counter[str]) -> bool:
    """Tell a lone word that the model takes for a work, law, product or event: it is mostly wrong about them."""
    is_lone = " " not in span.surface and counts[span.surface] == 1 and not re.search(r"\d", span.surface)
    return is_lone and span.type in {"work", "law", "product", "event"} and TYPES.get(span.label) == span.type


_PEOPLES = re.compile(r"(?:an|ans|ese|ish|i|is|ite|ites|ic|ics|Democrats|Republicans|Tories)$")


def _without_nouns(text: str, spans: Sequence[Span]) -> list[Span]:
    """Leave out plain nouns that have a capital only because they open a sentence: Seismologists, Vaccine.

    Such a word is no name that stands within a sentence too, and the text has it in lower case, or the model takes it
    for a people, whose names have few endings.
    """
    within = {s.surface for s in spans if not _opens(text, s)}
    common = words.lower_case(text)
    return [s for s in spans if s.surface in within or not _is_noun(s, common)]


def _opens(text: str, span: Span) -> bool:
    return _OPENS_SENTENCE.search(text[max(0, span.start - 3) : span.start]) is not None


def _is_noun(span: Span, common: Collection[str]) -> bool:
    if " " in span.surface or span.label not in TYPES or gazetteer.lookup(span.surface):
        return False
    is_no_people = span.type == "group" and not _PEOPLES.search(span.surface)
    return is_no_people or span.surface.lower() in common
