"""What a document says of its names as a whole: one type a name, and each name wherever it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from extractors import gazetteer, names
from extractors.spans import Span, is_title, retyped

_GAZETTEER_SCORE = 0.9
_REPEAT_SCORE = 0.7
_VOTED_SCORE = 0.7
_COMMON = frozenset("may will brown young bush rice may mark bill grant early best day long low price white green black king "
                    "little rich sharp stone case banks wood love hope church field hill park fields rose rush march".split())  # fmt: skip


class Passage(Protocol):
    """A line of the document."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102
    @property
    def is_heading(self) -> bool: ...  # noqa: D102


def complete(text: str, passages: Sequence[Passage], recognised: Iterable[Span]) -> list[Span]:
    """Return the document's spans in order, without overlaps: retyped by vote, with the known names it missed."""
    spans = voted(text, disjoint(recognised))
    spans = _merged(spans, _known(text, passages, spans))
    spans = _merged(spans, _repeats(text, passages, spans))
    return [s for s in spans if not _is_doubtful(s, spans)]


def disjoint(spans: Iterable[Span]) -> list[Span]:
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
    return disjoint([*spans, *free])


def voted(text: str, spans: Sequence[Span]) -> list[Span]:
    """Give each spelling one type: the gazetteer's, else a person's where it is part of one, else the most frequent."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for span in spans:
        votes[names.fold(span.surface)][span.type] += 1
        if _follows_title(text, span.start):
            votes[names.fold(span.surface)]["person"] += 2
    full = {key for key, types in votes.items() if " " in key and _winner(types) == "person"}
    family = {key.split()[-1] for key in full} | {key.split()[0] for key in full}
    return [retyped(s, _type(s, votes[names.fold(s.surface)], family), _VOTED_SCORE) for s in spans]


def _winner(types: Counter[str]) -> str:
    return min(types, key=lambda t: (-types[t], t != "person", t))


def _type(span: Span, types: Counter[str], family: set[str]) -> str:
    entry = gazetteer.lookup(span.surface)
    is_name_part = names.fold(span.surface) in family and types["place"] == 0
    if entry and not is_name_part and not (gazetteer.needs_support(span.surface) and types[entry.type] == 0):
        return entry.type
    return "person" if is_name_part else _winner(types)


_TITLE_BEFORE = re.compile(r"(?:^|(?<=\W))([^\W\d_]+\.?)\s$")


def _follows_title(text: str, start: int) -> bool:
    before = _TITLE_BEFORE.search(text, max(0, start - 20), start)
    return before is not None and before.group(1)[0].isupper() and is_title(before.group(1))


def _known(text: str, passages: Sequence[Passage], spans: Sequence[Span]) -> Iterator[Span]:
    """Yield names of the gazetteer that no span covers; in a heading only those that the text names too."""
    seen = {s.surface for s in spans}
    for passage in passages:
        for start, end in gazetteer.occurrences(text, gazetteer.phrases(), passage.start, passage.end):
            surface = text[start:end]
            entry = gazetteer.lookup(surface)
            if entry is None or (passage.is_heading and (surface not in seen or entry.is_demonym)):
                continue
            if passage.is_heading or _stands_alone(text, start, end):
                yield Span(start, end, entry.type, "gazetteer", _GAZETTEER_SCORE, surface)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether no capitalised neighbour makes the name a part of a longer one; titles and sentence starts do not."""
    after = re.compile(r" ([^\W\d_]\w*)").match(text, end)
    if after and after.group(1)[0].isupper() and not is_title(after.group(1)):
        return False
    before = re.compile(r"([^\W\d_][\w'.]*) $").search(text, max(0, start - 30), start)
    if before is None or not before.group(1)[0].isupper():
        return True
    word, at = before.group(1), before.start()
    is_opening = at == 0 or re.search(r"(?:^|[.!?:\n\"]\s*)$", text[max(0, at - 3) : at]) is not None
    return is_opening or is_title(word) or gazetteer.lookup(word.removesuffix("'s")) is not None


def _repeats(text: str, passages: Sequence[Passage], spans: Sequence[Span]) -> Iterator[Span]:
    """Yield where names of the document stand again, and the family names of its persons."""
    types = _to_repeat(text, spans)
    index = gazetteer.by_first_word(types)
    for passage in passages:
        for start, end in gazetteer.occurrences(text, index, passage.start, passage.end):
            surface = text[start:end]
            if " " in surface or passage.is_heading or _stands_alone(text, start, end):
                yield Span(start, end, types[surface], "repeat", _REPEAT_SCORE, surface)


def _to_repeat(text: str, spans: Sequence[Span]) -> dict[str, str]:
    """Return surface -> type of what may be looked for again: names of several words, family names, frequent names."""
    counts = Counter(s.surface for s in spans)
    types = {s.surface: s.type for s in spans if " " in s.surface or counts[s.surface] > 1}
    types |= {name: "person" for s in spans if s.type == "person" for name in _family_names(s.surface)}
    lower_case = set(re.findall(r"(?<!\w)[a-z]+(?!\w)", text))
    return {
        name: type_
        for name, type_ in types.items()
        if name[0].isupper() and (" " in name or (len(name) > 2 and name.lower() not in lower_case | _COMMON))  # noqa: PLR2004  Xi would stand in too many words
        and not gazetteer.needs_support(name)
    }  # fmt: skip


def _family_names(name: str) -> list[str]:
    words = [w for w in name.split() if w.rstrip(".").lower() not in names.GENERATIONS]
    return words[-1:] if len(words) > 1 and len(words[-1]) > 3 else []  # noqa: PLR2004  Li, Kim and Lee name too many


def _is_doubtful(span: Span, spans: Sequence[Span]) -> bool:
    """Tell a lone work, law, product or event that the model is mostly wrong about."""
    return False
