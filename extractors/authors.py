"""Names of persons out of what pages put where the author belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from extractors import structured, words

_BY = re.compile(
    r"^(?:(?:written|posted|report(?:ed|ing)|story|words|text|photos?|video|edited|compiled|published)"
    r"\s+(?:and\s+\w+\s+)?)?"
    r"(?:by|von|vom|par|por|di|da|door|av|af|od|autor(?:in|en|es)?|auteurs?|authors?|text|redacci[oó]n de)\b"
    r"\s*[:|]?\s+",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:[;|•·\n]|\s[–—/-]\s|(?<=\w{3})/|&|\b(?:and|und|et|y|e|og|och|en|with|mit|avec|con)\b(?=\s+\w))\s*"  # noqa: RUF001  dashes are meant
)
_ASIDE = re.compile(r"\s*[(\[<][^)\]>]*[)\]>]\s*")
_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|@\w+|\b\d[\d.,:/-]*\b")
_NO_PERSON = re.compile(
    r"\b(?:staff|editor(?:s|ial)?|redaktion|r[eé]daction|redacci[oó]n|redazione|redactie|redaksi|newsroom|desk|team|"
    r"admin(?:istrator)?|news|agenc(?:y|ies|ia)|agence|agentur|press|media|tv|radio|times|zeitung|online|magazine|"
    r"contributors?|correspondents?|reporters?|journalists?|guest|author|unknown|null|undefined|none|anonymous|"
    r"wires?|services?|inc|ltd|gmbh|com|org|net)\b",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"^(?:the )?(?:associated press|reuters|agence france-presse|deutsche presse-agentur|press association|bloomberg|"
    r"united press international|canadian press|europa press|keystone-sda|tass|xinhua|ansa|"
    r"AFP|AP|dpa|EFE|SDA|APA|SID|epd|KNA|PTI|ANI|UPI|PA|AAP)\b(?: news(?: agency)?)?$",
    re.IGNORECASE,
)
_SHOWN = re.compile(  # a date is one only with its digits: "May" is a surname, too
    r"\b(?:(?:last )?updated|published|posted|written|reviewed|edited|reported)\b(?: (?:on|by|in))?|\bname\b|"
    r"\b(?:jan|feb|m[aä]r|apr|may|mai|june?|july?|juni|juli|aug|sep|o[ck]t|nov|de[cz])[a-z]*\.? \d[\d.,:/ -]*|"
    r"\b\d[\d.,:/-]*\b|"
    r"\b(?:senior|contributing|chief|lead|staff|founder|author|writer|editor|reporter|correspondent)\b.*$",
    re.IGNORECASE,
)
_MARKED = XPath(
    """//*[@rel='author' or contains(@itemprop, 'author') or contains(@class, 'author') or contains(@class, 'Author')
    or contains(@class, 'byline') or contains(@class, 'Byline')]
    [not(ancestor::aside or ancestor::*[contains(@class, 'comment') or contains(@id, 'comment')])]"""
)
_MAX_BYLINE = 120
_FULL_NAME = re.compile(
    r"[^\W\d_a-z]\S*(?: (?:[^\W\d_a-z]\S*|de|da|di|la|le|el|al|bin|van|von|der|den|del|dos|della|y|e)){1,4}|"
    r"[^\W\d_a-zA-Z]{2,8}"  # in a script without capitals
)
_EDGES = " .:-–—*'\"“”|_"  # noqa: RUF001  dashes are meant
_MAX_WORDS, _MAX_CHARS, _MAX_NAMES = 6, 60, 12


def persons(values: Iterable[str | None], houses: Iterable[str | None] = ()) -> tuple[str, ...]:
    """Return the persons that the values name, in order, each once; the names of publishing houses are none."""
    publishers = {words.normalised(house) for house in houses if house}
    found: dict[str, str] = {}
    for value in values:
        for name in _names(value or ""):
            if words.normalised(name) not in publishers and not _NO_PERSON.search(name):
                found.setdefault(words.normalised(name), name)
    return tuple(found.values())[:_MAX_NAMES]


def agencies(values: Iterable[str | None], houses: Iterable[str | None] = ()) -> tuple[str, ...]:
    """Return the news agencies that the values name: who wrote an article that no person is named for."""
    publishers = {words.normalised(house) for house in houses if house}
    found = [name for value in values for name in _names(value or "") if _AGENCY.search(name)]
    return tuple(dict.fromkeys(name for name in found if words.normalised(name) not in publishers))


def shown(tree: HtmlElement, houses: Iterable[str | None] = ()) -> tuple[str, ...]:
    """Return the persons named by the surest element of the page that is called after its author.

    What stands there is often a date, a role or a place, so only full names count.
    """
    for element in islice(sorted(_MARKED(tree), key=_doubt), _MAX_NAMES):
        text = " ".join(" ".join(element.itertext()).split())
        if text and len(text) <= _MAX_BYLINE:
            names = persons([_SHOWN.sub(" ; ", text)], houses)
            if full := tuple(name for name in names if _FULL_NAME.fullmatch(name)):
                return full
    return ()


def _doubt(element: HtmlElement) -> int:
    names = f"{element.get('class', '')} {element.get('itemprop', '')}".lower()
    if element.get("rel") == "author":
        return 0
    return 1 if "itemprop" in element.attrib else 2 if "name" in names else 3


def of_node(author: object) -> list[str]:
    """Return the texts of a JSON-LD author that are not marked as an organization."""
    listed = author if isinstance(author, list) else [author]
    named = [_full_name(one) if isinstance(one, dict) else one for one in listed if not _is_organization(one)]
    return [text for one in named if (text := structured.text(one))]


def _full_name(author: Mapping[str, object]) -> object:
    parts = [structured.text(author.get(key)) for key in ("givenName", "familyName")]
    return author.get("name") or " ".join(part for part in parts if part)


def _is_organization(author: object) -> bool:
    return isinstance(author, dict) and "Organization" in str(author.get("@type"))


def _names(value: str) -> list[str]:
    plain = " ".join(_NOISE.sub(" ", _ASIDE.sub(" ", value)).split())
    return [name for part in _SPLIT.split(_BY.sub("", plain)) for name in _parts(part)]


def _parts(part: str) -> list[str]:
    """Return the names of a comma-separated list; one word after a comma is a role, a place or a given name."""
    first, *rest = (_trimmed(piece) for piece in part.split(","))
    if len(rest) == 1 and all(_is_name(one) and " " not in one for one in (first, *rest)):
        return [f"{rest[0]} {first}"]  # "Doe, Jane"
    return [piece for piece in (first, *(one for one in rest if " " in one)) if _is_name(piece)]


def _trimmed(piece: str) -> str:
    return _BY.sub("", piece.strip(_EDGES)).strip(_EDGES)


def _is_name(piece: str) -> bool:
    """Say whether it can be a name: letters, few words, and a capital where the script has capitals."""
    letters = [char for char in piece if char.isalpha()]
    cased = any(char.islower() or char.isupper() for char in letters)
    return (
        len(letters) > 1
        and len(piece) <= _MAX_CHARS
        and len(piece.split()) <= _MAX_WORDS
        and (not cased or len(piece.split()) > 1 or piece[0].isupper())
    )
