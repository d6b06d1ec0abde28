"""What a name and the words beside it say of its type, as learned from names whose types are known.

Two logistic regressions over the types person, organization and place: one of the words right before and after a name,
one of the name's own words and endings. They were taught by names that a table or a given name makes certain (Angela
Merkel, Kenya, Siemens) where a small language model agrees, so nobody had to mark anything; `data/type_model.tsv` has
their weights. Such a model is weak about one mention (70 % of names that it has not seen) and useful over a document.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from extractors import gazetteer, kinds, tables

TYPES = ("person", "organization", "place")
Scores = tuple[float, float, float]  # of TYPES: logarithms of what each is worth, at most 0

_NEARBY = 45  # characters on either side
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[^\w\s]|\n")
_PARTS = re.compile(r" (?:of|for|and|&) ")
_CAMEL = re.compile(r"[a-z][A-Z]")
_MANY = 4  # words
_OF_CONTEXT, _OF_NAME = "context", "name"


def of_context(text: str, start: int, end: int) -> Scores:
    """Return what the words around text[start:end] say."""
    return _scores(_OF_CONTEXT, context_features(text, start, end))


@lru_cache(maxsize=1 << 14)  # names of the news recur
def of_name(name: str) -> Scores:
    """Return what the words of a name say."""
    return _scores(_OF_NAME, name_features(name))


def context_features(text: str, start: int, end: int) -> list[str]:
    """Return the words on either side of a name, alone and in pairs."""
    before = [_normal(w) for w in _WORD.findall(text[max(0, start - _NEARBY) : start])[-2:]]
    after = [_normal(w) for w in _WORD.findall(text[end : end + _NEARBY])[:2]]
    second, first = ["^"] * (2 - len(before)) + before
    next_, third = after + ["$"] * (2 - len(after))
    return [
        f"<{first}", f"<<{second}", f"<< {second} {first}", f">{next_}", f">>{third}", f">> {next_} {third}",
        f"<> {first} {next_}",
    ]  # fmt: skip


def _normal(word: str) -> str:
    """Return a word in lower case; marked where it has a capital, figures as one figure."""
    if word[0].isdigit():
        return "0"
    if word == "\n":
        return "^"
    return f"X{word.lower()}" if word[0].isupper() else word.lower()


def name_features(name: str) -> list[str]:
    """Return the form of a name, its words and their endings."""
    words = name.split()
    return [
        f"n{min(len(words), _MANY)}",
        *_form(name),
        *(_of_one(name) if len(words) == 1 else _of_several(name, words)),
    ]


def _form(name: str) -> Iterator[str]:
    if name.isupper():
        yield "upper"
    if any(c.isdigit() for c in name):
        yield "digit"


def _of_one(name: str) -> Iterator[str]:
    lower = name.lower()
    yield from (f"-{lower[-k:]}" for k in (2, 3, 4))
    yield f"{lower[:3]}-"
    if _CAMEL.search(name):
        yield "camel"


def _of_several(name: str, words: list[str]) -> Iterator[str]:
    first, last = words[0].lower(), words[-1].lower()
    yield from (f"_-{last[-k:]}" for k in (2, 3, 4))
    yield from (f"-{first[-k:]}_" for k in (2, 3))
    yield from (f"any {word.lower()}" for word in words)
    yield from (f"first {first}", f"last {last}")
    if _PARTS.search(name):
        yield from ("parts", f"head {_PARTS.split(name)[0].split()[-1].lower()}")
    elif any(word[0].islower() for word in words):
        yield "lower"
    if any(word.isupper() and len(word) > 1 for word in words):
        yield "acronym"
    for where, word in (("first", words[0]), ("last", words[-1])):
        if kinds.is_given(word):
            yield f"given {where}"
        if gazetteer.is_place(word):
            yield f"place {where}"


def _scores(part: str, features: Iterable[str]) -> Scores:
    weights = _weights()[part]
    in_order = dict.fromkeys(features)  # a set has another order in each process, and a tie another winner
    rows = [weights[""], *(weights[f] for f in in_order if f in weights)]
    sums = [sum(column) for column in zip(*rows, strict=True)]
    highest = max(sums)
    total = highest + math.log(sum(math.exp(s - highest) for s in sums))
    return (sums[0] - total, sums[1] - total, sums[2] - total)


@cache
def _weights() -> dict[str, dict[str, Scores]]:
    found: dict[str, dict[str, Scores]] = {_OF_CONTEXT: {}, _OF_NAME: {}}
    for part, feature, *weights in tables.rows("type_model.tsv"):
        person, organization, place = map(float, weights)
        found[part][feature] = (person, organization, place)
    return found
