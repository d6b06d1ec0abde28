"""GLiNER as a finder of names: any of its models, in any language that the model knows.

The package is an option (`pip install gliner`), imported on first use only: it brings torch. A model is a folder or the
name of one on the Hugging Face hub, which GLiNER then downloads to that library's own cache.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from typing import Any

from extractors.finders import FinderError, Named, Recognised

LABELS = ("person", "organization", "location", "facility", "nationality", "event", "creative work", "law", "product")
THRESHOLD = 0.5  # the package's own default


@dataclass(frozen=True, slots=True)
class ZeroShot:
    """A GLiNER model as a `Finder`."""

    model: str

    @property
    def name(self) -> str:
        """What the table `models` calls it."""
        return f"gliner:{self.model}"

    @property
    def version(self) -> str:
        """The version of the package: a model's weights have none."""
        try:
            return version_of("gliner")
        except PackageNotFoundError:
            return ""

    @property
    def config(self) -> Mapping[str, str]:
        """What it is asked for, and how sure it must be."""
        return {"labels": ", ".join(LABELS), "threshold": str(THRESHOLD)}

    def warm_up(self) -> None:
        """Load the weights in this process; raise FinderError where they cannot be had."""
        _load(self.model)

    def find(self, texts: Sequence[str]) -> Recognised:
        """Return the names in each of these texts."""
        loaded = _load(self.model)
        return Recognised(
            tuple(_named(loaded.predict_entities(text, list(LABELS), threshold=THRESHOLD)) for text in texts)
        )


def _named(found: Sequence[Mapping[str, Any]]) -> tuple[Named, ...]:
    return tuple(sorted((int(each["start"]), int(each["end"]), str(each["label"])) for each in found))


@cache
def _load(model: str) -> Any:  # noqa: ANN401  an optional package's class
    try:
        package = import_module("gliner")
    except ImportError as error:
        message = f"gliner:{model} needs the package gliner, which is not installed; run pip install gliner"
        raise FinderError(message) from error
    try:
        return package.GLiNER.from_pretrained(model)
    except (OSError, ValueError, RuntimeError) as error:  # no such folder, no network, other files than it knows
        message = (
            f"gliner:{model} cannot be loaded ({type(error).__name__}); check its name, and that it was downloaded"
        )
        raise FinderError(message) from error
