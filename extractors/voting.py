"""One type for each name of a document, by what its spellings, its words and the gazetteer say together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from extractors import context, datelines, gazetteer, kinds, names, type_model
from extractors.edges import is_title
from extractors.spans import TYPES, Span, untitled

STORM = "storm"  # label of the names of storms
_VOTED_SCORE = 0.7
_TITLE_WEIGHT = 2  # votes of "President" before a name
_CITY = 100  # thousand inhabitants: a name that readers know as a place's
_CITY_WEIGHT = 2  # votes; of a smaller one too, where the model sees no person
_AGREEING = 3  # times weigh what the context tells where the gazetteer agrees

# What the learned model says weighs beside the vote of one mention: of .2 to .5 the best on the news that was read.
_CONTEXT_WEIGHT = 0.4
_NAME_WEIGHT, _LONE_WEIGHT = 0.4, 0.1  # of several words, of one

_AND = frozenset({" and ", ", and ", " or "})
# Which types the context may tell against the model's: it knows works, laws and events better.
_ACTORS = type_model.TYPES
_MAY_BE = {
    "person": (*_ACTORS, "product"),
    "organization": (*_ACTORS, "product"),
    "place": (*_ACTORS, "product"),
    "facility": ("place", "product"),
    "group": ("place",),
    "product": ("organization", "product"),
    "work": ("product",),
}

_ORDER = tuple(dict.fromkeys(TYPES.values()))  # of types with equal votes

_Votes = Mapping[str, Counter[str]]


def voted(text: str, spans: Sequence[Span]) -> list[Span]:
    """Give each spelling one type: the gazetteer's, else a person's where it is part of one, else the most frequent."""
    evidence = _evidence(text, spans)
    votes = _votes(text, spans, evidence)
    persons = {key for key, types in votes.items() if " " in key and _winner(types) == "person"}
    family = {word for key in persons for word in (key.split()[0], key.split()[-1])}
    family = {word for word in family if not _is_told_apart(evidence.get(word, {}))}
    return [_retyped(text, span, _type(span, votes[names.fold(span.surface)], family)) for span in spans]


def agreed(spans: Sequence[Span]) -> list[Span]:
    """Give each spelling one type in any language: a person's where it ends a full name, a city's, else the usual."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for span in spans:
        votes[names.fold(span.surface)][span.type] += 1
    persons = {key for key, types in votes.items() if " " in key and _winner(types) == "person"}
    families = {key.split()[-1] for key in persons} & votes.keys()
    for family in families:
        votes[family]["person"] += votes[family].total()
    cities = {key for s in spans if _is_city(s.surface) and (key := names.fold(s.surface)) not in persons}
    types = {key: "place" if key in cities - families else _winner(found) for key, found in votes.items()}
    return [replace(span, type=types[names.fold(span.surface)]) for span in spans]


def _is_city(surface: str) -> bool:
    entry, known = gazetteer.lookup(surface), gazetteer.locality(surface)
    if entry:
        return entry.type == "place" and not gazetteer.needs_support(surface)
    return known is not None and known.thousands >= _CITY and not known.is_personal


def _is_told_apart(told: Mapping[str, int]) -> bool:
    """Tell whether the context says twice that a word of a person's name stands for something else: Ford said it."""
    return max(told.get("organization", 0), told.get("place", 0)) >= 2 * context.SURE and not told.get("person")


def _votes(text: str, spans: Iterable[Span], evidence: _Votes) -> _Votes:
    spans = list(spans)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for span in spans:
        votes[names.fold(span.surface)][span.type] += 1
        if follows_title(text, span.start):
            votes[names.fold(span.surface)]["person"] += _TITLE_WEIGHT
    learned = _learned(text, spans)
    unknown = {names.fold(s.surface): s.surface for s in spans if not gazetteer.lookup(s.surface)}
    for key, surface in unknown.items():
        if gazetteer.well_known(surface):
            votes[key]["person"] += _TITLE_WEIGHT
        _hear(surface, votes[key], evidence)
        _weigh(votes[key], learned.get(key, {}))
    for surface in dict.fromkeys(span.surface for span in spans if not gazetteer.lookup(span.surface)):
        _correct(surface, votes)
    for storm in {names.fold(s.surface.rpartition(" ")[2]) for s in spans if s.label == STORM} & votes.keys():
        votes[storm]["event"] += votes[storm].total()  # Dorian after Hurricane Dorian
    for nickname in {kinds.team_nickname(span.surface) for span in spans} - {None}:
        if (key := names.fold(nickname or "")) in votes:
            votes[key]["organization"] += votes[key].total()  # Colts beside Indianapolis Colts
    return votes


def _evidence(text: str, spans: Sequence[Span]) -> _Votes:
    """Return what the words around each name tell, for what stands beside a place by "and" too."""
    evidence: dict[str, Counter[str]] = defaultdict(Counter)
    before, last = 0, None
    for span in spans:
        is_dated = span.label == datelines.LABEL
        told = (span.type, context.SURE) if is_dated else context.told(text, span.start, span.end)
        if told is None and last and last[0] == "place" and text[before : span.start] in _AND:
            told = last
        if told and told[0] in _MAY_BE.get(span.type, ()):
            evidence[names.fold(span.surface)][told[0]] += told[1]
        before, last = span.end, told
    return evidence


def _hear(surface: str, types: Counter[str], evidence: _Votes) -> None:
    """Add what the context tells of a name, and what its being a known locality does."""
    told = Counter(evidence.get(names.fold(surface), ()))
    words = surface.split()
    if len(words) > 1 and not kinds.is_personal(surface):  # a company is called by its first word
        told["organization"] += evidence.get(names.fold(words[0]), Counter())["organization"]
    known = gazetteer.locality(surface)
    if (kinds.is_personal(surface) and not known) or kinds.head_type(surface):
        del told["place"]
    if known and not (known.is_personal and types["person"]):
        is_clear = known.thousands >= _CITY or not (types["person"] or known.is_personal)
        told["place"] = told["place"] * _AGREEING + (_CITY_WEIGHT if is_clear else 1)
    types.update(told)


def _learned(text: str, spans: Iterable[Span]) -> dict[str, dict[str, float]]:
    """Return what the learned model says of each name that no table knows, over all its mentions."""
    learned: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(_ACTORS, 0.0))
    for span in spans:
        if span.label not in {datelines.LABEL, STORM} and not gazetteer.lookup(span.surface):
            weight = _NAME_WEIGHT if " " in span.surface else _LONE_WEIGHT
            of_name, around = type_model.of_name(span.surface), type_model.of_context(text, span.start, span.end)
            for type_, named, beside in zip(_ACTORS, of_name, around, strict=True):
                learned[names.fold(span.surface)][type_] += weight * named + _CONTEXT_WEIGHT * beside
    return learned


def _weigh(types: Counter[str], learned: Mapping[str, float]) -> None:
    """Let the learned model tip the scales between persons, organizations and places."""
    winner = _winner(types)
    if winner in _ACTORS and learned:
        best = max(_ACTORS, key=lambda t: (types[t] + learned[t], t == winner))
        if best != winner:
            types[best] = types[winner] + 1


def _correct(surface: str, votes: _Votes) -> None:
    """Let the words of a name overrule the model, and its last word where that stands alone as a person's."""
    types = votes[names.fold(surface)]
    winner = _winner(types)
    corrected = kinds.corrected(surface, winner)
    last = votes.get(names.fold(surface.rsplit(maxsplit=1)[-1]), Counter())
    if winner == "organization" and kinds.may_be_personal(surface) and last["person"] > last["organization"]:
        corrected = "person"
    if corrected != winner:
        types[corrected] = types[winner] + 1


def _winner(types: Counter[str]) -> str:
    return min(types, key=lambda t: (-types[t], _ORDER.index(t)))


def _type(span: Span, types: Counter[str], family: set[str]) -> str:
    entry = gazetteer.lookup(span.surface)
    is_name_part = names.fold(span.surface) in family
    if entry is None:
        return "person" if is_name_part else _winner(types)
    is_supported = types[entry.type] > 0 or not gazetteer.needs_support(span.surface)
    is_person = is_name_part and types["place"] == 0 and types["person"] > 0
    return entry.type if is_supported and not is_person else _winner(types)


def _retyped(text: str, span: Span, type_: str) -> Span:
    if span.type == type_:
        return span
    changed = replace(span, type=type_, score=_VOTED_SCORE)
    return untitled(text, changed) if type_ == "person" else changed


_WORD_BEFORE = re.compile(r"(?:^|(?<=\W))([^\W\d_]+\.?)\s$")


def follows_title(text: str, start: int) -> bool:
    """Tell whether a person's title stands before what starts there: President, Mr."""
    before = _WORD_BEFORE.search(text, max(0, start - 20), start)
    return before is not None and before.group(1)[0].isupper() and is_title(before.group(1))
