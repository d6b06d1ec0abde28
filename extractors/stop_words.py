"""The words of a language that say nothing alone, as spaCy lists them (MIT)."""

from __future__ import annotations

from functools import cache
from importlib import import_module


@cache
def of(language: str) -> frozenset[str] | None:
    """Return the stop words of a language (ISO 639-1), lower case; None where nobody listed them."""
    try:
        module = import_module(f"spacy.lang.{language}.stop_words")
    except ModuleNotFoundError:
        return None
    return frozenset(module.STOP_WORDS)
