"""What the words of a name say of its type, against the model's guess: Jodie Burrage is no company."""

from __future__ import annotations

import re
from functools import cache

from extractors import gazetteer, spelling, tables

_CAMEL = re.compile(r"(?!Mc|Ma?c|D[aeiu]|L[ae]|St|Van|Von|Fitz|O[A-Z])[A-Z][a-z]+[A-Z]\w*$")  # SaskTel
_NOBLE = re.compile(r"(?:Von|Van der|Van den) [A-Z][a-z]+$")
_WORDY = re.compile(r"[^\W\d_][^\W\d_'’.-]*(?:[-'’][^\W\d_]+)*\.?$")  # noqa: RUF001  either apostrophe
_NUMERAL = re.compile(r"[IVX]+$|JR$|SR$")
_LEGAL_FORMS = tables.words("corporate_forms") - {"ab", "sa", "se", "co", "as"}  # also parts of names
_LONGEST_PERSON = 4
_LARGE_TOWN = 100  # thousand inhabitants; Golden and Hurricane are towns too
_ACRONYM = re.compile(r"[A-Z]{3,5}$")  # of a body, where it is no known place
# What the model says and the last word of the name corrects.
_MISTAKES = frozenset(
    {(said, head) for said in ("place", "group", "product") for head in ("organization", "event")}
    | {("organization", "law"), ("organization", "place"), ("facility", "organization")}
)
_FIELD = re.compile(r"[a-z] (?:of|for|and) |&")  # Church of Christ, Young & Rubicam
_BUILT, _HELD = tables.words("built"), tables.words("held")
_STREETS = tables.words("street_starts")
_GIVEN_PLACES = tables.words("given_places")
_MISTAKEN_FOR = frozenset({"organization", "work", "product", "group", "law", "event", "facility"})


@cache
def _given_names() -> frozenset[str]:
    return frozenset(row[0] for row in tables.rows("given_names.tsv"))


def is_given(word: str) -> bool:
    """Tell whether a word is a given name."""
    return word in _given_names()


@cache
def _heads() -> dict[str, str]:
    return {row[0]: row[1] for row in tables.rows("heads.tsv")}


def head_type(name: str) -> str | None:
    """Return the type that the last word of a name of several words tells, None where it tells none."""
    words = name.split()
    if len(words) < 2:  # noqa: PLR2004  a lone word is no head of anything
        return None
    return "organization" if words[-1].rstrip(".").lower() in _LEGAL_FORMS else _heads().get(words[-1])


def is_personal(name: str) -> bool:
    """Tell whether a name of two to four words starts with a given name and has no word of an organization."""
    words = name.split()
    return (
        1 < len(words) <= _LONGEST_PERSON
        and (words[0] in _given_names() or spelling.is_listed(words[0]))
        and all(_WORDY.match(w) and not (w.isupper() and len(w.rstrip(".")) > 1) for w in words)  # Paul R. Brand
        and words[-1][0].isupper()
        and not any(w in _heads() for w in words)
    )


def may_be_personal(name: str) -> bool:
    """Tell whether a name of two to four words could be a person's: plain words, no organization's, no place first."""
    words = name.split()
    is_plain = all(_WORDY.match(w) and w[0].isupper() for w in words)
    return 1 < len(words) <= _LONGEST_PERSON and is_plain and head_type(name) is None and not _starts_with_place(name)


_NICKNAME = re.compile(r"[A-Z][a-z]+s$|[0-9]{2}ers$")  # of a team: Colts, 76ers


def team_nickname(name: str) -> str | None:
    """Return what a team called after its town is called for short: Colts of Indianapolis Colts; None for no team."""
    town, _, last = name.rpartition(" ")
    is_nickname = _NICKNAME.match(last) and last not in _heads()
    if is_personal(name) and town not in _GIVEN_PLACES:  # Warren Jeffs, though Warren is a town
        return None
    return last if is_nickname and _is_large(town) and not gazetteer.is_place(name) else None


def _is_large(town: str) -> bool:
    entry, known = gazetteer.lookup(town), gazetteer.locality(town)
    return entry.type == "place" if entry else known is not None and known.thousands >= _LARGE_TOWN


def corrected(name: str, type_: str) -> str:
    """Return the type of a name that the model gave another type, by its words."""
    if type_ != "place" and team_nickname(name):
        return "organization"
    if type_ == "place" and (is_personal(name) or name in _given_names()) and not gazetteer.is_place(name):
        return "person"
    if type_ in _MISTAKEN_FOR and (is_personal(name) or name in _given_names() or _NOBLE.match(name)):
        return "person"
    if type_ == "person" and not is_personal(name) and not is_personal(name.title()):
        return head_type(name) or ("organization" if _is_no_person(name) else type_)
    if type_ in _MISTAKEN_FOR | {"place"}:
        return _of_a_thing(name, type_)
    return type_


def _of_a_thing(name: str, type_: str) -> str:
    """Return the type of what is no person, where its first or last word or its capitals tell another one."""
    head = head_type(name)
    last = name.rpartition(" ")[2]
    if (head == "facility" and last in _BUILT) or (head == "event" and last in _HELD and type_ not in {"work", "law"}):
        return head
    if head and (type_, head) in _MISTAKES:
        return "organization" if type_ == "place" else head
    if type_ in {"organization", "place"} and name.split(maxsplit=1)[0] in _STREETS:
        return "facility"
    return (
        "organization"
        if type_ in {"place", "group"} and _ACRONYM.match(name) and not gazetteer.is_place(name)
        else type_
    )


def _is_no_person(name: str) -> bool:
    """Tell a body that the model takes for a person: in capitals, with a field, called after a town."""
    is_lone_acronym = _ACRONYM.match(name) is not None
    return (
        is_lone_acronym
        or _CAMEL.match(name) is not None
        or _FIELD.search(name) is not None
        or _starts_with_place(name)
        or _has_acronym(name)
    )


def _has_acronym(name: str) -> bool:
    """Tell whether a name in mixed case has a word in capitals: NYU Stern."""
    capitals = [len(w) > 1 and w.isupper() and w.isalpha() and not _NUMERAL.match(w) for w in name.split()]
    return any(capitals) and not all(capitals)


def _starts_with_place(name: str) -> bool:
    """Tell a club or paper called after its town: Manchester United, Miami Herald."""
    words = name.split()
    for count in range(len(words) - 1, 0, -1):
        town = " ".join(words[:count])
        entry = gazetteer.lookup(town)
        if entry and entry.type == "place":
            return town not in _GIVEN_PLACES
    return False
