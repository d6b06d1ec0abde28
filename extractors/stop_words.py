"""The words of a language that say nothing alone, as spaCy lists them (MIT)."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

_LISTED_AS = {"no": "nb", "nn": "nb"}  # Norwegian


@cache
def of(language: str) -> frozenset[str] | None:
    """Return the stop words of a language (ISO 639-1), lower case; None where nobody listed them.

    A list is read as the small module it is: importing it by its name would load the language's whole package, which
    for French costs 3 CPU s.
    """
    spacy = find_spec("spacy")
    if not (spacy and spacy.submodule_search_locations and language.isascii() and language.isalpha()):
        return None
    folder = Path(spacy.submodule_search_locations[0], "lang", _LISTED_AS.get(language, language))
    listed = spec_from_file_location(f"{__name__}_{language}", folder / "stop_words.py")
    if listed is None or listed.loader is None or not (folder / "stop_words.py").is_file():
        return None
    module = module_from_spec(listed)
    listed.loader.exec_module(module)
    return frozenset(module.STOP_WORDS)
