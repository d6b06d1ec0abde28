"""Which finder finds the names of each language, as the settings choose it; loaded when it is first used.

`entity_models` maps a language, or `*` for all that have none, to one of: a spaCy package, ``gliner:MODEL`` (a folder
or a name on the Hugging Face hub), ``llm:MODEL`` (at the endpoint `llm_url`). What is not chosen stays as it is without
the setting: the small English pipeline, and whatever spaCy pipeline is installed for another language.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec

from extractors import entities, spacy_model
from extractors.finders import Finder, FinderError
from extractors.records import Model
from extractors.spacy_model import Pipeline
from flows.errors import WrongUse
from flows.language_model import LanguageModel
from flows.settings import Settings
from flows.zero_shot import ZeroShot

ANY, GLINER, LLM = "*", "gliner:", "llm:"


@dataclass(frozen=True, slots=True)
class Choice:
    """What finds names in which language: crosses into worker processes."""

    models: tuple[tuple[str, str], ...] = ()  # (language, what was set for it)
    url: str = ""
    seconds: float = 60.0
    key: str = field(default="", repr=False)

    def finder(self, language: str | None) -> Finder | None:
        """Return what was chosen for this language; None where nothing was, so that its usual pipeline finds."""
        models = dict(self.models)
        wanted = models.get(entities.base(language), models.get(ANY))
        if wanted is None:
            return None
        if wanted.startswith(GLINER):
            return ZeroShot(wanted.removeprefix(GLINER))
        if wanted.startswith(LLM):
            return LanguageModel(wanted.removeprefix(LLM), self.url, self.seconds, self.key)
        return Pipeline(wanted)

    def warm_up(self) -> None:
        """Load what was chosen, outside any article's budget.

        What cannot be loaded is no error here: it is the reason in the row of each article that it should have read.
        """
        for language, _ in self.models:
            finder = self.finder(language)
            if isinstance(finder, ZeroShot):
                with suppress(FinderError):
                    finder.warm_up()
            elif isinstance(finder, Pipeline):
                spacy_model.load(finder.package)

    def current(self) -> list[Model]:
        """Return what finds names now in each language that has something, for the table `models`.

        Raises:
            WrongUse: a package that was chosen is not installed.
        """
        self._check()
        languages = {*spacy_model.languages(), *dict(self.models)}
        found = (entities.model(language, self.finder(language)) for language in sorted(languages))
        return list({each.model: each for each in found if each}.values())

    def _check(self) -> None:
        for language, wanted in self.models:
            package = "gliner" if wanted.startswith(GLINER) else wanted
            if not wanted.startswith(LLM) and find_spec(package) is None:
                missing = f"the package {package} is not installed; run pip install {package}"
                message = f"entity_models has {language}={wanted}, and {missing}"
                raise WrongUse(message)


NOTHING_CHOSEN = Choice()


def chosen(settings: Settings) -> Choice:
    """Return what the settings choose."""
    return Choice(
        tuple(sorted(settings.entity_models.items())),
        settings.llm_url,
        settings.llm_seconds,
        settings.llm_key.get_secret_value(),
    )
