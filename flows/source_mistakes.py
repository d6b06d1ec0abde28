"""What is wrong in a sources.toml, in one sentence for each mistake: the source, the key, and what was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from flows import typed_file
from flows.source_entry import Entry, ListFile

_SENTENCES = {
    "missing": "{key} is missing",
    "model_type": "a source must be a [[sources]] table, not {given!r}",
    "string_type": "{key} must be text in quotes, not {given!r}",
    "string_too_short": "{key} is empty",
    "string_too_long": "{key} is too long",
    "bool_type": "{key} must be true or false, not {given!r}",
    "float_type": "{key} must be a number, not {given!r}",
    "finite_number": "{key} must be a number, not {given!r}",
    "greater_than_equal": "{key} must be a number of seconds from 0 to 3600, not {given!r}",
    "less_than_equal": "{key} must be a number of seconds from 0 to 3600, not {given!r}",
    "list_type": '{key} must be a list, as in ["…", "…"], not {given!r}',
}
_PATTERNS = {
    "id": "id must consist of small letters, digits, points, hyphens and underscores, not {given!r}",
    "country": 'country must be a two-letter ISO 3166 code such as "GB", not {given!r}',
    "language": 'language must be a two-letter ISO 639 code such as "en", not {given!r}',
    "user_agent": 'user_agent must be plain ASCII such as "Example/1.0 (+https://example.org)", not {given!r}',
}


def told(error: ValidationError, table: Mapping[str, object]) -> Iterator[str]:
    """Yield each mistake, to stand behind the name of the file; `table` is what the file says."""
    for each in error.errors():
        yield _sentence(each, table)


def _sentence(error: ErrorDetails, table: Mapping[str, object]) -> str:
    where, key = _place(error["loc"], table), str(error["loc"][-1])
    match error["type"]:
        case "extra_forbidden":
            return where + typed_file.unknown(key, Entry if len(error["loc"]) > 1 else ListFile)
        case "string_pattern_mismatch":
            return where + _PATTERNS[key].format(given=error["input"])
        case "value_error":
            return where + str(error["ctx"]["error"])
    sentence = _SENTENCES.get(error["type"], "{key}: {message}")
    return where + sentence.format(key=_key(error["loc"]), given=error["input"], message=error["msg"])


def _place(loc: tuple[int | str, ...], table: Mapping[str, object]) -> str:
    if len(loc) < 2 or not isinstance(loc[1], int):  # noqa: PLR2004  ("sources", number of the entry, key)
        return ": "
    entries = table["sources"]
    entry = entries[loc[1]] if isinstance(entries, list) else None
    name = entry.get("id") if isinstance(entry, dict) else None
    return f", source {name!r}: " if isinstance(name, str) else f", entry {loc[1] + 1}: "


def _key(loc: tuple[int | str, ...]) -> str:
    """Return the key as a person writes it: the second of the feeds is "feeds", not 1."""
    return next((part for part in reversed(loc) if isinstance(part, str)), "sources")
