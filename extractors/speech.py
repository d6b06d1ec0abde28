"""The words with which a language says who said something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors import tables


@dataclass(frozen=True, slots=True)
class Speech:
    """What `speakers` asks for in one language; words are in lower case."""

    verb: re.Pattern[str]
    source: re.Pattern[str]  # according to, at the start of what is searched
    genders: dict[str, str]  # pronoun -> "m" or "f", "" for all others
    determiners: frozenset[str]
    linking: frozenset[str]
    prepositions: frozenset[str]
    belonging: frozenset[str]  # those that an office may have in it
    passive: frozenset[str]
    subordinate: frozenset[str]
    adverbs: frozenset[str]
    spokespersons: frozenset[str]
    is_inverted: bool  # the speaker may stand behind the verb also before a quote


@cache
def of(language: str | None) -> Speech | None:
    """Return the words of a language (ISO 639-1, with or without a region), None where nobody listed them."""
    code = (language or "").lower().replace("_", "-").split("-", maxsplit=1)[0]
    listed = tables.document("speech.toml").get(code)
    if listed is None:
        return None
    words = {name: frozenset(value.split()) for name, value in listed.items() if isinstance(value, str)}
    return Speech(
        verb=_verb(words["auxiliary"], words["verbs"]),
        source=re.compile(rf"(?:{_any(listed['sources'])})\s", re.IGNORECASE),
        genders={**dict.fromkeys(words["others"], ""), listed["he"]: "m", listed["she"]: "f"},
        determiners=words["determiners"],
        linking=words["linking"],
        prepositions=words["prepositions"],
        belonging=words["belonging"],
        passive=words["passive"],
        subordinate=words["subordinate"],
        adverbs=words["adverbs"],
        spokespersons=words["spokespersons"],
        is_inverted=code != "en",
    )


def _verb(auxiliary: frozenset[str], verbs: frozenset[str]) -> re.Pattern[str]:
    helped = rf"(?:(?:{_any(auxiliary)})\s)?" if auxiliary else ""
    return re.compile(rf"(?<![\w'’-]){helped}(?:{_any(verbs)})(?![\w-])")  # noqa: RUF001


def _any(words: frozenset[str] | list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))
