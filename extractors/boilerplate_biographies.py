"""What authors and houses say of themselves below an article: "As the editor of ..., I bring our readers ...".

Such a paragraph is known by four kinds of words (`[biography]` in ``data/boilerplate.toml``) and by standing at the end
of an article that is about something else: where the article itself speaks of the press, or in the first person, the
words prove less, and more of them are asked for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from extractors import words
from extractors.boilerplate_rules import Line

_FEWEST_BEFORE = 2  # paragraphs of prose that an article has at least
_LAST = 3  # paragraphs of prose at the end among which descriptions are looked for, and which prove nothing of the rest
_LONGEST = 150  # words
_SHORTEST = 6
_MOST_EACH = 2  # words of one kind that count
_ENOUGH = 4  # of seven: one for a person, a role and a house each, two for the press and for praise
_PRESS_ARTICLE = 4  # different words of the press from which on an article is about it
_QUOTED = re.compile(r"[“\"„«][^”\"“»]{3,1000}[”\"“»]")
_NAMED = re.compile(r".{0,60}?[^\W\d_a-zß-öø-ÿ][\w.'’\-]+ [^\W\d_a-zß-öø-ÿ]")  # noqa: RUF001  the typographic apostrophe is meant
_HOUSE = re.compile(
    r"(?:\b(?:at|for|of|with|behind|beim?|für|der|von|pour|du|chez|de|para|en|di|per|da|do|bij|voor) "
    r"(?:[Tt]he |[Ll][ae] |[Ee]l |[Ii]l |[Oo] |[Dd]e |[Dd]ie |[Dd]as )?|^(?:The )?(?=[^.]{2,40}['’]s ))"  # noqa: RUF001  the typographic apostrophe is meant
    r"([^\W\d_a-zß-öø-ÿ]\w+[ -][^\W\d_a-zß-öø-ÿ]\w+)"
)
_GOES_ON = re.compile(
    r"(?:he|she|they|when not|outside|in (?:his|her|their|my)|er|sie|il|elle|él|ella|lui|lei|ele|ela|hij|zij)\b"
)


@dataclass(frozen=True, slots=True)
class _Cues:
    """The words of each kind that a text has, quotations aside."""

    persons: frozenset[str]
    roles: frozenset[str]
    press: frozenset[str]
    praise: frozenset[str]

    @property
    def score(self) -> int:
        most = min(len(self.press), _MOST_EACH) + min(len(self.praise), _MOST_EACH)
        return most + bool(self.persons) + bool(self.roles)


def by_name(lines: Sequence[Line], authors: Sequence[str]) -> dict[int, str]:
    """Find, behind the last other prose, paragraphs that begin with an author's name."""
    names = tuple(words.normalised(name) for name in authors if len(name.split()) > 1)
    found: dict[int, str] = {}
    for line in reversed(lines[1:]):
        if names and line.norm.startswith(names):
            found[line.index] = "author_bio"
        elif line.is_prose or (not lines[0].is_prose and line.index == lines[1].index):
            break
    return found


def by_words(lines: Sequence[Line]) -> dict[int, str]:
    """Find descriptions of the author or the house at the end, with one other paragraph behind them at most."""
    prose = [line for line in lines if line.is_prose]
    if len(prose) <= _FEWEST_BEFORE:
        return {}
    rest = " ".join(line.norm for line in prose[: max(_FEWEST_BEFORE, len(prose) - _LAST)])
    found: dict[int, str] = {}
    others: list[Line] = []
    for line in reversed(lines[lines.index(prose[_FEWEST_BEFORE - 1]) + 1 :]):
        if not line.ends_sentence or line.words < _SHORTEST or line.block.kind not in {"paragraph", "quote"}:
            continue
        if any(_is_description(line, rest, language) for language in _patterns()):
            found |= {one.index: "author_bio" for one in (line, *filter(_goes_on, others))}
            others = []
        elif others:
            break
        else:
            others.append(line)
    return found


def _is_description(line: Line, rest: str, language: str) -> bool:
    if line.words > _LONGEST or not _patterns()[language]["praise"].search(line.norm):
        return False
    found = _cues(line.norm, language)
    names_somebody = found.persons or found.roles or _NAMED.match(line.block.text)
    score = found.score + _names_house(line.block.text, rest)
    if not found.praise or not names_somebody or score < _ENOUGH:
        return False
    other = _cues(rest, language)
    about_press = len(other.press | other.roles) >= _PRESS_ARTICLE
    doubt = about_press + bool(found.persons & other.persons)
    return score >= _ENOUGH + doubt


def _names_house(text: str, rest: str) -> bool:
    """Whether it names, as a house is named ("at Delta Dispatch"), what the article before it never names."""
    return any(found[1].casefold() not in rest for found in _HOUSE.finditer(text))


def _goes_on(line: Line) -> bool:
    return bool(_GOES_ON.match(line.norm)) or any(_cues(line.norm, language).persons for language in _patterns())


def _cues(text: str, language: str) -> _Cues:
    text = _QUOTED.sub(" ", text)
    kinds = {kind: {found[:6] for found in pattern.findall(text)} for kind, pattern in _patterns()[language].items()}
    return _Cues(**{kind: frozenset(found) for kind, found in kinds.items()})


@cache
def _patterns() -> dict[str, dict[str, re.Pattern[str]]]:
    """Return the patterns of each kind, by language."""
    data = resources.files("extractors").joinpath("data/boilerplate.toml").read_text(encoding="utf-8")
    table = tomllib.loads(data)["biography"]
    return {
        language: {kind: re.compile(rf"\b(?:{'|'.join(rows[language])})\b") for kind, rows in table.items()}
        for language in table["persons"]
    }
